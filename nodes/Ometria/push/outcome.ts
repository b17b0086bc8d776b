import type { SkipReason } from '../formats/types';
import type { Reason, RecordType } from '../records';
import type { Fault } from './causes';
import type { PushAnswer } from './reconcile';

declare const indexOf: unique symbol;

/** Position of an input item. An item becomes any number of records, so the two are not the same. */
export type ItemIndex = number & { readonly [indexOf]: 'item' };

/** Position of a record among all records of the run. */
export type RecordIndex = number & { readonly [indexOf]: 'record' };

/** A list of records that takes four bytes for each. */
export interface RecordIndexes extends Iterable<RecordIndex> {
	readonly length: number;
	readonly [position: number]: RecordIndex;
	subarray(start: number, end?: number): RecordIndexes;
}

export function recordIndexes(records: ArrayLike<number>): RecordIndexes {
	return Uint32Array.from(records) as ArrayLike<number> as RecordIndexes;
}

/** Records of one type that are sent in one request. */
export interface Batch {
	type: RecordType;
	/** In sending order. */
	records: RecordIndexes;
}

/** A request that Ometria received. */
export interface Received extends Batch {
	answer: PushAnswer;
	attempts: number;
	httpStatus: number;
	durationMs: number;
}

/**
 * Why a record did not get where it should:
 * - `invalid`: found by us before sending
 * - `rejected`: rejected by Ometria, and named by it (or by halving its request)
 * - `possiblyRejected`: Ometria rejected some records of its request and did not say which
 * - `undelivered`: tried, and given up
 * - `notSent`: never tried
 */
export type FailureKind = 'invalid' | 'rejected' | 'possiblyRejected' | 'undelivered' | 'notSent';

/** The record is not, or not certainly, in Ometria. */
export interface Failed {
	kind: FailureKind;
	/** For filtering in a workflow: `missing_id`, `http_502` … */
	reason: Reason;
	/** What happened, in a sentence. */
	message: string;
	/** Path in Ometria's notation, or in the payload's: `lineitems > 2 > quantity`. */
	field?: string | undefined;
	httpStatus?: number | undefined;
	/** All that is wrong, where the message is not the whole of it. */
	faults?: readonly Fault[] | undefined;
	/** The request in which Ometria received the record, when it rejected it afterwards. */
	request?: Received;
}

/** Ometria received the record; it may still reject it when it validates it later. */
export interface Accepted {
	kind: 'accepted';
	request: Received;
}

/** Not sent on purpose: a test order, a draft. */
export interface Skipped {
	kind: 'skipped';
	reason: SkipReason;
}

/** The one end of a record. */
export type Outcome = Accepted | Skipped | Failed;

/** One for each record of a run, at its index: prepared, then replaced as more becomes known. */
export type Outcomes = Outcome[];

/** What a valid record's outcome is until it is sent. */
export const NOT_YET_SENT: Failed = {
	kind: 'notSent',
	reason: 'not_sent',
	message: 'Not sent',
};

/** What to do with records that Ometria rejects. */
export type OnRejected = 'report' | 'fail';

/** The failure that a record ends with as an error item; undefined when it does not fail. */
export type FailureOf = (outcome: Outcome) => Failed | undefined;

/** What Ometria rejected on receipt fails only if the user wants that. */
export function failuresWhen(onRejected: OnRejected): FailureOf {
	return (outcome) => {
		if (outcome.kind === 'accepted' || outcome.kind === 'skipped') return undefined;
		const isReported = onRejected === 'report' && outcome.request !== undefined;
		return isReported ? undefined : outcome;
	};
}

/** Before anything is sent, only what is not valid has failed. */
export const invalidOnly: FailureOf = (outcome) =>
	outcome.kind === 'invalid' ? outcome : undefined;

/** What ended a run before all was sent. */
export interface Stop {
	reason: Reason;
	/** What happened, in a sentence. */
	message: string;
	httpStatus?: number | undefined;
	/** Set where a record that Ometria refused ended it: the outcomes say which, and why. */
	isOfRecord?: true;
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
