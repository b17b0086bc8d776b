import { type Clock, endWait } from '../n8n/clock';
import { type Backlog, checkIntervalMs } from './backlog';
import type { RetryVerdict } from './classify';
import { Outage, type Probes } from './outage';

/** Window in which requests are counted by default, ms. */
const WINDOW_MS = 1000;

/**
 * Added to the window, in ms: requests do not reach the server in exactly the rhythm in which they
 * left, so a second between two starts here can be a little less than a second there.
 */
const GUARD_MS = 5;
/**
 * Where round trips differ, the fastest known is not the fastest possible: the guard is at least this
 * share of the usual delay.
 */
const GUARD_SHARE = 0.5;
/** Longest delay on the way to the server that is reckoned with, ms. */
const MOST_DELAY_MS = 300;
/** Delay reckoned with as long as it is not known how long a request usually takes, ms. */
const COLD_DELAY_MS = 100;
/** Round trips among which the fastest is looked for: a server's latency changes in time. */
const ROUND_TRIPS_KEPT = 32;

/** After a 429 the rate falls to this share of what it was … */
const FALL = 0.85;
/**
 * … and regrows along a cubic curve, in shares of the limit per second³: quickly at first, slowly near
 * the rate that was too high, and quickly again beyond it, should others have ended meanwhile. With
 * processes that cannot see each other this uses more of the account's rate than growing evenly.
 */
const REGROWTH = 0.05;
/** It never falls below this many requests/s, so that an account always moves. */
const LOWEST_RATE = 0.5;
/** Starts stay evenly spaced for this long after the last 429, in ms. */
const EVEN_FOR_MS = 600_000;
/** Longest sleep before the queue is looked at again, ms. */
const LONGEST_SLEEP_MS = 30_000;
/**
 * How long a limit holds after it was last asked for, ms. Two credentials of one account may differ:
 * the lower one holds while both are in use.
 */
const LIMIT_HELD_MS = 600_000;

/** Permission to start one request; to be given back by {@link RateLimiter.release}. */
export interface Slot {
	/** Records that the request holds. */
	readonly cost: number;
	/** Whether it was tried before. */
	readonly isRepeat: boolean;
	/** ms */
	readonly startedAt: number;
	/** ms; undefined while the request is in flight. */
	endedAt: number | undefined;
}

/** A request that wants to start. */
interface Waiter {
	cost: number;
	isRepeat: boolean;
	/** Aborted once it no longer waits. */
	signal: AbortSignal;
	grant(slot: Slot): void;
}

export interface AcquireOptions {
	/** Records that the request holds; only push has any. */
	cost: number;
	/** Aborting it withdraws the request for a slot. */
	signal: AbortSignal | undefined;
	/** When it is withdrawn at the latest, ms; never by default. */
	deadline?: number | undefined;
	/** A retry goes before first attempts: what is half done gets finished. */
	priority?: boolean | undefined;
	/** Whether it was tried before. */
	isRepeat?: boolean;
}

/** How a request ended, for the limiter. */
export interface Feedback {
	/**
	 * `throttled` is a 429, `answered` another decision of the server, `failed` a temporary failure;
	 * `other` says nothing.
	 */
	outcome: 'success' | 'throttled' | 'answered' | 'failed' | 'other';
	/** What failed. */
	failure?: RetryVerdict | undefined;
	/** The server's Retry-After, ms: nothing starts before. */
	retryAfterMs?: number | undefined;
	/** For how many more records Ometria's backlog has room, if the answer said so. */
	backlogRoom?: number | undefined;
}

export interface RateLimiterOptions {
	/** 0 to 1, spreads the pauses of several processes. */
	random?: () => number;
	/** What the limit is counted in, ms: a second for most endpoints. */
	windowMs?: number;
	/** Push only: holds requests back while Ometria's queue is full. */
	backlog?: Backlog;
	/** Shared by the limiters of an account. */
	probes?: Probes;
}

/**
 * Limits the request rate of one account for all executions in this process: never more than `limit`
 * request starts in any trailing second. After a 429 (other programs use the account too) starts
 * are spaced evenly, at a rate that falls and regrows.
 */
export class RateLimiter {
	/** Requests that may still count, oldest first. */
	private starts: Slot[] = [];
	/** ms */
	private lastStartAt = -Infinity;
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
	private inFlight = 0;
	private readonly random: () => number;
	private readonly windowMs: number;
	private readonly backlog: Backlog | undefined;
	private readonly outage: Outage;
	/** Limits asked for lately, and when last, ms. */
	private readonly limits = new Map<number, number>();
	private readonly retries: Waiter[] = [];
	private readonly firsts: Waiter[] = [];
	/** Wakes the sleeping loop; undefined while it does not run. */
	private alarm: AbortController | undefined;

	/** @param limit requests per window, a whole number from 1 */
	constructor(
		private readonly clock: Clock,
		private limit: number,
		{
			random = Math.random,
			windowMs = WINDOW_MS,
			backlog,
			probes = { lastAt: -Infinity },
		}: RateLimiterOptions = {},
	) {
		this.outage = new Outage(clock, probes);
		this.random = random;
		this.windowMs = windowMs;
		this.backlog = backlog;
		this.rate = limit;
		this.rateAt = clock.now();
		this.tooHigh = limit;
		this.limits.set(limit, this.rateAt);
	}

	/** Takes over the limit of a credential; the lowest of those in use holds. */
	setLimit(asked: number): void {
		const now = this.clock.now();
		this.limits.set(asked, now);
		for (const [other, at] of this.limits) if (now - at > LIMIT_HELD_MS) this.limits.delete(other);
		const limit = Math.min(...this.limits.keys());
		if (limit === this.limit) return;
		this.limit = limit;
		this.rate = limit;
		this.tooHigh = limit;
	}

	/** The last failure, while the server answers with temporary failures only. */
	get outageFailure(): RetryVerdict | undefined {
		return this.outage.failure;
	}

	/** True when nothing waits or runs and the last window is over. */
	isIdle(): boolean {
		const now = this.clock.now();
		const sinceStartMs = now - this.lastStartAt;
		const isBusy = this.alarm !== undefined || this.inFlight > 0;
		return !isBusy && sinceStartMs > 2 * this.windowMs && now > this.pausedUntil;
	}

	/**
	 * Waits for permission to start one request.
	 *
	 * @returns undefined when the signal aborted or the deadline came first
	 */
	async acquire({
		cost,
		signal,
		deadline,
		priority = false,
		isRepeat = false,
	}: AcquireOptions): Promise<Slot | undefined> {
		if (signal?.aborted) return undefined;
		return await new Promise((resolve) => {
			const waiting = new AbortController();
			const end = (slot: Slot | undefined) => {
				signal?.removeEventListener('abort', withdraw);
				endWait(waiting);
				resolve(slot);
			};
			const withdraw = () => {
				if (waiting.signal.aborted) return;
				end(undefined);
				this.wake();
			};
			signal?.addEventListener('abort', withdraw, { once: true });
			if (deadline !== undefined) {
				void this.clock.sleep(deadline - this.clock.now(), waiting.signal).then(withdraw);
			}
			const waiter = { cost, isRepeat, signal: waiting.signal, grant: end };
			(priority ? this.retries : this.firsts).push(waiter);
			if (this.alarm) this.wake();
			else void this.serve();
		});
	}

	/** Gives a slot back when its request has ended, in whatever way; none by default. */
	release(
		slot: Slot,
		{ outcome, failure, retryAfterMs, backlogRoom }: Feedback = { outcome: 'other' },
	): void {
		slot.endedAt = this.clock.now();
		// A time-out shows nothing of the way.
		if (outcome !== 'failed') this.roundTripsMs.push(slot.endedAt - slot.startedAt);
		if (this.roundTripsMs.length > ROUND_TRIPS_KEPT) this.roundTripsMs.shift();
		this.inFlight--;
		this.backlog?.ended(slot.cost, backlogRoom);
		this.outage.ended(failure ?? (outcome === 'other' ? undefined : 'up'), slot);
		// A 429 for a full backlog does not show that the rate is too high.
		const backlogFull = backlogRoom !== undefined && backlogRoom < slot.cost;
		if (outcome === 'success') this.throttledInARow = 0;
		if (outcome === 'throttled' && !backlogFull) this.lowerRate(slot);
		if (retryAfterMs !== undefined) this.pause(retryAfterMs);
		this.wake();
	}

	/** Makes the sleeping loop look at the queue again. */
	private wake(): void {
		if (this.alarm) endWait(this.alarm);
	}

	/** Lowers the rate; several 429s of requests that were in flight together count as one. */
	private lowerRate({ startedAt }: Slot): void {
		const now = this.clock.now();
		this.evenUntil = now + EVEN_FOR_MS;
		if (startedAt < this.lastFallAt) return;
		this.tooHigh = this.currentRate(now);
		this.rate = Math.max(this.tooHigh * FALL, Math.min(LOWEST_RATE, this.limit));
		this.rateAt = now;
		this.lastFallAt = now;
		this.throttledInARow++;
		// The first 429s only lower the rate; when nothing gets through, the account pauses.
		if (this.throttledInARow > 2) {
			this.pause(checkIntervalMs(this.throttledInARow - 3) * this.random());
		}
	}

	/** Starts nothing for the next `ms` milliseconds. */
	private pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	private currentRate(now: number): number {
		const curve = REGROWTH * this.limit;
		// Seconds until the rate is what it was.
		const recovery = Math.cbrt(Math.max(this.tooHigh - this.rate, 0) / curve);
		const grown = curve * ((now - this.rateAt) / 1000 - recovery) ** 3;
		return Math.min(this.limit, Math.max(this.tooHigh, this.rate) + grown);
	}

	/** The earliest time at which a request of that cost may start, ms. */
	private nextStart(now: number, cost: number): number {
		// A single 429 took none of the server's room: the next request need not wait for the lower rate.
		const rate = this.throttledInARow === 1 ? this.limit : this.currentRate(now);
		const even = now < this.evenUntil ? this.lastStartAt + this.windowMs / rate : -Infinity;
		const up = this.outage.nextStart(this.lastStartAt, this.windowMs / this.limit);
		const room = this.backlog?.nextStart(cost) ?? -Infinity;
		return Math.max(this.windowEnd(now), even, this.pausedUntil, up, room);
	}

	/**
	 * From when on fewer requests than the limit may count at the server, ms. Each counts from when it
	 * reached the server at the latest: what it took longer than the fastest one may have been lost on
	 * the way there, when the next may lose nothing.
	 */
	private windowEnd(now: number): number {
		if (this.starts.length < this.limit) return -Infinity;
		const roundTrips = [...this.roundTripsMs].sort((a, b) => a - b);
		const [fastestMs = Infinity] = roundTrips;
		const usualMs = roundTrips.at(roundTrips.length / 2) ?? fastestMs;
		const usualDelayMs = usualMs > fastestMs ? Math.min(usualMs - fastestMs, MOST_DELAY_MS) : 0;
		const guardMs = Math.max(GUARD_MS, GUARD_SHARE * usualDelayMs);
		// The first requests of all open connections and warm things up: none of them shows the usual delay.
		const isCold = roundTrips.length <= this.limit;
		const endOf = ({ startedAt, endedAt }: Slot) => {
			const tookMs = (endedAt ?? now) - startedAt;
			const leastMs = endedAt === undefined ? usualDelayMs : 0;
			const coldMs = isCold ? Math.min(tookMs, COLD_DELAY_MS) : 0;
			const delayMs = Math.min(Math.max(tookMs - fastestMs, leastMs, coldMs), MOST_DELAY_MS);
			return startedAt + delayMs + guardMs + this.windowMs;
		};
		this.starts = this.starts.filter((slot) => endOf(slot) > now);
		const ends = this.starts.map(endOf).sort((a, b) => a - b);
		return ends.at(-this.limit) ?? -Infinity;
	}

	/** Serves waiters one by one until none is left. */
	private async serve(): Promise<void> {
		for (;;) {
			this.alarm = new AbortController();
			const queue = this.nextQueue();
			if (!queue) break;
			const [waiter] = queue;
			const now = this.clock.now();
			const wait = this.nextStart(now, waiter.cost) - now;
			if (wait > 0) {
				// A pause may begin, or a repeat arrive, while we wait: look again afterwards.
				const look = Math.max(this.outage.nextLook() - now, 0) || LONGEST_SLEEP_MS;
				await this.clock.sleep(Math.min(wait, look, LONGEST_SLEEP_MS), this.alarm.signal);
				continue;
			}
			queue.shift();
			this.start(now, waiter);
		}
		this.alarm = undefined;
	}

	private start(now: number, waiter: Waiter): void {
		const { cost, isRepeat } = waiter;
		const slot: Slot = { cost, isRepeat, startedAt: now, endedAt: undefined };
		this.starts.push(slot);
		this.lastStartAt = now;
		this.inFlight++;
		this.backlog?.started(cost);
		this.outage.started();
		waiter.grant(slot);
	}

	private nextQueue(): Waiter[] | undefined {
		// In an outage, what was not tried yet finds out more: the server may fail for some requests only.
		const queues = this.outage.isProbing()
			? [this.firsts, this.retries]
			: [this.retries, this.firsts];
		for (const queue of queues) {
			while (queue.at(0)?.signal.aborted) queue.shift();
			if (queue.length > 0) return queue;
		}
		return undefined;
	}
}
