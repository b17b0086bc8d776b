import type { Findings } from '../../records/findings';
import type { CellReading, Distance, Meaning } from './names';

/** A column that matches a field. */
export interface Column {
	heading: string;
	/** Ometria's field: `customer.email`. */
	field: string;
	/** Names from the record down to the field. */
	path: readonly string[];
	reading: CellReading;
	distance: Distance;
}

export type ColumnsByField = ReadonlyMap<string, readonly Column[]>;

export function groupByField(meanings: ReadonlyMap<string, Meaning>): ColumnsByField {
	const byField = new Map<string, Column[]>();
	for (const [heading, meaning] of meanings) {
		if (meaning.kind !== 'field') continue;
		const { field, reading, distance } = meaning;
		const column = { heading, field, path: field.split('.'), reading, distance };
		const others = byField.get(field);
		if (others) others.push(column);
		else byField.set(field, [column]);
	}
	return byField;
}

/** The columns whose headings are nearest to Ometria's name, several where none is nearer. */
export function nearestOf(columns: readonly Column[]): readonly Column[] {
	const least = columns.reduce((min, { distance }) => Math.min(min, distance), Infinity);
	return columns.filter(({ distance }) => distance === least);
}

export interface Choice {
	/** The columns that are sent, by field. */
	sent: ReadonlyMap<string, Column>;
	/** Headings of columns that give way to another one. */
	replaced: ReadonlyMap<string, Column>;
}

function refuseSeveral(findings: Findings, field: string, columns: readonly Column[]): void {
	const headings = columns.map(({ heading }) => heading);
	findings.add('', 'columns_for_one_field', { headings, field, isConsent: false });
}

/**
 * Chooses one column for each field: Ometria's own name goes before other names. Which of two other
 * names is meant, is not guessed.
 */
export function chooseColumns(findings: Findings, byField: ColumnsByField): Choice {
	const sent = new Map<string, Column>();
	const replaced = new Map<string, Column>();
	for (const [field, columns] of byField) {
		const best = nearestOf(columns);
		if (best.length > 1) refuseSeveral(findings, field, best);
		sent.set(field, best[0]);
		for (const column of columns) {
			if (column.distance > best[0].distance) replaced.set(column.heading, best[0]);
		}
	}
	// `customer` as an object and `customer.email` beside it would overwrite each other.
	for (const column of [...sent.values()]) {
		for (let length = 1; length < column.path.length; length++) {
			const above = sent.get(column.path.slice(0, length).join('.'));
			if (!above) continue;
			// A count of items beside the columns of their lines.
			const isCount = above.field === 'lineitems' && above.distance === 2;
			if (above.distance === column.distance && !isCount) {
				refuseSeveral(findings, above.field, [above, column]);
			}
			const [kept, left] =
				isCount || above.distance > column.distance ? [column, above] : [above, column];
			sent.delete(left.field);
			replaced.set(left.heading, kept);
		}
	}
	return { sent, replaced };
}
