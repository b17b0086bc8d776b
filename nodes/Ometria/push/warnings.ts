import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';

import { type Finding, finding, folded, type UnknownNames } from '../records/findings';
import { type FindingReason, rankOf, ruleOf, type TextParameters } from '../records/rules';
import type { UnknownField } from '../records/types';
import { counted, formatNumber, listed, nameInOutput } from '../utils/text';

/** Kinds of warnings that are listed; beyond that they are only counted. */
const MOST_LISTED = 20;
/** Kinds, and names of unknown fields, that are remembered: an item may hold any number of them. */
const MOST_KINDS = 200;
const MOST_UNKNOWN = 1000;
/** Kinds that are counted. */
const MOST_COUNTED = 10_000;
const MOST_RECORD_IDS = 3;

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

/** A warning in the Summary. */
export interface WarningItem extends IDataObject {
	message: string;
	reason: FindingReason;
	field: string | null;
	records: number;
	record_ids: string[];
}

interface WarningGroup extends Warning {
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
	private readonly groups = new Map<string, WarningGroup>();
	private readonly unknownFields = new Map<string, UnknownField>();
	private unknown: WarningGroup | undefined;
	private moreUnknown = 0;
	/** Kinds that are not listed. */
	private readonly moreKinds = new Set<string>();
	/** The most kinds that one record did not list. */
	private moreOfRecord = 0;

	/**
	 * @param item input item of the record
	 * @param findings what was found in that record
	 * @param record distinguishes the records of an item
	 */
	add(item: number, recordId: string, findings: readonly Finding[], record = item): void {
		const from = { item, record, recordId };
		for (const found of findings) {
			if (found.unknown) this.addUnknown(from, found, found.unknown);
			else this.addToGroup(from, found);
		}
	}

	private addToGroup(from: FoundIn, found: Finding): void {
		if (found.more !== undefined) {
			this.moreOfRecord = Math.max(this.moreOfRecord, found.more);
			return;
		}
		const key = `${found.reason} ${folded(found.field)}`;
		const group = this.groups.get(key);
		if (group) addTo(group, from, found);
		else if (this.hasRoomFor(found)) this.groups.set(key, groupOf(from, found));
		else this.countKind(key);
	}

	/** Whether a further kind is listed: one that matters less gives way to it. */
	private hasRoomFor({ reason, field }: Finding): boolean {
		if (this.groups.size < MOST_KINDS) return true;
		const rank = rankOf(reason, field);
		for (const [key, group] of this.groups) {
			if (rankOf(group.reason, group.field) <= rank) continue;
			this.groups.delete(key);
			this.countKind(key);
			return true;
		}
		return false;
	}

	private countKind(key: string): void {
		if (this.moreKinds.size < MOST_COUNTED) this.moreKinds.add(key);
	}

	private addUnknown(from: FoundIn, found: Finding, { fields, more }: UnknownNames): void {
		if (this.unknown) addTo(this.unknown, from, found);
		else this.unknown = groupOf(from, found);
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
		const all: Warning[] = [...others, ...this.groups.values()];
		if (this.unknown) {
			const isDropped = this.unknown.reason === 'unknown_field_dropped';
			const reason = isDropped ? 'unknown_field_dropped' : 'unknown_field';
			const fields = [...this.unknownFields.values()];
			const { message } = finding('', reason, { fields, more: this.moreUnknown });
			all.push({ ...this.unknown, message });
		}
		all.sort((a, b) => rankOf(a.reason, a.field) - rankOf(b.reason, b.field));
		const more = all.slice(MOST_LISTED);
		const uncounted = this.moreKinds.size + this.moreOfRecord;
		if (more.length + uncounted === 0) return all;
		return [...all.slice(0, MOST_LISTED), moreKinds(more, uncounted)];
	}
}

function groupOf(
	{ item, record, recordId }: FoundIn,
	{ reason, message, field, places = 1 }: Finding,
): WarningGroup {
	return {
		reason,
		message,
		field,
		records: 1,
		recordIds: [recordId],
		item,
		places,
		firstRecord: record,
		lastRecord: record,
	};
}

/** One more finding of a kind: of another record, or in another place of the same. */
function addTo(group: WarningGroup, { record, recordId }: FoundIn, { places = 1 }: Finding): void {
	if (group.lastRecord === record) {
		if (group.firstRecord === record) group.places += places;
		return;
	}
	group.lastRecord = record;
	group.records++;
	if (group.recordIds.length < MOST_RECORD_IDS) group.recordIds.push(recordId);
}

function moreKinds(cut: readonly Warning[], uncounted: number): Warning {
	const records = cut.reduce((max, warning) => Math.max(max, warning.records), 1);
	const kinds = cut.length + uncounted;
	return runWarning({ field: '', records, recordIds: [] }, 'more_warnings', { kinds });
}

/** Different lists of findings that are looked for; those beyond are kept all the same. */
const MOST_LISTS = 1000;

/** Findings of the records of a run. Records mostly share a few lists of them, so each is kept once. */
export class FindingLists {
	private readonly lists = new Map<string, readonly Finding[]>();

	/** @returns the first list that says the same: mostly the one of another record */
	shared(findings: readonly Finding[]): readonly Finding[] {
		let key = '';
		for (const { reason, field, places = 1, message, unknown } of findings) {
			key += `${reason}\n${field}\n${places}\n${message}\n`;
			// The message does not name them all.
			if (unknown) for (const { path } of unknown.fields) key += `${path}\n`;
		}
		const known = this.lists.get(key);
		if (!known && this.lists.size < MOST_LISTS) this.lists.set(key, findings);
		return known ?? findings;
	}
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

/** A parameter whose expression gave nothing for any item that it was read for. */
export interface EmptyParameter {
	/** Its label. */
	name: string;
	/** How many items. */
	items: number;
}

interface RunFacts {
	/** Number of input items. */
	count: number;
	emptyColumns: readonly string[];
	emptyParameters?: readonly EmptyParameter[] | undefined;
}

/**
 * What is doubtful about a run, whatever is in its records.
 *
 * @param executeOnce whether n8n gives the node its first item only
 */
export function runWarnings(
	{ count, emptyColumns, emptyParameters = [] }: RunFacts,
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
	for (const empty of emptyParameters) {
		if (empty.items < 2) continue;
		const where = { field: '', records: empty.items, recordIds: [] };
		warnings.push(runWarning(where, 'empty_parameter', empty));
	}
	return warnings;
}

/**
 * Warnings as they are in output items, where each is to take a line: `"phone_number": … (c-1, c-2)`.
 *
 * @param withIds whether the first records are named
 */
export function warningTexts(warnings: readonly Warning[], withIds = true): string[] {
	return warnings.map(({ message, records, recordIds }) => {
		if (!withIds || recordIds.length === 0) return message;
		const ids = listed(recordIds, nameInOutput);
		const more = records - recordIds.length;
		return `${message} (${ids}${more > 0 ? ` and ${formatNumber(more)} more` : ''})`;
	});
}

/** Warnings as they are in the Summary. */
export function warningItems(warnings: readonly Warning[]): WarningItem[] {
	return warnings.map(({ reason, message, field, records, recordIds }) => ({
		message,
		reason,
		field: field === '' ? null : field,
		records,
		record_ids: recordIds.map(nameInOutput),
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
	return ` (item ${item}, in ${formatNumber(places)} places)`;
}

/** The hint of a kind of warning. */
export function warningHint(warning: Warning): NodeExecutionHint {
	return {
		message: `${warning.message}${whereText(warning)}`,
		type: ruleOf(warning.reason).level === 'info' ? 'info' : 'warning',
		location: 'outputPane',
	};
}
