import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../operations/parameters';
import { contactUpdateOperation } from '../../operations/push/contactUpdate';
import { NO_LIST_CHANGES } from '../../push/prepare';

const CHANNELS = ['email', 'sms'] as const;
const CONSENTS = ['optedIn', 'optedOut'] as const;

const channel: INodeProperties = {
	displayName: 'Channel',
	name: 'consentChannel',
	type: 'options',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'SMS', value: 'sms' },
	],
	default: 'email',
	description: 'The channel that the consent is for',
};

const consent: INodeProperties = {
	displayName: 'Consent',
	name: 'consent',
	type: 'options',
	required: true,
	options: [
		{ name: '- Choose -', value: '' },
		{ name: 'Opted In', value: 'optedIn' },
		{ name: 'Opted Out', value: 'optedOut' },
	],
	// Consent is never a default.
	default: '',
	description: 'What the person decided',
};

const time: INodeProperties = {
	displayName: 'Time of Consent',
	name: 'consentTime',
	type: 'dateTime',
	default: '',
	description:
		'When the person decided. Ometria starts welcome campaigns only for an opt-in with a time.',
};

const force: INodeProperties = {
	displayName: 'Force',
	name: 'forceConsent',
	type: 'boolean',
	displayOptions: { show: { consentChannel: ['email'] } },
	default: false,
	description:
		'Whether this consent overrides that of all other sources ("@force_optin"). Later updates that are not forced cannot change it. Use it only for the source that decides.',
};

/** Sources: OPTIN, "Force opt-in" and "SMS consent" (documented); the place of `channels.sms` is seen in clients. */
function readConsent(parameters: Parameters) {
	const isSms = parameters.choice(channel, CHANNELS) === 'sms';
	const optedIn = parameters.choice(consent, CONSENTS) === 'optedIn';
	const ms = parameters.timeMs(time);
	const at = ms === undefined ? undefined : new Date(ms).toISOString();
	if (isSms) {
		const sms = {
			allow_marketing: optedIn,
			...(at !== undefined && { dt_updated_marketing: at }),
		};
		return { channels: { sms } };
	}
	return {
		marketing_optin: optedIn ? 'EXPLICITLY_OPTEDIN' : 'EXPLICITLY_OPTEDOUT',
		...(at !== undefined && { [optedIn ? 'timestamp_subscribed' : 'timestamp_unsubscribed']: at }),
		...(parameters.boolean(force) && { '@force_optin': true }),
	};
}

export const setMarketingConsent = contactUpdateOperation({
	value: 'setMarketingConsent',
	name: 'Set Marketing Consent',
	action: 'Set marketing consent of contacts',
	description:
		'Opt the contact of each input item in to or out of marketing. Without Force, a person stays opted out while any other of their contacts is opted out.',
	properties: [channel, consent, time, force],
	read: (parameters) => ({ fields: readConsent(parameters), lists: NO_LIST_CHANGES }),
});
