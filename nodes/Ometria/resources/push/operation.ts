import type { IExecuteFunctions, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readPushOptions } from '../../push/options';
import { runPush } from '../../push/run';
import type { RecordType } from '../../records';
import type { Operation } from '../operation';
import { options } from './properties';

interface PushDescription {
	/** Undefined for mixed input, where each item's `@type` decides. */
	type: RecordType | undefined;
	action: string;
	description: string;
	/** Parameters before the options. */
	properties: INodeProperties[];
}

/**
 * Reads a parameter for each item, but only once when it is no expression: evaluating costs up to
 * 0.7 ms an item, and a fixed value is the same for all.
 */
function perItem(
	context: IExecuteFunctions,
	name: string,
	fallback: NodeParameterValueType,
): (item: number) => unknown {
	const raw = context.getNode().parameters[name];
	if (typeof raw !== 'string' || !raw.startsWith('=')) {
		const value = context.getNodeParameter(name, 0, fallback);
		return () => value;
	}
	const values: unknown[] = [];
	return (item) => (values[item] ??= context.getNodeParameter(name, item, fallback));
}

function wrongParameter(context: IExecuteFunctions, name: string, expected: string, itemIndex: number) {
	return new NodeOperationError(context.getNode(), `${name} must be ${expected}`, {
		description: 'Check what the expression gives for this item.',
		itemIndex,
	});
}

/** Push for one record type: the operations differ only in what the user sees. */
export function pushOperation({ type, action, description, properties }: PushDescription): Operation {
	return {
		value: 'push',
		name: 'Push',
		action,
		description,
		properties: [...properties, options],
		async execute(context, session) {
			const items = context.getInputData();
			const collection = perItem(context, 'collection', '');
			const merge = perItem(context, 'merge', true);
			return await runPush(context, session, {
				type,
				count: items.length,
				source: (item) => items[item].json,
				collection: (item) => {
					const value = collection(item);
					if (value === undefined || value === null || value === '') return undefined;
					if (typeof value === 'string') return value;
					throw wrongParameter(context, 'Collection', 'a text', item);
				},
				merge: (item) => {
					const value = merge(item);
					if (typeof value === 'boolean') return value;
					throw wrongParameter(context, 'Merge With Stored Record', 'true or false', item);
				},
				options: readPushOptions(context),
			});
		},
	};
}
