import type { Resource } from '../../operations/operation';
import { getMany } from './getMany';

/** What Ometria found wrong after it had answered a push. */
export const pushError: Resource = {
	value: 'pushError',
	name: 'Push Error',
	description: 'What Ometria found wrong after it had received records',
	operations: [getMany],
};
