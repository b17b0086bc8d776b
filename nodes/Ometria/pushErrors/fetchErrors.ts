import { type CallFailure, makeCall, type RequestPolicy } from '../transport/request';
import type { Session } from '../transport/session';
import { ERRORS_WINDOW, type PushError, readPushErrors } from './pushError';

interface List {
	/** One per message, in the order of the list. */
	errors: PushError[];
	/** True when the list is as long as it gets, so that older errors may have been pushed out. */
	windowFull: boolean;
}

export type ErrorsAnswer = ({ ok: true } & List) | CallFailure;

/** What an error message says when the list cannot be read. */
export const ERRORS_UNREAD = 'Push errors could not be read';

function readList(body: unknown): List | undefined {
	const errors = readPushErrors(body);
	return errors && { errors, windowFull: Array.isArray(body) && body.length >= ERRORS_WINDOW };
}

/**
 * Reads Ometria's list of push errors: the most recent ones of the whole account, whoever pushed.
 * Source: `GET /push/_errors` (documented, without any parameter).
 */
export async function fetchPushErrors(
	session: Session,
	policy?: Partial<RequestPolicy>,
): Promise<ErrorsAnswer> {
	const result = await makeCall(session, { path: '/push/_errors', read: readList }, policy);
	return result.ok ? { ok: true, ...result.value } : result;
}
