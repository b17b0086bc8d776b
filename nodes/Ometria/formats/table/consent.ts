import type { FormatSettings } from '../types';

const OPT_INS = { optedIn: 'EXPLICITLY_OPTEDIN', optedOut: 'EXPLICITLY_OPTEDOUT' };

/** Fields of contacts that hold consent to marketing, and what it is sent as. */
export const CONSENT_VALUES: Readonly<Record<string, Record<'optedIn' | 'optedOut', unknown>>> = {
	marketing_optin: OPT_INS,
	'channels.sms.allow_marketing': { optedIn: true, optedOut: false },
	'channels.sms.marketing_optin': OPT_INS,
};

/**
 * Words of consent; nothing else is understood, as a guess would make a consent up. `in` and `out`
 * name consent themselves, `yes` and `no` depend on the heading.
 */
export const CONSENT_WORDS = {
	yes: ['yes', 'true', '1', 'ja', 'wahr', 'oui', 'vrai'],
	no: ['no', 'false', '0', 'nein', 'falsch', 'non', 'faux'],
	in: ['subscribed', 'opted in', 'optedin', 'opt in', 'optin', 'explicitly optedin'],
	out: ['unsubscribed', 'opted out', 'optedout', 'opt out', 'optout', 'explicitly optedout'],
	none: ['never subscribed', 'not subscribed', 'not specified'],
} as const;

type Word = keyof typeof CONSENT_WORDS;

/** Also "opted-in" and "NEVER_SUBSCRIBED". */
const WORDS: ReadonlyMap<string, Word> = new Map(
	Object.entries(CONSENT_WORDS).flatMap(([word, spellings]) =>
		spellings.flatMap((spelling) =>
			[' ', '-', '_'].map((space) => [spelling.replaceAll(' ', space), word as Word] as const),
		),
	),
);

function wordOf(value: unknown): Word | undefined {
	if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
	return WORDS.get(String(value).trim().toLowerCase());
}

/** Whether a cell speaks of consent whatever its heading is. */
export function speaksOfConsent(value: unknown): boolean {
	const word = typeof value === 'string' ? wordOf(value) : undefined;
	return word === 'in' || word === 'out';
}

/** `notSent`: the cell says nothing that is sent. */
export type Consent = 'optedIn' | 'optedOut' | 'notSent' | 'unknown';

/**
 * Reads a cell that is not empty.
 *
 * @param reading what yes means: an opt-in, or an opt-out. No in a column of opt-outs is not consent
 * @param noConsent what a person who never subscribed becomes
 */
export function readConsent(
	value: unknown,
	reading: 'optIn' | 'optOut',
	noConsent: FormatSettings['noConsent'],
): Consent {
	const word = wordOf(value);
	if (word === undefined) return 'unknown';
	if (word === 'out') return 'optedOut';
	if (reading === 'optOut') {
		if (word === 'yes') return 'optedOut';
		return word === 'no' ? 'notSent' : 'unknown';
	}
	if (word === 'none') return noConsent === 'optOut' ? 'optedOut' : 'notSent';
	return word === 'no' ? 'optedOut' : 'optedIn';
}
