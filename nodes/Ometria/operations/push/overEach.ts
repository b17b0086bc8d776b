import { bounded } from '../../formats/bounds';
import type { Entries, Formatted } from '../../formats/types';

/** Whether an item is a part of another one's record, so that nothing is asked of its own settings. */
export function isPartOfAnother(entries: Entries): boolean {
	return Array.isArray(entries) && entries.length === 0;
}

/**
 * Changes each entry of an item: the user's own fields may be repeated in any number of records.
 *
 * @param item what they are made of
 */
export function overEach(
	item: unknown,
	entries: Entries,
	change: (entry: Formatted) => Formatted,
): Entries {
	return bounded(item, changed(entries, change));
}

function* changed(
	entries: Entries,
	change: (entry: Formatted) => Formatted,
): Generator<Formatted | undefined> {
	for (const entry of entries) yield entry && change(entry);
}
