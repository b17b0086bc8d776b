import type { Clock } from './clock';
import { Pace } from './rateLimiter';

/** Paces of the accounts used in this process, least recently used first. */
const paces = new Map<string, Pace>();

/** Beyond this many, accounts that rest are forgotten. */
const MAX_REMEMBERED = 500;

/**
 * The pace of an account in this process.
 *
 * @param key tells accounts and endpoint groups apart
 * @param limit requests per window
 * @param windowMs a second unless told otherwise, ms
 */
export function paceOf(key: string, limit: number, clock: Clock, windowMs?: number): Pace {
	const pace = paces.get(key) ?? new Pace(clock, limit, undefined, windowMs);
	pace.setLimit(limit);
	paces.delete(key);
	paces.set(key, pace);
	if (paces.size > MAX_REMEMBERED) {
		for (const [other, candidate] of paces) if (candidate.isIdle()) paces.delete(other);
	}
	return pace;
}
