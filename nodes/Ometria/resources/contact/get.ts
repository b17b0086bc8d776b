import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { collection, collectionPath, SIMPLE } from './shared';

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. c-1001',
	description: 'The ID under which the contact was pushed; it is unique in its collection only',
};

/** Source: GET /contacts/{collection}/{id} (from a third party's description and a client). */
export const get = getOperation({
	singular: 'contact',
	description: 'Get a contact of a collection, as its source has pushed it',
	properties: [collection, contactId],
	simple: SIMPLE,
	request: (parameters) => ({
		path: `${collectionPath(parameters)}/${parameters.pathStep(contactId, parameters.text(contactId, 'an ID'))}`,
	}),
});
