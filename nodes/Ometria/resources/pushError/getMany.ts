import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import type { Operation } from '../../operations/operation';
import { type ErrorFacts, errorItem, errorText } from '../../push/errorItem';
import { ERRORS_UNREAD, type ErrorsAnswer, fetchPushErrors } from '../../pushErrors/fetchErrors';
import { cannotTell, type ErrorFilter, matches } from '../../pushErrors/filter';
import { newestFirst } from '../../pushErrors/order';
import { ERRORS_WINDOW, type PushError } from '../../pushErrors/pushError';
import { toItem } from '../../pushErrors/toItem';
import { callError } from '../../transport/callError';
import { attempt } from '../../utils/attempt';
import { addHints } from '../../utils/plainText';
import { counted } from '../../utils/text';
import { filters, limit, onlyInputRequests, options } from './properties';
import { type Query, readQuery } from './query';

/** Longest time to get the list, ms: enough for the longest Retry-After that is honoured. */
const GIVE_UP_AFTER_MS = 900_000;

const LATER = 'Ometria validates records after it has answered a push, so errors can still appear.';

/** What the user should know about the output, if anything. */
function hintsOf(
	{ errors, windowFull }: Extract<ErrorsAnswer, { ok: true }>,
	found: readonly PushError[],
	filter: ErrorFilter,
): NodeExecutionHint[] {
	const location = 'outputPane';
	const hints: NodeExecutionHint[] = [];
	if (found.length === 0) {
		const what =
			errors.length === 0
				? 'Ometria lists no push errors.'
				: `Ometria lists ${counted(errors.length, 'push error')}, and none matches the filters.`;
		hints.push({ message: `${what} ${LATER}`, type: 'info', location });
	}
	if (windowFull) {
		hints.push({
			message: `Ometria lists only the latest ${ERRORS_WINDOW} push errors of the account, and the list is full: there may be older ones.`,
			type: 'info',
			location,
		});
	}
	const excluded = errors.filter((error) => cannotTell(error, filter)).length;
	if (excluded > 0) {
		hints.push({
			message: `${counted(excluded, 'push error was', 'push errors were')} left out for not saying what the filters ask for.`,
			type: 'warning',
			location,
		});
	}
	return hints;
}

/**
 * The input items that an error belongs to: those that name its request; of these, those that
 * are about its record, where there are any. The first item where none names it.
 */
function pairedItems(
	{ requestId, recordId }: PushError,
	{ itemsByRequest }: Query,
	items: readonly INodeExecutionData[],
): Array<{ item: number }> {
	const asking = requestId === undefined ? undefined : itemsByRequest.get(requestId);
	const about = asking?.filter((item) => {
		const { record_id: own } = items[item].json;
		return (
			recordId !== undefined &&
			(typeof own === 'string' || typeof own === 'number') &&
			String(own) === recordId
		);
	});
	const paired = about?.length ? about : (asking ?? [0]);
	return paired.map((item) => ({ item }));
}

/** The list failed for every input item: under On Error: Continue each has its error item. */
function failed(
	context: IExecuteFunctions,
	error: unknown,
	facts: ErrorFacts,
): INodeExecutionData[] {
	if (!context.continueOnFail()) throw error;
	const message = errorText(error);
	return context.getInputData().map((_, item) => errorItem(message, facts, item));
}

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many push errors',
	description:
		'List what Ometria found wrong with pushed records: the latest 100 errors of the account at most',
	properties: [onlyInputRequests, limit, filters, options],
	async execute(context, session) {
		const read = attempt(() => readQuery(context));
		if ('thrown' in read) return failed(context, read.thrown, { reason: 'wrong_parameter' });
		const query = read.value;
		const { filter, includeRecord, timeoutMs } = query;
		const answer = await fetchPushErrors(session, { timeoutMs, giveUpAfterMs: GIVE_UP_AFTER_MS });
		if (!answer.ok) {
			const { kind, httpStatus } = answer;
			const facts = {
				reason: kind,
				...(httpStatus !== undefined && { http_status: httpStatus }),
			};
			return failed(context, callError(context.getNode(), ERRORS_UNREAD, answer), facts);
		}
		const found = newestFirst(answer.errors.filter((error) => matches(error, filter)));
		addHints(context, ...hintsOf(answer, found, filter));
		const items = context.getInputData();
		return found.slice(0, query.limit).map((error) => ({
			json: toItem(error, { includeRecord }),
			pairedItem: pairedItems(error, query, items),
		}));
	},
};
