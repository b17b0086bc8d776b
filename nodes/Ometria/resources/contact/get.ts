import { contactCollection, contactId, contactPath } from '../../operations/contactPlace';
import { getOperation } from '../../operations/get';
import { SIMPLE } from './shared';

export const get = getOperation({
	singular: 'contact',
	description: 'Get a contact of a collection, as its source has pushed it',
	properties: [contactCollection, contactId],
	simple: SIMPLE,
	request: (parameters) => ({ path: contactPath(parameters) }),
});
