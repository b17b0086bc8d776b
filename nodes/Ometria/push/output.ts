import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { errorItem } from '../utils/errorItem';
import type { Confirmation } from './confirm';
import type { Failure, RecordFailureKind } from './outcome';
import type { PlannedRequest } from './plan';
import type { ReconciledRequest } from './reconcile';

/** How the message of each kind of failure begins. */
const TITLES: Record<RecordFailureKind, string> = {
	invalid: 'Record is not valid',
	rejected: 'Record was rejected by Ometria',
	possiblyRejected: 'Record was possibly rejected by Ometria',
	undelivered: 'Record could not be delivered',
	notSent: 'Record was not sent',
};

type IdOf = (item: number) => string;

function pair(items: Iterable<number>): Array<{ item: number }> {
	return Array.from(items, (item) => ({ item }));
}

/** Fields of the answer that have a place of their own in the output. */
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

/** What was seen of a request's or record's errors while waiting; nothing when nobody waited. */
function confirmed(confirmation: Confirmation | undefined, errorsFound: number): IDataObject {
	if (!confirmation) return {};
	const { waitedMs, windowFull } = confirmation;
	return {
		confirmed: {
			waited_seconds: Math.round(waitedMs / 100) / 10,
			errors_found: errorsFound,
			window_full: windowFull,
		},
	};
}

/** One item per received request, in order of its first record; only records not failed. */
export function requestItems(
	reconciled: readonly ReconciledRequest[],
	hasFailed: (item: number) => boolean,
	idOf: IdOf,
	confirmation?: Confirmation,
): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	for (const request of reconciled) {
		const good = request.items.filter((item) => !hasFailed(item));
		if (good.length === 0) continue;
		const { answer } = request;
		const reported = request.named.filter(({ item }) => !hasFailed(item));
		items.push({
			json: {
				request_id: answer.requestId ?? null,
				status: answer.status ?? null,
				record_type: request.type,
				sent: request.items.length,
				accepted: answer.accepted ?? null,
				rejected: answer.rejected ?? null,
				record_ids: Array.from(good, idOf),
				attempts: request.attempts,
				http_status: request.httpStatus,
				duration_ms: request.durationMs,
				...(reported.length > 0 && {
					rejected_records: reported.map(({ recordId, message, field }) => ({
						record_id: recordId,
						message,
						field: field ?? null,
					})),
				}),
				...confirmed(confirmation, request.named.length),
				...furtherFields(answer.fields),
			},
			pairedItem: pair(good),
		});
	}
	return items;
}

/** One item per received record, in input order. `accepted` means received, not stored. */
export function recordItems(
	reconciled: readonly ReconciledRequest[],
	hasFailed: (item: number) => boolean,
	idOf: IdOf,
	inputCount: number,
	confirmation?: Confirmation,
): INodeExecutionData[] {
	const requestOf: Array<ReconciledRequest | undefined> = new Array<undefined>(inputCount);
	for (const request of reconciled) for (const item of request.items) requestOf[item] = request;
	const items: INodeExecutionData[] = [];
	for (let item = 0; item < inputCount; item++) {
		const request = requestOf[item];
		if (!request || hasFailed(item)) continue;
		items.push({
			json: {
				record_type: request.type,
				record_id: idOf(item),
				request_id: request.answer.requestId ?? null,
				outcome: outcomeOf(request, item),
				http_status: request.httpStatus,
				attempts: request.attempts,
				...confirmed(
					confirmation,
					Number(request.named.some((rejection) => rejection.item === item)),
				),
			},
			pairedItem: { item },
		});
	}
	return items;
}

function outcomeOf({ named, unnamed }: ReconciledRequest, item: number): string {
	if (named.some((rejection) => rejection.item === item)) return 'rejected';
	return unnamed > 0 ? 'possibly_rejected' : 'accepted';
}

/** One item per failed record, in input order, in the shape that n8n routes to the error branch. */
export function failureItems(failures: readonly Failure[]): INodeExecutionData[] {
	return [...failures]
		.sort((a, b) => a.item - b.item)
		.map((failure) =>
			errorItem(
				`${TITLES[failure.kind]}: ${failure.message}`,
				{
					reason: failure.reason,
					record_type: failure.recordType ?? null,
					record_id: failure.recordId ?? null,
					...(failure.requestId !== undefined && { request_id: failure.requestId }),
					...(failure.field !== undefined && { field: failure.field }),
					...(failure.httpStatus !== undefined && { http_status: failure.httpStatus }),
				},
				failure.item,
			),
		);
}

/** One item per request that would be sent. */
export function dryRunItems(
	plan: readonly PlannedRequest[],
	textOf: (item: number) => string,
	idOf: IdOf,
): INodeExecutionData[] {
	return plan.map(({ type, items }) => ({
		json: {
			dry_run: true,
			record_type: type,
			records: items.length,
			bytes: Buffer.byteLength(`[${Array.from(items, textOf).join(',')}]`),
			record_ids: Array.from(items, idOf),
		},
		pairedItem: pair(items),
	}));
}
