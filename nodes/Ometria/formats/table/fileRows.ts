import { isBlank, text } from '../shared/values';
import type { Json } from '../types';
import type { Cell, ExportFile } from './exports/exportFile';
import type { ColumnPlan } from './plan';

/** Reads the cells of a row by the headings of its file. */
export function cellsOf({ headingOf }: ColumnPlan, json: Json): Cell {
	return (name) => {
		const heading = headingOf(name);
		return heading === undefined ? undefined : text(json[heading]);
	};
}

/** What the rows of a known file of products say of each other. */
export class FileRows {
	/** The first row of those that share a cell. */
	private readonly firsts = new Map<string, Json>();
	/** The ID of the product of each variant, as the row of the product names it. */
	private readonly parents = new Map<string, string>();

	add(plan: ColumnPlan, json: Json): void {
		const { file, idHeading } = plan;
		if (!file?.inherits && !file?.variantsOf) return;
		const cell = cellsOf(plan, json);
		const key = keyOf(file, cell);
		if (key !== undefined && !this.firsts.has(key)) this.firsts.set(key, json);
		const id = text(json[idHeading]);
		for (const variant of file.variantsOf?.(cell) ?? []) {
			if (id !== undefined && variant !== id) this.parents.set(variant, id);
		}
	}

	/** The row with what only the first row of its product says. */
	filled(plan: ColumnPlan, json: Json): Json {
		const { file, headingOf } = plan;
		const { headings = [] } = file?.inherits ?? {};
		const key = file && keyOf(file, cellsOf(plan, json));
		const first = key === undefined ? undefined : this.firsts.get(key);
		if (!first || first === json) return json;
		const filled = { ...json };
		for (const name of headings) {
			const heading = headingOf(name);
			if (heading !== undefined && isBlank(json[heading])) filled[heading] = first[heading];
		}
		return filled;
	}

	/** The ID of the product that a row is a variant of. */
	parentOf({ idHeading }: ColumnPlan, json: Json): string | undefined {
		const id = text(json[idHeading]);
		return id === undefined ? undefined : this.parents.get(id);
	}
}

function keyOf({ inherits }: ExportFile, cell: Cell): string | undefined {
	return inherits && cell(inherits.by);
}
