import type { Resource } from '../../operations/operation';
import { pushContacts } from '../../operations/push/index';
import { get } from './get';
import { getCollections } from './getCollections';
import { getMany } from './getMany';
import { setMarketingConsent } from './setMarketingConsent';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	description: 'People as one source knows them: push them, look them up, set their consent',
	operations: [pushContacts, get, getCollections, getMany, setMarketingConsent],
};
