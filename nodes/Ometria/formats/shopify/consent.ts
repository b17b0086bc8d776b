import { isObject } from '../../utils/json';
import type { Payload } from '../shared/payload';
import { readBoolean } from '../shared/values';
import type { FormatSettings, Json, MappingRow } from '../types';
import { time } from './read';

/**
 * Shopify's states of marketing consent. Source: shopify.dev, CustomerEmailMarketingState and
 * CustomerSmsMarketingState (documented); lower case in REST.
 */
const STATES = [
	'subscribed',
	'unsubscribed',
	'not_subscribed',
	'pending',
	'invalid',
	'redacted',
] as const;
type State = (typeof STATES)[number];

/** What a payload says about consent to one channel. */
interface Consent {
	state: State;
	/** Where the payload says it, and when it was said. */
	path: string;
	at: string | undefined;
}

/** Keys of the objects that hold a channel's consent, in REST and in two forms of GraphQL. */
const EMAIL_KEYS = ['email_marketing_consent', 'emailMarketingConsent', 'defaultEmailAddress'];
const SMS_KEYS = ['sms_marketing_consent', 'smsMarketingConsent', 'defaultPhoneNumber'];
const STATE_KEYS = ['state', 'marketingState'];
const TIME_KEYS = ['consent_updated_at', 'consentUpdatedAt', 'marketingUpdatedAt'];

function isState(word: string): word is State {
	return (STATES as readonly string[]).includes(word);
}

function readState(value: unknown): State | undefined {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return isState(word) ? word : undefined;
}

/** One channel's consent; objects that contradict each other and unknown words are refused. */
function readConsent(customer: Payload, keys: readonly string[]): Consent | undefined {
	let found: Consent | undefined;
	for (const key of keys) {
		const holder = customer.object(key);
		const state = holder.read(STATE_KEYS, readState, `one of ${STATES.join(', ')}`);
		if (state === undefined) continue;
		const consent = { state, path: holder.path, at: time(holder, ...TIME_KEYS) };
		if (found && found.state !== state) {
			const other = { path: found.path, state: found.state };
			customer.findings.add(holder.path, 'contradicting_consent', { state, other });
		}
		found ??= consent;
	}
	return found;
}

/** Until API 2023-10. A false one is left out, as it may mean "never asked" or "withdrawn". */
function readOldConsent(customer: Payload): Consent | undefined {
	const keys = ['accepts_marketing'];
	if (customer.read(keys, readBoolean, 'true or false') !== true) return undefined;
	if (customer.has(...EMAIL_KEYS)) return undefined;
	const at = time(customer, 'accepts_marketing_updated_at');
	return { state: 'subscribed', path: customer.at('accepts_marketing'), at };
}

/** Whether the payload belongs to a generation of the API that gives consent with a customer. */
function mentionsConsent(customer: Payload): boolean {
	if (customer.has('accepts_marketing')) return true;
	return [...EMAIL_KEYS, ...SMS_KEYS].some((key) => {
		const value = customer.json[key];
		if (isObject(value)) return STATE_KEYS.some((state) => Object.hasOwn(value, state));
		// No consent; of an address or a number, null says that there is none.
		return customer.has(key) && !key.startsWith('default');
	});
}

export const CONSENT_MAPPING: readonly MappingRow[] = [
	{
		field: 'marketing_optin',
		source:
			'email_marketing_consent.state, emailMarketingConsent.marketingState, defaultEmailAddress.marketingState, accepts_marketing',
		rule: 'subscribed gives EXPLICITLY_OPTEDIN, unsubscribed EXPLICITLY_OPTEDOUT. not_subscribed follows No Consent on Record. pending, invalid and no state send nothing. redacted skips the customer. An unknown word is an error. accepts_marketing counts only if it is true and the payload has no other consent to email',
	},
	{
		field: 'timestamp_subscribed',
		source:
			'email_marketing_consent.consent_updated_at, emailMarketingConsent.consentUpdatedAt, defaultEmailAddress.marketingUpdatedAt, accepts_marketing_updated_at',
		rule: 'With subscribed',
	},
	{
		field: 'timestamp_unsubscribed',
		source: 'as timestamp_subscribed',
		rule: 'With unsubscribed',
	},
	{
		field: 'channels > sms > allow_marketing',
		source:
			'sms_marketing_consent.state, smsMarketingConsent.marketingState, defaultPhoneNumber.marketingState',
		rule: 'subscribed gives true, unsubscribed false, the other states nothing. redacted skips the customer. An unknown word is an error',
	},
	{
		field: 'channels > sms > dt_updated_marketing',
		source:
			'sms_marketing_consent.consent_updated_at, smsMarketingConsent.consentUpdatedAt, defaultPhoneNumber.marketingUpdatedAt',
		rule: '',
	},
];

function emailFields(consent: Consent | undefined, settings: FormatSettings): Json {
	switch (consent?.state) {
		case 'subscribed':
			return { marketing_optin: 'EXPLICITLY_OPTEDIN', timestamp_subscribed: consent.at };
		case 'unsubscribed':
			return { marketing_optin: 'EXPLICITLY_OPTEDOUT', timestamp_unsubscribed: consent.at };
		case 'not_subscribed':
			return settings.noConsent === 'optOut' ? { marketing_optin: 'EXPLICITLY_OPTEDOUT' } : {};
		default:
			return {};
	}
}

function smsFields(consent: Consent | undefined): Json {
	const state = consent?.state;
	if (state !== 'subscribed' && state !== 'unsubscribed') return {};
	const sms = { allow_marketing: state === 'subscribed' };
	return {
		channels: {
			sms: consent?.at === undefined ? sms : { ...sms, dt_updated_marketing: consent.at },
		},
	};
}

/**
 * What a customer says about marketing: only what the payload states in a known word.
 *
 * @returns the fields of the contact, or 'redacted' for a customer whose data was erased
 */
export function consentFields(customer: Payload, settings: FormatSettings): Json | 'redacted' {
	const email = readConsent(customer, EMAIL_KEYS) ?? readOldConsent(customer);
	const sms = readConsent(customer, SMS_KEYS);
	if (email?.state === 'redacted' || sms?.state === 'redacted') return 'redacted';
	if (!mentionsConsent(customer)) {
		customer.findings.add('marketing_optin', 'consent_not_said', { shop: 'shopify' });
	}
	if (email?.state === 'subscribed' && email.at === undefined) {
		customer.findings.add('timestamp_subscribed', 'consent_time_unknown');
	}
	return { ...emailFields(email, settings), ...smsFields(sms) };
}
