import type { Resource } from '../operation';
import { pushOperation } from './operation';
import { collection, fields, merge } from './properties';

const RECEIVED = 'Ometria receives up to 100 records per request and validates them afterwards.';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	operations: [
		pushOperation({
			type: 'contact',
			action: 'Push contacts',
			description: `Create or update contacts. ${RECEIVED}`,
			properties: [fields('mapContact'), collection, merge],
		}),
	],
};

export const product: Resource = {
	value: 'product',
	name: 'Product',
	operations: [
		pushOperation({
			type: 'product',
			action: 'Push products',
			description: `Create or update products. ${RECEIVED}`,
			properties: [fields('mapProduct'), merge],
		}),
	],
};

export const order: Resource = {
	value: 'order',
	name: 'Order',
	operations: [
		pushOperation({
			type: 'order',
			action: 'Push orders',
			description: `Create or update orders. ${RECEIVED}`,
			properties: [fields('mapOrder'), merge],
		}),
	],
};

export const customEvent: Resource = {
	value: 'customEvent',
	name: 'Custom Event',
	operations: [
		pushOperation({
			type: 'custom_event',
			action: 'Push custom events',
			description: `Record custom events. ${RECEIVED}`,
			properties: [fields('mapCustomEvent')],
		}),
	],
};

/** Mixed input. */
export const record: Resource = {
	value: 'record',
	name: 'Record (Mixed Types)',
	operations: [
		pushOperation({
			type: undefined,
			action: 'Push records of mixed types',
			description:
				'Create or update records of several types: each item says in "@type" what it is. They are sent in the order contacts, products, orders, custom events.',
			properties: [collection, merge],
		}),
	],
};
