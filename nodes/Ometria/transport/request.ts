import { DAY_MS } from '../utils/time';
import { classify, type FailedVerdict, type FatalReason, type RetryVerdict } from './classify';
import type { HttpOutcome } from './httpOutcome';
import type { Feedback, RateLimiter, Slot } from './rateLimiter';
import type { Session } from './session';

/**
 * Least time for an attempt, ms, or half of all that a request has where that is less: with less,
 * Ometria is asked for what nobody can wait for.
 */
const LEAST_ATTEMPT_MS = 2000;

/** One request to Ometria. */
export interface Call<T> {
	method?: 'GET' | 'POST' | undefined;
	/** Path below the base URL, starting with a slash. */
	path: string;
	query?: Readonly<Record<string, string | number | boolean>> | undefined;
	/** JSON in UTF-8; every attempt sends the same bytes. */
	body?: Buffer | undefined;
	/** Takes the parsed body of a 2xx; undefined when it is not what was asked for. */
	read: (body: unknown, httpStatus: number) => T | undefined;
	/** The rate limiter of the endpoint's group. */
	limiter: RateLimiter;
	/** Records that the request holds; only push has any. */
	cost?: number | undefined;
	/** Set for what must not happen twice: it is retried only when Ometria cannot have done it. */
	once?: true;
}

/** How far a request may go. */
export interface RequestPolicy {
	/** Time until an attempt without a complete answer is given up, ms. */
	timeoutMs: number;
	/** Retries after temporary failures, of which 429 is none; undefined retries as long as there is time. */
	maxRetries: number | undefined;
	/** Longest time for all of it, waits for a slot included, ms. */
	giveUpAfterMs: number;
}

/** What was done for a request. */
export interface RequestFigures {
	/** HTTP requests made. */
	attempts: number;
	/** Answers of 429. */
	throttled: number;
	/** ms waited before retries. */
	waitedMs: number;
}

export interface RequestSuccess<T> extends RequestFigures {
	ok: true;
	value: T;
	httpStatus: number;
	/** Time of the last attempt, ms. */
	durationMs: number;
	/**
	 * The server's own clock at the answer (its `Date` header), ms since the epoch; undefined without a
	 * readable one. A clock that is more than a day from ours is wrong, and is given as exactly a day
	 * from ours, so that it can be reckoned with: who moves a cursor by it applies a tolerance below that.
	 */
	answeredAt: number | undefined;
}

export interface RequestFailure extends RequestFigures {
	ok: false;
	/** The last verdict; undefined when no slot became free in time, so that nothing was sent. */
	verdict: FailedVerdict | undefined;
	/**
	 * - `failed`: further attempts do not help or must not be made, or no retry or no time is left
	 * - `interrupted`: the signal ended the wait before the next attempt
	 * - `cancelled`: the execution was cancelled while the request was in flight
	 */
	ending: 'failed' | 'interrupted' | 'cancelled';
}

/** How a request is made, beside what it says. */
export interface RequestOptions {
	policy: RequestPolicy;
	/** Ends waits for a slot or a retry; an attempt in flight is awaited. */
	signal: AbortSignal;
	/** The slot of the first attempt, where the caller has taken one, and since when it waited for it, ms. */
	first?: { slot: Slot; since: number };
}

/** Base and cap of the wait before a retry, ms; the wait is drawn evenly from 0 to the bound. */
const BACKOFF_BASE_MS = 1000;
const BACKOFF_CAP_MS = 30_000;

/**
 * How long to wait before a retry: full jitter on top of what the server asks for. After a 429
 * without Retry-After the rate limiter alone decides when the next request starts.
 *
 * @param failures failures that count against the retries so far, from 1
 * @param random a number from 0 to 1
 * @returns ms
 */
export function backoffMs(
	{ throttled, retryAfterMs }: RetryVerdict,
	failures: number,
	random: number,
): number {
	if (throttled && retryAfterMs === undefined) return 0;
	const bound = Math.min(BACKOFF_BASE_MS * 2 ** Math.max(failures - 1, 0), BACKOFF_CAP_MS);
	return (retryAfterMs ?? 0) + random * bound;
}

/** The time in an answer's `Date` header, at most a day from ours; see {@link RequestSuccess}. */
function serverClock(outcome: HttpOutcome, nowMs: number): number | undefined {
	const date = Date.parse((outcome.kind === 'answer' && outcome.headers.date) || '');
	if (Number.isNaN(date)) return undefined;
	return Math.min(Math.max(date, nowMs - DAY_MS), nowMs + DAY_MS);
}

function backlogRoom(outcome: HttpOutcome): number | undefined {
	const header = outcome.kind === 'answer' ? outcome.headers['x-queuesize-remaining'] : undefined;
	return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}

function feedbackOf(outcome: HttpOutcome, verdict: ReturnType<typeof classify>): Feedback {
	const room = { backlogRoom: backlogRoom(outcome) };
	switch (verdict.kind) {
		case 'success':
			return { outcome: 'success', ...room };
		case 'cancelled':
			return { outcome: 'other' };
		case 'rejected':
		case 'fatal':
			return { outcome: 'answered', ...room };
		case 'retry': {
			const { throttled, isLasting, reason, retryAfterMs } = verdict;
			if (reason === 'n8n_failed') return { outcome: 'other' };
			const common = { retryAfterMs, ...room };
			if (throttled) return { outcome: 'throttled', ...common };
			if (isLasting) return { outcome: 'answered', ...common };
			return { outcome: 'failed', failure: verdict, ...common };
		}
	}
}

/**
 * Sends a request within the account's rate limit, and retries it after temporary failures. Never
 * rejects for what the other side or the network did.
 */
export async function request<T>(
	session: Session,
	call: Call<T>,
	{ policy, signal, first }: RequestOptions,
): Promise<RequestSuccess<T> | RequestFailure> {
	const { clock, http, random } = session;
	const { timeoutMs, maxRetries = Infinity, giveUpAfterMs } = policy;
	const { method = 'GET', path, query, body, limiter, cost = 0 } = call;
	const deadline = (first?.since ?? clock.now()) + giveUpAfterMs;
	const lastStart = deadline - Math.min(LEAST_ATTEMPT_MS, giveUpAfterMs / 2);
	const figures: RequestFigures = { attempts: 0, throttled: 0, waitedMs: 0 };
	const failure = (
		ending: RequestFailure['ending'],
		verdict: FailedVerdict | undefined,
	): RequestFailure => ({ ok: false, ending, verdict, ...figures });

	let last: FailedVerdict | undefined;
	let failures = 0;
	let waitingSince = clock.now();
	for (let slot = first?.slot; ; slot = undefined) {
		const isRepeat = figures.attempts > 0;
		slot ??= await limiter.acquire({ cost, signal, deadline, priority: isRepeat, isRepeat });
		if (isRepeat) figures.waitedMs += Math.round(clock.now() - waitingSince);
		if (!slot || signal.aborted) {
			if (slot) limiter.release(slot);
			return failure(signal.aborted ? 'interrupted' : 'failed', last);
		}
		if (clock.now() > lastStart) {
			limiter.release(slot);
			return failure('failed', last);
		}

		figures.attempts++;
		const outcome = await http({
			method,
			path,
			query,
			body,
			timeoutMs: Math.min(timeoutMs, Math.max(deadline - clock.now(), 1)),
		});
		const verdict = classify(outcome, call.read, clock.now());
		limiter.release(slot, feedbackOf(outcome, verdict));
		if (verdict.kind === 'success') {
			return {
				ok: true,
				value: verdict.value,
				httpStatus: verdict.httpStatus,
				durationMs: Math.round(clock.now() - slot.startedAt),
				answeredAt: serverClock(outcome, clock.now()),
				...figures,
			};
		}
		if (verdict.kind === 'cancelled') return failure('cancelled', last);
		last = verdict;
		if (verdict.kind !== 'retry' || verdict.isLasting || (call.once && verdict.maybeApplied)) {
			return failure('failed', verdict);
		}
		if (verdict.throttled) figures.throttled++;
		else failures++;
		// In an outage the limiter alone decides who tries next, and when.
		const wait = limiter.outageFailure
			? (verdict.retryAfterMs ?? 0)
			: backoffMs(verdict, failures, random());
		if (failures > maxRetries || clock.now() + wait >= lastStart) {
			return failure('failed', verdict);
		}
		waitingSince = clock.now();
		await clock.sleep(wait, signal);
	}
}

/**
 * Why a call came to nothing:
 * - `throttled`: the account made too many requests (429), and no slot became free in time
 * - `answer_too_large`: the answer is longer than is read
 * - `n8n_failed`: n8n could not read the credential, so nothing was sent
 * - `failed`: time-outs, lost connections, 5xx, unreadable answers
 * - `refused`: something in the request is not accepted
 * - `unauthorised`, `not_found`, `redirected`, `unexpected_status`: asking again does not help
 */
export type CallFailureKind =
	| 'cancelled'
	| 'throttled'
	| 'answer_too_large'
	| 'n8n_failed'
	| 'failed'
	| 'refused'
	| FatalReason;

/** After which the same request would fail in the same way, whoever waits. */
export const LASTING_FAILURES: ReadonlySet<CallFailureKind> = new Set<CallFailureKind>([
	'answer_too_large',
	'refused',
	'not_found',
	'unexpected_status',
]);

export interface CallFailure {
	ok: false;
	kind: CallFailureKind;
	/** What happened; may hold what the server said. */
	message: string;
	httpStatus?: number | undefined;
	/** The wait that the server asked for, ms. */
	retryAfterMs?: number | undefined;
	/** Set when Ometria may have done what was asked all the same, and it was not repeated for that. */
	maybeApplied?: true;
}

export type CallResult<T> = RequestSuccess<T> | CallFailure;

/** Failures that say nothing of other requests. */
const OF_ONE_REQUEST: ReadonlySet<CallFailureKind> = new Set<CallFailureKind>([
	'failed',
	'n8n_failed',
	'throttled',
	'answer_too_large',
	'refused',
	'not_found',
]);

/** Whether other requests may succeed all the same: not where the token is not accepted, for one. */
export function concernsOneRequest({ kind }: CallFailure): boolean {
	return OF_ONE_REQUEST.has(kind);
}

export const CANCELLED = 'The execution was cancelled';
export const NO_SLOT =
	'Ometria is rate limiting this account, and no request slot became free in time';

/** What others learned of an outage in which no attempt was possible in time. */
export function notTried({ explanation }: RetryVerdict): string {
	return `Other requests of this account got no usable answer, and there was no time for an attempt. The last one: ${explanation}`;
}

function kindOf({ throttled, isLasting, reason }: RetryVerdict): CallFailureKind {
	if (throttled) return 'throttled';
	if (reason === 'n8n_failed') return reason;
	return isLasting ? 'answer_too_large' : 'failed';
}

function callFailure(
	{ verdict, ending }: RequestFailure,
	{
		cancelled,
		once,
		outage,
	}: { cancelled: boolean; once: boolean; outage: RetryVerdict | undefined },
): CallFailure {
	if (cancelled || ending === 'cancelled') {
		return { ok: false, kind: 'cancelled', message: CANCELLED };
	}
	if (!verdict && outage) {
		const { httpStatus } = outage;
		const status = httpStatus !== undefined && { httpStatus };
		return { ok: false, kind: 'failed', message: notTried(outage), ...status };
	}
	if (!verdict) return { ok: false, kind: 'throttled', message: NO_SLOT };
	const { explanation: message, httpStatus } = verdict;
	const common = { ok: false as const, message, ...(httpStatus !== undefined && { httpStatus }) };
	if (verdict.kind === 'fatal') return { ...common, kind: verdict.reason };
	if (verdict.kind === 'rejected') return { ...common, kind: 'refused' };
	const { retryAfterMs, maybeApplied } = verdict;
	return {
		...common,
		kind: kindOf(verdict),
		...(retryAfterMs !== undefined && { retryAfterMs }),
		...(once && maybeApplied && { maybeApplied }),
	};
}

/** Enough for what a user waits for. */
const CALL_POLICY: RequestPolicy = { timeoutMs: 60_000, maxRetries: 3, giveUpAfterMs: 60_000 };

/** Calls an endpoint other than push; its rate limiter is the data endpoints' by default. */
export async function makeCall<T>(
	session: Session,
	{
		limiter = session.dataLimiter,
		...call
	}: Omit<Call<T>, 'limiter'> & { limiter?: RateLimiter | undefined },
	policy: Partial<RequestPolicy> = {},
): Promise<CallResult<T>> {
	// Where n8n gives no cancel signal, one of the call's own never aborts. (One for all would gather the
	// listeners of all calls that wait at the same time, of which Node.js warns.)
	const { signal = new AbortController().signal } = session;
	const options = { policy: { ...CALL_POLICY, ...policy }, signal };
	const result = await request(session, { limiter, ...call }, options);
	if (result.ok) return result;
	const { once = false } = call;
	return callFailure(result, { cancelled: signal.aborted, once, outage: limiter.outageFailure });
}
