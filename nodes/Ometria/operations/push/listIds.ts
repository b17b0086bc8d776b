import type { INodeProperties } from 'n8n-workflow';

import type { ListChanges } from '../../push/prepare';
import { trimInvisible } from '../../utils/text';
import type { Parameters } from '../parameters';
import { addToLists, OPTIONS, removeFromLists } from './properties';

/** Whether ids are numbers or texts is not documented; clients send numbers where they have digits. */
export function listId(text: string): string | number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : text;
}

/** Chosen from the list, or given by an expression: a list, one id, or ids with commas between. */
function idsOf(value: unknown): Array<string | number> | undefined {
	if (value === undefined) return [];
	if (typeof value === 'number') return [value];
	if (typeof value === 'string') {
		return value
			.split(',')
			.map(trimInvisible)
			.filter((id) => id !== '')
			.map(listId);
	}
	if (!Array.isArray(value)) return undefined;
	const ids = value
		.map((id: unknown) => (typeof id === 'string' ? listId(trimInvisible(id)) : id))
		.filter((id) => id !== '');
	return ids.every((id): id is string | number => typeof id === 'number' || typeof id === 'string')
		? ids
		: undefined;
}

/** Reads which segments a contact is to be added to and removed from. */
export function readListIds(parameters: Parameters): ListChanges {
	const expected = 'a list of segment IDs';
	const read = (property: INodeProperties) => {
		// A contact that an expression names no segment for is pushed all the same.
		const value = parameters.whereNothingIsAbsent.raw(property, expected, OPTIONS);
		const ids = idsOf(value);
		if (ids) return ids;
		throw parameters.wrong(property, expected, value);
	};
	return { add: read(addToLists), remove: read(removeFromLists) };
}
