import {
	checkRecord,
	type JsonRecord,
	type RecordRules,
	type RecordType,
} from '../../nodes/Ometria/records';
import { ruleOf } from '../../nodes/Ometria/records/rules';
import { STANDARD, WHOLE_ORDER } from './records';

/** Fields without which a record would give warnings that a test is not about. */
const BASE: Readonly<Record<RecordType, JsonRecord>> = {
	contact: { email: 'a@b.example' },
	product: { title: 'Tee' },
	order: WHOLE_ORDER,
	custom_event: {},
};

/** Checks a record of these fields as pushing does, where it merges. */
export function check(type: RecordType, fields: JsonRecord, rules: Partial<RecordRules> = {}) {
	const record = { id: 'x', ...BASE[type], ...fields };
	return checkRecord(type, record, { ...STANDARD, ...rules }, { merges: true });
}

type Args = Parameters<typeof check>;

/** What was found: errors where the record is refused, else warnings. */
function findingsOf(...args: Args) {
	const checked = check(...args);
	return checked.ok ? checked.warnings : checked.problems;
}

/** `field reason` of what was found, and `!` behind what was done as documented. */
export const found = (...args: Args): string[] =>
	findingsOf(...args).map(
		({ field, reason }) => `${field} ${reason}${ruleOf(reason).level === 'info' ? '!' : ''}`,
	);

/** Reasons of what was found. */
export const reasons = (...args: Args): string[] => findingsOf(...args).map(({ reason }) => reason);

/** Messages of what was found, one a line. */
export const messageOf = (...args: Args): string =>
	findingsOf(...args)
		.map(({ message }) => message)
		.join('\n');

/** The record as it is sent. */
export function sent(...args: Args): JsonRecord {
	const checked = check(...args);
	if (!checked.ok) throw new Error(checked.problems[0].message);
	return checked.record;
}

export const isRefused = (...args: Args): boolean => !check(...args).ok;
