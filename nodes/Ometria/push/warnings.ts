import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';

import type { Finding, UnknownField, UnknownFieldsFound } from '../records';
import { foldPositions, MOST_FINDINGS } from '../records/findings';
import { describeUnknown } from '../records/unknown';
import { counted } from '../utils/text';

/** Kinds of warnings that are listed; beyond that they are only counted. */
const MOST_LISTED = 20;
/** Kinds, and names of unknown fields, that are remembered: an item may hold any number of them. */
const MOST_KINDS = 200;
const MOST_UNKNOWN = 1000;
const MOST_RECORD_IDS = 3;

/** How much harm a kind of warning points to; the least number is said first. */
export const HARM = {
	/** All the rest is of no use while this is so. */
	run: 0,
	/** Money, consent, identity. */
	grave: 1,
	ordinary: 2,
	unknownFields: 3,
	/** What was converted or left out, as documented. */
	info: 4,
} as const;

const GRAVE_CODES = new Set([
	'counts_revenue',
	'incomplete_order',
	'no_customer',
	'placeholder_id',
	'no_identifier',
	'only_id',
	'fields_in_properties',
	'null_value',
	'force_alone',
	'sms_consent',
]);
const GRAVE_FIELDS = new Set([
	'id',
	'email',
	'phone_number',
	'customer_id',
	'product_id',
	'parent_id',
	'marketing_optin',
	'allow_marketing',
	'is_valid',
	'grand_total',
	'currency',
	'price',
]);

/** Doubts about the records of a run, of one kind. */
export interface Warning {
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
	harm: number;
}

/** A warning in the output. */
export interface WarningItem extends IDataObject {
	message: string;
	field: string | null;
	records: number;
	record_ids: string[];
}

/** Positions in a list are one kind; digits inside a name are not. */
function folded(path: string): string {
	return path.includes(' > ') ? foldPositions(path.split(' > ')).join(' > ') : path;
}

function harmOf({ code, path, level }: Finding): number {
	if (level === 'info') return HARM.info;
	const above = path.lastIndexOf(' > ');
	const field = above < 0 ? path : path.slice(above + 3);
	return GRAVE_CODES.has(code) || GRAVE_FIELDS.has(field) ? HARM.grave : HARM.ordinary;
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
	private treatment: UnknownFieldsFound['treatment'] = 'sent';
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
		for (const finding of findings) {
			if (finding.unknown) this.addUnknown(from, finding, finding.unknown);
			else this.addKind(from, finding);
		}
	}

	private addKind(from: FoundIn, finding: Finding): void {
		const key = `${finding.code} ${folded(finding.path)}`;
		const kind = this.kinds.get(key);
		if (kind) count(kind, from);
		else if (this.kinds.size < MOST_KINDS) {
			this.kinds.set(key, kindOf(from, finding, harmOf(finding)));
		} else {
			this.moreKinds++;
			this.mostRecordsOfMore = 1;
		}
	}

	private addUnknown(
		from: FoundIn,
		finding: Finding,
		{ fields, more, treatment }: UnknownFieldsFound,
	): void {
		if (this.unknown) count(this.unknown, from);
		else this.unknown = kindOf(from, finding, HARM.unknownFields);
		this.treatment = treatment;
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
			const message = describeUnknown({
				fields: [...this.unknownFields.values()],
				more: this.moreUnknown,
				treatment: this.treatment,
			});
			all.push({ ...this.unknown, message });
		}
		all.sort((a, b) => a.harm - b.harm);
		const more = all.slice(MOST_LISTED);
		if (more.length + this.moreKinds === 0) return all;
		return [...all.slice(0, MOST_LISTED), moreKinds(more, this.moreKinds, this.mostRecordsOfMore)];
	}
}

function kindOf({ item, record, recordId }: FoundIn, finding: Finding, harm: number): Kind {
	const { message, path } = finding;
	const places = 1;
	return {
		message,
		field: path,
		records: 1,
		recordIds: [recordId],
		item,
		places,
		harm,
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
		for (const { code, path, message, unknown } of findings) {
			key += `${code}\n${path}\n${message}\n`;
			// The message does not name them all.
			if (unknown) for (const field of unknown.fields) key += `${field.path}\n`;
		}
		const known = this.lists.get(key);
		if (!known && this.lists.size < MOST_LISTS) this.lists.set(key, findings);
		return known ?? findings;
	}
}

function moreKinds(cut: readonly Warning[], uncounted: number, records: number): Warning {
	const kinds = cut.length + uncounted;
	const most = cut.reduce((max, warning) => Math.max(max, warning.records), records);
	return {
		message: `And ${counted(kinds, 'more kind')} of warnings`,
		field: '',
		records: most,
		recordIds: [],
		item: undefined,
		places: 1,
		harm: HARM.ordinary,
	};
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
	const aboutAll = { recordIds: [], item: undefined, places: 1, records: count };
	const warnings: Warning[] = [];
	if (executeOnce) {
		const message =
			'Execute Once is on in the settings of this node, so it got the first item only';
		warnings.push({ ...aboutAll, message, field: '', harm: HARM.run });
	}
	// A single item may well lack a value.
	if (count < 2) return warnings;
	for (const column of emptyColumns) {
		const field = column.replaceAll('.', ' > ');
		const message = `"${field}": the mapped column gave no value for any of the ${count.toLocaleString('en-US')} items. Check the names in its expression`;
		warnings.push({ ...aboutAll, message, field, harm: HARM.grave });
	}
	return warnings;
}

/** Warnings as they are in output items. */
export function warningItems(warnings: readonly Warning[]): WarningItem[] {
	return warnings.map(({ message, field, records, recordIds }) => ({
		message,
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
		type: warning.harm === HARM.info ? 'info' : 'warning',
		location: 'outputPane',
	}));
}
