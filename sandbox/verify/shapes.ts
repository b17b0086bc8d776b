import { isObject } from '../core/json';
import type { JsonObject } from '../core/types';
import type { Answer } from './client';

/** Names of fields that are shown as they are: no name that could hold a value of a person or a shop. */
const NAME = /^@?[a-z][a-z_]{0,30}$/i;

const MOST_NAMES = 30;

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

/** `list of objects`, `object`, `no JSON`. */
export function kindOf({ json, text }: Answer): string {
	if (text.trim() === '') return 'nothing';
	if (json === undefined) return 'no JSON';
	if (!Array.isArray(json)) return typeOf(json);
	const kinds = new Set(json.map(typeOf));
	return json.length === 0
		? 'an empty list'
		: `a list of ${[...kinds].map((kind) => `${kind}s`).join(' and ')}`;
}

/** `id (text), title (text)` of an object's fields; never a value, and of an unusual name only that it is there. */
export function namesOf(object: JsonObject): string {
	const names = Object.entries(object).map(([name, value]) =>
		NAME.test(name) ? `${name} (${typeOf(value)})` : '(another name)',
	);
	const different = [...new Set(names)];
	const more = different.length > MOST_NAMES ? ', …' : '';
	return different.length === 0 ? 'no fields' : different.slice(0, MOST_NAMES).join(', ') + more;
}

/** The objects of an answer that is a list; undefined where it is none. */
export function rowsOf({ status, json }: Answer): JsonObject[] | undefined {
	if (status < 200 || status > 299 || !Array.isArray(json)) return undefined;
	return json.filter(isObject);
}

/** Names of an answer's headers. */
export function headerNames({ headers }: Answer): string {
	return [...headers.keys()].filter((name) => /^[a-z][a-z-]{0,40}$/.test(name)).join(', ');
}

/** A media type without its parameters; '' where it is none that is known. */
export function mediaType({ headers }: Answer): string {
	const [type] = (headers.get('content-type') ?? '').split(';');
	return /^(?:application|text)\/[a-z+-]{1,40}$/.test(type) ? type : '';
}
