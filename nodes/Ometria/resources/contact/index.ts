import type { Resource } from '../../operations/operation';
import { pushContacts } from '../../operations/push/index';
import { get } from './get';
import { getCollections } from './getCollections';
import { getMany } from './getMany';
import { setMarketingConsent } from './setMarketingConsent';

export const contact: Resource = {
	value: 'contact',
	name: 'Contact',
	operations: [pushContacts, get, getCollections, getMany, setMarketingConsent],
};
