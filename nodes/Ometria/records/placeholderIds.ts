import { INVISIBLE, SHORTENED } from './identifiers';

/** What expressions and spreadsheets write where there is no value, and nobody else writes. */
const NEVER_MEANT = new Set([
	'undefined',
	'NaN',
	'Invalid Date',
	'Invalid DateTime',
	'[object Object]',
	'#N/A',
	'#REF!',
	'#VALUE!',
	'#NAME?',
	'#DIV/0!',
	'#NULL!',
	'#NUM!',
]);

/** Where an ID should be, these say nothing either; in lower case. */
const NOTHING = new Set([
	...Array.from(NEVER_MEANT, (text) => text.toLowerCase()),
	'null',
	'(null)',
	'[undefined]',
	'[null]',
	'[]',
	'{}',
]);

/** Whether a value of a custom field is what a program wrote where there was none. */
export function isWrittenForNothing(value: unknown): boolean {
	return typeof value === 'string' && NEVER_MEANT.has(value);
}

/** Words that can be a colour's id but never a customer's, product's or order's. */
const NOBODY = new Set([
	'0',
	'0.0',
	'n/a',
	'none',
	'-',
	'--',
	'?',
	'unknown',
	'guest',
	'anonymous',
	'tbd',
]);

/** `shop-undefined`, `shop_null`: a text that an expression put together of a part that is missing. */
const PART_MISSING =
	/(?:^|[-_:/|.])(?:undefined|null|nan|invalid date(?:time)?)$|^undefined[-_:/|.]|\[object Object\]/i;

/** Quotes that belong to the file that the ID comes from. */
const QUOTED = /^['’`"]/;

/** What every text that is found below has; most IDs have not, and need no closer look. */
const SUSPICIOUS =
	/[dlnae0)\]}!?\s]$|^(?:guest|anonymous|--?)$|^['’`"]|^undefined|E\+\d|^\d[.,]\d+E\d|\[object|\{\{|[\u00AD\u200B-\u2069\uFEFF\uD800-\uDFFF]/i;

/** Most IDs: letters, digits and two signs, with a digit at the end; what begins with "u" may be "undefined". */
const ORDINARY = /^[A-TV-Za-tv-z0-9][\w-]*\d$/;

const NO_VALUE = 'what an expression or a spreadsheet writes where there is no value';

/** Whether an ID needs a closer look. */
export function isSuspicious(id: string): boolean {
	return SUSPICIOUS.test(id);
}

/** Longer texts are not words of the lists above. */
const wordOf = (id: string) => (id.length <= 20 ? id.trim().toLowerCase() : '');

/** Whether a text in the place of an ID is what a program wrote where there was none. */
export function isNothing(id: string): boolean {
	return NOTHING.has(wordOf(id));
}

/** Whether an ID is clearly one: nothing is to be removed from it either. */
export function isOrdinary(id: string): boolean {
	return ORDINARY.test(id);
}

/**
 * Why a text is not an ID, although it is not empty.
 *
 * @param identifies whether it names a person, product or order, so that "0" is nobody
 * @returns a clause such as `is what an expression writes for nothing`, or undefined
 */
export function placeholderReason(id: string, identifies: boolean): string | undefined {
	if (isNothing(id)) return `is ${NO_VALUE}`;
	if (identifies && NOBODY.has(wordOf(id))) return 'is what shops write where there is no ID';
	if (PART_MISSING.test(id)) return 'seems to be put together of a value that is missing';
	if (id.includes('{{')) {
		return 'is an expression that was not evaluated: switch its field from Fixed to Expression';
	}
	if (QUOTED.test(id)) return 'has a quote of the spreadsheet or file that it comes from';
	if (INVISIBLE.test(id)) {
		return 'holds an invisible character, so that no other source has this ID';
	}
	if (SHORTENED.test(id)) return 'is a number that a spreadsheet shortened, so digits are lost';
	return undefined;
}

/** Whether a text holds half of a surrogate pair, which UTF-8 cannot write. */
export function hasLoneSurrogate(text: string): boolean {
	return /[\uD800-\uDFFF]/.test(text) && /\p{Surrogate}/u.test(text);
}
