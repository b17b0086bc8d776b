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
