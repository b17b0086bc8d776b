import { isObject, parseJson } from '../utils/json';
import { shorten } from '../utils/text';
import type { HttpOutcome } from './httpOutcome';

/** Deepest nesting of an answer of Ometria's; a deeper one is nobody's answer. */
const MAX_DEPTH = 50;

/** Whether JSON text nests deeper than {@link MAX_DEPTH}; texts within it do not count. */
function isTooDeep(json: string): boolean {
	if (!/^\s*[[{]/.test(json)) return false;
	let depth = 0;
	let inText = false;
	for (let index = 0; index < json.length; index++) {
		const character = json[index];
		if (inText) {
			if (character === '\\') index++;
			else if (character === '"') inText = false;
		} else if (character === '"') inText = true;
		else if (character === '[' || character === '{') {
			if (++depth > MAX_DEPTH) return true;
		} else if (character === ']' || character === '}') depth--;
	}
	return false;
}

/** Parses a server's answer; undefined when it is not JSON, or nested too deep to be read. */
export function parseAnswer(text: string): unknown {
	return isTooDeep(text) ? undefined : parseJson(text);
}

const TEXT_KEYS = ['message', 'error_message', 'error', 'detail', 'errors', 'title'];

function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim() === '' ? undefined : value;
	if (Array.isArray(value)) {
		return value.map(textOf).find((text) => text !== undefined);
	}
	if (!isObject(value)) return undefined;
	for (const key of TEXT_KEYS) {
		const text = textOf(value[key]);
		if (text !== undefined) return text;
	}
	return undefined;
}

/** A gateway's error page says what it is in its title; the rest of it is mark-up. */
function titleOfHtml(text: string): string | undefined {
	return /<title[^<>]{0,200}>([^<]{1,200})/i.exec(text)?.[1];
}

/**
 * What the server said in an error answer, for showing to the user.
 *
 * Ometria's error body format is not documented, so JSON with any usual key, plain text and a
 * gateway's HTML page are all read.
 *
 * @returns shortened text, or '' when the body says nothing
 */
export function serverText(answer: Extract<HttpOutcome, { kind: 'answer' }>): string {
	if (isTooDeep(answer.text)) return '';
	const json = parseJson(answer.text);
	return shorten(
		json === undefined
			? (titleOfHtml(answer.text) ?? answer.text)
			: (textOf(json) ?? JSON.stringify(json)),
	);
}
