import { z } from 'zod';

import type { HttpOutcome } from './httpOutcome';
import { retryAfterMs } from './retryAfter';
import { isObject, parseJson } from '../utils/json';
import { serverText } from './serverText';

/**
 * Ometria's answer to a push. All fields are read tolerantly; what else the answer holds is
 * passed on untouched.
 * Source: Push endpoint (documented: status, request_id, accepted, rejected; `skipped` is known
 * from clients only).
 */
export interface PushAnswer {
	status: string | undefined;
	requestId: string | undefined;
	accepted: number | undefined;
	rejected: number | undefined;
	skipped: number | undefined;
	/** The whole answer, for fields that we do not know. */
	fields: Readonly<Record<string, unknown>>;
}

/** What a call to push meant, and so what is to be done about it. */
export type Verdict =
	/** Received by Ometria; not yet validated or stored. */
	| { kind: 'received'; answer: PushAnswer }
	/** Worth sending the same bytes again. `maybeApplied`: Ometria may have received them already. */
	| {
			kind: 'retry';
			reason: string;
			explanation: string;
			throttled: boolean;
			maybeApplied: boolean;
			waitMs: number | undefined;
	  }
	/** Something in the request is rejected; halving it finds out what. */
	| { kind: 'rejected'; explanation: string }
	/** Nothing sent to this account will be received until a person acts. */
	| { kind: 'fatal'; reason: FatalReason; explanation: string }
	| { kind: 'cancelled' };

export type FatalReason = 'unauthorised' | 'not_found' | 'redirected' | 'unexpected_status';

const count = z.number().int().nonnegative().optional().catch(undefined);
const word = z
	.union([z.string().min(1), z.number().transform(String)])
	.optional()
	.catch(undefined);
const pushAnswer = z.object({
	status: word,
	request_id: word,
	accepted: count,
	rejected: count,
	skipped: count,
});

/** Reads a 2xx body; undefined when it is not an answer of Ometria's (HTML, cut off, empty). */
function readPushAnswer(text: string): PushAnswer | undefined {
	const json = parseJson(text);
	if (!isObject(json)) return undefined;
	const { request_id: requestId, ...rest } = pushAnswer.parse(json);
	const known = [requestId, ...Object.values(rest)];
	if (known.every((value) => value === undefined)) return undefined;
	return {
		status: rest.status,
		requestId,
		accepted: rest.accepted,
		rejected: rest.rejected,
		skipped: rest.skipped,
		fields: json,
	};
}

/** Statuses of temporary failures: the documented 429, and those met in practice or defined as such. */
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
 * Decides what the outcome of a `POST /push` means.
 *
 * Only 403 and 429 are documented by Ometria; the rest follows HTTP. Records are upserts keyed by
 * id (documented), which is why an unclear outcome may be repeated.
 *
 * @param nowMs the present, ms since the epoch (for a Retry-After date)
 * @param secret the access token, removed from what the server said
 */
export function classifyPush(outcome: HttpOutcome, nowMs: number, secret: string): Verdict {
	if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
	if (outcome.kind === 'networkError') {
		return retry(outcome.code, `No answer: ${outcome.message || outcome.code}`, {
			maybeApplied: !NEVER_SENT.has(outcome.code),
		});
	}
	const { status, headers } = outcome;
	if (status >= 200 && status < 300) {
		const answer = readPushAnswer(outcome.text);
		if (answer) return { kind: 'received', answer };
		return retry('unreadable_answer', `HTTP ${status} with a body that is not Ometria's answer`, {
			maybeApplied: true,
		});
	}
	const said = serverText(outcome, secret);
	const explanation = said ? `HTTP ${status}: ${said}` : `HTTP ${status}`;
	if (isRetryable(status)) {
		return retry(`http_${status}`, explanation, {
			throttled: status === 429,
			maybeApplied: status >= 500 || status === 408,
			waitMs: retryAfterMs(headers['retry-after'], nowMs),
		});
	}
	if (REJECTED.has(status)) return { kind: 'rejected', explanation };
	return { kind: 'fatal', reason: fatalReason(status), explanation };
}

function retry(
	reason: string,
	explanation: string,
	more: { throttled?: boolean; maybeApplied: boolean; waitMs?: number },
): Verdict {
	return {
		kind: 'retry',
		reason,
		explanation,
		throttled: more.throttled ?? false,
		maybeApplied: more.maybeApplied,
		waitMs: more.waitMs,
	};
}

function fatalReason(status: number): FatalReason {
	if (status === 401 || status === 403) return 'unauthorised';
	if (status === 404) return 'not_found';
	if (status >= 300 && status < 400) return 'redirected';
	return 'unexpected_status';
}
