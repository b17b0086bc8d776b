import type { JsonObject, RecordType } from './types';

/** A record with the times (ms) at which it was first and last pushed. */
export interface StoredRecord {
	type: RecordType;
	record: JsonObject;
	createdAt: number;
	updatedAt: number;
}

/** Stored records by type, collection and id. */
export class RecordStore {
	private readonly records = new Map<string, StoredRecord>();

	private key(type: RecordType, record: JsonObject): string {
		return JSON.stringify([
			type,
			type === 'contact' ? (record['@collection'] ?? 'default') : '',
			String(record.id),
		]);
	}

	has(type: RecordType, record: JsonObject): boolean {
		return this.records.has(this.key(type, record));
	}

	/**
	 * Creates or updates (documented). With `@merge`, fields that are not sent keep their stored
	 * values (documented); without, the record is replaced (assumption: "may or may not" wipe).
	 */
	put(type: RecordType, record: JsonObject, now: number): void {
		const key = this.key(type, record);
		const before = this.records.get(key);
		const kept = record['@merge'] === true ? before?.record : undefined;
		this.records.set(key, {
			type,
			record: { ...kept, ...record },
			createdAt: before?.createdAt ?? now,
			updatedAt: now,
		});
	}

	entries(type: RecordType): StoredRecord[] {
		return [...this.records.values()].filter((entry) => entry.type === type);
	}

	all(type: RecordType): JsonObject[] {
		return this.entries(type).map(({ record }) => record);
	}

	/** How many are stored: of one type, or all. */
	count(type?: RecordType): number {
		if (type === undefined) return this.records.size;
		let count = 0;
		for (const entry of this.records.values()) if (entry.type === type) count++;
		return count;
	}

	clear(): void {
		this.records.clear();
	}
}
