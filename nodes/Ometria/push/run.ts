import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { addHints } from '../n8n/plainText';
import { Yielder } from '../n8n/yielder';
import type { RecordRules, RecordType } from '../records';
import type { Session } from '../transport/session';
import { ColumnReport } from './columnReport';
import { confirmationHints, confirmationWarnings } from './confirm';
import {
	dryRunHint,
	invalidRecordsError,
	type MissingIds,
	notesHint,
	runError,
	runHint,
} from './messages';
import type { PushOptions } from './options';
import { failuresWhen, invalidOnly, type ItemIndex } from './outcome';
import {
	addRunWarnings,
	dryRunItems,
	failureItems,
	type OutputOptions,
	recordItems,
	requestItems,
	summaryItem,
} from './output';
import { planRequests } from './plan';
import type { ItemSettings } from './prepare';
import { PreparedRecords } from './preparedRecords';
import type { RecordSource } from './recordSource';
import { sendAndReconcile } from './sendAndReconcile';
import { type CountedRecords, summarise } from './summary';
import {
	type EmptyParameter,
	runWarnings,
	warningHint,
	warningItems,
	warningTexts,
} from './warnings';

/** What is pushed, and how. */
export interface Push {
	/** Undefined when each item's own `@type` decides. */
	type: RecordType | undefined;
	source: RecordSource;
	/** Name of an item's file, if it has one. */
	file: (item: ItemIndex) => string | undefined;
	settings: ItemSettings;
	/** Parameters whose expressions gave nothing for the items that were read. */
	emptyParameters?: () => EmptyParameter[];
	/** What to say when no record has an id. */
	missingIds: () => MissingIds;
	options: PushOptions;
}

function recordRules(options: PushOptions, workflowTimezone: string, nowMs: number): RecordRules {
	const { convertTypes, validation, unknownFields, emptyValues, excelDates } = options;
	return {
		convertTypes,
		validation,
		unknownFields,
		emptyValues,
		excelDates,
		timezone: workflowTimezone,
		timezoneChosen: false,
		nowMs,
	};
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
	const { type, source, settings, file, options, missingIds } = push;
	const failureOf = failuresWhen(options.onRejected);
	const node = context.getNode();
	const continueOnFail = context.continueOnFail();
	const yielder = new Yielder(session.clock);
	const startedAt = session.clock.now();

	const rules = recordRules(options, context.getTimezone(), startedAt);
	const report =
		options.dryRun && options.dryRunOutput === 'columns'
			? new ColumnReport(type, source)
			: undefined;
	const records = await PreparedRecords.prepare(
		source,
		{ type, settings, file, continueOnFail, records: rules },
		yielder,
		report,
	);
	const { outcomes } = records;
	const counted: CountedRecords = {
		outcomes,
		item: (record) => records.item(record),
		columns: (record) => records.columns(record),
		rowOf: source.rowOf,
	};
	// The report is for seeing what is not valid yet, and nothing is sent.
	if (!continueOnFail && records.hasInvalid && !report) {
		const prepared = await summarise(counted, invalidOnly, yielder);
		throw invalidRecordsError(node, prepared, type, missingIds);
	}

	const aboutRun = [...records.idWarnings];
	if (options.validation !== 'off') {
		const emptyColumns = source.emptyColumns?.() ?? [];
		const emptyParameters = push.emptyParameters?.() ?? [];
		const { executeOnce = false } = node;
		if (executeOnce || emptyColumns.length > 0 || emptyParameters.length > 0) {
			const facts = { count: source.count, emptyColumns, emptyParameters };
			aboutRun.push(...runWarnings(facts, executeOnce));
		}
	}
	const notes = source.notes?.() ?? [];
	const inputHints = [...records.warnings(aboutRun).map(warningHint), ...notesHint(notes)];

	const plan = await planRequests(records, options.batchSize, yielder);
	if (options.dryRun) {
		const prepared = await summarise(counted, invalidOnly, yielder);
		const result = { summary: prepared, type, hasErrorItems: continueOnFail };
		const hint = dryRunHint(node, result, plan.length, missingIds);
		addHints(context, hint, ...inputHints);
		const { counts } = prepared;
		const shown = report
			? report.items({ ...counts, records: prepared.records })
			: await dryRunItems(records, yielder);
		// What a run says in a hint only, so that a dry run in production says it, too.
		const said = report ? shown.slice(-1) : shown;
		addRunWarnings(said, [...warningTexts(aboutRun), ...notes]);
		return continueOnFail ? shown.concat(await failureItems(records, invalidOnly, yielder)) : shown;
	}

	const { reconciled, stop, statistics, confirmation } = await sendAndReconcile({
		plan,
		records,
		options,
		session,
		stopAtFailure: !continueOnFail,
		log: (text) => {
			context.logger.info(`${node.name}: ${text}`);
			// In the browser's console; n8n shows no progress of a node in the editor.
			if (context.getMode() === 'manual') context.sendMessageToUI(`${node.name}: ${text}`);
		},
	});
	const summary = await summarise(counted, failureOf, yielder);
	const result = { summary, type, reconciled, stop };
	if (!continueOnFail && summary.failed > 0) throw runError(node, result);
	addHints(context, runHint(node, result, statistics, missingIds), ...inputHints);
	if (confirmation) {
		const errorsFound = reconciled.reduce((sum, { named }) => sum + named, 0);
		const received = reconciled.reduce((sum, request) => sum + request.records.length, 0);
		const unconfirmed = confirmationWarnings(confirmation, received);
		addHints(context, ...confirmationHints(confirmation, unconfirmed, errorsFound));
		aboutRun.push(...unconfirmed);
	}

	const outputOptions: OutputOptions = {
		failureOf,
		warningsOf: (some) => records.warningTextsOf(some),
		confirmation,
		includeRecordIds: options.includeRecordIds,
	};
	const failures = summary.failed > 0 ? await failureItems(records, failureOf, yielder) : [];
	if (options.output === 'summary') {
		const facts = {
			...result,
			items: source.count,
			statistics,
			warnings: warningItems(records.warnings(aboutRun)),
			tookMs: session.clock.now() - startedAt,
		};
		const item = await summaryItem(facts, records, outputOptions, yielder);
		return [item].concat(failures);
	}
	const successes =
		options.output === 'records'
			? await recordItems(records, outputOptions, yielder)
			: await requestItems(reconciled, records, outputOptions, yielder);
	if (aboutRun.length > 0) addRunWarnings(successes, warningTexts(aboutRun));
	return successes.concat(failures);
}
