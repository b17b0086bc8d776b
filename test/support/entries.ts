import type { Entries, Formatted } from '../../nodes/Ometria/formats/types';

/** All that an item comes to, without the pauses between. */
export function madeOf(entries: Entries): Formatted[] {
	return [...entries].filter((entry) => entry !== undefined);
}
