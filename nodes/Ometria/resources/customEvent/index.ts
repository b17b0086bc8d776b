import type { Resource } from '../../operations/operation';
import { pushCustomEvents } from '../../operations/push/index';
import { get } from './get';
import { getMany } from './getMany';

export const customEvent: Resource = {
	value: 'customEvent',
	name: 'Custom Event',
	operations: [pushCustomEvents, get, getMany],
};
