import { isObject } from '../utils/json';
import { counted, shorten } from '../utils/text';

/** How many errors Ometria lists at most: its most recent ones (documented). */
export const ERRORS_WINDOW = 100;

/** One thing that Ometria found wrong with one pushed record, whichever shape it came in. */
export interface PushError {
	requestId?: string | undefined;
	recordType?: string | undefined;
	recordId?: string | undefined;
	message: string;
	/** As sent: `root > lastname`. */
	path?: string | undefined;
	/** The path without its root: `lastname`. */
	field?: string | undefined;
	/** As sent, usually ISO 8601. */
	timestamp?: string | undefined;
	source?: string | undefined;
	/** The record as pushed: personal data. */
	record?: unknown;
	/** Everything else that the entry held, under its own names. */
	extra: Record<string, unknown>;
}

/** The message of an error that has none. */
const NO_MESSAGE = 'no message given';

/**
 * What is taken of one entry at most: one record's errors have few messages and few further fields. More
 * would be copied for each message, which takes time and memory without bounds.
 */
const MAX_MESSAGES = 50;
const MAX_EXTRA_FIELDS = 50;
/** Characters of JSON that all messages of an entry may repeat; beyond that, the first alone has them. */
const MAX_REPEATED = 1_000_000;
/** Longest id, type or path, characters. */
const MAX_WORD = 1000;

/**
 * Where a message, or what holds it, has been seen or is to be expected: `error_message` (documented),
 * `message` (from a client), `error` and `message_error` (inferred from an ETL tool's columns); the
 * plurals are an assumption.
 */
const MESSAGE_KEYS = ['error_message', 'message', 'error', 'message_error', 'messages', 'errors'];
const PATH_KEYS = ['error_path', 'message_error_path'];
const TIMESTAMP_KEYS = ['timestamp', 'time_stamp'];

interface ErrorMessage {
	message: string;
	path?: string | undefined;
	extra: Record<string, unknown>;
}

const shortened = (text: string) => (text.length > MAX_WORD ? shorten(text, MAX_WORD) : text);

/** A text or number as text; undefined for anything else, and for what is empty. */
function textOrNumber(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? shortened(value) : undefined;
}

function pathText(value: unknown): string | undefined {
	if (!Array.isArray(value)) return textOrNumber(value);
	const steps = value.map(textOrNumber);
	return steps.length > 0 && steps.every((step) => step !== undefined)
		? shortened(steps.join(' > '))
		: undefined;
}

function fieldOf(path: string | undefined): string | undefined {
	if (path === undefined || path === 'root') return undefined;
	return path.replace(/^root\s*>\s*/, '');
}

/** Takes the first usable value among the keys out of `fields`. */
function take<T>(
	fields: Record<string, unknown>,
	keys: readonly string[],
	read: (value: unknown) => T | undefined,
): T | undefined {
	for (const key of keys) {
		if (!Object.hasOwn(fields, key)) continue;
		const value = read(fields[key]);
		// An empty field says nothing that could be lost.
		if (value !== undefined || isEmpty(fields[key])) Reflect.deleteProperty(fields, key);
		if (value !== undefined) return value;
	}
	return undefined;
}

/** Joins the further fields of an entry and of a message in it; none replaces another. */
function joined(
	outer: Record<string, unknown>,
	inner: Record<string, unknown>,
): Record<string, unknown> {
	const entries = Object.entries(inner);
	if (entries.length === 0) return outer;
	const all = new Map(Object.entries(outer));
	for (const [name, value] of entries.slice(0, MAX_EXTRA_FIELDS - all.size)) {
		let free = name;
		while (all.has(free)) free = `message_${free}`;
		all.set(free, value);
	}
	return Object.fromEntries(all);
}

/**
 * Collects the messages that a value holds: a text, an object, or a list of either. Never none.
 *
 * @param around what stands around the value
 * @param found gets at most {@link MAX_MESSAGES}
 * @returns how many messages the value holds
 */
function collect(
	value: unknown,
	around: Omit<ErrorMessage, 'message'>,
	found: ErrorMessage[],
): number {
	if (Array.isArray(value) && value.length > 0) {
		return value.reduce((sum: number, element) => sum + collect(element, around, found), 0);
	}
	if (found.length === MAX_MESSAGES) return 1;
	if (isObject(value)) {
		const fields = { ...value };
		const path = take(fields, PATH_KEYS, pathText) ?? around.path;
		const holder: unknown = take(fields, MESSAGE_KEYS, (held) =>
			isEmpty(held) ? undefined : held,
		);
		return collect(holder, { path, extra: joined(around.extra, fields) }, found);
	}
	found.push({ ...around, message: isEmpty(value) ? NO_MESSAGE : String(value) });
	return 1;
}

/** The first messages of an entry; the last of them says how many there are beyond. */
function messagesOf(entry: Record<string, unknown>): ErrorMessage[] {
	const found: ErrorMessage[] = [];
	const more = collect(entry, { extra: {} }, found) - found.length;
	const last = found.at(-1);
	if (last && more > 0) last.message += ` (and ${counted(more, 'more message')})`;
	return found;
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0)
	);
}

/** @returns one error per message of the entry */
function readEntry(entry: unknown): PushError[] {
	const fields: Record<string, unknown> = isObject(entry) ? { ...entry } : { message: entry };
	const common = {
		requestId: take(fields, ['request_id'], textOrNumber),
		recordType: take(fields, ['record_type'], textOrNumber),
		recordId: take(fields, ['record_id'], textOrNumber),
		timestamp: take(fields, TIMESTAMP_KEYS, textOrNumber),
		source: take(fields, ['source'], textOrNumber),
		record: take(fields, ['record'], (value) => value ?? undefined),
	};
	const { record, ...names } = common;
	const messages = messagesOf(fields);
	const isRepeated =
		messages.length === 1 || JSON.stringify(entry).length * messages.length <= MAX_REPEATED;
	return messages.map(({ message, path, extra }, index) => ({
		...names,
		record: isRepeated || index === 0 ? record : undefined,
		message,
		path,
		field: fieldOf(path),
		extra: isRepeated || index === 0 ? extra : {},
	}));
}

/**
 * Reads the body of `GET /push/_errors`.
 *
 * Two shapes of entries are on record, and both are read: the short form `{ error_message,
 * error_path }` (documented), and the full form that says which record of which request it is about
 * and nests the message (from public clients). Anything unknown is kept in `extra`.
 *
 * @param body parsed JSON
 * @returns one error per message of the first {@link ERRORS_WINDOW} entries, in the order of the
 * list; undefined when it is not a list at all
 */
export function readPushErrors(body: unknown): PushError[] | undefined {
	return Array.isArray(body) ? body.slice(0, ERRORS_WINDOW).flatMap(readEntry) : undefined;
}
