import { BoundedMap, type Bounds } from './boundedMap';
import { sizeOf } from './json';
import { isFound } from './search';
import type { JsonObject, RecordType } from './types';

/** A record with the times (ms) at which it was first and last pushed. */
export interface StoredRecord {
	type: RecordType;
	record: JsonObject;
	createdAt: number;
	updatedAt: number;
}

/** Stored records by type, collection and id; counted in bytes of JSON. */
export class RecordStore {
	private readonly records: BoundedMap<StoredRecord>;
	private readonly counts = new Map<RecordType, number>();

	constructor(bounds: Bounds) {
		this.records = new BoundedMap(bounds);
	}

	/** How many records were dropped to stay within the bounds. */
	get dropped(): number {
		return this.records.dropped;
	}

	private key(type: RecordType, record: JsonObject): string {
		return JSON.stringify([
			type,
			type === 'contact' ? (record['@collection'] ?? 'default') : '',
			String(record.id),
		]);
	}

	has(type: RecordType, record: JsonObject): boolean {
		return this.records.get(this.key(type, record)) !== undefined;
	}

	/**
	 * Creates or updates (documented). With `@merge`, fields that are not sent keep their stored
	 * values (documented); without, the record is replaced (assumption: "may or may not" wipe).
	 */
	put(type: RecordType, record: JsonObject, now: number): void {
		const key = this.key(type, record);
		const before = this.records.get(key);
		const kept = record['@merge'] === true ? before?.record : undefined;
		const stored = {
			type,
			record: { ...kept, ...record },
			createdAt: before?.createdAt ?? now,
			updatedAt: now,
		};
		if (!before) this.counts.set(type, this.count(type) + 1);
		for (const dropped of this.records.set(key, stored, sizeOf(stored.record))) {
			this.counts.set(dropped.type, this.count(dropped.type) - 1);
		}
	}

	entries(type: RecordType): StoredRecord[] {
		return this.records.values().filter((entry) => entry.type === type);
	}

	all(type: RecordType): JsonObject[] {
		return this.entries(type).map(({ record }) => record);
	}

	/**
	 * Records whose ID or email address contains a text, those that were pushed for the first time last
	 * come first.
	 */
	find(text: string, most: number): StoredRecord[] {
		const found: StoredRecord[] = [];
		for (const entry of this.records.values().reverse()) {
			if (isFound(entry.record, text)) found.push(entry);
			if (found.length === most) break;
		}
		return found;
	}

	/** How many are stored: of one type, or all. */
	count(type?: RecordType): number {
		return type === undefined ? this.records.size : (this.counts.get(type) ?? 0);
	}

	clear(): void {
		this.records.clear();
		this.counts.clear();
	}
}
