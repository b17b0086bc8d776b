import { errorBranchKeys } from '../n8n/errorItem';
import type { Finding, JsonRecord, RecordRules, RecordType, ValueReading } from '../records';
import { checkRecord } from '../records/check';
import { finding, folded } from '../records/findings';
import { cleanIdentifier, hasLoneSurrogate } from '../records/identifiers';
import { findId } from '../records/missingId';
import { isObject, without } from '../utils/json';
import { formatNumber, shown } from '../utils/text';
import type { ColumnsOfFields } from './causes';
import type { ItemIndex } from './outcome';
import { SENDING_ORDER } from './plan';
import { checkSizeBefore, type Head, type Problem, surveyRecord, writeRecord } from './recordText';

/** What the user set in the node, which may be an expression for each item. */
export interface ItemSettings {
	/** `@collection` for a contact that does not name one; undefined leaves it to Ometria. */
	collection(item: ItemIndex): string | undefined;
	/** Whether `@merge: true` is sent where the item does not say otherwise. */
	merge(item: ItemIndex): boolean;
	/** How values are read that can be read in several ways. */
	reading?: ((item: ItemIndex) => ValueReading) | undefined;
	/** Where times without a zone were written, as an IANA name; undefined takes the workflow's. */
	textTimezone?: ((item: ItemIndex) => string | undefined) | undefined;
	/** Static segments to add contacts to or to remove them from; undefined where there are none. */
	lists?: ((item: ItemIndex) => ListChanges) | undefined;
}

/** How items become records. */
export interface PrepareRules {
	/** The resource's record type; undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	settings: ItemSettings;
	/** Whether a parameter that cannot be used for one item is that item's failure alone. */
	continueOnFail?: boolean;
	records: RecordRules;
	/** Name of the file that an item has; undefined when it has none. For messages only. */
	file?: (item: ItemIndex) => string | undefined;
}

/** IDs of static segments; whether they are numbers or texts is not documented. */
export interface ListChanges {
	add: ReadonlyArray<string | number>;
	remove: ReadonlyArray<string | number>;
}

/** For records that are not contacts, and where the user chose none. */
export const NO_LIST_CHANGES: ListChanges = { add: [], remove: [] };

/** A record as it will be sent, or why it cannot be sent. */
export type PreparedRecord =
	| {
			ok: true;
			type: RecordType;
			id: string;
			/** Of a contact; undefined leaves it to Ometria. */
			collection: string | undefined;
			/** Of a contact, whatever it is. */
			email: unknown;
			/** Its JSON. */
			text: string;
			/** The same as an object, without what the node's parameters add. */
			record: JsonRecord;
			findings: readonly Finding[];
	  }
	| {
			ok: false;
			problem: Problem;
			/** Undefined when the item does not say which type it is. */
			type: RecordType | undefined;
			/** Undefined when the item has no usable id. */
			id: string | undefined;
			/** As far as it could be converted; undefined where its fields were not looked at. */
			record: JsonRecord | undefined;
	  };

function isRecordType(value: unknown): value is RecordType {
	return SENDING_ORDER.some((type) => type === value);
}

/** The item's own `@type`, or the resource's; a problem when they contradict each other. */
function typeOf(own: unknown, type: RecordType | undefined): RecordType | Problem {
	if (type === undefined ? isRecordType(own) : own === type) return own as RecordType;
	if (type !== undefined && own === undefined) return type;
	if (type !== undefined) return finding('@type', 'contradicting_type', { type, value: own });
	const types = SENDING_ORDER;
	return own === undefined
		? finding('@type', 'missing_type', { types })
		: finding('@type', 'unknown_type', { types, value: own });
}

/**
 * IDs are texts (documented); a number is unambiguous as long as it is a whole, safe one.
 *
 * @param convert whether what is invisible around it is removed, as in the record itself
 * @returns undefined when there is none
 */
function idOf(value: unknown, convert: boolean): string | Problem | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const visible = typeof value === 'string' ? cleanIdentifier(value) : '';
	if (typeof value === 'string' && visible !== '') {
		if (!hasLoneSurrogate(value)) return convert ? visible : value;
		return finding('id', 'invalid_id', { value, fault: 'halfCharacter' });
	}
	if (typeof value === 'bigint' && convert) return value.toString();
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	const fault = typeof value === 'number' && Number.isInteger(value) ? 'inexact' : 'none';
	return finding('id', 'invalid_id', { value, fault });
}

/** Faults of a record that its message lists. */
const MOST_FAULTS = 5;

/** What is wrong, with the name that the user gave the column in front of Ometria's. */
function withColumn({ field, message }: Finding, columns: ColumnsOfFields | undefined): string {
	const column = columns?.get(folded(field));
	const label = `"${field}": `;
	if (column === undefined || column === field || !message.startsWith(label)) return message;
	return `${shown(column)} (${field}): ${message.slice(label.length)}`;
}

function findingsProblem(
	problems: readonly [Finding, ...Finding[]],
	uncounted: number,
	columns: ColumnsOfFields | undefined,
): Problem {
	const [first] = problems;
	const faults = problems.slice(0, MOST_FAULTS).map((fault) => withColumn(fault, columns));
	const more = problems.length - faults.length + uncounted;
	const rest = more > 0 ? `. And ${formatNumber(more)} more in this record` : '';
	const message = `${faults.join('. ')}${rest}`;
	return { reason: first.reason, field: first.field, message, faults: problems };
}

const ERROR_BRANCH = finding('', 'error_branch_fields');

/** An item that came out of the error branch and is pushed again, without what that branch added. */
function withoutErrorKeys(json: JsonRecord): JsonRecord {
	return errorBranchKeys(json).reduce<JsonRecord>(without, json);
}

/** The node's own fields, where the item does not bring them: an item's word wins. */
function headOf(
	json: JsonRecord,
	type: RecordType,
	{ addMerge, collection, lists }: ItemParameters,
): Head {
	let head = json['@type'] === undefined ? `"@type":"${type}"` : '';
	const add = (field: string) => (head += head === '' ? field : `,${field}`);
	if (collection !== undefined) add(`"@collection":${JSON.stringify(collection)}`);
	if (type === 'contact') {
		const { add: joins, remove: leaves } = lists;
		if (joins.length > 0 && json['@add_to_lists'] === undefined) {
			add(`"@add_to_lists":${JSON.stringify(joins)}`);
		}
		if (leaves.length > 0 && json['@remove_from_lists'] === undefined) {
			add(`"@remove_from_lists":${JSON.stringify(leaves)}`);
		}
	}
	if (addMerge) add('"@merge":true');
	return head;
}

function failed(
	problem: Problem,
	type?: RecordType,
	id?: string,
	record?: JsonRecord,
): PreparedRecord {
	return { ok: false, problem, type, id, record };
}

/** What the node's parameters say about a record. */
interface ItemParameters {
	/** Of a contact that does not name its own; undefined leaves it to Ometria. */
	collection: string | undefined;
	lists: ListChanges;
	/** Whether the record is merged with what is stored, be it by its own word or the parameter's. */
	merges: boolean;
	/** Whether the parameter has to say so. */
	addMerge: boolean;
}

function parametersFor(
	json: JsonRecord,
	type: RecordType,
	item: ItemIndex,
	settings: ItemSettings,
): ItemParameters {
	const isContact = type === 'contact';
	const ownMerge = json['@merge'];
	const addMerge = type !== 'custom_event' && ownMerge === undefined && settings.merge(item);
	return {
		collection:
			isContact && json['@collection'] === undefined ? settings.collection(item) : undefined,
		lists: (isContact && settings.lists?.(item)) || NO_LIST_CHANGES,
		addMerge,
		merges: addMerge || ownMerge === true,
	};
}

/** The rules of the run, with what the user set for the values of an item. */
function recordRules({ records, settings }: PrepareRules, item: ItemIndex): RecordRules {
	const { dateOrder, phoneCountry } = settings.reading?.(item) ?? {};
	const timezone = settings.textTimezone?.(item);
	if (dateOrder === undefined && phoneCountry === undefined && timezone === undefined) {
		return records;
	}
	const zone = timezone === undefined ? {} : { timezone, timezoneChosen: true };
	return { ...records, ...zone, dateOrder, phoneCountry };
}

/**
 * Makes a record's JSON into the text that will be sent, or says why it cannot be sent. The input is
 * not changed.
 *
 * @param json an input item's JSON, or what a format made of it
 * @param item index of the input item
 * @param columns the columns of a table that its fields come from
 */
export function prepareRecord(
	json: unknown,
	item: ItemIndex,
	rules: PrepareRules,
	columns?: ColumnsOfFields,
): PreparedRecord {
	if (!isObject(json)) {
		return failed(finding('', 'not_a_record', { value: json }));
	}
	const type = typeOf(json['@type'], rules.type);
	if (typeof type !== 'string') return failed(type);

	const id = idOf(json.id, rules.records.convertTypes);
	if (id === undefined) {
		const place = findId(json, type, rules.file?.(item));
		return failed(finding('id', 'missing_id', { value: json.id, place }), type);
	}
	if (typeof id !== 'string') return failed(id, type);

	const own = json['@collection'] ?? '';
	if (typeof own !== 'string' && typeof own !== 'number') {
		return failed(finding('@collection', 'invalid_collection', { value: own }), type, id);
	}
	const input = json.error === undefined ? json : withoutErrorKeys(json);
	const { isSmall, isPlain } = surveyRecord(input);
	if (!isSmall) {
		const tooLarge = checkSizeBefore(input, rules.records.unknownFields === 'drop');
		if (tooLarge) return failed(tooLarge, type, id);
	}

	const parameters = parametersFor(input, type, item, rules.settings);
	const { add, remove } = parameters.lists;
	const checked = checkRecord(type, input, recordRules(rules, item), {
		merges: parameters.merges,
		collection: parameters.collection,
		hasListChanges: add.length + remove.length > 0,
	});
	const { record } = checked;
	if (!checked.ok) {
		const problem = findingsProblem(checked.problems, checked.more, columns);
		return failed(problem, type, id, record);
	}

	const written = writeRecord(headOf(record, type, parameters), record, isPlain);
	if (!written.ok) return failed(written.problem, type, id);
	const { '@collection': given, email } = record;
	const added = input === json ? written.findings : [ERROR_BRANCH, ...written.findings];
	const findings = added.length === 0 ? checked.warnings : [...checked.warnings, ...added];
	return {
		ok: true,
		type,
		id,
		collection: typeof given === 'string' ? given : parameters.collection,
		email,
		text: written.text,
		record,
		findings,
	};
}
