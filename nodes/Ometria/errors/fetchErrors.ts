import type { Session } from '../transport/session';
import type { StopReason } from '../transport/verdict';
import { judgeRead, type ReadVerdict } from './judgeRead';
import { ERRORS_WINDOW, readPushErrors, type PushError } from './pushError';

/**
 * Why the list could not be read:
 * - `throttled`: the account made too many requests (429), and no turn came in time
 * - `failed`: time-outs, lost connections, 5xx, unreadable answers
 * - `unauthorised`, `notFound`, `redirected`, `unexpectedStatus`: asking again does not help
 */
export type UnreadKind = 'cancelled' | 'throttled' | 'failed' | StopReason;

export interface Unread {
	ok: false;
	kind: UnreadKind;
	/** What happened; may hold what the server said. */
	message: string;
	httpStatus?: number;
	/** The wait that the server asked for, ms. */
	retryAfterMs?: number;
}

export type ErrorsAnswer =
	| {
			ok: true;
			/** One per message, in the order of the list. */
			errors: PushError[];
			/** True when the list is as long as it gets, so that older errors may have been pushed out. */
			windowFull: boolean;
	  }
	| Unread;

/** How far reading may go. */
export interface FetchOptions {
	/** Time until a call without answer is given up, ms. */
	timeoutMs?: number;
	/** Repeats after passing failures; 429 does not count. */
	maxRetries?: number;
	/** Longest time for all of it, ms. */
	giveUpAfterMs?: number;
}

/** Base and cap of the wait before a repeat, ms; the wait is drawn evenly from 0 to the bound. */
const BACKOFF_BASE_MS = 1000;
const BACKOFF_CAP_MS = 30_000;

const CANCELLED: Unread = { ok: false, kind: 'cancelled', message: 'The execution was cancelled' };

interface List {
	errors: PushError[];
	windowFull: boolean;
}

function readList(body: unknown): List | undefined {
	const errors = readPushErrors(body);
	return errors && { errors, windowFull: Array.isArray(body) && body.length >= ERRORS_WINDOW };
}

/** One paced call; undefined when no turn came before the signal aborted. */
async function ask(session: Session, timeoutMs: () => number, repeat: boolean, signal: AbortSignal) {
	const { http, clock, dataPace, account } = session;
	const turn = await dataPace.turn({ records: 0, signal, repeat });
	if (turn === undefined) return undefined;
	const request = { method: 'GET' as const, path: '/push/_errors', timeoutMs: timeoutMs() };
	const exchange = await http(request).finally(() => dataPace.settled(turn));
	const verdict = judgeRead(exchange, readList, clock.now(), account.accessToken);
	if (verdict.kind === 'read') dataPace.succeeded();
	if (verdict.kind === 'again') {
		if (verdict.throttled) dataPace.throttled(turn, verdict.waitMs);
		else if (verdict.waitMs !== undefined) dataPace.pause(verdict.waitMs);
	}
	return { verdict, httpStatus: exchange.kind === 'answer' ? exchange.status : undefined };
}

function unread(
	verdict: Exclude<ReadVerdict<List>, { kind: 'read' }>,
	httpStatus: number | undefined,
): Unread {
	if (verdict.kind === 'cancelled') return CANCELLED;
	const kind = verdict.kind === 'stop' ? verdict.reason : verdict.throttled ? 'throttled' : 'failed';
	const retryAfterMs = verdict.kind === 'again' ? verdict.waitMs : undefined;
	return {
		ok: false,
		kind,
		message: verdict.explanation,
		...(httpStatus !== undefined && { httpStatus }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

/**
 * Reads Ometria's list of push errors: the most recent ones of the whole account, whoever pushed.
 * Source: `GET /push/_errors` (documented, without any parameter).
 *
 * Passing failures are repeated with full jitter, after the wait that the server asks for. Never
 * rejects for what the other side or the network did.
 */
export async function fetchPushErrors(
	session: Session,
	{ timeoutMs = 60_000, maxRetries = 3, giveUpAfterMs = 60_000 }: FetchOptions = {},
	random: () => number = Math.random,
): Promise<ErrorsAnswer> {
	const { clock } = session;
	const deadline = clock.now() + giveUpAfterMs;
	const left = () => Math.max(deadline - clock.now(), 1);
	// The turn itself may be minutes away: the account's pace pauses for every Retry-After.
	const limit = new AbortController();
	const stopWaiting = () => limit.abort();
	session.signal?.addEventListener('abort', stopWaiting, { once: true });
	if (session.signal?.aborted) stopWaiting();
	void clock.sleep(giveUpAfterMs, limit.signal).then(stopWaiting);

	try {
		let trouble: Unread = {
			ok: false,
			kind: 'throttled',
			message: 'Requests to this account rest because Ometria slowed them down',
		};
		let retriesLeft = maxRetries;
		for (let attempt = 1; ; attempt++) {
			const call = await ask(session, () => Math.min(timeoutMs, left()), attempt > 1, limit.signal);
			if (session.signal?.aborted) return CANCELLED;
			if (!call) return trouble;
			const { verdict, httpStatus } = call;
			if (verdict.kind === 'read') return { ok: true, ...verdict.value };
			trouble = unread(verdict, httpStatus);
			if (verdict.kind !== 'again') return trouble;

			if (!verdict.throttled) retriesLeft--;
			const bound = Math.min(BACKOFF_BASE_MS * 2 ** (attempt - 1), BACKOFF_CAP_MS);
			const wait = Math.max(verdict.waitMs ?? 0, random() * bound);
			if (retriesLeft < 0 || clock.now() + wait >= deadline) return trouble;
			await clock.sleep(wait, limit.signal);
		}
	} finally {
		session.signal?.removeEventListener('abort', stopWaiting);
		limit.abort();
	}
}
