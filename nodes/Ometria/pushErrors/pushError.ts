import { isObject } from '../utils/json';

/** How many errors Ometria lists at most: its most recent ones (documented). */
export const ERRORS_WINDOW = 100;

/** One thing that Ometria found wrong with one pushed record, whichever shape it came in. */
export interface PushError {
	requestId?: string;
	recordType?: string;
	recordId?: string;
	message: string;
	/** As sent: `root > lastname`. */
	path?: string;
	/** The path without its root: `lastname`. */
	field?: string;
	/** As sent, usually ISO 8601. */
	timestamp?: string;
	source?: string;
	/** The record as pushed: personal data. */
	record?: unknown;
	/** Everything else that the entry held, under its own names. */
	extra: Record<string, unknown>;
}

/** The message of an error that has none. */
const NO_MESSAGE = 'no message given';

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
	path?: string;
	extra: Record<string, unknown>;
}

/** A text or number as text; undefined for anything else, and for what is empty. */
function word(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function pathText(value: unknown): string | undefined {
	if (!Array.isArray(value)) return word(value);
	const steps = value.map(word);
	return steps.length > 0 && steps.every((step) => step !== undefined)
		? steps.join(' > ')
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

/** Joins the further fields of an entry and of its message; none replaces another. */
function joined(
	outer: Record<string, unknown>,
	inner: Record<string, unknown>,
): Record<string, unknown> {
	const entries = Object.entries(inner).map(([name, value]): [string, unknown] => [
		Object.hasOwn(outer, name) ? `message_${name}` : name,
		value,
	]);
	return { ...outer, ...Object.fromEntries(entries) };
}

/** The messages that a value holds: a text, an object, or a list of either. Never none. */
function messagesOf(value: unknown): ErrorMessage[] {
	if (Array.isArray(value) && value.length > 0) return value.flatMap(messagesOf);
	if (isObject(value)) {
		const fields = { ...value };
		const path = take(fields, PATH_KEYS, pathText);
		const holder: unknown = take(fields, MESSAGE_KEYS, (held) =>
			isEmpty(held) ? undefined : held,
		);
		return messagesOf(holder).map((inner) => ({
			message: inner.message,
			path: inner.path ?? path,
			extra: joined(fields, inner.extra),
		}));
	}
	return [{ message: isEmpty(value) ? NO_MESSAGE : String(value), extra: {} }];
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
		requestId: take(fields, ['request_id'], word),
		recordType: take(fields, ['record_type'], word),
		recordId: take(fields, ['record_id'], word),
		timestamp: take(fields, TIMESTAMP_KEYS, word),
		source: take(fields, ['source'], word),
		record: take(fields, ['record'], (value) => value ?? undefined),
	};
	return messagesOf(fields).map(({ message, path, extra }) => ({
		...common,
		message,
		path,
		field: fieldOf(path),
		extra,
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
 * @returns one error per message, in the order of the list; undefined when it is no list at all
 */
export function readPushErrors(body: unknown): PushError[] | undefined {
	return Array.isArray(body) ? body.flatMap(readEntry) : undefined;
}
