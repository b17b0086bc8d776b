import type { JsonObject, RecordType } from './types';

/** Stored records by type, collection and id. */
export class RecordStore {
	private readonly records = new Map<string, { type: RecordType; record: JsonObject }>();

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
	put(type: RecordType, record: JsonObject): void {
		const key = this.key(type, record);
		const stored = record['@merge'] === true ? this.records.get(key)?.record : undefined;
		this.records.set(key, { type, record: { ...stored, ...record } });
	}

	all(type: RecordType): JsonObject[] {
		return [...this.records.values()].filter((entry) => entry.type === type).map(({ record }) => record);
	}

	count(): number {
		return this.records.size;
	}

	clear(): void {
		this.records.clear();
	}
}
