import { getManyOperation } from '../../operations/getMany';

/** Source: GET /contacts (documented; the shape `{ collection, count }` from a client). */
export const getCollections = getManyOperation({
	plural: 'collections',
	description: 'List the collections of contacts and how many contacts each has',
	operation: {
		value: 'getCollections',
		name: 'Get Collections',
		action: 'Get contact collections',
	},
	path: () => '/contacts',
});
