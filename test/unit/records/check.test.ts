import { checkRecord, type RecordRules, type RecordType } from '../../../nodes/Ometria/records';
import { OFFICIAL, STANDARD, WHOLE_ORDER } from '../../support/records';

function check(
	type: RecordType,
	record: Record<string, unknown>,
	rules: Partial<RecordRules> = {},
	merges = true,
) {
	return checkRecord(type, { ...baseOf(type), ...record }, { ...STANDARD, ...rules }, { merges });
}

/** Fields without which a record would give warnings that a test is not about. */
function baseOf(type: RecordType): Record<string, unknown> {
	if (type === 'order') return { id: 'x', ...WHOLE_ORDER };
	return type === 'custom_event' ? { id: 'x' } : { id: 'x', properties: { any: 1 } };
}

function problems(...args: Parameters<typeof check>) {
	const checked = check(...args);
	return checked.ok ? [] : checked.problems.map(({ field, reason }) => `${field} ${reason}`);
}

function warnings(...args: Parameters<typeof check>) {
	const checked = check(...args);
	if (!checked.ok) throw new Error(checked.problems[0].message);
	return checked.warnings.map(({ field, reason }) => `${field} ${reason}`);
}

function sent(...args: Parameters<typeof check>) {
	const checked = check(...args);
	if (!checked.ok) throw new Error(checked.problems[0].message);
	return checked.record;
}

describe('what Ometria shows as right', () => {
	it.each(OFFICIAL)('%s passes unaltered and without a warning', (_name, type, record) => {
		// Ometria's own order has empty states.
		const rules = { ...STANDARD, emptyValues: 'sendAll' } as const;
		const checked = checkRecord(type, record, rules, { merges: true });
		expect(checked).toEqual({ ok: true, record, warnings: [] });
		expect(checked.ok && checked.record).toBe(record);
	});

	it('a product with an integer id keeps it when nothing is converted', () => {
		const record = { '@type': 'product', id: 17, is_in_stock: false, '@merge': true };
		expect(
			checkRecord('product', record, { ...STANDARD, convertTypes: false }, { merges: true }),
		).toEqual({
			ok: true,
			record,
			warnings: [],
		});
		expect(sent('product', record)).toMatchObject({ ...record, id: '17' });
	});

	it('null is a value', () =>
		expect(sent('order', { subtotal: null, lineitems: null, customer: null })).toMatchObject({
			subtotal: null,
			lineitems: null,
		}));
});

describe('values that are converted', () => {
	it.each<[string, RecordType, string, unknown, unknown]>([
		['number to text', 'contact', 'lastname', 42, '42'],
		['number to id', 'contact', 'customer_id', 1001, '1001'],
		['bigint to id', 'contact', 'customer_id', 12345678901234567890n, '12345678901234567890'],
		['text to number', 'order', 'subtotal', '12.50', 12.5],
		['text with spaces around', 'order', 'subtotal', ' 12.50 ', 12.5],
		['sign and leading zeros', 'order', 'subtotal', '-007.10', -7.1],
		['many digits that fit', 'order', 'subtotal', '9007199254740991', 9007199254740991],
		['yes', 'order', 'is_valid', 'yes', true],
		['No', 'order', 'is_valid', 'No', false],
		['TRUE', 'order', 'is_valid', 'TRUE', true],
		['1', 'order', 'is_valid', 1, true],
		['"0"', 'order', 'is_valid', '0', false],
		['country', 'contact', 'country_id', 'gb', 'GB'],
		['currency', 'order', 'currency', 'gbp ', 'GBP'],
		['gender', 'contact', 'gender', 'F', 'f'],
		['seconds', 'order', 'timestamp', 1768471500, '2026-01-15T10:05:00Z'],
		['milliseconds', 'order', 'timestamp', 1768471500123, '2026-01-15T10:05:00.123Z'],
		['seconds as text', 'order', 'timestamp', '1768471500', '2026-01-15T10:05:00Z'],
		['a Date', 'order', 'timestamp', new Date('2026-01-15T10:05:00Z'), '2026-01-15T10:05:00Z'],
		[
			'a time without zone in winter',
			'order',
			'timestamp',
			'2026-01-15 10:05:00',
			'2026-01-15T10:05:00+00:00',
		],
		[
			'a time without zone in summer',
			'order',
			'timestamp',
			'2026-07-15T10:05:00.123456',
			'2026-07-15T10:05:00.123456+01:00',
		],
		[
			'a day where a time is wanted',
			'order',
			'timestamp',
			'2026-07-15',
			'2026-07-15T00:00:00+01:00',
		],
		[
			'as PostgreSQL writes it',
			'order',
			'timestamp',
			'2017-05-17 22:08:07.123456+00',
			'2017-05-17T22:08:07.123456+00',
		],
		[
			'as mail writes it',
			'order',
			'timestamp',
			'Thu, 15 Jan 2026 10:05:00 GMT',
			'2026-01-15T10:05:00Z',
		],
		['midnight as a day', 'contact', 'date_of_birth', '1990-12-10T00:00:00Z', '1990-12-10'],
		[
			'JSON text of a list',
			'order',
			'lineitems',
			'[{"product_id":"a","quantity":1}]',
			[{ product_id: 'a', quantity: 1 }],
		],
		['JSON text of an object', 'contact', 'properties', '{"a":1}', { a: 1 }],
	])('become what was meant: %s', (...[, type, field, value, expected]) => {
		const record = { [field]: value };
		expect(sent(type, record)[field]).toEqual(expected);
		expect(record[field]).toBe(value);
	});

	it('times without a zone are in the zone of the workflow, to the west too', () => {
		const rules = { timezone: 'America/St_Johns' };
		expect(sent('order', { timestamp: '2026-01-15 10:05:00' }, rules).timestamp).toBe(
			'2026-01-15T10:05:00-03:30',
		);
	});

	it.each([
		['2026-09-27 23:59:00', '2026-09-27T23:59:00+13:00'],
		['2026-09-27 00:30:00', '2026-09-27T00:30:00+12:00'],
		['2026-09-26 12:00:00', '2026-09-26T12:00:00+12:00'],
	])('%s is a time of its own on the day of a clock change', (timestamp, expected) => {
		expect(sent('order', { timestamp }, { timezone: 'Pacific/Auckland' }).timestamp).toBe(expected);
	});

	it('a time in a year that lost its century keeps its digits', () => {
		const rules = { timezone: 'Europe/Berlin' };
		expect(sent('order', { timestamp: '0026-01-15 10:05:00' }, rules).timestamp).toBe(
			'0026-01-15T10:05:00+01:00',
		);
	});

	it('nested values are converted in a copy', () => {
		const line = { product_id: 7, quantity: '2', totals: { base: { currency: 'gbp' } } };
		const record = { customer: { id: 5 }, lineitems: [line, { product_id: 'b', quantity: 1 }] };
		const before = structuredClone(record);
		expect(sent('order', record)).toMatchObject({
			id: 'x',
			customer: { id: '5' },
			lineitems: [
				{ product_id: '7', quantity: 2, totals: { base: { currency: 'GBP' } } },
				{ product_id: 'b', quantity: 1 },
			],
		});
		expect(record).toEqual(before);
	});

	it.each([
		['price', ''],
		['is_active', ' '],
		['special_price_dt_to', ''],
		['listings', ''],
	])('an empty cell in %s is left out with a warning', (field, value) => {
		expect(sent('product', { [field]: value })).toEqual(baseOf('product'));
		expect(warnings('product', { [field]: value })).toEqual([`${field} empty_left_out`]);
	});

	it('nothing is touched without conversion', () => {
		const record = {
			id: 5,
			subtotal: '5',
			is_valid: 'yes',
			currency: 'gbp',
			timestamp: '2026-01-15 10:05:00',
		};
		expect(sent('order', record, { convertTypes: false })).toMatchObject(record);
	});
});

describe('values that are rejected', () => {
	it.each<[string, RecordType, string, unknown, string]>([
		['thousands', 'order', 'subtotal', '1,234.50', 'ambiguous_number'],
		['decimal comma', 'order', 'subtotal', '12,50', 'ambiguous_number'],
		['sign of another currency', 'order', 'subtotal', '€12.50', 'not_a_number'],
		['grouped digits', 'order', 'subtotal', '1.299', 'ambiguous_number'],
		['grouped digits of a count', 'order', 'total_unit_quantity', '12.000', 'ambiguous_number'],
		['word', 'order', 'subtotal', 'free', 'not_a_number'],
		['exponent', 'order', 'subtotal', '1e3', 'not_a_number'],
		['too many digits', 'order', 'subtotal', '12345678901234567890', 'inexact_number'],
		['NaN', 'order', 'subtotal', NaN, 'not_a_number'],
		['flag as number', 'order', 'subtotal', true, 'not_a_number'],
		['object as number', 'order', 'subtotal', {}, 'not_a_number'],
		['rounded id', 'contact', 'customer_id', 2 ** 60, 'inexact_number'],
		['object as text', 'contact', 'lastname', {}, 'not_text'],
		['flag as text', 'contact', 'lastname', true, 'not_text'],
		['flag', 'order', 'is_valid', 'maybe', 'not_a_boolean'],
		['two as flag', 'order', 'is_valid', 2, 'not_a_boolean'],
		['day or month', 'order', 'timestamp', '03/04/2026', 'ambiguous_date'],
		['day or month with time', 'order', 'timestamp', '03/04/2026 10:00', 'ambiguous_date'],
		['day or month with points', 'contact', 'date_of_birth', '03.04.1990', 'ambiguous_date'],
		['day that is none', 'order', 'timestamp', '2026-02-30T10:00:00Z', 'not_a_date_time'],
		['day that is none, of birth', 'contact', 'date_of_birth', '1990-02-30', 'not_a_date'],
		['word as time', 'order', 'timestamp', 'yesterday', 'not_a_date_time'],
		['day number of a spreadsheet', 'order', 'timestamp', 46000, 'not_a_date_time'],
		['broken Date', 'order', 'timestamp', new Date(NaN), 'not_a_date_time'],
		['time as day', 'contact', 'date_of_birth', '1990-12-10T10:00:00Z', 'not_a_date'],
		['consent misspelt', 'contact', 'marketing_optin', 'EXPLICITYLY_OPTEDOUT', 'unknown_word'],
		[
			'consent in small letters',
			'contact',
			'marketing_optin',
			'explicitly_optedin',
			'unknown_word',
		],
		['text as list', 'order', 'lineitems', 'two tees', 'not_a_list'],
		['text as object', 'contact', 'properties', 'gold', 'not_an_object'],
		['list as object', 'order', 'customer', [], 'not_an_object'],
	])('are named with the reason: %s', (...[, type, field, value, code]) => {
		expect(problems(type, { [field]: value })).toEqual([`${field} ${code}`]);
		expect(sent(type, { [field]: value }, { validation: 'off' })[field]).toBe(value);
	});

	it('says path, expected, found and what to do', () => {
		const checked = check('order', { lineitems: [{}, {}, { product_id: 'a', quantity: '1,5' }] });
		expect(checked).toMatchObject({ ok: false, problems: [{ field: 'lineitems > 2 > quantity' }] });
		const message = checked.ok ? '' : checked.problems[0].message;
		expect(message).toMatch(
			/^"lineitems > 2 > quantity": expected a whole number, found "1,5"\. .*1234\.50$/,
		);
	});

	it('suggests the consent that was meant', () => {
		const checked = check('contact', { marketing_optin: 'EXPLICITYLY_OPTEDOUT' });
		expect(checked.ok ? '' : checked.problems[0].message).toContain(
			'Did you mean EXPLICITLY_OPTEDOUT?',
		);
	});

	it('a long value is shortened', () => {
		const checked = check('order', { subtotal: 'x'.repeat(70_000) });
		expect(checked.ok ? '' : checked.problems[0].message.length).toBeLessThan(200);
	});

	it('what a custom event cannot be without', () => {
		expect(problems('custom_event', {})).toEqual([
			'event_type missing_field',
			'timestamp missing_field',
		]);
		expect(problems('custom_event', {}, { validation: 'off' })).toEqual([]);
	});
});

describe('warnings', () => {
	it.each<[string, RecordType, Record<string, unknown>, string]>([
		['phone', 'contact', { phone_number: '07700 900123' }, 'phone_number invalid_phone'],
		['phone object', 'contact', { phone_number: { number: '1' } }, 'phone_number phone_as_object'],
		['e-mail', 'contact', { email: 'ada at shop' }, 'email invalid_email'],
		['long name', 'contact', { firstname: 'x'.repeat(65) }, 'firstname too_long'],
		['country', 'contact', { country_id: 'GBR' }, 'country_id unknown_code'],
		['other gender', 'contact', { gender: 'x' }, 'gender unusual_word'],
		['old consent', 'contact', { marketing_optin: true }, 'marketing_optin consent_as_boolean'],
		['e-mail as id', 'contact', { id: 'ada@shop.example' }, 'id email_as_id'],
		['force alone', 'contact', { '@force_optin': true }, '@force_optin force_without_consent'],
		[
			'many segments',
			'contact',
			{ '@add_to_lists': Array.from({ length: 17 }, (_, i) => i) },
			'@add_to_lists too_many_entries',
		],
		[
			'half a piece',
			'order',
			{ lineitems: [{ product_id: 'a', quantity: 1.5 }] },
			'lineitems > 0 > quantity not_whole',
		],
		[
			'line without product',
			'order',
			{ lineitems: [{ quantity: 1 }] },
			'lineitems > 0 > product_id expected_field_missing',
		],
		['cancelled but counted', 'order', { status: 'Cancelled' }, 'is_valid counts_revenue'],
		['relative url', 'product', { url: '/p/1' }, 'url invalid_url'],
		[
			'listings of a variant',
			'product',
			{ is_variant: true, listings: [{ store: 's', currency: 'GBP', title: 't', price: 1 }] },
			'listings variant_listings',
		],
		['unknown field', 'contact', { shoe_size: 43 }, 'shoe_size unknown_field'],
	])(
		'%s: a warning in standard, an error in strict, nothing when off',
		(_name, type, record, finding) => {
			expect(warnings(type, record)).toEqual([finding]);
			expect(problems(type, record, { validation: 'strict' })).toEqual([finding]);
			expect(warnings(type, record, { validation: 'off' })).toEqual([]);
			expect(sent(type, record)).toEqual({ ...baseOf(type), ...record });
		},
	);

	it('warns of what a new record lacks, and not of what an update lacks', () => {
		expect(warnings('product', {}, {}, false)).toEqual([
			'title expected_field_missing',
			'price expected_field_missing',
		]);
		expect(warnings('product', {})).toEqual([]);
		expect(warnings('contact', {}, {}, false)).toEqual([' no_identifier']);
		expect(warnings('contact', { email: 'a@b.example' }, {}, false)).toEqual([]);
		expect(
			warnings('order', { timestamp: 1768471500, grand_total: 1, currency: 'GBP' }, {}, false),
		).toEqual([]);
	});

	it('warns of numbers and booleans as text when they are not converted', () => {
		expect(
			warnings('order', { subtotal: '5', is_valid: 'false' }, { convertTypes: false }),
		).toEqual(['is_valid boolean_as_text', 'subtotal number_as_text']);
	});
});
