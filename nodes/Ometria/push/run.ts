import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { RecordType } from '../records';
import type { Session } from '../transport/session';
import { addHints } from '../utils/plainText';
import { Yielder } from '../utils/yielder';
import { confirmationHints } from './confirm';
import { dryRunHint, invalidRecordsError, pushError, runHint, type MissingIds } from './messages';
import type { PushOptions } from './options';
import { failuresWhen, invalidOnly, type ItemIndex, type RecordIndex } from './outcome';
import { dryRunItems, failureItems, recordItems, requestItems } from './output';
import { planRequests } from './plan';
import type { ListChanges } from './prepare';
import { PreparedRecords } from './preparedRecords';
import type { RecordSource } from './recordSource';
import { sendAndReconcile } from './sendAndReconcile';
import { summarise } from './summary';
import { warningHints } from './warnings';

/** What is pushed, and how. */
export interface Push {
	/** Undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	source: RecordSource;
	collection: (item: ItemIndex) => string | undefined;
	merge: (item: ItemIndex) => boolean;
	lists: (item: ItemIndex) => ListChanges;
	missingIds: MissingIds;
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
	const { type, source, options, missingIds } = push;
	const failureOf = failuresWhen(options.onRejected);
	const node = context.getNode();
	const continueOnFail = context.continueOnFail();
	const yielder = new Yielder(session.clock);

	const records = await PreparedRecords.prepare(
		source,
		{
			type,
			collection: push.collection,
			merge: push.merge,
			lists: push.lists,
			continueOnFail,
			records: {
				convertTypes: options.convertTypes,
				validation: options.validation,
				unknownFields: options.unknownFields,
				emptyValues: options.emptyValues,
				excelDates: options.excelDates,
				timezone: options.textTimezone ?? context.getTimezone(),
				timezoneChosen: options.textTimezone !== undefined,
			},
		},
		yielder,
	);
	const { outcomes } = records;
	const itemOf = (record: RecordIndex) => records.item(record);
	const prepared = await summarise(outcomes, itemOf, invalidOnly, yielder);
	if (!continueOnFail && prepared.counts.invalid > 0) {
		throw invalidRecordsError(node, prepared, type, missingIds);
	}

	const plan = await planRequests(records, options.batchSize, yielder);
	if (options.dryRun) {
		addHints(
			context,
			dryRunHint(node, { summary: prepared, type }, plan.length, missingIds),
			...warningHints(records.warnings()),
		);
		const shown = await dryRunItems(records, yielder);
		return shown.concat(await failureItems(records, invalidOnly, yielder));
	}

	const { reconciled, stop, statistics, confirmation } = await sendAndReconcile(
		plan,
		records,
		options,
		session,
		!continueOnFail,
	);
	const summary = await summarise(outcomes, itemOf, failureOf, yielder);
	const result = { summary, type, reconciled, stop };
	if (!continueOnFail && summary.failed > 0) throw pushError(node, result);
	addHints(
		context,
		runHint(node, result, statistics, missingIds),
		...warningHints(records.warnings()),
	);
	if (confirmation) {
		const errorsFound = reconciled.reduce((sum, { named }) => sum + named, 0);
		addHints(context, ...confirmationHints(confirmation, errorsFound));
	}

	const outputOptions = { failureOf, confirmation, includeRecordIds: options.includeRecordIds };
	const successes =
		options.output === 'records'
			? await recordItems(records, outputOptions, yielder)
			: await requestItems(reconciled, records, outputOptions, yielder);
	return successes.concat(await failureItems(records, failureOf, yielder));
}
