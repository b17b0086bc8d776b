import type { Resource } from '../../operations/operation';
import { pushRecords } from '../../operations/push/index';

/** Mixed input. */
export const record: Resource = {
	value: 'record',
	name: 'Record (Mixed Types)',
	operations: [pushRecords],
};
