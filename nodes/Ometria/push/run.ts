import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fetchPushErrors } from '../errors/fetchErrors';
import type { RecordType } from '../records';
import type { Session } from '../transport/session';
import type { PushOptions } from './options';
import type { Failure } from './outcome';
import { planRequests } from './plan';
import { PreparedRecords } from './prepare';
import { progressReporter } from './progress';
import { Rejections } from './rejections';
import { dryRunItems, failureItems, recordItems, requestItems } from './report';
import { sendRequests } from './send';
import { failuresOf, settleRequest, type SettledRequest } from './settle';
import { invalidRecordsError, pushError, runHints, warningHints } from './summary';

/** What is pushed, and how. */
export interface Push {
	/** Undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	/** JSON of an input item; the same each time it is asked. */
	source: (item: number) => unknown;
	count: number;
	collection: (item: number) => string | undefined;
	merge: (item: number) => boolean;
	options: PushOptions;
}

/**
 * The path of the items: prepare, plan, pace and send, settle, report.
 *
 * @returns successes in order of their first record, then one error item per failed record
 * @throws NodeOperationError or NodeApiError under On Error: Stop, when not all records were pushed
 */
export async function runPush(
	context: IExecuteFunctions,
	session: Session,
	push: Push,
): Promise<INodeExecutionData[]> {
	const { type, count, options } = push;
	const node = context.getNode();
	const goOn = context.continueOnFail();

	const records = new PreparedRecords(count, push.source, {
		type,
		collection: push.collection,
		merge: push.merge,
		records: { convertTypes: options.convertTypes },
	});
	const idOf = (item: number) => records.id(item);
	if (!goOn && records.failures.length > 0) {
		throw invalidRecordsError(node, records.failures, count, type);
	}
	const plan = planRequests(() => records.valid(), options.batchSize);

	if (options.dryRun) {
		context.addExecutionHints(...warningHints(records.warnings.values()));
		return [
			...dryRunItems(plan, (item) => records.text(item), idOf),
			...failureItems(records.failures),
		];
	}

	const rejections = new Rejections(
		async () => await fetchPushErrors(session),
		session.clock,
		session.signal,
	);
	const settlement = await sendRequests(
		plan,
		records,
		{
			timeoutMs: options.timeoutMs,
			maxRetries: options.maxRetries,
			giveUpAfterMs: options.giveUpAfterMs,
			stopAtFailure: !goOn,
		},
		session,
		{
			received: (received) => rejections.note(received),
			progress: progressReporter(context, count - records.failures.length, session.clock),
		},
	);
	await rejections.finish();
	const settled = settlement.received
		.map((received) => settleRequest(received, rejections.of(received.answer.requestId), idOf))
		.sort((a, b) => a.items[0] - b.items[0]);

	const failures = [
		...records.failures,
		...settlement.failures,
		...rejectionFailures(settled, options, idOf),
	];
	const result = { total: count, type, settled, failures, stop: settlement.stop };
	if (!goOn && failures.length > 0) throw pushError(node, result);
	context.addExecutionHints(...runHints(result, settlement, records.warnings.values()));

	const failedItems = new Set(failures.map(({ item }) => item));
	const hasFailed = (item: number) => failedItems.has(item);
	const successes =
		options.output === 'records'
			? recordItems(settled, hasFailed, idOf, count)
			: requestItems(settled, hasFailed, idOf);
	return successes.concat(failureItems(failures));
}

/** Rejections count as failures unless the user only wants them reported. */
function rejectionFailures(
	settled: readonly SettledRequest[],
	{ onRejected }: PushOptions,
	idOf: (item: number) => string,
): Failure[] {
	if (onRejected === 'report') return [];
	return settled.flatMap((request) => failuresOf(request, idOf));
}
