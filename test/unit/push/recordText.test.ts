import {
	checkSizeBefore,
	findLost,
	isSmallAndPlain,
	type Problem,
	writeRecord,
} from '../../../nodes/Ometria/push/recordText';
import type { JsonRecord } from '../../../nodes/Ometria/records';
import { fc } from '../../support/fastCheck';

const HEAD = '"@type":"contact"';

function textOf(record: object, head = ''): string {
	const written = writeRecord(head, record as JsonRecord);
	if (!written.ok) throw new Error(written.problem.message);
	return written.text;
}

function problemOf(record: object, head = ''): Problem | undefined {
	const written = writeRecord(head, record as JsonRecord);
	return written.ok ? undefined : written.problem;
}

const LIMIT = 61_440;
const bytesOf = (record: JsonRecord) => Buffer.byteLength(JSON.stringify(record));
/** A record whose JSON has so many bytes. */
const ofBytes = (bytes: number) => ({ note: 'y'.repeat(bytes - bytesOf({ note: '' })) });
const fieldsOf = (count: number, name: (index: number) => string, value: unknown): JsonRecord =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value]));

describe('the text of a record', () => {
	it.each([
		['', { id: '1' }, '{"id":"1"}'],
		[HEAD, { id: '1' }, '{"@type":"contact","id":"1"}'],
		[HEAD, {}, '{"@type":"contact"}'],
	])('has the head %j before %j', (head, record, text) => {
		expect(textOf(record, head)).toBe(text);
	});

	it.each([
		['a cycle', () => Object.assign({ id: '1' }, { self: null }) as { self: unknown }],
		['a bigint', () => ({ id: 1n })],
		['a JSON form that is not an object', () => ({ toJSON: () => 'text' })],
		['no JSON form', () => ({ toJSON: () => undefined })],
	])('does not exist for %s', (_name, make) => {
		const record: object = make();
		if ('self' in record) record.self = record;
		expect(problemOf(record, HEAD)).toMatchObject({ reason: 'not_json' });
	});

	it('is what JSON makes of any record that JSON can hold', () => {
		const records = fc.dictionary(
			fc.string({ unit: 'binary' }),
			fc.jsonValue({ stringUnit: 'binary' }),
		);
		fc.assert(
			fc.property(records, (record) => {
				expect(textOf(record)).toBe(JSON.stringify(record));
				expect(JSON.parse(textOf(record, HEAD))).toEqual({ ...record, '@type': 'contact' });
			}),
		);
	});
});

describe('a value that JSON cannot hold', () => {
	const holes = [1];
	holes.length = 3;

	it.each<[object, string, string]>([
		[{ a: [NaN] }, 'a > 0', 'NaN'],
		[{ a: { b: [1, { c: -Infinity }] } }, 'a > b > 1 > c', '-Infinity'],
		[{ a: holes }, 'a > 1', 'undefined'],
		[{ a: new Map([[1, 2]]) }, 'a', 'Map'],
		[{ a: /x/ }, 'a', 'RegExp'],
		[{ a: new Error('x') }, 'a', 'Error'],
		[{ a: 1n }, 'a', '1n'],
		[{ a: () => 1 }, 'a', 'function'],
		[{ a: Symbol('x') }, 'a', 'symbol'],
		[{ a: new Date(NaN) }, 'a', 'such Date'],
		[{ a: [{ toJSON: () => null }] }, 'a > 0', 'such Object'],
	])('is found in %p', (record, field, name) => {
		expect(problemOf(record)).toMatchObject({ reason: 'not_json', field });
		expect(problemOf(record)?.message).toContain(`JSON has no ${name}, `);
	});

	it.each<[object]>([
		[{ a: undefined }],
		[{ a: {}, b: [], c: '', d: -0 }],
		[{ at: new Date(0) }],
		[{ a: Object.create(null) as object }],
		[{ a: Object.create({ inherited: NaN }) as object }],
		[{ a: { toJSON: () => 'own form', b: NaN } }],
	])('is not in %p', (record) => {
		expect(textOf(record)).toBe(JSON.stringify(record));
	});

	it('is searched to a depth that no record has', () => {
		const nest = (depth: number) => {
			let nested: JsonRecord = { a: NaN };
			for (let level = 0; level < depth; level++) nested = { a: nested };
			return nested;
		};
		expect(problemOf(nest(30))?.field).toMatch(/^a(?: > a){30}$/);
		expect(problemOf(nest(90))?.field).toMatch(/^a(?: > a)+ > …$/);
		expect(problemOf(nest(500))).toBeUndefined();
		expect(problemOf(nest(100_000))).toMatchObject({ reason: 'not_json' });
	});

	it('ends the search of an object that holds itself many times', () => {
		const knot: JsonRecord = {};
		for (const name of ['a', 'b', 'c']) knot[name] = knot;
		expect(problemOf(knot)?.message).toBe('The record cannot be written as JSON');
	});
});

describe('the size of a converted record', () => {
	it.each([
		[60_000, { ok: true, findings: [] }],
		[60_001, { ok: true, findings: [{ field: '', reason: 'close_to_limit' }] }],
		[LIMIT, { ok: true, findings: [{ field: '', reason: 'close_to_limit' }] }],
		[LIMIT + 1, { ok: false, problem: { reason: 'too_large' } }],
	])('is %i bytes: %j', (bytes, expected) => {
		expect(writeRecord('', ofBytes(bytes))).toMatchObject(expected);
	});

	it('counts the head, and characters by their bytes', () => {
		const record = ofBytes(LIMIT - HEAD.length - 1);
		expect(problemOf(record, HEAD)).toBeUndefined();
		expect(problemOf(record, `${HEAD} `)).toMatchObject({ reason: 'too_large' });
		expect(problemOf({ note: 'ü'.repeat(LIMIT / 2) })?.message).toContain(
			'expected at most 61,440 bytes (60 KB) of JSON, found 61,451 bytes',
		);
	});

	it.each<[string, JsonRecord, RegExp]>([
		[
			'a list',
			{ id: '1', list: Array.from({ length: 9000 }, () => 1234567) },
			/largest field is list \(9,000 entries, [\d,]+ bytes\)$/,
		],
		[
			'a field within others',
			{ properties: { a: { b: 'y'.repeat(70_000), c: 1 } } },
			/largest field is properties > a > b \(70,002 bytes\)$/,
		],
		[
			'what holds several large fields',
			{ properties: { a: 'y'.repeat(35_000), b: 'y'.repeat(35_000) } },
			/largest field is properties \([\d,]+ bytes\)$/,
		],
		[
			'the first of many that are alike',
			fieldsOf(700, (index) => `field${index}`, 'y'.repeat(90)),
			/largest field is field0 \(92 bytes\)$/,
		],
		[
			'a text among flags and figures',
			{ flag: true, figure: 123456789012, text: 'y'.repeat(70_000) },
			/largest field is text/,
		],
	])('is explained by its largest field: %s', (_what, record, text) => {
		expect(problemOf(record)?.message).toMatch(text);
	});
});

describe('a record that is too large before its fields are looked at', () => {
	const problem = (record: JsonRecord) => checkSizeBefore(record);

	it.each<[string, JsonRecord]>([
		['a long text', { note: 'y'.repeat(LIMIT) }],
		['a long list', { list: Array.from({ length: 40_000 }, () => 1) }],
		['a list of objects', { list: Array.from({ length: 5000 }, () => ({ quantity: 1 })) }],
		['many fields', fieldsOf(1000, (index) => `${index}`.padEnd(70, 'x'), 1)],
	])('has %s', (_what, record) => {
		expect(problem(record)).toMatchObject({ reason: 'too_large' });
		expect(problem(record)?.message).toContain(`found ${bytesOf(record).toLocaleString('en-US')}`);
	});

	it('is larger than the limit, not as large', () => {
		// The shortest values there are: nothing in the record can become shorter.
		const figures = (count: number) => ({ list: Array.from({ length: count }, () => 1) });
		expect(bytesOf(figures(30_715))).toBe(LIMIT);
		expect(problem(figures(30_715))).toBeUndefined();
		expect(problem(figures(30_716))).toMatchObject({ reason: 'too_large' });
	});

	it.each<[string, JsonRecord]>([
		['text that holds JSON, which is written again', { list: ` [${' '.repeat(70_000)}1]` }],
		['blanks around a text', { note: `${' '.repeat(70_000)}y` }],
		['short texts, which may be figures', { list: Array.from({ length: 8000 }, () => '1.000000') }],
		['fields without a value', fieldsOf(9000, (index) => `column${index}`, '')],
		['fields that are null', fieldsOf(9000, (index) => `column${index}`, null)],
		['fields that are undefined', fieldsOf(9000, (index) => `column${index}`, undefined)],
		[
			'names with dots, which share objects',
			fieldsOf(900, (index) => `a.b${index}`.padEnd(80, 'x'), 1),
		],
		[
			'a JSON form of its own',
			{ list: [{ toJSON: () => 1, text: 'y'.repeat(70_000) }], note: 'y'.repeat(20_000) },
		],
	])('is not one that conversion may make small enough: %s', (_what, record) => {
		expect(problem(record)).toBeUndefined();
	});

	it('is not one that cannot be written: its fields say why', () => {
		// n8n gives BigInt a JSON form.
		const form = Object.getOwnPropertyDescriptor(BigInt.prototype, 'toJSON');
		Reflect.deleteProperty(BigInt.prototype, 'toJSON');
		try {
			expect(problem({ note: 'y'.repeat(70_000), figure: 1n })).toBeUndefined();
		} finally {
			if (form) Object.defineProperty(BigInt.prototype, 'toJSON', form);
		}
	});
});

describe('a small and plain record', () => {
	const values = fc.anything({
		withBigInt: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withNullPrototype: true,
		withSparseArray: true,
		withTypedArray: true,
		maxDepth: 3,
	});
	const functions = fc.constantFrom(() => 1, Symbol('a'), { toJSON: () => null }, /a/, new Error());

	it('has nothing that JSON loses, and is not too large', () => {
		const records = fc.dictionary(fc.string(), fc.oneof(values, functions));
		fc.assert(
			fc.property(records, (record) => {
				fc.pre(isSmallAndPlain(record));
				expect(findLost(record)).toBeUndefined();
				expect(checkSizeBefore(record)).toBeUndefined();
			}),
		);
	});

	it.each<[string, JsonRecord, boolean]>([
		['fields of all kinds', { a: 'b', c: [1, null, { d: true, e: undefined }] }, true],
		['a number that JSON cannot hold', { a: [Number.NaN] }, false],
		['nothing in a list', { a: [undefined] }, false],
		['a function', { a: { b: () => 1 } }, false],
		['a date', { a: new Date(0) }, false],
		['a form of its own', { a: { toJSON: () => 'b' } }, false],
		['a long text', { a: 'y'.repeat(10_001) }, false],
		['many fields', fieldsOf(5001, String, 1), false],
		['many fields without a value', fieldsOf(10_001, String, undefined), false],
		['a long list', { a: Array.from({ length: 10_001 }, () => 1) }, false],
	])('is found by its values: %s', (_what, record, expected) => {
		expect(isSmallAndPlain(record)).toBe(expected);
	});
});
