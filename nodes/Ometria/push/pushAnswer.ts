import { z } from 'zod';

import { isObject } from '../utils/json';

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

const count = z.number().int().nonnegative().optional().catch(undefined);
/** Longest `status` and `request_id` that are taken for one, characters. */
const MAX_WORD_LENGTH = 200;
const word = z
	.union([z.string().min(1).max(MAX_WORD_LENGTH), z.number().transform(String)])
	.optional()
	.catch(undefined);
const pushAnswer = z.object({
	status: word,
	request_id: word,
	accepted: count,
	rejected: count,
	skipped: count,
});

/**
 * Reads the body of a 2xx answer to a push.
 *
 * @param body parsed JSON
 * @returns undefined when it is not an answer of Ometria's (HTML, cut off, empty)
 */
export function readPushAnswer(body: unknown): PushAnswer | undefined {
	if (!isObject(body)) return undefined;
	const { request_id: requestId, ...rest } = pushAnswer.parse(body);
	const known = [requestId, ...Object.values(rest)];
	if (known.every((value) => value === undefined)) return undefined;
	return {
		status: rest.status,
		requestId,
		accepted: rest.accepted,
		rejected: rest.rejected,
		skipped: rest.skipped,
		fields: body,
	};
}
