import type { Resource } from '../../operations/operation';
import { pushOrders } from '../../operations/push/index';
import { get } from './get';
import { getMany } from './getMany';

export const order: Resource = {
	value: 'order',
	name: 'Order',
	description: 'Orders with their lines: push them, look them up',
	operations: [pushOrders, get, getMany],
};
