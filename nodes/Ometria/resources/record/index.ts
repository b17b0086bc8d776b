import type { Resource } from '../operation';
import { pushRecords } from '../push';

/** Mixed input. */
export const record: Resource = {
	value: 'record',
	name: 'Record (Mixed Types)',
	operations: [pushRecords],
};
