import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Formatted } from '../formats/types';
import type { Finding, JsonRecord, RecordType } from '../records';
import { columnsOf } from '../records/columns';
import { folded } from '../records/findings';
import { ruleOf } from '../records/rules';
import { isObject } from '../utils/json';
import { counted, listed, nameInOutput, shorten, shown } from '../utils/text';
import type { ItemIndex } from './outcome';
import type { PreparedRecord } from './prepare';
import type { ItemColumns, RecordSource } from './recordSource';

/** Columns and fields that are counted; an item may have any number of names. */
const MOST_COLUMNS = 1000;
/** Characters of a sample. */
const LONGEST_SAMPLE = 200;
/** Levels of a record that are looked at: what lies deeper is one value. */
const MOST_LEVELS = 20;
/** What is said of a column that is sent as no field. */
const NO_FIELD =
	'Not sent, as no field has this name. Custom Fields and Format Settings > Columns can send it';
const READ_OTHERWISE = 'Read by Custom Fields or Additional Fields';
const DECIDING = 'Decides with other columns what is sent';
/** They are about a column as a whole, in each record that has it. */
const ABOUT_COLUMNS: ReadonlySet<string> = new Set(['opt_out_column', 'line_item_columns']);

/** How telling a sample is: the best one is shown. */
const SAMPLE = { none: 0, notSent: 1, sent: 2, converted: 3 } as const;
type SampleRank = (typeof SAMPLE)[keyof typeof SAMPLE];

/** What became of the values of a column, or of a field where the input has no columns. */
interface Counted {
	/** Heading, expression or path in the payload; undefined for what the node's parameters add. */
	column: string | undefined;
	/** In Ometria's notation, without positions; undefined for what is not sent. */
	field: string | undefined;
	recordType: RecordType | undefined;
	values: number;
	empty: number;
	converted: number;
	leftOut: number;
	refused: number;
	doubtful: number;
	sample: { rank: SampleRank; before: unknown; after: unknown };
	/** The first thing that was found wrong, or else doubtful. */
	note: { isRefusal: boolean; text: string } | undefined;
	/** The first item that has it. */
	item: ItemIndex;
	/** The last record that was counted as refused or doubtful. */
	lastRefused: number;
	lastDoubtful: number;
}

/** A path without positions: `lineitems > 2 > sku` is `lineitems > sku`. */
const withoutPositions = (path: string) => folded(path).replaceAll(' > *', '');

/** A value in the output: as it is, or its JSON where it is a list or an object. */
function sampleOf(value: unknown): string | number | boolean | null {
	if (value === undefined || value === null) return null;
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	return typeof value === 'string' ? shorten(value, LONGEST_SAMPLE) : shown(value);
}

const isEmpty = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function isSame(before: unknown, after: unknown): boolean {
	if (before === after) return true;
	const areObjects = typeof before === 'object' && typeof after === 'object';
	return areObjects && JSON.stringify(before) === JSON.stringify(after);
}

/** The value at a path, of a list that of its first entry that has one. */
function valueAt(value: unknown, steps: readonly string[]): unknown {
	if (Array.isArray(value)) {
		for (const entry of value as unknown[]) {
			const found = steps.length === 0 ? undefined : valueAt(entry, steps);
			if (found !== undefined) return found;
		}
		return steps.length === 0 ? value : undefined;
	}
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	return isObject(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
}

type Row = Extract<ItemColumns, { kind: 'row' }>;

const headingsOf = ({ cells }: Row) => Object.keys(cells).slice(0, MOST_COLUMNS);

function whyNoField(heading: string, { readOtherwise, deciding }: Row): string {
	if (deciding.includes(heading)) return DECIDING;
	return readOtherwise?.includes(heading) ? READ_OTHERWISE : NO_FIELD;
}

/** The columns that one record has, by where findings are: heading or path. */
type Places = Map<string, Counted[]>;

function note(places: Places, place: string, column: Counted): void {
	const others = places.get(place);
	if (!others) places.set(place, [column]);
	// Each entry of a list has the same fields.
	else if (others.at(-1) !== column) others.push(column);
}

/** The columns that a finding is about: at its path, or that hold what is at it. */
function columnsOfFinding(places: Places, { field }: Finding): readonly Counted[] {
	for (let place = places.has(field) ? field : withoutPositions(field); place !== '';) {
		const found = places.get(place);
		if (found) return found;
		const end = place.lastIndexOf(' > ');
		place = end < 0 ? '' : place.slice(0, end);
	}
	return [];
}

const below = (above: string, level: number) => ({ above, level: level + 1 });

/** Each value of a record that is not an object, with its path without positions. */
function eachValue(
	before: JsonRecord,
	after: unknown,
	visit: (path: string, value: unknown, sent: unknown) => void,
	{ above, level } = { above: '', level: 0 },
): void {
	for (const name of Object.keys(before)) {
		const value = before[name];
		const sent = isObject(after) && Object.hasOwn(after, name) ? after[name] : undefined;
		const path = above === '' ? name : `${above} > ${name}`;
		if (level >= MOST_LEVELS) visit(path, value, sent);
		else if (isObject(value)) eachValue(value, sent, visit, below(path, level));
		else if (!Array.isArray(value) || !value.some(isObject)) visit(path, value, sent);
		else {
			for (const [index, entry] of (value as unknown[]).entries()) {
				const sentEntry: unknown = Array.isArray(sent) ? sent[index] : undefined;
				if (isObject(entry)) eachValue(entry, sentEntry, visit, below(path, level));
				else visit(path, entry, sentEntry);
			}
		}
	}
}

/** Where a name went that is not a field: a nested field, or a custom field. */
function movedTo(name: string, record: JsonRecord): { field: string; value: unknown } | undefined {
	const places = [name.split('.'), ['properties', name]];
	for (const steps of places) {
		const value = steps.length < 2 ? undefined : valueAt(record, steps);
		if (value !== undefined) return { field: steps.join(' > '), value };
	}
	return undefined;
}

/** How many records came to what. */
export interface RecordCounts {
	records: number;
	notSent: number;
	invalid: number;
	skipped: number;
}

/**
 * Counts what becomes of each column of the input, for the output Columns of a dry run. Its memory does
 * not grow with the number of records.
 */
export class ColumnReport {
	private readonly columns = new Map<string, Counted>();
	private isComplete = true;
	private records = 0;

	/**
	 * @param type of the records; undefined where each item says it
	 * @param source where the records come from
	 */
	constructor(
		private readonly type: RecordType | undefined,
		private readonly source: Pick<RecordSource, 'columnsOf'>,
	) {}

	/** Counts the values of the row that an item is; nothing for other items. Called once for an item. */
	addItem(item: ItemIndex): void {
		const columns = this.source.columnsOf?.(item);
		if (columns?.kind !== 'row') return;
		for (const heading of headingsOf(columns)) {
			const column = this.columnFor(item, this.type, heading, columns.fields.get(heading));
			if (!column) continue;
			const value = columns.cells[heading];
			if (isEmpty(value)) {
				column.empty++;
				continue;
			}
			column.values++;
			keepSample(column, SAMPLE.notSent, value, undefined);
			if (column.field !== undefined) continue;
			const text = whyNoField(heading, columns);
			if (text === NO_FIELD) column.leftOut++;
			column.note ??= { isRefusal: false, text };
		}
	}

	/**
	 * Counts what becomes of the values of a record.
	 *
	 * @param prepared undefined where the item could not be made into a record
	 */
	addRecord(item: ItemIndex, entry: Formatted, prepared: PreparedRecord | undefined): void {
		this.records++;
		if (entry.kind === 'skipped') return;
		const columns = this.source.columnsOf?.(item);
		const sent = prepared?.record;
		const type = prepared?.type ?? this.type;
		const places: Places = new Map();
		const found = findingsIn(entry, prepared);
		const refused = new Set(found.faults.flatMap(({ field }) => [field, withoutPositions(field)]));
		if (columns?.kind === 'row') this.placeRow(item, type, columns, places);
		if (entry.kind === 'record' && isObject(entry.record) && sent) {
			if (columns?.kind === 'row') this.addRows(entry.items ?? [item], sent, { places, refused });
			const { unknown } = found;
			this.addFields({ item, type, columns, places, refused, unknown }, entry.record, sent);
		}
		for (const fault of found.faults) {
			// What is wrong with a row as a whole, such as two columns for one field.
			const isOfRow = columns?.kind === 'row' && entry.kind === 'invalid' && fault.field === '';
			this.addFinding(
				isOfRow ? [...places.values()].flat() : columnsOfFinding(places, fault),
				fault,
				true,
			);
		}
		for (const warning of found.warnings) {
			if (ABOUT_COLUMNS.has(warning.reason)) continue;
			this.addFinding(columnsOfFinding(places, warning), warning, false);
		}
	}

	/** One item for each column, and one for each type of record with what nothing was found for. */
	items(counts: RecordCounts): INodeExecutionData[] {
		const columns = [...this.columns.values()];
		const types = new Set(columns.map(({ recordType }) => recordType));
		return [
			...columns.map((column) => ({
				json: itemOf(column),
				pairedItem: { item: column.item },
			})),
			...(types.size === 0 ? [this.type] : [...types]).map((type) => ({
				json: this.restItem(type, counts),
				pairedItem: { item: 0 },
			})),
		];
	}

	/** The fields that no value was found for, and what the whole came to. */
	private restItem(type: RecordType | undefined, counts: RecordCounts): IDataObject {
		const found = new Set<string>();
		for (const { recordType, field, values } of this.columns.values()) {
			if (recordType === type && field !== undefined && values > 0) found.add(field);
		}
		const hasField = (path: string) =>
			[...found].some((field) => field === path || path.startsWith(`${field} > `));
		const missing =
			type === undefined
				? []
				: columnsOf(type)
						.map(({ id }) => id.replaceAll('.', ' > '))
						.filter((path) => !hasField(path) && !isListWithin(path, found));
		const { records, notSent, invalid, skipped } = counts;
		return {
			column: null,
			field: null,
			...(type !== undefined && { record_type: type }),
			note: missing.length === 0 ? null : `Nothing was found for ${listed(missing, shown)}`,
			fields_without_values: missing,
			records,
			would_be_sent: notSent,
			invalid,
			skipped,
			...(!this.isComplete && {
				not_counted: `There are more than ${counted(MOST_COLUMNS, 'column')}: the others are not counted`,
			}),
			warnings: [],
		};
	}

	private columnFor(
		item: ItemIndex,
		recordType: RecordType | undefined,
		column: string | undefined,
		field: string | undefined,
	): Counted | undefined {
		const key = JSON.stringify([recordType, column, field]);
		const known = this.columns.get(key);
		if (known) return known;
		if (this.columns.size >= MOST_COLUMNS) {
			this.isComplete = false;
			return undefined;
		}
		const added: Counted = {
			column,
			field,
			recordType,
			values: 0,
			empty: 0,
			converted: 0,
			leftOut: 0,
			refused: 0,
			doubtful: 0,
			sample: { rank: SAMPLE.none, before: undefined, after: undefined },
			note: undefined,
			item,
			lastRefused: 0,
			lastDoubtful: 0,
		};
		this.columns.set(key, added);
		return added;
	}

	/** Findings name a heading, or the field that its column is sent as. */
	private placeRow(
		item: ItemIndex,
		type: RecordType | undefined,
		columns: Row,
		places: Places,
	): void {
		const { cells, fields } = columns;
		for (const heading of headingsOf(columns)) {
			const field = fields.get(heading);
			const column = this.columnFor(item, type, heading, field);
			if (!column) continue;
			note(places, heading, column);
			if (field !== undefined && !isEmpty(cells[heading])) note(places, field, column);
		}
	}

	/** What became of the cells of all rows that a record comes from. */
	private addRows(
		items: readonly number[],
		sent: JsonRecord,
		{ places, refused }: Pick<FieldsOf, 'places' | 'refused'>,
	): void {
		const lines = Array.isArray(sent.lineitems) ? (sent.lineitems as unknown[]) : [];
		for (const [position, item] of items.entries()) {
			const columns = this.source.columnsOf?.(item as ItemIndex);
			if (columns?.kind !== 'row') continue;
			for (const [heading, field] of columns.fields) {
				const before = columns.cells[heading];
				const [column] = places.get(heading) ?? [];
				if (!column || isEmpty(before) || refused.has(field) || refused.has(heading)) continue;
				const [first, ...rest] = field.split(' > ');
				const isOfLine = first === 'lineitems' && items.length > 1;
				// Which of fewer lines a row became cannot be said.
				if (isOfLine && lines.length !== items.length) continue;
				const after = isOfLine ? valueAt(lines[position], rest) : valueAt(sent, [first, ...rest]);
				countSent(column, before, after, before);
			}
		}
	}

	/** The fields of a record that no column of a row is sent as. */
	private addFields(of: FieldsOf, record: JsonRecord, sent: JsonRecord): void {
		const { item, type, columns, places, refused, unknown } = of;
		const ofRow = columns?.kind === 'row' ? new Set(columns.fields.values()) : undefined;
		eachValue(record, sent, (path, value, after) => {
			if (value === undefined || (ofRow && isWithin(path, ofRow))) return;
			const moved = after === undefined && !path.includes(' > ') ? movedTo(path, sent) : undefined;
			const isDropped = after === undefined && unknown.has(path);
			const isRefused = refused.has(path);
			const name =
				columns?.kind === 'fields' ? nameFor(path, columns.names) : ofRow ? undefined : path;
			const field = moved?.field ?? (isDropped && !isRefused ? undefined : path);
			const column = this.columnFor(item, type, name, field);
			if (!column) return;
			note(places, path, column);
			if (isEmpty(value) && value !== null) {
				column.empty++;
				return;
			}
			column.values++;
			const before = columns?.kind === 'fields' && !columns.hasValues ? undefined : value;
			if (isRefused) keepSample(column, SAMPLE.notSent, before, undefined);
			else countSent(column, value, after ?? moved?.value, before);
		});
		if (columns?.kind !== 'fields' || !columns.hasValues) return;
		for (const [path, name] of columns.names) {
			const column = places.has(path) ? undefined : this.columnFor(item, type, name, path);
			if (column) column.empty++;
		}
	}

	private addFinding(columns: readonly Counted[], { message }: Finding, isRefusal: boolean): void {
		for (const column of columns) {
			if (isRefusal && column.lastRefused !== this.records) {
				column.lastRefused = this.records;
				column.refused++;
			}
			if (!isRefusal && column.lastDoubtful !== this.records) {
				column.lastDoubtful = this.records;
				column.doubtful++;
			}
			if (column.note === undefined || (isRefusal && !column.note.isRefusal)) {
				column.note = { isRefusal, text: message };
			}
		}
	}
}

/** What the fields of a record are counted for. */
interface FieldsOf {
	item: ItemIndex;
	type: RecordType | undefined;
	columns: ItemColumns | undefined;
	places: Places;
	refused: ReadonlySet<string>;
	/** Paths of names that Ometria does not document. */
	unknown: ReadonlySet<string>;
}

/** Whether a path is one of some fields, or within one of them. */
function isWithin(path: string, fields: ReadonlySet<string>): boolean {
	for (let place = path; ;) {
		if (fields.has(place)) return true;
		const end = place.lastIndexOf(' > ');
		if (end < 0) return false;
		place = place.slice(0, end);
	}
}

/** Where a field, or the one that holds it, comes from. */
function nameFor(path: string, names: ReadonlyMap<string, string>): string | undefined {
	const end = path.lastIndexOf(' > ');
	return names.get(path) ?? (end < 0 ? undefined : nameFor(path.slice(0, end), names));
}

/** Whether fields are those of the entries of a list. */
function isListWithin(path: string, fields: ReadonlySet<string>): boolean {
	return [...fields].some((field) => field.startsWith(`${path} > `));
}

/** What is wrong with a record, and what is doubtful about it. */
function findingsIn(entry: Formatted, prepared: PreparedRecord | undefined) {
	const faults: Finding[] = [];
	const warnings: Finding[] = [];
	if (entry.kind === 'invalid') faults.push(...(entry.faults ?? [entry]));
	if (entry.kind === 'record') warnings.push(...entry.warnings);
	if (prepared?.ok === false) faults.push(...(prepared.problem.faults ?? [prepared.problem]));
	if (prepared?.ok === true) warnings.push(...prepared.findings);
	const doubts = warnings
		.filter(({ reason }) => ruleOf(reason).level !== 'info')
		.flatMap((found) =>
			found.unknown ? found.unknown.fields.map(({ path }) => ({ ...found, field: path })) : [found],
		);
	const names = [...warnings, ...faults].flatMap((found) => found.unknown?.fields ?? []);
	const unknown = new Set(names.map(({ path }) => withoutPositions(path)));
	return { faults, warnings: doubts, unknown };
}

function keepSample(column: Counted, rank: SampleRank, before: unknown, after: unknown): void {
	if (column.sample.rank >= rank) return;
	column.sample = { rank, before: sampleOf(before), after: sampleOf(after) };
}

/** @param shownAs the value before, as the sample has it */
function countSent(column: Counted, before: unknown, after: unknown, shownAs: unknown): void {
	if (after === undefined) {
		column.leftOut++;
		return;
	}
	const isConverted = !isSame(before, after);
	if (isConverted) column.converted++;
	keepSample(column, isConverted ? SAMPLE.converted : SAMPLE.sent, shownAs, after);
}

function itemOf(column: Counted): IDataObject {
	const { field, recordType, values, empty, converted, leftOut, refused, doubtful } = column;
	const { before, after } = column.sample;
	return {
		column: column.column === undefined ? null : nameInOutput(column.column),
		field: field === undefined ? null : nameInOutput(field),
		...(recordType !== undefined && { record_type: recordType }),
		values,
		empty,
		converted,
		left_out: leftOut,
		refused,
		doubtful,
		before: before as IDataObject[string],
		after: after as IDataObject[string],
		note: column.note?.text ?? null,
	};
}
