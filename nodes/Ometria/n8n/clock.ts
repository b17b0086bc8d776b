import { sleep } from 'n8n-workflow';

/** Time as the push path sees it; tests put a virtual one in its place. */
export interface Clock {
	/** ms since the epoch, never running backwards. */
	now(): number;
	/** Resolves after `ms`, or earlier when the signal aborts; never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Without a reason of its own, each abort would make a DOMException with a stack trace, which costs as
 * much as checking 20 records.
 */
const ENDED = new Error('This wait is no longer needed');

/** Aborts the signal of a wait or a request that nobody waits for any longer. */
export function endWait(controller: AbortController): void {
	controller.abort(ENDED);
}

/** n8n before 2.36 ignores sleep's signal, so a wait is cut into slices after which it is read. */
const SLICE_MS = 500;

/** The real clock, over n8n's own `sleep` (timers are not allowed in community nodes). */
export const systemClock: Clock = {
	// Not Date.now(): when the machine's clock is set back, an account would pause for that long.
	now: () => performance.timeOrigin + performance.now(),
	async sleep(ms, signal) {
		const end = systemClock.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = end - systemClock.now()) {
			// An abort makes `sleep` reject; the loop condition then sees the signal.
			await sleep(Math.min(left, SLICE_MS), signal).catch(() => undefined);
		}
	},
};
