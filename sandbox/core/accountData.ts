import { SEED } from './seed';
import { TABLES, type Entry, type Table } from './tables';
import type { JsonObject } from './types';

/** Rows of the reading endpoints; a few are there from the start. */
export class AccountData {
	private tables = new Map<Table, Entry[]>();

	constructor() {
		this.clear();
	}

	entries(table: Table): Entry[] {
		return this.tables.get(table) ?? [];
	}

	rows(table: Table): JsonObject[] {
		return this.entries(table).map(({ row }) => row);
	}

	/** Adds rows; one with the id of another takes its place. */
	put(table: Table, rows: JsonObject[], now: number): void {
		const entries = this.entries(table);
		for (const row of rows) {
			const index = entries.findIndex((entry) => row.id !== undefined && entry.row.id === row.id);
			if (index === -1) entries.push({ row, at: now });
			else entries[index] = { row: { ...entries[index].row, ...row }, at: now };
		}
	}

	/** Back to the rows from the start. */
	clear(): void {
		this.tables = new Map(TABLES.map((table) => [table, [...(SEED[table] ?? [])]]));
	}
}
