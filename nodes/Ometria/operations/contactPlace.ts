import type { INodeProperties } from 'n8n-workflow';

import { locator } from '../utils/locator';
import type { Parameters } from './parameters';

/** Where Ometria holds a contact: which parameters say it, and how they are read. */
export const contactCollection = locator(
	'contactCollection',
	'Collection',
	'The collection that holds the contacts: one for each source of contacts. Contacts that were pushed without a collection are in the one that Ometria chose, probably "default".',
	{ searchListMethod: 'searchCollections', placeholder: 'e.g. n8n' },
);

export const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. c-1001',
	description: 'The ID under which the contact was pushed; it is unique in its collection only',
};

export const readCollection = (parameters: Parameters): string =>
	parameters.locator(contactCollection, 'the name of a collection').value;

/** Source: GET /contacts/{collection} (from a third party's description and a client). */
export const collectionPath = (parameters: Parameters): string =>
	`/contacts/${parameters.pathStep(contactCollection, readCollection(parameters))}`;

/** Source: GET /contacts/{collection}/{id} (from a third party's description and a client). */
export function contactPath(parameters: Parameters): string {
	const id = parameters.text(contactId, 'an ID');
	return `${collectionPath(parameters)}/${parameters.pathStep(contactId, id)}`;
}
