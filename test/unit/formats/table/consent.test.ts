import type { Json } from '../../../../nodes/Ometria/formats/types';
import { checkRecord, type Validation } from '../../../../nodes/Ometria/records';
import { fc } from '../../../support/fastCheck';
import { STANDARD } from '../../../support/records';
import { convertRow, problemOf, recordOf, warningsOf } from './tableRows';

const OUT = 'EXPLICITLY_OPTEDOUT';
const IN = 'EXPLICITLY_OPTEDIN';

/** What is sent of a row, or undefined where it is refused. */
function sentOf(row: Json, validation: Validation = 'standard'): Json | undefined {
	const formatted = convertRow('contact', row);
	if (formatted.kind !== 'record') return undefined;
	const checked = checkRecord(
		'contact',
		formatted.record,
		{ ...STANDARD, validation },
		{ merges: true },
	);
	return checked.ok ? checked.record : undefined;
}

describe('an opt-in', () => {
	test.each<[system: string, optIn: Json, against: Json]>([
		[
			'a suppression of Klaviyo',
			{ 'Email Marketing Consent': 'SUBSCRIBED' },
			{ 'Email Suppressions': 'USER_SUPPRESSED' },
		],
		[
			'a list of suppressions',
			{ 'Email Marketing Consent': 'SUBSCRIBED' },
			{ 'Email Suppressions': "['SPAM_COMPLAINT', 'HARD_BOUNCE']" },
		],
		["Brevo's blacklist", { OPT_IN: 'Yes' }, { EMAIL_BLACKLISTED: 'Yes' }],
		["HubSpot's opt-out of all", { Newsletter: 'yes' }, { 'Unsubscribed from all email': 'true' }],
		[
			"HubSpot's opt-out of one type",
			{ Newsletter: 'yes' },
			{ 'Opted out of email: Product News': 'Yes' },
		],
		["HubSpot's own name", { Newsletter: true }, { hs_email_optout: true }],
		[
			'an address that HubSpot knows to be invalid',
			{ Newsletter: true },
			{ 'Invalid email address': true },
		],
		['Dynamics', { Newsletter: 1 }, { donotbulkemail: 'Do Not Allow' }],
		["CiviCRM's own opt-out", { newsletter: '1' }, { do_not_email: '0', is_opt_out: '1' }],
		["CiviCRM's label", { newsletter: '1' }, { 'No Bulk Emails (User Opt Out)': 'Yes' }],
		['Salesforce', { Newsletter: 'true' }, { HasOptedOutOfEmail: 'true' }],
		["Salesforce's bounce", { Newsletter: 'true' }, { EmailBouncedReason: '550 no such user' }],
		["Mailchimp's cleaned file", { Newsletter: 'yes' }, { CLEAN_TIME: '2026-01-02 10:00:00' }],
		["Mailchimp's reason", { Newsletter: 'yes' }, { UNSUB_REASON: 'NORMAL' }],
		['a state of dotdigital', { 'Opt-in': 'yes' }, { 'Email consent': 'SoftBounced' }],
		['a bounce of ActiveCampaign', { 'Opted in': '1' }, { bounced_hard: '1' }],
		[
			"Braze's spam report",
			{ email_subscribe: 'opted_in' },
			{ marked_email_as_spam_at: '2026-01-02T10:00:00Z' },
		],
		['a complaint', { Subscribed: 'yes' }, { 'Spam Complaint': 'x' }],
		['a blocked address', { Subscribed: 'yes' }, { Blocked: 'TRUE' }],
		['"do not contact"', { Subscribed: 'yes' }, { DNC: 'Y' }],
		['the word of another opt-in', { Newsletter: 'ja' }, { Einwilligung: 'nein' }],
		["Ometria's own name beside it", { 'Marketing Opt-In': 'yes' }, { marketing_optin: OUT }],
		['a column beside its own name', { marketing_optin: IN }, { Unsubscribed: 'yes' }],
		['German', { Newsletter: 'ja' }, { 'Widerspruch gegen Werbung': 'ja' }],
		['French', { Newsletter: 'oui' }, { Désinscrite: 'oui' }],
		['Spanish', { Boletín: 'sí' }, { 'Dado de baja': 'sí' }],
		['Dutch', { Nieuwsbrief: 'ja' }, { 'Geen nieuwsbrief': 'ja' }],
		['a negated name', { Newsletter: 'yes' }, { 'Not opted in': 'yes' }],
	])('is taken back by %s', (_system, optIn, against) => {
		expect(recordOf('contact', { id: '1', ...optIn })).toHaveProperty('marketing_optin', IN);
		for (const row of [
			{ id: '1', ...optIn, ...against },
			{ ...against, ...optIn, id: '1' },
		]) {
			expect(recordOf('contact', row)).toHaveProperty('marketing_optin', OUT);
			expect(warningsOf('contact', row)).toMatch(/an opt-out is sent, as .+ says?, although/);
		}
	});
});

describe('an opt-in beside another column', () => {
	test.each<[string, Json]>([
		['an empty suppression', { 'Email Suppressions': '' }],
		['an empty list of suppressions', { 'Email Suppressions': '[]' }],
		['two negations', { 'Do not email': 'no' }],
		['a blacklist that says no', { EMAIL_BLACKLISTED: 'No' }],
		['no bounce', { Bounced: 0 }],
		['a link to unsubscribe', { 'Unsubscribe Link': 'https://shop.example/u/1' }],
		['a form', { 'Opt-in Source': 'footer' }],
		['an opt-out of texts', { 'SMS Opt-Out': 'yes' }],
		['an opt-out of calls', { 'Do Not Call': 'yes', donotphone: true, donotfax: true }],
		['an opt-out of post', { donotpostalmail: 'Do Not Allow', do_not_mail: '0' }],
		['another channel', { 'Accepts WhatsApp Marketing': 'no', 'Push opt-out': 'yes' }],
		['a confirmed double opt-in', { 'DOUBLE_OPT-IN': 'Yes' }],
	])('stands where the column is %s', (_name, beside) => {
		const row = { id: '1', Newsletter: 'yes', ...beside };
		expect(recordOf('contact', row)).toHaveProperty('marketing_optin', IN);
	});
});

describe('a row', () => {
	test.each<[string, Json]>([
		['a name that looks like consent', { Newsletter: 'yes', 'GDPR consent form': 'no' }],
		['consent under a name that is not known', { 'Consent for offers': 'yes' }],
		['two negations in a name', { 'Not unsubscribed': 'yes', Newsletter: 'yes' }],
		['a name of both', { 'Opt-in/Opt-out': 'yes' }],
		['email and texts in one column', { 'Email and SMS consent': 'yes' }],
		['mail that may be post', { Newsletter: 'yes', 'Do not mail': 'yes' }],
		['a number of bounces', { Newsletter: 'yes', Bounces: 3 }],
		[
			'an unknown word of a suppression',
			{ Newsletter: 'yes', 'Email Suppressions': 'deliverable' },
		],
		['channels by number', { Newsletter: 'yes', unsubscribedChannelIds: '[12]' }],
		['a state in a column of another name', { Newsletter: 'yes', Status: 'unsubscribed' }],
		['a state that may be of texts', { Newsletter: 'yes', 'Subscription Status': 'opted out' }],
	])('is refused for %s', (_name, row) => {
		expect(problemOf('contact', { id: '1', ...row })).toMatch(
			/(?:Rename the column to|decides on)/,
		);
	});

	test('is refused with the column, the value and what to do in the message', () => {
		expect(problemOf('contact', { id: '1', 'Consent for offers': 'ok' })).toBe(
			'"Consent for offers" looks like a column of consent and is not understood, found "ok". Rename the column to "Marketing Opt-In" or "Unsubscribed" if it is one of these, or remove it, for example in an Edit Fields node',
		);
	});

	test('is not refused where another column opts out anyway', () => {
		const row = { id: '1', 'Consent for offers': 'ok', Unsubscribed: 'yes', Status: 'cleaned' };
		expect(recordOf('contact', row)).toEqual({ id: '1', marketing_optin: OUT });
	});
});

describe('a consent', () => {
	test.each([
		{ Newsletter: 'pending' },
		{ Newsletter: 'yes', 'Email consent': 'never subscribed' },
		{ OPT_IN: 'yes', 'DOUBLE_OPT-IN': 'no' },
		{ OPT_IN: 'yes', 'DOUBLE_OPT-IN': 'pending' },
	])('is not sent for %p, and it is said', (row) => {
		expect(recordOf('contact', { id: '1', ...row })).toEqual({ id: '1' });
		expect(warningsOf('contact', { id: '1', ...row })).toContain('that there is no consent');
	});

	test('is not sent for a person who has to confirm first, whatever is chosen for those never asked', () => {
		expect(
			recordOf('contact', { id: '1', Newsletter: 'pending' }, { noConsent: 'optOut' }),
		).toEqual({ id: '1' });
	});

	test('is not sent where only a double opt-in is confirmed', () => {
		expect(recordOf('contact', { id: '1', 'Double Opt-In': 'yes' })).toEqual({ id: '1' });
	});
});

describe('the time of an opt-out', () => {
	test('is an opt-out where nothing says when the person subscribed', () => {
		const row = { id: '1', 'Unsubscribed on': '2026-01-02T10:00:00Z' };
		expect(recordOf('contact', row)).toEqual({
			id: '1',
			marketing_optin: OUT,
			timestamp_unsubscribed: '2026-01-02T10:00:00Z',
		});
		expect(warningsOf('contact', row)).toContain('"Unsubscribed on" holds a time');
		expect(recordOf('contact', { id: '1', 'Unsubscribed on': '' })).toEqual({ id: '1' });
	});

	test.each<Validation>(['standard', 'strict', 'off'])(
		'is an opt-out when later than that of the opt-in (validation %s)',
		(validation) => {
			const row = {
				EUID: '7',
				'Email Address': 'kim@shop.example',
				OPTIN_TIME: '2025-03-04T10:00:00Z',
				UNSUB_TIME: '2026-01-02T10:00:00Z',
			};
			expect(sentOf(row, validation)).toMatchObject({
				marketing_optin: OUT,
				timestamp_unsubscribed: '2026-01-02T10:00:00Z',
			});
		},
	);

	test('gives way to a later opt-in', () => {
		const row = {
			id: '7',
			Newsletter: 'yes',
			OPTIN_TIME: '2026-03-04T10:00:00Z',
			UNSUB_TIME: '2026-01-02T10:00:00Z',
		};
		expect(sentOf(row)).toMatchObject({ marketing_optin: IN });
	});
});

describe('texts', () => {
	test('are opted out by "do not contact" where there is a word of them', () => {
		const row = { id: '1', 'SMS consent': 'yes', 'Do not contact': 'yes' };
		expect(recordOf('contact', row)).toEqual({
			id: '1',
			marketing_optin: OUT,
			channels: { sms: { allow_marketing: false } },
		});
	});

	test('are opted out by a suppression of their own', () => {
		const row = { id: '1', 'SMS consent': 'yes', 'SMS Suppressions': 'CARRIER_BLOCK' };
		expect(recordOf('contact', row)).toEqual({
			id: '1',
			channels: { sms: { allow_marketing: false } },
		});
	});
});

/**
 * Names by what a yes in them means, from the systems' own exports and the words of four languages;
 * written down apart from the code's lists.
 */
const LANGUAGES = {
	en: {
		optIn: [
			'Newsletter',
			'Accepts Email Marketing',
			'Email Marketing Consent',
			'OPT_IN',
			'Subscribed',
			'Email Consent',
			'marketing_permission',
		],
		optOut: [
			'Unsubscribed',
			'Email Opt Out',
			'Do not email',
			'hs_email_optout',
			'Email Suppressions',
			'EMAIL_BLACKLISTED',
			'Bounced',
			'Spam complaint',
			'is_opt_out',
			'donotbulkemail',
			'Opted out of email: Offers',
			'Do not contact',
			'Suppressed',
			'Marked as spam',
			'Blocklisted',
			'No email',
			'HasOptedOutOfEmail',
		],
		yes: ['yes', 'true', '1', 'Y'],
		no: ['no', 'false', '0', 'N'],
	},
	de: {
		optIn: ['Newsletter', 'Einwilligung', 'Newsletter abonniert', 'Werbeeinwilligung'],
		optOut: [
			'Abgemeldet',
			'Newsletter abgemeldet',
			'Werbesperre',
			'Widerspruch',
			'Gesperrt',
			'Keine Werbung',
			'Nicht kontaktieren',
			'Einwilligung widerrufen',
			'Robinsonliste',
		],
		yes: ['ja', 'wahr', '1', 'j'],
		no: ['nein', 'falsch', '0', 'n'],
	},
	fr: {
		optIn: ['Newsletter', 'Consentement', 'Abonné'],
		optOut: [
			'Désabonné',
			'Désinscrit',
			'Ne pas contacter',
			'Liste noire',
			'Opposition',
			'Désinscription',
		],
		yes: ['oui', 'vrai', '1'],
		no: ['non', 'faux', '0'],
	},
	nl: {
		optIn: ['Nieuwsbrief', 'Toestemming'],
		optOut: [
			'Afgemeld',
			'Uitgeschreven',
			'Geen nieuwsbrief',
			'Niet mailen',
			'Zwarte lijst',
			'Klacht',
		],
		yes: ['ja', 'waar', '1'],
		no: ['nee', 'onwaar', '0'],
	},
	es: {
		optIn: ['Boletín', 'Suscrito', 'Consentimiento', 'Acepta marketing'],
		optOut: ['Baja', 'Dado de baja', 'No contactar', 'Lista negra', 'Rebotado', 'Queja'],
		yes: ['sí', 'verdadero', '1'],
		no: ['no', 'falso', '0'],
	},
} as const;

const spelt = (name: string) =>
	fc.constantFrom(
		name,
		name.toUpperCase(),
		name.toLowerCase(),
		name.replaceAll(/[ -]/g, '_'),
		name.replaceAll(/[_-]/g, ' '),
		` ${name} `,
		`${name}?`,
	);

interface Column {
	heading: string;
	value: unknown;
	saysNo: boolean;
	optsIn: boolean;
}

const columnOf = (language: keyof typeof LANGUAGES): fc.Arbitrary<Column> => {
	const { optIn, optOut, yes, no } = LANGUAGES[language];
	const cell = (word: string) =>
		fc.constantFrom<unknown>(
			word,
			word.toUpperCase(),
			` ${word} `,
			...(word === '1' ? [1, true] : []),
			...(word === '0' ? [0, false] : []),
		);
	const column = (
		names: readonly string[],
		words: readonly string[],
		saysNo: boolean,
		optsIn: boolean,
	) =>
		fc
			.tuple(fc.constantFrom(...names).chain(spelt), fc.constantFrom(...words).chain(cell))
			.map(([heading, value]) => ({ heading, value, saysNo, optsIn }));
	return fc.oneof(
		column(optIn, yes, false, true),
		column(optIn, no, true, false),
		column(optIn, ['unsubscribed', 'opted out', 'cleaned'], true, false),
		column(optOut, yes, true, false),
		column(optOut, no, false, false),
		column(['Email', 'First Name', 'Points', 'Status', 'Notes'], ['', 'x', 'active'], false, false),
		column(
			['SMS consent', 'SMS opt-out', 'Accepts WhatsApp Marketing'],
			[...yes, ...no],
			false,
			false,
		),
	);
};

const sheetRow = fc
	.constantFrom(...(Object.keys(LANGUAGES) as Array<keyof typeof LANGUAGES>))
	.chain((language) =>
		fc.uniqueArray(columnOf(language), {
			minLength: 1,
			maxLength: 6,
			selector: ({ heading }) => heading,
		}),
	);

const rowOf = (columns: readonly Column[]): Json => {
	const row: Json = { id: '1' };
	for (const { heading, value } of columns) row[heading] = value;
	return row;
};

test('no arrangement of columns makes an opt-in of a row that holds a no', () => {
	fc.assert(
		fc.property(
			sheetRow,
			fc.constantFrom<Validation>('standard', 'strict', 'off'),
			(columns, validation) => {
				if (!columns.some(({ saysNo }) => saysNo)) return;
				const sent = sentOf(rowOf(columns), validation);
				expect(sent?.marketing_optin).not.toBe(IN);
			},
		),
	);
});

test('a row of opt-ins alone is opted in, whatever its language and order', () => {
	fc.assert(
		fc.property(sheetRow, (columns) => {
			const isConsent = columns.some(({ optsIn }) => optsIn);
			if (!isConsent || columns.some(({ saysNo }) => saysNo)) return;
			if (convertRow('contact', rowOf(columns)).kind === 'invalid') return;
			expect(sentOf(rowOf(columns), 'off')?.marketing_optin).toBe(IN);
		}),
	);
});

test.each([
	'Disiscritto',
	'Cancellato dalla newsletter',
	'Descadastrado',
	'Avregistrerad',
	'Avanmäld',
	'Frameldt nyhedsbrev',
	'Avmeldt',
	'Wypisany',
	'Odhlášen',
	'Leiratkozott',
	'Dezabonat',
	'Lista nera',
])('a person who said no in "%s" is not opted in by another column', (heading) => {
	for (const yes of ['yes', 'true', 1, 'x']) {
		const row = { id: '1', Newsletter: 'yes', [heading]: yes };
		expect(recordOf('contact', row).marketing_optin).toBe('EXPLICITLY_OPTEDOUT');
	}
	expect(recordOf('contact', { id: '1', Newsletter: 'yes', [heading]: 'no' }).marketing_optin).toBe(
		'EXPLICITLY_OPTEDIN',
	);
});

test.each(['Nyhetsbrev', 'Consenso marketing', 'Zgoda', 'Samtycke'])(
	'a column of consent in another language, "%s", is asked about',
	(heading) => {
		expect(problemOf('contact', { id: '1', [heading]: 'ja' })).toContain('looks like a column');
	},
);
