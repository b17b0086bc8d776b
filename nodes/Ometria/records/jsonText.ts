import { parseJson } from '../utils/json';
import { keepsDigits } from './exactNumber';

/** Texts and numbers of a JSON text. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** What every number has that may be written otherwise than it was given. */
const MAY_BE_INEXACT = /[\d.]{16}|\de/i;

function startsAsJson(text: string): boolean {
	return /^\s*[[{]/.test(text);
}

/** The first number of a JSON text that would lose digits when it is read; undefined when there is none. */
function inexactNumberIn(text: string): string | undefined {
	if (!MAY_BE_INEXACT.test(text)) return undefined;
	return text.match(TOKENS)?.find((token) => !token.startsWith('"') && !keepsDigits(token));
}

/**
 * What a text of JSON holds, as a cell of a spreadsheet or a JSON column of the editor gives it.
 *
 * @returns the value itself where it is no text of a JSON list or object, or where reading it would
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
		? ''
		: `The number ${number} in it has more digits than a number can hold: put it in quotes`;
}
