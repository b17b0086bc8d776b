import type { Clock } from '../n8n/clock';
import type { RetryVerdict } from './classify';

/** So many different requests that failed in a row show that the server is down. */
const FAILURES = 3;
/**
 * So does silence while requests are in flight: no answer for so many times as long as the slowest took
 * lately, and within these bounds, ms.
 */
const SILENT_TIMES = 2;
const LEAST_SILENT_MS = 1000;
const MOST_SILENT_MS = 5000;
/** What is left of the slowest time after each faster answer. */
const SLOWEST_KEPT = 0.9;
/** Waits between two attempts while it is down, ms. They grow to the second one, … */
const FIRST_WAIT_MS = 1000;
const LONG_WAIT_MS = 5000;
/** … then to this share of the time that it has been down, so that its end shows soon; at most to the third. */
const WAIT_SHARE = 1 / 60;
const LONGEST_WAIT_MS = 30_000;
/** For how long the rate grows once it is up again, ms, and from which share of the full rate. */
const REGROWTH_MS = 5000;
const FIRST_SHARE = 0.1;

/** When the limiters of an account last tried whether it is up, ms: they do not try at the same time. */
export interface Probes {
	lastAt: number;
}

/** The attempt that has ended. */
interface Attempt {
	/** Whether the request was tried before: one that always fails shows nothing of others. */
	readonly isRepeat: boolean;
	/** ms */
	readonly startedAt: number;
}

/** What an attempt says of the server: a temporary failure, that it is up, or nothing. */
export type Sign = RetryVerdict | 'up' | undefined;

/**
 * A server that answers with temporary failures only, or not at all. Until it is up again, single
 * requests of all executions find out, at growing intervals; then the rate grows from low to full.
 */
export class Outage {
	private failures = 0;
	private inFlight = 0;
	/** When something was last heard, or waiting for it began, ms. */
	private heardAt: number;
	private lastStartAt = -Infinity;
	private isDown = false;
	private downSince = -Infinity;
	/** How long the slowest of the last answers took, ms; as long as none is known, silence takes longest. */
	private slowestMs = MOST_SILENT_MS / SILENT_TIMES;
	private last: RetryVerdict | undefined;
	private nextProbeAt = -Infinity;
	private waitMs = FIRST_WAIT_MS;
	private upAt = -Infinity;
	/** When the last attempt started that showed that it is up, ms. */
	private upSince = -Infinity;

	constructor(
		private readonly clock: Clock,
		private readonly probes: Probes,
	) {
		this.heardAt = clock.now();
	}

	/** The last failure, while the server is down; undefined while it is up, or only silent. */
	get failure(): RetryVerdict | undefined {
		return this.isDown ? this.last : undefined;
	}

	/** Whether single requests find out if it is up. */
	isProbing(): boolean {
		if (!this.isDown && this.inFlight > 0 && this.clock.now() >= this.silentAt()) this.begin();
		return this.isDown;
	}

	/**
	 * The earliest time at which a request may start, ms.
	 *
	 * @param lastStart when the last one started, ms
	 * @param spacingMs between two starts at the full rate
	 */
	nextStart(lastStart: number, spacingMs: number): number {
		if (this.isProbing()) return Math.max(this.nextProbeAt, this.probes.lastAt + FIRST_WAIT_MS);
		const sinceUp = this.clock.now() - this.upAt;
		if (sinceUp >= REGROWTH_MS) return -Infinity;
		const share = Math.max(sinceUp / REGROWTH_MS, FIRST_SHARE);
		return Math.min(lastStart + spacingMs / share, this.upAt + REGROWTH_MS);
	}

	/** When waiting requests must look again at the latest, ms: silence is not an event. */
	nextLook(): number {
		return this.inFlight > 0 && !this.isDown ? this.silentAt() : Infinity;
	}

	private silentAt(): number {
		const silentMs = Math.max(this.slowestMs * SILENT_TIMES, LEAST_SILENT_MS);
		return this.heardAt + Math.min(silentMs, MOST_SILENT_MS);
	}

	started(): void {
		const now = this.clock.now();
		if (this.inFlight++ === 0) this.heardAt = now;
		this.lastStartAt = now;
		if (!this.isDown) return;
		this.probes.lastAt = now;
		this.nextProbeAt = now + this.waitMs;
		const longestMs = Math.max(LONG_WAIT_MS, (now - this.downSince) * WAIT_SHARE);
		this.waitMs = Math.min(this.waitMs * 2, longestMs, LONGEST_WAIT_MS);
	}

	ended(sign: Sign, { isRepeat, startedAt }: Attempt): void {
		this.inFlight--;
		if (!sign) return;
		// Requests that hung in an outage fail after its end.
		if (sign !== 'up' && startedAt < this.upSince) return;
		this.heardAt = this.clock.now();
		if (sign !== 'up') {
			this.last = sign;
			if (!isRepeat && ++this.failures >= FAILURES && !this.isDown) this.begin();
			return;
		}
		this.slowestMs = Math.max(this.heardAt - startedAt, this.slowestMs * SLOWEST_KEPT);
		this.upSince = Math.max(this.upSince, startedAt);
		// Silence alone may be a slow server, for which nothing was lost.
		if (this.isDown && this.last) this.upAt = this.heardAt;
		this.isDown = false;
		this.failures = 0;
		this.last = undefined;
	}

	private begin(): void {
		this.isDown = true;
		this.downSince = this.clock.now();
		this.waitMs = FIRST_WAIT_MS;
		this.nextProbeAt = this.lastStartAt + this.waitMs;
	}
}
