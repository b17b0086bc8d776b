import type { Findings } from '../../records/findings';
import { bareName } from '../../records/synonyms';
import type { FormatRecordType } from '../types';
import { type ColumnsByField, nearestOf } from './columns';

/** Fields that identify a record elsewhere: their columns are candidates for the ID. */
const ALSO_IDS: Readonly<Partial<Record<FormatRecordType, string>>> = {
	contact: 'customer_id',
	order: 'web_id',
};
/** Where there is no other candidate. */
const ID_OTHERWISE: Readonly<Partial<Record<FormatRecordType, string>>> = { product: 'sku' };

function chosen(findings: Findings, name: string, headings: readonly string[]): string | undefined {
	if (headings.includes(name)) return name;
	const wanted = bareName(name);
	const same = headings.filter((heading) => wanted !== '' && bareName(heading) === wanted);
	if (same.length === 1) return same[0];
	if (same.length > 1) findings.add('', 'ambiguous_id_column', { name, headings: same });
	else findings.add('', 'id_column_not_found', { name, headings });
	return undefined;
}

/**
 * Finds the column that identifies the records: the one that the user chose, the one named `id`, or
 * the only one that can be meant. With two candidates it is not guessed: a wrong ID makes a second
 * record of each person, product or order in Ometria.
 *
 * @param findings what the user has to decide is added to them
 * @param name the setting ID Column
 */
export function findIdColumn(
	findings: Findings,
	type: FormatRecordType,
	headings: readonly string[],
	byField: ColumnsByField,
	name: string | undefined,
): string | undefined {
	if (name !== undefined) return chosen(findings, name, headings);
	const columnsOf = (field: string | undefined) => byField.get(field ?? '') ?? [];
	const ids = columnsOf('id');
	const exact = ids.filter(({ distance }) => distance < 2);
	const known = exact.length > 0 ? nearestOf(exact) : [...ids, ...columnsOf(ALSO_IDS[type])];
	const candidates = known.length > 0 ? known : columnsOf(ID_OTHERWISE[type]);
	const names = candidates.map(({ heading }) => heading);
	if (names.length === 1) return names[0];
	if (names.length > 1) findings.add('', 'several_id_columns', { type, headings: names });
	else findings.add('', 'no_id_column', { type, headings });
	return undefined;
}
