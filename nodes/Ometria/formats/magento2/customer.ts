import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { phpObject, prefixed, required, shopTime } from '../shared/shopRecords';
import { country, isBlank, phoneNumber, text, withoutUndefined, zonedTime } from '../shared/values';
import type { FormatOperation, FormatSettings, Formatted, Json, MappingRow } from '../types';

const OPTED_IN = 'EXPLICITLY_OPTEDIN';
const OPTED_OUT = 'EXPLICITLY_OPTEDOUT';

/** The option numbers of a new Magento; inferred, other numbers are a shop's own. */
const GENDERS: ReadonlyMap<string, string> = new Map([
	['1', 'm'],
	['2', 'f'],
]);

const MAPPING: readonly MappingRow[] = [
	{ field: 'id', source: 'id', rule: 'With ID Prefix' },
	{ field: 'customer_id', source: 'id', rule: 'The same as id' },
	{ field: 'email', source: 'email', rule: '' },
	{ field: 'prefix', source: 'prefix', rule: '' },
	{ field: 'firstname', source: 'firstname', rule: '' },
	{ field: 'middlename', source: 'middlename', rule: '' },
	{ field: 'lastname', source: 'lastname', rule: '' },
	{
		field: 'phone_number',
		source: 'addresses[].telephone',
		rule: 'Of the default billing address, else of the first address; only if it begins with + and a country code',
	},
	{ field: 'gender', source: 'gender', rule: '1 is m, 2 is f; left out for other numbers' },
	{
		field: 'date_of_birth',
		source: 'dob',
		rule: 'The date. 0000-00-00 is none; a day that does not exist is refused',
	},
	{
		field: 'country_id',
		source: 'addresses[].country_id',
		rule: 'Of the default billing address, else of the first address with a country',
	},
	{
		field: 'store_ids',
		source: 'store_id',
		rule: 'Where the setting Store is filled in, that. 0 is none',
	},
	{ field: 'timestamp_acquired', source: 'created_at', rule: 'Is UTC' },
	{
		field: 'marketing_optin',
		source: 'extension_attributes.is_subscribed',
		rule: 'true: opt-in, without a time, as the payload has none. false (never asked, unsubscribed or unconfirmed): by No Consent on Record. Missing: nothing. Anything else is refused',
	},
];

/** The address whose values count, the default one for bills before the others. */
function addressesOf(customer: Payload): Payload[] {
	const addresses = customer.rows('addresses') ?? [];
	const defaultId = text(customer.json.default_billing);
	const isDefault = ({ json }: Payload) =>
		json.default_billing === true || (defaultId !== undefined && text(json.id) === defaultId);
	return [...addresses.filter(isDefault), ...addresses.filter((address) => !isDefault(address))];
}

function dateOfBirth(customer: Payload): string | undefined {
	if (text(customer.json.dob)?.startsWith('0000') === true) {
		customer.findings.add('date_of_birth', 'date_left_out');
		return undefined;
	}
	return customer.read(
		['dob'],
		(value) => {
			const day = text(value)?.slice(0, 10);
			return zonedTime(`${day}T00:00Z`) === undefined ? undefined : day;
		},
		'a date such as 1990-12-10',
	);
}

/** Consent fails closed. Only true and false are known, and neither is read from absence. */
function consent(customer: Payload, settings: FormatSettings): string | undefined {
	const subscribed = phpObject(customer, 'extension_attributes').json.is_subscribed;
	if (subscribed === undefined || subscribed === null) {
		customer.findings.add('marketing_optin', 'consent_not_said', { shop: 'magento2' });
		return undefined;
	}
	if (subscribed === true) {
		customer.findings.add('timestamp_subscribed', 'consent_time_unknown');
		return OPTED_IN;
	}
	if (subscribed === false) return settings.noConsent === 'optOut' ? OPTED_OUT : undefined;
	phpObject(customer, 'extension_attributes').refuse('is_subscribed', 'true or false');
	return undefined;
}

function convertCustomer(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const customer = new Payload(json, path, findings);
	const id = prefixed(
		required(customer, 'id', customer.id('id'), 'the ID of the customer'),
		settings,
	);
	const addresses = addressesOf(customer);
	const store = settings.store ?? customer.id('store_id');
	return settle(
		findings,
		withoutUndefined({
			id,
			customer_id: id,
			email: customer.text('email'),
			prefix: customer.text('prefix'),
			firstname: customer.text('firstname'),
			middlename: customer.text('middlename'),
			lastname: customer.text('lastname'),
			phone_number: phoneNumber(addresses[0]?.json.telephone),
			gender: GENDERS.get(text(json.gender) ?? ''),
			date_of_birth: isBlank(json.dob) ? undefined : dateOfBirth(customer),
			country_id: addresses
				.map((address) => country(address.json.country_id))
				.find((code) => code !== undefined),
			store_ids: store === undefined ? undefined : [store],
			timestamp_acquired: shopTime(customer, 'created_at'),
			marketing_optin: consent(customer, settings),
		}),
	);
}

/** A customer of the REST API V1. Subscribers of the newsletter without an account are not in it. */
export const CUSTOMER: FormatOperation = {
	convert: (json, settings) =>
		convertEach(json, 'Magento 2', 'contact', (payload, path) => [
			convertCustomer(payload, path, settings),
		]),
	merge: true,
	settings: ['store', 'idPrefix', 'noConsent'],
	mapping: MAPPING,
};
