import type { Findings } from '../../records/findings';
import { bareName } from '../../records/synonyms';
import type { FormatRecordType } from '../types';
import { type ColumnsByField, nearestOf } from './columns';

/** Fields that identify a record elsewhere: their columns are candidates for the ID. */
const ALSO_IDS: Readonly<Partial<Record<FormatRecordType, string>>> = {
	contact: 'customer_id',
	order: 'web_id',
};
/** Columns that a program adds to its rows, beside its own `id`. */
const ROW_COLUMNS: ReadonlyArray<readonly string[]> = [
	// n8n's Data Table; many databases.
	['createdAt', 'updatedAt'],
	['created_at', 'updated_at'],
	// Airtable.
	['createdTime'],
];
/** n8n's Notion node names the user's columns so, beside the id of the page. */
export const NOTION_PREFIX = 'property_';

/** Whether `id` may be the row's, not the record's. */
function mayBeRowId(headings: readonly string[]): boolean {
	return (
		ROW_COLUMNS.some((names) => names.every((name) => headings.includes(name))) ||
		headings.some((heading) => heading.startsWith(NOTION_PREFIX))
	);
}

/** The time at which a row was made is not that of the order or contact in it. */
export function rowTimes(headings: readonly string[]): readonly string[] {
	if (headings.includes('createdTime')) return ['createdTime'];
	const isDataTable = ['id', 'createdAt', 'updatedAt'].every((name) => headings.includes(name));
	return isDataTable ? ['createdAt', 'updatedAt'] : [];
}

/** Where there is no other candidate. */
const ID_OTHERWISE: Readonly<Partial<Record<FormatRecordType, string>>> = { product: 'sku' };

export function chosenIdColumn(
	findings: Findings,
	name: string,
	headings: readonly string[],
): string | undefined {
	if (headings.includes(name)) return name;
	const wanted = bareName(name);
	const same = headings.filter((heading) => wanted !== '' && bareName(heading) === wanted);
	if (same.length === 1) return same[0];
	if (same.length > 1) findings.add('', 'ambiguous_id_column', { name, headings: same });
	else findings.add('', 'id_column_not_found', { name, headings });
	return undefined;
}

/**
 * Finds the column that identifies the records: the one named `id`, or the only one that can be
 * meant. With two candidates it is not guessed, as a wrong ID makes a second
 * record of each person, product or order in Ometria.
 *
 * @param findings what the user has to decide is added to them
 */
export function findIdColumn(
	findings: Findings,
	type: FormatRecordType,
	headings: readonly string[],
	byField: ColumnsByField,
): string | undefined {
	const columnsOf = (field: string | undefined) => byField.get(field ?? '') ?? [];
	const ids = columnsOf('id');
	const said = ids.filter(({ distance }) => distance < 0);
	if (said.length === 1) return said[0].heading;
	const exact = ids.filter(({ distance }) => distance < 2);
	const isRowId = exact.length > 0 && mayBeRowId(headings);
	if (isRowId) {
		// The one that is named after the record is meant; another one may be.
		const named = ids.filter(({ distance }) => distance === 2);
		const others = named.length > 0 ? named : columnsOf(ALSO_IDS[type]);
		if (named.length === 1) return named[0].heading;
		if (others.length > 0) {
			const candidates = [...nearestOf(exact), ...others].map(({ heading }) => heading);
			findings.add('', 'several_id_columns', { type, headings: candidates });
			return undefined;
		}
	}
	const known = exact.length > 0 ? nearestOf(exact) : [...ids, ...columnsOf(ALSO_IDS[type])];
	const candidates = known.length > 0 ? known : columnsOf(ID_OTHERWISE[type]);
	const names = candidates.map(({ heading }) => heading);
	if (names.length === 1) return names[0];
	if (names.length > 1) findings.add('', 'several_id_columns', { type, headings: names });
	else findings.add('', 'no_id_column', { type, headings });
	return undefined;
}
