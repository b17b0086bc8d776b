import { checkRecord, type JsonRecord, type RecordRules } from '../../../nodes/Ometria/records';
import { fieldOptedIn } from '../../../nodes/Ometria/records/consent';
import { consentNameOf } from '../../../nodes/Ometria/records/consentNames';
import { STANDARD } from '../../support/records';

const IN = 'EXPLICITLY_OPTEDIN';
const OUT = 'EXPLICITLY_OPTEDOUT';
const EARLIER = '2025-03-04T10:00:00Z';
const LATER = '2026-01-02T10:00:00Z';

function checked(record: JsonRecord, rules: Partial<RecordRules> = {}) {
	return checkRecord(
		'contact',
		{ id: '1', email: 'kim@shop.example', ...record },
		{ ...STANDARD, ...rules },
		{ merges: true },
	);
}

/** What is sent of a record, with the codes of its warnings. */
function sent(record: JsonRecord, rules: Partial<RecordRules> = {}) {
	const result = checked(record, rules);
	if (!result.ok) throw new TypeError(JSON.stringify(result.problems));
	return { ...result.record, warnings: result.warnings.map(({ reason }) => reason) };
}

function faults(record: JsonRecord, rules: Partial<RecordRules> = {}): string[] {
	const result = checked(record, rules);
	return result.ok ? [] : result.problems.map(({ reason }) => reason);
}

describe('a time of an opt-out', () => {
	test.each([{ timestamp_subscribed: EARLIER }, { timestamp_subscribed: LATER }, {}])(
		'makes an opt-out of an opt-in that no later opt-in follows (%p)',
		(beside) => {
			const record = { marketing_optin: IN, timestamp_unsubscribed: LATER, ...beside };
			expect(sent(record)).toMatchObject({
				marketing_optin: OUT,
				warnings: ['opt_in_before_opt_out'],
			});
			expect(faults(record, { validation: 'strict' })).toEqual(['opt_in_before_opt_out']);
			expect(sent(record, { validation: 'off' })).toMatchObject({ marketing_optin: OUT });
			expect(faults(record, { convertTypes: false })).toEqual(['opt_in_withdrawn']);
		},
	);

	test('is compared after it was read, in whatever form it is', () => {
		const record = {
			marketing_optin: IN,
			timestamp_subscribed: '2026-01-02 09:00:00',
			timestamp_unsubscribed: Date.parse(LATER) / 1000,
		};
		expect(sent(record)).toMatchObject({ marketing_optin: OUT });
	});

	test('says nothing before a later opt-in', () => {
		const record = {
			marketing_optin: IN,
			timestamp_subscribed: LATER,
			timestamp_unsubscribed: EARLIER,
		};
		expect(sent(record)).toMatchObject({ marketing_optin: IN, warnings: [] });
	});

	test('is an opt-out after an opt-in of unknown consent, also in strict', () => {
		const record = { timestamp_subscribed: EARLIER, timestamp_unsubscribed: LATER };
		expect(sent(record, { validation: 'strict' })).toMatchObject({ marketing_optin: OUT });
	});

	test('alone is said, and refused in strict', () => {
		const record = { timestamp_unsubscribed: LATER };
		expect(sent(record)).toMatchObject({ warnings: ['opt_out_time_alone'] });
		expect(faults(record, { validation: 'strict' })).toEqual(['opt_out_time_alone']);
	});
});

describe('an opt-in', () => {
	test.each<[string, JsonRecord]>([
		['a field of an opt-out', { unsubscribed: true }],
		['a suppression', { email_suppressed: 'yes' }],
		['a status', { Status: 'cleaned' }],
		['the time of an opt-out under another name', { opt_out_date: EARLIER }],
		[
			'a time of an opt-out that follows the opt-in',
			{ unsubscribed_at: LATER, timestamp_subscribed: EARLIER },
		],
		['another consent', { accepts_marketing: false }],
		['a custom field', { properties: { 'Email Opt Out': 'Yes' } }],
		['"do not contact"', { do_not_contact: 1 }],
	])('is refused beside %s that says no', (_name, beside) => {
		expect(faults({ marketing_optin: IN, ...beside })).toEqual(['contradicted_opt_in']);
		expect(faults({ marketing_optin: IN, ...beside }, { unknownFields: 'drop' })).toEqual([
			'contradicted_opt_in',
		]);
		expect(faults({ marketing_optin: OUT, ...beside })).toEqual([]);
		expect(faults(beside)).toEqual([]);
	});

	test.each<[string, JsonRecord]>([
		['no opt-out', { unsubscribed: false }],
		['another channel', { sms_opt_out: true, do_not_call: true }],
		['an older reason', { unsubscribe_reason: 'too many' }],
		[
			'the time of an opt-out before the opt-in',
			{ unsubscribed_at: EARLIER, timestamp_subscribed: LATER },
		],
		['the time of an opt-out of texts', { sms_opt_out_date: LATER }],
		['no time', { unsubscribed_at: '' }],
		['a status that says nothing of it', { Status: 'active' }],
		['a word about texts', { sms_consent: 'unsubscribed' }],
		['a link', { unsubscribe_link: 'https://shop.example/u' }],
	])('is not refused beside %s', (_name, beside) => {
		expect(faults({ marketing_optin: IN, ...beside })).toEqual([]);
	});

	test('texts have an opt-out of their own', () => {
		const record = {
			phone_number: '+447700900123',
			channels: { sms: { allow_marketing: true } },
		};
		expect(faults({ ...record, do_not_sms: 'yes' })).toEqual(['contradicted_opt_in']);
		expect(faults({ ...record, unsubscribed: 'yes' })).toEqual([]);
	});
});

describe('doubts about consent', () => {
	test.each<[string, JsonRecord]>([
		['timestamp_subscribed', { timestamp_subscribed: '2099-01-01T00:00:00Z' }],
		[
			'channels > sms > dt_updated_marketing',
			{
				channels: { sms: { allow_marketing: false, dt_updated_marketing: '2099-01-01T00:00:00Z' } },
			},
		],
	])('a time in the future is said and refused in strict: %s', (path, record) => {
		const result = checked(record);
		expect(result.ok && result.warnings).toMatchObject([{ reason: 'future_consent', field: path }]);
		expect(faults(record, { validation: 'strict' })).toEqual(['future_consent']);
	});

	test('a consent to texts without a phone number is said and refused in strict', () => {
		const record = { channels: { sms: { allow_marketing: true } } };
		expect(sent(record)).toMatchObject({ warnings: ['sms_without_phone'] });
		expect(faults(record, { validation: 'strict' })).toEqual(['sms_without_phone']);
		expect(sent({ ...record, phone_number: '+447700900123' })).toMatchObject({ warnings: [] });
		expect(sent({ channels: { sms: { allow_marketing: false } } })).toMatchObject({ warnings: [] });
	});

	test('an update of the consent alone needs no phone number', () => {
		const record = { id: '1', channels: { sms: { allow_marketing: true } } };
		expect(checkRecord('contact', record, STANDARD, { merges: true })).toMatchObject({
			ok: true,
			warnings: [],
		});
	});
});

test('a change that opts in who was opted out is found', () => {
	expect(fieldOptedIn({ marketing_optin: OUT }, { marketing_optin: IN })).toBe('marketing_optin');
	expect(fieldOptedIn({ marketing_optin: OUT }, { marketing_optin: 'NOT_SPECIFIED' })).toBe(
		'marketing_optin',
	);
	expect(
		fieldOptedIn(
			{ channels: { sms: { allow_marketing: false } } },
			{ channels: { sms: { allow_marketing: true } } },
		),
	).toBe('channels > sms');
	expect(fieldOptedIn({}, { marketing_optin: IN })).toBeUndefined();
	expect(fieldOptedIn({ marketing_optin: OUT }, { marketing_optin: OUT })).toBeUndefined();
});

test.each([
	'Marketing contact status',
	'Adoption',
	'Prescription',
	'Block',
	'Mailing address',
	'Trabajo',
	'Accepts WhatsApp Marketing',
	'Do Not Call',
	'Do Not Bend',
	'donotpostalmail',
	'First Name',
	'Points',
])('%p does not speak of consent to email or texts', (name) => {
	expect(consentNameOf(name)).toBeUndefined();
});

test.each([
	'Werbung erlaubt',
	'Werbung erwünscht',
	'Publicité acceptée',
	'Accepte la publicité',
	'Recibir publicidad',
	'Reclame toegestaan',
	'can_email',
	'Can be contacted',
	'contactable',
	'mail_ok',
	'OK to email',
])('%p looks like a consent and is never read as one', (name) => {
	expect(consentNameOf(name)).toMatchObject({ reading: 'unclear' });
});

test.each(['Rechaza publicidad', 'Refuse la publicité', 'Refuses marketing'])(
	'%p is an opt-out',
	(name) => {
		expect(consentNameOf(name)).toMatchObject({ reading: 'optOut' });
	},
);

test.each(['American email', 'Publicidad origen', 'Email Oklahoma', 'Emergency contact'])(
	'%p says nothing of consent',
	(name) => {
		expect(consentNameOf(name)).toBeUndefined();
	},
);
