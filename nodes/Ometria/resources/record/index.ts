import type { Resource } from '../../operations/operation';
import { pushRecords } from '../../operations/push/index';

/** Mixed input. */
export const record: Resource = {
	value: 'record',
	name: 'Record (Mixed Types)',
	description: 'Records of several types in one input',
	operations: [pushRecords],
};
