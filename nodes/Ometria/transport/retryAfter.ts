/** Longest Retry-After that is honoured, in ms; a larger one is cut to this. */
export const RETRY_AFTER_CAP_MS = 300_000;

/**
 * Reads a Retry-After header (RFC 9110: whole seconds, or an HTTP date).
 *
 * @param nowMs the present, ms since the epoch
 * @returns the wait in ms from 0 to {@link RETRY_AFTER_CAP_MS}, or undefined when the header is
 * absent or unreadable. Ometria documents no Retry-After; a gateway before it may send one.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Number(value) * 1000, RETRY_AFTER_CAP_MS);
	const date = Date.parse(value);
	// Date.parse also reads "-5"; a wait is never negative, and an HTTP date starts with a weekday.
	if (Number.isNaN(date) || !/^[A-Za-z]/.test(value)) return undefined;
	return Math.min(Math.max(date - nowMs, 0), RETRY_AFTER_CAP_MS);
}
