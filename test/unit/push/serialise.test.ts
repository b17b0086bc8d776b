import { isSurelySmall, writeRecord } from '../../../nodes/Ometria/push/serialise';
import { fc } from '../../support/fastCheck';

const HEAD = '"@type":"contact"';

describe('writing a record', () => {
	test.each([
		['', { id: '1' }, '{"id":"1"}'],
		[HEAD, { id: '1' }, '{"@type":"contact","id":"1"}'],
		[HEAD, {}, '{"@type":"contact"}'],
	])('%s before %j', (head, record, text) => {
		expect(writeRecord(head, record)).toBe(text);
	});

	test.each([
		['a cycle', () => Object.assign({ id: '1' }, { self: null }) as { self: unknown }],
		['a bigint', () => ({ id: 1n })],
		['a JSON form that is no object', () => ({ toJSON: () => 'text' })],
		['no JSON form', () => ({ toJSON: () => undefined })],
	])('%s has no text', (_name, make) => {
		const record: object = make();
		if ('self' in record) record.self = record;
		expect(writeRecord(HEAD, record)).toBeUndefined();
	});
});

describe('what is surely small', () => {
	const small = (record: object, limit: number, head = '') => isSurelySmall(head, record, limit);

	test('ordinary records are, well below the limit', () => {
		const record = {
			id: '1',
			tags: ['a', 'b'],
			nested: { n: 1.5, yes: true, nothing: null },
		};
		expect(small(record, 400)).toBe(true);
		expect(small(record, 100)).toBe(false);
	});

	test.each([{ a: undefined }, { a: [NaN] }, { a: new Map() }])(
		'a record that JSON would alter is not: %p',
		(record) => {
			expect(small(record, 1000)).toBe(false);
		},
	);

	test.each([
		['text', { a: 'x'.repeat(100) }, 600, 640],
		['keys', { ['k'.repeat(100)]: 1 }, 600, 640],
		['numbers', { a: [1, 2, 3, 4] }, 100, 150],
		['flags', { a: [true, false, null] }, 15, 60],
	])('counts %s', (_name, record, below, above) => {
		expect(small(record, below)).toBe(false);
		expect(small(record, above)).toBe(true);
	});

	test('the head counts', () => {
		expect(small({ a: 1 }, 60)).toBe(true);
		expect(small({ a: 1 }, 60, HEAD)).toBe(false);
		expect(small({ a: 1 }, 200, HEAD)).toBe(true);
	});

	test.each([
		['a date', { at: new Date(0) }],
		['a bigint', { n: 1n }],
		['a function', { f: () => 1 }],
		['something of its own JSON form', { x: { toJSON: () => 'x'.repeat(99_999) } }],
	])('%s is left to the exact count', (_name, record) => {
		expect(small(record, 1_000_000)).toBe(false);
	});

	test('deep nesting is left to the exact count', () => {
		const nest = (depth: number): object => (depth === 0 ? {} : { a: nest(depth - 1) });
		expect(small(nest(12), 10_000)).toBe(true);
		expect(small(nest(13), 10_000)).toBe(false);
		expect(small(nest(5000), 10_000)).toBe(false);
	});

	test('is never larger than the limit', () => {
		const records = fc.dictionary(
			fc.string({ unit: 'binary' }),
			fc.jsonValue({ stringUnit: 'binary' }),
		);
		fc.assert(
			fc.property(records, fc.integer({ min: 0, max: 2000 }), (record, limit) => {
				const bytes = Buffer.byteLength(writeRecord(HEAD, record) ?? '');
				if (isSurelySmall(HEAD, record, limit)) expect(bytes).toBeLessThanOrEqual(limit);
			}),
		);
	});
});
