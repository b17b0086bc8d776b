import {
	boolean,
	choice,
	country,
	date,
	dateTime,
	email,
	id,
	list,
	object,
	openChoice,
	phone,
	type Shape,
	text,
} from '../field';
import { merge, properties, type } from './shared';

const CONSENT = ['EXPLICITLY_OPTEDIN', 'EXPLICITLY_OPTEDOUT', 'NOT_SPECIFIED'] as const;

/** Segments in one record. Source: a third-party description of the API. */
const MOST_LISTS = 16;

/** Source: SMS consent (documented) names the fields; their place is seen in public clients. */
const smsShape: Shape = {
	allow_marketing: boolean({
		label: 'Marketing Consent',
		description:
			'Whether the person agreed to marketing by SMS; not sent unless your data has it, and then Ometria sends or stops sending texts accordingly',
		example: true,
		source: 'documented',
		nullDeletes: true,
	}),
	dt_updated_marketing: dateTime({
		label: 'Marketing Consent Time',
		description: 'When that consent was given or withdrawn',
		example: '2025-11-02T08:16:00+00:00',
		source: 'documented',
	}),
	allow_transactional: boolean({
		label: 'Transactional Consent',
		description: 'Whether the person agreed to transactional texts',
		example: true,
		source: 'seen',
	}),
	dt_updated_transactional: dateTime({
		label: 'Transactional Consent Time',
		description: 'When that consent was given or withdrawn',
		example: '2025-11-02T08:16:00+00:00',
		source: 'seen',
	}),
	marketing_optin: choice(CONSENT, {
		label: 'Marketing Opt-In',
		description: 'Other name for the SMS marketing consent; prefer allow_marketing',
		example: 'EXPLICITLY_OPTEDIN',
		source: 'described',
	}),
	transactional_optin: choice(CONSENT, {
		label: 'Transactional Opt-In',
		description: 'Other name for the SMS transactional consent; prefer allow_transactional',
		example: 'EXPLICITLY_OPTEDIN',
		source: 'described',
	}),
};

/** A person in a collection; Ometria gathers them into profiles. Source: CONTACTS (documented). */
export const contactShape: Shape = {
	'@type': type('contact'),
	'@collection': text({
		label: 'Collection',
		description:
			'The source this contact belongs to; "optin:sms" and "double_optin:sms" are for double opt-in by text message: identifiers and "channels > sms" only, a consent of the last 10 days',
		example: 'n8n',
		source: 'documented',
	}),
	id: id({
		label: 'ID',
		description:
			'Identifies the contact within its collection; no email address or other personal data, as it may be exposed',
		example: 'c-1001',
		source: 'documented',
		required: 'always',
		identifies: true,
	}),
	email: email({
		label: 'Email',
		description: 'Email address',
		example: 'ada@shop.example',
		source: 'seen',
		maxLength: 255,
		common: true,
		nullDeletes: true,
	}),
	customer_id: id({
		label: 'Customer ID',
		description: 'The account ID in your shop: links orders and contacts to one profile',
		example: '1001',
		source: 'documented',
		maxLength: 255,
		common: true,
		identifies: true,
		nullDeletes: true,
	}),
	phone_number: phone({
		label: 'Phone Number',
		description: 'With country code, as in +447700900123',
		example: '+447700900123',
		source: 'documented',
		common: true,
		nullDeletes: true,
	}),
	firstname: text({
		label: 'First Name',
		description: 'First name',
		example: 'Ada',
		source: 'described',
		maxLength: 64,
		common: true,
	}),
	lastname: text({
		label: 'Last Name',
		description: 'Last name',
		example: 'Byron',
		source: 'described',
		maxLength: 64,
		common: true,
	}),
	middlename: text({
		label: 'Middle Name',
		description: 'Middle name',
		example: 'K',
		source: 'described',
		maxLength: 64,
	}),
	prefix: text({ label: 'Prefix', description: 'Title', example: 'Ms', source: 'documented' }),
	marketing_optin: choice(CONSENT, {
		label: 'Marketing Opt-In',
		description:
			'Consent to marketing email; not sent unless your data has it, and then an opt-out stops marketing while an opt-in allows it',
		example: 'EXPLICITLY_OPTEDIN',
		source: 'documented',
		common: true,
		nullDeletes: true,
	}),
	'@force_optin': boolean({
		label: 'Force Opt-In',
		description:
			'Whether the sent opt-in wins over what all other sources say; only another forced update, or removing the forced listing, undoes it; for the source that decides alone',
		example: true,
		source: 'documented',
	}),
	timestamp_subscribed: dateTime({
		label: 'Subscribed At',
		description: 'When the person subscribed; together with the opt-in it starts welcome campaigns',
		example: '2025-11-02T08:16:00+00:00',
		source: 'documented',
		common: true,
	}),
	timestamp_unsubscribed: dateTime({
		label: 'Unsubscribed At',
		description: 'When the person unsubscribed',
		example: '2026-02-03T10:00:00+00:00',
		source: 'documented',
	}),
	timestamp_acquired: dateTime({
		label: 'Acquired At',
		description: 'When the person became known',
		example: '2025-11-02T08:15:00+00:00',
		source: 'documented',
	}),
	gender: openChoice(['m', 'f', 'o'], {
		label: 'Gender',
		description: 'Gender',
		example: 'f',
		source: 'seen',
	}),
	date_of_birth: date({
		label: 'Date of Birth',
		description: 'As YYYY-MM-DD',
		example: '1990-12-10',
		source: 'documented',
	}),
	country_id: country({
		label: 'Country',
		description: 'Two letters',
		example: 'GB',
		source: 'documented',
	}),
	timezone: text({
		label: 'Time Zone',
		description: 'IANA name',
		example: 'Europe/London',
		source: 'seen',
	}),
	store_ids: list('text', {
		label: 'Store IDs',
		description: 'Stores the person belongs to',
		example: ['shop.example/uk'],
		source: 'seen',
	}),
	channels: object(
		{
			sms: object(smsShape, {
				label: 'SMS',
				description: 'Consent to texts',
				example: { allow_marketing: true },
				source: 'seen',
			}),
		},
		{
			label: 'Channels',
			description: 'Consent by channel',
			example: { sms: { allow_marketing: true } },
			source: 'seen',
		},
	),
	'@add_to_lists': list('id', {
		label: 'Add to Segments',
		description: `IDs of static segments to add the contact to, at most ${MOST_LISTS}`,
		example: [635],
		maxEntries: MOST_LISTS,
		source: 'described',
	}),
	'@remove_from_lists': list('id', {
		label: 'Remove From Segments',
		description: `IDs of static segments to remove the contact from, at most ${MOST_LISTS}`,
		example: [635],
		maxEntries: MOST_LISTS,
		source: 'described',
	}),
	'@merge': merge,
	'@profile_id': text({
		label: 'Profile ID',
		description: 'Given by Ometria when a contact is read',
		example: '2695-c473e2-4aaf58',
		source: 'seen',
	}),
	properties: properties(),
};
