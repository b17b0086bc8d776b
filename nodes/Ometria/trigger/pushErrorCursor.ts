import { z } from 'zod';

import { ERRORS_WINDOW, type PushError } from '../pushErrors/pushError';
import { contentHash, identityOf } from './pushErrorIdentity';

/**
 * Hashes kept at most: those of the last window, and earlier ones in the room that is left. (A window
 * that holds more, because entries have several messages, is kept in full.) The earlier ones make up
 * for windows that are older than the one before, as overlapping polls can see them.
 */
const MAX_REMEMBERED = 2 * ERRORS_WINDOW;

const cursorSchema = z.object({
	version: z.literal(1),
	/** Hashes of errors with an identity; those of the last window first. */
	seen: z.array(z.string()),
	/** How many errors without identity the last window held, by content hash. (Stored, so the key stays.) */
	alike: z.record(z.string(), z.number().int().positive()),
});

/** What a trigger knows of the errors it has seen; plain JSON, kept in the node's static data. */
export type Cursor = z.infer<typeof cursorSchema>;

export type CursorReading =
	{ kind: 'none' } | { kind: 'unusable' } | { kind: 'cursor'; cursor: Cursor };

/** Reads a stored cursor; `unusable` when it is not one of ours. */
export function readCursor(stored: unknown): CursorReading {
	if (stored === undefined || stored === null) return { kind: 'none' };
	const parsed = cursorSchema.safeParse(stored);
	return parsed.success ? { kind: 'cursor', cursor: parsed.data } : { kind: 'unusable' };
}

export interface Advance {
	/** To be kept until the next poll. */
	cursor: Cursor;
	/** New errors, in the order of the window. */
	newErrors: PushError[];
	/** True when nothing in the window was seen before, so that there may have been more. */
	allNew: boolean;
}

/**
 * Compares the errors that Ometria lists with those listed before. Works with any order of the list,
 * because none is documented.
 *
 * Errors with an identity are new once. Those without are counted: as many are new as there are more
 * with that content than before. (One that takes the place of another that looks the same cannot be
 * noticed by anyone.)
 *
 * @param before undefined at the first activation: everything listed then is old
 */
export function advance(before: Cursor | undefined, window: readonly PushError[]): Advance {
	const known = new Set(before?.seen);
	const current = new Set<string>();
	const newErrors: PushError[] = [];
	const anonymousCounts = new Map<string, number>();
	let distinct = 0;
	const unmatched = new Map(Object.entries(before?.alike ?? {}));
	for (const error of window) {
		const identity = identityOf(error);
		if (identity !== undefined) {
			if (current.has(identity)) continue;
			current.add(identity);
			distinct++;
			if (!known.has(identity)) newErrors.push(error);
			continue;
		}
		distinct++;
		const hash = contentHash(error);
		anonymousCounts.set(hash, (anonymousCounts.get(hash) ?? 0) + 1);
		const left = unmatched.get(hash) ?? 0;
		if (left > 0) unmatched.set(hash, left - 1);
		else newErrors.push(error);
	}
	const room = Math.max(MAX_REMEMBERED - current.size - anonymousCounts.size, 0);
	const earlier = (before?.seen ?? []).filter((identity) => !current.has(identity));
	return {
		cursor: {
			version: 1,
			seen: [...current, ...earlier.slice(0, room)],
			alike: Object.fromEntries(anonymousCounts),
		},
		newErrors: before ? newErrors : [],
		allNew: before !== undefined && distinct > 0 && newErrors.length === distinct,
	};
}
