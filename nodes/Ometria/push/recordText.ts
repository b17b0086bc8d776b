import type { Finding, JsonRecord } from '../records';
import { finding } from '../records/findings';
import { LONGEST_JSON } from '../records/jsonText';
import type { LargestField } from '../records/rules/headRules';
import {
	BYTES_PER_CHARACTER,
	charactersOf,
	isObject,
	MOST_FIELDS,
	tooManyFields,
} from '../utils/json';
import { shorten } from '../utils/text';

/** Why a record cannot be sent. */
export interface Problem extends Pick<Finding, 'reason' | 'message' | 'field' | 'expectation'> {
	/** All that is wrong, where that is more than one thing. */
	faults?: readonly Finding[] | undefined;
}

/**
 * Largest record that Ometria takes, in UTF-8 bytes of its JSON.
 * Source: Data API introduction, "60 KB" (documented). Whether that means 60,000 or 61,440 is not:
 * above the larger it is certain to be rejected, between the two it is uncertain.
 */
const MAX_RECORD_BYTES = 61_440;
const DOUBTFUL_RECORD_BYTES = 60_000;

/** Texts below this length may be numbers or empty, which are shorter as JSON than as texts. */
const SHORT_TEXT = 30;
const MAX_DEPTH = 12;

/** Characters below which checking the fields costs little, so that the size does not matter yet. */
const MANY_CHARACTERS = 10_000;
/** Characters up to which the size of a record that is too large is found out exactly. */
const MOST_MEASURED = 200_000;

/** A lower bound of a value's size as JSON once it is converted, in bytes; it stops above the limit. */
function leastBytes(value: unknown, depth: number): number {
	if (typeof value === 'string') {
		// A text that holds JSON is written again and may become shorter.
		if (value.length < SHORT_TEXT) return 1;
		if (value.length <= LONGEST_JSON && /^\s*[[{]/.test(value)) return 1;
		return value.trim().length;
	}
	if (typeof value !== 'object' || value === null || 'toJSON' in value || depth > MAX_DEPTH) {
		return 1;
	}
	// Two brackets, and one comma fewer than entries.
	let bytes = 1;
	if (Array.isArray(value)) {
		for (const entry of value) {
			bytes += leastBytes(entry, depth + 1) + 1;
			if (bytes > MAX_RECORD_BYTES) return bytes;
		}
		return bytes;
	}
	let empty = 0;
	for (const name in value) {
		const entry = (value as JsonRecord)[name];
		// Empty values may be left out, with their name.
		const isEmpty = entry === undefined || entry === null || entry === '';
		if (isEmpty && ++empty <= MOST_FIELDS) continue;
		// Names with dots may share the name of one object.
		bytes += (name.includes('.') ? 0 : name.length) + 4 + leastBytes(entry, depth + 1);
		if (bytes > MAX_RECORD_BYTES) return bytes;
	}
	return bytes;
}

function bytesOf(value: unknown): number {
	try {
		return Buffer.byteLength(JSON.stringify(value) ?? '');
	} catch {
		return 0;
	}
}

/** The part that makes a record large: it goes down as long as one part is most of the whole. */
function largestField(record: JsonRecord): LargestField | undefined {
	const path: string[] = [];
	let value: unknown = record;
	let size = bytesOf(record);
	for (let depth = 0; depth < MAX_DEPTH && isObject(value); depth++) {
		let name: string | undefined;
		let largest = 0;
		for (const key of Object.keys(value)) {
			const entry = value[key];
			// Writing each of 50,000 numbers would take long.
			const bytes = typeof entry === 'number' || typeof entry === 'boolean' ? 8 : bytesOf(entry);
			if (bytes > largest) [name, largest] = [key, bytes];
		}
		if (name === undefined || (path.length > 0 && largest * 2 < size)) break;
		path.push(name);
		value = value[name];
		size = largest;
	}
	if (path.length === 0) return undefined;
	const entries = Array.isArray(value) ? value.length : undefined;
	return { path: shorten(path.join(' > '), 100), entries, bytes: size };
}

/** The same of a record that is too large to be measured: the first part that alone is too large. */
function tooLargeField(record: JsonRecord): LargestField | undefined {
	const path: string[] = [];
	let value: unknown = record;
	while (isObject(value) && path.length < MAX_DEPTH) {
		const object: JsonRecord = value;
		const name = Object.keys(object).find(
			(key) => charactersOf(object[key], MAX_RECORD_BYTES) > MAX_RECORD_BYTES,
		);
		if (name === undefined) break;
		path.push(name);
		value = object[name];
	}
	if (path.length === 0) return undefined;
	return { path: shorten(path.join(' > '), 100), entries: undefined, bytes: undefined };
}

function tooLarge(bytes: number, record: JsonRecord): Problem {
	const largest = largestField(record);
	return finding('', 'too_large', { bytes, most: MAX_RECORD_BYTES, largest });
}

/** `Date`, `Map`, `Object` … */
function tagOf(value: object): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}

/** The JSON form of a Date or a DateTime; null for an invalid one. */
function jsonFormOf(value: { toJSON: () => unknown }): unknown {
	try {
		return value.toJSON();
	} catch {
		return null;
	}
}

function hasJsonForm(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Name of a value that JSON makes null of, leaves out or fails with; undefined for what it can hold. */
function lostName(value: unknown, inList: boolean): string | undefined {
	switch (typeof value) {
		case 'number':
			return Number.isFinite(value) ? undefined : String(value);
		case 'bigint':
			return `${value}n`;
		case 'function':
		case 'symbol':
			return typeof value;
		case 'undefined':
			return inList ? 'undefined' : undefined;
		default:
			return undefined;
	}
}

/** Values and levels that are looked at; an object may hold itself. */
const MOST_VALUES = 200_000;
const MOST_LEVELS = 100;

/** A value that would not arrive as it is. */
interface Lost {
	/** `NaN`, `undefined`, `Map` … */
	name: string;
	/** Where it is, the innermost step first. */
	steps: string[];
}

/** Finds what would not arrive as it is: JSON makes null of NaN, and {} of a Map. */
class LostValues {
	private left = MOST_VALUES;

	/** @returns the first such value in an object or list; undefined when there is none within reach */
	find(value: object, level = 0): Lost | undefined {
		if (Array.isArray(value)) {
			// Of a list with holes, these entries are undefined.
			for (let index = 0; index < value.length; index++) {
				const lost = this.look(value[index], true, level);
				if (lost) return within(lost, String(index));
			}
			return undefined;
		}
		let isBare = true;
		for (const name in value) {
			isBare = false;
			const entry = (value as JsonRecord)[name];
			if (typeof entry === 'string') continue;
			const lost = this.look(entry, false, level);
			if (lost && Object.hasOwn(value, name)) return within(lost, name);
		}
		const tag = isBare ? tagOf(value) : 'Object';
		// A Map, a Set, a RegExp, an Error: JSON drops what they hold.
		return tag === 'Object' ? undefined : { name: tag, steps: [] };
	}

	private look(value: unknown, inList: boolean, level: number): Lost | undefined {
		if (this.left-- <= 0) return undefined;
		if (typeof value !== 'object' || value === null) {
			const name = lostName(value, inList);
			return name === undefined ? undefined : { name, steps: [] };
		}
		// Most objects are plain, where looking for their fields finds a form of their own, too.
		if (!isPlain(value) && hasJsonForm(value)) return lostForm(value);
		const lost = level < MOST_LEVELS ? this.find(value, level + 1) : undefined;
		return lost && hasJsonForm(value) ? lostForm(value) : lost;
	}
}

function isPlain(value: object): boolean {
	return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function lostForm(value: { toJSON: () => unknown }): Lost | undefined {
	return jsonFormOf(value) === null ? { name: `such ${tagOf(value)}`, steps: [] } : undefined;
}

function within(lost: Lost, step: string): Lost {
	lost.steps.push(step);
	return lost;
}

/**
 * What JSON cannot hold of a record, and where it is.
 *
 * @returns a problem for the first such value; undefined when there is none
 */
export function findLost(record: JsonRecord): Problem | undefined {
	const lost = new LostValues().find(record);
	if (!lost) return undefined;
	return finding(lost.steps.reverse().join(' > '), 'not_json', { name: lost.name });
}

/** Levels of a value that are looked at before it counts as not plain. */
const MOST_PLAIN_LEVELS = 20;

/**
 * A lower bound of the characters of a value's JSON; Infinity for a value that JSON cannot hold, or
 * that may have a JSON form of its own, and above the room that there is.
 */
function plainCharacters(value: unknown, room: number, level: number): number {
	switch (typeof value) {
		case 'string':
			return value.length;
		case 'number':
			return Number.isFinite(value) ? 1 : Infinity;
		case 'boolean':
			return 1;
		case 'object':
			break;
		default:
			return Infinity;
	}
	if (value === null) return 1;
	if (level > MOST_PLAIN_LEVELS) return Infinity;
	let characters = 1;
	if (Array.isArray(value)) {
		// Of a list with holes, these entries are undefined.
		for (let index = 0; index < value.length && characters <= room; index++) {
			characters += 1 + plainCharacters(value[index], room - characters, level + 1);
		}
		return characters;
	}
	if (Object.getPrototypeOf(value) !== Object.prototype) return Infinity;
	for (const name in value) {
		const entry = (value as JsonRecord)[name];
		characters += name.length + 1;
		if (entry !== undefined) characters += plainCharacters(entry, room - characters, level + 1);
		if (characters > room) break;
	}
	return characters;
}

/** What a first walk over a record finds. */
export interface Survey {
	/** Whether it is surely not too large, so that {@link checkSizeBefore} finds nothing. */
	isSmall: boolean;
	/** Whether JSON can hold it as it is, also once its values are converted. */
	isPlain: boolean;
}

/** Walks over a record once to learn what nearly all records are: small and plain. */
export function surveyRecord(record: JsonRecord): Survey {
	const characters = plainCharacters(record, MOST_MEASURED, 0);
	return { isSmall: characters <= MANY_CHARACTERS, isPlain: characters <= MOST_MEASURED };
}

/** Fields that go before a record's own: `"@type":"contact","@merge":true`. */
export type Head = string;

/** @returns the JSON text; undefined when there is none (a cycle, a bigint) */
function stringify(head: Head, record: JsonRecord): string | undefined {
	let text: string | undefined;
	try {
		text = JSON.stringify(record);
	} catch {
		return undefined;
	}
	if (!text?.startsWith('{')) return undefined;
	if (head === '') return text;
	return text === '{}' ? `{${head}}` : `{${head},${text.slice(1)}`;
}

/**
 * Refuses a record that is too large whatever is done with its fields, before they are checked: the
 * work on a record is bounded by its limit.
 *
 * @param record as it was given
 * @param drops whether fields that Ometria does not document are dropped, so that they do not count
 */
export function checkSizeBefore(record: JsonRecord, drops = false): Problem | undefined {
	const fields = tooManyFields(record);
	if (fields !== undefined) return finding('', 'too_many_fields', { fields, most: MOST_FIELDS });
	if (drops || leastBytes(record, 0) <= MAX_RECORD_BYTES) return undefined;
	if (charactersOf(record, MOST_MEASURED) > MOST_MEASURED) {
		return finding('', 'too_large', {
			bytes: MOST_MEASURED,
			isMore: true,
			most: MAX_RECORD_BYTES,
			largest: tooLargeField(record),
		});
	}
	const bytes = Buffer.byteLength(stringify('', record) ?? '');
	return bytes > MAX_RECORD_BYTES ? tooLarge(bytes, record) : undefined;
}

/** A record's JSON text with what is doubtful about it, or why there is none that Ometria takes. */
export type Written =
	{ ok: true; text: string; findings: readonly Finding[] } | { ok: false; problem: Problem };

const NO_FINDINGS: readonly Finding[] = [];
const NOT_JSON = finding('', 'not_json', { name: undefined });

/**
 * Writes a converted record as the JSON text that is sent.
 *
 * @param isPlain whether JSON can hold the record, as {@link surveyRecord} found
 */
export function writeRecord(head: Head, record: JsonRecord, isPlain = false): Written {
	const text = stringify(head, record);
	if (text === undefined) {
		return { ok: false, problem: findLost(record) ?? NOT_JSON };
	}
	const isShort = text.length * BYTES_PER_CHARACTER <= DOUBTFUL_RECORD_BYTES;
	const bytes = isShort ? 0 : Buffer.byteLength(text);
	if (bytes > MAX_RECORD_BYTES) return { ok: false, problem: tooLarge(bytes, record) };
	const problem = isPlain ? undefined : findLost(record);
	if (problem) return { ok: false, problem };
	if (bytes <= DOUBTFUL_RECORD_BYTES) return { ok: true, text, findings: NO_FINDINGS };
	return { ok: true, text, findings: [finding('', 'close_to_limit')] };
}
