import type { Resource } from '../../operations/operation';
import { send } from './send';

export const transactionalEmail: Resource = {
	value: 'transactionalEmail',
	name: 'Transactional Email',
	operations: [send],
};
