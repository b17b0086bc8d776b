import { isObject, parseJson } from '../utils/json';
import { trimInvisible } from '../utils/text';
import { parseTimeMs } from '../utils/time';

/**
 * Words of consent; nothing else is understood, as a guess would make a consent up. `yes` and `no`
 * depend on the heading, the others name what the person decided: `refused` is read only where the
 * heading speaks of consent, `pending` and `none` say that there is no consent yet.
 */
export const CONSENT_WORDS = {
	yes: [
		...['yes', 'y', 'true', 't', '1', 'on', 'ja', 'j', 'wahr', 'oui', 'vrai', 'sí', 'verdadero'],
		...['waar', 'sim', 'vero', '✓', '✔', '☑', '✅'],
	],
	no: [
		...['no', 'n', 'false', 'f', '0', 'off', 'nein', 'falsch', 'non', 'faux', 'falso', 'nee'],
		...['onwaar', 'não', 'nej', '✗', '✘', '❌', '☐'],
	],
	/** A cross in a box: it marks an opt-out, and beside an opt-in it may be a yes or a no. */
	cross: ['x'],
	in: [
		...['subscribed', 'opted in', 'optedin', 'opt in', 'optin', 'explicitly optedin', 'confirmed'],
		...['double opt in', 'double opted in', 'confirmed opt in', 'single opt in', 'angemeldet'],
		...['abonniert', 'abonné', 'abonnée', 'inscrit', 'inscrite', 'suscrito', 'suscrita'],
		...['aangemeld', 'ingeschreven'],
	],
	out: [
		...['unsubscribed', 'unsubscribe', 'opted out', 'optedout', 'opt out', 'optout'],
		...['explicitly optedout', 'cleaned', 'bounced', 'hard bounced', 'hard bounce', 'soft bounced'],
		...['soft bounce', 'complained', 'spam complaint', 'isp complained', 'direct complaint'],
		...['mail blocked', 'suppressed', 'user suppressed', 'manually suppressed'],
		...['global suppression', 'shared suppression', 'domain suppression', 'blacklisted'],
		...['blocklisted', 'do not email', 'do not contact', 'abgemeldet', 'ausgetragen', 'désabonné'],
		...['désabonnée', 'désinscrit', 'désinscrite', 'dado de baja', 'uitgeschreven', 'afgemeld'],
	],
	refused: [
		...['do not send', 'do not allow', 'not allowed', 'denied', 'blocked', 'spam', 'complaint'],
		...['revoked', 'withdrawn', 'declined', 'refused', 'rejected', 'objected', 'widerrufen'],
		...['widersprochen', 'gesperrt', 'abgelehnt', 'refusé', 'rechazado', 'baja', 'geweigerd'],
	],
	allowed: ['allow', 'allowed'],
	none: [
		...['never subscribed', 'never', 'not subscribed', 'nonsubscribed', 'non subscribed'],
		...['not specified', 'not opted in', 'no consent', 'nicht angemeldet', 'niemals', 'jamais'],
		...['nunca', 'nooit'],
	],
	pending: [
		...['pending', 'unconfirmed', 'not confirmed', 'awaiting confirmation', 'pending confirmation'],
		...['double opt in pending', 'ausstehend', 'unbestätigt', 'en attente', 'pendiente'],
		...['in afwachting'],
	],
} as const;

type Word = keyof typeof CONSENT_WORDS;

/** A word without what differs between spellings: case, accents, hyphens and underscores. */
function bareWord(text: string): string {
	return trimInvisible(text)
		.normalize('NFKD')
		.replace(/[\p{M}\uFE0F]/gu, '')
		.toLowerCase()
		.replace(/[\s_-]+/g, ' ');
}

const WORDS: ReadonlyMap<string, Word> = new Map(
	Object.entries(CONSENT_WORDS).flatMap(([word, spellings]) =>
		spellings.map((spelling) => [bareWord(spelling), word as Word] as const),
	),
);

/** Longer texts are not words. */
const LONGEST_WORD = 40;

function wordOf(value: unknown): Word | undefined {
	if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
	const text = String(value);
	if (text.length > LONGEST_WORD) return undefined;
	// Also "SoftBounced".
	return (
		WORDS.get(bareWord(text)) ?? WORDS.get(bareWord(text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')))
	);
}

/** What a text or number says that can only be yes or no; undefined for anything else. */
export function yesOrNo(value: unknown): boolean | undefined {
	const word = wordOf(value);
	return word === 'yes' ? true : word === 'no' ? false : undefined;
}

/** Whether a cell speaks of a consent or an opt-out whatever its heading is. */
export function speaksOfConsent(value: unknown): 'in' | 'out' | undefined {
	const word = typeof value === 'string' ? wordOf(value) : undefined;
	return word === 'in' || word === 'out' ? word : undefined;
}

/**
 * What a value says of one channel. `none`: there is no consent, as the person was never asked;
 * `pending`: as the person has not confirmed. `nothing`: the value decides nothing.
 */
export type Said = 'in' | 'out' | 'none' | 'pending' | 'nothing' | 'unknown';

/**
 * What a name makes of its values:
 * - `optIn`: yes is an opt-in
 * - `optOut`: yes is an opt-out, and no is not consent
 * - `confirmation`: of a double opt-in: no is not an opt-out
 * - `suppression`: also a list, a reason or a time is an opt-out
 * - `evidence`: whatever is there is an opt-out, as the reason for it
 * - `optOutDetail`: about an opt-out, such as its link; only a yes is an opt-out
 * - `optInDetail`: about an opt-in, such as its form; a no is to be asked about
 * - `unclearOptOut`: anything but a no is to be asked about
 * - `unclear`: anything is to be asked about
 */
export type ConsentReading =
	| 'optIn'
	| 'optOut'
	| 'confirmation'
	| 'suppression'
	| 'evidence'
	| 'optOutDetail'
	| 'optInDetail'
	| 'unclearOptOut'
	| 'unclear';

/** What stands where there is no suppression. */
const NOTHING = new Set([
	...['-', '--', 'none', 'n/a', 'na', 'null', 'not suppressed', 'not blacklisted', 'not bounced'],
	...['not blocked', 'keine', 'keiner', 'aucun', 'aucune', 'ninguno', 'ninguna', 'geen'],
]);
/** Reasons of a suppression; none of these is the negation of one. */
const REASON =
	/(?:^|[^a-z])(?:unsubscri|suppress|(?:hard|soft)?[ _-]?bounce|complain|spam|abuse|black ?list|block|invalid|manual|opt(?:ed)?[ _-]?out)/i;
const NEGATED = /(?:^|[^a-z])(?:not?|non|never|un(?:block|suppress)|without|nicht|kein)/i;

/** What is in a list, also one that is written as a text: `['UNSUBSCRIBE']`. */
function entriesOf(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value as unknown[];
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
	const parsed = parseJson(value);
	if (Array.isArray(parsed)) return parsed as unknown[];
	const inner = value.replace(/[[\]{}"'\s]/g, '');
	return inner === '' ? [] : inner.split(',');
}

function readSuppression(value: unknown, word: Word | undefined, isEvidence: boolean): Said {
	const entries = entriesOf(value);
	if (entries) return entries.length === 0 ? 'nothing' : 'out';
	if (isObject(value)) return Object.keys(value).length === 0 ? 'nothing' : 'unknown';
	if (word === 'yes' || word === 'cross' || word === 'out' || word === 'refused') return 'out';
	if (word === 'no') return 'nothing';
	if (typeof value !== 'string') return 'unknown';
	if (NOTHING.has(bareWord(value)) || word === 'none') return 'nothing';
	if (isEvidence || parseTimeMs(value, 'UTC') !== undefined) return 'out';
	return REASON.test(value) && !NEGATED.test(value) ? 'out' : 'unknown';
}

function readOptIn(word: Word | undefined): Said {
	switch (word) {
		case 'yes':
		case 'in':
		case 'allowed':
			return 'in';
		case 'no':
		case 'out':
		case 'refused':
			return 'out';
		case 'none':
		case 'pending':
			return word;
		default:
			return 'unknown';
	}
}

function readOptOut(value: unknown, word: Word | undefined): Said {
	switch (word) {
		case 'yes':
		case 'cross':
		case 'out':
		case 'refused':
			return 'out';
		case 'no':
		case 'allowed':
			return 'nothing';
		default:
			return entriesOf(value)?.length === 0 ? 'nothing' : 'unknown';
	}
}

/** Reads a value that is not empty; what is not understood is `unknown`. */
export function readConsent(value: unknown, reading: ConsentReading): Said {
	const word = wordOf(value);
	switch (reading) {
		case 'optIn':
			return readOptIn(word);
		case 'optOut':
			return readOptOut(value, word);
		case 'confirmation':
			return word === 'no' ? 'pending' : readOptIn(word);
		case 'suppression':
		case 'evidence':
			return readSuppression(value, word, reading === 'evidence');
		case 'optOutDetail':
			return word === 'yes' || word === 'out' || word === 'refused' ? 'out' : 'nothing';
		case 'optInDetail':
			return word === 'no' || word === 'out' || word === 'refused' ? 'unknown' : 'nothing';
		case 'unclearOptOut':
			return readOptOut(value, word) === 'nothing' ? 'nothing' : 'unknown';
		case 'unclear':
			return 'unknown';
	}
}
