import { fetchPushErrors } from '../pushErrors/fetchErrors';
import type { Session } from '../transport/session';
import { confirmPush, type Confirmation } from './confirm';
import type { PushOptions } from './options';
import type { Failure, Statistics, Stop } from './outcome';
import type { PlannedRequest } from './plan';
import type { PreparedRecords } from './preparedRecords';
import { Rejections } from './rejections';
import { sendRequests } from './send';
import { failuresOf, reconcileRequest, type ReconciledRequest } from './reconcile';

/** What became of the planned records: each is in a reconciled request, or failed, or both. */
export interface Delivery {
	/** Received requests, in order of their first record. */
	reconciled: ReconciledRequest[];
	failures: Failure[];
	stop: Stop | undefined;
	statistics: Statistics;
	/** Undefined when the user did not want to wait. */
	confirmation: Confirmation | undefined;
}

/**
 * Sends the plan and finds out what Ometria rejected: from its answers, and from its error list for
 * those rejections that an answer only counts.
 *
 * @param stopAtFailure whether the first request that cannot be delivered ends the run
 */
export async function sendAndReconcile(
	plan: readonly PlannedRequest[],
	records: PreparedRecords,
	options: PushOptions,
	session: Session,
	stopAtFailure: boolean,
): Promise<Delivery> {
	const rejections = new Rejections(
		async () => await fetchPushErrors(session, { timeoutMs: options.timeoutMs }),
		session.clock,
		session.signal,
		options.confirmMs > 0,
	);
	const { timeoutMs, maxRetries, giveUpAfterMs } = options;
	const sending = sendRequests(
		plan,
		records,
		{ timeoutMs, maxRetries, giveUpAfterMs, stopAtFailure },
		session,
		(received) => rejections.note(received),
	);
	const confirming =
		options.confirmMs > 0
			? confirmPush(
					rejections,
					sending.then(({ received }) => received.length > 0),
					options.confirmMs,
					session.clock,
					session.signal,
				)
			: undefined;
	const { received, failures, stop, statistics } = await sending;
	const confirmation = await confirming;
	await rejections.finish();
	const idOf = (item: number) => records.id(item);
	const reconciled = received
		.map((request) => reconcileRequest(request, rejections.of(request.answer.requestId), idOf))
		.sort((a, b) => a.items[0] - b.items[0]);
	if (options.onRejected === 'fail') {
		for (const request of reconciled)
			for (const failure of failuresOf(request, idOf)) failures.push(failure);
	}
	return { reconciled, failures, stop, statistics, confirmation };
}
