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

/** What a missing object has in it. */
const NOTHING: Json = Object.freeze({});

/** Where a part of a payload is; its path is a text that only findings need. */
interface Place {
	parent: Payload;
	key: string;
	/** In the list at the key; undefined for the object at the key. */
	index?: number | undefined;
}

/**
 * An object of a payload that knows its path, so that each value that cannot be read is named.
 * Its methods take several keys where generations of an API differ; the first one with a value is
 * read. What is missing, null or blank gives undefined without a finding.
 */
export class Payload {
	constructor(
		readonly json: Json,
		/** Its path, or where it is in another part. */
		private readonly place: string | Place,
		readonly findings: Findings,
		/** Entries of lists that were read of the whole payload. */
		private readonly work = { entries: 0 },
	) {}

	/** As in an expression: `body.orders[0]`; '' for the item itself. */
	get path(): string {
		if (typeof this.place === 'string') return this.place;
		const { parent, key, index } = this.place;
		return index === undefined ? parent.at(key) : `${parent.at(key)}[${index}]`;
	}

	/** A part of the same payload: at a key, or in the list at it. */
	part(json: Json, key: string, index?: number): Payload {
		return new Payload(json, { parent: this, key, index }, this.findings, this.work);
	}

	at(key: string): string {
		const { path } = this;
		return path === '' ? key : `${path}.${key}`;
	}

	has(...keys: readonly string[]): boolean {
		for (const key of keys) if (Object.hasOwn(this.json, key)) return true;
		return false;
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
		if (key === undefined) return this.part(NOTHING, keys[0]);
		const value = this.json[key];
		if (isObject(value)) return this.part(value, key);
		this.refuse(key, 'an object');
		return this.part(NOTHING, key);
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
		const { list, key: at, cutOff, inNodes } = listIn(this.json[key], key);
		if (!list) {
			this.refuse(key, 'a list');
			return [];
		}
		if (cutOff) this.findings.add(this.at(key), 'list_cut_off');
		if (!this.hasRoomFor(list, key)) return [];
		const rows: Payload[] = [];
		for (let index = 0; index < list.length; index++) {
			const row = inNodes ? nodeOf(list[index]) : list[index];
			if (isObject(row)) rows.push(this.part(row, at, index));
			else {
				const found = describeValue(row);
				const field = `${this.at(at)}[${index}]`;
				this.findings.add(field, 'invalid_payload', { expected: 'an object', found });
			}
		}
		return rows;
	}

	/** The first object of a list or connection, which need not be whole; an empty one for none. */
	first(...keys: readonly string[]): Payload {
		const first = this.firstOf(keys);
		const value = first === undefined ? undefined : this.json[first];
		const { list = [], key, inNodes } = listIn(value, keys[0]);
		const row = inNodes ? nodeOf(list[0]) : list[0];
		return this.part(isObject(row) ? row : NOTHING, key, 0);
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

/** What an entry of a connection's `edges` holds. */
function nodeOf(entry: unknown): unknown {
	return isObject(entry) ? entry.node : entry;
}

interface FoundList {
	/** Undefined where there is none. */
	list: readonly unknown[] | undefined;
	/** Where it is: `lineItems.edges`. */
	key: string;
	/** Whether it is a page, and there are more. */
	cutOff: boolean;
	/** Whether each entry holds its object in `node`. */
	inNodes: boolean;
}

/** The list that a value is, or that a GraphQL connection has in it. */
function listIn(value: unknown, key: string): FoundList {
	if (Array.isArray(value)) return { list: value, key, cutOff: false, inNodes: false };
	if (!isObject(value)) return { list: undefined, key, cutOff: false, inNodes: false };
	const { nodes, edges, pageInfo } = value;
	const cutOff = isObject(pageInfo) && pageInfo.hasNextPage === true;
	if (Array.isArray(nodes)) return { list: nodes, key: `${key}.nodes`, cutOff, inNodes: false };
	if (Array.isArray(edges)) return { list: edges, key: `${key}.edges`, cutOff, inNodes: true };
	return { list: undefined, key, cutOff, inNodes: false };
}
