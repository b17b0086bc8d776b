import { BoundedMap } from './boundedMap';
import { sizeOf } from './json';
import { SEED } from './seed';
import { type Entry, type Table, TABLES } from './tables';
import type { JsonObject } from './types';

/** The most that each table keeps; the oldest rows go. */
const BOUNDS = { entries: 100_000, bytes: 32 * 1024 * 1024 };

/** Rows of the reading endpoints; a few are there from the start. */
export class AccountData {
	private tables = new Map<Table, BoundedMap<Entry>>();

	constructor() {
		this.clear();
	}

	/** How many rows were dropped to stay within the bounds. */
	get dropped(): number {
		return [...this.tables.values()].reduce((sum, { dropped }) => sum + dropped, 0);
	}

	entries(table: Table): Entry[] {
		return this.tables.get(table)?.values() ?? [];
	}

	rows(table: Table): JsonObject[] {
		return this.entries(table).map(({ row }) => row);
	}

	/** Adds rows; one with the id of another takes its place. */
	put(table: Table, rows: JsonObject[], now: number): void {
		for (const row of rows) this.putEntry(table, { row, at: now });
	}

	/** Takes away the rows that a test is true of. */
	remove(table: Table, test: (row: JsonObject) => boolean): void {
		this.tables.get(table)?.remove(({ row }) => test(row));
	}

	/** Back to the rows from the start. */
	clear(): void {
		this.tables = new Map(TABLES.map((table) => [table, new BoundedMap(BOUNDS)]));
		for (const table of TABLES) {
			for (const entry of SEED[table] ?? []) this.putEntry(table, entry);
		}
	}

	private putEntry(table: Table, { row, at }: Entry): void {
		const entries = this.tables.get(table);
		if (row.id === undefined) {
			entries?.add({ row, at }, sizeOf(row));
			return;
		}
		const key = JSON.stringify(row.id);
		const merged = { ...entries?.get(key)?.row, ...row };
		entries?.set(key, { row: merged, at }, sizeOf(merged));
	}
}
