import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { CUSTOMER } from '../../../../nodes/Ometria/formats/wooCommerce/customer';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, refused, settings, without } from '../formatTests';
import { aCustomer, anOrder, BILLING } from './payloads';

const CONTACT: Json = {
	id: '58',
	customer_id: '58',
	email: 'mira@people.example',
	firstname: 'Mira',
	lastname: 'Okafor',
	phone_number: '+447700900456',
	country_id: 'GB',
	timestamp_acquired: '2025-02-01T08:00:00Z',
};

function convert(payload: Json, changes: Partial<FormatSettings> = {}): readonly Formatted[] {
	const entries = essential(madeOf(CUSTOMER.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'contact', CUSTOMER)).toEqual([]);
	return entries;
}

describe('a customer of WooCommerce', () => {
	it.each<[string, Json, Json]>([
		['with all that the shop knows', aCustomer(), CONTACT],
		['with a name on the bill only', aCustomer({ first_name: '', last_name: '' }), CONTACT],
		[
			'who never gave an address',
			aCustomer({
				billing: { first_name: '', last_name: '', country: '', email: '', phone: '' },
			}),
			without(CONTACT, 'phone_number', 'country_id'),
		],
		[
			'with an empty list for the address, as PHP writes it',
			aCustomer({ billing: [] }),
			without(CONTACT, 'phone_number', 'country_id'),
		],
		[
			'with a phone number without country code',
			aCustomer({ billing: { ...BILLING, phone: '07700 900456' } }),
			without(CONTACT, 'phone_number'),
		],
		[
			'with a country that is no code',
			aCustomer({ billing: { ...BILLING, country: 'United Kingdom' } }),
			without(CONTACT, 'country_id'),
		],
		[
			'with a country in lower case',
			aCustomer({ billing: { ...BILLING, country: 'gb' } }),
			CONTACT,
		],
		[
			'without a date',
			aCustomer({ date_created_gmt: null }),
			without(CONTACT, 'timestamp_acquired'),
		],
		[
			'with the zero date of MySQL',
			aCustomer({ date_created_gmt: '0000-00-00T00:00:00' }),
			without(CONTACT, 'timestamp_acquired'),
		],
		['without an email address', aCustomer({ email: '' }), without(CONTACT, 'email')],
		['who is a subscriber of the site', aCustomer({ role: 'subscriber' }), CONTACT],
		['with an ID as text', aCustomer({ id: '58' }), CONTACT],
		[
			'in the envelope of a Webhook node',
			{ headers: {}, params: {}, query: {}, body: aCustomer() },
			CONTACT,
		],
	])('becomes a contact: %s', (_name, payload, record) => {
		expect(convert(payload)).toEqual([{ kind: 'record', record, warnings: [] }]);
	});

	it('has the prefix before both IDs', () => {
		expect(convert(aCustomer(), { idPrefix: 'uk:' })).toEqual([
			{ kind: 'record', record: { ...CONTACT, id: 'uk:58', customer_id: 'uk:58' }, warnings: [] },
		]);
	});

	it('never has consent, whatever a plugin writes and the settings say', () => {
		const meta_data = [{ key: 'newsletter', value: 'no' }];
		const customer = aCustomer({ accepts_marketing: true, is_subscribed: false, meta_data });
		expect(convert(customer, { noConsent: 'optOut' })).toEqual([
			{ kind: 'record', record: CONTACT, warnings: [] },
		]);
	});

	it('is sent with a warning when the person works for the shop', () => {
		expect(convert(aCustomer({ role: 'shop_manager' }))).toEqual([
			{
				kind: 'record',
				record: CONTACT,
				warnings: [
					{
						reason: expect.any(String) as string,
						field: '',
						message: expect.stringContaining('"shop_manager"') as string,
					},
				],
			},
		]);
	});

	it.each<[string, Json, RegExp]>([
		['the guest with the ID 0', aCustomer({ id: 0 }), /expected the ID of the customer, found 0/],
		['an unsafe ID', aCustomer({ id: 1e17 }), /expected an ID/],
		[
			'a date that does not exist',
			aCustomer({ date_created_gmt: '2025-13-01T08:00:00' }),
			/a time/,
		],
		['a deleted customer', { id: 58 }, /only an ID|deleted/],
		['the test of a webhook', { webhook_id: '12' }, /test of a webhook/],
		['an order', anOrder(), /an order of WooCommerce\. Set Resource to Order/],
		[
			'a customer of Shopify',
			{ id: 1, email: 'a@people.example', first_name: 'A', orders_count: 1 },
			/Set Input Format to Shopify/,
		],
		[
			'a customer of Magento',
			{ id: 1, group_id: 1, website_id: 1, email: 'a@people.example', firstname: 'A' },
			/Set Input Format to Magento 2/,
		],
	])('is refused: %s', (_name, payload, message) => {
		expect(convert(payload)).toMatchObject([refused(expect.any(String), message)]);
	});
});
