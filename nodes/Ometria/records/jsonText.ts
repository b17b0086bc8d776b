import { parseJson } from '../utils/json';
import { keepsDigits } from './exactNumber';

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;
/** What every number has that may be written otherwise than it was given. */
const MAY_BE_INEXACT = /[\d.]{16}|\de/i;

/** Longer than any that a record may have: reading it would hold n8n for nothing. */
export const LONGEST_JSON = 500_000;

function startsAsJson(text: string): boolean {
	return text.length <= LONGEST_JSON && /^\s*[[{]/.test(text);
}

/** The first number of a valid JSON text that would lose digits when it is read; undefined when there is none. */
export function inexactNumberIn(text: string): string | undefined {
	if (!MAY_BE_INEXACT.test(text)) return undefined;
	let isInText = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (isInText && character === '\\') at++;
		else if (character === '"') isInText = !isInText;
		else if (!isInText && /[-\d]/.test(character)) {
			NUMBER.lastIndex = at;
			const number = NUMBER.exec(text)?.[0] ?? character;
			if (!keepsDigits(number)) return number;
			at += number.length - 1;
		}
	}
	return undefined;
}

/**
 * What a text of JSON holds, as a cell of a spreadsheet or a JSON column of the editor gives it.
 *
 * @returns the value itself where it is not the text of a JSON list or object, or where reading it would
 * lose digits of a number
 */
export function jsonIn(value: unknown): unknown {
	if (typeof value !== 'string' || !startsAsJson(value)) return value;
	const parsed = parseJson(value);
	return parsed === undefined || inexactNumberIn(value) !== undefined ? value : parsed;
}

/** Why a text that begins as JSON is not read as such; '' for other texts. */
export function whyNotJson(text: string): string {
	if (!startsAsJson(text)) return '';
	if (parseJson(text) === undefined) return 'The text is not valid JSON';
	const number = inexactNumberIn(text);
	return number === undefined
		? 'Turn on Convert Types'
		: `The number ${number} in it has more digits than a number can hold: put it in quotes`;
}
