/**
 * Largest record that Ometria takes, in UTF-8 bytes of its JSON.
 * Source: Data API introduction, "60 KB" (documented). Whether that means 60,000 or 61,440 is not:
 * above the larger it is certain to be rejected, between the two it is uncertain.
 */
export const MAX_RECORD_BYTES = 61_440;
export const DOUBTFUL_RECORD_BYTES = 60_000;

/** Most bytes that one UTF-16 unit takes in JSON: `\u0000`. */
const BYTES_PER_UNIT = 6;
const BYTES_PER_NUMBER = 25;
/** Nesting beyond which the exact size is taken instead. */
const MAX_DEPTH = 12;

/**
 * An upper bound of a value's size as JSON, in bytes; Infinity when only writing it can tell (very
 * large, deeply nested, or with a JSON form of its own). Costs a third of writing it, and nothing is
 * allocated: most records are far below the limit.
 */
function sizeBound(value: unknown, depth: number): number {
	if (typeof value === 'string') return value.length * BYTES_PER_UNIT + 2;
	// JSON would make null of NaN and Infinity.
	if (typeof value === 'number') return Number.isFinite(value) ? BYTES_PER_NUMBER : Infinity;
	if (typeof value === 'boolean' || value === null) return 5;
	if (typeof value !== 'object' || depth > MAX_DEPTH) return Infinity;
	let bytes = 2;
	if (Array.isArray(value)) {
		for (const entry of value) bytes += sizeBound(entry, depth + 1) + 1;
		return bytes;
	}
	if ('toJSON' in value) return Infinity;
	for (const key in value) {
		bytes +=
			key.length * BYTES_PER_UNIT +
			4 +
			sizeBound((value as Record<string, unknown>)[key], depth + 1);
		if (bytes > MAX_RECORD_BYTES) return Infinity;
	}
	// A Map or Set has no fields either, and would become {}.
	const isBare = bytes === 2 && Object.prototype.toString.call(value) !== '[object Object]';
	return isBare ? Infinity : bytes;
}

/** Fields that go before a record's own: `"@type":"contact","@merge":true`. */
export type Head = string;

/** @returns the record's JSON text, or undefined when it has none (a cycle, a bigint) */
export function writeRecord(head: Head, record: object): string | undefined {
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

/** True when a record is certain to be writable and below {@link MAX_RECORD_BYTES} with its head. */
export function isSurelySmall(head: Head, record: object, limit: number): boolean {
	return head.length * BYTES_PER_UNIT + sizeBound(record, 0) <= limit;
}
