import type { Json } from '../../../../../nodes/Ometria/formats/types';

/** A row of an export file: all its columns are there, and those that are not named are empty. */
export function rowOf(headings: string, cells: Json): Json {
	const row = Object.fromEntries(headings.split('|').map((heading) => [heading, '']));
	for (const heading of Object.keys(cells)) {
		if (!Object.hasOwn(row, heading)) throw new TypeError(`The file has no column ${heading}`);
	}
	return { ...row, ...cells };
}
