import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ListChanges } from '../../push/prepare';
import type { Session } from '../../transport/session';
import { isObject } from '../../utils/json';
import { trimInvisible } from '../../utils/text';
import { type Parameters, perItem } from '../parameters';
import { addToLists, OPTIONS, optionSegment, removeFromLists, SEGMENT_ROW } from './properties';
import { type SegmentParameter, segmentReader } from './segmentIds';

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

/**
 * What the option gives as a whole: rows by one expression, or segments without rows, as up to 0.1 and
 * as programs write them.
 */
function valuesOf(given: unknown): readonly unknown[] {
	const rows = isObject(given) ? given[SEGMENT_ROW] : undefined;
	if (rows === undefined) return [given];
	const list: readonly unknown[] = Array.isArray(rows) ? rows : [rows];
	return list.map((row) => (isObject(row) ? row[optionSegment.name] : row));
}

const groupOf = ({ name }: INodeProperties, row: number) =>
	`${OPTIONS}.${name}.${SEGMENT_ROW}.${row}`;

function segmentsOption(property: INodeProperties): SegmentParameter {
	const expected = 'a list of segment IDs';
	return {
		property,
		group: OPTIONS,
		read: (parameters: Parameters) => {
			// A contact that an expression names no segment for is pushed all the same.
			const { whereNothingIsAbsent } = parameters;
			const values = parameters.isSavedAsEntries(property, SEGMENT_ROW, OPTIONS)
				? Array.from(
						{ length: parameters.countEntries(property, SEGMENT_ROW, OPTIONS) },
						(_, row) => whereNothingIsAbsent.raw(optionSegment, expected, groupOf(property, row)),
					)
				: valuesOf(whereNothingIsAbsent.raw(property, expected, OPTIONS));
			return values.flatMap((value) => {
				const texts = textsOf(value);
				if (texts) return texts;
				throw parameters.wrong(property, expected, value);
			});
		},
	};
}

const add = segmentsOption(addToLists);
const remove = segmentsOption(removeFromLists);

/** Reads which segments each contact is to be added to and removed from. */
export async function segmentChanges(
	context: IExecuteFunctions,
	session: Session,
): Promise<(item: number) => ListChanges> {
	const read = await segmentReader(context, session, [add, remove]);
	return perItem(context, [OPTIONS], (parameters) => ({
		add: read(parameters, add),
		remove: read(parameters, remove),
	}));
}
