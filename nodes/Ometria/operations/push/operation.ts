import type { IBinaryKeyData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readPushOptions } from '../../push/options';
import { runPush } from '../../push/run';
import type { RecordType } from '../../records/index';
import type { Operation } from '../operation';
import { readListIds } from './listIds';
import { recordSource } from './mapped';
import { perItem } from './perItem';
import { pushOptions } from './properties';

interface PushDescription {
	/** Undefined for mixed input, where each item's `@type` decides. */
	type: RecordType | undefined;
	action: string;
	description: string;
	/** Parameters before the options. */
	properties: INodeProperties[];
}

function wrongParameter(
	context: IExecuteFunctions,
	name: string,
	expected: string,
	itemIndex: number,
) {
	return new NodeOperationError(context.getNode(), `${name} must be ${expected}`, {
		description: 'Check what the expression gives for this item.',
		itemIndex,
	});
}

/** Name of the first file of an item. */
function fileName(files: IBinaryKeyData | undefined): string | undefined {
	const [first] = Object.entries(files ?? {});
	return first && (first[1].fileName ?? first[0]);
}

/** Push for one record type: the operations differ only in what the user sees. */
export function pushOperation({
	type,
	action,
	description,
	properties,
}: PushDescription): Operation {
	return {
		value: 'push',
		name: 'Push',
		action,
		description,
		properties: [...properties, pushOptions(type)],
		async execute(context, session) {
			const items = context.getInputData();
			const { parameters } = context.getNode();
			const collection = perItem(context, 'collection', parameters.collection, '');
			const merge = perItem(context, 'merge', parameters.merge, true);
			return await runPush(context, session, {
				type,
				count: items.length,
				...recordSource(context),
				file: (item) => fileName(items[item].binary),
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
				lists: readListIds(context),
				options: readPushOptions(context),
			});
		},
	};
}
