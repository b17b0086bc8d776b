import type { INode, NodeExecutionHint } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Reason, RecordType } from '../records';
import { formatCount } from '../records/labels';
import { CALL_ADVICE, headline } from '../transport/callError';
import type { CallFailureKind } from '../transport/request';
import { counted, formatNumber, listed, shorten } from '../utils/text';
import { causeSentences } from './causes';
import type { Statistics, Stop } from './outcome';
import type { ReconciledRequest } from './reconcile';
import type { Failure, RunSummary } from './summary';

/** What the user can do about a stop or an undelivered request. */
const ADVICE: Partial<Record<Reason, string>> = {
	unauthorised:
		'Check the access token (API key) in the Ometria credential, and that the key has permission to push data.',
	not_found: CALL_ADVICE.not_found,
	redirected: CALL_ADVICE.redirected,
	all_refused: 'Correct what Ometria names, and push all records again.',
	cancelled: 'Run the workflow again to send the rest.',
	n8n_failed:
		'This is a failure of n8n, as while its database is not reachable. Run the workflow again when n8n has recovered.',
};
const ADVICE_OTHERWISE =
	'Run the workflow again when Ometria is reachable: records that were already received are updated, not duplicated.';

const asItIs = (text: string) => text;

function requestIdsText(reconciled: readonly ReconciledRequest[]): string {
	const ids = reconciled.flatMap(({ answer }) => answer.requestId ?? []);
	return ids.length === 0 ? '' : ` Request IDs received: ${listed(ids, asItIs)}.`;
}

/** `Item 3: "id": expected …`, shortened. */
function failureLine({ item, outcome }: Failure): string {
	return `Item ${item}: ${shorten(outcome.message, 200)}`;
}

/** Why records failed: by cause where there are causes, else the first of them. */
function explained({ firstFailures, failed, invalid, rejected }: RunSummary): string {
	const causes = [...causeSentences(invalid), ...causeSentences(rejected)];
	if (causes.length > 0) return causes.join(' ');
	const more = failed - firstFailures.length;
	const lines = firstFailures.map(failureLine).join('. ');
	return `${lines}${more > 0 ? `. And ${formatNumber(more)} more` : ''}.`;
}

/** What is known of the input when no record has an id: that has one cause. */
export interface MissingIds {
	/** Names of the fields of the first item. */
	fields: readonly string[];
	/** What to choose in the node, as a sentence. */
	advice: string;
}

const MOST_FIELDS = 12;

/** Where the id may be, and what to choose. */
function missingIdsText({ fields, advice }: MissingIds): string {
	const names = listed(fields, (name) => shorten(name, 40), { most: MOST_FIELDS });
	const input =
		fields.length === 0
			? 'The input has no fields.'
			: `The input has the ${fields.length === 1 ? 'field' : 'fields'} ${names}.`;
	return `${input} ${advice}`;
}

/** "None of the 1,000 contacts has an id". */
function noneHasId(records: number, type: RecordType | undefined): string {
	return records === 1
		? `The ${formatCount(1, type).slice(2)} has no id`
		: `None of the ${formatCount(records, type)} has an id`;
}

/** The error of a run under On Error: Stop in which records are not valid; nothing was sent. */
export function invalidRecordsError(
	node: INode,
	summary: RunSummary,
	type: RecordType | undefined,
	missingIds: () => MissingIds,
): NodeOperationError {
	const { records, failed, firstFailures } = summary;
	if (summary.noneHasId && records > 1) {
		// Without an item, as n8n would write "[item 0]" behind what concerns all.
		return new NodeOperationError(node, `${noneHasId(records, type)}, so nothing was sent`, {
			description: missingIdsText(missingIds()),
		});
	}
	const itemIndex = firstFailures.at(0)?.item;
	const message =
		failed === 1 && records === 1
			? `The ${formatCount(1, type).slice(2)} is not valid, so nothing was sent`
			: `${formatNumber(failed)} of ${formatCount(records, type)} ${failed === 1 ? 'is' : 'are'} not valid, so nothing was sent`;
	return new NodeOperationError(node, message, {
		description: `${explained(summary)}${failed === records ? '' : ' To send the others, set On Error to "Continue (using error output)".'}`,
		...(itemIndex !== undefined && { itemIndex }),
	});
}

/** How the input is read, for the user to check. */
export function notesHint(notes: readonly string[]): NodeExecutionHint[] {
	if (notes.length === 0) return [];
	return [{ message: `${notes.join('. ')}.`, type: 'info', location: 'outputPane' }];
}

/** What a run came to, for messages. */
export interface RunResult {
	summary: RunSummary;
	type: RecordType | undefined;
	reconciled: readonly ReconciledRequest[];
	stop: Stop | undefined;
}

/**
 * The error of a run under On Error: Stop that could not push everything. Server texts are in the
 * description only, as n8n replaces a message in which it finds a system error code.
 */
export function runError(
	node: INode,
	{ summary, type, reconciled, stop }: RunResult,
): NodeApiError {
	const { records, failed, counts, firstFailures, firstUndelivered } = summary;
	const [first] = firstFailures;
	const pushed = `Pushed ${formatNumber(records - failed - counts.skipped)} of ${formatCount(records, type)}`;
	const mainFailure = stop?.isOfRecord ? undefined : (stop ?? firstUndelivered);
	const rejected = counts.rejected + counts.possiblyRejected;
	const httpStatus = mainFailure?.httpStatus ?? first.outcome.httpStatus;
	const ending = mainFailure
		? `then ${headline({ kind: kindOf(mainFailure.reason), httpStatus })}`
		: [
				`${formatNumber(rejected)} rejected`,
				...(failed > rejected ? [`${formatNumber(failed - rejected)} not sent`] : []),
			].join(', ');
	const advice = mainFailure
		? (ADVICE[mainFailure.reason] ?? ADVICE_OTHERWISE)
		: 'Correct these records and push them again. To go on with the others, set On Error to "Continue (using error output)".';
	const details = stop && mainFailure ? `${stop.message}.` : explained(summary);
	return new NodeApiError(
		node,
		{ message: `${pushed}, ${ending}` },
		{
			message: `${pushed}, ${ending}`,
			description: `${details} ${advice}${requestIdsText(reconciled)}`,
			...(httpStatus !== undefined && { httpCode: String(httpStatus) }),
			itemIndex: first.item,
		},
	);
}

/** The kind of failure of a call that a reason is. */
function kindOf(reason: Reason): CallFailureKind {
	if (reason === 'cancelled' || reason === 'n8n_failed') return reason;
	return reason === 'http_429' ? 'throttled' : 'failed';
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/** `10 requests (2 repeated, 12 s waited)`. */
function statisticsText({ requests, retries, throttled, waitedMs }: Statistics): string {
	const parts: string[] = [];
	if (retries > 0) parts.push(`${formatNumber(retries)} repeated`);
	if (throttled > 0) parts.push(`${formatNumber(throttled)} slowed down by HTTP 429`);
	if (waitedMs >= 1000) parts.push(`${seconds(waitedMs)} waited`);
	const details = parts.length > 0 ? ` (${parts.join(', ')})` : '';
	return `${counted(requests, 'request')}${details}`;
}

function wasOrWere(count: number): string {
	return counted(count, 'was', 'were');
}

/** Where the failed records are. */
function whereFailed({ onError }: INode): string {
	return onError === 'continueErrorOutput' ? 'see the error branch' : 'see the error items';
}

/** "3 were skipped: test order (2), draft (1)." */
function skippedSentence({ counts, skippedReasons }: RunSummary): string {
	const reasons = [...skippedReasons].map(
		([reason, count]) => `${reason} (${formatNumber(count)})`,
	);
	return `${wasOrWere(counts.skipped)} skipped: ${listed(reasons, asItIs)}.`;
}

/** "Sent 3 of 6 contacts in 1 request. 3 were not sent: see the error branch." */
function outcomeSentences(
	node: INode,
	summary: RunSummary,
	type: RecordType | undefined,
	statistics: Statistics,
): string[] {
	const { records, counts, failed } = summary;
	const { accepted, rejected, possiblyRejected } = counts;
	const sent = accepted + rejected + possiblyRejected;
	const howMany =
		sent === records
			? formatCount(sent, type)
			: `${formatNumber(sent)} of ${formatCount(records, type)}`;
	if (statistics.requests === 0 && failed === records) {
		return [
			records === 1
				? `The ${formatCount(1, type).slice(2)} was not sent: ${whereFailed(node)}.`
				: `None of the ${formatCount(records, type)} was sent: ${whereFailed(node)}.`,
		];
	}
	const sentences = [
		statistics.requests === 0
			? 'Nothing was sent.'
			: `Sent ${howMany} in ${statisticsText(statistics)}.`,
	];
	const notSent = counts.invalid + counts.notSent;
	const ends: string[] = [];
	if (notSent > 0) ends.push(`${wasOrWere(notSent)} not sent`);
	if (counts.undelivered > 0) ends.push(`${wasOrWere(counts.undelivered)} not delivered`);
	if (rejected > 0) ends.push(`${wasOrWere(rejected)} rejected`);
	if (possiblyRejected > 0) ends.push(`${wasOrWere(possiblyRejected)} possibly rejected`);
	if (ends.length > 0) {
		sentences.push(`${ends.join(', ')}${failed > 0 ? `: ${whereFailed(node)}` : ''}.`);
	}
	return counts.skipped === 0 ? sentences : [...sentences, skippedSentence(summary)];
}

/** Each unclear answer once, with the number of requests that had it. */
function issuesOf(reconciled: RunResult['reconciled']): string[] {
	const requests = new Map<string, number>();
	for (const { isUnclear, issue } of reconciled) {
		if (isUnclear && issue !== undefined) requests.set(issue, (requests.get(issue) ?? 0) + 1);
	}
	return [...requests].map(([issue, count]) =>
		count === 1 ? issue : `${issue} (in ${counted(count, 'request')})`,
	);
}

/**
 * The hint that sums a run up.
 *
 * @param node of the run: its On Error says where failed records are
 */
export function runHint(
	node: INode,
	{ summary, type, reconciled, stop }: RunResult,
	statistics: Statistics,
	missingIds: () => MissingIds,
): NodeExecutionHint {
	const issues = issuesOf(reconciled).slice(0, 3);
	const sentences = [
		...(summary.noneHasId
			? [`${noneHasId(summary.records, type)}. ${missingIdsText(missingIds())}`]
			: outcomeSentences(node, summary, type, statistics)),
		...(stop
			? [`Stopped early: ${stop.message}.`]
			: summary.noneHasId || summary.failed === 0
				? []
				: [...causeSentences(summary.invalid), ...causeSentences(summary.rejected)]),
		...issues.map((issue) => `${issue}.`),
		...(reconciled.length > 0
			? [
					'Accepted means received: Ometria validates afterwards. Use Push Error > Get Many to see what it found.',
				]
			: []),
	];
	const { failed, counts } = summary;
	const clean =
		failed === 0 && !stop && issues.length === 0 && counts.rejected + counts.possiblyRejected === 0;
	return {
		message: sentences.join(' '),
		type: clean ? 'info' : 'warning',
		location: 'outputPane',
	};
}

interface DryRunResult extends Pick<RunResult, 'summary' | 'type'> {
	/** Whether there is an error item for each record that is not valid. */
	hasErrorItems?: boolean;
}

/** What a dry run would send. */
export function dryRunHint(
	node: INode,
	{ summary, type, hasErrorItems = true }: DryRunResult,
	requests: number,
	missingIds: () => MissingIds,
): NodeExecutionHint {
	const { counts, noneHasId: noIds, records } = summary;
	const sentences = noIds
		? [`${noneHasId(records, type)}. ${missingIdsText(missingIds())}`]
		: [
				counts.notSent === 0
					? 'Dry run: nothing would be sent.'
					: `Dry run: ${formatCount(counts.notSent, type)} would be sent in ${counted(requests, 'request')}. Nothing was sent.`,
				...(counts.invalid > 0
					? [
							`${wasOrWere(counts.invalid)} not valid${hasErrorItems ? `: ${whereFailed(node)}` : ''}.`,
							...causeSentences(summary.invalid),
						]
					: []),
				...(counts.skipped > 0 ? [skippedSentence(summary)] : []),
			];
	return {
		message: sentences.join(' '),
		type: counts.invalid > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}
