import { pushOperation } from './operation';
import { collection, dryRunProperties, fields, inputProperties, merge } from './properties';

const RECEIVED = 'Ometria receives up to 100 records per request and validates them afterwards.';

export const pushContacts = pushOperation({
	type: 'contact',
	action: 'Push contacts',
	description: `Create or update contacts. ${RECEIVED}`,
	properties: inputProperties('contact', 'mapContact'),
});

export const pushProducts = pushOperation({
	type: 'product',
	action: 'Push products',
	description: `Create or update products. ${RECEIVED}`,
	properties: inputProperties('product', 'mapProduct'),
});

export const pushOrders = pushOperation({
	type: 'order',
	action: 'Push orders',
	description: `Create or update orders. ${RECEIVED}`,
	properties: inputProperties('order', 'mapOrder'),
});

export const pushCustomEvents = pushOperation({
	type: 'custom_event',
	action: 'Push custom events',
	description: `Record custom events. ${RECEIVED}`,
	properties: [fields('custom_event', 'mapCustomEvent'), ...dryRunProperties],
});

/** Mixed input. */
export const pushRecords = pushOperation({
	type: undefined,
	action: 'Push records of mixed types',
	description:
		'Create or update records of several types: each item says in "@type" what it is. They are sent in the order contacts, products, orders, custom events.',
	properties: [...dryRunProperties, collection, merge],
});
