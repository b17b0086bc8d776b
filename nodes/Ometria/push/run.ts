import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { RecordType } from '../records';
import type { Session } from '../transport/session';
import { addHints } from '../utils/plainText';
import { confirmationHints } from './confirm';
import { sendAndReconcile } from './sendAndReconcile';
import { repeatsIds } from './sharedIds';
import { runWarnings, warningHints } from './warnings';
import type { PushOptions } from './options';
import { planRequests } from './plan';
import type { ListChanges } from './prepare';
import { PreparedRecords } from './preparedRecords';
import { progressReporter } from './progress';
import { dryRunItems, failureItems, recordItems, requestItems } from './output';
import { invalidRecordsError, pushError, runHints } from './messages';

/** What is pushed, and how. */
export interface Push {
	/** Undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	/** JSON of an input item; the same each time it is read. */
	source: (item: number) => unknown;
	count: number;
	/** Mapped columns that gave nothing for any item. */
	emptyColumns: () => string[];
	/** Name of an item's file, if it has one. */
	file: (item: number) => string | undefined;
	collection: (item: number) => string | undefined;
	merge: (item: number) => boolean;
	lists: (item: number) => ListChanges;
	options: PushOptions;
}

/**
 * The path of the items: prepare, plan, send, reconcile, output.
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
	const continueOnFail = context.continueOnFail();

	const records = new PreparedRecords(count, push.source, {
		type,
		collection: push.collection,
		merge: push.merge,
		lists: push.lists,
		continueOnFail,
		file: push.file,
		records: {
			convertTypes: options.convertTypes,
			validation: options.validation,
			unknownFields: options.unknownFields,
			emptyValues: options.emptyValues,
			excelDates: options.excelDates,
			timezone: options.textTimezone ?? context.getTimezone(),
			timezoneChosen: options.textTimezone !== undefined,
		},
	});
	const invalid = records.failures;
	if (!continueOnFail && invalid.length > 0) throw invalidRecordsError(node, invalid, count, type);

	const ofRun = options.validation === 'off' ? [] : runWarnings(push, node.executeOnce === true);
	const plan = planRequests(() => records.valid(), options.batchSize);
	const warnings = records.warnings(ofRun, repeatsIds(plan));
	const idOf = (item: number) => records.id(item);
	if (options.dryRun) {
		addHints(context, ...warningHints(warnings));
		return dryRunItems(plan, (item) => records.text(item), idOf).concat(failureItems(invalid));
	}

	const onProgress = progressReporter(context, count - invalid.length, session.clock);
	const { reconciled, stop, statistics, confirmation, ...sent } = await sendAndReconcile(
		plan,
		records,
		options,
		session,
		!continueOnFail,
		onProgress,
	);
	const failures = invalid.concat(sent.failures);
	const result = { total: count, type, reconciled, failures, stop };
	if (!continueOnFail && failures.length > 0) throw pushError(node, result);
	addHints(context, ...runHints(result, statistics, warnings));
	if (confirmation) {
		const errorsFound = reconciled.reduce((sum, { named }) => sum + named.length, 0);
		addHints(context, ...confirmationHints(confirmation, errorsFound));
	}

	const failedItems = new Set(failures.map(({ item }) => item));
	const hasFailed = (item: number) => failedItems.has(item);
	const successes =
		options.output === 'records'
			? recordItems(reconciled, hasFailed, idOf, count, confirmation)
			: requestItems(reconciled, hasFailed, idOf, confirmation);
	return successes.concat(failureItems(failures));
}
