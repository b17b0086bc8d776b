import type { Resource } from '../operation';
import { pushCustomEvents } from '../push';

export const customEvent: Resource = {
	value: 'customEvent',
	name: 'Custom Event',
	operations: [pushCustomEvents],
};
