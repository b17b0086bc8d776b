import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Unread, UnreadKind } from './fetchErrors';

/** What the user can do about it. */
const ADVICE: Record<UnreadKind, string> = {
	cancelled: 'Run the workflow again.',
	throttled: 'Read the list less often, or wait for other programs that use the account.',
	failed: 'Try again when Ometria is reachable.',
	unauthorised: 'Check the access token in the Ometria credential, and that it may read push errors.',
	notFound: 'Check the base URL in the Ometria credential.',
	redirected: 'The base URL in the Ometria credential is redirected. Enter the final address.',
	unexpectedStatus: 'Check the base URL in the Ometria credential.',
};

/** n8n 2.37 and later wait before the next poll by what the error says of its cause. */
function failureOf({ kind, retryAfterMs }: Unread) {
	switch (kind) {
		case 'throttled':
			return { cause: 'rate-limited' as const, ...(retryAfterMs !== undefined && { retryAfterMs }) };
		case 'failed':
			return {
				cause: 'temporarily-unavailable' as const,
				...(retryAfterMs !== undefined && { retryAfterMs }),
			};
		case 'unauthorised':
			return { cause: 'credential-invalid' as const };
		case 'notFound':
		case 'redirected':
		case 'unexpectedStatus':
			return { cause: 'configuration-invalid' as const };
		case 'cancelled':
			return undefined;
	}
}

/**
 * The error for a list that could not be read. What the server said is in the description only: n8n
 * replaces a message in which it finds a system error code.
 */
export function unreadError(node: INode, unread: Unread): NodeApiError {
	const { kind, httpStatus } = unread;
	const ending =
		kind === 'cancelled'
			? ': the execution was cancelled'
			: httpStatus === undefined
				? ': no answer came from Ometria'
				: `: Ometria answered with HTTP ${httpStatus}`;
	const message = `Push errors could not be read${ending}`;
	return new NodeApiError(
		node,
		{ message },
		{
			message,
			description: `${unread.message}. ${ADVICE[kind]}`,
			httpCode: httpStatus === undefined ? undefined : String(httpStatus),
			failure: failureOf(unread),
		},
	);
}
