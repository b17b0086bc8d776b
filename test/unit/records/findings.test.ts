import type { ItemIndex } from '../../../nodes/Ometria/push/outcome';
import { prepareRecord } from '../../../nodes/Ometria/push/prepare';
import { checkRecord, type JsonRecord, type RecordRules } from '../../../nodes/Ometria/records';
import { Findings, MOST_FINDINGS } from '../../../nodes/Ometria/records/findings';
import { rankOf } from '../../../nodes/Ometria/records/rules';
import { fc } from '../../support/fastCheck';
import { PLAIN_SETTINGS, STANDARD, WHOLE_ORDER } from '../../support/records';

const ITEM = 0 as ItemIndex;
const RULES = {
	type: 'order' as const,
	settings: PLAIN_SETTINGS,
};

/** Counts how often the properties of an object and of all inside it are read. */
function counting(value: unknown, counter: { reads: number }): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return new Proxy(value, {
		get(target, key, receiver) {
			counter.reads++;
			return counting(Reflect.get(target, key, receiver), counter);
		},
		getOwnPropertyDescriptor(target, key) {
			counter.reads++;
			return Reflect.getOwnPropertyDescriptor(target, key);
		},
	});
}

/** Property reads of one check. */
function readsOf(record: JsonRecord, rules: Partial<RecordRules> = {}): number {
	const counter = { reads: 0 };
	prepareRecord(counting(record, counter), ITEM, { ...RULES, records: { ...STANDARD, ...rules } });
	return counter.reads;
}

const unknownFields = (count: number) => ({
	...WHOLE_ORDER,
	id: 'o',
	...Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 1])),
});
const wrongLines = (count: number) => ({
	...WHOLE_ORDER,
	id: 'o',
	lineitems: Array.from({ length: count }, () => 7),
});
const bareLines = (count: number) => ({
	...WHOLE_ORDER,
	id: 'o',
	lineitems: Array.from({ length: count }, () => ({ q: 1 })),
});

describe('the findings of a record', () => {
	it.each([
		['unknown fields', unknownFields, {}],
		['unknown fields that are dropped', unknownFields, { unknownFields: 'drop' as const }],
		['unknown fields that are rejected', unknownFields, { unknownFields: 'reject' as const }],
		['unknown fields that move', unknownFields, { unknownFields: 'moveToProperties' as const }],
		['unknown fields in strict', unknownFields, { validation: 'strict' as const }],
		['line items that are none', wrongLines, {}],
		['line items without their fields', bareLines, {}],
	])('twice the number of %s are at most about twice the work', (_name, make, rules) => {
		// On both sides of the size from which on a record is written to know it.
		for (const count of [400, 2500]) {
			// Not exactly twice: a larger record may be gone through once more. A square would be four times.
			expect(readsOf(make(2 * count), rules)).toBeLessThan(3 * readsOf(make(count), rules));
		}
	});

	it('a record that is surely too large is refused after a bounded number of reads', () => {
		const small = readsOf(unknownFields(20_000));
		expect(readsOf(unknownFields(40_000))).toBeLessThan(4 * small);
		const reasonOf = (count: number) =>
			prepareRecord(unknownFields(count), ITEM, { ...RULES, records: STANDARD });
		expect(reasonOf(9000)).toMatchObject({ ok: false, problem: { reason: 'too_large' } });
		expect(reasonOf(50_000)).toMatchObject({ ok: false, problem: { reason: 'too_many_fields' } });
	});

	it('are at most 20, and the rest is counted', () => {
		const checked = checkRecord('order', wrongLines(300), STANDARD, { merges: true });
		if (checked.ok) throw new Error('The record is valid');
		expect(checked.problems).toHaveLength(MOST_FINDINGS);
		expect(checked.more).toBe(280);
	});

	it('are kept about the record itself where a list has too many', () => {
		const record = { ...bareLines(300), status: 'cancelled' };
		const checked = checkRecord('order', record, STANDARD, { merges: true });
		if (!checked.ok) throw new Error(checked.problems[0].message);
		expect(checked.warnings.map(({ reason }) => reason)).toContain('counts_revenue');
		expect(checked.warnings.length).toBeLessThanOrEqual(MOST_FINDINGS + 1);
	});

	it('are kept or counted, and none that is kept matters less than one that is not', () => {
		const reasons = ['empty_left_out', 'not_whole', 'invalid_email', 'no_customer'] as const;
		const kinds = fc.record({
			reason: fc.constantFrom(...reasons),
			line: fc.nat(5),
			field: fc.nat(30).map((number) => `field_${number}x`),
		});
		fc.assert(
			fc.property(fc.array(kinds, { maxLength: 120 }), (found) => {
				const findings = new Findings();
				findings.enter('lineitems');
				for (const { reason, line, field } of found) {
					findings.enter(line);
					if (reason === 'no_customer' || reason === 'empty_left_out') findings.add(field, reason);
					else findings.add(field, reason, { value: 0.5 });
					findings.leave();
				}
				const distinct = new Map(found.map((one) => [`${one.reason} ${one.field}`, one]));
				const kept = findings.warnings.filter(({ more }) => more === undefined);
				const more = findings.warnings.find((finding) => finding.more !== undefined)?.more ?? 0;
				expect(kept.length + more).toBe(distinct.size);
				for (const { reason, field } of kept) {
					distinct.delete(`${reason} ${field.split(' > ')[2]}`);
				}
				const worstLeft = Math.min(
					...Array.from(distinct.values(), ({ reason, field }) => rankOf(reason, field)),
				);
				for (const { reason, field } of kept) {
					expect(rankOf(reason, field)).toBeLessThanOrEqual(worstLeft);
				}
			}),
		);
	});

	it('name five faults in the message of an invalid record, and count the others', () => {
		const preparation = prepareRecord(wrongLines(8), ITEM, { ...RULES, records: STANDARD });
		if (preparation.ok) throw new Error('The record is valid');
		const { message } = preparation.problem;
		for (const index of [0, 1, 2, 3, 4]) expect(message).toContain(`"lineitems > ${index}"`);
		expect(message).not.toContain('"lineitems > 5"');
		expect(message).toMatch(/\. And 3 more in this record$/);
	});
});
