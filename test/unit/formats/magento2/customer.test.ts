import { CUSTOMER } from '../../../../nodes/Ometria/formats/magento2/customer';
import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, recordsIn, refused, settings, without } from '../formatTests';
import { aCustomer, ADDRESS, anOrder } from './payloads';

const PERSON: Json = {
	id: '77',
	customer_id: '77',
	email: 'noe@people.example',
	firstname: 'Noé',
	lastname: 'Martin',
	phone_number: '+33639980001',
	gender: 'm',
	date_of_birth: '1988-04-09',
	country_id: 'FR',
	store_ids: ['2'],
	timestamp_acquired: '2024-11-02T16:20:00Z',
};
const NO_FLAG = { extension_attributes: { is_subscribed: false } };

function convert(payload: Json, changes: Partial<FormatSettings> = {}): readonly Formatted[] {
	const entries = essential(madeOf(CUSTOMER.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'contact', CUSTOMER)).toEqual([]);
	return entries;
}

/** Fields of the warnings of the only entry. */
function warnings(payload: Json): string[] {
	const [entry] = convert(payload);
	return entry.kind === 'record' ? entry.warnings.map(({ field }) => field) : [];
}

describe('a customer of Magento', () => {
	it.each<[string, Json, Json]>([
		['with all that the shop knows', {}, PERSON],
		['who is a woman', { gender: 2 }, { ...PERSON, gender: 'f' }],
		['whose gender is a number as text', { gender: '2' }, { ...PERSON, gender: 'f' }],
		['whose gender is not specified', { gender: 3 }, without(PERSON, 'gender')],
		[
			'with a prefix and a middle name',
			{ prefix: 'Dr', middlename: 'J.' },
			{ ...PERSON, prefix: 'Dr', middlename: 'J.' },
		],
		['with a time behind the birthday', { dob: '1988-04-09 00:00:00' }, PERSON],
		['without addresses', { addresses: [] }, without(PERSON, 'phone_number', 'country_id')],
		[
			'whose default address only the customer names',
			{
				addresses: [
					{ ...ADDRESS, id: 30, country_id: 'BE', telephone: '' },
					{ ...ADDRESS, id: 31, default_billing: undefined },
				],
			},
			PERSON,
		],
		[
			'whose default address has no country',
			{
				addresses: [
					{ ...ADDRESS, id: 31, country_id: null },
					{ ...ADDRESS, id: 30, country_id: 'be' },
				],
			},
			{ ...PERSON, country_id: 'BE' },
		],
		['of no store', { store_id: 0 }, without(PERSON, 'store_ids')],
		[
			'without the time of the account',
			{ created_at: undefined },
			without(PERSON, 'timestamp_acquired'),
		],
	])('becomes a contact: %s', (_name, changes, record) => {
		expect(convert(aCustomer({ ...NO_FLAG, ...changes }))).toEqual([
			{ kind: 'record', record, warnings: [] },
		]);
	});

	it('is opted in without a time when subscribed, with a warning', () => {
		expect(convert(aCustomer())).toEqual([
			{
				kind: 'record',
				record: { ...PERSON, marketing_optin: 'EXPLICITLY_OPTEDIN' },
				warnings: [
					{
						reason: 'consent_time_unknown',
						field: 'timestamp_subscribed',
						message: expect.stringMatching(/does not say when the person subscribed/) as string,
					},
				],
			},
		]);
	});

	it('is opted out when not subscribed only where the user says so', () => {
		expect(convert(aCustomer(NO_FLAG), { noConsent: 'optOut' })).toEqual([
			{
				kind: 'record',
				record: { ...PERSON, marketing_optin: 'EXPLICITLY_OPTEDOUT' },
				warnings: [],
			},
		]);
	});

	it.each<[string, unknown]>([
		['an empty list', []],
		['an object without the flag', {}],
		['null', { is_subscribed: null }],
		['nothing', undefined],
	])(
		'has no consent where the payload has none (%s), also where the user says opt out',
		(_name, extension_attributes) => {
			const customer = aCustomer({ extension_attributes });
			expect(recordsIn(convert(customer, { noConsent: 'optOut' }))).toEqual([PERSON]);
			expect(warnings(customer)).toEqual(['marketing_optin']);
		},
	);

	it.each(['1', 1, 0, 'true', 'yes', '', [], { value: true }])(
		'is refused when the flag of consent is %j',
		(is_subscribed) => {
			expect(convert(aCustomer({ extension_attributes: { is_subscribed } }))).toMatchObject([
				refused('extension_attributes.is_subscribed', /expected true or false/),
			]);
		},
	);

	it('has no consent from look-alikes of other shops', () => {
		const customer = aCustomer({
			extension_attributes: {},
			accepts_marketing: true,
			is_subscribed: true,
			custom_attributes: [{ attribute_code: 'newsletter', value: '1' }],
		});
		expect(recordsIn(convert(customer))).toEqual([PERSON]);
	});

	it('leaves out the zero date of MySQL as a birthday, with a warning', () => {
		const customer = aCustomer({ ...NO_FLAG, dob: '0000-00-00' });
		expect(recordsIn(convert(customer))).toEqual([without(PERSON, 'date_of_birth')]);
		expect(warnings(customer)).toEqual(['date_of_birth']);
	});

	it('has the prefix before both IDs, and the store of the settings', () => {
		expect(
			recordsIn(convert(aCustomer(NO_FLAG), { idPrefix: 'fr:', store: 'lampes.example' })),
		).toEqual([{ ...PERSON, id: 'fr:77', customer_id: 'fr:77', store_ids: ['lampes.example'] }]);
	});

	it('is found in the list of a search', () => {
		const items = [aCustomer(NO_FLAG), aCustomer({ ...NO_FLAG, id: 78 })];
		expect(recordsIn(convert({ items, search_criteria: {}, total_count: 2 }))).toEqual([
			PERSON,
			{ ...PERSON, id: '78', customer_id: '78' },
		]);
	});

	it.each<[string, Json, string, RegExp]>([
		['a birthday that does not exist', aCustomer({ dob: '1988-02-30' }), 'dob', /expected a date/],
		['a birthday as a number', aCustomer({ dob: 32242 }), 'dob', /expected a date/],
		['the ID 0', aCustomer({ id: 0 }), 'id', /expected the ID of the customer/],
		['no ID', without(aCustomer(), 'id'), 'id', /found nothing/],
		['a time that is none', aCustomer({ created_at: 'now' }), 'created_at', /expected a time/],
		['an order', anOrder(), '', /Set Resource to Order/],
		['only an ID', { id: 77 }, '', /only an ID/],
		[
			'a customer of WooCommerce',
			{ id: 1, email: 'a@people.example', username: 'a', billing: {}, role: 'customer' },
			'',
			/Set Input Format to WooCommerce/,
		],
	])('is refused: %s', (_name, payload, field, message) => {
		expect(convert(payload)).toMatchObject([refused(field, message)]);
	});
});
