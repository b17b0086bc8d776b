import type { Received, Statistics } from './outcome';

/** How far sending may go to get a request through. */
export interface SendRules {
	/** Time until a call without answer is given up, ms. */
	timeoutMs: number;
	/** Repeats of one request after passing failures other than 429. */
	maxRetries: number;
	/** Longest time that one request is tried, and that a run goes on without success, ms. */
	giveUpAfterMs: number;
	/** True when the first request that cannot be delivered ends the run (On Error: Stop). */
	stopAtFailure: boolean;
}

/** How sending reads the records. */
export interface SendSource {
	/** JSON text of the record of an input item; the same each time. */
	text(item: number): string;
	/** The record's id. */
	id(item: number): string;
}

/** How far sending is. */
export interface SendProgress {
	recordsSettled: number;
	statistics: Readonly<Statistics>;
}

/** Who is told while sending runs. */
export interface SendObserver {
	/** Ometria received a request. */
	received?(received: Received): void;
	/** A request has settled, in whatever way. */
	progress?(progress: SendProgress): void;
}
