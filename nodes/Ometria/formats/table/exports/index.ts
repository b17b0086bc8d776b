import { bareItemName, bareName } from '../../../records/synonyms';
import type { FormatRecordType } from '../../types';
import { CONTACT_EXPORTS } from './contacts';
import type { ExportFile } from './exportFile';
import { ORDER_EXPORTS } from './orders';
import { PRODUCT_EXPORTS } from './products';

/** Every file that is known by its heading row; a further one is one entry. */
export const EXPORT_FILES: readonly ExportFile[] = [
	...CONTACT_EXPORTS,
	...PRODUCT_EXPORTS,
	...ORDER_EXPORTS,
];

/** A file, by the bare names of its headings. */
export interface KnownFile {
	file: ExportFile;
	forms: ReadonlyArray<readonly string[]>;
	without: readonly string[];
	/** Ometria's field by the bare name of the heading. */
	fields: ReadonlyMap<string, string>;
}

const KNOWN: readonly KnownFile[] = EXPORT_FILES.map((file) => ({
	file,
	forms: file.signs.map((headings) => headings.map(bareName)),
	without: (file.without ?? []).map(bareName),
	fields: new Map(
		Object.entries(file.columns).map(([heading, field]) => [bareName(heading), field]),
	),
}));

/**
 * The file that a row is of, by its headings, whatever else the row has.
 *
 * @returns undefined where it is of none that is known
 */
export function exportFileOf(
	type: FormatRecordType,
	headings: readonly string[],
): KnownFile | undefined {
	const has = new Set(headings.map(bareItemName));
	return KNOWN.find(
		({ file, forms, without }) =>
			file.type === type &&
			!without.some((heading) => has.has(heading)) &&
			forms.some((form) => form.every((heading) => has.has(heading))),
	);
}

/** Finds the heading of a row that is called so, whatever its case and punctuation. */
export type FindHeading = (name: string | undefined) => string | undefined;

/** A finder for rows with some headings, which remembers what it was asked for: names of files. */
export function headingFinder(headings: readonly string[]): FindHeading {
	const byName = new Map(headings.map((heading) => [bareItemName(heading), heading]));
	const known = new Map<string, string | undefined>();
	return (name) => {
		if (name === undefined) return undefined;
		if (!known.has(name)) known.set(name, byName.get(bareName(name)));
		return known.get(name);
	};
}
