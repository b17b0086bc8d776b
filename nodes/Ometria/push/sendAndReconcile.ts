import { fetchPushErrors } from '../pushErrors/fetchErrors';
import type { Session } from '../transport/session';
import { Yielder } from '../utils/yielder';
import { type Confirmation, confirmPush } from './confirm';
import type { PushOptions } from './options';
import type { Received, Statistics, Stop } from './outcome';
import type { PlannedRequest } from './plan';
import type { PreparedRecords } from './preparedRecords';
import { type ReconciledRequest, reconcileRequest } from './reconcile';
import { Rejections } from './rejections';
import { sendRequests } from './send';

/** What sending came to, beside the outcomes of the records. */
export interface Delivery {
	/** Received requests, in order of their first record. */
	reconciled: ReconciledRequest[];
	stop: Stop | undefined;
	statistics: Statistics;
	/** Undefined when the user did not want to wait. */
	confirmation: Confirmation | undefined;
}

/**
 * Sends the plan and finds out what Ometria rejected: from its answers, and from its error list for
 * those rejections that an answer only counts. It enters an outcome for every record of the plan.
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
	const { received, stop, statistics } = await sending;
	const confirmation = await confirming;
	await rejections.finish();
	const reconciled = await reconcileAll(received, rejections, records, new Yielder(session.clock));
	return { reconciled, stop, statistics, confirmation };
}

/** @returns the requests in order of their first record */
async function reconcileAll(
	received: readonly Received[],
	rejections: Rejections,
	records: PreparedRecords,
	yielder: Yielder,
): Promise<ReconciledRequest[]> {
	const reconciled: ReconciledRequest[] = [];
	for (const request of received) {
		if (yielder.isDue()) await yielder.rest();
		const errors = rejections.of(request.answer.requestId);
		reconciled.push(
			reconcileRequest(request, errors, (record) => records.id(record), records.outcomes),
		);
	}
	return reconciled.sort((a, b) => a.records[0] - b.records[0]);
}
