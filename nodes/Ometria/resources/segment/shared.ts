import type { Parameters } from '../../operations/parameters';
import { locator } from '../../utils/locator';

export const segment = locator(
	'segmentId',
	'Segment',
	"The segment. Ometria's API calls it a list.",
	{
		searchListMethod: 'searchSegments',
		placeholder: 'e.g. 1234',
	},
);

export function segmentPath(parameters: Parameters): string {
	const { value } = parameters.locator(segment, 'the ID of a segment');
	return `/lists/${parameters.pathStep(segment, value)}`;
}

/** The most used fields of a segment. */
export const SIMPLE = [
	'id',
	'title',
	'description',
	'type',
	'status',
	'size',
	'timestamp_last_refreshed',
];
