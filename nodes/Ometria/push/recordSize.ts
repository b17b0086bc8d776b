import type { Finding, JsonRecord } from '../records';
import { finding } from '../records/findings';
import { findUnwritable } from '../records/unwritable';
import { isObject } from '../utils/json';
import { shorten } from '../utils/text';
import type { Failed } from './outcome';
import {
	DOUBTFUL_RECORD_BYTES,
	type Head,
	isSurelySmall,
	MAX_RECORD_BYTES,
	writeRecord,
} from './serialise';

export type Problem = Pick<Failed, 'reason' | 'message' | 'field'>;

/** Texts below this length may be numbers or empty, which are shorter as JSON than as texts. */
const SHORT_TEXT = 30;
const MAX_DEPTH = 12;

/** Fields, entries of a list, characters of a text: below them, checking the fields costs little. */
const MANY = 100;
const LONG_TEXT = 10_000;

/** Whether the size is worth a look before the fields; most records are far from it. */
function mayBeLarge(record: JsonRecord): boolean {
	let fields = 0;
	for (const name in record) {
		const value = record[name];
		const isLong = Array.isArray(value)
			? value.length > MANY
			: typeof value === 'string' && value.length > LONG_TEXT;
		if (isLong || ++fields > MANY) return true;
	}
	return false;
}

/** A lower bound of a value's size as JSON once it is converted, in bytes; it stops above the limit. */
function leastBytes(value: unknown, depth: number): number {
	if (typeof value === 'string') {
		// A text that holds JSON is written anew and may become shorter.
		if (value.length < SHORT_TEXT || /^\s*[[{]/.test(value)) return 1;
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
	for (const name in value) {
		const entry = (value as JsonRecord)[name];
		// Empty values may be left out, with their name.
		if (entry === undefined || entry === null || entry === '') continue;
		// Names with dots may share the name of one object.
		bytes += (name.includes('.') ? 0 : name.length) + 4 + leastBytes(entry, depth + 1);
		if (bytes > MAX_RECORD_BYTES) return bytes;
	}
	return bytes;
}

function kilo(bytes: number): string {
	return `${bytes.toLocaleString('en-US')} bytes`;
}

function bytesOf(value: unknown): number {
	try {
		return Buffer.byteLength(JSON.stringify(value) ?? '');
	} catch {
		return 0;
	}
}

/** The part that makes a record large: it goes down as long as one part is most of the whole. */
function largestField(record: JsonRecord): string {
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
	if (path.length === 0) return '';
	const entries = Array.isArray(value) ? `${value.length.toLocaleString('en-US')} entries, ` : '';
	return `; the largest field is ${shorten(path.join(' > '), 100)} (${entries}${kilo(size)})`;
}

function tooLarge(bytes: number, record: JsonRecord): Problem {
	const limit = `at most ${MAX_RECORD_BYTES.toLocaleString('en-US')} bytes (60 KB) of JSON`;
	return {
		reason: 'too_large',
		message: `The record is too large: expected ${limit}, found ${kilo(bytes)}${largestField(record)}`,
	};
}

/** What JSON cannot hold; without a path where it is too deep to be found. */
function unwritable(record: JsonRecord): Problem | undefined {
	const found = findUnwritable(record);
	return (
		found && {
			reason: 'not_json',
			field: found.path,
			message: `"${shorten(found.path, 100)}": JSON has no ${found.found}, so it would not arrive as it is. Leave the field out, or give text or null`,
		}
	);
}

/**
 * Refuses a record that is too large whatever is done with its fields, before they are checked: the
 * work on a record is bounded by its limit.
 *
 * @param record as it was given
 */
export function checkSizeBefore(record: JsonRecord): Problem | undefined {
	if (!mayBeLarge(record) || leastBytes(record, 0) <= MAX_RECORD_BYTES) return undefined;
	const text = writeRecord('', record);
	return text === undefined ? undefined : tooLarge(Buffer.byteLength(text), record);
}

/** Says what is wrong with a converted record's size or with values that JSON cannot hold, if anything. */
export function checkSize(
	head: Head,
	record: JsonRecord,
): { problem?: Problem; warnings: readonly Finding[] } {
	if (isSurelySmall(head, record, DOUBTFUL_RECORD_BYTES)) return { warnings: [] };
	const problem = unwritable(record);
	if (problem) return { problem, warnings: [] };
	const text = writeRecord(head, record);
	if (text === undefined) {
		return {
			problem: { reason: 'not_json', message: 'The record cannot be written as JSON' },
			warnings: [],
		};
	}
	const bytes = Buffer.byteLength(text);
	if (bytes > MAX_RECORD_BYTES) return { problem: tooLarge(bytes, record), warnings: [] };
	if (bytes <= DOUBTFUL_RECORD_BYTES) return { warnings: [] };
	return { warnings: [finding('', 'close_to_limit')] };
}
