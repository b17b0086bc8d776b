import { z } from 'zod';

/**
 * How far each reading goes back before the last one began, ms: for what is listed late, and for
 * clocks that differ. What was emitted already is known by its identity.
 */
export const OVERLAP_MS = 15 * 60_000;

/** Identities kept at most: the newest ones. */
const MAX_REMEMBERED = 5000;

const cursorSchema = z.object({
	version: z.literal(1),
	/** The earliest time that is queried, ms since the epoch. */
	sinceMs: z.number(),
	/** Identities of rows emitted already, oldest first. */
	seen: z.array(z.string()),
	/** A reading that one poll could not finish. */
	unfinished: z.object({ beganMs: z.number(), offset: z.number().int().nonnegative() }).optional(),
});

/** What a trigger knows of the changes it has emitted; plain JSON, kept in the node's static data. */
export type ChangeCursor = z.infer<typeof cursorSchema>;

/** Reads a stored cursor; undefined when there is none, or it is not one of ours. */
export function readChangeCursor(stored: unknown): ChangeCursor | undefined {
	const parsed = cursorSchema.safeParse(stored);
	return parsed.success ? parsed.data : undefined;
}

/** Where a trigger begins: it emits nothing from before. */
export function firstCursor(nowMs: number): ChangeCursor {
	return { version: 1, sinceMs: nowMs, seen: [] };
}

/** What a poll has read. */
export interface Reading {
	/** When the reading began, on the server's clock, ms; of an unfinished one, when its first part did. */
	beganMs: number;
	/** Where the next poll goes on; undefined when everything was read. */
	nextOffset: number | undefined;
	/** Identities of all rows read, in their order. */
	identities: readonly string[];
}

/**
 * Compares what was read with what was emitted before.
 *
 * @returns which of the rows are new (by index), and the cursor to keep
 */
export function advanceChanges(
	before: ChangeCursor,
	{ beganMs, nextOffset, identities }: Reading,
): { newIndexes: number[]; cursor: ChangeCursor } {
	const seen = new Set(before.seen);
	const newIndexes: number[] = [];
	for (const [index, identity] of identities.entries()) {
		if (!seen.has(identity)) newIndexes.push(index);
		// Seen again is newest again.
		seen.delete(identity);
		seen.add(identity);
	}
	const kept = [...seen].slice(-MAX_REMEMBERED);
	return {
		newIndexes,
		cursor:
			nextOffset === undefined
				? { version: 1, sinceMs: Math.max(before.sinceMs, beganMs - OVERLAP_MS), seen: kept }
				: {
						version: 1,
						sinceMs: before.sinceMs,
						seen: kept,
						unfinished: { beganMs, offset: nextOffset },
					},
	};
}
