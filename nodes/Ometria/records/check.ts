import { isObject } from '../utils/json';
import { fieldOf, type About, type Field, type Kind, type Shape } from './field';
import { checkChoice } from './kinds/choice';
import { checkFlag } from './kinds/boolean';
import { checkDay, checkMoment } from './kinds/dateTime';
import { checkNumber } from './kinds/number';
import { checkCode, checkText } from './kinds/text';
import { checkTogether } from './crossFieldRules';
import { SHAPES } from './schemas';
import type { Checked, JsonRecord, RecordRules, RecordType } from './types';
import { settleUnknown } from './unknown';
import { isBlank, isMissing, jsonIn, LEFT_OUT, leaveOut, Walk } from './findings';

/** A schema's fields in the form that is quick to go through; made once per schema. */
interface Plan {
	fields: ReadonlyMap<string, { kind: Kind; about: About }>;
	names: readonly string[];
	/** Names of fields that must be there always, and of those that a new record needs. */
	always: readonly string[];
	create: readonly string[];
}

const plans = new WeakMap<Shape, Plan>();

function planOf(shape: Shape): Plan {
	let plan = plans.get(shape);
	if (!plan) {
		const fields = new Map(
			Object.entries(shape).map(([name, schema]: [string, Field]) => [name, fieldOf(schema)]),
		);
		const required = (when: About['required']) =>
			[...fields].filter(([, { about }]) => about.required === when).map(([name]) => name);
		plan = {
			fields,
			names: [...fields.keys()],
			always: required('always'),
			create: required('create'),
		};
		plans.set(shape, plan);
	}
	return plan;
}

function checkList(
	walk: Walk,
	name: string,
	value: unknown,
	about: About,
	kind: Extract<Kind, { name: 'list' }>,
): unknown {
	const expected = `a list such as ${JSON.stringify(about.example)}`;
	const entries = asJson(walk, value);
	if (isBlank(entries)) return leaveOut(walk, name, expected, value);
	if (!Array.isArray(entries)) {
		walk.mismatch(name, 'not_a_list', expected, value);
		return value;
	}
	if (name.startsWith('@') && entries.length > 16) {
		walk.doubt(name, 'too_many', `has ${entries.length} entries, at most 16 are documented`);
	}
	let copy: unknown[] | undefined;
	walk.enter(name);
	for (let index = 0; index < entries.length; index++) {
		// Whether ids of segments are numbers or texts is not documented: they go as they were given.
		if (kind.of === 'id' && typeof entries[index] === 'number') continue;
		const checked = checkText(walk, String(index), entries[index], { name: 'text' }, about);
		if (checked !== entries[index]) (copy ??= [...(entries as unknown[])])[index] = checked;
	}
	walk.leave();
	return copy ?? entries;
}

function asJson(walk: Walk, value: unknown): unknown {
	return walk.rules.convertTypes ? jsonIn(value) : value;
}

function checkRows(walk: Walk, name: string, value: unknown, shape: Shape, noun: string): unknown {
	const expected = `a list of ${noun}s`;
	const rows = asJson(walk, value);
	if (isBlank(rows)) return leaveOut(walk, name, expected, value);
	if (!Array.isArray(rows)) {
		walk.mismatch(name, 'not_a_list', expected, value);
		return value;
	}
	let copy: unknown[] | undefined;
	walk.enter(name);
	for (let index = 0; index < rows.length; index++) {
		const row: unknown = rows[index];
		if (!isObject(row)) {
			walk.mismatch(
				String(index),
				'not_an_object',
				`${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`,
				row,
			);
			continue;
		}
		walk.enter(index);
		const checked = checkObject(walk, row, planOf(shape), true);
		walk.leave();
		if (checked !== row) (copy ??= [...(rows as unknown[])])[index] = checked;
	}
	walk.leave();
	return copy ?? rows;
}

function checkNested(walk: Walk, name: string, value: unknown, shape: Shape | undefined): unknown {
	const object = asJson(walk, value);
	if (isBlank(object)) return leaveOut(walk, name, 'an object', value);
	if (!isObject(object)) {
		walk.mismatch(name, 'not_an_object', 'an object', value);
		return value;
	}
	if (!shape) return object;
	walk.enter(name);
	const checked = checkObject(walk, object, planOf(shape), false);
	walk.leave();
	return checked;
}

function checkValue(walk: Walk, name: string, value: unknown, kind: Kind, about: About): unknown {
	switch (kind.name) {
		case 'text':
			return checkText(walk, name, value, kind, about);
		case 'code':
			return checkCode(walk, name, value, kind);
		case 'number':
			return checkNumber(walk, name, value, kind.whole);
		case 'flag':
			return checkFlag(walk, name, value);
		case 'moment':
			return checkMoment(walk, name, value);
		case 'day':
			return checkDay(walk, name, value);
		case 'choice':
			return checkChoice(walk, name, value, kind.values, kind.closed);
		case 'list':
			return checkList(walk, name, value, about, kind);
		case 'rows':
			return checkRows(walk, name, value, kind.shape, kind.noun);
		case 'object':
			return checkNested(walk, name, value, kind.shape);
		case 'free':
			return checkNested(walk, name, value, undefined);
	}
}

/**
 * Checks the fields of an object; what is converted goes into a copy.
 *
 * @param whole whether all its fields are here, so that a missing one is worth saying
 */
function checkObject(walk: Walk, object: JsonRecord, plan: Plan, whole: boolean): JsonRecord {
	let copy: JsonRecord | undefined;
	let unknown: string[] | undefined;
	for (const name in object) {
		const value = object[name];
		const known = plan.fields.get(name);
		if (known === undefined) {
			if (Object.hasOwn(object, name)) (unknown ??= []).push(name);
			continue;
		}
		if (value === null || value === undefined) continue;
		const checked = checkValue(walk, name, value, known.kind, known.about);
		if (checked === value) continue;
		copy ??= { ...object };
		if (checked === LEFT_OUT) Reflect.deleteProperty(copy, name);
		else copy[name] = checked;
	}
	for (const name of plan.always) {
		if (isMissing(object[name])) walk.problem(name, 'missing_field', 'is required and is missing');
	}
	if (whole) {
		for (const name of plan.create) {
			if (isMissing(object[name]))
				walk.doubt(name, 'missing_field', 'should be there and is missing');
		}
	}
	const result = copy ?? object;
	return unknown ? settleUnknown(walk, result, copy !== undefined, unknown, plan.names) : result;
}

/**
 * Checks a record against what is known of its type, and converts what can be converted without
 * loss. The input is never changed; the result is the same object when there was nothing to convert.
 *
 * @param merges whether stored values stay where the record has none, so that it may be incomplete
 */
export function checkRecord(
	type: RecordType,
	input: JsonRecord,
	rules: RecordRules,
	merges: boolean,
): Checked {
	const walk = new Walk(rules);
	const whole = !merges || type === 'custom_event';
	const record = checkObject(walk, input, planOf(SHAPES[type]), whole);
	checkTogether(walk, type, record, whole);
	const [first, ...rest] = walk.problems;
	return first
		? { ok: false, problems: [first, ...rest] }
		: { ok: true, record, warnings: walk.warnings };
}
