import { getOperation } from '../../operations/get';
import { segment, segmentPath, SIMPLE } from './shared';

/** Source: GET /lists/{list_id} (documented). */
export const get = getOperation({
	singular: 'segment',
	description: 'Get a segment with its size and totals',
	properties: [segment],
	simple: SIMPLE,
	request: (parameters) => ({ path: segmentPath(parameters) }),
});
