import type { N8nApi } from '../../playground/src/n8nApi';

/** A cell of a Data Table as n8n's editor gets it: dates are ISO 8601. */
export type Cell = string | number | boolean | null;
/** A row with n8n's own columns `id`, `createdAt` and `updatedAt`. */
export type Row = Record<string, Cell> & { id: number };

/** A Data Table of the owner's own project, read and changed as on n8n's page for it. */
export class DataTable {
	private constructor(
		private readonly api: N8nApi,
		private readonly path: string,
	) {}

	private static async tables(api: N8nApi): Promise<string> {
		const { id } = (await api.call('GET', '/projects/personal')) as { id: string };
		return `/projects/${id}/data-tables`;
	}

	/** Finds the table that a workflow made. @throws if there is none of this name */
	static async named(api: N8nApi, name: string): Promise<DataTable> {
		const tables = await DataTable.tables(api);
		const { data } = (await api.call('GET', tables)) as {
			data: Array<{ id: string; name: string }>;
		};
		const found = data.find((table) => table.name === name);
		if (!found) throw new Error(`There is no Data Table "${name}"`);
		return new DataTable(api, `${tables}/${found.id}`);
	}

	/** Up to 250 rows, the oldest first. */
	async rows(): Promise<Row[]> {
		const { data } = (await this.api.call('GET', `${this.path}/rows?take=250&sortBy=id:asc`)) as {
			data: Row[];
		};
		return data;
	}

	async insert(rows: Array<Record<string, Cell>>): Promise<void> {
		await this.api.call('POST', `${this.path}/insert`, { data: rows, returnType: 'count' });
	}

	/** Changes cells of one row, as a person does who repairs it. */
	async edit(id: number, data: Record<string, Cell>): Promise<void> {
		const filters = [{ columnName: 'id', condition: 'eq', value: id }];
		await this.api.call('PATCH', `${this.path}/rows`, { filter: { type: 'and', filters }, data });
	}

	async delete(): Promise<void> {
		await this.api.call('DELETE', this.path);
	}
}
