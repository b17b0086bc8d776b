import type { ItemIndex } from '../../../nodes/Ometria/push/outcome';
import { prepareRecord, type PrepareRules } from '../../../nodes/Ometria/push/prepare';
import type { Problem } from '../../../nodes/Ometria/push/recordText';
import type { JsonRecord, RecordType } from '../../../nodes/Ometria/records';
import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { fc } from '../../support/fastCheck';
import { PLAIN_SETTINGS, STANDARD } from '../../support/records';
import { recordOf } from '../records/schemaAgreement';

const rulesFor = (type: RecordType): PrepareRules => ({
	type,
	settings: PLAIN_SETTINGS,
	records: STANDARD,
});

function prepare(json: unknown, type: RecordType, more: Partial<PrepareRules> = {}) {
	return prepareRecord(json, 0 as ItemIndex, { ...rulesFor(type), ...more });
}

function failure(...args: Parameters<typeof prepare>) {
	const preparation = prepare(...args);
	if (preparation.ok) throw new Error('The item is valid');
	return preparation.problem;
}

function prepared(...args: Parameters<typeof prepare>) {
	const preparation = prepare(...args);
	if (!preparation.ok) throw new Error(preparation.problem.message);
	const {
		'@type': writtenType,
		'@merge': merge,
		...record
	} = JSON.parse(preparation.text) as JsonRecord;
	expect([writtenType, merge]).toEqual([preparation.type, true]);
	return { ...preparation, record };
}

it('names the column of a table as its user does, and the field for a workflow', () => {
	const json = { id: 'c-1', date_of_birth: '03/04/1990', email: ['a'] };
	const columns = new Map([['date_of_birth', 'Birthday']]);
	const preparation = prepareRecord(json, 0 as ItemIndex, rulesFor('contact'), columns);
	expect(preparation).toMatchObject({ ok: false });
	const { message, faults } = (preparation as { problem: Problem }).problem;
	expect(message).toContain('"Birthday" (date_of_birth): expected a date');
	expect(message).toContain('"email": ');
	expect(faults?.map(({ field }) => field)).toContain('date_of_birth');
});

describe('an item without an ID', () => {
	it.each<[RecordType, JsonRecord, string]>([
		['contact', { ID: '7', email: 'a@b.example' }, 'Did you mean "ID"?'],
		['contact', { 'Customer No.': 7 }, 'Did you mean "Customer No."?'],
		['order', { OrderNumber: 7, customerId: 9 }, 'Did you mean "OrderNumber"?'],
		['product', { entity_id: '7' }, 'Did you mean "entity_id"?'],
		['contact', { body: '{"id":5}' }, '"body.id"'],
		['contact', { Kundennummer: 7, Vorname: 'Ada' }, 'Did you mean "Kundennummer"?'],
		['contact', { body: { id: 5 } }, '"body.id": the record seems to be inside "body"'],
		['order', { data: { order: { id: 5 } } }, '"data.order.id"'],
		['order', { query: {}, orders: [{ id: 5 }] }, '"orders" seems to be a list of records'],
		[
			'order',
			{ data: { orders: { edges: [{ node: { id: 'gid://x/Order/1' } }] } } },
			'"data.orders.edges[0].node.id": "data.orders.edges" seems to be a list of records',
		],
		['contact', { properties: { hs_id: 1, contact_id: '5' } }, '"properties.contact_id"'],
		['contact', { '\uFEFFid': '5' }, 'byte order mark'],
	])('%s %j says where it may be', (type, json, text) => {
		expect(failure(json, type)).toMatchObject({ reason: 'missing_id', field: 'id' });
		expect(failure(json, type).message).toContain(text);
	});

	it('is told from an item that has only a file', () => {
		const file = () => 'people.csv';
		expect(failure({}, 'contact', { file }).message).toContain('has a file (people.csv)');
		expect(failure({}, 'contact').message).toMatch(/The item is empty$/);
		expect(failure({ email: 'a@b.example' }, 'contact', { file }).message).not.toContain('file');
	});

	it('names no candidate where there is none', () => {
		expect(failure({ shoe: 1, list: [1], box: { colour: 2 } }, 'contact').message).toBe(
			'"id": expected text that identifies the record, found nothing',
		);
	});
});

describe('an ID', () => {
	it.each([
		[2 ** 53, 'The number is not exact'],
		['a\ud800', 'half of a Unicode character'],
		[1.5, 'found 1.5'],
		[{}, 'found {}'],
	])('%p is refused', (id, text) => {
		expect(failure({ id }, 'order')).toMatchObject({ reason: 'invalid_id' });
		expect(failure({ id }, 'order').message).toContain(text);
	});

	it('is the same in the plan and in the record', () => {
		for (const id of [' a ', 7, 2n ** 60n, 'b']) {
			const { id: planned, record } = prepared({ id, email: 'a@b.example' }, 'contact');
			expect(record.id).toBe(planned);
		}
		const rules = { records: { ...STANDARD, convertTypes: false } };
		expect(prepared({ id: ' a ' }, 'contact', rules)).toMatchObject({
			id: ' a ',
			record: { id: ' a ' },
		});
	});
});

describe('the collection of an item', () => {
	it('may be a whole number, as in the parameter', () => {
		const { record, collection } = prepared({ id: '1', '@collection': 7 }, 'contact');
		expect(record['@collection']).toBe('7');
		expect(collection).toBe('7');
	});

	it('is not another number, and only a text where nothing is converted', () => {
		const json = { id: '1', '@collection': 2 ** 60 };
		expect(failure(json, 'contact').field).toBe('@collection');
		const asIs = { records: { ...STANDARD, convertTypes: false } };
		expect(failure({ ...json, '@collection': 7 }, 'contact', asIs).message).toContain(
			'Turn on Convert Types',
		);
		expect(failure({ ...json, '@collection': true }, 'contact').reason).toBe('invalid_collection');
	});
});

describe('an item of the error branch that is pushed again', () => {
	const facts = { reason: 'invalid_date', record_type: 'contact', record_id: '1', field: 'x' };
	const record = { id: '1', email: 'a@b.example' };

	it.each([
		[{ error: facts, message: 'Record is not valid: …' }],
		[{ error: { reason: 'node_failed' }, message: 'm' }],
		[{ error: 'Record is not valid', message: 'm', details: facts }],
	])('loses %j, and it is said', (keys) => {
		const result = prepared({ ...record, ...keys }, 'contact');
		expect(result.record).toEqual(record);
		expect(result.findings).toMatchObject([{ reason: 'error_branch_fields' }]);
	});

	it.each([
		[{ error: 'timeout', message: 'm' }],
		[{ error: { reason: 'x', stack: 's' }, message: 'm' }],
		[{ message: 'happy birthday', details: facts }],
		[{ error: facts }],
	])('keeps %j, which mean something else', (keys) => {
		expect(prepared({ ...record, ...keys }, 'contact').record).toEqual({ ...record, ...keys });
	});
});

describe('values that JSON cannot hold', () => {
	it.each([
		[{ properties: { points: Number('n/a') } }, 'properties > points', 'NaN'],
		[{ properties: { a: [1, { b: -Infinity }] } }, 'properties > a > 1 > b', '-Infinity'],
		[{ other: [undefined] }, 'other > 0', 'undefined'],
		[{ properties: { at: new Date(NaN) } }, 'properties > at', 'Date'],
		[{ properties: { set: new Set([1]) } }, 'properties > set', 'Set'],
		[{ properties: { big: 5n } }, 'properties > big', '5n'],
	])('%j are refused with their place', (fields, field, found) => {
		for (const validation of ['standard', 'off'] as const) {
			const more = { records: { ...STANDARD, validation } };
			const result = failure({ id: 'x', ...fields }, 'contact', more);
			expect(result).toMatchObject({ reason: 'not_json', field });
			expect(result.message).toContain(found);
		}
	});

	it('are told from values that only look odd', () => {
		const properties = { zero: -0, none: undefined, empty: {}, list: [], at: new Date(0) };
		expect(prepared({ id: 'x', properties }, 'contact').record).toEqual({
			id: 'x',
			properties: { zero: 0, empty: {}, list: [], at: '1970-01-01T00:00:00.000Z' },
		});
	});
});

describe('a record that is too large', () => {
	it('names its largest field', () => {
		const lineitems = Array.from({ length: 900 }, (_, i) => ({
			product_id: `p${i}`.repeat(12),
			quantity: 1,
		}));
		expect(failure({ id: 'x', store: 'a', lineitems }, 'order').message).toMatch(
			/the largest field is lineitems \(900 entries, [\d,]+ bytes\)$/,
		);
		const attributes = { deep: { description: 'y'.repeat(70_000), note: 'z' } };
		expect(failure({ id: 'x', properties: attributes }, 'product').message).toMatch(
			/properties > deep > description \(70,002 bytes\)$/,
		);
	});

	it('is measured after what is left out and dropped', () => {
		const blanks = Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`column${i}`, 'x']));
		const rules = { records: { ...STANDARD, unknownFields: 'drop' as const } };
		expect(prepare({ id: 'x', email: 'a@b.example', ...blanks }, 'contact', rules).ok).toBe(true);
		expect(prepare({ id: 'x', email: 'a@b.example', ...blanks }, 'contact').ok).toBe(false);
	});
});

/** What became of each value, by path; a list or object that is written as text is one value. */
function differences(given: unknown, sent: unknown, path: readonly string[] = []): string[] {
	if (Object.is(given, sent) || JSON.stringify(given) === JSON.stringify(sent)) return [];
	const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
	if (!isTree(given) || !isTree(sent) || Array.isArray(given) !== Array.isArray(sent)) {
		return [path.join(' > ')];
	}
	const names = new Set([...Object.keys(given), ...Object.keys(sent)]);
	return [...names].flatMap((name) =>
		differences((given as JsonRecord)[name], (sent as JsonRecord)[name], [...path, name]),
	);
}

/** Conversions that lose nothing and need no word: the value reads the same in its new type. */
function isLossless(given: unknown, sent: unknown): boolean {
	if (typeof given === 'number' && typeof sent === 'string') {
		return (
			String(given) === sent || Date.parse(sent) === (Math.abs(given) < 1e11 ? given * 1000 : given)
		);
	}
	if (given instanceof Date) return Date.parse(String(sent)) === given.getTime();
	if (typeof given === 'boolean' || given === null) return false;
	if (typeof sent === 'number') return Number(given) === sent;
	if (typeof sent === 'boolean') {
		return /^\s*(?:true|false|yes|no|0|1)\s*$/i.test(JSON.stringify(given).replaceAll('"', ''));
	}
	if (typeof given === 'string' && typeof sent === 'string') {
		return (
			given.trim().toLowerCase() === sent.toLowerCase() || Date.parse(given) === Date.parse(sent)
		);
	}
	// A list or an object that came as JSON text, with all its digits.
	if (typeof given !== 'string' || typeof sent !== 'object' || !/^\s*[[{]/.test(given)) {
		return false;
	}
	const written = JSON.stringify(sent);
	return (given.match(/\d{16,}/g) ?? []).every((digits) => written.includes(digits));
}

function valueAt(value: unknown, path: string): unknown {
	return path === ''
		? value
		: path
				.split(' > ')
				.reduce<unknown>((inner, name) => (inner as JsonRecord | undefined)?.[name], value);
}

/** Paths of the numbers and dates of which JSON would make null. */
function madeNull(value: unknown, path: readonly string[] = []): string[] {
	if (typeof value !== 'object' || value === null || 'toJSON' in value) {
		return value !== null && JSON.stringify(value) === 'null' ? [path.join(' > ')] : [];
	}
	return Object.entries(value).flatMap(([name, inner]) => madeNull(inner, [...path, name]));
}

describe('what is sent', () => {
	const odd = fc.constantFrom<unknown>(
		'',
		' ',
		' a ',
		null,
		0.1 + 0.2,
		'0.30000000000000004',
		'2026-01-15 10:05',
		'"2026-01-15T10:05:00Z"',
		'2026-10-25 01:30:00',
		33_217,
		'yes',
		'[1]',
		'{"a":1}',
		'undefined',
		0,
		NaN,
		Infinity,
		new Date(0),
		new Date(NaN),
		[undefined],
		[NaN],
		{ a: { b: -Infinity } },
		{ toJSON: () => 'own form' },
		new Map([[1, 2]]),
		'\u200ba\u200b',
		'{"a":9007199254740993}',
		'[{"id":9007199254740993}]',
		JSON.parse('{"__proto__":{"a":1}}'),
		'x'.repeat(5000),
	);
	const typed = fc
		.constantFrom<RecordType>('contact', 'product', 'order', 'custom_event')
		.chain((type) =>
			fc
				.tuple(
					recordOf(SHAPES[type]),
					fc.dictionary(fc.constantFrom(...Object.keys(SHAPES[type])), odd, { maxKeys: 4 }),
					fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), odd), { maxKeys: 3 }),
				)
				.map(([known, replaced, others]): [RecordType, JsonRecord] => [
					type,
					{ ...others, ...known, ...replaced, id: 'x', '@type': type },
				]),
		);

	it('is what was given but for what is said, or what reads the same', () => {
		fc.assert(
			fc.property(typed, ([type, json]) => {
				const before = Object.keys(json).length;
				const preparation = prepare(json, type);
				expect(Object.keys(json)).toHaveLength(before);
				if (!preparation.ok) return;
				const sent = JSON.parse(preparation.text) as JsonRecord;
				const said = new Set(preparation.findings.map(({ field }) => field));
				for (const path of differences(json, sent)) {
					if (path in { '@merge': 1 } || said.has(path)) continue;
					const [given, became] = [valueAt(json, path), valueAt(sent, path)];
					if (!isLossless(given, became)) throw new Error(`${path} was altered without a word`);
				}
				expect(madeNull(json)).toEqual([]);
			}),
		);
	});
});
