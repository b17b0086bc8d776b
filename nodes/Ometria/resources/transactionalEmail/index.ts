import type { Resource } from '../operation';
import { send } from './send';

export const transactionalEmail: Resource = {
	value: 'transactionalEmail',
	name: 'Transactional Email',
	operations: [send],
};
