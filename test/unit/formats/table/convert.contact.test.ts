import { convertRow, description, problemOf, recordOf, warningsOf } from './tableRows';

type Row = Record<string, unknown>;

const shapes: Array<[name: string, row: Row, record: Row, idColumn?: string]> = [
	[
		"a shop's own sheet",
		{
			'Customer No': '00123',
			'E-Mail': 'ada@shop.example',
			'First Name': 'Ada',
			Surname: 'Byron',
			Birthday: '1990-12-10',
			Country: 'gb',
			Consent: 'yes',
			'Consent Date': '2026-01-15 10:05:00',
			SMS: '',
			Points: '320',
		},
		{
			id: '00123',
			customer_id: '00123',
			email: 'ada@shop.example',
			firstname: 'Ada',
			lastname: 'Byron',
			date_of_birth: '1990-12-10',
			country_id: 'gb',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_subscribed: '2026-01-15 10:05:00',
		},
	],
	[
		'a Klaviyo export',
		{
			Email: 'lou@shop.example',
			'Klaviyo ID': '01HXYZ',
			'First Name': 'Lou',
			'Last Name': 'Reed',
			Organization: '',
			Title: 'Buyer',
			'Phone Number': '+447700900123',
			City: 'Leeds',
			Country: 'United Kingdom',
			'Zip Code': 'LS1',
			'Email Marketing Consent': 'SUBSCRIBED',
			'Email Marketing Consent Timestamp': '2026-01-02 03:04:05',
			'SMS Marketing Consent': 'UNSUBSCRIBED',
			'Date Added': '2025-12-31 12:00:00',
		},
		{
			id: '01HXYZ',
			email: 'lou@shop.example',
			firstname: 'Lou',
			lastname: 'Reed',
			phone_number: '+447700900123',
			country_id: 'United Kingdom',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_subscribed: '2026-01-02 03:04:05',
			channels: { sms: { allow_marketing: false } },
			timestamp_acquired: '2025-12-31 12:00:00',
		},
	],
	[
		'a HubSpot export',
		{
			'Record ID': '51',
			'First Name': 'Maya',
			'Last Name': 'Okoye',
			Email: 'maya@shop.example',
			'Phone Number': '',
			'Contact owner': 'Sam',
			'Lead Status': 'OPEN',
			'Marketing contact status': 'Marketing contact',
			'Create Date': '2025-06-01 09:00',
			'Unsubscribed from all email': 'false',
		},
		{
			id: '51',
			firstname: 'Maya',
			lastname: 'Okoye',
			email: 'maya@shop.example',
			timestamp_acquired: '2025-06-01 09:00',
		},
	],
	[
		'a Salesforce query',
		{
			Id: '0035g00000AbCdE',
			FirstName: 'Noor',
			LastName: 'Haddad',
			Salutation: 'Dr.',
			Email: 'noor@shop.example',
			MobilePhone: '+33612345678',
			Birthdate: '1984-02-29',
			HasOptedOutOfEmail: true,
			CreatedDate: '2024-05-06T07:08:09.000+0000',
			AccountId: '0015g00000XyZ',
		},
		{
			id: '0035g00000AbCdE',
			firstname: 'Noor',
			lastname: 'Haddad',
			prefix: 'Dr.',
			email: 'noor@shop.example',
			phone_number: '+33612345678',
			date_of_birth: '1984-02-29',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_acquired: '2024-05-06T07:08:09.000+0000',
		},
	],
	[
		'a Shopify customer export',
		{
			'Customer ID': "'6940095564",
			'First Name': 'Pia',
			'Last Name': 'Holm',
			Email: 'pia@shop.example',
			'Accepts Email Marketing': 'no',
			'Default Address City': 'Oslo',
			Phone: '',
			'Accepts SMS Marketing': 'yes',
			'Total Spent': '12.00',
			Note: '',
		},
		{
			id: "'6940095564",
			customer_id: "'6940095564",
			firstname: 'Pia',
			lastname: 'Holm',
			email: 'pia@shop.example',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			channels: { sms: { allow_marketing: true } },
		},
	],
	[
		'a German sheet',
		{
			Kundennummer: '4711',
			Vorname: 'Jürgen',
			Nachname: 'Weiß',
			'E-Mail-Adresse': 'jw@shop.example',
			Telefonnummer: '+4915112345678',
			Geburtsdatum: '1970-01-31',
			Land: 'DE',
			Newsletter: 'Ja',
		},
		{
			id: '4711',
			customer_id: '4711',
			firstname: 'Jürgen',
			lastname: 'Weiß',
			email: 'jw@shop.example',
			phone_number: '+4915112345678',
			date_of_birth: '1970-01-31',
			country_id: 'DE',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
		},
	],
	[
		'a French sheet',
		{
			'Numéro client': '88',
			Nom: 'Dupont',
			Prénom: 'Élise',
			Courriel: 'ed@shop.example',
			'Date de naissance': '1999-09-09',
			Pays: 'FR',
			Newsletter: 'non',
		},
		{
			id: '88',
			customer_id: '88',
			lastname: 'Dupont',
			firstname: 'Élise',
			email: 'ed@shop.example',
			date_of_birth: '1999-09-09',
			country_id: 'FR',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		},
	],
	[
		'a database with snake_case, numbers and nulls',
		{
			id: 901,
			customer_id: 12,
			email: 'q@shop.example',
			first_name: 'Q',
			last_name: null,
			mobile_number: null,
			is_subscribed: 1,
			created_at: '2026-01-01T00:00:00.000Z',
			password_hash: 'x',
		},
		{
			id: 901,
			customer_id: 12,
			email: 'q@shop.example',
			firstname: 'Q',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_acquired: '2026-01-01T00:00:00.000Z',
		},
	],
	[
		'camelCase',
		{ userId: 'u-7', emailAddress: 'r@shop.example', givenName: 'R', familyName: 'S', dob: '' },
		{ id: 'u-7', email: 'r@shop.example', firstname: 'R', lastname: 'S' },
	],
	[
		'a byte order mark and space around the headings',
		{ '\uFEFFid': '5', ' email ': 't@shop.example', 'First  Name ': 'T' },
		{ id: '5', email: 't@shop.example', firstname: 'T' },
	],
	[
		'Excel with day numbers and TRUE',
		{ ID: 12, EMAIL: 'u@shop.example', 'Date of Birth': 33217, Subscribed: 'TRUE' },
		{
			id: 12,
			email: 'u@shop.example',
			date_of_birth: 33217,
			marketing_optin: 'EXPLICITLY_OPTEDIN',
		},
	],
	[
		"Ometria's own names, dots for parts and custom fields",
		{
			id: 'c-1',
			'@collection': 'crm',
			'@force_optin': false,
			marketing_optin: 'NOT_SPECIFIED',
			store_ids: ['shop.example/uk'],
			'channels.sms.allow_marketing': 'yes',
			'properties.loyalty_tier': 'gold',
			'properties.points': '320',
		},
		{
			id: 'c-1',
			'@collection': 'crm',
			'@force_optin': false,
			marketing_optin: 'NOT_SPECIFIED',
			store_ids: ['shop.example/uk'],
			channels: { sms: { allow_marketing: 'yes' } },
			properties: { loyalty_tier: 'gold', points: '320' },
		},
	],
];

describe.each(shapes)('%s', (...[, row, record, idColumn]) => {
	test('becomes a contact', () => {
		expect(recordOf('contact', row, { idColumn })).toEqual(record);
	});
});

describe('the ID', () => {
	test('is asked for when two columns may be it, with both and the setting named', () => {
		expect(problemOf('contact', { ID: '1', 'Customer No': '2', Email: 'a@shop.example' })).toBe(
			'"ID" and "Customer No" may each identify the contact. Set Format Settings > ID Column to the one that does',
		);
	});

	test('is the column that the user chose, whatever its name', () => {
		const row = { ID: '1', 'Customer No': '2', 'CRM key': 'k-3' };
		expect(recordOf('contact', row, { idColumn: 'CRM key' })).toEqual({
			id: 'k-3',
			customer_id: '2',
		});
		expect(recordOf('contact', row, { idColumn: 'customer_no' })).toEqual({
			id: '2',
			customer_id: '2',
		});
	});

	test('is the column named id, without a question', () => {
		expect(recordOf('contact', { id: '1', ID: '2', 'Contact ID': '3' })).toEqual({ id: '1' });
	});

	test.each<[program: string, columns: Row]>([
		[
			"n8n's Data Table",
			{ id: 4, createdAt: '2026-01-02T03:04:05Z', updatedAt: '2026-01-02T03:04:05Z' },
		],
		['Airtable', { id: 'rec0123456789abcd', createdTime: '2026-01-02T03:04:05Z' }],
		['a database', { id: 4, created_at: '2026-01-02', updated_at: '2026-01-02' }],
	])(
		"is not the row's own of %s where a column is named after the contact",
		(_program, columns) => {
			expect(recordOf('contact', { ...columns, 'Contact ID': 'C-1' })).toHaveProperty('id', 'C-1');
			expect(problemOf('contact', { ...columns, 'Contact ID': 'C-1', 'Member No': '7' })).toMatch(
				/^"id", "Contact ID" and "Member No" may each identify the contact/,
			);
			expect(problemOf('contact', { ...columns, 'Customer No': '12' })).toMatch(
				/^"id" and "Customer No" may each identify the contact/,
			);
			expect(recordOf('contact', { ...columns, email: 'a@shop.example' }).id).toBe(columns.id);
		},
	);

	test("gives way where it is of a Notion page, and the columns of n8n's Notion node are read", () => {
		const row = {
			id: '2f1c9c2e-0a11-4b7e-9d3e-4a4f6b1c2d3e',
			property_email: 'kim@shop.example',
			property_newsletter: false,
			property_contact_id: 'C-7',
		};
		expect(recordOf('contact', row)).toEqual({
			id: 'C-7',
			email: 'kim@shop.example',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		});
	});

	test('is the column named id also behind a byte order mark', () => {
		expect(recordOf('contact', { '\uFEFFid': '1', 'Customer ID': '2' })).toEqual({
			id: '1',
			customer_id: '2',
		});
	});

	test('lists at most ten columns when none can be it', () => {
		const row = Object.fromEntries('abcdefghijkl'.split('').map((name) => [name, '1']));
		expect(problemOf('contact', row)).toBe(
			'No column is known to identify the contact. The item has "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" and 2 more. Set Format Settings > ID Column to the one that does',
		);
	});

	test('is never an email address that nobody chose', () => {
		expect(problemOf('contact', { Email: 'a@shop.example' })).toMatch(/^No column is known/);
	});

	test('names the columns of an item without the chosen one', () => {
		expect(problemOf('contact', { Email: 'a@shop.example' }, { idColumn: 'Key' })).toBe(
			'There is no column "Key", which is set as ID Column. The item has "Email"',
		);
	});

	test.each(['', '  ', null, undefined, 0, '0', 'undefined', 'null', {}, 1.5])(
		'%p is no ID',
		(value) => {
			expect(problemOf('contact', { 'Customer No': value })).toMatch(
				/^"Customer No" is the ID Column/,
			);
		},
	);
});

describe('two columns for one field', () => {
	test('are named, and the message says how to decide', () => {
		const row = { id: '1', Email: 'a@shop.example', 'E-Mail': 'b@shop.example' };
		expect(problemOf('contact', row)).toBe(
			'"Email" and "E-Mail" are columns for one field, "email". Choose the one that is meant in Format Settings > Columns',
		);
	});

	test('are asked about even when one of them is empty in this row', () => {
		expect(problemOf('contact', { id: '1', Phone: '', Mobile: '+447700900123' })).toMatch(
			/^"Phone" and "Mobile"/,
		);
	});

	test("are not asked about when one has Ometria's own name; the other is named", () => {
		const row = { id: '1', email: 'a@shop.example', 'E-Mail': 'b@shop.example' };
		expect(recordOf('contact', row)).toEqual({ id: '1', email: 'a@shop.example' });
		expect(warningsOf('contact', row)).toContain('"E-Mail" ("email" is sent as "email")');
	});

	test('are not asked about where they are of consent: an opt-out wins, and it is said', () => {
		const row = { id: '1', Subscribed: 'yes', Unsubscribed: 'yes' };
		expect(recordOf('contact', row)).toEqual({ id: '1', marketing_optin: 'EXPLICITLY_OPTEDOUT' });
		expect(warningsOf('contact', row)).toContain(
			'an opt-out is sent, as "Unsubscribed" says, although "Subscribed" says yes',
		);
	});

	test('are asked about where one is the object that holds the other', () => {
		const row = { id: '1', channels: { sms: { allow_marketing: true } }, 'SMS Opt-Out': 'yes' };
		expect(problemOf('contact', row)).toMatch(/^"channels" and "SMS Opt-Out" are columns for one/);
	});

	test('an object and a part of it are two columns for one field', () => {
		const row = { id: '1', properties: { a: 1 }, 'properties.b': 2 };
		expect(problemOf('contact', row)).toMatch(/^"properties" and "properties.b"/);
	});
});

describe('an uncertain heading', () => {
	test('is asked about', () => {
		expect(problemOf('contact', { id: '1', SMS: '+447700900123' })).toBe(
			'"SMS" may be "Phone Number" or "SMS: Marketing Consent". Choose the one that is meant in Format Settings > Columns',
		);
	});

	test('is not sent where it is a whole name, and named, as it keeps nobody back', () => {
		const row = { id: 'cus_1', Email: 'ada@shop.example', Name: 'Ada Byron' };
		expect(recordOf('contact', row)).toEqual({ id: 'cus_1', email: 'ada@shop.example' });
		expect(warningsOf('contact', row)).toContain(
			'"Name" (did you mean "First Name" or "Last Name"?)',
		);
	});

	test('can be renamed as the question says', () => {
		const row = { id: '1', 'Consent Status': 'subscribed', 'SMS Status': '' };
		expect(problemOf('contact', row)).toMatch(
			/^"Consent Status" may be "Marketing Opt-In" or "SMS: Marketing Consent"\./,
		);
		const renamed = { id: '1', 'Marketing Opt-In': 'subscribed', 'SMS: Marketing Consent': 'no' };
		expect(recordOf('contact', renamed)).toEqual({
			id: '1',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			channels: { sms: { allow_marketing: false } },
		});
	});

	test('is not asked about where its cell is empty', () => {
		expect(recordOf('contact', { id: '1', Name: '', SMS: null })).toEqual({ id: '1' });
	});

	test('is not sent, and named, beside columns for the fields that it may mean', () => {
		const row = { id: '1', Name: 'Ada Byron', 'First Name': 'Ada', 'Last Name': 'Byron' };
		expect(recordOf('contact', row)).toEqual({ id: '1', firstname: 'Ada', lastname: 'Byron' });
		expect(warningsOf('contact', row)).toContain('"Name" ("First Name" is sent as "firstname")');
	});
});

describe('consent', () => {
	test.each([
		['Yes', 'EXPLICITLY_OPTEDIN'],
		['TRUE', 'EXPLICITLY_OPTEDIN'],
		[true, 'EXPLICITLY_OPTEDIN'],
		[1, 'EXPLICITLY_OPTEDIN'],
		['opted in', 'EXPLICITLY_OPTEDIN'],
		['Opt-In', 'EXPLICITLY_OPTEDIN'],
		['EXPLICITLY_OPTEDIN', 'EXPLICITLY_OPTEDIN'],
		['No', 'EXPLICITLY_OPTEDOUT'],
		['NO', 'EXPLICITLY_OPTEDOUT'],
		['no ', 'EXPLICITLY_OPTEDOUT'],
		[false, 'EXPLICITLY_OPTEDOUT'],
		['0', 'EXPLICITLY_OPTEDOUT'],
		['unsubscribed', 'EXPLICITLY_OPTEDOUT'],
		['opted_out', 'EXPLICITLY_OPTEDOUT'],
		['Y', 'EXPLICITLY_OPTEDIN'],
		['✓', 'EXPLICITLY_OPTEDIN'],
		['✔️', 'EXPLICITLY_OPTEDIN'],
		['Sí', 'EXPLICITLY_OPTEDIN'],
		['double opt-in', 'EXPLICITLY_OPTEDIN'],
		['n', 'EXPLICITLY_OPTEDOUT'],
		['Nee', 'EXPLICITLY_OPTEDOUT'],
		['☐', 'EXPLICITLY_OPTEDOUT'],
		['cleaned', 'EXPLICITLY_OPTEDOUT'],
		['Do not allow', 'EXPLICITLY_OPTEDOUT'],
		['désabonné', 'EXPLICITLY_OPTEDOUT'],
	])('%p in a column of opt-ins is %s', (value, expected) => {
		expect(recordOf('contact', { id: '1', Newsletter: value })).toEqual({
			id: '1',
			marketing_optin: expected,
		});
	});

	test.each(['perhaps', 'maybe', 'yes, but', 'x', -1, 2, '-1', 'no!', {}, [], '2026-01-01'])(
		'%p in a column of opt-ins is refused',
		(value) => {
			expect(convertRow('contact', { id: '1', Newsletter: value })).toMatchObject({
				kind: 'invalid',
				field: 'Newsletter',
			});
		},
	);

	test('the message names the column, the field, the words and what was found', () => {
		expect(problemOf('contact', { id: '1', 'Opt-in': 'perhaps' })).toBe(
			'"Opt-in" decides on "marketing_optin": expected yes, no, true, false, subscribed or unsubscribed, found "perhaps"',
		);
	});

	test.each(['', ' ', null, undefined])('%p is not consent and is left out', (value) => {
		expect(recordOf('contact', { id: '1', Newsletter: value })).toEqual({ id: '1' });
	});

	test.each(['yes', true, 1, 'TRUE', 'unsubscribed', 'opted out'])(
		'%p in a column of opt-outs is an opt-out',
		(value) => {
			expect(recordOf('contact', { id: '1', Unsubscribed: value })).toEqual({
				id: '1',
				marketing_optin: 'EXPLICITLY_OPTEDOUT',
			});
		},
	);

	test.each(['no', false, 0, 'FALSE', '', null])(
		'%p in a column of opt-outs is not consent',
		(value) => {
			expect(recordOf('contact', { id: '1', 'Opt-out': value })).toEqual({ id: '1' });
		},
	);

	test.each(['subscribed', 'opted in', 'maybe'])(
		'%p in a column of opt-outs is refused',
		(value) => {
			expect(problemOf('contact', { id: '1', 'Opted Out': value })).toMatch(/decides on/);
		},
	);

	test('a column of opt-outs is explained', () => {
		expect(warningsOf('contact', { id: '1', 'Opt-out': 'no' })).toMatch(/that is not consent/);
	});

	test('never subscribed is left out and said, or an opt-out where the user wants it', () => {
		const row = { id: '1', 'Email Marketing Consent': 'NEVER_SUBSCRIBED' };
		expect(recordOf('contact', row)).toEqual({ id: '1' });
		expect(warningsOf('contact', row)).toMatch(/says that there is no consent/);
		expect(recordOf('contact', row, { noConsent: 'optOut' })).toEqual({
			id: '1',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		});
	});

	test('the time of an opt-out is when the person unsubscribed', () => {
		const row = { id: '1', Consent: 'no', 'Consent Date': '2026-01-16 09:00:00' };
		expect(recordOf('contact', row)).toEqual({
			id: '1',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_unsubscribed: '2026-01-16 09:00:00',
		});
	});

	test('the time of a consent that is not given is not sent, and said', () => {
		const row = { id: '1', Consent: '', 'Consent Date': '2026-01-16 09:00:00' };
		expect(recordOf('contact', row)).toEqual({ id: '1' });
		expect(warningsOf('contact', row)).toMatch(/^"Consent Date" is not sent/);
	});

	test('the time of a consent gives way to a column for the time of the subscription', () => {
		const row = {
			id: '1',
			Consent: 'yes',
			'Consent Date': '2026-01-16',
			'Opt-in date': '2026-01-17',
		};
		expect(recordOf('contact', row)).toEqual({
			id: '1',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_subscribed: '2026-01-17',
		});
		expect(warningsOf('contact', row)).toContain(
			'"Consent Date" ("Opt-in date" is sent as "timestamp_subscribed")',
		);
	});

	test('neither of two times of a consent is sent, and both are named', () => {
		const row = { id: '1', Consent: 'yes', 'Consent Date': '2026-01-16', 'Consent Time': '09:00' };
		expect(recordOf('contact', row)).toEqual({ id: '1', marketing_optin: 'EXPLICITLY_OPTEDIN' });
		expect(warningsOf('contact', row)).toContain('"Consent Date", "Consent Time"');
	});

	test('is asked about in a column that is not sent', () => {
		expect(problemOf('contact', { id: '1', Status: 'unsubscribed' })).toBe(
			'"Status" is "unsubscribed", which looks like a marketing consent. Rename the column to "Marketing Opt-In" if it is one, or remove it, for example in an Edit Fields node',
		);
		expect(recordOf('contact', { id: '1', Status: 'active' })).toEqual({ id: '1' });
		expect(
			recordOf('contact', { id: '1', 'Marketing Opt-In': 'unsubscribed', Status: 'subscribed' }),
		).toEqual({ id: '1', marketing_optin: 'EXPLICITLY_OPTEDOUT' });
	});

	test('is read in the same words for texts', () => {
		expect(recordOf('contact', { id: '1', 'SMS Opt-In': 'Yes' })).toEqual({
			id: '1',
			channels: { sms: { allow_marketing: true } },
		});
		expect(recordOf('contact', { id: '1', 'SMS Marketing Opt-In': 'opted out' })).toEqual({
			id: '1',
			channels: { sms: { marketing_optin: 'EXPLICITLY_OPTEDOUT' } },
		});
		expect(recordOf('contact', { id: '1', 'SMS Opt-Out': 'TRUE' })).toEqual({
			id: '1',
			channels: { sms: { allow_marketing: false } },
		});
		expect(problemOf('contact', { id: '1', 'SMS Consent': 'maybe' })).toMatch(
			/^"SMS Consent" decides on "channels.sms.allow_marketing"/,
		);
	});

	test('is never forced by a column that is only similar', () => {
		expect(recordOf('contact', { id: '1', 'Force Opt-In': 'yes' })).toEqual({ id: '1' });
	});
});

describe('what is said of the columns', () => {
	test('names the ID and each match, and warns of each column that is not sent', () => {
		const row = {
			'Customer No': '1',
			'E-Mail': 'a@shop.example',
			'Lifetime Value': '9',
			Emial: '',
		};
		expect(description('contact', row)).toBe(
			'"Customer No" is the ID. Columns that are sent: "Customer No" as "customer_id", "E-Mail" as "email"',
		);
		expect(warningsOf('contact', row)).toBe(
			'Columns that are not sent: "Lifetime Value", "Emial". Send those that Ometria should have with Custom Fields or Format Settings > Columns',
		);
	});

	test('says nothing of the row number that the Google Sheets node adds', () => {
		const row = { row_number: 2, id: '1', email: 'a@shop.example' };
		expect(convertRow('contact', row)).toEqual({
			kind: 'record',
			record: { id: '1', email: 'a@shop.example' },
			columns: new Map([
				['id', 'id'],
				['email', 'email'],
			]),
			warnings: [],
		});
		expect(recordOf('contact', { row_number: 2, Key: 'k' }, { idColumn: 'row_number' })).toEqual({
			id: 2,
		});
	});

	test('suggests the field of a misspelt heading', () => {
		expect(warningsOf('contact', { id: '1', Surnmae: 'x', Lastnme: 'B' })).toContain(
			'"Lastnme" (did you mean "Last Name"?)',
		);
	});

	test('is nothing where a column has to be chosen first, as the error of each row says so', () => {
		const row = { Email: 'a@shop.example' };
		expect(description('contact', row)).toBe('');
		expect(problemOf('contact', row)).toMatch(/Set Format Settings/);
	});
});

test('custom fields keep their names, even those that JavaScript uses', () => {
	const row: unknown = JSON.parse(
		'{"id":"1","properties.constructor":"a","properties.__proto__":{"b":1},"__proto__":"c"}',
	);
	expect(recordOf('contact', row as Row)).toEqual({ id: '1', properties: { constructor: 'a' } });
	expect(warningsOf('contact', row as Row)).toContain('"properties.__proto__", "__proto__"');
});

test('the row itself is not changed', () => {
	const row = { id: '1', 'properties.a': 1, Newsletter: 'yes' };
	const before = structuredClone(row);
	convertRow('contact', row);
	expect(row).toEqual(before);
});
