import type { Resource } from '../../operations/operation';
import { pushCustomEvents } from '../../operations/push/index';

export const customEvent: Resource = {
	value: 'customEvent',
	name: 'Custom Event',
	operations: [pushCustomEvents],
};
