import { eachFairly, Yielder } from '../n8n/yielder';
import { fetchPushErrors } from '../pushErrors/fetchErrors';
import type { Session } from '../transport/session';
import { type Confirmation, confirmPush } from './confirm';
import type { PushOptions } from './options';
import type { Received, Statistics, Stop } from './outcome';
import type { PlannedRequest } from './plan';
import type { PreparedRecords } from './preparedRecords';
import { reportProgress } from './progress';
import { type ReconciledRequest, reconcileRequest } from './reconcile';
import { Rejections } from './rejections';
import { Sending } from './send';

/** What sending came to, beside the outcomes of the records. */
export interface Delivery {
	/** Received requests, in order of their first record. */
	reconciled: ReconciledRequest[];
	stop: Stop | undefined;
	statistics: Statistics;
	/** Undefined when the user did not want to wait. */
	confirmation: Confirmation | undefined;
}

/** What is sent, where to, and how. */
export interface DeliveryOrder {
	plan: readonly PlannedRequest[];
	records: PreparedRecords;
	options: PushOptions;
	session: Session;
	/** Whether the first request or record that fails ends the run. */
	stopAtFailure: boolean;
	/** Says how far a long run is. */
	log?: (text: string) => void;
}

/**
 * Sends the plan and finds out what Ometria rejected: from its answers, and from its error list for
 * those rejections that an answer only counts. It enters an outcome for every record of the plan.
 */
export async function sendAndReconcile({
	plan,
	records,
	options,
	session,
	stopAtFailure,
	log = () => undefined,
}: DeliveryOrder): Promise<Delivery> {
	const { timeoutMs, maxRetries, giveUpAfterMs, onRejected, confirmMs } = options;
	const newRejections = () =>
		new Rejections(
			async () => await fetchPushErrors(session, { timeoutMs }),
			session.clock,
			session.signal,
			confirmMs > 0,
		);
	let rejections = confirmMs > 0 ? newRejections() : undefined;
	const stopAtRejected = stopAtFailure && onRejected === 'fail';
	const rules = { timeoutMs, maxRetries, giveUpAfterMs, stopAtFailure, stopAtRejected };
	const progress = { records: 0, all: 0, requests: 0 };
	for (const batch of plan) progress.all += batch.records.length;
	const sending = new Sending(records, rules, session, (received) => {
		if (received.answer.rejected) (rejections ??= newRejections()).note(received);
		progress.records += received.records.length;
		progress.requests++;
	}).run(plan);
	void reportProgress(() => ({ ...progress }), sending, { clock: session.clock, log });
	const confirming = rejections
		? confirmPush(rejections, {
				sent: sending.then(({ received }) => received.length > 0),
				afterMs: confirmMs,
				clock: session.clock,
				signal: session.signal,
			})
		: undefined;
	const { received, stop, statistics } = await sending;
	const confirmation = await confirming;
	await rejections?.finish();
	const reconciled = await reconcileAll(received, rejections, records, new Yielder(session.clock));
	return { reconciled, stop, statistics, confirmation };
}

/** @returns the requests in order of their first record */
async function reconcileAll(
	received: readonly Received[],
	rejections: Rejections | undefined,
	records: PreparedRecords,
	yielder: Yielder,
): Promise<ReconciledRequest[]> {
	const reconciled: ReconciledRequest[] = [];
	await eachFairly(yielder, received.length, (index) => {
		const request = received[index];
		const errors = rejections?.of(request.answer.requestId) ?? [];
		reconciled.push(
			reconcileRequest(request, errors, (record) => records.id(record), records.outcomes),
		);
	});
	return reconciled.sort((a, b) => a.records[0] - b.records[0]);
}
