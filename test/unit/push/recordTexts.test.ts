import fc from 'fast-check';

import type { RecordIndex } from '../../../nodes/Ometria/push/outcome';
import { recordIndexes } from '../../../nodes/Ometria/push/outcome';
import { RecordTexts } from '../../../nodes/Ometria/push/recordTexts';
import type { RecordType } from '../../../nodes/Ometria/records';

const at = (index: number) => index as RecordIndex;
const from = (start: number, end: number) =>
	recordIndexes(Array.from({ length: end - start }, (_, index) => start + index));

function textsOf(values: readonly unknown[], type: (index: number) => RecordType = () => 'order') {
	const texts = new RecordTexts();
	values.forEach((value, index) => texts.set(at(index), type(index), JSON.stringify(value)));
	return texts;
}

const parsed = (body: Buffer): unknown => JSON.parse(body.toString());

describe('the texts of records', () => {
	test('a text comes back as it was set, whatever its characters', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3000 })), (values) => {
				const texts = textsOf(values);
				values.forEach((value, index) => {
					expect(texts.text(at(index))).toBe(JSON.stringify(value));
				});
			}),
		);
	});

	test('a body holds the texts of its records in their order, whichever records they are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ value: fc.jsonValue(), isOrder: fc.boolean() }), { minLength: 1 }),
				fc.infiniteStream(fc.nat()),
				fc.boolean(),
				(entries, picks, isFirst) => {
					const texts = textsOf(
						entries.map(({ value }) => value),
						(index) => (entries[index].isOrder ? 'order' : 'contact'),
					);
					const some = Array.from(
						{ length: 5 },
						() => (picks.next().value as number) % entries.length,
					);
					expect(parsed(texts.body(recordIndexes(some), isFirst))).toEqual(
						some.map((index) => JSON.parse(JSON.stringify(entries[index].value)) as unknown),
					);
				},
			),
		);
	});

	test('bodies of neighbours stay as they are when their texts and those around them are used', () => {
		const values = Array.from({ length: 3000 }, (_, index) => ({ index, filler: 'é'.repeat(500) }));
		const texts = textsOf(values);
		const bodies = Array.from({ length: 30 }, (_, index) =>
			texts.body(from(index * 100, index * 100 + 100), true),
		);
		for (let index = 0; index < 3000; index += 2) texts.drop(at(index));
		expect(bodies.flatMap((body) => parsed(body))).toEqual(values);
	});

	test('the halves of a body leave its memory alone', () => {
		const values = Array.from({ length: 10 }, (_, index) => ({ index }));
		const texts = textsOf(values);
		const whole = texts.body(from(0, 10), true);
		const before = Buffer.from(whole);
		const halves = [texts.body(from(0, 5), false), texts.body(from(5, 10), false)];
		expect(halves.flatMap((half) => parsed(half))).toEqual(values);
		expect(whole.equals(before)).toBe(true);
	});

	test('the body of neighbours takes no memory of its own', () => {
		const texts = textsOf([{ id: '1' }, { id: '2' }, { id: '3' }]);
		const [one, other] = [texts.body(from(0, 2), true), texts.body(from(2, 3), true)];
		expect(one.buffer).toBe(other.buffer);
	});

	test('records of two types do not come between each other', () => {
		const texts = textsOf([0, 1, 2, 3], (index) => (index % 2 === 0 ? 'contact' : 'order'));
		const [contacts, orders] = [
			[0, 2],
			[1, 3],
		].map((some) => texts.body(recordIndexes(some), true));
		expect([parsed(contacts), parsed(orders)]).toEqual([
			[0, 2],
			[1, 3],
		]);
		expect(contacts.buffer.byteLength).toBeGreaterThan(1000);
	});

	test('a record without a text, or whose text was dropped, has an empty one', () => {
		const texts = new RecordTexts();
		texts.set(at(2), 'order', '{"id":"2"}');
		expect([0, 1, 2, 3].map((index) => texts.text(at(index)))).toEqual(['', '', '{"id":"2"}', '']);
		texts.drop(at(2));
		texts.drop(at(0));
		expect(texts.text(at(2))).toBe('');
	});

	test('a text of the largest size fits, also behind small ones', () => {
		const large = '€'.repeat(20_000);
		const texts = textsOf(['small', large, 'small', large]);
		expect(parsed(texts.body(from(0, 4), true))).toEqual(['small', large, 'small', large]);
	});
});
