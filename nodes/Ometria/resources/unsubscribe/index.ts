import type { Resource } from '../../operations/operation';
import { getMany } from './getMany';

export const unsubscribe: Resource = {
	value: 'unsubscribe',
	name: 'Unsubscribe',
	operations: [getMany],
};
