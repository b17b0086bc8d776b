import type { Resource } from '../../operations/operation';
import { send } from './send';

export const transactionalEmail: Resource = {
	value: 'transactionalEmail',
	name: 'Transactional Email',
	description: 'Emails about an order or an account, one for each item',
	operations: [send],
};
