import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import { errorItem, errorText } from '../../n8n/errorItem';
import { addHints } from '../../n8n/plainText';
import { Yielder } from '../../n8n/yielder';
import { type Operation, OPERATION_POLICY } from '../../operations/operation';
import { ERRORS_UNREAD, type ErrorsAnswer, fetchPushErrors } from '../../pushErrors/fetchErrors';
import { cannotTell, matches } from '../../pushErrors/filter';
import { newestFirst } from '../../pushErrors/order';
import { ERRORS_WINDOW, type PushError } from '../../pushErrors/pushError';
import { toItem } from '../../pushErrors/toItem';
import { callError } from '../../transport/callError';
import { counted } from '../../utils/text';
import { filters, limit, onlyInputRequests, options } from './properties';
import { type Question, readQuery } from './query';

const LATER = 'Ometria validates records after it has answered a push, so errors can still appear.';

/** What the user should know about the output, if anything. */
function hintsOf(
	{ errors, windowFull }: Extract<ErrorsAnswer, { ok: true }>,
	foundNone: boolean,
	doubtful: number,
): NodeExecutionHint[] {
	const location = 'outputPane';
	const hints: NodeExecutionHint[] = [];
	if (foundNone) {
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
	if (doubtful > 0) {
		hints.push({
			message: `${counted(doubtful, 'push error was', 'push errors were')} left out because a field that the filters use is missing.`,
			type: 'warning',
			location,
		});
	}
	return hints;
}

interface Answer {
	error: PushError;
	/** The items that ask for it. */
	items: number[];
	/** Whether it may be asked for, but does not say so. */
	isDoubtful: boolean;
}

/** All errors, newest first, each with the items that ask for it. */
async function answersTo(
	questions: readonly Question[],
	errors: readonly PushError[],
	yielder: Yielder,
): Promise<Answer[]> {
	const answers = newestFirst(errors).map((error): Answer => ({
		error,
		items: [],
		isDoubtful: false,
	}));
	for (const { item, filter, limit: most } of questions) {
		if (yielder.isDue()) await yielder.rest();
		let found = 0;
		for (const answer of answers) {
			if (matches(answer.error, filter)) {
				if (++found <= most) answer.items.push(item);
			} else if (cannotTell(answer.error, filter)) answer.isDoubtful = true;
		}
	}
	return answers;
}

/** Of the items that ask for an error, those that are about its record, where there are any. */
function pairedItems(
	{ recordId }: PushError,
	asking: readonly number[],
	items: readonly INodeExecutionData[],
): Array<{ item: number }> {
	const about = asking.filter((item) => {
		const { record_id: own } = items[item].json;
		return (
			recordId !== undefined &&
			(typeof own === 'string' || typeof own === 'number') &&
			String(own) === recordId
		);
	});
	return (about.length > 0 ? about : asking).map((item) => ({ item }));
}

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many push errors',
	description:
		'List what Ometria found wrong with pushed records: the latest 100 errors of the account at most',
	properties: [onlyInputRequests, limit, filters, options],
	async execute(context, session) {
		const yielder = new Yielder(session.clock);
		const query = await readQuery(context, yielder);
		const { questions, includeRecord, timeoutMs } = query;
		if (query.failed.length > 0 && !context.continueOnFail()) throw query.failed[0].thrown;
		const failures = query.failed.map(({ item, thrown }) =>
			errorItem(errorText(thrown), { reason: 'wrong_parameter' }, item),
		);
		if (questions.length === 0) return failures;

		const { giveUpAfterMs } = OPERATION_POLICY;
		const answer = await fetchPushErrors(session, { timeoutMs, giveUpAfterMs });
		const items = context.getInputData();
		if (!answer.ok) {
			const error = callError(context.getNode(), ERRORS_UNREAD, answer);
			if (!context.continueOnFail()) throw error;
			const { kind, httpStatus } = answer;
			const facts = {
				reason: kind,
				...(httpStatus !== undefined && { http_status: httpStatus }),
			};
			const wrong = new Set(query.failed.map(({ item }) => item));
			const unread = [...items.keys()].filter((item) => !wrong.has(item));
			return unread.map((item) => errorItem(errorText(error), facts, item)).concat(failures);
		}
		const answers = await answersTo(questions, answer.errors, yielder);
		const found = answers.filter(({ items: asking }) => asking.length > 0);
		const doubtful = answers.filter((one) => one.items.length === 0 && one.isDoubtful).length;
		addHints(context, ...hintsOf(answer, found.length === 0, doubtful));
		return found
			.slice(0, query.limit)
			.map(({ error, items: asking }): INodeExecutionData => ({
				json: toItem(error, { includeRecord }),
				pairedItem: pairedItems(error, asking, items),
			}))
			.concat(failures);
	},
};
