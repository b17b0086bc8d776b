import type { HttpOutcome } from './httpOutcome';
import { isObject, parseJson } from '../utils/json';
import { shorten } from '../utils/text';

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
 * @param secret the access token; removed should the server echo it
 * @returns shortened text, or '' when the body says nothing
 */
export function serverText(
	answer: Extract<HttpOutcome, { kind: 'answer' }>,
	secret: string,
): string {
	const json = parseJson(answer.text);
	const text =
		json === undefined
			? (titleOfHtml(answer.text) ?? answer.text)
			: (textOf(json) ?? JSON.stringify(json));
	return shorten(secret ? text.replaceAll(secret, '[access token]') : text);
}
