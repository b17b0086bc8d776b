import type { Clock } from '../n8n/clock';

/** First and longest wait between two checks for room, ms. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait after so many tries without success, ms. */
export function checkIntervalMs(timesInARow: number): number {
	return Math.min(FIRST_WAIT_MS * 2 ** Math.min(timesInARow, 10), LONGEST_WAIT_MS);
}

/**
 * Ometria's queue of records that it has received and not yet processed. While it is nearly full,
 * single requests find out when there is room again.
 * Source: `X-QueueSize-Remaining` (documented in older versions of the introduction, optional; seen
 * by a client on every 202).
 */
export class Backlog {
	private recordsInFlight = 0;
	/** Records for which there is still room; undefined when Ometria does not say. */
	private room: number | undefined;
	private nextCheckAt = -Infinity;
	private fullInARow = 0;
	/** Records of the request that started last: what the next one is likely to need. */
	private lastRecords = 0;

	constructor(private readonly clock: Clock) {}

	/** The earliest time at which a request of that many records may start, ms. */
	nextStart(records: number): number {
		if (this.room === undefined || this.room >= records) return -Infinity;
		if (this.nextCheckAt === -Infinity) this.checkLater();
		return this.nextCheckAt;
	}

	/** A request of that many records starts. */
	started(records: number): void {
		this.recordsInFlight += records;
		this.lastRecords = records;
		if (this.room === undefined) return;
		// Without room, this request is the check: nothing else starts until it has ended.
		if (this.room < records) this.nextCheckAt = Infinity;
		this.room = Math.max(this.room - records, 0);
	}

	/**
	 * A request has ended.
	 *
	 * @param remaining for how many more records there is room, if the answer said so
	 */
	ended(records: number, remaining: number | undefined): void {
		this.recordsInFlight -= records;
		if (remaining !== undefined) {
			// Requests in flight may not be counted in it yet.
			this.room = remaining - this.recordsInFlight;
			this.nextCheckAt = -Infinity;
			if (this.room >= this.lastRecords) this.fullInARow = 0;
		} else if (this.nextCheckAt === Infinity) {
			// A check that brought no news is repeated later.
			this.checkLater();
		}
	}

	private checkLater(): void {
		this.nextCheckAt = this.clock.now() + checkIntervalMs(this.fullInARow++);
	}
}
