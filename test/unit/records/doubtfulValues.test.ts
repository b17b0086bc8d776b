import {
	checkRecord,
	type JsonRecord,
	type RecordRules,
	type RecordType,
} from '../../../nodes/Ometria/records';
import { STANDARD, WHOLE_ORDER } from '../../support/records';

function check(type: RecordType, fields: JsonRecord, rules: Partial<RecordRules> = {}) {
	return checkRecord(type, { id: 'x', ...fields }, { ...STANDARD, ...rules }, true);
}

function sent(type: RecordType, fields: JsonRecord, rules: Partial<RecordRules> = {}): JsonRecord {
	const checked = check(type, fields, rules);
	if (!checked.ok) throw new TypeError(JSON.stringify(checked.problems));
	return checked.record;
}

/** Reasons of what was found, errors or warnings. */
function reasons(type: RecordType, fields: JsonRecord, rules: Partial<RecordRules> = {}): string[] {
	const checked = check(type, fields, rules);
	return (checked.ok ? checked.warnings : checked.problems).map(({ reason }) => reason);
}

const isRefused = (type: RecordType, fields: JsonRecord) => !check(type, fields).ok;

describe('IDs', () => {
	test.each<[RecordType, JsonRecord]>([
		['contact', { id: '7.77E+12' }],
		['contact', { id: '7,7e+11' }],
		['contact', { customer_id: '1001.0' }],
		['contact', { id: '{{ $json.id }}' }],
		['contact', { id: "'AB-1" }],
		['order', { id: 'Total' }],
		['order', { id: 'Gesamtsumme' }],
		['order', { ...WHOLE_ORDER, customer: { id: '8.1E+12' } }],
		['order', { ...WHOLE_ORDER, lineitems: [{ product_id: '{{ $json.sku }}', quantity: 1 }] }],
		['product', { parent_id: '4.5E+9' }],
	])('that are damaged are refused: %s %j', (type, fields) => {
		expect(reasons(type, fields)).toEqual(['damaged_id']);
		expect(isRefused(type, fields)).toBe(true);
	});

	test.each<[string, string]>([
		["'8509270720001", '8509270720001'],
		['’00123', '00123'],
		['a\u200bb', 'ab'],
		['\uFEFF7', '7'],
	])('%j is sent as %j', (id, expected) => {
		expect(sent('contact', { id, email: 'kim@shop.example' }).id).toBe(expected);
	});

	test.each(['1E5', '5.0-B', '12.50', 'TOTAL-1', 's-Hertogenbosch'])('%j stays', (id) => {
		expect(reasons('contact', { id, email: 'kim@shop.example' })).toEqual([]);
	});
});

describe('texts that are none', () => {
	test.each(['undefined', 'NULL', 'null', '[object Object]', '#REF!', '{{ $json.first }}'])(
		'%j is left out and said, and refused in strict',
		(firstname) => {
			expect(sent('contact', { firstname, lastname: 'Lee' })).not.toHaveProperty('firstname');
			expect(reasons('contact', { firstname, lastname: 'Lee' })).toEqual(['text_of_nothing']);
			expect(check('contact', { firstname }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	test.each(['Null', 'Nan', 'Ünal', 'SÃO PAULO'.normalize(), 'São', 'Âme', 'Çağrı'])(
		'%j is a name',
		(lastname) => {
			expect(reasons('contact', { lastname })).toEqual([]);
			expect(sent('contact', { lastname }).lastname).toBe(lastname);
		},
	);

	test.each(['J\uFFFDrg', 'JÃ¶rg', 'Oâ€™Neill', 'RenÃ©e'])(
		'%j has broken letters, which is said',
		(firstname) => {
			expect(reasons('contact', { firstname })).toEqual(['broken_letters']);
			expect(check('contact', { firstname }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	test('an address with broken letters is said too', () => {
		expect(reasons('contact', { email: 'j\uFFFDrg@shop.example' })).toContain('broken_letters');
	});

	test("a spreadsheet's mark before digits is removed", () => {
		const billing_address = { postcode: "'01531" };
		expect(sent('order', { ...WHOLE_ORDER, billing_address })).toMatchObject({
			billing_address: { postcode: '01531' },
		});
	});
});

describe('birthdays', () => {
	test.each(['0001-01-01', '1900-01-01', '1899-12-30', '2062-05-01'])(
		'%s is said, and refused in strict',
		(date_of_birth) => {
			expect(reasons('contact', { date_of_birth })).toEqual([
				date_of_birth > '2026' ? 'future_birthday' : 'placeholder_birthday',
			]);
			expect(check('contact', { date_of_birth }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	test.each(['1900-01-02', '1970-01-01', '2026-01-19'])('%s is one', (date_of_birth) => {
		expect(reasons('contact', { date_of_birth })).toEqual([]);
	});

	test.each(['04/12', '4.12.', '--04-12', '12-04'])(
		'%s has no year and is left out',
		(date_of_birth) => {
			expect(sent('contact', { date_of_birth, lastname: 'Lee' })).not.toHaveProperty(
				'date_of_birth',
			);
			expect(reasons('contact', { date_of_birth, lastname: 'Lee' })).toEqual([
				'birthday_without_year',
			]);
		},
	);
});

describe('amounts', () => {
	const order = (fields: JsonRecord) => ({ ...WHOLE_ORDER, ...fields });

	test.each<[string, string]>([
		['1.299', 'EUR'],
		['139.980', 'CLP'],
		['12.999', 'GBP'],
		['1.000', 'JPY'],
	])('%s %s can be read in two ways and is refused', (grand_total, currency) => {
		expect(reasons('order', order({ grand_total, currency }))).toEqual(['ambiguous_number']);
	});

	test.each<[unknown, string, number]>([
		[1.299, 'EUR', 1.299],
		['1.299', 'KWD', 1.299],
		['0.299', 'EUR', 0.299],
		['12.50', 'EUR', 12.5],
		['12.5000', 'EUR', 12.5],
		['£12.50', 'GBP', 12.5],
		['12.50 GBP', 'GBP', 12.5],
		['€ 12.50', 'EUR', 12.5],
		['$12', 'CAD', 12],
	])('%j %s is %d', (grand_total, currency, expected) => {
		expect(sent('order', order({ grand_total, currency })).grand_total).toBe(expected);
	});

	test.each<[string, string]>([
		['12.50 GBP', 'EUR'],
		['$12', 'EUR'],
		['£1,234.50', 'GBP'],
		['£1.299', 'GBP'],
	])('%s in an order in %s is refused', (grand_total, currency) => {
		expect(isRefused('order', order({ grand_total, currency }))).toBe(true);
	});
});

describe('sale prices', () => {
	test.each([
		{ price: 20, special_price: '0.00' },
		{ price: 20, special_price: 0 },
		{ price: '20.00', special_price: '25.00' },
		{ price: 20, special_price: 20 },
		{ special_price: 0 },
	])('%j is no sale: null is sent, and it is said', (fields) => {
		expect(sent('product', { title: 'Mug', ...fields }).special_price).toBeNull();
		expect(reasons('product', { title: 'Mug', ...fields })).toEqual([
			Number(fields.special_price) === 0 ? 'zero_sale_price' : 'sale_price_not_lower',
		]);
	});

	test('of a store are looked at as well', () => {
		const listing = { store: 's', currency: 'GBP', title: 'Mug', price: 20 };
		const listings = [
			{ ...listing, special_price: 19 },
			{ ...listing, special_price: 21 },
		];
		expect(sent('product', { listings }).listings).toEqual([
			{ ...listing, special_price: 19 },
			{ ...listing, special_price: null },
		]);
	});

	test('below the price stay', () => {
		expect(reasons('product', { title: 'Mug', price: 20, special_price: 19.99 })).toEqual([]);
	});
});

describe('phone numbers', () => {
	test.each<[string, string]>([
		['+44 7700 900123', '+447700900123'],
		['+1 (212) 555-0100', '+12125550100'],
		["'+44 7700 900123", '+447700900123'],
		['+44 (0)20 7946 0000', '+442079460000'],
		['+49 (0) 89/123-456', '+4989123456'],
		['+33 06 12 34 56 78', '+33612345678'],
		['+31( 0 )20–1234567', '+31201234567'],
		['+4407700900123', '+447700900123'],
		['+39 06 1234 5678', '+390612345678'],
		['(+44) 20 7946 0000', '+442079460000'],
		['tel:+44-20-7946-0000', '+442079460000'],
	])('%j is sent as %j', (phone_number, expected) => {
		expect(sent('contact', { phone_number }).phone_number).toBe(expected);
	});

	test.each(['+39 (0)6 1234 5678', '+44 20 7946 0000 x5', '020 7946 0000', '0044 7700 900123'])(
		'%j stays, and it is said',
		(phone_number) => {
			expect(sent('contact', { phone_number }).phone_number).toBe(phone_number);
			expect(reasons('contact', { phone_number })).toEqual(['invalid_phone']);
		},
	);
});

describe('countries', () => {
	test.each<[string, string]>([
		['United Kingdom', 'GB'],
		['UK', 'GB'],
		['germany', 'DE'],
		[' Ireland ', 'IE'],
		['USA', 'US'],
		['Côte d’Ivoire', 'CI'],
	])('%j is %s', (country_id, code) => {
		expect(sent('contact', { country_id }).country_id).toBe(code);
	});

	test.each(['Atlantis', 'England', 'EN'])('%j is not guessed', (country_id) => {
		expect(reasons('contact', { country_id })).toEqual(['unknown_code']);
	});
});

describe('shapes of BigQuery', () => {
	test.each<[unknown, string]>([
		['1.7723592E9', '2026-03-01T10:00:00Z'],
		['1.772359200123456E9', '2026-03-01T10:00:00.123456Z'],
		[{ value: '2026-03-01T10:00:00Z' }, '2026-03-01T10:00:00Z'],
	])('%j is %s', (timestamp, expected) => {
		expect(sent('order', { ...WHOLE_ORDER, timestamp }).timestamp).toBe(expected);
	});

	test('a record of one in a list is read', () => {
		expect(sent('order', { ...WHOLE_ORDER, customer: [{ id: '5' }] }).customer).toEqual({
			id: '5',
		});
		expect(isRefused('order', { ...WHOLE_ORDER, customer: [{ id: '5' }, { id: '6' }] })).toBe(true);
	});

	test('a day and a number in an object are read', () => {
		expect(sent('contact', { date_of_birth: { value: '1990-12-10' } }).date_of_birth).toBe(
			'1990-12-10',
		);
		expect(isRefused('order', { ...WHOLE_ORDER, grand_total: { value: 5, currency: 'EUR' } })).toBe(
			true,
		);
	});
});

describe('dates in English words', () => {
	test.each<[string, string]>([
		['May 2, 2026 10:20:00 AM', '2026-05-02T10:20:00+01:00'],
		['Jan 2, 2026 12:20:00 AM', '2026-01-02T00:20:00+00:00'],
		['2 January 2026 18:05', '2026-01-02T18:05:00+00:00'],
	])('%j is %s', (timestamp, expected) => {
		expect(sent('order', { ...WHOLE_ORDER, timestamp }).timestamp).toBe(expected);
	});

	test.each(['Mai 2, 2026', 'May 2, 2026 25:00', '13:00 PM', 'Feb 31, 2026'])(
		'%j is refused',
		(timestamp) => {
			expect(isRefused('order', { ...WHOLE_ORDER, timestamp })).toBe(true);
		},
	);
});
