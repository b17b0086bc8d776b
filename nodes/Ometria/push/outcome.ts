import type { RecordType } from '../records';
import type { PushAnswer } from './pushAnswer';

/**
 * Why a record did not get where it should:
 * - `invalid`: found by us before sending
 * - `rejected`: rejected by Ometria, and named by it (or by halving its request)
 * - `possiblyRejected`: Ometria rejected some records of its request and did not say which
 * - `undelivered`: tried, and given up
 * - `notSent`: never tried
 */
export type RecordFailureKind =
	'invalid' | 'rejected' | 'possiblyRejected' | 'undelivered' | 'notSent';

/** The one bad end of an input item. */
export interface Failure {
	/** Index of the input item. */
	item: number;
	kind: RecordFailureKind;
	/** Undefined when the item does not say which type it is. */
	recordType: RecordType | undefined;
	/** Undefined when the item has no usable id. */
	recordId: string | undefined;
	/** Stable word for the cause, for filtering in a workflow: `missing_id`, `http_502` … */
	reason: string;
	/** What happened, in a sentence. */
	message: string;
	/** Path in Ometria's notation: `lineitems > 2 > quantity`. */
	field?: string;
	httpStatus?: number;
	requestId?: string;
}

/** Records of one type that are sent in one request. */
export interface Batch {
	type: RecordType;
	/** Input item indexes, in sending order. */
	items: Uint32Array;
}

/** A request that Ometria received. */
export interface Received extends Batch {
	answer: PushAnswer;
	attempts: number;
	httpStatus: number;
	durationMs: number;
}

/** What ended a run before all was sent. */
export interface Stop {
	reason: string;
	/** What happened, in a sentence. */
	message: string;
	httpStatus?: number;
}

/** Figures of a run. */
export interface Statistics {
	/** HTTP requests made, retries and halves included. */
	requests: number;
	/** Requests repeated after a passing failure. */
	retries: number;
	/** Answers of 429. */
	throttled: number;
	/** ms that requests waited because of 429, Retry-After or a full backlog. */
	waitedMs: number;
}

/** Everything that came of sending. */
export interface SendResult {
	received: Received[];
	failures: Failure[];
	stop: Stop | undefined;
	statistics: Statistics;
}

/** What happened to the records of a request that was not received. */
export interface Cause {
	kind: RecordFailureKind;
	reason: string;
	message: string;
	httpStatus?: number;
}

export function failureCause(
	kind: RecordFailureKind,
	reason: string,
	message: string,
	httpStatus?: number,
): Cause {
	return { kind, reason, message, ...(httpStatus !== undefined && { httpStatus }) };
}
