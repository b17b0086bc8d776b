import type { FormatSettings, Json } from '../../../../nodes/Ometria/formats/types';
import { graphqlOrder, restCustomer, restOrder, without } from './payloads';
import { convert, recordOf, refusalOf } from './results';

const contact = (json: Json, settings: Partial<FormatSettings> = {}) =>
	recordOf(convert('contact', json, settings));

const RECORD = {
	id: '9201',
	customer_id: '9201',
	email: 'noor@home.example',
	phone_number: '+33612345678',
	firstname: 'Noor',
	lastname: 'Haddad',
	country_id: 'FR',
	timestamp_acquired: '2025-06-03T10:00:00+02:00',
};
const OPTED_IN = {
	marketing_optin: 'EXPLICITLY_OPTEDIN',
	timestamp_subscribed: '2025-06-03T10:02:00+02:00',
};
const SMS_OUT = {
	channels: { sms: { allow_marketing: false, dt_updated_marketing: '2026-01-20T08:00:00+01:00' } },
};

/** Without any word on consent, as API 2025-01 has customers. */
function restCustomer2025(more: Json = {}): Json {
	const json = without(
		restCustomer(),
		'email_marketing_consent',
		'sms_marketing_consent',
		'tags',
		'orders_count',
		'total_spent',
	);
	return { ...json, ...more };
}

function graphqlCustomer(more: Json = {}): Json {
	return {
		id: 'gid://shopify/Customer/9201',
		email: 'noor@home.example',
		phone: '+33612345678',
		firstName: 'Noor',
		lastName: 'Haddad',
		createdAt: '2025-06-03T08:00:00Z',
		defaultAddress: { countryCodeV2: 'FR' },
		emailMarketingConsent: {
			marketingState: 'SUBSCRIBED',
			marketingOptInLevel: 'CONFIRMED_OPT_IN',
			consentUpdatedAt: '2025-06-03T08:02:00Z',
		},
		smsMarketingConsent: {
			marketingState: 'UNSUBSCRIBED',
			consentUpdatedAt: '2026-01-20T07:00:00Z',
		},
		...more,
	};
}

const GRAPHQL_RECORD = {
	...RECORD,
	timestamp_acquired: '2025-06-03T08:00:00Z',
	marketing_optin: 'EXPLICITLY_OPTEDIN',
	timestamp_subscribed: '2025-06-03T08:02:00Z',
	channels: { sms: { allow_marketing: false, dt_updated_marketing: '2026-01-20T07:00:00Z' } },
};

describe('a customer of Shopify', () => {
	it('becomes a contact with its consent in API 2024-10', () => {
		expect(contact(restCustomer())).toEqual({
			record: { ...RECORD, ...OPTED_IN, ...SMS_OUT },
			warnings: [],
		});
	});

	it('becomes a contact without consent in API 2025-01, and a warning says where consent is', () => {
		const { record, warnings } = contact(restCustomer2025());
		expect(record).toEqual(RECORD);
		expect(warnings).toEqual([
			expect.stringMatching(/^"marketing_optin": is left out.*customers_email_marketing_consent/),
		]);
	});

	it('becomes the same contact by GraphQL', () => {
		expect(contact({ data: { customer: graphqlCustomer() } })).toEqual({
			record: GRAPHQL_RECORD,
			warnings: [],
		});
	});

	it('becomes the same contact by GraphQL since 2025-04', () => {
		const json = without(
			graphqlCustomer(),
			'email',
			'phone',
			'emailMarketingConsent',
			'smsMarketingConsent',
		);
		const { record, warnings } = contact({
			...json,
			defaultEmailAddress: {
				emailAddress: 'noor@home.example',
				marketingState: 'SUBSCRIBED',
				marketingUpdatedAt: '2025-06-03T08:02:00Z',
			},
			defaultPhoneNumber: {
				phoneNumber: '+33612345678',
				marketingState: 'UNSUBSCRIBED',
				marketingUpdatedAt: '2026-01-20T07:00:00Z',
			},
		});
		expect({ record, warnings }).toEqual({ record: GRAPHQL_RECORD, warnings: [] });
	});

	it.each([
		['a Webhook node', { headers: {}, params: {}, query: {}, body: restCustomer() }],
		['GET /customers/1', { customer: restCustomer() }],
		['GET /customers', { customers: [restCustomer()] }],
		['GraphQL', { data: { customers: { edges: [{ node: restCustomer() }] } } }],
	])('is found in %s', (_from, json) =>
		expect(contact(json).record).toEqual({ ...RECORD, ...OPTED_IN, ...SMS_OUT }),
	);

	it('may have an ID and no more that is known of the person', () => {
		const { record } = contact({ id: 9201, email: null, first_name: '', default_address: null });
		expect(record).toEqual({ id: '9201', customer_id: '9201' });
	});

	it('may hold no personal data, where an app has no right to it', () => {
		const json = {
			id: 9201,
			created_at: '2025-06-03T10:00:00+02:00',
			state: 'enabled',
			verified_email: true,
			tax_exempt: false,
			tax_exemptions: [],
		};
		expect(contact(json).record).toEqual({
			id: '9201',
			customer_id: '9201',
			timestamp_acquired: '2025-06-03T10:00:00+02:00',
		});
	});

	it('has the prefix before both IDs', () => {
		const { record } = contact(restCustomer(), { idPrefix: 'uk:' });
		expect(record).toMatchObject({ id: 'uk:9201', customer_id: 'uk:9201' });
	});
});

describe('a notification of consent of Shopify', () => {
	it('is an opt-out of email of the same contact', () => {
		const json = {
			customer_id: 9201,
			email_address: 'noor@home.example',
			email_marketing_consent: {
				state: 'unsubscribed',
				opt_in_level: null,
				consent_updated_at: '2026-03-04T05:06:07Z',
			},
		};
		expect(contact(json)).toEqual({
			record: {
				id: '9201',
				customer_id: '9201',
				email: 'noor@home.example',
				marketing_optin: 'EXPLICITLY_OPTEDOUT',
				timestamp_unsubscribed: '2026-03-04T05:06:07Z',
			},
			warnings: [],
		});
	});

	it('is an opt-in to texts of the same contact', () => {
		const json = {
			id: 9201,
			phone: null,
			sms_marketing_consent: {
				state: 'subscribed',
				opt_in_level: 'single_opt_in',
				consent_updated_at: '2026-03-04T05:06:07Z',
				consent_collected_from: 'SHOPIFY',
			},
		};
		expect(contact(json)).toEqual({
			record: {
				id: '9201',
				customer_id: '9201',
				channels: {
					sms: { allow_marketing: true, dt_updated_marketing: '2026-03-04T05:06:07Z' },
				},
			},
			warnings: [],
		});
	});
});

describe('the consent of a customer of Shopify', () => {
	const withState = (state: unknown, more: Json = {}) =>
		restCustomer({ email_marketing_consent: { state, ...more }, sms_marketing_consent: null });

	it.each(['Subscribed', 'SUBSCRIBED', ' subscribed '])('is read in any case: %j', (state) => {
		expect(contact(withState(state)).record.marketing_optin).toBe('EXPLICITLY_OPTEDIN');
	});

	it.each(['not_subscribed', 'pending', 'invalid', null, undefined, ''])(
		'is left out where nothing was said: %j',
		(state) => expect(contact(withState(state)).record).toEqual(RECORD),
	);

	it.each([null, undefined])('is left out where there is none: %j', (consent) => {
		const json = restCustomer({
			email_marketing_consent: consent,
			sms_marketing_consent: consent,
		});
		expect(contact(json)).toEqual({ record: RECORD, warnings: [] });
	});

	it('is an opt-out for those who never subscribed only where the user says so', () => {
		const optOut = { noConsent: 'optOut' } as const;
		expect(contact(withState('not_subscribed'), optOut).record).toEqual({
			...RECORD,
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		});
		for (const state of ['pending', 'invalid', null]) {
			expect(contact(withState(state), optOut).record).toEqual(RECORD);
		}
		expect(contact(restCustomer2025(), optOut).record).toEqual(RECORD);
	});

	it.each(['opted_in', 'yes', 'subscribe', true, 1, {}, ['subscribed']])(
		'is refused in an unknown word: %j',
		(state) => {
			const { field, message } = refusalOf(convert('contact', withState(state)));
			expect(field).toBe('email_marketing_consent.state');
			expect(message).toContain('expected one of subscribed, unsubscribed');
		},
	);

	it('is refused for texts as for email', () => {
		const json = restCustomer({ sms_marketing_consent: { state: 'opted_in' } });
		expect(refusalOf(convert('contact', json)).field).toBe('sms_marketing_consent.state');
	});

	it('is refused where it is not an object', () => {
		const json = restCustomer({ email_marketing_consent: 'subscribed' });
		expect(refusalOf(convert('contact', json)).field).toBe('email_marketing_consent');
	});

	it('is refused where its time cannot be read', () => {
		const json = withState('subscribed', { consent_updated_at: 'last week' });
		const { field } = refusalOf(convert('contact', json));
		expect(field).toBe('email_marketing_consent.consent_updated_at');
	});

	it('is refused where two places contradict each other', () => {
		const json = graphqlCustomer({
			defaultEmailAddress: { emailAddress: 'noor@home.example', marketingState: 'UNSUBSCRIBED' },
		});
		expect(refusalOf(convert('contact', json)).message).toBe(
			'"defaultEmailAddress": says unsubscribed, but emailMarketingConsent says subscribed. Send only the one that is right',
		);
	});

	it('is sent without a time where there is none, and a warning says what that means', () => {
		const { record, warnings } = contact(withState('subscribed', { consent_updated_at: null }));
		expect(record).toEqual({ ...RECORD, marketing_optin: 'EXPLICITLY_OPTEDIN' });
		expect(warnings).toEqual([expect.stringMatching(/^"timestamp_subscribed": .*welcome/)]);
	});

	it.each(['email_marketing_consent', 'sms_marketing_consent'])(
		'skips the customer where it is redacted: %s',
		(key) =>
			expect(convert('contact', restCustomer({ [key]: { state: 'redacted' } }))).toEqual([
				{ kind: 'skipped', reason: 'customer whose data was erased' },
			]),
	);

	it('is the old flag only where it is true and nothing else is said', () => {
		const time = { accepts_marketing_updated_at: '2023-01-01T00:00:00Z' };
		const old = (flag: unknown) => restCustomer2025({ accepts_marketing: flag, ...time });
		expect(contact(old(true))).toEqual({
			record: {
				...RECORD,
				marketing_optin: 'EXPLICITLY_OPTEDIN',
				timestamp_subscribed: '2023-01-01T00:00:00Z',
			},
			warnings: [],
		});
		expect(contact(old(false))).toEqual({ record: RECORD, warnings: [] });
		const both = restCustomer({
			accepts_marketing: true,
			email_marketing_consent: { state: 'unsubscribed' },
			sms_marketing_consent: null,
		});
		expect(contact(both).record.marketing_optin).toBe('EXPLICITLY_OPTEDOUT');
		const none = restCustomer2025({ accepts_marketing: true, email_marketing_consent: null });
		expect(contact(none).record).toEqual(RECORD);
		expect(refusalOf(convert('contact', old('maybe'))).field).toBe('accepts_marketing');
	});
});

describe('what is not a customer of Shopify', () => {
	it.each<[string, Json, RegExp]>([
		['an order', restOrder(), /Set Resource to Order$/],
		['an order by GraphQL', graphqlOrder(), /Set Resource to Order$/],
		['tags', { customerId: 'gid://shopify/Customer/1', tags: ['a'] }, /fetch the customer/],
		['purchases', { customerId: 'gid://shopify/Customer/1', numberOfOrders: 2 }, /fetch the/],
		['a merge', { admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1' }, /merged/],
		['a deletion', { id: 9201 }, /only an ID/],
		['an address', { id: 1, customer_id: 9201, address1: 'x' }, /address of Shopify/],
		[
			'a customer of WooCommerce',
			{ id: 1, email: 'a@b.example', first_name: 'A', is_paying_customer: true },
			/Set Input Format to WooCommerce$/,
		],
		[
			'a customer of Magento',
			{ id: 1, group_id: 1, email: 'a@b.example', firstname: 'A' },
			/Set Input Format to Magento 2$/,
		],
		['a contact of Ometria', { id: '1', '@collection': 'x' }, /Format to Ometria Record$/],
	])('is refused with what to do: %s', (_what, json, message) =>
		expect(refusalOf(convert('contact', json)).message).toMatch(message),
	);

	it('is a deletion: an ID with empty lists', () => {
		const json = {
			id: 9201,
			phone: null,
			addresses: [],
			tax_exemptions: [],
			email_marketing_consent: null,
			sms_marketing_consent: null,
			admin_graphql_api_id: 'gid://shopify/Customer/9201',
		};
		expect(refusalOf(convert('contact', json)).message).toContain('the customer was deleted');
	});

	it.each([
		['no ID', { email: 'a@b.example' }, 'id'],
		['the ID 0', { id: 0, email: 'a@b.example' }, 'id'],
		['an address as ID', { id: 'a@b.example', email: 'a@b.example' }, 'id'],
		['an ID that lost digits', { id: 2 ** 60, email: 'a@b.example' }, 'id'],
		['a broken GraphQL ID', { id: 'gid://shopify/Customer/', email: 'a@b.example' }, 'id'],
	])('is refused with the path: %s', (_what, json, field) =>
		expect(refusalOf(convert('contact', json)).field).toBe(field),
	);
});

describe('a customer by a query that asked for little', () => {
	const id = 'gid://shopify/Customer/9201';

	it.each<[string, Json]>([
		['its ID alone', { id }],
		['its ID and its type', { id, __typename: 'Customer', legacyResourceId: '9201' }],
	])('is refused where it is %s', (_what, json) => {
		expect(refusalOf(convert('contact', json)).message).toMatch(/^There is only an ID/);
	});

	it('is refused where nothing of the person can be read, and says what to ask for', () => {
		const aliased = { id, mail: 'noor@home.example', first: 'Noor' };
		expect(refusalOf(convert('contact', aliased))).toEqual({
			field: 'defaultEmailAddress',
			message:
				'"defaultEmailAddress": expected an email address, a phone number or a name, found nothing. Ask the shop for them',
		});
	});

	it('is sent where the shop has nothing of the person', () => {
		const json = { id, email: null, phone: null, firstName: null, lastName: null };
		expect(contact(json).record).toEqual({ id: '9201', customer_id: '9201' });
	});

	it.each([{ marketingOptInLevel: 'SINGLE_OPT_IN' }, {}])(
		'says that consent was not asked for: %j',
		(emailMarketingConsent) => {
			const json = { id, email: 'noor@home.example', emailMarketingConsent };
			expect(contact(json).warnings).toEqual([expect.stringContaining('says nothing of consent')]);
		},
	);
});
