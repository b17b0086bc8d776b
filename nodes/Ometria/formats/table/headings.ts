const MAX_NAMED = 10;

/** Headings in quotes, as messages show them. */
export function quoted(headings: readonly string[]): string {
	return headings.map((heading) => JSON.stringify(heading)).join(', ');
}

/** "A", "B" and "C". */
export function joined(headings: readonly string[]): string {
	return headings.length < 2
		? quoted(headings)
		: `${quoted(headings.slice(0, -1))} and ${quoted(headings.slice(-1))}`;
}

/** A sentence with the first headings of an item. */
export function listed(headings: readonly string[]): string {
	if (headings.length === 0) return 'The item has no columns';
	const more = headings.length - MAX_NAMED;
	return `The item has ${quoted(headings.slice(0, MAX_NAMED))}${more > 0 ? ` and ${more} more` : ''}`;
}
