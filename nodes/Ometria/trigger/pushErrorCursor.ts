import { z } from 'zod';

import { ERRORS_WINDOW, type PushError } from '../pushErrors/pushError';
import { contentHash, identityOf } from './pushErrorIdentity';

/**
 * Hashes kept at most: those of the last window, and earlier ones in the room that is left. (A window
 * that holds more, because entries have several messages, is kept in full.) The earlier ones make up
 * for windows that are older than the one before, as overlapping polls can see them.
 */
const MAX_REMEMBERED = 5 * ERRORS_WINDOW;

const cursorSchema = z.object({
	version: z.literal(1),
	/** Hashes of errors with an identity; those of the last window first. */
	seen: z.array(z.string()),
	/** How many errors without identity the last window held, by content hash. (Stored, so the key stays.) */
	alike: z.record(z.string(), z.number().int().positive()),
});

/** What a trigger knows of the errors it has seen; plain JSON, kept in the node's static data. */
export type Cursor = z.infer<typeof cursorSchema>;

/** Reads a stored cursor; undefined when it is not one of ours. */
export function readCursor(stored: unknown): Cursor | undefined {
	const parsed = cursorSchema.safeParse(stored);
	return parsed.success ? parsed.data : undefined;
}

export interface Advance {
	/** To be kept until the next poll. */
	cursor: Cursor;
	/** New errors, in the order of the window. */
	newErrors: PushError[];
	/** True when nothing in the window was seen before, so that there may have been more. */
	allNew: boolean;
	/** True when an error that looks like another one is new, so that the next like it may go unnoticed. */
	hasAlike: boolean;
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
 * @param isStale whether another window was compared after this one was asked for, which may be newer.
 * This one then brings errors with an identity only: the counts of the others would be old ones.
 */
export function advance(
	before: Cursor | undefined,
	window: readonly PushError[],
	isStale = false,
): Advance {
	const seen = new Set(before?.seen);
	const current = new Set<string>();
	const newErrors: PushError[] = [];
	const anonymousCounts = new Map<string, number>();
	let distinct = 0;
	let hasAlike = false;
	const unmatched = new Map(Object.entries(before?.alike ?? {}));
	for (const error of window) {
		const identity = identityOf(error);
		if (identity !== undefined) {
			if (current.has(identity)) continue;
			current.add(identity);
			distinct++;
			if (!seen.has(identity)) newErrors.push(error);
			continue;
		}
		distinct++;
		const hash = contentHash(error);
		anonymousCounts.set(hash, (anonymousCounts.get(hash) ?? 0) + 1);
		const left = unmatched.get(hash) ?? 0;
		if (left > 0) unmatched.set(hash, left - 1);
		else if (!isStale) {
			newErrors.push(error);
			hasAlike ||= (anonymousCounts.get(hash) ?? 0) > 1;
		}
	}
	const known = before?.seen ?? [];
	const unknown = [...current].filter((identity) => !seen.has(identity));
	// What was listed last comes first. A stale window is not that; it comes behind the room of one.
	const ordered = isStale
		? [...known.slice(0, ERRORS_WINDOW), ...unknown, ...known.slice(ERRORS_WINDOW)]
		: [...current, ...known.filter((identity) => !current.has(identity))];
	const room = Math.max(MAX_REMEMBERED - anonymousCounts.size, current.size);
	return {
		cursor: {
			version: 1,
			seen: ordered.slice(0, room),
			alike: isStale && before ? before.alike : Object.fromEntries(anonymousCounts),
		},
		newErrors: before ? newErrors : [],
		allNew: before !== undefined && distinct > 0 && newErrors.length === distinct,
		hasAlike,
	};
}
