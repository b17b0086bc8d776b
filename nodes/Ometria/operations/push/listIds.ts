import type { INodeProperties } from 'n8n-workflow';

import type { ListChanges } from '../../push/prepare';
import { isObject } from '../../utils/json';
import { trimInvisible } from '../../utils/text';
import type { Parameters } from '../parameters';
import { addToLists, OPTIONS, optionSegment, removeFromLists, SEGMENT_ROW } from './properties';
import type { ReadSegments, SegmentParameter } from './segmentIds';

/** Chosen from the list, or given by an expression: a list, one segment, or several with commas between. */
function textsOf(given: unknown): Array<string | number> | undefined {
	const value = isObject(given) && 'value' in given ? given.value : given;
	if (value === undefined) return [];
	if (typeof value === 'number') return [value];
	const parts: unknown = typeof value === 'string' ? value.split(',') : value;
	if (!Array.isArray(parts)) return undefined;
	const texts = parts
		.map((part: unknown) => (typeof part === 'string' ? trimInvisible(part) : part))
		.filter((part) => part !== '');
	return texts.every(
		(text): text is string | number => typeof text === 'number' || typeof text === 'string',
	)
		? texts
		: undefined;
}

function segmentsOption(property: INodeProperties): SegmentParameter {
	const expected = 'a list of segment IDs';
	return {
		property,
		group: OPTIONS,
		read: (parameters: Parameters) => {
			const rows = parameters.countEntries(property, SEGMENT_ROW, OPTIONS);
			return Array.from({ length: rows }).flatMap((_, row) => {
				const group = `${OPTIONS}.${property.name}.${SEGMENT_ROW}.${row}`;
				// A contact that an expression names no segment for is pushed all the same.
				const value = parameters.whereNothingIsAbsent.raw(optionSegment, expected, group);
				const texts = textsOf(value);
				if (texts) return texts;
				throw parameters.wrong(property, expected, value);
			});
		},
	};
}

const add = segmentsOption(addToLists);
const remove = segmentsOption(removeFromLists);

/** The options of a push that name segments. */
export const SEGMENT_OPTIONS: readonly SegmentParameter[] = [add, remove];

/** Reads which segments a contact is to be added to and removed from. */
export function readSegmentChanges(parameters: Parameters, read: ReadSegments): ListChanges {
	return { add: read(parameters, add), remove: read(parameters, remove) };
}
