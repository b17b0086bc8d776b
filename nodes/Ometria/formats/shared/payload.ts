import type { Findings } from '../../records/findings';
import { isObject } from '../../utils/json';
import type { Json } from '../types';
import { readId } from './ids';
import { describeValue, isBlank, text } from './values';

/**
 * Entries of all lists of one payload, each counted as often as it is read, so that the time for one
 * is bounded. Shopify allows 2,048 variants of a product (shopify.dev, documented), the most of any
 * shop that has a format; an order of 60 KB, as Ometria takes it, has room for about 1,000 lines.
 */
const MOST_ENTRIES = 20_000;

/**
 * An object of a payload that knows its path, so that each value that cannot be read is named.
 * Its methods take several keys where generations of an API differ; the first one with a value is
 * read. What is missing, null or blank gives undefined without a finding.
 */
export class Payload {
	constructor(
		readonly json: Json,
		/** As in an expression: `body.orders[0]`; '' for the item itself. */
		readonly path: string,
		readonly findings: Findings,
		/** Entries of lists that were read of the whole payload. */
		private readonly work = { entries: 0 },
	) {}

	/** A part of the same payload. */
	part(json: Json, path: string): Payload {
		return new Payload(json, path, this.findings, this.work);
	}

	at(key: string): string {
		return this.path === '' ? key : `${this.path}.${key}`;
	}

	has(...keys: readonly string[]): boolean {
		return keys.some((key) => Object.hasOwn(this.json, key));
	}

	/** Refuses the payload because of the value at a key; the advice goes behind "found …". */
	refuse(key: string, expected: string, advice?: string): void {
		const found = describeValue(this.json[key]);
		this.findings.add(this.at(key), 'invalid_payload', { expected, found, advice });
	}

	/**
	 * Reads a value that must be right if it is there.
	 *
	 * @param expected completes "expected …, found …" when the reader gives undefined
	 */
	read<T>(
		keys: readonly string[],
		reader: (value: unknown) => T | undefined,
		expected: string,
	): T | undefined {
		const key = this.firstOf(keys);
		if (key === undefined) return undefined;
		const value = reader(this.json[key]);
		if (value === undefined) this.refuse(key, expected);
		return value;
	}

	/** A text, or a number as text; what is neither is left out with a warning. */
	text(...keys: readonly string[]): string | undefined {
		const key = this.firstOf(keys);
		if (key === undefined) return undefined;
		const found = text(this.json[key]);
		if (found === undefined) {
			this.findings.add(this.at(key), 'text_left_out', { found: describeValue(this.json[key]) });
		}
		return found;
	}

	/** An id; undefined where there is none or a placeholder such as 0. */
	id(...keys: readonly string[]): string | undefined {
		const key = this.firstOf(keys);
		if (key === undefined) return undefined;
		const read = readId(this.json[key]);
		if (read.ok) return read.id;
		const advice = Number.isInteger(this.json[key])
			? 'A number of so many digits is not exact: give it as text'
			: undefined;
		this.refuse(key, 'an ID', advice);
		return undefined;
	}

	/** The object at the first of the keys that has a value; an empty one where there is none. */
	object(...keys: readonly string[]): Payload {
		const key = this.firstOf(keys);
		const value = key === undefined ? undefined : this.json[key];
		if (key !== undefined && !isObject(value)) this.refuse(key, 'an object');
		return this.part(isObject(value) ? value : {}, this.at(key ?? keys[0]));
	}

	/** The values of a list; none where there is no list. */
	values(key: string): readonly unknown[] {
		const value = this.json[key];
		return Array.isArray(value) && this.hasRoomFor(value, key) ? (value as unknown[]) : [];
	}

	/**
	 * The objects of a list or of a GraphQL connection (`nodes`, `edges`); undefined where there is
	 * none. A connection with further pages is refused, as the rest would be lost.
	 */
	rows(...keys: readonly string[]): Payload[] | undefined {
		const key = this.firstOf(keys);
		if (key === undefined) return undefined;
		const { list, path, cutOff } = listIn(this.json[key], this.at(key));
		if (!list) {
			this.refuse(key, 'a list');
			return [];
		}
		if (cutOff) this.findings.add(this.at(key), 'list_cut_off');
		if (!this.hasRoomFor(list, key)) return [];
		const rows: Payload[] = [];
		for (const [index, entry] of list.entries()) {
			const row = rowOf(entry, path);
			const at = `${path}[${index}]`;
			if (isObject(row)) rows.push(this.part(row, at));
			else {
				const found = describeValue(row);
				this.findings.add(at, 'invalid_payload', { expected: 'an object', found });
			}
		}
		return rows;
	}

	/** The first object of a list or connection, which need not be whole; an empty one for none. */
	first(...keys: readonly string[]): Payload {
		const key = this.firstOf(keys);
		const { list = [], path } = listIn(
			key === undefined ? undefined : this.json[key],
			this.at(keys[0]),
		);
		const row = rowOf(list[0], path);
		return this.part(isObject(row) ? row : {}, `${path}[0]`);
	}

	/** Refuses the payload where its lists are longer, all together, than those of any shop. */
	private hasRoomFor(list: readonly unknown[], key: string): boolean {
		this.work.entries += list.length;
		if (this.work.entries <= MOST_ENTRIES) return true;
		this.findings.add(this.at(key), 'too_many_entries_read', { most: MOST_ENTRIES });
		return false;
	}

	private firstOf(keys: readonly string[]): string | undefined {
		for (const key of keys) if (!isBlank(this.json[key])) return key;
		return undefined;
	}
}

/** What a list's entry holds: edges of GraphQL hold it in `node`. */
function rowOf(entry: unknown, path: string): unknown {
	return path.endsWith('.edges') && isObject(entry) ? entry.node : entry;
}

function listIn(value: unknown, path: string) {
	if (Array.isArray(value)) return { list: value as unknown[], path, cutOff: false };
	if (!isObject(value)) return { list: undefined, path, cutOff: false };
	const cutOff = isObject(value.pageInfo) && value.pageInfo.hasNextPage === true;
	if (Array.isArray(value.nodes)) {
		return { list: value.nodes as unknown[], path: `${path}.nodes`, cutOff };
	}
	if (Array.isArray(value.edges)) {
		return { list: value.edges as unknown[], path: `${path}.edges`, cutOff };
	}
	return { list: undefined, path, cutOff };
}
