import { type NetworkCode, networkReason } from '../records/rules/networkCodes';
import { ANSWER_TOO_LARGE, type HttpOutcome } from './httpOutcome';
import { parseAnswer } from './parseAnswer';
import { retryAfterMs } from './retryAfter';
import { serverText } from './serverText';

/** What an HTTP exchange meant, and so what is to be done about it. */
export type Verdict<T> =
	{ kind: 'success'; value: T; httpStatus: number } | FailedVerdict | { kind: 'cancelled' };

export type FailedVerdict = RetryVerdict | RejectedVerdict | FatalVerdict;

/** Worth sending the same bytes again. */
export interface RetryVerdict {
	kind: 'retry';
	reason: NetworkCode | 'network_error' | 'n8n_failed' | 'unreadable_answer' | `http_${number}`;
	explanation: string;
	/** Undefined where no answer came. */
	httpStatus: number | undefined;
	/** Whether the account made too many requests (429). */
	throttled: boolean;
	/** Whether Ometria may have done what was asked all the same. */
	maybeApplied: boolean;
	/** The wait that the server asked for, ms. */
	retryAfterMs: number | undefined;
	/** Set where the same request would come to the same again. */
	isLasting?: true;
}

/** Something in the request is not accepted. */
export interface RejectedVerdict {
	kind: 'rejected';
	explanation: string;
	httpStatus: number;
}

/** No request to this account will succeed until a person acts. */
export interface FatalVerdict {
	kind: 'fatal';
	reason: FatalReason;
	explanation: string;
	httpStatus: number;
}

export type FatalReason = 'unauthorised' | 'not_found' | 'redirected' | 'unexpected_status';

/** Statuses that say "not now": documented 429, and those met in practice or defined as temporary. */
function isRetryable(status: number): boolean {
	return (
		status === 408 ||
		status === 425 ||
		status === 429 ||
		(status >= 500 && status < 600 && status !== 501)
	);
}

const REJECTED = new Set([400, 413, 422]);

/** Network errors before there was a connection: nothing can have arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Decides what an HTTP exchange meant. Only 403 and 429 are documented by Ometria; the rest follows
 * HTTP.
 *
 * @param read takes the parsed body of a 2xx, null for an empty one and undefined for one that is not
 *   JSON; gives undefined when it is not what was asked for
 * @param nowMs the present, ms since the epoch (for a Retry-After date)
 */
export function classify<T>(
	outcome: HttpOutcome,
	read: (body: unknown, httpStatus: number) => T | undefined,
	nowMs: number,
): Verdict<T> {
	if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
	if (outcome.kind === 'n8nError') {
		return {
			kind: 'retry',
			reason: 'n8n_failed',
			explanation: `n8n could not read the Ometria credential: ${outcome.message}`,
			httpStatus: undefined,
			throttled: false,
			maybeApplied: false,
			retryAfterMs: undefined,
		};
	}
	if (outcome.kind === 'networkError') {
		const isLasting = outcome.code === ANSWER_TOO_LARGE;
		const { sentId } = outcome;
		const maybeApplied = !NEVER_SENT.has(outcome.code);
		const named = maybeApplied && sentId !== undefined ? ` (X-Request-ID ${sentId})` : '';
		const what = `${outcome.message || outcome.code}${named}`;
		return {
			kind: 'retry',
			reason: networkReason(outcome.code),
			explanation: isLasting ? `No usable answer: ${what}` : `No answer: ${what}`,
			httpStatus: undefined,
			throttled: false,
			maybeApplied,
			retryAfterMs: undefined,
			...(isLasting && { isLasting }),
		};
	}
	const { status: httpStatus, headers } = outcome;
	if (httpStatus >= 200 && httpStatus < 300) {
		const value = read(outcome.text.trim() === '' ? null : parseAnswer(outcome.text), httpStatus);
		if (value !== undefined) return { kind: 'success', value, httpStatus };
		const found = serverText(outcome);
		return {
			kind: 'retry',
			reason: 'unreadable_answer',
			explanation: `HTTP ${httpStatus} with a body that is not Ometria's answer${found && `: ${found}`}`,
			httpStatus,
			throttled: false,
			maybeApplied: true,
			retryAfterMs: undefined,
		};
	}
	const said = serverText(outcome);
	const explanation = said ? `HTTP ${httpStatus}: ${said}` : `HTTP ${httpStatus}`;
	if (isRetryable(httpStatus)) {
		return {
			kind: 'retry',
			reason: `http_${httpStatus}`,
			explanation,
			httpStatus,
			throttled: httpStatus === 429,
			maybeApplied: httpStatus >= 500 || httpStatus === 408,
			retryAfterMs: retryAfterMs(headers['retry-after'], nowMs),
		};
	}
	if (REJECTED.has(httpStatus)) return { kind: 'rejected', explanation, httpStatus };
	return { kind: 'fatal', reason: fatalReason(httpStatus), explanation, httpStatus };
}

function fatalReason(status: number): FatalReason {
	if (status === 401 || status === 403) return 'unauthorised';
	if (status === 404) return 'not_found';
	if (status >= 300 && status < 400) return 'redirected';
	return 'unexpected_status';
}
