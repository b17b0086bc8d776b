import { z } from 'zod';

import { walkSchema } from '../transport/pageWalk';
import { isObject } from '../utils/json';
import { formatUtc } from '../utils/time';
import type { Warn } from './notices';

/**
 * How far each reading goes back before the last one began, ms: for what is listed late, and for
 * clocks that differ. What was emitted already is known by the memory.
 */
export const OVERLAP_MS = 15 * 60_000;

/** The same where the memory does not reach so far back. */
export const SHORT_OVERLAP_MS = 60_000;

/** How far Ometria's clock may be ahead of n8n's to be used, ms: less than the overlap. */
export const TOLERANCE_MS = 10 * 60_000;

/** How far Ometria's clock may be behind n8n's to be used, ms. */
export const MOST_BEHIND_MS = 24 * 3_600_000;

/** Nothing in n8n is older; an earlier time is not a position. */
const EARLIEST_MS = Date.UTC(2019, 0);

const unfinishedSchema = z.object({
	/** When it began, on the server's clock, ms. */
	beganMs: z.number(),
	/** Rows that it has read, the last ones in the memory. */
	read: z.number().int().nonnegative(),
	walk: walkSchema,
});

const cursorSchema = z.object({
	sinceMs: z.unknown(),
	/** How far the server's clock was ahead of n8n's at the last answer with a date, ms. */
	aheadMs: z.number().min(-MOST_BEHIND_MS).max(TOLERANCE_MS).optional().catch(undefined),
	/** What the memory of rows gives as text. */
	rows: z.string(),
	/** Set while what is listed is old: until the first reading is complete. */
	isFirst: z.literal(true).optional(),
	/** Hashes of rows by which version 0.1.0 knew what it had emitted; until the next complete reading. */
	earlier: z.array(z.string()).optional(),
	/** Where the last reading would have led, had rows not moved meanwhile: the next goes back as far. */
	nextMs: z.number().optional().catch(undefined),
	/** A reading that one poll could not finish. */
	unfinished: unfinishedSchema.optional().catch(undefined),
});

/** What a trigger knows of the changes it has emitted; plain JSON, kept in the node's static data. */
export interface ChangeCursor extends z.infer<typeof cursorSchema> {
	/** The earliest time that is queried, ms since the epoch. */
	sinceMs: number;
}

/** As version 0.1.0 stored it. */
const version1Schema = z.object({
	version: z.literal(1),
	sinceMs: z.unknown(),
	seen: z.array(z.string()),
});

/** What is stored, whatever its position is worth. A reading that version 0.1.0 left is begun again. */
function parse(stored: unknown): z.infer<typeof cursorSchema> | undefined {
	const version1 = version1Schema.safeParse(stored);
	if (version1.success) {
		const { sinceMs, seen: earlier } = version1.data;
		return { sinceMs, rows: '', earlier };
	}
	const current = cursorSchema.safeParse(stored);
	return current.success ? current.data : undefined;
}

/** The position in what is stored of an event, whatever it is worth. */
export function storedSince(stored: unknown): unknown {
	if (!isObject(stored)) return undefined;
	return isObject(stored.position) ? stored.position.sinceMs : stored.sinceMs;
}

/**
 * Reads a stored cursor, and mends a position that no clock can have had.
 *
 * @param nowMs n8n's clock
 * @param warn called for each thing that the user should know
 * @returns undefined when it is not one of ours
 */
export function readChangeCursor(
	stored: unknown,
	nowMs: number,
	warn: Warn,
): ChangeCursor | undefined {
	const cursor = parse(stored);
	if (!cursor) return undefined;
	const { unfinished, sinceMs, ...rest } = cursor;
	const isTime = (ms: unknown): ms is number =>
		typeof ms === 'number' && ms >= EARLIEST_MS && ms <= nowMs + TOLERANCE_MS;
	if (isTime(sinceMs)) {
		const goesOn = unfinished && isTime(unfinished.beganMs);
		return { ...rest, sinceMs, ...(goesOn && { unfinished }) };
	}
	const position = nowMs - OVERLAP_MS;
	warn('position', `${formatUtc(position)} UTC`);
	return { ...rest, sinceMs: position };
}

/**
 * Where a trigger begins: what is listed from then on, and until the first reading ends, is old. No
 * later reading goes back further, so the earlier of both clocks counts: one may be wrong.
 *
 * @param localMs n8n's clock when the trigger began
 */
export function firstCursor({ beganMs, aheadMs }: Beginning, localMs: number): ChangeCursor {
	const sinceMs = Math.min(beganMs, localMs);
	return { sinceMs, ...(aheadMs !== undefined && { aheadMs }), rows: '', isFirst: true };
}

/** When an answer came. */
export interface AnswerTime {
	/** The server's clock at the answer, ms. */
	answeredAt: number | undefined;
	/** ms. */
	durationMs: number;
	/** n8n's clock when the request was sent, ms. */
	sentMs: number;
}

/** When a reading began. */
export interface Beginning {
	/** On the server's clock, ms since the epoch. */
	beganMs: number;
	/** How far that clock is ahead of n8n's, ms; undefined while it is not known. */
	aheadMs: number | undefined;
}

/**
 * When a reading began, on the server's clock, as far as it can be trusted. Times are compared by the
 * server, so its clock counts; but one wrong clock on the way must neither lead beyond the present nor
 * far into the past. Without a date that can be trusted, the clocks are taken to differ as before.
 *
 * @param knownAheadMs how far the server's clock was ahead before
 */
export function beganAt(
	{ answeredAt, sentMs, durationMs }: AnswerTime,
	knownAheadMs: number | undefined,
	warn: Warn,
): Beginning {
	const before = { beganMs: sentMs + (knownAheadMs ?? 0), aheadMs: knownAheadMs };
	if (answeredAt === undefined) return before;
	// The header has no fractions of a second, and the server reads before it answers.
	const aheadMs = answeredAt - durationMs - 1000 - sentMs;
	if (aheadMs > TOLERANCE_MS) {
		warn('clockAhead');
		return before;
	}
	if (aheadMs < -MOST_BEHIND_MS) {
		warn('clockBehind');
		return knownAheadMs === undefined ? { ...before, beganMs: sentMs - MOST_BEHIND_MS } : before;
	}
	return { beganMs: sentMs + aheadMs, aheadMs };
}
