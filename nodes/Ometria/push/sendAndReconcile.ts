import { type Clock, endWait } from '../n8n/clock';
import { eachFairly, Yielder } from '../n8n/yielder';
import { fetchPushErrors } from '../pushErrors/fetchErrors';
import type { Session } from '../transport/session';
import { counted, formatNumber } from '../utils/text';
import { type Confirmation, confirmPush } from './confirm';
import type { PushOptions } from './options';
import type { Received, Statistics, Stop } from './outcome';
import type { PlannedRequest } from './plan';
import type { PreparedRecords } from './preparedRecords';
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

/** Between two lines, ms. */
const EVERY_MS = 30_000;

/** How far a run is. */
interface Progress {
	/** Records that Ometria received, of all that are to be sent. */
	records: number;
	all: number;
	/** Requests received. */
	requests: number;
}

function minutes(ms: number): string {
	return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}

/**
 * How far a run is, how fast it is, and how long it will take at that rate.
 *
 * @param before the same {@link EVERY_MS} ago
 */
export function progressText({ records, all, requests }: Progress, before: Progress): string {
	const seconds = EVERY_MS / 1000;
	const perSecond = (requests - before.requests) / seconds;
	const leftMs = ((all - records) / (records - before.records)) * EVERY_MS;
	const left = Number.isFinite(leftMs) ? `; about ${minutes(leftMs)} left` : '';
	const pushed = `Pushed ${formatNumber(records)} of ${counted(all, 'record')}`;
	return `${pushed}, ${perSecond.toFixed(1)} requests a second in the last ${seconds} s${left}`;
}

/**
 * Says every 30 s how far a run is, until it has ended, as a long push shows nothing in the editor.
 *
 * @param now how far it is
 * @param sent settles when the run has ended
 */
export async function reportProgress(
	now: () => Progress,
	sent: Promise<unknown>,
	{ clock, log }: { clock: Clock; log: (text: string) => void },
): Promise<void> {
	const ended = new AbortController();
	const end = () => endWait(ended);
	void sent.then(end, end);
	for (let before = now(); !ended.signal.aborted;) {
		await clock.sleep(EVERY_MS, ended.signal);
		if (ended.signal.aborted) return;
		const present = now();
		log(progressText(present, before));
		before = present;
	}
}
