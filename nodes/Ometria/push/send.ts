import type { Turn } from '../transport/pace';
import type { Session } from '../transport/session';
import { judgePush, type Verdict } from '../transport/verdict';
import { causeOf, type Cause } from './cause';
import type { Batch, Failure, Received, Settlement, Statistics, Stop } from './outcome';
import type { PlannedRequest } from './plan';
import type { SendObserver, SendRules, SendSource } from './sendContract';

type Again = Extract<Verdict, { kind: 'again' }> & { httpStatus?: number };

/** Base and cap of the wait before a repeat, ms; the wait is drawn evenly from 0 to the bound. */
const BACKOFF_BASE_MS = 1000;
const BACKOFF_CAP_MS = 30_000;

/** Requests under way: enough to keep the pace at this latency (s), but no more than this many. */
const LATENCY_COVERED_S = 4;
const MAX_IN_FLIGHT = 64;
/** Bytes of request bodies held at a time; one request may exceed it alone. */
const MAX_BYTES_IN_FLIGHT = 16 * 1024 * 1024;

const QUEUE_REMAINING = 'x-queuesize-remaining';

const CANCELLED: Stop = { reason: 'cancelled', message: 'The execution was cancelled' };

/**
 * Sends planned requests at the account's pace and repeats, halves or gives up as the answers say.
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
): Promise<Settlement> {
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
	private recordsSettled = 0;
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

	async run(plan: readonly PlannedRequest[]): Promise<Settlement> {
		const { signal } = this.session;
		const onCancel = () => this.stopRun(CANCELLED);
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

	/** Waits for the request's turn, so that requests start in order, but not for its end. */
	private async startRequest(request: Batch): Promise<void> {
		const turn = await this.turn(request, false);
		if (!turn) {
			this.neverSent(request);
			return;
		}
		const delivery = this.deliver(request, turn).finally(() => this.active.delete(delivery));
		this.active.add(delivery);
	}

	private async turn({ items }: Batch, repeat: boolean): Promise<Turn | undefined> {
		const records = items.length;
		return await this.wait((signal) => this.session.pushPace.turn({ records, signal, repeat }));
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
	 * Sends one batch until it is received, refused or given up. The body is made once, so that
	 * every repeat sends the same bytes.
	 *
	 * @param before why the larger batch was refused of which this one is a half
	 */
	private async deliver(batch: Batch, firstTurn: Turn, before?: Cause): Promise<void> {
		const texts = Array.from(batch.items, (item) => this.source.text(item));
		const body = Buffer.from(`[${texts.join(',')}]`);
		this.bytesInFlight += body.length;
		const refused = await this.attempt(batch, body, firstTurn, before);
		this.bytesInFlight -= body.length;
		if (refused) await this.halve(batch, refused);
	}

	/** @returns the cause when Ometria refused the batch as a whole; undefined when it is settled */
	private async attempt(
		batch: Batch,
		body: Buffer,
		firstTurn: Turn,
		before: Cause | undefined,
	): Promise<Cause | undefined> {
		const { clock, pushPace } = this.session;
		const deadline = firstTurn.startedAt + this.rules.giveUpAfterMs;
		let turn: Turn | undefined = firstTurn;
		let trouble: Again | undefined;
		for (let attempts = 1, retriesLeft = this.rules.maxRetries; ; attempts++) {
			if (!turn || this.stop) {
				if (turn) pushPace.settled(turn);
				this.abandon(batch, trouble, before);
				return undefined;
			}
			if (attempts > 1) this.statistics.retries++;
			const { verdict, httpStatus } = await this.call(batch, body, turn);
			if (verdict.kind === 'received') {
				const durationMs = Math.round(clock.now() - turn.startedAt);
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
				this.settled(batch);
				return undefined;
			}
			if (verdict.kind === 'refused') {
				return causeOf('rejected', `http_${httpStatus}`, verdict.explanation, httpStatus);
			}
			if (verdict.kind === 'cancelled') {
				this.stopRun(CANCELLED);
				this.fail(batch, causeOf('undelivered', 'cancelled', 'Cancelled while it was being sent'));
				return undefined;
			}
			if (verdict.kind === 'stop') {
				const { reason, explanation } = verdict;
				this.stopRun({ reason, message: explanation, httpStatus });
				this.fail(batch, causeOf('undelivered', `http_${httpStatus}`, explanation, httpStatus));
				return undefined;
			}
			trouble = { ...verdict, httpStatus };
			if (!verdict.throttled) retriesLeft--;
			const wait = this.waitBefore(verdict, this.rules.maxRetries - retriesLeft);
			if (retriesLeft < 0 || clock.now() + wait > deadline) {
				this.giveUp(batch, verdict, attempts, httpStatus);
				return undefined;
			}
			turn = await this.repeat(batch, wait, deadline);
			if (!turn && !this.stop) {
				this.giveUp(batch, verdict, attempts, httpStatus);
				return undefined;
			}
		}
	}

	private async call(batch: Batch, body: Buffer, turn: Turn) {
		const { http, clock, account, pushPace } = this.session;
		this.statistics.requests++;
		const exchange = await http({
			method: 'POST',
			path: '/push',
			body,
			timeoutMs: this.rules.timeoutMs,
		});
		const verdict = judgePush(exchange, clock.now(), account.accessToken);
		const answer = exchange.kind === 'answer' ? exchange : undefined;
		const remaining = answer?.headers[QUEUE_REMAINING];
		const backlog =
			remaining !== undefined && /^\d+$/.test(remaining) ? Number(remaining) : undefined;
		pushPace.settled(turn, backlog);
		if (verdict.kind === 'received') pushPace.succeeded();
		if (verdict.kind === 'again') {
			const backlogFull = backlog !== undefined && backlog < batch.items.length;
			if (verdict.throttled) this.statistics.throttled++;
			// A full backlog is no sign that the pace is too high; Pace waits for it by itself.
			if (verdict.throttled && !backlogFull) pushPace.throttled(turn, verdict.waitMs);
			else if (verdict.waitMs !== undefined) pushPace.pause(verdict.waitMs);
		}
		return { verdict, httpStatus: answer?.status };
	}

	/** ms before a repeat: 429 waits for its turn only, which Pace delays as needed. */
	private waitBefore(verdict: Again, failures: number): number {
		if (verdict.throttled) return verdict.waitMs ?? 0;
		const bound = Math.min(BACKOFF_BASE_MS * 2 ** Math.max(failures - 1, 0), BACKOFF_CAP_MS);
		return Math.max(verdict.waitMs ?? 0, this.random() * bound);
	}

	/** Waits and takes a turn; undefined when the run stopped, or the deadline passed, meanwhile. */
	private async repeat(batch: Batch, wait: number, deadline: number): Promise<Turn | undefined> {
		const { clock, pushPace } = this.session;
		const from = clock.now();
		await this.wait((signal) => clock.sleep(wait, signal));
		const turn = await this.turn(batch, true);
		this.statistics.waitedMs += Math.round(clock.now() - from);
		if (!turn || turn.startedAt <= deadline) return turn;
		pushPace.settled(turn);
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
			const turn = await this.turn(part, true);
			if (turn) await this.deliver(part, turn, cause);
			else this.neverSent(part, cause);
		}
	}

	private giveUp(
		batch: Batch,
		verdict: Again,
		attempts: number,
		httpStatus: number | undefined,
	): void {
		const { clock } = this.session;
		const tries = attempts === 1 ? 'once' : `${attempts} times`;
		const message = `${verdict.explanation} (tried ${tries}${maybe(verdict)})`;
		this.fail(batch, causeOf('undelivered', verdict.reason, message, httpStatus));
		const silentMs = clock.now() - this.lastSuccessAt;
		if (this.rules.stopAtFailure || silentMs >= this.rules.giveUpAfterMs) {
			this.stopRun({ reason: verdict.reason, message, httpStatus });
		}
	}

	/** The run stopped while this batch waited to be repeated. */
	private abandon(batch: Batch, trouble: Again | undefined, before: Cause | undefined): void {
		if (!trouble) {
			this.neverSent(batch, before);
			return;
		}
		const message = `${trouble.explanation} (not repeated because the run was stopped${maybe(trouble)})`;
		this.fail(batch, causeOf('undelivered', trouble.reason, message, trouble.httpStatus));
	}

	private neverSent(batch: Batch, before?: Cause): void {
		if (before) {
			const message = `${before.message} (refused with its request, and not tried alone because the run was stopped)`;
			this.fail(batch, { ...before, kind: 'undelivered', message });
			return;
		}
		const why = this.stop?.message ?? CANCELLED.message;
		this.fail(
			batch,
			causeOf('notSent', 'not_sent', `Not sent because the run was stopped: ${why}`),
		);
	}

	private fail({ type, items }: Batch, cause: Cause): void {
		for (const item of items) {
			this.failures.push({ item, recordType: type, recordId: this.source.id(item), ...cause });
		}
		this.settled({ type, items });
	}

	private settled({ items }: Batch): void {
		this.recordsSettled += items.length;
		this.observer.progress?.({ recordsSettled: this.recordsSettled, statistics: this.statistics });
	}

	private stopRun(stop: Stop): void {
		this.stop ??= stop;
		for (const wait of this.waits) wait.abort();
	}
}

function maybe({ maybeApplied }: Again): string {
	return maybeApplied ? '; Ometria may have received it' : '';
}
