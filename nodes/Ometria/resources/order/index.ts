import type { Resource } from '../operation';
import { pushOrders } from '../push';
import { get } from './get';
import { getMany } from './getMany';

export const order: Resource = {
	value: 'order',
	name: 'Order',
	operations: [pushOrders, get, getMany],
};
