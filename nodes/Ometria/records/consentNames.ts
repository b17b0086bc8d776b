import type { ConsentReading } from './consentWords';
import { bareName } from './synonyms';

/** What a consent is for; `all` is an opt-out of everything, such as "Do Not Contact". */
export type Channel = 'email' | 'sms' | 'all';

/** What a name that speaks of consent makes of its values. */
export interface ConsentName {
	reading: ConsentReading;
	channel: Channel;
	/** Whether it is the time of an opt-out. */
	isOptOutTime: boolean;
}

/** Longer names are cut; a form's question is one. */
const LONGEST = 300;

/** Names in words that end somewhere: "HasOptedOutOfEmail" has five. */
function wordsOf(name: string): string[] {
	return (
		name
			.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
			.normalize('NFKD')
			.toLowerCase()
			.replace(/\p{M}/gu, '')
			.match(/\p{L}+/gu) ?? []
	);
}

/** Parts of names of opt-outs, without spaces: in English, German, French, Spanish and Dutch, and the commonest in others. */
const OPT_OUT = new RegExp(
	[
		'unsub|opt(?:ed|s|ing)?out|donot(?!bend|fold|ship|deliver|substitut|stack)|dont(?:e?mail|contact|send|text|sms|market)',
		'consent(?:was)?(?:withdrawn|revoked)|(?:withdrawn|revoked)consent|notoptedin',
		'abgemeldet|abmeld|abbestell|austrag|widerspr|widerruf|werbe?sperr|werbestop|mailsperr',
		'newslettersperr|kontaktsperr|kein(?:e|en)?(?:werbung|newsletter|e?mail)|robinson',
		'nicht(?:kontakt|anschreib|mailen|anmailen)',
		'desabonn|desinscri|nepas(?:contact|envoy|email)',
		'(?:rechazar?|refuses?)(?:la|las|los|les)?(?:publicid|publicit|marketing|newsletter|e?mail)',
		'dad[oa]debaja|debaja|no(?:contactar|enviar)|desuscri',
		// Italian, Portuguese, Swedish, Danish, Norwegian, Polish, Czech, Hungarian, Romanian, Russian.
		'disiscri|cancellat[oai]?dall|descadastr|descinscri|naoenviar|avregistr|avprenum|avanmal|avmeld|frameld|ejmail',
		'wypisan|zrezygnow|rezygnacj|odhlas|leiratkoz|dezabon|отписа',
		'afgemeld|afmeld|uitgeschrev|uitschrij|niet(?:mail|contact)|geen(?:e?mail|nieuwsbrief|reclame)',
	].join('|'),
);
const OPT_OUT_WORDS = new Set(['dnc', 'dne', 'baja', 'opposition', 'revoked', 'withdrawn']);
/** "No email", "No bulk emails", "No newsletter". */
const NO_EMAIL =
	/(?:^| )no (?:bulk |more )?(?:e ?mails?|mails|marketing|newsletters?|contact|sms|texts?)(?: |$)/;
const SUPPRESSION =
	/suppress|(?:email|mail|is)blocked|clean(?:time|campaign|reason)|^(?:is|email|isemail)?onhold|blacklist|blocklist|denylist|bounce|complain|quarantin|invalid(?:e?mail|address)|(?:e?mail|address)invalid|bad(?:e?mail|address)|undeliverable|listanera|bloccat|unzustellbar|schwarzeliste|sperrliste|listenoire|listanegra|zwartelijst/;
const SUPPRESSION_WORDS = new Set([
	...['blocked', 'spam', 'abuse', 'cleaned', 'gesperrt', 'rebotado', 'rebote', 'rebond', 'plainte'],
	...['queja', 'klacht', 'beschwerde', 'geblokkeerd', 'bloqueado'],
]);
const OPT_IN = new RegExp(
	[
		'opt(?:ed|ing)?in|subscri|newsletter|nieuwsbrief|boletin|consent|permissionto',
		'(?:marketing|email|mailing|contact)(?:permission|preference|allowed)|allow(?:s|ed)?(?:marketing|email|newsletter)',
		'accepts?(?:marketing|email|sms|newsletter)|canreceive|agreeto|receive(?:marketing|email|newsletter|offer)|sendmarketing|marketable|mailable|gdpr|dsgvo|rgpd',
		'iscritt|consenso|consentimento|inscrit[oa]|nyhetsbrev|nyhedsbrev|prenumer|samtyk|samtyck|zgoda|hirlevel',
		'^can(?:be)?(?:e?mail|contact)|^contactable|^okto(?:e?mail|contact)|(?:e?mail|contact)ok$',
		'werbung(?:erlaubt|erwunscht|gewunscht|zulassen|gestattet)|reclame(?:toegestaan|ontvangen)',
		'publicites?(?:accept|autoris)|publicidad(?:acept|autoriz|permit)',
		'(?:accepter?|recevoir|recibir)(?:la|las|les|de)?(?:publicit|publicid)',
		'angemeldet|einwillig|zustimm|werbeerlaub|abonn|inscrit|inscriptionnews|suscri|acepta(?:marketing|publicidad|email|newsletter|recibir)|toestemm|aangemeld|ingeschrev',
	].join('|'),
);
const DOUBLE_OPT_IN = /doubleopt(?:ed)?in/;
const NEGATION = '(?:not|never|non|nicht|keine?|keinen|niet|geen|pas)(?:been)?';
/** "Not unsubscribed": what yes means there is not guessed. */
const TWICE_NEGATED = new RegExp(
	`(?:${NEGATION}(?:unsub|optout|optedout|suppress|blacklist|blocklist|bounce|blocked|abgemeldet|desabonn|desinscri|afgemeld|uitgeschrev)|^no(?:optout|optedout|unsub)|un(?:block|suppress|blacklist|bounce))`,
);
const NEGATED_OPT_IN = new RegExp(
	`${NEGATION}(?:optin|optedin|subscri|consent|newsletter|abonn|angemeldet|suscri|inscri|aangemeld|ingeschrev)`,
);

const TIME_WORDS = new Set([
	'date',
	'time',
	'timestamp',
	'datetime',
	'datum',
	'zeitpunkt',
	'fecha',
]);
/** Words that make a time of a name that ends with them. */
const TIME_ENDINGS = new Set(['at', 'on', 'am', 'since', 'le', 'el', 'op', 'seit']);
/** What a name ends with that speaks of a consent and does not hold it. */
const DETAILS = new Set([
	...['ip', 'source', 'sources', 'method', 'form', 'url', 'uri', 'link', 'page', 'token', 'hash'],
	...['key', 'language', 'lang', 'version', 'by', 'agent', 'browser', 'frequency', 'topic'],
	...['topics', 'interest', 'interests', 'plan', 'product', 'box', 'price', 'amount', 'level'],
	...['category', 'owner', 'score', 'rate', 'text', 'campaign', 'title', 'id', 'reason', 'mode'],
	...['other', 'type', 'comment', 'feedback', 'count', 'total', 'list', 'legal', 'basis'],
]);
/** Ends of names whose values only a person has who opted out. */
const REASONS = new Set([
	...['reason', 'other', 'mode', 'campaign', 'title', 'category', 'type', 'comment', 'feedback'],
	...['source', 'method', 'ip', 'by', 'list', 'id', 'grund', 'motivo', 'motif', 'raison', 'reden'],
]);
/** Channels that Ometria's records have no consent for. */
const OTHER_CHANNEL =
	/whatsapp|phone|telefon|fax|postal|viber|telemarket|thirdparty|directmail|donotcall|donottrade|donotrent|anruf|letterpost/;
const OTHER_CHANNEL_WORDS = new Set([
	...['push', 'call', 'calls', 'post', 'brief', 'messenger', 'ads', 'partner', 'partners'],
	...['cookie', 'cookies', 'profiling', 'analytics', 'tracking'],
]);

const SMS = /sms|donottext|donttext|textmessag|textmarketing/;
const ALL =
	/donotcontact|dontcontact|allcommunication|allmarketing|allchannels|nichtkontakt|kontaktsperr|nepascontact|nocontactar|nietcontact/;

/** `both`: email and SMS are named; `post`: "mail" may be either; `other`: Ometria has no consent for it. */
function channelOf(bare: string, words: readonly string[]): Channel | 'both' | 'post' | 'other' {
	const isSms = SMS.test(bare) || words.slice(0, -1).includes('text') || words.includes('mobile');
	const isEmail = bare.includes('email');
	if (isSms) return isEmail ? 'both' : 'sms';
	if (isEmail) return 'email';
	if (OTHER_CHANNEL.test(bare) || words.some((word) => OTHER_CHANNEL_WORDS.has(word))) {
		return 'other';
	}
	if (/donot(?:send)?mails?$|dontmails?$/.test(bare)) return 'post';
	return ALL.test(bare) || words.includes('dnc') ? 'all' : 'email';
}

type Polarity = 'optIn' | 'optOut' | 'suppression' | 'unclear';

/** Names of both: "Opt-in/Opt-out", "Subscribed or unsubscribed". */
const EITHER =
	/opt(?:ed)?in(?:or)?opt(?:ed)?out|opt(?:ed)?out(?:or)?opt(?:ed)?in|(?<!un)subscribed?(?:or)?unsubscribed?|unsubscribed?(?:or)?subscribed?/;

function polarityOf(bare: string, words: readonly string[]): Polarity | undefined {
	if (TWICE_NEGATED.test(bare) || EITHER.test(bare)) return 'unclear';
	const isOptOut =
		OPT_OUT.test(bare) ||
		NEGATED_OPT_IN.test(bare) ||
		words.some((word) => OPT_OUT_WORDS.has(word)) ||
		NO_EMAIL.test(words.join(' '));
	if (isOptOut) return 'optOut';
	const isSuppression = SUPPRESSION.test(bare) || words.some((word) => SUPPRESSION_WORDS.has(word));
	if (isSuppression) return 'suppression';
	return OPT_IN.test(bare) ? 'optIn' : undefined;
}

/** Words of a name that is long enough to say what the opt-out is for: "Opted out of email: Product". */
const MANY_WORDS = 5;

function negativeReading(
	polarity: 'optOut' | 'suppression',
	words: readonly string[],
	isTime: boolean,
): ConsentReading {
	const last = words.at(-1) ?? '';
	if (isTime) return 'evidence';
	if (polarity === 'optOut' && words.length >= MANY_WORDS) return polarity;
	if (REASONS.has(last)) return 'evidence';
	return DETAILS.has(last) ? 'optOutDetail' : polarity;
}

/** Ometria's own field that no other name stands for. */
const NEVER_MEANT = new Set(['forceoptin']);

/**
 * What a name that is not a synonym of a field says of consent. What only looks like an opt-in is never
 * read as one: such a name is `unclear`.
 *
 * @returns undefined where it does not speak of consent to email or SMS
 */
export function consentNameOf(name: string): ConsentName | undefined {
	const cut = name.slice(0, LONGEST);
	const bare = bareName(cut);
	const words = wordsOf(cut);
	const polarity = NEVER_MEANT.has(bare) ? undefined : polarityOf(bare, words);
	if (polarity === undefined) return undefined;
	const found = channelOf(bare, words);
	if (found === 'other') return undefined;
	const channel = found === 'both' || found === 'post' ? 'all' : found;
	const last = words.at(-1) ?? '';
	const isTime = words.some((word) => TIME_WORDS.has(word)) || TIME_ENDINGS.has(last);
	const named = (reading: ConsentReading) => ({ reading, channel, isOptOutTime: false });
	if (polarity === 'unclear') return named('unclear');
	if (polarity === 'optIn') {
		if (isTime || DETAILS.has(last)) return named('optInDetail');
		return named(DOUBLE_OPT_IN.test(bare) && found !== 'both' ? 'confirmation' : 'unclear');
	}
	if (found === 'post') return named('unclearOptOut');
	const reading = negativeReading(polarity, words, isTime);
	return { reading, channel, isOptOutTime: isTime && polarity === 'optOut' };
}
