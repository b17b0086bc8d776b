import type { Resource } from '../../operations/operation';
import { pushCustomEvents } from '../../operations/push/index';
import { get } from './get';
import { getMany } from './getMany';

export const customEvent: Resource = {
	value: 'customEvent',
	name: 'Custom Event',
	description: 'Your own events, such as an item put on a wishlist',
	operations: [pushCustomEvents, get, getMany],
};
