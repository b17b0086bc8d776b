import type { INode, NodeExecutionHint } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { RecordType } from '../records';
import { shorten } from '../transport/serverText';
import { counted } from './nouns';
import type { Failure, Statistics, Stop } from './outcome';
import type { Warning } from './prepare';
import type { SettledRequest } from './settle';

/** What the user can do about a stop or an undelivered request. */
const ADVICE: Record<string, string> = {
	unauthorised: 'Check the access token in the Ometria credential, and that it may push.',
	not_found: 'Check the base URL in the Ometria credential.',
	redirected: 'The base URL in the Ometria credential is redirected. Enter the final address.',
	cancelled: 'Run the workflow again to send the rest.',
};
const ADVICE_OTHERWISE =
	'Run the workflow again when Ometria is reachable: records that were already received are updated, not duplicated.';

const MOST_LISTED = 20;

function listed(texts: readonly string[]): string {
	const more = texts.length - MOST_LISTED;
	return `${texts.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function requestIdsText(settled: readonly SettledRequest[]): string {
	const ids = settled.flatMap(({ answer }) => answer.requestId ?? []);
	return ids.length === 0 ? '' : ` Request IDs received: ${listed(ids)}.`;
}

/** `Item 3: "id": expected …`, shortened. */
function failureLine({ item, message }: Failure): string {
	return `Item ${item}: ${shorten(message, 200)}`;
}

const MOST_EXPLAINED = 5;

function explained(failures: readonly Failure[]): string {
	const more = failures.length - MOST_EXPLAINED;
	const lines = failures.slice(0, MOST_EXPLAINED).map(failureLine).join('. ');
	return `${lines}${more > 0 ? `. And ${more} more` : ''}.`;
}

/** The error of a run under On Error: Stop in which records are not valid; nothing was sent. */
export function invalidRecordsError(
	node: INode,
	failures: readonly Failure[],
	total: number,
	type: RecordType | undefined,
): NodeOperationError {
	const message =
		failures.length === 1 && total === 1
			? 'The record is not valid, so nothing was sent'
			: `${failures.length} of ${counted(total, type)} ${failures.length === 1 ? 'is' : 'are'} not valid, so nothing was sent`;
	return new NodeOperationError(node, message, {
		description: `${explained(failures)} Correct the data, or set On Error to "Continue (using error output)" to send the valid records.`,
		itemIndex: failures[0].item,
	});
}

/** What a run came to, for messages. */
export interface RunResult {
	total: number;
	type: RecordType | undefined;
	settled: readonly SettledRequest[];
	failures: readonly Failure[];
	stop: Stop | undefined;
}

/**
 * The error of a run under On Error: Stop that could not push everything. Server texts are in the
 * description only: n8n replaces a message in which it finds a system error code.
 */
export function pushError(
	node: INode,
	{ total, type, settled, failures, stop }: RunResult,
): NodeApiError {
	const failed = new Set(failures.map(({ item }) => item)).size;
	const pushed = `Pushed ${(total - failed).toLocaleString('en-US')} of ${counted(total, type)}`;
	const [first] = failures;
	const trouble = stop ?? failures.find(({ kind }) => kind === 'undelivered');
	const httpStatus = trouble?.httpStatus ?? first.httpStatus;
	const ending = trouble
		? `then ${happened(httpStatus, trouble.reason)}`
		: `${failed.toLocaleString('en-US')} rejected`;
	const advice = trouble
		? (ADVICE[trouble.reason] ?? ADVICE_OTHERWISE)
		: 'Correct these records and push them again. To go on with the others, set On Error to "Continue (using error output)".';
	const details = stop ? `${stop.message}.` : explained(failures);
	return new NodeApiError(
		node,
		{ message: `${pushed}, ${ending}` },
		{
			message: `${pushed}, ${ending}`,
			description: `${details} ${advice}${requestIdsText(settled)}`,
			httpCode: httpStatus === undefined ? undefined : String(httpStatus),
			itemIndex: first?.item,
		},
	);
}

function happened(httpStatus: number | undefined, reason: string): string {
	if (httpStatus !== undefined) return `Ometria answered with HTTP ${httpStatus}`;
	return reason === 'cancelled' ? 'the execution was cancelled' : 'no answer came from Ometria';
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

function statisticsText({ requests, retries, throttled, waitedMs }: Statistics): string {
	const parts = [`${requests.toLocaleString('en-US')} ${requests === 1 ? 'request' : 'requests'}`];
	if (retries > 0) parts.push(`${retries} repeated`);
	if (throttled > 0) parts.push(`${throttled} slowed down by Ometria (HTTP 429)`);
	if (waitedMs >= 1000) parts.push(`${seconds(waitedMs)} waited`);
	return parts.join(', ');
}

function sum(
	settled: readonly SettledRequest[],
	field: 'accepted' | 'rejected' | 'skipped',
): number {
	return settled.reduce((total, { answer }) => total + (answer[field] ?? 0), 0);
}

/** Each trouble once, with the number of requests that had it. */
function troubleSentences(settled: readonly SettledRequest[]): string[] {
	const requests = new Map<string, number>();
	for (const { trouble } of settled) {
		if (trouble !== undefined) requests.set(trouble, (requests.get(trouble) ?? 0) + 1);
	}
	return [...requests].map(
		([trouble, count]) => `${trouble}${count > 1 ? ` (in ${count} requests)` : ''}.`,
	);
}

/**
 * The hints of a run: one that sums it up, one for each kind of doubt about the records.
 */
export function runHints(
	{ total, type, settled, failures, stop }: RunResult,
	statistics: Statistics,
	warnings: Iterable<Warning>,
): NodeExecutionHint[] {
	const location = 'outputPane';
	const counts = [
		`${sum(settled, 'accepted').toLocaleString('en-US')} accepted`,
		`${sum(settled, 'rejected').toLocaleString('en-US')} rejected`,
	];
	const skipped = sum(settled, 'skipped');
	if (skipped > 0) counts.push(`${skipped.toLocaleString('en-US')} skipped`);
	const troubles = troubleSentences(settled).slice(0, 3);
	const failed = failures.length > 0 ? ` ${counted(failures.length, type)} failed.` : '';
	const sentences = [
		`${counted(total, type)}: ${counts.join(', ')} (${statisticsText(statistics)}).${failed}`,
		...(stop ? [`Stopped early: ${stop.message}.`] : []),
		...troubles,
		'Accepted means received: Ometria validates afterwards. Use Push Error > Get Many to see what it found.',
	];
	const clean = failures.length === 0 && !stop && troubles.length === 0;
	return [
		{ message: sentences.join(' '), type: clean ? 'info' : 'warning', location },
		...warningHints(warnings),
	];
}

/** One hint per kind of doubt about the records. */
export function warningHints(warnings: Iterable<Warning>): NodeExecutionHint[] {
	return [...warnings].map(({ message, count, item }) => ({
		message: `${message} (item ${item}${count > 1 ? ` and ${counted(count - 1, undefined).replace('record', 'other record')}` : ''})`,
		type: 'warning',
		location: 'outputPane',
	}));
}
