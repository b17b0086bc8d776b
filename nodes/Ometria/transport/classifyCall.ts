import type { HttpOutcome } from './httpOutcome';
import { parseJson } from '../utils/json';
import { classifyPush, type Verdict } from './classify';

/** What a call other than a push meant, and so what is to be done about it. */
export type CallVerdict<T> = { kind: 'done'; value: T } | Exclude<Verdict, { kind: 'received' }>;

/**
 * Decides what the outcome of a call to an endpoint other than push means. Statuses other than success mean
 * what they mean for a push, except that there is nothing to halve.
 *
 * @param read takes the parsed body of a success; undefined when it is not what was requested
 * @param nowMs the present, ms since the epoch (for a Retry-After date)
 * @param secret the access token, removed from what the server said
 */
export function classifyCall<T>(
	outcome: HttpOutcome,
	read: (body: unknown) => T | undefined,
	nowMs: number,
	secret: string,
): CallVerdict<T> {
	if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) {
		const value = read(parseJson(outcome.text));
		if (value !== undefined) return { kind: 'done', value };
		const explanation = `HTTP ${outcome.status} with a body that is not Ometria's answer`;
		return {
			kind: 'retry',
			reason: 'unreadable_answer',
			explanation,
			throttled: false,
			maybeApplied: true,
			waitMs: undefined,
		};
	}
	const verdict = classifyPush(outcome, nowMs, secret);
	// Only a success is received, and that was classified above.
	if (verdict.kind !== 'received') return verdict;
	return { kind: 'fatal', reason: 'unexpected_status', explanation: 'An unexpected answer' };
}
