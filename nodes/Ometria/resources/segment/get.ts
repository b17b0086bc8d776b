import { getOperation } from '../../operations/get';
import { segment, segmentPath, SIMPLE } from './shared';

/** Source: GET /lists/{list_id} (documented). */
export const get = getOperation({
	noun: 'segment',
	description: 'Get a segment with its size and totals',
	properties: [segment],
	simple: SIMPLE,
	sought: (parameters) => ({ path: segmentPath(parameters) }),
});
