import type { Parameters } from '../../operations/parameters';
import { locator } from '../../operations/readProperties';

export const collection = locator(
	'contactCollection',
	'Collection',
	'The collection that holds the contacts: one for each source of contacts',
	{ searchListMethod: 'searchCollections', placeholder: 'e.g. n8n' },
);

/** Source: GET /contacts/{collection} (from a third party's description and a client). */
export function collectionPath(parameters: Parameters): string {
	const { value } = parameters.locator(collection, 'the name of a collection');
	return `/contacts/${parameters.pathStep(collection, value)}`;
}

/** The most used fields of a contact. */
export const SIMPLE = [
	'@collection',
	'id',
	'email',
	'phone_number',
	'customer_id',
	'firstname',
	'lastname',
	'country_id',
	'marketing_optin',
	'properties',
];
