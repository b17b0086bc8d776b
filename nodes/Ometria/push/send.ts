import type { Slot } from '../transport/rateLimiter';
import type { Session } from '../transport/session';
import { classifyPush, type Verdict } from '../transport/classify';
import {
	failureCause,
	type Batch,
	type Cause,
	type Failure,
	type Received,
	type SendResult,
	type Statistics,
	type Stop,
} from './outcome';
import type { PlannedRequest } from './plan';

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
	recordsDone: number;
	statistics: Readonly<Statistics>;
}

/** Callbacks while sending runs. */
export interface SendObserver {
	/** Ometria received a request. */
	received?(received: Received): void;
	/** A request has ended, in whatever way. */
	progress?(progress: SendProgress): void;
}

type Retry = Extract<Verdict, { kind: 'retry' }>;

/** Base and cap of the wait before a repeat, ms; the wait is drawn evenly from 0 to the bound. */
const BACKOFF_BASE_MS = 1000;
const BACKOFF_CAP_MS = 30_000;

/** Requests under way: enough to use the whole rate at this latency (s), but no more than this many. */
const LATENCY_COVERED_S = 4;
const MAX_IN_FLIGHT = 64;
/** Bytes of request bodies held at a time; one request may exceed it alone. */
const MAX_BYTES_IN_FLIGHT = 16 * 1024 * 1024;

const QUEUE_REMAINING = 'x-queuesize-remaining';

const CANCELLED_RUN: Stop = { reason: 'cancelled', message: 'The execution was cancelled' };

/**
 * Sends planned requests within the account's rate limit and retries, halves or gives up as the answers say.
 *
 * @returns the outcome of every record of the plan: received, or failed with a reason
 */
export async function sendRequests(
	plan: readonly PlannedRequest[],
	source: SendSource,
	rules: SendRules,
	session: Session,
	observer: SendObserver = {},
	random: () => number = Math.random,
): Promise<SendResult> {
	return await new Sending(source, rules, session, observer, random).run(plan);
}

class Sending {
	private readonly received: Received[] = [];
	private readonly failures: Failure[] = [];
	private readonly statistics: Statistics = { requests: 0, retries: 0, throttled: 0, waitedMs: 0 };
	private readonly active = new Set<Promise<void>>();
	/** Waits under way, to be ended when the run stops. (One signal for all would have too many listeners.) */
	private readonly waits = new Set<AbortController>();
	private stop: Stop | undefined;
	private bytesInFlight = 0;
	private recordsDone = 0;
	/** When Ometria last received something, or the run began, ms. */
	private lastSuccessAt: number;

	constructor(
		private readonly source: SendSource,
		private readonly rules: SendRules,
		private readonly session: Session,
		private readonly observer: SendObserver,
		private readonly random: () => number,
	) {
		this.lastSuccessAt = session.clock.now();
	}

	async run(plan: readonly PlannedRequest[]): Promise<SendResult> {
		const { signal } = this.session;
		const onCancel = () => this.stopRun(CANCELLED_RUN);
		signal?.addEventListener('abort', onCancel, { once: true });
		if (signal?.aborted) onCancel();
		for (const [index, request] of plan.entries()) {
			if (index === request.barrier) await Promise.all(this.active);
			await this.roomInFlight();
			await this.startRequest(request);
		}
		await Promise.all(this.active);
		signal?.removeEventListener('abort', onCancel);
		const { received, failures, stop, statistics } = this;
		return { received, failures, stop, statistics };
	}

	private async roomInFlight(): Promise<void> {
		const { pushRequestsPerSecond } = this.session.account;
		const most = Math.min(pushRequestsPerSecond * LATENCY_COVERED_S, MAX_IN_FLIGHT);
		while (this.active.size >= most || this.bytesInFlight > MAX_BYTES_IN_FLIGHT) {
			await Promise.race(this.active);
		}
	}

	/** Waits for the request's slot, so that requests start in order, but not for its end. */
	private async startRequest(request: Batch): Promise<void> {
		const slot = await this.acquireSlot(request, false);
		if (!slot) {
			this.neverSent(request);
			return;
		}
		const sending = this.sendBatch(request, slot).finally(() => this.active.delete(sending));
		this.active.add(sending);
	}

	private async acquireSlot({ items }: Batch, repeat: boolean): Promise<Slot | undefined> {
		const records = items.length;
		return await this.wait((signal) =>
			this.session.pushLimiter.acquire({ records, signal, repeat }),
		);
	}

	/** Waits for something that ends early when the run stops. */
	private async wait<T>(begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const abort = new AbortController();
		if (this.stop) abort.abort();
		this.waits.add(abort);
		const result = await begin(abort.signal);
		this.waits.delete(abort);
		return result;
	}

	/**
	 * Sends one batch until it is received, rejected or given up. The body is made once, so that
	 * every repeat sends the same bytes.
	 *
	 * @param before why the larger batch was rejected of which this one is a half
	 */
	private async sendBatch(batch: Batch, firstSlot: Slot, before?: Cause): Promise<void> {
		const texts = Array.from(batch.items, (item) => this.source.text(item));
		const body = Buffer.from(`[${texts.join(',')}]`);
		this.bytesInFlight += body.length;
		const rejection = await this.attempt(batch, body, firstSlot, before);
		this.bytesInFlight -= body.length;
		if (rejection) await this.halve(batch, rejection);
	}

	/** @returns the cause when Ometria rejected the batch as a whole; undefined when it is done */
	private async attempt(
		batch: Batch,
		body: Buffer,
		firstSlot: Slot,
		before: Cause | undefined,
	): Promise<Cause | undefined> {
		const { clock, pushLimiter } = this.session;
		const deadline = firstSlot.startedAt + this.rules.giveUpAfterMs;
		let slot: Slot | undefined = firstSlot;
		let lastFailure: Retry | undefined;
		for (let attempts = 1, retriesLeft = this.rules.maxRetries; ; attempts++) {
			if (!slot || this.stop) {
				if (slot) pushLimiter.release(slot);
				this.abandon(batch, lastFailure, before);
				return undefined;
			}
			if (attempts > 1) this.statistics.retries++;
			const { verdict, httpStatus } = await this.call(batch, body, slot);
			if (verdict.kind === 'received') {
				const durationMs = Math.round(clock.now() - slot.startedAt);
				this.lastSuccessAt = clock.now();
				const status = httpStatus ?? 0;
				const received = {
					...batch,
					answer: verdict.answer,
					attempts,
					httpStatus: status,
					durationMs,
				};
				this.received.push(received);
				this.observer.received?.(received);
				this.reportProgress(batch);
				return undefined;
			}
			if (verdict.kind === 'rejected') {
				return failureCause('rejected', `http_${httpStatus}`, verdict.explanation, httpStatus);
			}
			if (verdict.kind === 'cancelled') {
				this.stopRun(CANCELLED_RUN);
				this.fail(
					batch,
					failureCause('undelivered', 'cancelled', 'Cancelled while it was being sent'),
				);
				return undefined;
			}
			if (verdict.kind === 'fatal') {
				const { reason, explanation } = verdict;
				this.stopRun({ reason, message: explanation, httpStatus });
				this.fail(
					batch,
					failureCause('undelivered', `http_${httpStatus}`, explanation, httpStatus),
				);
				return undefined;
			}
			lastFailure = verdict;
			if (!verdict.throttled) retriesLeft--;
			const wait = this.waitBefore(verdict, this.rules.maxRetries - retriesLeft);
			if (retriesLeft < 0 || clock.now() + wait > deadline) {
				this.giveUp(batch, verdict, attempts, httpStatus);
				return undefined;
			}
			slot = await this.repeat(batch, wait, deadline);
			if (!slot && !this.stop) {
				this.giveUp(batch, verdict, attempts, httpStatus);
				return undefined;
			}
		}
	}

	private async call(batch: Batch, body: Buffer, slot: Slot) {
		const { http, clock, account, pushLimiter } = this.session;
		this.statistics.requests++;
		const outcome = await http({
			method: 'POST',
			path: '/push',
			body,
			timeoutMs: this.rules.timeoutMs,
		});
		const verdict = classifyPush(outcome, clock.now(), account.accessToken);
		const answer = outcome.kind === 'answer' ? outcome : undefined;
		const remaining = answer?.headers[QUEUE_REMAINING];
		const backlog =
			remaining !== undefined && /^\d+$/.test(remaining) ? Number(remaining) : undefined;
		pushLimiter.release(slot, backlog);
		if (verdict.kind === 'received') pushLimiter.succeeded();
		if (verdict.kind === 'retry') {
			const backlogFull = backlog !== undefined && backlog < batch.items.length;
			if (verdict.throttled) this.statistics.throttled++;
			// A full backlog is no sign that the rate is too high; the limiter waits for it by itself.
			if (verdict.throttled && !backlogFull) pushLimiter.throttled(slot, verdict.waitMs);
			else if (verdict.waitMs !== undefined) pushLimiter.pause(verdict.waitMs);
		}
		return { verdict, httpStatus: answer?.status };
	}

	/** ms before a retry: after a 429 it waits for a slot only, which the limiter delays as needed. */
	private waitBefore(verdict: Retry, failures: number): number {
		if (verdict.throttled) return verdict.waitMs ?? 0;
		const bound = Math.min(BACKOFF_BASE_MS * 2 ** Math.max(failures - 1, 0), BACKOFF_CAP_MS);
		return Math.max(verdict.waitMs ?? 0, this.random() * bound);
	}

	/** Waits and acquires a slot; undefined when the run stopped, or the deadline passed, meanwhile. */
	private async repeat(batch: Batch, wait: number, deadline: number): Promise<Slot | undefined> {
		const { clock, pushLimiter } = this.session;
		const from = clock.now();
		await this.wait((signal) => clock.sleep(wait, signal));
		const slot = await this.acquireSlot(batch, true);
		this.statistics.waitedMs += Math.round(clock.now() - from);
		if (!slot || slot.startedAt <= deadline) return slot;
		pushLimiter.release(slot);
		return undefined;
	}

	/** Finds the bad record: each half has a request of its own, down to a single record. */
	private async halve(batch: Batch, cause: Cause): Promise<void> {
		const { type, items } = batch;
		if (items.length === 1) {
			this.fail(batch, cause);
			return;
		}
		const middle = Math.ceil(items.length / 2);
		for (const half of [items.subarray(0, middle), items.subarray(middle)]) {
			const part = { type, items: half };
			const slot = await this.acquireSlot(part, true);
			if (slot) await this.sendBatch(part, slot, cause);
			else this.neverSent(part, cause);
		}
	}

	private giveUp(
		batch: Batch,
		verdict: Retry,
		attempts: number,
		httpStatus: number | undefined,
	): void {
		const { clock } = this.session;
		const tries = attempts === 1 ? 'once' : `${attempts} times`;
		const message = `${verdict.explanation} (tried ${tries}${maybe(verdict)})`;
		this.fail(batch, failureCause('undelivered', verdict.reason, message, httpStatus));
		const silentMs = clock.now() - this.lastSuccessAt;
		if (this.rules.stopAtFailure || silentMs >= this.rules.giveUpAfterMs) {
			this.stopRun({ reason: verdict.reason, message, httpStatus });
		}
	}

	/** The run stopped while this batch waited to be repeated. */
	private abandon(batch: Batch, lastFailure: Retry | undefined, before: Cause | undefined): void {
		if (!lastFailure) {
			this.neverSent(batch, before);
			return;
		}
		const message = `${lastFailure.explanation} (not repeated because the run was stopped${maybe(lastFailure)})`;
		this.fail(batch, failureCause('undelivered', lastFailure.reason, message));
	}

	private neverSent(batch: Batch, before?: Cause): void {
		if (before) {
			const message = `${before.message} (refused with its request, and not tried alone because the run was stopped)`;
			this.fail(batch, { ...before, kind: 'undelivered', message });
			return;
		}
		const why = this.stop?.message ?? CANCELLED_RUN.message;
		this.fail(
			batch,
			failureCause('notSent', 'not_sent', `Not sent because the run was stopped: ${why}`),
		);
	}

	private fail({ type, items }: Batch, cause: Cause): void {
		for (const item of items) {
			this.failures.push({ item, recordType: type, recordId: this.source.id(item), ...cause });
		}
		this.reportProgress({ type, items });
	}

	private reportProgress({ items }: Batch): void {
		this.recordsDone += items.length;
		this.observer.progress?.({ recordsDone: this.recordsDone, statistics: this.statistics });
	}

	private stopRun(stop: Stop): void {
		this.stop ??= stop;
		for (const wait of this.waits) wait.abort();
	}
}

function maybe({ maybeApplied }: Retry): string {
	return maybeApplied ? '; Ometria may have received it' : '';
}
