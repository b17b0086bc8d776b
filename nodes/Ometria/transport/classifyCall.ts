import type { Exchange } from './httpOutcome';
import { parseJson } from './serverText';
import { judgePush, type Verdict } from './classify';

/** What a call other than a push meant, and so what is to be done about it. */
export type CallVerdict<T> = { kind: 'done'; value: T } | Exclude<Verdict, { kind: 'received' }>;

/**
 * Decides what an exchange with an endpoint other than push meant. Statuses other than success mean
 * what they mean for a push, except that there is nothing to halve.
 *
 * @param read takes the parsed body of a success; undefined when it is not what was asked for
 * @param nowMs the present, ms since the epoch (for a Retry-After date)
 * @param secret the access token, removed from what the server said
 */
export function judgeCall<T>(
	exchange: Exchange,
	read: (body: unknown) => T | undefined,
	nowMs: number,
	secret: string,
): CallVerdict<T> {
	if (exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300) {
		const value = read(parseJson(exchange.text));
		if (value !== undefined) return { kind: 'done', value };
		const explanation = `HTTP ${exchange.status} with a body that is not Ometria's answer`;
		return {
			kind: 'again',
			reason: 'unreadable_answer',
			explanation,
			throttled: false,
			maybeApplied: true,
			waitMs: undefined,
		};
	}
	const verdict = judgePush(exchange, nowMs, secret);
	// Only a success is received, and that was judged above.
	if (verdict.kind !== 'received') return verdict;
	return { kind: 'stop', reason: 'unexpected_status', explanation: 'An unexpected answer' };
}
