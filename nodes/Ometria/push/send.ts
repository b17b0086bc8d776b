import { endWait } from '../n8n/clock';
import { eachFairly, Yielder } from '../n8n/yielder';
import type { Reason } from '../records';
import {
	CANCELLED,
	NO_SLOT,
	notTried,
	request,
	type RequestFailure,
	type RequestOptions,
} from '../transport/request';
import type { Session } from '../transport/session';
import { parseJson } from '../utils/json';
import { Breaker, ENOUGH_REFUSED } from './breaker';
import type {
	Batch,
	Failed,
	FailureKind,
	Outcome,
	Outcomes,
	Received,
	RecordIndex,
	RecordIndexes,
	Statistics,
	Stop,
} from './outcome';
import type { PlannedRequest } from './plan';
import { readPushAnswer } from './reconcile';

/** How far sending may go to get a request through. */
export interface SendRules {
	/** Time until an attempt without a complete answer is given up, ms. */
	timeoutMs: number;
	/** Retries of one request after temporary failures other than 429; undefined sets no limit. */
	maxRetries: number | undefined;
	/** Longest time that one request is tried, and that a run goes on without success, ms. */
	giveUpAfterMs: number;
	/** True when the first request or record that fails ends the run (On Error: Stop). */
	stopAtFailure: boolean;
	/** True when a record that an answer counts as rejected ends the run as well. */
	stopAtRejected?: boolean;
}

/** The records to be sent, and what becomes of them. */
export interface SendRecords {
	/** JSON text of a record, until it is dropped. */
	text(record: RecordIndex): string;
	/**
	 * The body of a request with these records.
	 *
	 * @param isFirst whether none of them was in a body before
	 */
	body(records: RecordIndexes, isFirst: boolean): Buffer;
	/** Called for a record that is not sent again. */
	dropText(record: RecordIndex): void;
	/** Of each record sent or not sent, the outcome is entered here. */
	readonly outcomes: Outcomes;
}

/** What sending came to, beside the outcomes of the records. */
export interface SendResult {
	received: Received[];
	stop: Stop | undefined;
	statistics: Statistics;
}

/** Requests in flight: enough to use the whole rate at this latency (s), but no more than this many. */
const LATENCY_COVERED_S = 4;
const MAX_IN_FLIGHT = 64;
/** While something was refused and nothing accepted, no more than this many. */
const MAX_DOUBTFUL = 8;
/**
 * From this many requests in flight on, the event loop runs after each start. Otherwise their answers
 * would pile up meanwhile, and be read in one go.
 */
const MANY_IN_FLIGHT = 6;
/** Bytes of request bodies held at a time; one request may exceed it alone. */
const MAX_BYTES_IN_FLIGHT = 16 * 1024 * 1024;

/** Waiting longer than this for a slot means that the event loop was free, ms. */
const WAITED_MS = 5;

/** A batch that has its slot. */
interface StartedBatch {
	batch: Batch;
	/** Made once, so that every retry sends the same bytes. */
	body: Buffer;
	/** Why the request that this is half of was refused. */
	parentFailure: Failed | undefined;
}

/** A part of a refused request, and why that was refused. */
interface RefusedPart {
	part: Batch;
	cause: Failed;
}

function halvesOf({ type, records }: Batch, cause: Failed): RefusedPart[] {
	const middle = Math.ceil(records.length / 2);
	return [records.subarray(0, middle), records.subarray(middle)].map((half) => ({
		part: { type, records: half },
		cause,
	}));
}

const CANCELLED_RUN: Stop = { reason: 'cancelled', message: CANCELLED };

function failed(kind: FailureKind, reason: Reason, message: string, httpStatus?: number): Failed {
	return { kind, reason, message, ...(httpStatus !== undefined && { httpStatus }) };
}

/**
 * Sends planned requests within the account's rate limit and retries, halves or gives up as the
 * answers say. It enters an outcome for every record of the plan: accepted, or failed with a reason.
 */
export class Sending {
	private readonly received: Received[] = [];
	private readonly statistics: Statistics = { requests: 0, retries: 0, throttled: 0, waitedMs: 0 };
	private readonly active = new Set<Promise<void>>();
	/** One for each request, ended when the run stops. (One signal for all would have too many listeners.) */
	private readonly slotAborts = new Set<AbortController>();
	private stop: Stop | undefined;
	private bytesInFlight = 0;
	/** When Ometria last received something, or the run began, ms. */
	private lastSuccessAt: number;
	private readonly yielder: Yielder;
	/** From the first refusal on. */
	private breaker: Breaker | undefined;

	/** @param onReceived is called with each request that Ometria received */
	constructor(
		private readonly records: SendRecords,
		private readonly rules: SendRules,
		private readonly session: Session,
		private readonly onReceived: (received: Received) => void = () => undefined,
	) {
		this.lastSuccessAt = session.clock.now();
		this.yielder = new Yielder(session.clock);
	}

	async run(plan: readonly PlannedRequest[]): Promise<SendResult> {
		const { signal } = this.session;
		const onCancel = () => this.stopRun(CANCELLED_RUN);
		signal?.addEventListener('abort', onCancel, { once: true });
		if (signal?.aborted) onCancel();
		await eachFairly(this.yielder, plan.length, async (index) => {
			const planned = plan[index];
			if (index === planned.barrier) {
				await Promise.all(this.active);
				this.yielder.restart();
			}
			await this.waitForRoom();
			const sending = await this.startBatch(planned, false);
			if (sending) {
				const ended = this.deliver(planned, sending).finally(() => this.active.delete(ended));
				this.active.add(ended);
				if (this.active.size >= MANY_IN_FLIGHT) await this.yielder.rest();
			} else {
				// Requests in flight run out of time as well, and know better why.
				if (!this.stop) await Promise.all(this.active);
				this.neverSent(planned);
			}
		});
		await Promise.all(this.active);
		signal?.removeEventListener('abort', onCancel);
		const { received, stop, statistics } = this;
		return { received, stop, statistics };
	}

	private async waitForRoom(): Promise<void> {
		const { pushRequestsPerSecond } = this.session.account;
		const covered = pushRequestsPerSecond * LATENCY_COVERED_S;
		const most = () => Math.min(covered, this.breaker?.isDoubtful ? MAX_DOUBTFUL : MAX_IN_FLIGHT);
		while (this.active.size >= most() || this.bytesInFlight > MAX_BYTES_IN_FLIGHT) {
			await Promise.race(this.active);
		}
	}

	/**
	 * Waits for a batch's first slot. The run waits here, so that requests start in order and
	 * executions of one account take slots alternately.
	 *
	 * @param parentFailure why the request that this is half of was refused
	 * @returns sends the batch, and gives why it was refused; undefined when no slot became free
	 */
	private async startBatch(
		batch: Batch,
		priority: boolean,
		parentFailure?: Failed,
	): Promise<(() => Promise<Failed | undefined>) | undefined> {
		if (this.stop) return undefined;
		// Before the slot, as a slot counts as a start from the moment it is given.
		const body = this.records.body(batch.records, parentFailure === undefined);
		const { clock, pushLimiter: limiter } = this.session;
		const since = clock.now();
		const abort = new AbortController();
		if (this.stop) endWait(abort);
		this.slotAborts.add(abort);
		const { signal } = abort;
		const slot = await limiter.acquire({
			cost: batch.records.length,
			signal,
			deadline: since + this.rules.giveUpAfterMs,
			priority,
		});
		// So long only if the limiter let the run wait.
		if (clock.now() - since >= WAITED_MS) this.yielder.restart();
		if (slot) {
			return async () => {
				const options = { policy: this.rules, signal, first: { slot, since } };
				const refused = await this.sendBatch({ batch, body, parentFailure }, options);
				this.slotAborts.delete(abort);
				return refused;
			};
		}
		this.slotAborts.delete(abort);
		return undefined;
	}

	/**
	 * Sends one batch until it is received, refused or given up.
	 *
	 * @returns why it was refused; its records then have no outcome yet
	 */
	private async sendBatch(
		{ batch, body, parentFailure }: StartedBatch,
		options: RequestOptions,
	): Promise<Failed | undefined> {
		this.bytesInFlight += body.length;
		const result = await request(
			this.session,
			{
				method: 'POST',
				path: '/push',
				body,
				read: readPushAnswer,
				limiter: this.session.pushLimiter,
				cost: batch.records.length,
			},
			options,
		);
		this.bytesInFlight -= body.length;
		this.statistics.requests += result.attempts;
		this.statistics.retries += Math.max(result.attempts - 1, 0);
		this.statistics.throttled += result.throttled;
		this.statistics.waitedMs += result.waitedMs;
		if (!result.ok) return this.handleFailure(batch, result, parentFailure);
		const { value: answer, attempts, httpStatus, durationMs } = result;
		this.lastSuccessAt = this.session.clock.now();
		this.breaker?.accepted();
		const received = { ...batch, answer, attempts, httpStatus, durationMs };
		this.received.push(received);
		this.enter(batch, { kind: 'accepted', request: received });
		this.onReceived(received);
		if (this.rules.stopAtRejected && (answer.rejected ?? 0) > 0) {
			this.stopRun({ reason: 'rejected', message: 'Ometria rejected a record', isOfRecord: true });
		}
		return undefined;
	}

	/** @returns why the batch was refused; undefined when its records have their outcome */
	private handleFailure(
		batch: Batch,
		{ verdict, ending, attempts }: RequestFailure,
		parentFailure: Failed | undefined,
	): Failed | undefined {
		if (ending === 'cancelled') {
			this.stopRun(CANCELLED_RUN);
			this.enter(batch, failed('undelivered', 'cancelled', 'Cancelled while it was being sent'));
			return undefined;
		}
		if (!verdict) {
			this.neverSent(batch, parentFailure);
			return undefined;
		}
		const { explanation, httpStatus } = verdict;
		if (verdict.kind === 'rejected') {
			return failed('rejected', `http_${verdict.httpStatus}`, explanation, httpStatus);
		}
		if (verdict.kind === 'fatal') {
			this.stopRun({ reason: verdict.reason, message: explanation, httpStatus });
			this.enter(
				batch,
				failed('undelivered', `http_${verdict.httpStatus}`, explanation, httpStatus),
			);
			return undefined;
		}
		const { reason, maybeApplied } = verdict;
		const tries = attempts === 1 ? 'once' : `${attempts} times`;
		const how =
			ending === 'interrupted' ? 'not retried because the run was stopped' : `tried ${tries}`;
		const unclear = maybeApplied ? '; Ometria may have received it' : '';
		const message = `${explanation} (${how}${unclear})`;
		this.enter(batch, failed('undelivered', reason, message, httpStatus));
		const silentMs = this.session.clock.now() - this.lastSuccessAt;
		if (this.rules.stopAtFailure || silentMs >= this.rules.giveUpAfterMs) {
			this.stopRun({ reason, message, httpStatus });
		}
		return undefined;
	}

	/** Sends a planned batch, and finds the bad records when it is refused. */
	private async deliver(batch: Batch, sending: () => Promise<Failed | undefined>): Promise<void> {
		const cause = await sending();
		if (!cause) return;
		if (batch.records.length === 1) {
			this.refusedAlone(batch, cause);
			return;
		}
		const breaker = this.startBreaker();
		breaker.refusedTogether();
		const done = await breaker.turn();
		await this.halve(batch, cause, breaker);
		done();
	}

	/**
	 * Finds the bad records: each half is a separate request, down to single records. The larger parts
	 * go first, so that good records show soon that the account does not refuse everything.
	 */
	private async halve(whole: Batch, why: Failed, breaker: Breaker): Promise<void> {
		let level = halvesOf(whole, why);
		while (level.length > 0) {
			const next: RefusedPart[] = [];
			for (const { part, cause } of level) {
				const sending = await this.startBatch(part, !breaker.isDoubtful, cause);
				if (!sending) {
					this.neverSent(part, cause);
					continue;
				}
				const refused = await sending();
				if (!refused) continue;
				if (part.records.length === 1) this.refusedAlone(part, refused);
				else next.push(...halvesOf(part, refused));
			}
			level = next;
		}
	}

	private startBreaker(): Breaker {
		return (this.breaker ??= new Breaker(this.received.length > 0));
	}

	/** A record is bad for certain; under On Error: Stop the run has failed, otherwise it may be hopeless. */
	private refusedAlone(single: Batch, cause: Failed): void {
		const record = parseJson(this.records.text(single.records[0]));
		this.enter(single, cause);
		const { reason, message, httpStatus } = cause;
		if (this.startBreaker().refusedAlone(message, record)) {
			const alike = `Ometria refused ${ENOUGH_REFUSED} records one by one with the same words, and accepted none`;
			this.stopRun({ reason: 'all_refused', message: `${alike}: ${message}`, httpStatus });
		} else if (this.rules.stopAtFailure) {
			this.stopRun({ reason, message, httpStatus, isOfRecord: true });
		}
	}

	/** The run stopped before the batch was sent, or stops now as no slot became free for it. */
	private neverSent(batch: Batch, parentFailure?: Failed): void {
		if (!this.stop) this.stopRun(this.noSlot());
		if (parentFailure) {
			const message = `${parentFailure.message} (refused with its request, and not tried alone because the run was stopped)`;
			const reason = this.stop?.reason === 'all_refused' ? this.stop.reason : parentFailure.reason;
			this.enter(batch, { ...parentFailure, kind: 'undelivered', reason, message });
			return;
		}
		const why = this.stop?.message ?? CANCELLED_RUN.message;
		this.enter(
			batch,
			failed('notSent', 'not_sent', `Not sent because the run was stopped: ${why}`),
		);
	}

	/** Why no slot became free in time. */
	private noSlot(): Stop {
		const failure = this.session.pushLimiter.outageFailure;
		if (!failure) return { reason: 'http_429', message: NO_SLOT };
		const { reason, httpStatus } = failure;
		return { reason, message: notTried(failure), httpStatus };
	}

	private enter({ records }: Batch, outcome: Outcome): void {
		for (const record of records) {
			this.records.outcomes[record] = outcome;
			this.records.dropText(record);
		}
	}

	private stopRun(stop: Stop): void {
		this.stop ??= stop;
		for (const abort of this.slotAborts) endWait(abort);
	}
}
