import type { Clock } from './clock';

/** Window in which requests are counted by default, ms. */
const WINDOW_MS = 1000;

/**
 * Added to the window, in ms: requests do not reach the server in exactly the rhythm in which they
 * left, so a second between two starts here can be a little less than a second there.
 */
const JITTER_GUARD_MS = 10;
/** Longest delay on the way to the server that is reckoned with, ms. */
const MOST_DELAY_MS = 300;
/** Delay reckoned with as long as it is not known how long a request usually takes, ms. */
const COLD_DELAY_MS = 100;
/** Round trips among which the fastest is looked for: a server's latency changes in time. */
const ROUND_TRIPS_KEPT = 32;

/** After a 429 the rate falls to this share of what it was … */
const FALL = 0.9;
/**
 * … and regrows along a cubic curve, in shares of the limit per second³: quickly at first, slowly near
 * the rate that was too high, and quickly again beyond it, should others have ended meanwhile. With
 * processes that cannot see each other this uses more of the account's rate than growing evenly.
 */
const REGROWTH = 0.003;
/** It never falls below this many requests/s, so that an account always moves. */
const LOWEST_RATE = 0.5;
/** Starts stay evenly spaced for this long after the last 429, in ms. */
const EVEN_FOR_MS = 600_000;
/** First and longest rest when nothing gets through, or the backlog stays full, in ms. */
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 30_000;

/** Permission to start one request; to be given back by {@link RateLimiter.release}. */
export interface Slot {
	readonly records: number;
	/** ms */
	readonly startedAt: number;
	/** ms; undefined while the request is under way. */
	endedAt: number | undefined;
}

/** A request that wants to start. */
interface Waiter {
	records: number;
	signal: AbortSignal | undefined;
	grant(slot: Slot): void;
}

export interface AcquireOptions {
	/** Records that the request holds. */
	records: number;
	/** Aborting it withdraws the request for a slot. */
	signal: AbortSignal | undefined;
	/** A repeat goes before first attempts: what is half done gets finished. */
	repeat?: boolean;
}

function restMs(timesInARow: number): number {
	return Math.min(FIRST_REST_MS * 2 ** Math.min(timesInARow, 10), LONGEST_REST_MS);
}

/**
 * Limits the request rate of one account for all executions in this process: never more than `limit`
 * request starts in any trailing second. After a 429 (other programs use the account too) starts
 * are spaced evenly, at a rate that falls and regrows; while Ometria's backlog is nearly full,
 * single requests find out when there is room again.
 */
export class RateLimiter {
	/** The last `limit` requests, oldest first. */
	private starts: Slot[] = [];
	/** Times from start to answer of the last requests, ms. */
	private readonly roundTripsMs: number[] = [];
	/** Rate in requests/s at the time `rateAt`; equal to the limit unless a 429 was seen. */
	private rate: number;
	private rateAt: number;
	/** Rate at which the last 429 came. */
	private tooHigh: number;
	private evenUntil = -Infinity;
	private pausedUntil = -Infinity;
	private lastFallAt = -Infinity;
	private throttledInARow = 0;
	private recordsInFlight = 0;
	/** Records for which Ometria's backlog still has room; undefined when it does not say. */
	private backlogRoom: number | undefined;
	private backlogCheckAt = -Infinity;
	private backlogFullInARow = 0;
	/** Records of the request that started last: what the next one is likely to need. */
	private lastRecords = 0;
	private readonly repeats: Waiter[] = [];
	private readonly firsts: Waiter[] = [];
	/** Wakes the sleeping loop; undefined while it does not run. */
	private alarm: AbortController | undefined;

	/**
	 * @param limit requests per window, a whole number from 1
	 * @param random 0 to 1, spreads the rests of several processes
	 * @param windowMs what the limit is counted in, ms: a second for most endpoints
	 */
	constructor(
		private readonly clock: Clock,
		private limit: number,
		private readonly random: () => number = Math.random,
		private readonly windowMs = WINDOW_MS,
	) {
		this.rate = limit;
		this.rateAt = clock.now();
		this.tooHigh = limit;
	}

	/** Takes over a limit (requests/s) that was changed in the credential. */
	setLimit(limit: number): void {
		if (limit === this.limit) return;
		this.limit = limit;
		this.rate = limit;
		this.tooHigh = limit;
		this.starts = this.starts.slice(-limit);
	}

	/** True when nothing waits or runs and the last window is over. */
	isIdle(): boolean {
		const last = this.starts.at(-1)?.startedAt ?? -Infinity;
		const now = this.clock.now();
		return (
			!this.alarm &&
			this.recordsInFlight === 0 &&
			now - last > 2 * this.windowMs &&
			now > this.pausedUntil
		);
	}

	/**
	 * Waits for permission to start one request.
	 *
	 * @returns undefined when the signal aborted first
	 */
	async acquire({ records, signal, repeat = false }: AcquireOptions): Promise<Slot | undefined> {
		if (signal?.aborted) return undefined;
		return await new Promise((resolve) => {
			const onAbort = () => {
				resolve(undefined);
				this.alarm?.abort();
			};
			signal?.addEventListener('abort', onAbort, { once: true });
			const grant = (slot: Slot) => {
				signal?.removeEventListener('abort', onAbort);
				resolve(slot);
			};
			(repeat ? this.repeats : this.firsts).push({ records, signal, grant });
			if (this.alarm) this.alarm.abort();
			else void this.serve();
		});
	}

	/**
	 * A request has ended, in whatever way.
	 *
	 * @param remaining for how many more records Ometria's backlog has room, if the answer said so
	 * (`X-QueueSize-Remaining`, documented in older versions of the introduction, optional)
	 */
	release(slot: Slot, remaining?: number): void {
		slot.endedAt = this.clock.now();
		this.roundTripsMs.push(slot.endedAt - slot.startedAt);
		if (this.roundTripsMs.length > ROUND_TRIPS_KEPT) this.roundTripsMs.shift();
		this.recordsInFlight -= slot.records;
		if (remaining !== undefined) {
			// Requests under way may not be counted in it yet.
			this.backlogRoom = remaining - this.recordsInFlight;
			this.backlogCheckAt = -Infinity;
			if (this.backlogRoom >= this.lastRecords) this.backlogFullInARow = 0;
		} else if (this.backlogCheckAt === Infinity) {
			// A check that brought no news is repeated later.
			this.checkBacklogLater();
		}
		this.alarm?.abort();
	}

	/** A request was received: the limit is not what holds us up. */
	succeeded(): void {
		this.throttledInARow = 0;
	}

	/**
	 * A request was answered with 429.
	 *
	 * @param slot the slot of that request; several that were under way together count as one sign that the
	 * rate is too high
	 * @param retryAfterMs the server's Retry-After in ms, if it sent one
	 */
	throttled({ startedAt }: Slot, retryAfterMs: number | undefined): void {
		const now = this.clock.now();
		this.evenUntil = now + EVEN_FOR_MS;
		if (startedAt >= this.lastFallAt) {
			this.tooHigh = this.currentRate(now);
			this.rate = Math.max(this.tooHigh * FALL, Math.min(LOWEST_RATE, this.limit));
			this.rateAt = now;
			this.lastFallAt = now;
			this.throttledInARow++;
			// The first 429s only lower the rate; when nothing gets through, the account rests.
			if (this.throttledInARow > 2) this.pause(restMs(this.throttledInARow - 3) * this.random());
		}
		if (retryAfterMs !== undefined) this.pause(retryAfterMs);
	}

	/** Starts nothing for the next `ms` milliseconds. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	private checkBacklogLater(): void {
		this.backlogCheckAt = this.clock.now() + restMs(this.backlogFullInARow++);
	}

	private currentRate(now: number): number {
		const curve = REGROWTH * this.limit;
		// Seconds until the rate is what it was.
		const recovery = Math.cbrt(Math.max(this.tooHigh - this.rate, 0) / curve);
		const grown = curve * ((now - this.rateAt) / 1000 - recovery) ** 3;
		return Math.min(this.limit, Math.max(this.tooHigh, this.rate) + grown);
	}

	/** The earliest time at which a request of that many records may start, ms. */
	private nextStart(now: number, records: number): number {
		const oldest = this.starts.length < this.limit ? undefined : this.starts[0];
		const window =
			oldest === undefined ? -Infinity : this.latestArrival(oldest, now) + this.windowMs;
		const last = this.starts.at(-1)?.startedAt ?? -Infinity;
		// A single 429 took none of the server's room: the next request need not wait for the lower rate.
		const rate = this.throttledInARow === 1 ? this.limit : this.currentRate(now);
		const even = now < this.evenUntil ? last + this.windowMs / rate : -Infinity;
		return Math.max(window, even, this.pausedUntil, this.backlogStart(records));
	}

	/**
	 * When a request reached the server at the latest, on this clock: what it took longer than the
	 * fastest one may have been lost on the way there, when the next may lose nothing.
	 */
	private latestArrival({ startedAt, endedAt = Infinity }: Slot, now: number): number {
		const tookMs = Math.min(endedAt, now) - startedAt;
		// The first requests of all open connections and warm things up: none of them shows the usual delay.
		const coldMs = this.roundTripsMs.length > this.limit ? 0 : Math.min(tookMs, COLD_DELAY_MS);
		const delayMs = Math.max(tookMs - Math.min(...this.roundTripsMs), coldMs);
		return startedAt + JITTER_GUARD_MS + Math.min(delayMs, MOST_DELAY_MS);
	}

	private backlogStart(records: number): number {
		if (this.backlogRoom === undefined || this.backlogRoom >= records) return -Infinity;
		if (this.backlogCheckAt === -Infinity) this.checkBacklogLater();
		return this.backlogCheckAt;
	}

	/** Serves waiters one by one until none is left. */
	private async serve(): Promise<void> {
		for (;;) {
			this.alarm = new AbortController();
			const queue = this.nextQueue();
			if (!queue) break;
			const [waiter] = queue;
			const now = this.clock.now();
			const wait = this.nextStart(now, waiter.records) - now;
			if (wait > 0) {
				// A pause may begin, or a repeat arrive, while we wait: look again afterwards.
				await this.clock.sleep(Math.min(wait, LONGEST_REST_MS), this.alarm.signal);
				continue;
			}
			queue.shift();
			this.start(now, waiter);
		}
		this.alarm = undefined;
	}

	private start(now: number, waiter: Waiter): void {
		const slot: Slot = { records: waiter.records, startedAt: now, endedAt: undefined };
		this.starts.push(slot);
		if (this.starts.length > this.limit) this.starts.shift();
		this.recordsInFlight += waiter.records;
		this.lastRecords = waiter.records;
		if (this.backlogRoom !== undefined) {
			// Without room, this request is the check: nothing else starts until it has ended.
			if (this.backlogRoom < waiter.records) this.backlogCheckAt = Infinity;
			this.backlogRoom = Math.max(this.backlogRoom - waiter.records, 0);
		}
		waiter.grant(slot);
	}

	private nextQueue(): Waiter[] | undefined {
		for (const queue of [this.repeats, this.firsts]) {
			while (queue.at(0)?.signal?.aborted) queue.shift();
			if (queue.length > 0) return queue;
		}
		return undefined;
	}
}
