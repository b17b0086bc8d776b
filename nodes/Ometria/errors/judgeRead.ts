import type { Exchange } from '../transport/exchange';
import { parseJson } from '../transport/serverText';
import { judgePush, type StopReason } from '../transport/verdict';

/** What a GET meant, and so what is to be done about it. */
export type ReadVerdict<T> =
	| { kind: 'read'; value: T }
	/** Worth asking again. */
	| { kind: 'again'; explanation: string; throttled: boolean; waitMs: number | undefined }
	/** Asking again gives the same answer until a person acts. */
	| { kind: 'stop'; reason: StopReason; explanation: string }
	| { kind: 'cancelled' };

/**
 * Decides what an exchange with a reading endpoint meant. Statuses other than success mean what they
 * mean for a push, except that there is nothing to halve.
 *
 * @param read takes the parsed body of a success; undefined when it is not what was asked for
 * @param nowMs the present, ms since the epoch (for a Retry-After date)
 * @param secret the access token, removed from what the server said
 */
export function judgeRead<T>(
	exchange: Exchange,
	read: (body: unknown) => T | undefined,
	nowMs: number,
	secret: string,
): ReadVerdict<T> {
	if (exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300) {
		const value = read(parseJson(exchange.text));
		if (value !== undefined) return { kind: 'read', value };
		const explanation = `HTTP ${exchange.status} with a body that is not Ometria's answer`;
		return { kind: 'again', explanation, throttled: false, waitMs: undefined };
	}
	const verdict = judgePush(exchange, nowMs, secret);
	switch (verdict.kind) {
		case 'again': {
			const { explanation, throttled, waitMs } = verdict;
			return { kind: 'again', explanation, throttled, waitMs };
		}
		case 'stop':
		case 'cancelled':
			return verdict;
		case 'refused':
			return { kind: 'stop', reason: 'unexpectedStatus', explanation: verdict.explanation };
		case 'received':
			// Only a success is received, and that was judged above.
			return { kind: 'stop', reason: 'unexpectedStatus', explanation: 'An unexpected answer' };
	}
}
