import { isObject, without } from '../utils/json';
import { optOutByTime } from './consent';
import { checkCrossFieldRules } from './crossFieldRules';
import { nestDottedNames } from './dottedNames';
import type { FieldInfo, Kind, Shape } from './field';
import {
	type Finding,
	isBlankText,
	isMissing,
	leaveOut,
	LEFT_OUT,
	RecordFindings,
} from './findings';
import { jsonIn, whyNotJson } from './jsonText';
import { checkBoolean } from './kinds/boolean';
import { checkChoice } from './kinds/choice';
import { checkDate, checkDateTime } from './kinds/dateTime';
import { checkNumber } from './kinds/number';
import { checkIsoCode, checkText } from './kinds/text';
import type { ListFault } from './rules/valueRules';
import { withoutFalseSales } from './salePrice';
import { SHAPES } from './schemas';
import type { JsonRecord, RecordRules, RecordType } from './types';
import { handleUnknownFields } from './unknownFields';

/** A field whose layout is the same for all kinds, unlike that of `Field`: it is read for each value. */
type IndexedField = {
	[Name in Kind['name']]: {
		name: Name;
		kind: Extract<Kind, { name: Name }>;
		info: FieldInfo;
	};
}[Kind['name']];

/** A schema's fields in the form that is quick to go through; made once per schema. */
interface FieldIndex {
	fields: ReadonlyMap<string, IndexedField>;
	names: readonly string[];
	/** Names of fields that must be there always, and of those that a new record needs. */
	always: readonly string[];
	create: readonly string[];
}

const indexes = new WeakMap<Shape, FieldIndex>();

function indexOf(shape: Shape): FieldIndex {
	let index = indexes.get(shape);
	if (!index) {
		const fields = new Map(
			Object.entries(shape).map(([name, field]) => [
				name,
				// That the name is the kind's own, the compiler cannot see.
				{ name: field.kind.name, kind: field.kind, info: field } as IndexedField,
			]),
		);
		const required = (when: FieldInfo['required']) =>
			[...fields].filter(([, { info }]) => info.required === when).map(([name]) => name);
		index = {
			fields,
			names: [...fields.keys()],
			always: required('always'),
			create: required('create'),
		};
		indexes.set(shape, index);
	}
	return index;
}

function checkList(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ kind, info }: Extract<IndexedField, { name: 'list' }>,
): unknown {
	const expected = `a list such as ${JSON.stringify(info.example)}`;
	const entries = asJson(findings, value);
	if (isBlankText(entries)) return leaveOut(findings, name, expected, value);
	if (!Array.isArray(entries)) {
		findings.add(name, 'not_a_list', { expected, value, ...whyNotAList(entries, 'split') });
		return value;
	}
	if (info.maxEntries !== undefined && entries.length > info.maxEntries) {
		findings.add(name, 'too_many_entries', { entries: entries.length, most: info.maxEntries });
	}
	let copy: unknown[] | undefined;
	const entry = { kind: { name: 'text' }, info } as const;
	findings.enter(name);
	for (let index = 0; index < entries.length; index++) {
		// Whether ids of segments are numbers or texts is not documented: they go as they were given.
		if (kind.of === 'id' && typeof entries[index] === 'number') continue;
		if (typeof entries[index] === 'string') continue;
		const checked = checkText(findings, String(index), entries[index], entry);
		if (checked !== entries[index]) (copy ??= [...(entries as unknown[])])[index] = checked;
	}
	findings.leave();
	return copy ?? entries;
}

/** @param otherwise where nothing can be said of the value */
function whyNotAList(value: unknown, otherwise: ListFault) {
	const fault: ListFault = isObject(value) ? 'listOfOne' : otherwise;
	return { fault, jsonFault: typeof value === 'string' ? whyNotJson(value) : '' };
}

function asJson(findings: RecordFindings, value: unknown): unknown {
	return findings.rules.convertTypes ? jsonIn(value) : value;
}

function checkObjects(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ shape, singular }: Extract<Kind, { name: 'objects' }>,
): unknown {
	const expected = `a list of ${singular}s`;
	const objects = asJson(findings, value);
	if (isBlankText(objects)) return leaveOut(findings, name, expected, value);
	if (!Array.isArray(objects)) {
		findings.add(name, 'not_a_list', { expected, value, ...whyNotAList(objects, 'none') });
		return value;
	}
	let copy: unknown[] | undefined;
	const fields = indexOf(shape);
	findings.enter(name);
	for (let index = 0; index < objects.length; index++) {
		const object: unknown = objects[index];
		if (!isObject(object)) {
			const article = /^[aeiou]/.test(singular) ? 'an' : 'a';
			const wanted = `${article} ${singular}`;
			findings.add(String(index), 'not_an_object', { expected: wanted, value: object });
			continue;
		}
		findings.enter(index);
		const checked = checkObject(findings, object, fields, true);
		findings.leave();
		if (checked !== object) (copy ??= [...(objects as unknown[])])[index] = checked;
	}
	findings.leave();
	return copy ?? objects;
}

function checkNested(
	findings: RecordFindings,
	name: string,
	value: unknown,
	shape: Shape | undefined,
): unknown {
	const object = asJson(findings, value);
	if (isBlankText(object)) return leaveOut(findings, name, 'an object', value);
	if (!isObject(object)) {
		const jsonFault = typeof object === 'string' ? whyNotJson(object) : '';
		findings.add(name, 'not_an_object', { expected: 'an object', value, jsonFault });
		return value;
	}
	if (!shape) return object;
	findings.enter(name);
	const checked = checkObject(findings, object, indexOf(shape), false);
	findings.leave();
	return checked;
}

/**
 * What is in an object or a list that only wraps it: BigQuery gives dates and numbers as
 * `{ value: … }`, and a record of one as a list.
 */
function unwrapped(findings: RecordFindings, name: string, value: unknown, kind: Kind): unknown {
	if (typeof value !== 'object' || value === null || !findings.rules.convertTypes) return value;
	if (Array.isArray(value)) {
		const [only] = value as unknown[];
		if (kind.name !== 'object' || value.length !== 1 || !isObject(only)) return value;
		findings.add(name, 'unwrapped', { from: 'list' });
		return only;
	}
	const isScalar = !['object', 'openObject', 'objects', 'list'].includes(kind.name);
	if (!isScalar || !isObject(value) || typeof value.value === 'object') return value;
	const names = Object.keys(value);
	if (names.length !== 1 || names[0] !== 'value') return value;
	findings.add(name, 'unwrapped', { from: 'object' });
	return value.value;
}

function checkValue(
	findings: RecordFindings,
	name: string,
	given: unknown,
	field: IndexedField,
): unknown {
	const value = unwrapped(findings, name, given, field.kind);
	switch (field.name) {
		case 'text':
			return checkText(findings, name, value, field);
		case 'isoCode':
			return checkIsoCode(findings, name, value, field.kind);
		case 'number':
			return checkNumber(findings, name, value, field.kind);
		case 'boolean':
			return checkBoolean(findings, name, value);
		case 'dateTime':
			return checkDateTime(findings, name, value);
		case 'date':
			return checkDate(findings, name, value);
		case 'choice':
			return checkChoice(findings, name, value, field.kind);
		case 'list':
			return checkList(findings, name, value, field);
		case 'objects':
			return checkObjects(findings, name, value, field.kind);
		case 'object':
			return checkNested(findings, name, value, field.kind.shape);
		case 'openObject':
			return checkNested(findings, name, value, undefined);
	}
}

/** `null` is a value that is sent (it ends a sale), unless the user leaves nulls out. */
function checkNull(findings: RecordFindings, name: string, info: FieldInfo): unknown {
	if (findings.rules.emptyValues === 'leaveOutEmptyTextsAndNulls') {
		findings.add(name, 'null_left_out');
		return LEFT_OUT;
	}
	if (info.nullDeletes) {
		findings.add(name, 'null_deletes');
	}
	return null;
}

/**
 * Checks the fields of an object; what is converted goes into a copy.
 *
 * @param isComplete whether all its fields are here, so that a missing one is worth saying
 */
function checkObject(
	findings: RecordFindings,
	object: JsonRecord,
	index: FieldIndex,
	isComplete: boolean,
): JsonRecord {
	let copy: JsonRecord | undefined;
	let unknown: string[] | undefined;
	const outerCurrency = findings.currency;
	if (typeof object.currency === 'string') findings.currency = object.currency;
	for (const name in object) {
		const value = object[name];
		const known = index.fields.get(name);
		if (known === undefined) {
			if (name.includes('.')) findings.hasDottedName = true;
			if (Object.hasOwn(object, name)) (unknown ??= []).push(name);
			continue;
		}
		if (value === undefined) continue;
		const checked =
			value === null
				? checkNull(findings, name, known.info)
				: checkValue(findings, name, value, known);
		if (checked === value) continue;
		if (checked === LEFT_OUT) copy = without(copy ?? object, name);
		else (copy ??= { ...object })[name] = checked;
	}
	findings.currency = outerCurrency;
	const result = copy ?? object;
	for (const name of index.always) {
		if (isMissing(result[name])) {
			findings.add(name, 'missing_field');
		}
	}
	if (isComplete) {
		for (const name of index.create) {
			if (isMissing(result[name])) {
				findings.add(name, 'expected_field_missing');
			}
		}
	}
	return unknown
		? handleUnknownFields(
				findings,
				{ object: result, isCopy: copy !== undefined },
				unknown,
				index.names,
			)
		: result;
}

export type Checked =
	| { ok: true; record: JsonRecord; warnings: readonly Finding[] }
	| {
			ok: false;
			/** As far as it could be converted. */
			record: JsonRecord;
			problems: readonly [Finding, ...Finding[]];
			/** How many more there are that are not listed. */
			more: number;
	  };

/** What decides about a record beside its own fields. */
interface CheckContext {
	/** Whether stored values stay where the record has none, so that it may be incomplete. */
	merges: boolean;
	/** The collection that the node's parameter gives. */
	collection?: string | undefined;
	/** Whether the node's parameters add the contact to segments, or remove it from some. */
	hasListChanges?: boolean;
}

/**
 * Checks a record against what is known of its type, and converts what can be converted without
 * loss. The input is never changed; the result is the same object when there was nothing to convert.
 */
export function checkRecord(
	type: RecordType,
	input: JsonRecord,
	rules: RecordRules,
	{ merges, collection, hasListChanges = false }: CheckContext,
): Checked {
	const shape = SHAPES[type];
	const index = indexOf(shape);
	const isComplete = !merges || type === 'custom_event';
	let findings = new RecordFindings(type, rules);
	let record = checkObject(findings, input, index, isComplete);
	if (findings.hasDottedName && rules.convertTypes) {
		findings = new RecordFindings(type, rules);
		record = checkObject(findings, nestDottedNames(findings, input, shape), index, isComplete);
	}
	findings.addUnknownNames();
	if (type === 'contact' && !isMissing(record.timestamp_unsubscribed)) {
		record = optOutByTime(findings, record);
	}
	if (type === 'product') record = withoutFalseSales(findings, record);
	if (rules.validation !== 'off') {
		checkCrossFieldRules(findings, type, record, {
			input,
			isComplete,
			collection,
			hasListChanges,
		});
	}
	if (findings.errors.length === 0) return { ok: true, record, warnings: findings.warnings };
	const [first, ...rest] = findings.errors;
	return { ok: false, record, problems: [first, ...rest], more: findings.moreErrors };
}
