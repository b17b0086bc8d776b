import type { INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type ErrorFacts, errorItem, errorText } from '../n8n/errorItem';
import { eachFairly, type Yielder } from '../n8n/yielder';
import type { Reason } from '../records';

/** A parameter whose value cannot be used. n8n knows it by the name of the class that it is one of. */
export class WrongParameter extends NodeOperationError {
	override name = 'NodeOperationError';
}

/**
 * One error item for each input item, for an error that no operation expected: an unusable
 * credential, an expression that n8n refuses, a bug of this node. A thrown error would make n8n
 * send the input down the success branch under On Error: Continue.
 *
 * @param count number of input items; a node without any still has one failure to report
 */
export async function wholeNodeFailure(
	error: unknown,
	count: number,
	yielder: Yielder,
): Promise<INodeExecutionData[]> {
	const expected = error instanceof NodeOperationError || error instanceof NodeApiError;
	const ofNode: Reason = error instanceof WrongParameter ? 'wrong_parameter' : 'node_failed';
	const facts: ErrorFacts = { reason: expected ? ofNode : 'unexpected_error' };
	const message = errorText(error);
	const items: INodeExecutionData[] = [];
	await eachFairly(yielder, Math.max(count, 1), (item) => {
		items.push(errorItem(message, facts, item));
	});
	return items;
}
