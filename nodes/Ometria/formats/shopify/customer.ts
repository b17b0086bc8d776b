import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { prefixed, required } from '../shared/shopRecords';
import { withoutUndefined } from '../shared/values';
import type { Convert, FormatOperation, FormatSettings, Formatted, Json } from '../types';
import { CONSENT_MAPPING, consentFields } from './consent';
import { countryCode, emailOf, keyOf, phoneOf, SHOPIFY, shopifyId, time } from './read';

/** Keys that say who a customer is, also where the shop does not know it. */
const PERSON_KEYS = [
	...['email', 'email_address', 'defaultEmailAddress', 'phone', 'defaultPhoneNumber'],
	...['first_name', 'firstName', 'last_name', 'lastName'],
];

function toContact(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const customer = new Payload(json, path, findings);
	const consent = consentFields(customer, settings);
	if (consent === 'redacted') {
		return { kind: 'skipped', reason: 'customer whose data was erased' };
	}
	if (wasDeleted(customer)) {
		findings.add('', 'deleted_customer');
	}
	const number = shopifyId(customer, 'id', 'customer_id');
	const id = prefixed(required(customer, 'id', number, 'the ID of the customer'), settings);
	const person = withoutUndefined({
		email: emailOf(customer),
		phone_number: phoneOf(customer),
		firstname: customer.text('first_name', 'firstName'),
		lastname: customer.text('last_name', 'lastName'),
		country_id: countryCode(customer.object('default_address', 'defaultAddress')),
		timestamp_acquired: time(customer, 'created_at', 'createdAt'),
		...consent,
	});
	if (Object.keys(person).length === 0 && !customer.has(...PERSON_KEYS)) {
		const key = keyOf(customer, 'email', 'defaultEmailAddress');
		customer.refuse(key, 'an email address, a phone number or a name', 'Ask the shop for them');
	}
	return settle(findings, { id, customer_id: id, ...person });
}

/** The notification of a deleted customer has those fields of REST that hold lists, no others. */
function wasDeleted(customer: Payload): boolean {
	return (
		customer.has('tax_exemptions') &&
		!customer.has('created_at', 'updated_at', 'email', 'first_name', 'last_name')
	);
}

const convert: Convert = (json, settings) =>
	convertEach(json, SHOPIFY, 'contact', (payload, path) => [toContact(payload, path, settings)]);

/** Customers by REST, webhooks and the Admin GraphQL API, and both webhooks about consent. */
export const customer: FormatOperation = {
	convert,
	merge: true,
	settings: ['idPrefix', 'noConsent'],
	mapping: [
		{
			field: 'id',
			source: 'id, customer_id',
			rule: "The number: of GraphQL's gid://shopify/Customer/8801 it is 8801. ID Prefix goes before it",
		},
		{ field: 'customer_id', source: 'id, customer_id', rule: 'As id' },
		{ field: 'email', source: 'email, email_address, defaultEmailAddress.emailAddress', rule: '' },
		{
			field: 'phone_number',
			source: 'phone, defaultPhoneNumber.phoneNumber',
			rule: 'Only with a country code',
		},
		{ field: 'firstname', source: 'first_name, firstName', rule: '' },
		{ field: 'lastname', source: 'last_name, lastName', rule: '' },
		{
			field: 'country_id',
			source:
				'default_address.country_code, defaultAddress.countryCodeV2, defaultAddress.countryCode',
			rule: '',
		},
		{ field: 'timestamp_acquired', source: 'created_at, createdAt', rule: '' },
		...CONSENT_MAPPING,
	],
};
