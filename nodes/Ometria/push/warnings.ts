import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';

import {
	type Finding,
	finding,
	foldPositions,
	MOST_FINDINGS,
	type UnknownNames,
} from '../records/findings';
import { type FindingReason, ruleOf, severityOf, type TextParameters } from '../records/rules';
import type { UnknownField } from '../records/types';
import { counted } from '../utils/text';

/** Kinds of warnings that are listed; beyond that they are only counted. */
const MOST_LISTED = 20;
/** Kinds, and names of unknown fields, that are remembered: an item may hold any number of them. */
const MOST_KINDS = 200;
const MOST_UNKNOWN = 1000;
const MOST_RECORD_IDS = 3;

/** What is said first: the least number. */
const ORDER = { run: 0, serious: 1, ordinary: 2, minor: 3, info: 4 } as const;

/** Doubts about the records of a run, of one kind. */
export interface Warning {
	reason: FindingReason;
	message: string;
	/** In Ometria's notation; '' for the record as a whole. */
	field: string;
	/** How many records it concerns. */
	records: number;
	/** The first of them, at most three. */
	recordIds: string[];
	/** The first input item concerned; undefined when the message names the items itself. */
	item: number | undefined;
	/** In how many places of that item. */
	places: number;
}

/** A warning in the output. */
export interface WarningItem extends IDataObject {
	message: string;
	reason: FindingReason;
	field: string | null;
	records: number;
	record_ids: string[];
}

/** Positions in a list are one kind; digits inside a name are not. */
function folded(path: string): string {
	return path.includes(' > ') ? foldPositions(path.split(' > ')).join(' > ') : path;
}

function orderOf({ reason, field }: Warning): number {
	if (ruleOf(reason).level === 'info') return ORDER.info;
	return ORDER[severityOf(reason, field) ?? 'ordinary'];
}

interface Kind extends Warning {
	firstRecord: number;
	lastRecord: number;
}

interface FoundIn {
	item: number;
	record: number;
	recordId: string;
}

/** Gathers what was found in the records of a run, by kind. Its memory does not grow with them. */
export class WarningCollector {
	private readonly kinds = new Map<string, Kind>();
	private readonly unknownFields = new Map<string, UnknownField>();
	private unknown: Kind | undefined;
	private moreUnknown = 0;
	private moreKinds = 0;
	private mostRecordsOfMore = 0;

	/**
	 * @param item input item of the record
	 * @param findings what was found in that record
	 * @param record tells the records of an item apart
	 */
	add(item: number, recordId: string, findings: readonly Finding[], record = item): void {
		const from = { item, record, recordId };
		for (const found of findings) {
			if (found.unknown) this.addUnknown(from, found, found.unknown);
			else this.addKind(from, found);
		}
	}

	private addKind(from: FoundIn, found: Finding): void {
		const key = `${found.reason} ${folded(found.field)}`;
		const kind = this.kinds.get(key);
		if (kind) count(kind, from);
		else if (this.kinds.size < MOST_KINDS) this.kinds.set(key, kindOf(from, found));
		else {
			this.moreKinds++;
			this.mostRecordsOfMore = 1;
		}
	}

	private addUnknown(from: FoundIn, found: Finding, { fields, more }: UnknownNames): void {
		if (this.unknown) count(this.unknown, from);
		else this.unknown = kindOf(from, found);
		this.moreUnknown = Math.max(this.moreUnknown, more);
		for (const field of fields) {
			const key = folded(field.path);
			if (this.unknownFields.has(key)) continue;
			if (this.unknownFields.size < MOST_UNKNOWN) this.unknownFields.set(key, field);
			else this.moreUnknown = Math.max(this.moreUnknown, 1);
		}
	}

	/**
	 * The warnings, worst first, at most 20 and one that says how many more there are.
	 *
	 * @param others warnings about the run as a whole
	 */
	list(others: readonly Warning[] = []): Warning[] {
		const all: Warning[] = [...others, ...this.kinds.values()];
		if (this.unknown) {
			const isDropped = this.unknown.reason === 'unknown_field_dropped';
			const reason = isDropped ? 'unknown_field_dropped' : 'unknown_field';
			const fields = [...this.unknownFields.values()];
			const { message } = finding('', reason, { fields, more: this.moreUnknown });
			all.push({ ...this.unknown, message });
		}
		all.sort((a, b) => orderOf(a) - orderOf(b));
		const more = all.slice(MOST_LISTED);
		if (more.length + this.moreKinds === 0) return all;
		return [...all.slice(0, MOST_LISTED), moreKinds(more, this.moreKinds, this.mostRecordsOfMore)];
	}
}

function kindOf({ item, record, recordId }: FoundIn, { reason, message, field }: Finding): Kind {
	return {
		reason,
		message,
		field,
		records: 1,
		recordIds: [recordId],
		item,
		places: 1,
		firstRecord: record,
		lastRecord: record,
	};
}

/** One more finding of a kind: of another record, or in another place of the same. */
function count(kind: Kind, { record, recordId }: FoundIn): void {
	if (kind.lastRecord === record) {
		if (kind.firstRecord === record) kind.places++;
		return;
	}
	kind.lastRecord = record;
	kind.records++;
	if (kind.recordIds.length < MOST_RECORD_IDS) kind.recordIds.push(recordId);
}

/** Different lists of findings that are looked for; those beyond are kept all the same. */
const MOST_LISTS = 1000;

/** Findings of the records of a run. Records mostly share a few lists of them, so each is kept once. */
export class FindingLists {
	private readonly lists = new Map<string, readonly Finding[]>();

	/** @returns the first list that says the same: mostly the one of another record */
	shared(findings: readonly Finding[]): readonly Finding[] {
		let key = '';
		for (const { reason, field, message, unknown } of findings) {
			key += `${reason}\n${field}\n${message}\n`;
			// The message does not name them all.
			if (unknown) for (const { path } of unknown.fields) key += `${path}\n`;
		}
		const known = this.lists.get(key);
		if (!known && this.lists.size < MOST_LISTS) this.lists.set(key, findings);
		return known ?? findings;
	}
}

function moreKinds(cut: readonly Warning[], uncounted: number, records: number): Warning {
	const kinds = cut.length + uncounted;
	const most = cut.reduce((max, warning) => Math.max(max, warning.records), records);
	return runWarning({ field: '', records: most, recordIds: [] }, 'more_warnings', { kinds });
}

/** A warning about the run as a whole, whose message names the items itself. */
export function runWarning<R extends FindingReason>(
	{ field, records, recordIds }: Pick<Warning, 'field' | 'records' | 'recordIds'>,
	reason: R,
	...parameters: TextParameters<R>
): Warning {
	const { message } = finding(field, reason, ...parameters);
	return { reason, message, field, records, recordIds, item: undefined, places: 1 };
}

/**
 * What is doubtful about a run, whatever is in its records.
 *
 * @param executeOnce whether n8n gives the node its first item only
 */
export function runWarnings(
	{ count, emptyColumns }: { count: number; emptyColumns: readonly string[] },
	executeOnce: boolean,
): Warning[] {
	const about = (field: string) => ({ field, records: count, recordIds: [] });
	const warnings: Warning[] = [];
	if (executeOnce) warnings.push(runWarning(about(''), 'execute_once'));
	// A single item may well lack a value.
	if (count < 2) return warnings;
	for (const column of emptyColumns) {
		const field = column.replaceAll('.', ' > ');
		warnings.push(runWarning(about(field), 'empty_column', { items: count }));
	}
	return warnings;
}

/** Warnings as they are in output items. */
export function warningItems(warnings: readonly Warning[]): WarningItem[] {
	return warnings.map(({ reason, message, field, records, recordIds }) => ({
		message,
		reason,
		field: field === '' ? null : field,
		records,
		record_ids: recordIds,
	}));
}

/** `(item 0 and 2 other records)`, `(item 0, in 3 places)`. */
function whereText({ item, records, places }: Warning): string {
	if (item === undefined) return '';
	const others = records - 1;
	if (others > 0) {
		return ` (item ${item} and ${counted(others, 'other record')})`;
	}
	if (places === 1) return ` (item ${item})`;
	// A record keeps no more findings than that.
	return ` (item ${item}, in ${places >= MOST_FINDINGS ? `${places} or more` : places} places)`;
}

/** One hint per kind of warning. */
export function warningHints(warnings: readonly Warning[]): NodeExecutionHint[] {
	return warnings.map((warning) => ({
		message: `${warning.message}${whereText(warning)}`,
		type: ruleOf(warning.reason).level === 'info' ? 'info' : 'warning',
		location: 'outputPane',
	}));
}
