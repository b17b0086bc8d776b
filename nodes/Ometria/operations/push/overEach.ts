import { bounded } from '../../formats/bounds';
import type { Formatted } from '../../formats/types';

/** Changes each entry of an item: the user's own fields may be repeated in any number of records. */
export function overEach(
	entries: readonly Formatted[],
	change: (entry: Formatted) => Formatted,
): readonly Formatted[] {
	return bounded(entries, changed(entries, change));
}

function* changed(
	entries: readonly Formatted[],
	change: (entry: Formatted) => Formatted,
): Generator<Formatted> {
	for (const entry of entries) yield change(entry);
}
