import { classifyCall, type CallVerdict } from './classifyCall';
import type { RateLimiter } from './rateLimiter';
import type { Session } from './session';
import type { FatalReason } from './classify';

/**
 * Why a call came to nothing:
 * - `throttled`: the account made too many requests (429), and no slot became free in time
 * - `failed`: time-outs, lost connections, 5xx, unreadable answers
 * - `refused`: something in the request is not accepted
 * - `unauthorised`, `not_found`, `redirected`, `unexpected_status`: asking again does not help
 */
export type RequestFailureKind = 'cancelled' | 'throttled' | 'failed' | 'refused' | FatalReason;

export interface CallFailure {
	ok: false;
	kind: RequestFailureKind;
	/** What happened; may hold what the server said. */
	message: string;
	httpStatus?: number;
	/** The wait that the server asked for, ms. */
	retryAfterMs?: number;
	/** Set when Ometria may have done it all the same, so that it was not retried. */
	maybeApplied?: true;
}

export interface CallSuccess<T> {
	ok: true;
	value: T;
	httpStatus: number;
	/** The server's own clock at the answer (its `Date` header), ms since the epoch. */
	answeredAt: number | undefined;
}

export type CallResult<T> = CallSuccess<T> | CallFailure;

/** One call to an endpoint other than push. */
export interface Call<T> {
	method?: 'GET' | 'POST';
	/** Path below the base URL, starting with a slash. */
	path: string;
	query?: Readonly<Record<string, string | number | boolean>>;
	body?: Buffer;
	/** Takes the parsed body of a success; undefined when it is not what was requested. */
	read: (body: unknown) => T | undefined;
	/** The rate limiter of the endpoint's group; the data endpoints' by default. */
	limiter?: RateLimiter;
	/** Set for what must not happen twice: it is repeated only when Ometria cannot have done it. */
	once?: true;
}

/** How far a call may go. */
export interface CallOptions {
	/** Time until a request without answer is given up, ms. */
	timeoutMs?: number;
	/** Repeats after passing failures; 429 does not count. */
	maxRetries?: number;
	/** Longest time for all of it, ms. */
	giveUpAfterMs?: number;
}

/** Base and cap of the wait before a repeat, ms; the wait is drawn evenly from 0 to the bound. */
const BACKOFF_BASE_MS = 1000;
const BACKOFF_CAP_MS = 30_000;

const CANCELLED_REQUEST: CallFailure = {
	ok: false,
	kind: 'cancelled',
	message: 'The execution was cancelled',
};

/** One rate-limited request; undefined when no slot became free before the signal aborted. */
async function request<T>(
	session: Session,
	{ method = 'GET', path, query, body, read, limiter = session.dataLimiter }: Call<T>,
	timeoutMs: () => number,
	repeat: boolean,
	signal: AbortSignal,
) {
	const { http, clock, account } = session;
	const slot = await limiter.acquire({ records: 0, signal, repeat });
	if (slot === undefined) return undefined;
	const outcome = await http({ method, path, query, body, timeoutMs: timeoutMs() }).finally(() =>
		limiter.release(slot),
	);
	const verdict = classifyCall(outcome, read, clock.now(), account.accessToken);
	if (verdict.kind === 'done') limiter.succeeded();
	if (verdict.kind === 'retry') {
		if (verdict.throttled) limiter.throttled(slot, verdict.waitMs);
		else if (verdict.waitMs !== undefined) limiter.pause(verdict.waitMs);
	}
	const answer = outcome.kind === 'answer' ? outcome : undefined;
	const answeredAt = Date.parse(answer?.headers.date ?? '');
	return {
		verdict,
		httpStatus: answer?.status,
		answeredAt: Number.isNaN(answeredAt) ? undefined : answeredAt,
	};
}

function failure<T>(
	verdict: Exclude<CallVerdict<T>, { kind: 'done' }>,
	httpStatus: number | undefined,
): CallFailure {
	if (verdict.kind === 'cancelled') return CANCELLED_REQUEST;
	const common = {
		ok: false as const,
		message: verdict.explanation,
		...(httpStatus && { httpStatus }),
	};
	if (verdict.kind === 'fatal') return { ...common, kind: verdict.reason };
	if (verdict.kind === 'rejected') return { ...common, kind: 'refused' };
	const { throttled, waitMs } = verdict;
	return {
		...common,
		kind: throttled ? 'throttled' : 'failed',
		...(waitMs !== undefined && { retryAfterMs: waitMs }),
	};
}

/**
 * Makes a call within the account's rate limit. Temporary failures are retried with full jitter, after the wait
 * that the server asks for. Never rejects for what the other side or the network did.
 */
export async function makeCall<T>(
	session: Session,
	call: Call<T>,
	{ timeoutMs = 60_000, maxRetries = 3, giveUpAfterMs = 60_000 }: CallOptions = {},
	random: () => number = Math.random,
): Promise<CallResult<T>> {
	const { clock } = session;
	const deadline = clock.now() + giveUpAfterMs;
	const left = () => Math.max(deadline - clock.now(), 1);
	// A slot may be minutes away: the rate limiter pauses for every Retry-After.
	const limit = new AbortController();
	const stopWaiting = () => limit.abort();
	session.signal?.addEventListener('abort', stopWaiting, { once: true });
	if (session.signal?.aborted) stopWaiting();
	void clock.sleep(giveUpAfterMs, limit.signal).then(stopWaiting);

	try {
		let lastFailure: CallFailure = {
			ok: false,
			kind: 'throttled',
			message: 'Requests to this account rest because Ometria slowed them down',
		};
		let retriesLeft = maxRetries;
		for (let attempt = 1; ; attempt++) {
			const done = await request(
				session,
				call,
				() => Math.min(timeoutMs, left()),
				attempt > 1,
				limit.signal,
			);
			if (!done) return session.signal?.aborted ? CANCELLED_REQUEST : lastFailure;
			const { verdict, httpStatus = 0, answeredAt } = done;
			// What was done was done, also when the execution was cancelled meanwhile.
			if (verdict.kind === 'done' && (call.once || !session.signal?.aborted)) {
				return { ok: true, value: verdict.value, httpStatus, answeredAt };
			}
			if (session.signal?.aborted || verdict.kind === 'done') return CANCELLED_REQUEST;
			lastFailure = failure(verdict, httpStatus);
			if (verdict.kind !== 'retry') return lastFailure;
			if (call.once && verdict.maybeApplied) return { ...lastFailure, maybeApplied: true };

			if (!verdict.throttled) retriesLeft--;
			const bound = Math.min(BACKOFF_BASE_MS * 2 ** (attempt - 1), BACKOFF_CAP_MS);
			const wait = Math.max(verdict.waitMs ?? 0, random() * bound);
			if (retriesLeft < 0 || clock.now() + wait >= deadline) return lastFailure;
			await clock.sleep(wait, limit.signal);
		}
	} finally {
		session.signal?.removeEventListener('abort', stopWaiting);
		limit.abort();
	}
}
