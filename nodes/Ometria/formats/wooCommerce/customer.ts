import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { phpObject, prefixed, required, shopTime } from '../shared/shopRecords';
import { country, phoneNumber, withoutUndefined } from '../shared/values';
import type { FormatOperation, FormatSettings, Formatted, Json, MappingRow } from '../types';

/** Roles of people who buy; others work for the shop. */
const SHOPPERS: ReadonlySet<string> = new Set(['customer', 'subscriber']);

const MAPPING: readonly MappingRow[] = [
	{ field: 'id', source: 'id', rule: 'With ID Prefix' },
	{ field: 'customer_id', source: 'id', rule: 'The same as id' },
	{ field: 'email', source: 'email', rule: '' },
	{ field: 'firstname', source: 'first_name, billing.first_name', rule: '' },
	{ field: 'lastname', source: 'last_name, billing.last_name', rule: '' },
	{
		field: 'phone_number',
		source: 'billing.phone',
		rule: 'Only if it begins with + and a country code',
	},
	{ field: 'country_id', source: 'billing.country', rule: '' },
	{ field: 'timestamp_acquired', source: 'date_created_gmt', rule: 'Is UTC' },
	{
		field: 'marketing_optin',
		source: '',
		rule: 'Not sent: WooCommerce has no consent. Add it with Additional Fields from the data of your newsletter plugin',
	},
];

function convertCustomer(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const customer = new Payload(json, path, findings);
	const billing = phpObject(customer, 'billing');
	const id = prefixed(
		required(customer, 'id', customer.id('id'), 'the ID of the customer'),
		settings,
	);
	const role = customer.text('role');
	if (role !== undefined && !SHOPPERS.has(role)) {
		findings.add('', 'may_be_staff', { role });
	}
	return settle(
		findings,
		withoutUndefined({
			id,
			customer_id: id,
			email: customer.text('email'),
			firstname: customer.text('first_name') ?? billing.text('first_name'),
			lastname: customer.text('last_name') ?? billing.text('last_name'),
			phone_number: phoneNumber(billing.json.phone),
			country_id: country(billing.json.country),
			timestamp_acquired: shopTime(customer, 'date_created_gmt'),
		}),
	);
}

/** A customer of the REST API v3 or of a webhook. It says nothing of consent, so nothing is sent. */
export const CUSTOMER: FormatOperation = {
	convert: (json, settings) =>
		convertEach(json, 'WooCommerce', 'contact', (payload, path) => [
			convertCustomer(payload, path, settings),
		]),
	merge: true,
	settings: ['idPrefix'],
	mapping: MAPPING,
};
