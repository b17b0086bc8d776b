import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { CallFailure, CallFailureKind } from './request';

/** What the user can do about it. */
export const CALL_ADVICE: Record<CallFailureKind, string> = {
	cancelled: 'Run the workflow again.',
	throttled: 'Make fewer requests, or wait for other programs that use the account.',
	answer_too_large: 'Asking again brings the same answer. Ask for fewer or smaller rows.',
	n8n_failed:
		'This is a failure of n8n, as while its database is not reachable. Nothing was sent. Try again when n8n has recovered.',
	failed: 'Try again when Ometria is reachable.',
	refused: 'Correct what Ometria names, and run the node again.',
	unauthorised:
		'Check the access token (API key) in the Ometria credential, and that the key has permission for this.',
	not_found: 'Check the base URL in the Ometria credential.',
	redirected: 'The base URL in the Ometria credential is redirected. Enter the final address.',
	unexpected_status:
		'Correct what Ometria names. If it names nothing, check the base URL in the Ometria credential.',
};

const UNCLEAR =
	'Ometria may have received the request, so it was not repeated. Check before you try again.';

/** n8n 2.37 and later wait before the next poll by what the error says of its cause. */
function n8nCause({ kind, retryAfterMs }: CallFailure) {
	switch (kind) {
		case 'throttled':
			return {
				cause: 'rate-limited' as const,
				...(retryAfterMs !== undefined && { retryAfterMs }),
			};
		case 'failed':
			return {
				cause: 'temporarily-unavailable' as const,
				...(retryAfterMs !== undefined && { retryAfterMs }),
			};
		case 'unauthorised':
			return { cause: 'credential-invalid' as const };
		case 'answer_too_large':
		case 'not_found':
		case 'redirected':
		case 'unexpected_status':
			return { cause: 'configuration-invalid' as const };
		case 'n8n_failed':
		case 'refused':
		case 'cancelled':
			return undefined;
	}
}

/** What happened, in a few words. */
export function headline({ kind, httpStatus }: Pick<CallFailure, 'kind' | 'httpStatus'>): string {
	if (kind === 'cancelled') return 'the execution was cancelled';
	if (kind === 'n8n_failed') return 'n8n could not read the credential';
	if (kind === 'answer_too_large') return "Ometria's answer is too large";
	if (httpStatus !== undefined) return `Ometria answered with HTTP ${httpStatus}`;
	return kind === 'throttled'
		? 'no request slot became free in time'
		: 'no answer came from Ometria';
}

/** Where in the input it happened, and advice that fits better than the usual one. */
interface ErrorContext {
	itemIndex?: number | undefined;
	advice?: string | undefined;
	/** Instead of what happened to the call. */
	message?: string | undefined;
}

/**
 * The error for a call that came to nothing. What the server said is in the description only: n8n
 * replaces a message in which it finds a system error code.
 *
 * @param what a sentence without its end: "Push errors could not be read"
 */
export function callError(
	node: INode,
	what: string,
	failure: CallFailure,
	{ itemIndex, advice, message: customMessage }: ErrorContext = {},
): NodeApiError {
	const { kind, httpStatus } = failure;
	const cause = n8nCause(failure);
	const message = customMessage ?? `${what}: ${headline(failure)}`;
	return new NodeApiError(
		node,
		{ message },
		{
			message,
			description: `${failure.message}. ${failure.maybeApplied ? UNCLEAR : (advice ?? CALL_ADVICE[kind])}`,
			...(httpStatus !== undefined && { httpCode: String(httpStatus) }),
			...(itemIndex !== undefined && { itemIndex }),
			...(cause && { failure: cause }),
		},
	);
}
