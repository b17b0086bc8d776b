import {
	checkRecord,
	type JsonRecord,
	type RecordRules,
	type RecordType,
} from '../../../nodes/Ometria/records';
import { ruleOf } from '../../../nodes/Ometria/records/rules';
import { STANDARD, WHOLE_ORDER } from '../../support/records';

function check(type: RecordType, fields: JsonRecord, rules: Partial<RecordRules> = {}) {
	const base = type === 'order' ? WHOLE_ORDER : type === 'contact' ? { email: 'a@b.example' } : {};
	const product = type === 'product' ? { title: 'Tee' } : {};
	const record = { id: 'x', ...base, ...product, ...fields };
	return checkRecord(type, record, { ...STANDARD, ...rules }, true);
}

/** `field reason`, and `!` behind what was done as documented. */
function found(...args: Parameters<typeof check>): string[] {
	const checked = check(...args);
	const list = checked.ok ? checked.warnings : checked.problems;
	return list.map(
		({ field, reason }) => `${field} ${reason}${ruleOf(reason).level === 'info' ? '!' : ''}`,
	);
}

function messageOf(...args: Parameters<typeof check>): string {
	const checked = check(...args);
	return (checked.ok ? checked.warnings : checked.problems)
		.map(({ message }) => message)
		.join('\n');
}

function sent(...args: Parameters<typeof check>): JsonRecord {
	const checked = check(...args);
	if (!checked.ok) throw new Error(checked.problems[0].message);
	return checked.record;
}

describe('IDs that are none', () => {
	it.each<[RecordType, JsonRecord, string]>([
		['contact', { id: 'NULL' }, 'id'],
		['contact', { id: 'Undefined' }, 'id'],
		['contact', { id: '#REF!' }, 'id'],
		['contact', { id: 'uk-undefined' }, 'id'],
		['contact', { id: 'Invalid DateTime' }, 'id'],
		['contact', { id: '[]' }, 'id'],
		['order', { customer: { id: 'Guest', email: 'a@b.example' } }, 'customer > id'],
		['order', { lineitems: [{ product_id: '--', quantity: 1 }] }, 'lineitems > 0 > product_id'],
		['contact', { customer_id: 0 }, 'customer_id'],
		['product', { parent_id: '0' }, 'parent_id'],
		['order', { customer: { id: '[object Object]', email: 'a@b.example' } }, 'customer > id'],
		['order', { lineitems: [{ product_id: 0, quantity: 1 }] }, 'lineitems > 0 > product_id'],
		[
			'order',
			{ lineitems: [{ product_id: 'a', variant_id: 'None', quantity: 1 }] },
			'lineitems > 0 > variant_id',
		],
	])('%s %j is warned of, and refused in strict', (type, fields, path) => {
		expect(found(type, fields)).toEqual([`${path} placeholder_id`]);
		expect(check(type, fields, { validation: 'strict' }).ok).toBe(false);
		expect(found(type, fields, { validation: 'off' })).toEqual([]);
	});

	it.each<[RecordType, JsonRecord]>([
		['contact', { id: 'nullable' }],
		['contact', { id: 'undefined2' }],
		['contact', { id: 'nan-khao' }],
		['contact', { id: '00' }],
		['contact', { id: 'guest-7' }],
		['contact', { id: 'a-' }],
		['contact', { id: "o'brien" }],
		['contact', { id: '{7}' }],
		['contact', { id: '\u{1F469}\u200d\u{1F680}' }],
		['product', { id: 'tv-32"' }],
		['product', { attributes: [{ type: 'colour', id: 'unknown', label: 'None' }] }],
		['product', { attributes: [{ type: 'colour', id: '0', label: 'Black' }] }],
		['product', { attributes: [{ type: 'size', id: 'none', label: 'None' }] }],
	])('%s %j is no reason for a warning', (type, fields) => expect(found(type, fields)).toEqual([]));

	it('with half a character are refused', () => {
		expect(found('order', { customer: { id: 'a\udc00' } })).toEqual([
			'customer > id broken_character',
		]);
		expect(found('order', { customer: { id: 'a😀' } })).toEqual([]);
	});
});

describe('numbers that are none', () => {
	it('are named as what they are', () => {
		for (const value of [NaN, -Infinity]) {
			const text = messageOf('contact', { lastname: value });
			expect(text).toBe(`"lastname": expected text, found ${value}`);
			expect(messageOf('order', { tax: value })).toContain(`a number, found ${value}`);
		}
	});
});

describe('texts of JSON', () => {
	it('become lists and objects where no digit is lost', () => {
		const fields = {
			customer: '{"id": 12}',
			lineitems: ' [{"product_id":"a","quantity":2,"unit_price":1.50}]',
			properties:
				'{"sum":0.30000000000000004,"big":9007199254740991,"far":1.5E3,"text":"99999999999999999"}',
		};
		expect(sent('order', fields)).toMatchObject({
			customer: { id: '12' },
			lineitems: [{ unit_price: 1.5 }],
			properties: { big: 9007199254740991, far: 1500, text: '99999999999999999' },
		});
	});

	it.each([
		['{"erp":9007199254740993}', '9007199254740993'],
		['{"a":{"b":[1,-12345678901234567890]}}', '-12345678901234567890'],
		['{"rate":0.12345678901234567891}', '0.12345678901234567891'],
		['{"far":1e999}', '1e999'],
	])('%s is refused, as %s would lose digits', (properties, number) => {
		const type = 'contact';
		expect(found(type, { properties })).toEqual(['properties not_an_object']);
		expect(messageOf(type, { properties })).toContain(`The number ${number} in it has more digits`);
		// Where nothing is refused, nothing is altered either.
		expect(sent(type, { properties }, { validation: 'off' })).toMatchObject({ properties });
	});

	it('that are broken, and lists of one, say what to do', () => {
		expect(messageOf('order', { lineitems: "[{'product_id': 'a'}]" })).toContain(
			'The text is not valid JSON',
		);
		expect(messageOf('order', { lineitems: { product_id: 'a', quantity: 1 } })).toContain(
			'A list of one is written as [ … ] too',
		);
		expect(messageOf('contact', { store_ids: 'uk,fr' })).toContain('.split(",")');
	});
});

describe('advice', () => {
	it.each(['(12.50)', '12.50-', '\u221212.50', '(\u20ac3)', '\u201312,50 EUR'])(
		'%s may be below zero, so that nobody removes its sign',
		(tax) => {
			const text = messageOf('order', { tax });
			expect(text).not.toContain('Remove');
			expect(text).toContain('If it is below zero, give it as -1234.50');
		},
	);

	it.each([
		['order', { tax: '€12.50' }, 'Remove the currency or unit'],
		['order', { tax: '1e3' }, 'Give it as 1234.50'],
		['order', { is_valid: 'vielleicht' }, 'give true or false with an expression'],
		['contact', { marketing_optin: 'oui' }, 'choose the word for each of your values'],
		['contact', { date_of_birth: '1991-02-29' }, 'The calendar has no such day'],
		['contact', { timestamp_acquired: '2025-04-31 10:00' }, 'The calendar has no such day'],
		['contact', { timestamp_acquired: new Date(NaN) }, 'found an invalid date'],
		['contact', { date_of_birth: 33217.25 }, 'give the day alone'],
	] as Array<[RecordType, JsonRecord, string]>)('%s %j says what to do', (type, fields, text) =>
		expect(messageOf(type, fields)).toContain(text),
	);
});

describe('empty values', () => {
	const blank = {
		firstname: '',
		phone_number: ' ',
		country_id: '',
		date_of_birth: '',
		lastname: 'B',
	};

	it('are left out as texts by default, and it is said', () => {
		expect(sent('contact', blank)).toEqual({ id: 'x', email: 'a@b.example', lastname: 'B' });
		expect(found('contact', blank)).toEqual([
			'firstname empty_left_out!',
			'phone_number empty_left_out!',
			'country_id empty_left_out!',
			'date_of_birth empty_left_out!',
		]);
	});

	it('are sent as texts where the user chose it', () => {
		expect(sent('contact', blank, { emptyValues: 'sendAll' })).toMatchObject({
			firstname: '',
			phone_number: ' ',
			country_id: '',
		});
	});

	it('null is sent by default, with a warning where it may delete who the contact is', () => {
		const nulls = { email: null, marketing_optin: null, lastname: null };
		expect(sent('contact', nulls)).toMatchObject(nulls);
		expect(found('contact', nulls)).toEqual(['email null_deletes', 'marketing_optin null_deletes']);
		const product = { special_price: null };
		expect(sent('product', product)).toMatchObject(product);
		expect(found('product', product)).toEqual([]);
	});

	it('null is left out where the user chose it, and it is said', () => {
		const rules = { emptyValues: 'leaveOutEmptyTextsAndNulls' } as const;
		const record = { email: null, lastname: '', properties: { tier: null } };
		expect(sent('contact', record, rules)).toEqual({ id: 'x', properties: { tier: null } });
		expect(found('contact', record, rules)).toEqual([
			'email null_left_out!',
			'lastname empty_left_out!',
		]);
	});

	it('of custom fields are always sent', () => {
		const properties = { tier: '', note: null };
		expect(sent('contact', { properties })).toMatchObject({ properties });
	});

	it.each<[string, JsonRecord, string[]]>([
		['nothing but an ID', { email: undefined }, [' only_id']],
		['an invalid_email', {}, []],
		['custom fields only', { email: undefined, properties: { points: 1 } }, []],
	])('a contact with %s', (_name, fields, expected) =>
		expect(found('contact', fields)).toEqual(expected),
	);

	it('a contact whose fields are all empty is not said to have none', () => {
		const fields = { email: '', lastname: ' ' };
		expect(messageOf('contact', fields)).toContain('all fields of the item that Ometria knows are');
	});

	it('a contact in an envelope is told from one that says nothing', () => {
		const fields = { email: undefined, person: { 'E-mail': 'a@b.example', Firstname: 'Ada' } };
		expect(messageOf('contact', fields)).toContain('"person" holds "E-mail", "Firstname"');
	});

	it.each<[string, JsonRecord, string[]]>([
		['all that counts', {}, []],
		['no time', { timestamp: undefined }, [' incomplete_order']],
		['no total and no lines', { grand_total: null, lineitems: [] }, [' incomplete_order']],
		['nobody', { customer: { firstname: 'Ada' } }, ['customer no_customer']],
		['guest 0', { customer: { id: 0 } }, ['customer > id placeholder_id', 'customer no_customer']],
		[
			'an empty email of its customer',
			{ customer: { email: '' } },
			['customer > email empty_left_out!', 'customer no_customer'],
		],
		[
			'a status that takes it back',
			{ status: 'cancelled', is_valid: false, timestamp: undefined, customer: undefined },
			[],
		],
	])('an order with %s', (_name, fields, expected) =>
		expect(found('order', fields)).toEqual(expected),
	);
});

describe('an order that does not say whether it counts', () => {
	const words = [
		'Storniert',
		'voided',
		'wc-failed',
		'chargeback',
		'Bezahlt',
		'complete',
		'',
		undefined,
	];
	it.each(words)('is warned of and refused in strict, whatever its status: %s', (status) => {
		for (const is_valid of [undefined, null]) {
			const fields = { status, is_valid };
			expect(found('order', fields)).toContain('is_valid is_valid_not_given');
			expect(check('order', fields, { validation: 'strict' }).ok).toBe(false);
		}
		for (const is_valid of [true, false]) {
			expect(found('order', { status, is_valid }).join()).not.toContain('is_valid');
		}
	});
});

describe('refunds', () => {
	it('as orders of their own with negative amounts stay valid', () => {
		expect(found('order', { status: 'refunded', grand_total: '-12.50' })).toEqual([]);
		expect(found('order', { status: 'refunded', grand_total: 12.5 })).toEqual([
			'is_valid counts_revenue',
		]);
	});
});

describe('amounts', () => {
	it.each<[number | string, string, number]>([
		[0.1 + 0.2, 'GBP', 0.3],
		[8.149999999999999, 'eur', 8.15],
		[1100.0000000001, 'JPY', 1100],
		[2.3409999999999997, 'KWD', 2.341],
		['8.149999999999999', 'GBP', 8.15],
	])('%d %s is rounded to %d, and it is said', (amount, currency, expected) => {
		const fields = { subtotal: amount, currency };
		expect(sent('order', fields).subtotal).toBe(expected);
		expect(found('order', fields)).toEqual(['subtotal rounded!']);
		expect(
			found('order', { ...fields, subtotal: Number(amount) }, { convertTypes: false })[0],
		).toMatch(/^(subtotal binary_digits|currency unknown_code)$/);
	});

	it.each([
		[0.125, 'GBP'],
		[1100.5, 'JPY'],
		[2.341, 'KWD'],
		[19.99, 'GBP'],
		[1e-7, 'GBP'],
	])('%d %s is sent as it is', (subtotal, currency) => {
		expect(sent('order', { subtotal, currency }).subtotal).toBe(subtotal);
		expect(found('order', { subtotal, currency })).toEqual([]);
	});

	it('of a line are in the currency of the order, of totals in their own', () => {
		const lineitems = [{ product_id: 'a', quantity: 1, unit_price: 1.2340000000000002 }];
		expect(sent('order', { lineitems, currency: 'BHD' }).lineitems).toMatchObject([
			{ unit_price: 1.234 },
		]);
		const totals = { base: { currency: 'JPY', tax: 8.0000000001 } };
		expect(sent('order', { totals }).totals).toMatchObject({ base: { tax: 8 } });
	});

	it('as objects are refused with what to give instead', () => {
		expect(messageOf('order', { subtotal: { value: 2850, currency: 'USD' } })).toContain(
			'in major units, as 28.50',
		);
		expect(messageOf('order', { subtotal: { a: 1 } })).not.toContain('major units');
	});
});

describe('times', () => {
	it('without a zone name the zone they were taken to be in', () => {
		const fields = { timestamp: '2026-02-03 04:05:06' };
		expect(messageOf('order', fields, { timezone: 'America/New_York' })).toContain(
			"America/New_York, the workflow's time zone",
		);
		const chosen = { timezone: 'Asia/Tokyo', timezoneChosen: true };
		expect(found('order', fields, chosen)).toEqual([]);
		expect(sent('order', fields, chosen).timestamp).toBe('2026-02-03T04:05:06+09:00');
	});

	it.each([
		['2026-10-25 02:10:00', 'Europe/Berlin', true],
		['2026-10-25 01:59:59', 'Europe/Berlin', false],
		['2026-10-25 03:00:00', 'Europe/Berlin', false],
		['2026-11-01 01:30:00', 'America/New_York', true],
		['2026-11-01 02:30:00', 'America/New_York', false],
		['2026-04-05 01:45:00', 'Australia/Lord_Howe', true],
	])('%s in %s comes twice: %p', (timestamp, timezone, twice) => {
		const codes = found('order', { timestamp }, { timezone });
		expect(codes).toEqual([twice ? 'timestamp repeated_hour' : 'timestamp assumed_zone']);
	});

	it('an hour that comes twice is sent with the offset that is named', () => {
		const fields = { timestamp: '2026-10-25 02:10:00' };
		const rules = { timezone: 'Europe/Berlin' };
		const { timestamp } = sent('order', fields, rules);
		expect(messageOf('order', fields, rules)).toContain(String(timestamp).slice(-6));
	});

	it('in quotes lose them, and it is said', () => {
		const fields = { timestamp: '"2026-01-15T10:05:00Z"' };
		expect(sent('order', fields).timestamp).toBe('2026-01-15T10:05:00Z');
		expect(found('order', fields)).toEqual(['timestamp quotes_removed!']);
		expect(sent('contact', { date_of_birth: "'1990-12-10'" }).date_of_birth).toBe('1990-12-10');
		expect(found('order', { timestamp: '"2026-01-15T10:05:00Z' })).toEqual([
			'timestamp not_a_date_time',
		]);
	});

	it('a day at midnight in the zone is that day', () => {
		const rules = { timezone: 'Europe/Paris' };
		for (const value of ['1987-06-04T22:00:00.000Z', new Date('1987-06-04T22:00:00Z')]) {
			expect(sent('contact', { date_of_birth: value }, rules).date_of_birth).toBe('1987-06-05');
			expect(found('contact', { date_of_birth: value }, rules)).toEqual([
				'date_of_birth midnight_as_date!',
			]);
		}
		const later = { date_of_birth: '1987-06-04T21:00:00Z' };
		expect(found('contact', later, rules)).toEqual(['date_of_birth not_a_date']);
	});

	it.each<[unknown, string]>([
		[33_217, '1990-12-10'],
		['33217', '1990-12-10'],
		[61, '1900-03-01'],
	])("a spreadsheet's day number %p is %s where the user chose it", (value, date) => {
		const rules = { excelDates: 'convert' } as const;
		expect(sent('contact', { date_of_birth: value }, rules).date_of_birth).toBe(date);
		expect(found('contact', { date_of_birth: value }, rules)).toEqual([
			'date_of_birth spreadsheet_date!',
		]);
		expect(messageOf('contact', { date_of_birth: value })).toContain('Excel Dates');
	});

	it("a spreadsheet's time is to the second, in the zone of texts", () => {
		const rules = { excelDates: 'convert', timezone: 'UTC', timezoneChosen: true } as const;
		const fields = { timestamp: 46110.104166666664 };
		expect(sent('order', fields, rules).timestamp).toBe('2026-03-29T02:30:00+00:00');
		expect(messageOf('order', fields)).toContain('Excel Dates');
	});

	it.each([5, 60, 33_217.5, 3_000_000])('%d is no day, whatever the user chose', (value) => {
		const rules = { excelDates: 'convert' } as const;
		expect(found('contact', { date_of_birth: value }, rules)).toEqual(['date_of_birth not_a_date']);
	});
});

describe('spaces, dots and digits of spreadsheets', () => {
	it('characters that nobody sees are removed around IDs, emails and phone numbers only', () => {
		const fields = {
			customer_id: '\u20607\u200b',
			email: '\u202aa@b.example\u202c',
			phone_number: '\u200e+447700900123\ufeff',
			firstname: '\u200eAda',
		};
		expect(sent('contact', fields)).toMatchObject({
			customer_id: '7',
			email: 'a@b.example',
			phone_number: '+447700900123',
			firstname: '\u200eAda',
		});
		expect(found('contact', fields)).toEqual([
			'email spaces_removed!',
			'customer_id spaces_removed!',
			'phone_number spaces_removed!',
		]);
		expect(sent('contact', { phone_number: '\u200b' })).not.toHaveProperty('phone_number');
		expect(found('contact', { phone_number: '\u200b' })).toContain('phone_number empty_left_out!');
	});

	it.each([
		'<a@b.example>',
		'Ada <a@b.example>',
		'mailto:a@b.example',
		'a@b.example;c@d.example',
		'a@b.example,',
		'"a@b.example"',
		"'a@b.example",
	])('%s is no email address alone', (email) =>
		expect(found('contact', { email })).toEqual(['email invalid_email']),
	);

	it.each(["o'brien@b.example", 'ä+1@b.example', 'a_b%c@d.e.example'])('%s is one', (email) =>
		expect(found('contact', { email })).toEqual([]),
	);

	it('spaces around IDs, emails and phone numbers are removed, and it is said', () => {
		const fields = {
			customer_id: ' 7 ',
			email: 'a@b.example\u00a0',
			phone_number: ' +447700900123',
		};
		expect(sent('contact', fields)).toMatchObject({
			customer_id: '7',
			email: 'a@b.example',
			phone_number: '+447700900123',
		});
		expect(found('contact', fields)).toEqual([
			'email spaces_removed!',
			'customer_id spaces_removed!',
			'phone_number spaces_removed!',
		]);
		expect(sent('contact', { firstname: ' Ada' }).firstname).toBe(' Ada');
		expect(found('contact', { email: ' a@b.example' }, { convertTypes: false })).toContain(
			'email surrounding_spaces',
		);
	});

	it('columns with dots become objects where that is clear', () => {
		const fields = {
			customer: { id: '7' },
			'customer.email': 'a@b.example',
			'properties.tier': 'gold',
		};
		const record = sent('order', fields);
		expect(record).toMatchObject({
			customer: { id: '7', email: 'a@b.example' },
			properties: { tier: 'gold' },
		});
		expect(Object.keys(record)).not.toContain('customer.email');
		expect(found('order', fields)).toEqual([
			'customer.email dotted_name!',
			'properties.tier dotted_name!',
		]);
		expect(fields.customer).toEqual({ id: '7' });
	});

	it.each<[string, JsonRecord]>([
		['a field that is none', { 'customer.shoe': 1 }],
		[
			'what is there already',
			{ customer: { id: '1', email: 'a@b.example' }, 'customer.email': 'c@d.example' },
		],
		['several levels of custom fields', { 'properties.a.b': 1 }],
	])('columns with dots stay for %s', (_name, fields) => {
		expect(sent('order', fields)).toMatchObject(fields);
		expect(found('order', fields)).toEqual([expect.stringContaining('unknown_field')]);
	});

	it.each(['4.477E+11', '4,477E+11', "'+44 unknown"])('%s is no phone number', (phone_number) =>
		expect(found('contact', { phone_number })).toEqual(['phone_number spreadsheet_phone']),
	);

	it.each([
		['EN', 'GB'],
		['SP', 'ES'],
	])('%s is no country, and %s is suggested', (country_id, meant) => {
		expect(messageOf('contact', { country_id })).toContain(`ISO 3166 has ${meant}`);
		expect(found('contact', { country_id: meant })).toEqual([]);
	});
});

describe('names of currencies', () => {
	it.each([
		['RMB', 'CNY'],
		['ukp', 'GBP'],
		['€', 'EUR'],
		['Euro', 'EUR'],
		['NIS', 'ILS'],
	])('%s is no currency, and %s is suggested', (currency, meant) => {
		expect(messageOf('order', { currency })).toContain(`ISO 4217 has ${meant}`);
		expect(found('order', { currency: meant })).toEqual([]);
		expect(found('order', { currency }, { validation: 'strict' })).toEqual([
			'currency unknown_code',
		]);
	});

	it.each(['XYZ', 'DEM', 'NAN', 'abc', 'Usx'])('%s is not in use, and is sent as it is', (code) => {
		expect(sent('product', { currency: code }).currency).toBe(code);
		expect(messageOf('product', { currency: code })).toContain('no such currency in use');
	});

	it.each(['SEK', ' chf', 'Clp', 'KWD', 'XOF', 'BGN', 'HRK'])(
		'%s is, or was not long ago',
		(code) => {
			expect(found('order', { currency: code })).toEqual([]);
		},
	);

	it.each(['$', 'dollars'])('%s may be several, so none is suggested', (currency) => {
		expect(found('order', { currency })).toEqual(['currency unknown_code']);
		expect(messageOf('order', { currency })).not.toContain('ISO 4217 has');
	});
});

describe('days that no calendar has', () => {
	it.each(['1990-13-40', '1990-02-30', '1990-00-10'])('%s is said to be one', (date_of_birth) =>
		expect(messageOf('contact', { date_of_birth })).toContain('The calendar has no such day'),
	);

	it('are told from days in another form', () => {
		expect(messageOf('contact', { date_of_birth: '10.12.90' })).toContain('four digits');
	});
});

describe('lists and objects as texts', () => {
	const asGiven = { convertTypes: false };

	it('of JSON need Convert Types', () => {
		for (const fields of [
			{ lineitems: '[{"product_id":"a","quantity":1}]' },
			{ properties: '{"a":1}' },
			{ store_ids: '["uk"]' },
		]) {
			const type = 'lineitems' in fields ? 'order' : 'contact';
			expect(messageOf(type, fields, asGiven)).toMatch(/Turn on Convert Types$/);
			expect(found(type, fields)).toEqual([]);
		}
	});

	it('of words are split where a list of texts is wanted, not where objects are', () => {
		expect(messageOf('contact', { store_ids: 'uk, fr' })).toContain('.split(",")');
		expect(messageOf('contact', { store_ids: 'uk, fr' }, asGiven)).toContain('.split(",")');
		expect(messageOf('order', { lineitems: 'a, b' })).not.toContain('split');
		expect(messageOf('order', { lineitems: '[{"a":' })).toContain('not valid JSON');
		expect(messageOf('order', { lineitems: {} })).toContain(
			'A list of one is written as [ … ] too',
		);
	});
});

describe('custom fields', () => {
	it.each(['Invalid DateTime', 'Invalid Date', '[object Object]', 'undefined', '#N/A'])(
		'that say %p are warned of',
		(value) => {
			expect(messageOf('contact', { properties: { seen: value, ok: 1 } })).toContain(
				'"properties": hold what an expression or a spreadsheet writes where there is no value: "seen"',
			);
		},
	);

	it.each(['', 'null', 'none', 'Undefined behaviour', '[]', 'NAN'])('may say %p', (value) =>
		expect(found('contact', { properties: { seen: value } })).toEqual([]),
	);

	const filled = (length: number) => ({ properties: { a: 'x'.repeat(length - 8) } });

	it('are below 1,000 characters together, names included', () => {
		expect(JSON.stringify(filled(999).properties)).toHaveLength(999);
		expect(found('contact', filled(999))).toEqual([]);
		expect(found('contact', filled(1000))).toEqual(['properties long_properties']);
		expect(found('product', { properties: { a: { b: 'x'.repeat(1000) } } })).toEqual([
			'properties long_properties',
		]);
		const event = {
			event_type: 'e',
			timestamp: '2026-01-15T10:05:00Z',
			identity_email: 'a@b.example',
		};
		expect(found('custom_event', { ...event, ...filled(5000) })).toEqual([]);
	});

	it('have no spaces in their names', () => {
		expect(messageOf('contact', { properties: { 'Loyalty Tier': 1, ok: 2 } })).toContain(
			'"Loyalty Tier" ("loyalty_tier"?)',
		);
	});

	it('are not the fields of the record', () => {
		const people = { email: undefined, properties: { email: 'a@b.example', lastname: 'B' } };
		expect(found('contact', people)).toEqual(['properties fields_in_properties']);
		expect(messageOf('contact', people)).toContain('has no identifier');
		expect(found('contact', { properties: { email: 'c@d.example' } })).toEqual([]);
		expect(found('product', { properties: { price: 4 } })).toEqual([]);
		expect(found('product', { properties: { price: 4, url: 'https://a.example' } })).toEqual([
			'properties fields_in_properties',
		]);
	});
});

describe('collections for double opt-in by text message', () => {
	const daysAgo = (days: number) => new Date(STANDARD.nowMs - days * 86_400_000).toISOString();
	const consent = (days: number) => ({
		'@collection': 'optin:sms',
		phone_number: '+447700900123',
		channels: { sms: { allow_marketing: true, dt_updated_marketing: daysAgo(days) } },
	});

	it('take consents of the last 10 days', () => {
		expect(found('contact', consent(9))).toEqual([]);
		expect(found('contact', consent(11))).toEqual([
			'channels > sms > dt_updated_marketing sms_consent_time',
		]);
		expect(found('contact', { ...consent(1), channels: {} })).toHaveLength(1);
		expect(found('contact', { ...consent(11), '@collection': 'shop' })).toEqual([]);
	});

	it('take nothing but identifiers and the consent', () => {
		const record = { ...consent(1), '@collection': 'double_optin:sms', firstname: 'Ada' };
		expect(found('contact', record)).toEqual([' sms_consent_fields']);
	});

	it('are known from the parameter too', () => {
		const record = { id: 'x', email: 'a@b.example', firstname: 'Ada' };
		const checked = checkRecord('contact', record, STANDARD, true, { collection: 'optin:sms' });
		expect(checked.ok && checked.warnings.map(({ reason }) => reason)).toEqual([
			'sms_consent_fields',
			'sms_consent_time',
		]);
	});
});

describe('names of fields elsewhere', () => {
	it('are suggested at the end, behind what is done with them', () => {
		expect(messageOf('contact', { e_mail: 'a' })).toBe(
			'"e_mail": is not an Ometria field and is sent as it is; did you mean "email"?',
		);
		expect(messageOf('contact', { e_mail: 'a' }, { unknownFields: 'reject' })).toBe(
			'"e_mail": is not an Ometria field; did you mean "email"? Correct the name, or put it into "properties"',
		);
	});

	it.each<[RecordType, string, string]>([
		['contact', 'Email Address', 'email'],
		['contact', 'given_name', 'firstname'],
		['contact', 'familyName', 'lastname'],
		['order', 'total_tax', 'tax'],
		['order', 'currency_code', 'currency'],
		['order', 'customer_email', 'customer > email'],
		['order', 'customerId', 'customer > id'],
		['order', 'subtotal_price', 'subtotal'],
	])('%s: %s is %s', (type, name, meant) => {
		expect(messageOf(type, { [name]: 'a' })).toContain(`did you mean "${meant}"?`);
	});

	it('inside an address or a line item', () => {
		const billing_address = { zip: '1', province: 'x' };
		const text = messageOf('order', { billing_address });
		expect(text).toContain('"billing_address > zip" (did you mean "postcode"?)');
		expect(text).toContain('"billing_address > province" (did you mean "state"?)');
		const lineitems = [{ product_id: 'a', qty: 1, quantity: 1 }];
		expect(messageOf('order', { lineitems })).toContain('did you mean "quantity"?');
	});
});

describe('forms of exports', () => {
	it.each(['8.50927E12', '8,50927E+12', '8.5e+12', '1E+15'])('an ID %s lost its digits', (id) => {
		const checked = check('contact', { id });
		expect(checked.ok ? [] : checked.problems.map(({ reason }) => reason)).toEqual(['damaged_id']);
	});

	it.each(['E12', '12E5', '3.5E', 'A8.5E12', '1.2.3E4'])('an ID %s did not', (id) => {
		expect(check('contact', { id }).ok).toBe(true);
	});

	it.each([
		['2026-03-01 10:00:00 UTC', '2026-03-01T10:00:00Z'],
		['2026-03-01 10:00:00.123456 UTC', '2026-03-01T10:00:00.123456Z'],
		['2026-03-01T10:00:00 gmt', '2026-03-01T10:00:00Z'],
	])('the time %s is sent as %s', (timestamp, expected) => {
		expect(sent('order', { timestamp }).timestamp).toBe(expected);
	});

	it.each([
		['Holland', 'NL'],
		['U.S.', 'US'],
	])('%s is %s', (country_id, expected) => {
		expect(sent('contact', { country_id }).country_id).toBe(expected);
	});

	it.each(['N/A', 'n/a'])('%s is not a name', (firstname) => {
		expect(sent('contact', { firstname })).not.toHaveProperty('firstname');
	});
});
