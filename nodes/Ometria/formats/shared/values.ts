import type { Json } from '../types';

export function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a key, or an empty one. */
export function objectAt(json: Json, key: string): Json {
	const value = json[key];
	return isJson(value) ? value : {};
}

/** The objects of the list at a key; GraphQL connections (`nodes`, `edges`) count as lists. */
export function rowsAt(json: Json, key: string): Json[] {
	const value = json[key];
	if (Array.isArray(value)) return value.filter(isJson);
	if (!isJson(value)) return [];
	if (Array.isArray(value.nodes)) return value.nodes.filter(isJson);
	if (!Array.isArray(value.edges)) return [];
	return value.edges.filter(isJson).map((edge) => objectAt(edge, 'node'));
}

/** A text with something in it, trimmed; a number as text; undefined for anything else. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return undefined;
	const trimmed = value.trim();
	return trimmed === '' ? undefined : trimmed;
}

/** The first of the values that is a text with something in it. */
export function firstText(...values: unknown[]): string | undefined {
	for (const value of values) {
		const found = text(value);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The object without the keys that have no value: what a payload does not say is left out. */
export function withoutGaps(json: Json): Json {
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** Undefined when all values are missing, so that no empty object is sent. */
export function objectOrNothing(json: Json): Json | undefined {
	const known = withoutGaps(json);
	return Object.keys(known).length === 0 ? undefined : known;
}

/** Two letters, upper case (ISO 3166); undefined for anything else. */
export function country(value: unknown): string | undefined {
	const code = text(value);
	return code !== undefined && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : undefined;
}

/** Three letters, upper case (ISO 4217); undefined for anything else. */
export function currency(value: unknown): string | undefined {
	const code = text(value);
	return code !== undefined && /^[A-Za-z]{3}$/.test(code) ? code.toUpperCase() : undefined;
}

/** A phone number in E.164, the only form that Ometria documents; undefined for anything else. */
export function internationalPhone(value: unknown): string | undefined {
	const number = text(value)?.replace(/[\s().-]/g, '');
	return number !== undefined && /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}

/** A documented UTC time without a zone, with its zone; a time with a zone as it is. */
export function utcTime(value: unknown): string | undefined {
	const time = text(value);
	if (time === undefined || /^0000/.test(time)) return undefined;
	const iso = time.replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2');
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(iso) ? `${iso}Z` : iso;
}
