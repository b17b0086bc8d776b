import type { Resource } from '../../operations/operation';
import { get } from './get';
import { getContacts } from './getContacts';
import { getMany } from './getMany';

/** What Ometria's interface calls a segment, and its API a list. */
export const segment: Resource = {
	value: 'segment',
	name: 'Segment',
	operations: [get, getContacts, getMany],
};
