import { bareName } from '../../records/synonyms';
import type { FormatRecordType } from '../types';
import { type ColumnsByField, nearestOf } from './columns';
import { columnsText, joined, quoted } from './headings';

/** Fields that identify a record elsewhere: their columns are candidates for the ID. */
const ALSO_IDS: Readonly<Partial<Record<FormatRecordType, string>>> = {
	contact: 'customer_id',
	order: 'web_id',
};
/** Where there is no other candidate. */
const ID_OTHERWISE: Readonly<Partial<Record<FormatRecordType, string>>> = { product: 'sku' };

/** The column that was found, or what the user has to decide, in sentences. */
export interface IdColumn {
	heading: string | undefined;
	problems: readonly string[];
}

const found = (heading: string): IdColumn => ({ heading, problems: [] });
const undecided = (problem: string): IdColumn => ({ heading: undefined, problems: [problem] });

function chosen(name: string, headings: readonly string[]): IdColumn {
	if (headings.includes(name)) return found(name);
	const wanted = bareName(name);
	const same = headings.filter((heading) => wanted !== '' && bareName(heading) === wanted);
	if (same.length === 1) return found(same[0]);
	return undecided(
		same.length > 1
			? `${joined(same)} are called like the ID Column ${quoted([name])}. Set Format Settings > ID Column to the exact heading`
			: `There is no column ${quoted([name])}, which is set as ID Column. ${columnsText(headings)}`,
	);
}

/**
 * Finds the column that identifies the records: the one that the user chose, the one named `id`, or
 * the only one that can be meant. With two candidates it is not guessed: a wrong ID makes a second
 * record of each person, product or order in Ometria.
 *
 * @param name the setting ID Column
 */
export function findIdColumn(
	type: FormatRecordType,
	headings: readonly string[],
	byField: ColumnsByField,
	name: string | undefined,
): IdColumn {
	if (name !== undefined) return chosen(name, headings);
	const columnsOf = (field: string | undefined) => byField.get(field ?? '') ?? [];
	const ids = columnsOf('id');
	const exact = ids.filter(({ distance }) => distance < 2);
	const known = exact.length > 0 ? nearestOf(exact) : [...ids, ...columnsOf(ALSO_IDS[type])];
	const candidates = known.length > 0 ? known : columnsOf(ID_OTHERWISE[type]);
	const names = candidates.map(({ heading }) => heading);
	if (names.length === 1) return found(names[0]);
	const fix = 'Set Format Settings > ID Column to the one that does';
	return undecided(
		names.length > 1
			? `${joined(names)} may each identify the ${type}. ${fix}`
			: `No column is known to identify the ${type}. ${columnsText(headings)}. ${fix}`,
	);
}
