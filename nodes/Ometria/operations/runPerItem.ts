import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { systemClock } from '../n8n/clock';
import { type ErrorFacts, errorItem, errorText } from '../n8n/errorItem';
import { Yielder } from '../n8n/yielder';
import { Breaker, ENOUGH_REFUSED } from '../push/breaker';
import { callError } from '../transport/callError';
import { type CallFailure, concernsOneRequest } from '../transport/request';
import { attemptAsync } from '../utils/attempt';
import { itemParameters, type Parameters } from './parameters';

/** The request of one input item. */
export interface ItemRequest<T> {
	/** The same for items that need the same request. */
	key?: string;
	send: () => Promise<T | CallFailure>;
	/** The items that its answer gives. */
	items: (answer: T) => IDataObject[];
	/** What a refusal may repeat of it. */
	about?: unknown;
	/** What to say when it is not found. */
	notFound?: { message?: string; advice: string } | undefined;
}

interface PerItemRequests<T> {
	/** The beginning of an error's message: "The profile could not be read". */
	failureMessage: string;
	/** The same when something was done before that cannot be taken back. */
	done?: (count: number, all: number) => string;
	/** Reads an item's request; throws a NodeOperationError for a parameter that cannot be used. */
	request: (parameters: Parameters, item: number) => ItemRequest<T> | Promise<ItemRequest<T>>;
	/** Set for what cannot be undone; the node must then not be run again for items that were done. */
	irreversible?: boolean;
	/** Requests in flight at most; the account's rate limit applies. */
	concurrency?: number;
}

type QueuedRequest<T> = Omit<ItemRequest<T>, 'key'> & {
	key: string | number;
	item: number;
};

/** What sending threw: a file that cannot be read, or a bug. It says nothing of other items. */
class SendError {
	constructor(readonly thrown: unknown) {}
}

/** The account refuses everything, so this was not sent. */
class NotSent {
	constructor(readonly refusal: CallFailure) {}
}

type ItemFailure = CallFailure | SendError | NotSent;

function isFailure(answer: object): answer is ItemFailure {
	return (
		answer instanceof SendError ||
		answer instanceof NotSent ||
		('ok' in answer && answer.ok === false)
	);
}

function failsItemOnly(failure: ItemFailure): boolean {
	if (failure instanceof NotSent) return false;
	return failure instanceof SendError || concernsOneRequest(failure);
}

/** Ends sending where Ometria refuses one request after the other. A look-up has no such end. */
class RefusedAlike {
	private readonly breaker = new Breaker();

	/** @returns what becomes of all further requests; undefined where they are sent */
	after(answer: object, about: unknown): NotSent | undefined {
		if (!isFailure(answer)) this.breaker.accepted();
		else if (answer instanceof SendError || answer instanceof NotSent) return undefined;
		// That something is not there is an answer, too.
		else if (answer.kind === 'not_found') this.breaker.accepted();
		else if (answer.kind === 'refused' && this.breaker.refusedAlone(answer.message, about)) {
			return new NotSent(answer);
		}
		return undefined;
	}
}

async function sendOne<T>(send: () => Promise<T | CallFailure>): Promise<T | ItemFailure> {
	const sent = await attemptAsync(send);
	return 'value' in sent ? sent.value : new SendError(sent.thrown);
}

/** The error of one item, and its facts for the error branch. */
function describe(
	node: INode,
	what: string,
	failure: ItemFailure,
	{ itemIndex, notFound }: { itemIndex: number } & Pick<ItemRequest<unknown>, 'notFound'>,
): { error: NodeApiError | NodeOperationError; facts: ErrorFacts } {
	if (failure instanceof SendError) {
		const message = `${what}: ${errorText(failure.thrown)}`;
		const error = new NodeOperationError(node, message, { itemIndex });
		return { error, facts: { reason: 'unexpected_error' } };
	}
	if (failure instanceof NotSent) {
		const message = `${what}: not sent, as Ometria refused ${ENOUGH_REFUSED} items with the same words and accepted none`;
		const description = `${failure.refusal.message}. Correct what Ometria names, and run the node again.`;
		const error = new NodeOperationError(node, message, { itemIndex, description });
		return { error, facts: { reason: 'not_sent' } };
	}
	const { kind, httpStatus } = failure;
	const better = kind === 'not_found' ? notFound : undefined;
	return {
		error: callError(node, what, failure, { itemIndex, ...better }),
		facts: { reason: kind, ...(httpStatus !== undefined && { http_status: httpStatus }) },
	};
}

/** n8n would run the whole node again, with the items that were done before. */
function refuseRetryOnFail(node: INode): void {
	if (node.retryOnFail !== true) return;
	throw new NodeOperationError(node, 'Retry On Fail must be off for what cannot be undone', {
		description:
			'n8n would run the node again with all items, also those that were done. Turn off Retry On Fail in the settings of the node: it repeats a request itself where Ometria cannot have received it.',
	});
}

/**
 * Sends each different request of the input items once, several at the same time, and returns the
 * answers in the order of the items, each output item paired with the item that needs it. Every item's
 * parameters are read before the first request is made. What cannot be undone ends early where Ometria
 * refuses everything.
 *
 * Under On Error: Continue, what failed follows as error items; otherwise the first failure is thrown.
 */
export async function runPerItem<T extends object>(
	context: IExecuteFunctions,
	{ failureMessage, done, request, irreversible = false, concurrency = 8 }: PerItemRequests<T>,
): Promise<INodeExecutionData[]> {
	if (irreversible) refuseRetryOnFail(context.getNode());
	const continueOnFail = context.continueOnFail();
	const failed: INodeExecutionData[] = [];
	const requests: Array<QueuedRequest<T>> = [];
	const parametersOf = itemParameters(context);
	const yielder = new Yielder(systemClock);
	for (let item = 0; item < context.getInputData().length; item++) {
		if (yielder.isDue()) await yielder.rest();
		const read = await attemptAsync(() => request(parametersOf(item), item));
		if ('value' in read) {
			const { key = item, ...rest } = read.value;
			requests.push({ key, ...rest, item });
		} else {
			// Whatever reading one item's parameters throws is that item's, and the others go on.
			if (!continueOnFail) throw read.thrown;
			failed.push(errorItem(errorText(read.thrown), { reason: 'wrong_parameter' }, item));
		}
	}

	const answers = new Map<string | number, T | ItemFailure>();
	const unique = new Map(requests.map((one) => [one.key, one]));
	// One iterator for all workers: each takes the next.
	const queue = unique.values();
	let fatal: ItemFailure | undefined;
	const refusedAlike = irreversible ? new RefusedAlike() : undefined;
	const worker = async () => {
		for (const { key, send, about } of queue) {
			const answer = fatal ?? (await sendOne(send));
			answers.set(key, answer);
			if (isFailure(answer) && !(continueOnFail && failsItemOnly(answer))) fatal ??= answer;
			fatal ??= refusedAlike?.after(answer, about);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));

	const output: INodeExecutionData[] = [];
	for (const { key, item, items, notFound } of requests) {
		const answer = answers.get(key);
		if (answer === undefined) continue;
		if (isFailure(answer)) {
			// Under Continue, counting the successes for each failure would be quadratic.
			const count = continueOnFail
				? 0
				: [...answers.values()].filter((other) => !isFailure(other)).length;
			const what = done && count > 0 ? done(count, requests.length) : failureMessage;
			const { error, facts } = describe(context.getNode(), what, answer, {
				itemIndex: item,
				notFound,
			});
			if (!continueOnFail) throw error;
			failed.push(errorItem(errorText(error), facts, item));
			continue;
		}
		for (const json of items(answer)) output.push({ json, pairedItem: { item } });
	}
	for (const item of failed) output.push(item);
	return output;
}
