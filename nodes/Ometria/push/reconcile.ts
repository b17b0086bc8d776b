import { z } from 'zod';

import type { PushError } from '../pushErrors/pushError';
import { formatCount } from '../records/labels';
import { isObject } from '../utils/json';
import { listed } from '../utils/text';
import type { Failed, Outcomes, Received, RecordIndex } from './outcome';

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

/** A received request, joined with what is known of its records. */
export interface ReconciledRequest extends Received {
	/** How many of its records Ometria rejected and named. */
	named: number;
	/** What about the answer keeps it from being plain success; undefined when nothing does. */
	issue: string | undefined;
	/** Whether its status or its counts leave open what became of the records. */
	isUnclear: boolean;
}

/**
 * How many records the answer does not vouch for, and why.
 *
 * A 2xx alone is not success: `rejected` can be above 0, `status` can be ERROR, and the counts
 * should add up to what was sent (documented counts; sum inferred).
 */
function countUnconfirmed(received: Received): {
	count: number;
	issue: string | undefined;
	isUnclear: boolean;
} {
	const { answer, records } = received;
	const sent = records.length;
	const rejected = Math.min(answer.rejected ?? 0, sent);
	if (answer.status !== undefined && answer.status.toUpperCase() !== 'OK') {
		const count = rejected > 0 ? rejected : sent - Math.min(answer.skipped ?? 0, sent);
		return { count, issue: `Ometria answered with status "${answer.status}"`, isUnclear: true };
	}
	if (answer.accepted !== undefined) {
		const sum = answer.accepted + rejected + (answer.skipped ?? 0);
		const missing = sent - answer.accepted - (answer.skipped ?? 0);
		if (sum !== sent) {
			const issue = `Ometria accounted for ${sum} of ${formatCount(sent, received.type)}`;
			// More accounted for than sent is as little vouched for as fewer.
			return { count: missing > 0 ? missing : sent, issue, isUnclear: true };
		}
	}
	const issue =
		rejected > 0
			? `Ometria rejected ${rejected} of ${formatCount(sent, received.type)}`
			: undefined;
	return { count: rejected, issue, isUnclear: false };
}

/** The errors of a request's own records, by record id. */
function errorsById(received: Received, errors: readonly PushError[]): Map<string, PushError[]> {
	const byId = new Map<string, PushError[]>();
	for (const error of errors) {
		if (error.recordId === undefined || (error.recordType ?? received.type) !== received.type) {
			continue;
		}
		const known = byId.get(error.recordId);
		if (known) known.push(error);
		else byId.set(error.recordId, [error]);
	}
	return byId;
}

/**
 * Joins a received request with what Ometria's error list says about it, and enters the outcomes of
 * the records that it rejected: each one that is named, and, while some stay unnamed, every other
 * record of the request, since any of them may be one of those.
 *
 * @param errors entries of the error list with this request's id
 * @param idOf the id of a record
 */
export function reconcileRequest(
	received: Received,
	errors: readonly PushError[],
	idOf: (record: RecordIndex) => string,
	outcomes: Outcomes,
): ReconciledRequest {
	const { answer, records, type, httpStatus } = received;
	const { count, issue: counted, isUnclear } = countUnconfirmed(received);
	const failure = { httpStatus, request: received };

	const isNamed = new Set<RecordIndex>();
	if (errors.length > 0) {
		const byId = errorsById(received, errors);
		for (const record of records) {
			const own = byId.get(idOf(record));
			if (!own) continue;
			isNamed.add(record);
			outcomes[record] = { ...failure, kind: 'rejected', reason: 'rejected', ...describe(own) };
		}
	}
	const named = isNamed.size;
	const all = named > 0 ? `Ometria reported ${formatCount(named, type)} as not valid` : undefined;
	const issue = counted ?? all;
	const unnamed = Math.max(count - named, 0);
	if (unnamed === 0) return { ...received, named, issue, isUnclear };

	const certain = (answer.rejected ?? 0) >= records.length;
	const which = certain
		? 'all of them'
		: `${unnamed} of ${formatCount(records.length - named, type)} not named by Ometria`;
	const unnamedOutcome: Failed = {
		...failure,
		kind: certain ? 'rejected' : 'possiblyRejected',
		reason: certain ? 'rejected' : 'rejected_not_named',
		message: `${issue ?? 'Rejected'} (${which})`,
	};
	for (const record of records) if (!isNamed.has(record)) outcomes[record] = unnamedOutcome;
	return { ...received, named, issue, isUnclear };
}

function describe(errors: readonly PushError[]): { message: string; field?: string } {
	const texts = errors.map(({ message, field }) => (field ? `${field}: ${message}` : message));
	const [{ field }] = errors;
	return {
		message: listed([...new Set(texts)], (text) => text, { between: '; ' }),
		...(field !== undefined && { field }),
	};
}
