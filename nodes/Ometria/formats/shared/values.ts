import { dayExists, ISO_DATE_TIME } from '../../records/field';
import { isBlankText } from '../../records/findings';
import { internationalPhone } from '../../records/phones';
import { isObject } from '../../utils/json';
import { shorten, shown } from '../../utils/text';
import type { Json } from '../types';

/** Whether a value says nothing. */
export function isBlank(value: unknown): boolean {
	return value === undefined || value === null || isBlankText(value);
}

const MOST_SHOWN = 60;

/** What an error says was found: a plain value, or what a list or an object is; never throws. */
export function describeValue(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (typeof value === 'string') return shorten(shown(value), MOST_SHOWN - 1);
	const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
	return isPlain ? String(value) : `a value of type ${typeof value}`;
}

/** The object at a key, or an empty one. */
export function objectAt(json: Json, key: string): Json {
	const value = json[key];
	return isObject(value) ? value : {};
}

/** A text with something in it, trimmed; a number as text; undefined for anything else. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return undefined;
	const trimmed = value.trim();
	return trimmed === '' ? undefined : trimmed;
}

/** The object without keys that are undefined, as a payload does not say them; itself where it has none. */
export function withoutUndefined(json: Json): Json {
	for (const key in json) if (json[key] === undefined) return definedOf(json);
	return json;
}

function definedOf(json: Json): Json {
	const known: Json = {};
	for (const key in json) {
		const value = json[key];
		if (value !== undefined) known[key] = value;
	}
	return known;
}

/** Undefined when all values are missing, so that no empty object is sent. */
export function objectOrNothing(json: Json): Json | undefined {
	const known = withoutUndefined(json);
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

/** A phone number of a payload in E.164; undefined where it cannot be read as one. */
export function phoneNumber(value: unknown): string | undefined {
	const number = text(value);
	return number === undefined ? undefined : internationalPhone(number);
}

/** A documented UTC time without a zone, with its zone; a time with a zone as it is. */
export function utcTime(value: unknown): string | undefined {
	const time = text(value);
	if (time === undefined || time.startsWith('0000')) return undefined;
	const iso = time[10] === ' ' ? time.replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2') : time;
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(iso) ? `${iso}Z` : iso;
}

/** A point in time with its zone, as it is; undefined for anything else, also for 30 February. */
export function zonedTime(value: unknown): string | undefined {
	const time = text(value);
	return time !== undefined && ISO_DATE_TIME.test(time) && dayExists(time) ? time : undefined;
}

/** true or false, also as a text; undefined for anything else. */
export function readBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** A whole number, also as a text; undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
	const number =
		typeof value === 'string' && /^[+-]?\d{1,16}$/.test(value.trim()) ? Number(value) : value;
	return Number.isSafeInteger(number) ? Number(number) : undefined;
}

/** A whole number of 0 or more; undefined for anything else. */
export function count(value: unknown): number | undefined {
	const number = wholeNumber(value);
	return number === undefined || number < 0 ? undefined : number;
}

/**
 * An attribute or option as Ometria has it; undefined where one of its parts is missing.
 *
 * @param type its name, such as "Size"; its id is made of the value
 */
export function labelled(type: string | undefined, value: string | undefined): Json | undefined {
	return type === undefined ? undefined : labelledAs(slug(type), value);
}

/** The same for a type whose id is known: many values may have one, whose name may be long. */
export function labelledAs(type: string, value: string | undefined): Json | undefined {
	return value === undefined ? undefined : { type, id: slug(value), label: value };
}

/** Lower case, with hyphens for everything that is neither a letter nor a digit. */
export function slug(name: string): string {
	const words = name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu);
	return words ? words.join('-') : name;
}
