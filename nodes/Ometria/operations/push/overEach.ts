import { bounded } from '../../formats/bounds';
import type { Formatted, Json } from '../../formats/types';

/** Lays the user's own fields over each record of an item, which may repeat them any number of times. */
export function overEach(
	entries: readonly Formatted[],
	overlay: (record: Json) => Json,
): readonly Formatted[] {
	return bounded(overlaid(entries, overlay));
}

function* overlaid(
	entries: readonly Formatted[],
	overlay: (record: Json) => Json,
): Generator<Formatted> {
	for (const entry of entries) {
		yield entry.kind === 'record' ? { ...entry, record: overlay(entry.record) } : entry;
	}
}
