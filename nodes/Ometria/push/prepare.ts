import {
	checkRecord,
	type Finding,
	type JsonRecord,
	type RecordRules,
	type RecordType,
} from '../records';
import { shown } from '../records/findings';
import { isObject } from '../utils/json';
import type { Failed, ItemIndex } from './outcome';
import { SENDING_ORDER } from './plan';
import {
	DOUBTFUL_RECORD_BYTES,
	isSurelySmall,
	MAX_RECORD_BYTES,
	writeRecord,
	type Head,
} from './serialise';

/** What the user set for all records of a push. */
export interface PrepareRules {
	/** The resource's record type; undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	/** `@collection` for a contact that does not name one; undefined leaves it to Ometria. */
	collection: (item: ItemIndex) => string | undefined;
	/** Whether `@merge: true` is sent where the item does not say otherwise. */
	merge: (item: ItemIndex) => boolean;
	/** Static segments to add contacts to or to remove them from. */
	lists: (item: ItemIndex) => ListChanges;
	/** Whether a parameter that cannot be used for one item is that item's failure alone. */
	continueOnFail?: boolean;
	records: RecordRules;
}

/** IDs of static segments; whether they are numbers or texts is not documented. */
export interface ListChanges {
	add: ReadonlyArray<string | number>;
	remove: ReadonlyArray<string | number>;
}

/** For records that are not contacts, and where the user chose none. */
export const NO_LIST_CHANGES: ListChanges = { add: [], remove: [] };

/** A record as it will be sent. */
interface Prepared {
	type: RecordType;
	id: string;
	head: Head;
	record: JsonRecord;
	warnings: readonly Finding[];
}

const NONE: readonly Finding[] = [];

export type Preparation =
	| { ok: true; prepared: Prepared }
	| {
			ok: false;
			problem: Problem;
			/** Undefined when the item does not say which type it is. */
			type: RecordType | undefined;
			/** Undefined when the item has no usable id. */
			id: string | undefined;
	  };

type Problem = Pick<Failed, 'reason' | 'message' | 'field'>;

const TYPE_NAMES = SENDING_ORDER.map((type) => `"${type}"`).join(', ');

function isRecordType(value: unknown): value is RecordType {
	return SENDING_ORDER.some((type) => type === value);
}

/** The item's own `@type`, or the resource's; a problem when they contradict each other. */
function typeOf(own: unknown, type: RecordType | undefined): RecordType | Problem {
	if (type === undefined ? isRecordType(own) : own === undefined || own === type) {
		return (own as RecordType | undefined) ?? (type as RecordType);
	}
	const field = '@type';
	if (type !== undefined) {
		return {
			reason: 'contradicting_type',
			field,
			message: `"@type": expected "${type}" or nothing, found ${shown(own)}`,
		};
	}
	return {
		reason: own === undefined ? 'missing_type' : 'unknown_type',
		field,
		message: `"@type": expected one of ${TYPE_NAMES}, found ${shown(own)}`,
	};
}

/** Ids are strings (documented); a number is unambiguous as long as it is a whole, safe one. */
function idOf(value: unknown): string | Problem {
	if (typeof value === 'string' && value.trim() !== '') return value;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	const absent = value === undefined || value === null || value === '';
	return {
		reason: absent ? 'missing_id' : 'invalid_id',
		field: 'id',
		message: `"id": expected a text that identifies the record, found ${shown(value)}`,
	};
}

/** What may be behind a missing id. */
function whyNoId(json: JsonRecord): string {
	const names = Object.keys(json);
	if (names.length === 0) return '. The item is empty';
	// Files of spreadsheets begin with one; nobody can see it.
	const marked = names.some((name) => name.startsWith('\uFEFF'));
	return marked
		? '. A field name begins with an invisible byte order mark: turn on "Exclude Byte Order Mark" where the file is read'
		: '';
}

function findingsProblem(problems: readonly [Finding, ...Finding[]]): Problem {
	const [first] = problems;
	const rest = problems.length > 1 ? ` (and ${problems.length - 1} more in this record)` : '';
	return { reason: first.code, field: first.path, message: `${first.message}${rest}` };
}

/** The node's own fields, where the item does not bring them: an item's word wins. */
function headOf(
	json: JsonRecord,
	type: RecordType,
	addMerge: boolean,
	item: ItemIndex,
	rules: PrepareRules,
): Head {
	let head = json['@type'] === undefined ? `"@type":"${type}"` : '';
	const add = (field: string) => (head += head === '' ? field : `,${field}`);
	if (type === 'contact' && json['@collection'] === undefined) {
		const collection = rules.collection(item);
		if (collection !== undefined) add(`"@collection":${JSON.stringify(collection)}`);
	}
	if (type === 'contact') {
		const { add: joins, remove: leaves } = rules.lists(item);
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

/** Says what is wrong with a record's size, if anything. */
function checkSize(
	head: Head,
	record: JsonRecord,
): { problem?: Problem; warnings: readonly Finding[] } {
	if (isSurelySmall(head, record, DOUBTFUL_RECORD_BYTES)) return { warnings: NONE };
	const text = writeRecord(head, record);
	if (text === undefined) {
		return {
			problem: { reason: 'not_json', message: 'The record cannot be written as JSON' },
			warnings: NONE,
		};
	}
	const bytes = Buffer.byteLength(text);
	if (bytes > MAX_RECORD_BYTES) {
		const found = `${bytes.toLocaleString('en-US')} bytes`;
		const limit = MAX_RECORD_BYTES.toLocaleString('en-US');
		const message = `The record is too large: expected at most ${limit} bytes (60 KB) of JSON, found ${found}`;
		return { problem: { reason: 'too_large', message }, warnings: NONE };
	}
	if (bytes <= DOUBTFUL_RECORD_BYTES) return { warnings: NONE };
	const message = 'The record is close to the limit of 60 KB and may be refused';
	return { warnings: [{ path: '', message, code: 'doubtful_size' }] };
}

function failed(problem: Problem, type?: RecordType, id?: string): Preparation {
	return { ok: false, problem, type, id };
}

/** All but the size, which need not be known twice. */
export function convertItem(json: unknown, item: ItemIndex, rules: PrepareRules): Preparation {
	if (!isObject(json)) {
		return failed({ reason: 'not_an_object', message: `Expected an object, found ${shown(json)}` });
	}
	const type = typeOf(json['@type'], rules.type);
	if (typeof type !== 'string') return failed(type);

	const id = idOf(json.id);
	if (typeof id !== 'string') {
		return failed({ ...id, message: `${id.message}${whyNoId(json)}` }, type);
	}

	const collection = json['@collection'];
	if (collection !== undefined && collection !== null && typeof collection !== 'string') {
		const message = `"@collection": expected a text, found ${shown(collection)}`;
		return failed({ reason: 'invalid_collection', field: '@collection', message }, type, id);
	}
	const ownMerge = json['@merge'];
	const addMerge = type !== 'custom_event' && ownMerge === undefined && rules.merge(item);
	const checked = checkRecord(type, json, rules.records, addMerge || ownMerge === true);
	if (!checked.ok) return failed(findingsProblem(checked.problems), type, id);

	const head = headOf(checked.record, type, addMerge, item, rules);
	return {
		ok: true,
		prepared: { type, id, head, record: checked.record, warnings: checked.warnings },
	};
}

/**
 * Makes an input item's JSON into the record that will be sent, or says why it cannot be one.
 * The input is not changed.
 *
 * @param item input item index
 */
export function prepareItem(json: unknown, item: ItemIndex, rules: PrepareRules): Preparation {
	const preparation = convertItem(json, item, rules);
	if (!preparation.ok) return preparation;
	const { prepared } = preparation;
	const { problem, warnings } = checkSize(prepared.head, prepared.record);
	if (problem) return failed(problem, prepared.type, prepared.id);
	if (warnings.length === 0) return preparation;
	return { ok: true, prepared: { ...prepared, warnings: [...prepared.warnings, ...warnings] } };
}
