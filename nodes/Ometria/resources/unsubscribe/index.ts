import type { Resource } from '../../operations/operation';
import { getMany } from './getMany';

export const unsubscribe: Resource = {
	value: 'unsubscribe',
	name: 'Unsubscribe',
	description: 'Who unsubscribed, when and how',
	operations: [getMany],
};
