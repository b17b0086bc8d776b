import type { Resource } from '../operation';
import { pushContacts } from '../push';
import { get } from './get';
import { getCollections } from './getCollections';
import { getMany } from './getMany';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	operations: [pushContacts, get, getCollections, getMany],
};
