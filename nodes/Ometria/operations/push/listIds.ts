import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type ListChanges, NO_LIST_CHANGES } from '../../push/prepare';
import { isObject } from '../../utils/json';
import { perItem } from './perItem';

/** Whether ids are numbers or texts is not documented; clients send numbers where they have digits. */
export function listId(text: string): string | number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : text;
}

/** Chosen from the list, or given by an expression: a list, one id, or ids with commas between. */
function idsOf(value: unknown): Array<string | number> | undefined {
	if (value === undefined || value === null) return [];
	if (typeof value === 'number') return [value];
	if (typeof value === 'string') {
		return value
			.split(',')
			.map((id) => id.trim())
			.filter((id) => id !== '')
			.map(listId);
	}
	if (!Array.isArray(value)) return undefined;
	const ids = value.map((id: unknown) => (typeof id === 'string' ? listId(id.trim()) : id));
	return ids.every((id): id is string | number => typeof id === 'number' || typeof id === 'string')
		? ids
		: undefined;
}

/** Reads which segments contacts are to be added to and removed from. */
export function readListIds(context: IExecuteFunctions): (item: number) => ListChanges {
	const options: unknown = context.getNode().parameters.options;
	const raw = isObject(options) ? options : {};
	if (raw.addToLists === undefined && raw.removeFromLists === undefined) {
		return () => NO_LIST_CHANGES;
	}
	const reader = (name: 'addToLists' | 'removeFromLists', label: string) => {
		const read = perItem(context, `options.${name}`, raw[name], []);
		return (item: number) => {
			const ids = idsOf(read(item));
			if (ids) return ids;
			throw new NodeOperationError(context.getNode(), `${label} must be a list of segment IDs`, {
				description: 'Check what the expression gives for this item.',
				itemIndex: item,
			});
		};
	};
	const add = reader('addToLists', 'Add to Segment Names or IDs');
	const remove = reader('removeFromLists', 'Remove From Segment Names or IDs');
	return (item) => ({ add: add(item), remove: remove(item) });
}
