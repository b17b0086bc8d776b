import { trimInvisible } from '../utils/text';

/** Characters without width that come with a text that was copied; not the two that join letters and emojis. */
export const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/;
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'g');
/** Most texts have none of them. */
const PLAIN = /^[\x21-\x7e][\x20-\x7e]*$/;
/** How a spreadsheet marks digits as text: `'00123`, `'+44 7700 900123`. */
const TEXT_MARK = /^['’`](?=\+?\d[\d\s().-]*$)/;

/** A text without the mark that a spreadsheet puts before digits. */
export function withoutTextMark(text: string): string {
	return TEXT_MARK.test(text) ? text.slice(1) : text;
}

/** An identifier without spaces around it and invisible characters anywhere, and without a text mark. */
export function cleanIdentifier(text: string): string {
	const visible =
		PLAIN.test(text) && !text.endsWith(' ') ? text : trimInvisible(text.replace(ALL_INVISIBLE, ''));
	return withoutTextMark(visible);
}

/** A number that a spreadsheet showed in short, which lost its last digits: `8.2098E+17`. */
export const SHORTENED = /^\d(?:[.,]\d+E\+?|E\+)\d+$/i;
/** A whole number that a spreadsheet gave decimals: another source has it without them. */
const DECIMALS = /^\d+\.0+$/;
/** What a sheet calls the row of its sums. */
const SUM_ROW = new Set([
	...['total', 'totals', 'grand total', 'sum', 'subtotal', 'average', 'summe', 'gesamt'],
	...['gesamtsumme', 'zwischensumme', 'somme', 'total général', 'suma', 'totaal', 'totale'],
]);
/** The longest of them, with some space. */
const LONGEST = 20;

/** What is known to be wrong with an ID: whoever had it becomes somebody else, or nobody. */
export type IdDamage = 'shortened' | 'decimals' | 'quote' | 'expression' | 'sum';

/**
 * What makes an ID unusable, whatever is chosen.
 *
 * @param id as {@link cleanIdentifier} gives it
 * @param identifies whether it names a person, product or order
 * @param isOwn whether it is that of the record itself
 */
export function damageOf(id: string, identifies: boolean, isOwn: boolean): IdDamage | undefined {
	if (id.includes('{{')) return 'expression';
	if (!identifies) return undefined;
	if (SHORTENED.test(id)) return 'shortened';
	if (DECIMALS.test(id)) return 'decimals';
	if (/^['’][\p{L}\d]/u.test(id)) return 'quote';
	return isOwn && id.length <= LONGEST && SUM_ROW.has(id.toLowerCase()) ? 'sum' : undefined;
}

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
