import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { errorJson } from '../n8n/errorItem';
import { eachFairly, type Yielder } from '../n8n/yielder';
import type { RecordType } from '../records';
import { causeItems } from './causes';
import type { Confirmation } from './confirm';
import type {
	FailureKind,
	FailureOf,
	ItemIndex,
	Outcome,
	RecordIndex,
	Statistics,
	Stop,
} from './outcome';
import type { ReconciledRequest } from './reconcile';
import type { RunSummary } from './summary';
import type { WarningItem } from './warnings';

/** How the message of each kind of failure begins. */
const TITLES: Record<FailureKind, string> = {
	invalid: 'Record is not valid',
	rejected: 'Record was rejected by Ometria',
	possiblyRejected: 'Record was possibly rejected by Ometria',
	undelivered: 'Record could not be delivered',
	notSent: 'Record was not sent',
};

/** The records of a run, as the output names them. */
export interface OutputRecords {
	outcomes: readonly Outcome[];
	item(record: RecordIndex): ItemIndex;
	/** All input items that it comes from. */
	items(record: RecordIndex): readonly ItemIndex[];
	id(record: RecordIndex): string;
	type(record: RecordIndex): RecordType | undefined;
	/** The input format that it was read in; undefined where there is no choice. */
	inputFormat(record: RecordIndex): string | undefined;
}

/** What items were taken for, each format once; nothing where there is no choice. */
function formatJson(formats: ReadonlySet<string | undefined>): IDataObject {
	const names = [...formats].filter((format) => format !== undefined);
	return names.length === 0 ? {} : { input_format: names.join(', ') };
}

/** What the items of some records were taken for. */
function formatOf(records: readonly RecordIndex[], from: OutputRecords): IDataObject {
	return formatJson(new Set(records.map((record) => from.inputFormat(record))));
}

export interface OutputOptions {
	failureOf: FailureOf;
	/** What is doubtful about some of the records, as texts. */
	warningsOf: (records: readonly RecordIndex[]) => string[];
	includeRecordIds: boolean;
	/** Undefined when the user did not want to wait for push errors. */
	confirmation: Confirmation | undefined;
}

/** Adds the input items of a record to links, each once; for records in input order. */
function addLinks(links: Array<{ item: number }>, items: readonly ItemIndex[]): void {
	for (const item of items) if (links.at(-1)?.item !== item) links.push({ item });
}

/** The link of an item that is about one record. */
function linkOf(items: readonly ItemIndex[]): NonNullable<INodeExecutionData['pairedItem']> {
	return items.length === 1 ? { item: items[0] } : items.map((item) => ({ item }));
}

/** Links to the input items of records in input order. */
function linksOf(records: readonly RecordIndex[], from: OutputRecords): Array<{ item: number }> {
	const links: Array<{ item: number }> = [];
	for (const record of records) addLinks(links, from.items(record));
	return links;
}

/** Fields of the answer that the output has its own place for. */
const KNOWN_FIELDS = new Set(['request_id', 'status', 'accepted', 'rejected', 'confirmed']);

/**
 * What else Ometria answered, untouched but for one name: a top-level `error` would make n8n repeat
 * the node (Retry On Fail) or take the item for a failure.
 */
function furtherFields(fields: Readonly<Record<string, unknown>>): IDataObject {
	const entries = Object.entries(fields)
		.filter(([name]) => !KNOWN_FIELDS.has(name))
		.map(([name, value]) => [name === 'error' ? 'answer_error' : name, value] as const);
	return Object.fromEntries(entries) as IDataObject;
}

/** What was seen of a request's or record's errors while waiting. */
function confirmed(
	{ waitedMs, windowFull, withoutRequest, unread }: Confirmation,
	errorsFound: number,
): IDataObject {
	return {
		confirmed: {
			waited_seconds: Math.round(waitedMs / 100) / 10,
			errors_found: errorsFound,
			window_full: windowFull,
			unread: unread !== undefined,
			unmatched: withoutRequest,
		},
	};
}

/** What Ometria rejected and named, where that does not fail the records. */
function rejectedRecords(indexes: readonly RecordIndex[], records: OutputRecords): IDataObject[] {
	const rejected: IDataObject[] = [];
	for (const record of indexes) {
		const outcome = records.outcomes[record];
		if (outcome.kind !== 'rejected') continue;
		const { message, field = null } = outcome;
		rejected.push({ record_id: records.id(record), message, field });
	}
	return rejected;
}

/** One item per received request, in order of its first record; only records not failed. */
export async function requestItems(
	reconciled: readonly ReconciledRequest[],
	records: OutputRecords,
	{ failureOf, warningsOf, includeRecordIds, confirmation }: OutputOptions,
	yielder: Yielder,
): Promise<INodeExecutionData[]> {
	const { outcomes } = records;
	const items: INodeExecutionData[] = [];
	await eachFairly(yielder, reconciled.length, (index) => {
		const request = reconciled[index];
		const good = Array.from(request.records).filter(
			(record) => failureOf(outcomes[record]) === undefined,
		);
		if (good.length === 0) return;
		const { answer } = request;
		const rejected = rejectedRecords(good, records);
		items.push({
			json: {
				record_type: request.type,
				sent: request.records.length,
				accepted: answer.accepted ?? null,
				rejected: answer.rejected ?? null,
				request_id: answer.requestId ?? null,
				status: answer.status ?? null,
				...formatOf(good, records),
				...(includeRecordIds && { record_ids: good.map((record) => records.id(record)) }),
				attempts: request.attempts,
				http_status: request.httpStatus,
				duration_ms: request.durationMs,
				warnings: warningsOf(good),
				...(rejected.length > 0 && { rejected_records: rejected }),
				...(confirmation && confirmed(confirmation, request.named)),
				...furtherFields(answer.fields),
			},
			pairedItem: linksOf(good, records),
		});
	});
	return items;
}

/** How the output names outcomes. */
const OUTCOME_NAMES: Record<Outcome['kind'], string> = {
	accepted: 'accepted',
	rejected: 'rejected',
	possiblyRejected: 'possibly_rejected',
	invalid: 'invalid',
	undelivered: 'undelivered',
	notSent: 'not_sent',
	skipped: 'skipped',
};

/** An item for each record for which `jsonOf` gives its data, in input order. */
async function itemPerRecord(
	records: OutputRecords,
	yielder: Yielder,
	jsonOf: (record: RecordIndex, outcome: Outcome) => IDataObject | undefined,
): Promise<INodeExecutionData[]> {
	const { outcomes } = records;
	const items: INodeExecutionData[] = [];
	await eachFairly(yielder, outcomes.length, (index) => {
		const record = index as RecordIndex;
		const json = jsonOf(record, outcomes[record]);
		if (json) items.push({ json, pairedItem: linkOf(records.items(record)) });
	});
	return items;
}

/** One item per received or skipped record, in input order. `accepted` means received, not stored. */
export async function recordItems(
	records: OutputRecords,
	{ failureOf, warningsOf, confirmation }: OutputOptions,
	yielder: Yielder,
): Promise<INodeExecutionData[]> {
	return await itemPerRecord(records, yielder, (record, outcome) => {
		if (failureOf(outcome)) return undefined;
		const request = outcome.kind === 'skipped' ? undefined : outcome.request;
		return {
			record_id: records.id(record) || null,
			record_type: records.type(record) ?? null,
			...formatOf([record], records),
			outcome: OUTCOME_NAMES[outcome.kind],
			request_id: request?.answer.requestId ?? null,
			...(outcome.kind === 'skipped'
				? { reason: outcome.reason }
				: { http_status: request?.httpStatus ?? null, attempts: request?.attempts ?? null }),
			warnings: warningsOf([record]),
			...(request && confirmation && confirmed(confirmation, Number(outcome.kind === 'rejected'))),
		};
	});
}

/** One item per failed record, in input order, in the shape that n8n routes to the error branch. */
export async function failureItems(
	records: OutputRecords,
	failureOf: FailureOf,
	yielder: Yielder,
): Promise<INodeExecutionData[]> {
	return await itemPerRecord(records, yielder, (record, outcome) => {
		const failure = failureOf(outcome);
		if (!failure) return undefined;
		const { kind, message, reason, field, httpStatus, request } = failure;
		const requestId = request?.answer.requestId;
		const rows = records.items(record).length;
		return errorJson(`${TITLES[kind]}: ${message}`, {
			reason,
			record_type: records.type(record) ?? null,
			record_id: records.id(record) || null,
			...(requestId !== undefined && { request_id: requestId }),
			...(field !== undefined && { field }),
			...(rows > 1 && { rows }),
			...(httpStatus !== undefined && { http_status: httpStatus }),
		});
	});
}

/** What a run came to, for its Summary. */
export interface SummaryFacts {
	summary: RunSummary;
	type: RecordType | undefined;
	/** Number of input items. */
	items: number;
	reconciled: readonly ReconciledRequest[];
	statistics: Statistics;
	stop: Stop | undefined;
	warnings: readonly WarningItem[];
	/** From the first look at the input to the output, ms. */
	tookMs: number;
}

/** One item for the whole run, linked to every input item that did not fail. */
export async function summaryItem(
	{ summary, type, items, reconciled, statistics, stop, warnings, tookMs }: SummaryFacts,
	records: OutputRecords,
	{ failureOf, confirmation }: OutputOptions,
	yielder: Yielder,
): Promise<INodeExecutionData> {
	const { outcomes } = records;
	const links: Array<{ item: number }> = [];
	const formats = new Set<string | undefined>();
	await eachFairly(yielder, outcomes.length, (index) => {
		const record = index as RecordIndex;
		formats.add(records.inputFormat(record));
		if (!failureOf(outcomes[record])) addLinks(links, records.items(record));
	});
	const counts = Object.entries(OUTCOME_NAMES).map(([kind, name]) => [
		name,
		summary.counts[kind as Outcome['kind']],
	]);
	const named = reconciled.reduce((sum, request) => sum + request.named, 0);
	return {
		json: {
			record_type: type ?? null,
			...formatJson(formats),
			items,
			records: summary.records,
			...(Object.fromEntries(counts) as IDataObject),
			skipped_reasons: Object.fromEntries(summary.skippedReasons),
			invalid_reasons: causeItems(summary.invalid),
			rejected_reasons: causeItems(summary.rejected),
			requests: statistics.requests,
			retries: statistics.retries,
			seconds: Math.round(tookMs / 100) / 10,
			stopped: stop?.message ?? null,
			warnings: [...warnings],
			...(confirmation && confirmed(confirmation, named)),
			request_ids: reconciled.flatMap(({ answer }) => answer.requestId ?? []),
		},
		pairedItem: links,
	};
}

/** What concerns a run as a whole is said once: on its first item. */
export function addRunWarnings(
	[first]: readonly INodeExecutionData[],
	warnings: readonly string[],
): void {
	if (!first || warnings.length === 0) return;
	const own = first.json.warnings as string[];
	first.json.warnings = [...warnings, ...own];
}

/** A record as it would be sent. */
export interface DryRunRecords extends OutputRecords {
	text(record: RecordIndex): string;
	warningTextsOf(records: readonly RecordIndex[]): string[];
}

/** One item for each record that would be sent or skipped, in input order. */
export async function dryRunItems(
	records: DryRunRecords,
	yielder: Yielder,
): Promise<INodeExecutionData[]> {
	return await itemPerRecord(records, yielder, (record, outcome) => {
		if (outcome.kind !== 'notSent' && outcome.kind !== 'skipped') return undefined;
		const isSkipped = outcome.kind === 'skipped';
		return {
			record_id: records.id(record) || null,
			record_type: records.type(record) ?? null,
			record: isSkipped ? null : (JSON.parse(records.text(record)) as IDataObject),
			...formatOf([record], records),
			...(isSkipped && { skipped: outcome.reason }),
			warnings: records.warningTextsOf([record]),
			item: records.item(record),
		};
	});
}
