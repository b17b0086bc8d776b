import type { Resource } from '../../operations/operation';
import { addContacts, removeContacts } from './changeContacts';
import { get } from './get';
import { getContacts } from './getContacts';
import { getMany } from './getMany';

/** What Ometria's interface calls a segment, and its API a list. */
export const segment: Resource = {
	value: 'segment',
	name: 'Segment',
	description: "Segments and their members, which Ometria's API calls lists",
	operations: [get, addContacts, getContacts, getMany, removeContacts],
};
