import type { PushError } from '../pushErrors/pushError';
import { formatCount } from '../records/labels';
import type { Failure, Received } from './outcome';

/** A record that Ometria rejected and named. */
export interface NamedRejection {
	item: number;
	recordId: string;
	message: string;
	field: string | undefined;
}

/** A received request, joined with what is known of its records. */
export interface ReconciledRequest extends Received {
	/** Records that Ometria rejected, as far as it named them. */
	named: NamedRejection[];
	/** Records rejected or unaccounted for that Ometria did not name. */
	unnamed: number;
	/** What about the answer keeps it from being plain success; undefined when nothing does. */
	issue: string | undefined;
}

/**
 * How many records the answer does not vouch for, and why.
 *
 * A 2xx alone is not success: `rejected` can be above 0, `status` can be ERROR, and the counts
 * should add up to what was sent (documented counts; sum inferred).
 */
function countUnconfirmed(received: Received): { count: number; issue: string | undefined } {
	const { answer, items } = received;
	const sent = items.length;
	const rejected = Math.min(answer.rejected ?? 0, sent);
	if (answer.status !== undefined && answer.status.toUpperCase() !== 'OK') {
		const count = rejected > 0 ? rejected : sent - Math.min(answer.skipped ?? 0, sent);
		return { count, issue: `Ometria answered with status "${answer.status}"` };
	}
	if (answer.accepted !== undefined) {
		const sum = answer.accepted + rejected + (answer.skipped ?? 0);
		const missing = sent - answer.accepted - (answer.skipped ?? 0);
		if (sum !== sent) {
			const issue = `Ometria accounted for ${sum} of ${formatCount(sent, received.type)}`;
			// More accounted for than sent is as little vouched for as fewer.
			return { count: missing > 0 ? missing : sent, issue };
		}
	}
	const issue =
		rejected > 0
			? `Ometria rejected ${rejected} of ${formatCount(sent, received.type)}`
			: undefined;
	return { count: rejected, issue };
}

/**
 * Joins a received request with what Ometria's error list says about it.
 *
 * @param errors entries of the error list with this request's id
 * @param idOf the record id of an input item
 */
export function reconcileRequest(
	received: Received,
	errors: readonly PushError[],
	idOf: (item: number) => string,
): ReconciledRequest {
	const { count, issue } = countUnconfirmed(received);
	const byId = new Map<string, PushError[]>();
	for (const error of errors) {
		if (error.recordId === undefined || (error.recordType ?? received.type) !== received.type)
			continue;
		const known = byId.get(error.recordId);
		if (known) known.push(error);
		else byId.set(error.recordId, [error]);
	}
	const named: NamedRejection[] = [];
	if (byId.size > 0) {
		for (const item of received.items) {
			const own = byId.get(idOf(item));
			if (own) named.push({ item, recordId: idOf(item), ...describe(own) });
		}
	}
	const unnamed = Math.max(count - named.length, 0);
	const all =
		named.length > 0
			? `Ometria reported ${formatCount(named.length, received.type)} as not valid`
			: undefined;
	return { ...received, named, unnamed, issue: issue ?? all };
}

function describe(errors: readonly PushError[]): { message: string; field: string | undefined } {
	const texts = errors.map(({ message, field }) => (field ? `${field}: ${message}` : message));
	return { message: [...new Set(texts)].join('; '), field: errors[0].field };
}

/**
 * The failures of a reconciled request: each named record, and, while some stay unnamed, every other
 * record of the request, since any of them may be one of those.
 */
export function failuresOf(
	reconciled: ReconciledRequest,
	idOf: (item: number) => string,
): Failure[] {
	const { type, answer, httpStatus, named, unnamed, items } = reconciled;
	const common = { recordType: type, httpStatus, requestId: answer.requestId };
	const failures: Failure[] = named.map(({ item, recordId, message, field }) => ({
		...common,
		item,
		recordId,
		kind: 'rejected',
		reason: 'rejected',
		message,
		...(field !== undefined && { field }),
	}));
	if (unnamed === 0) return failures;

	const isNamed = new Set(named.map(({ item }) => item));
	const others = items.length - named.length;
	const certain = (answer.rejected ?? 0) >= items.length;
	const which = certain
		? 'all of them'
		: `${unnamed} of ${formatCount(others, type)} not named by Ometria`;
	for (const item of items) {
		if (isNamed.has(item)) continue;
		failures.push({
			...common,
			item,
			recordId: idOf(item),
			kind: certain ? 'rejected' : 'possiblyRejected',
			reason: certain ? 'rejected' : 'rejected_not_named',
			message: `${reconciled.issue ?? 'Rejected'} (${which})`,
		});
	}
	return failures;
}
