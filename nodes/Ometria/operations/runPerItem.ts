import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { CallFailure, CallFailureKind } from '../transport/request';
import { callError } from '../transport/callError';
import { attempt } from '../utils/attempt';
import { errorItem, errorText } from '../utils/errorItem';
import { itemParameters, Parameters } from './parameters';

/** The request of one input item. */
export interface ItemRequest<T> {
	/** The same for items that need the same request. */
	key?: string;
	send: () => Promise<T | CallFailure>;
	/** What to say when it is not found. */
	notFound?: { message: string; advice: string };
}

interface PerItemRequests<T> {
	/** The beginning of an error's message: "The profile could not be read". */
	failureMessage: string;
	/** The same when something was done before that cannot be taken back. */
	done?: (count: number, all: number) => string;
	/** Reads an item's request; throws a NodeOperationError for a parameter that cannot be used. */
	request: (parameters: Parameters) => ItemRequest<T>;
	/** The items that an answer gives. */
	items: (answer: T, parameters: Parameters) => IDataObject[];
	/** Set for what cannot be undone: an expression that gives nothing is then a wrong value. */
	irreversible?: boolean;
	/** Requests in flight at most; the account's rate limit applies. */
	atOnce?: number;
}

/** Failures that say nothing of other items' requests. */
const PER_ITEM_FAILURES = new Set<CallFailureKind>(['failed', 'throttled', 'refused', 'not_found']);

type QueuedRequest<T> = Omit<ItemRequest<T>, 'key'> & {
	key: string | number;
	item: number;
	parameters: Parameters;
};

function isFailure(answer: unknown): answer is CallFailure {
	return (answer as { ok?: unknown }).ok === false;
}

/**
 * Sends each different request of the input items once, several at the same time, and returns the
 * answers in the order of the items, each output item paired with the item that needs it. Every item's
 * parameters are read before the first request is made.
 *
 * Under On Error: Continue, what failed follows as error items; otherwise the first failure is thrown.
 */
export async function runPerItem<T extends object>(
	context: IExecuteFunctions,
	{ failureMessage, done, request, items, irreversible = false, atOnce = 8 }: PerItemRequests<T>,
): Promise<INodeExecutionData[]> {
	const continueOnFail = context.continueOnFail();
	const failed: INodeExecutionData[] = [];
	const requests: Array<QueuedRequest<T>> = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		const parameters = new Parameters(itemParameters(context, item), irreversible);
		const read = attempt(() => request(parameters));
		if ('value' in read) {
			const { key = item, ...rest } = read.value;
			requests.push({ key, ...rest, item, parameters });
		} else {
			// Whatever reading one item's parameters throws is that item's: its neighbours go on.
			if (!continueOnFail) throw read.thrown;
			failed.push(errorItem(errorText(read.thrown), { reason: 'wrong_parameter' }, item));
		}
	}

	const answers = new Map<string | number, T | CallFailure>();
	const different = new Map(requests.map((one) => [one.key, one]));
	// One iterator for all workers: each takes the next.
	const open = different.values();
	let ended: CallFailure | undefined;
	const work = async () => {
		for (const { key, send } of open) {
			const answer = ended ?? (await send());
			answers.set(key, answer);
			if (isFailure(answer) && !(continueOnFail && PER_ITEM_FAILURES.has(answer.kind)))
				ended ??= answer;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));

	const output: INodeExecutionData[] = [];
	for (const { key, item, parameters, notFound } of requests) {
		const answer = answers.get(key);
		if (answer === undefined) continue;
		if (isFailure(answer)) {
			const better = answer.kind === 'not_found' ? notFound : undefined;
			// The way it came is counted only where the error ends it: under Continue each failure would count all.
			const count = continueOnFail
				? 0
				: [...answers.values()].filter((other) => !isFailure(other)).length;
			const what = done && count > 0 ? done(count, requests.length) : failureMessage;
			const error = callError(context.getNode(), what, answer, { itemIndex: item, ...better });
			if (!continueOnFail) throw error;
			const { kind: reason, httpStatus } = answer;
			failed.push(
				errorItem(
					errorText(error),
					{ reason, ...(httpStatus !== undefined && { http_status: httpStatus }) },
					item,
				),
			);
			continue;
		}
		for (const json of items(answer, parameters)) output.push({ json, pairedItem: { item } });
	}
	for (const item of failed) output.push(item);
	return output;
}
