import { checkSize, checkSizeBefore } from '../../../nodes/Ometria/push/recordSize';
import type { JsonRecord } from '../../../nodes/Ometria/records';

const LIMIT = 61_440;
const bytesOf = (record: JsonRecord) => Buffer.byteLength(JSON.stringify(record));
/** A record whose JSON has so many bytes. */
const ofBytes = (bytes: number) => ({ note: 'y'.repeat(bytes - bytesOf({ note: '' })) });
const fieldsOf = (count: number, name: (index: number) => string, value: unknown): JsonRecord =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value]));

describe('the size of a converted record', () => {
	it.each([
		[60_000, { warnings: [] }],
		[60_001, { warnings: [{ field: '', reason: 'close_to_limit' }] }],
		[LIMIT, { warnings: [{ field: '', reason: 'close_to_limit' }] }],
		[LIMIT + 1, { problem: { reason: 'too_large' }, warnings: [] }],
	])('%i bytes: %j', (bytes, expected) => {
		const result = checkSize('', ofBytes(bytes));
		expect(result).toMatchObject(expected);
		expect('problem' in result).toBe('problem' in expected);
	});

	it('counts the head, and characters by their bytes', () => {
		const head = '"@type":"contact"';
		const record = ofBytes(LIMIT - head.length - 1);
		expect(checkSize(head, record).problem).toBeUndefined();
		expect(checkSize(`${head} `, record).problem).toMatchObject({ reason: 'too_large' });
		expect(checkSize('', { note: 'ü'.repeat(LIMIT / 2) }).problem?.message).toContain(
			'expected at most 61,440 bytes (60 KB) of JSON, found 61,451 bytes',
		);
	});

	it('is told from what cannot be written at all', () => {
		const cycle: JsonRecord = { id: '1' };
		cycle.properties = { self: cycle };
		expect(checkSize('', cycle)).toMatchObject({ problem: { reason: 'not_json' }, warnings: [] });
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
		expect(checkSize('', record).problem?.message).toMatch(text);
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
		['text that holds JSON, which is written anew', { list: ` [${' '.repeat(70_000)}1]` }],
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
		expect(problem({ note: 'y'.repeat(70_000), figure: 1n })).toBeUndefined();
	});
});
