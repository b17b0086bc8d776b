import type { Parameters } from '../../operations/parameters';
import { contactUpdateOperation } from '../../operations/push/contactUpdate';
import { listId } from '../../operations/push/listIds';
import { locator } from '../../operations/readProperties';
import type { ListChanges } from '../../push/prepare';

const staticSegment = locator(
	'segmentId',
	'Segment',
	'The static segment. The rules of a dynamic segment decide its contacts, so they cannot be changed here.',
	{ searchListMethod: 'searchStaticSegments', placeholder: 'e.g. 1234' },
);

const readUpdate = (parameters: Parameters, changes: (ids: ListChanges['add']) => ListChanges) => {
	const { value } = parameters.locator(staticSegment, 'the ID of a static segment');
	return { fields: {}, lists: changes([listId(value)]) };
};

/** Source: `@add_to_lists` of contacts (from a third party's description and clients). */
export const addContacts = contactUpdateOperation({
	value: 'addContacts',
	name: 'Add Contacts',
	action: 'Add contacts to a segment',
	description:
		'Add the contact of each input item to a static segment. Ometria takes up to 100 contacts per request and validates them afterwards.',
	properties: [staticSegment],
	read: (parameters) => readUpdate(parameters, (add) => ({ add, remove: [] })),
});

/** Source: `@remove_from_lists` of contacts (from a third party's description and clients). */
export const removeContacts = contactUpdateOperation({
	value: 'removeContacts',
	name: 'Remove Contacts',
	action: 'Remove contacts from a segment',
	description:
		'Remove the contact of each input item from a static segment. Ometria takes up to 100 contacts per request and validates them afterwards.',
	properties: [staticSegment],
	read: (parameters) => readUpdate(parameters, (remove) => ({ add: [], remove })),
});
