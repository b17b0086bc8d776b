import { listed, shown } from '../../utils/text';

const MOST_NAMED = 10;

/** Headings in quotes, as messages show them. */
export function quoted(headings: readonly string[]): string {
	return listed(headings, shown);
}

/** "A", "B" and "C". */
export function joined(headings: readonly string[]): string {
	return listed(headings, shown, { last: ' and ' });
}

/** A sentence with the first headings of an item. */
export function columnsText(headings: readonly string[]): string {
	if (headings.length === 0) return 'The item has no columns';
	return `The item has ${listed(headings, shown, { most: MOST_NAMED })}`;
}
