import { contactUpdateOperation, type UpdateReader } from '../../operations/push/contactUpdate';
import type { SegmentParameter } from '../../operations/push/segmentIds';
import type { ListChanges } from '../../push/prepare';
import { locator } from '../../utils/locator';

const staticSegment = locator(
	'segmentId',
	'Segment',
	'The static segment, by its ID or its name. The rules of a dynamic segment decide its contacts, so they cannot be changed here.',
	{ searchListMethod: 'searchStaticSegments', placeholder: 'e.g. 1234' },
);

const segment: SegmentParameter = {
	property: staticSegment,
	read: (parameters) => [
		parameters.locator(staticSegment, 'the ID or name of a static segment').value,
	],
};

const readUpdate = (changes: (ids: ListChanges['add']) => ListChanges): UpdateReader => ({
	segments: [segment],
	read: (parameters, read) => ({ fields: {}, lists: changes(read(parameters, segment)) }),
});

/** Source: `@add_to_lists` of contacts (from a third party's description and clients). */
export const addContacts = contactUpdateOperation({
	value: 'addContacts',
	name: 'Add Contacts',
	action: 'Add contacts to a segment',
	description:
		'Add the contact of each input item to a static segment. Ometria takes up to 100 contacts per request and validates them afterwards.',
	properties: [staticSegment],
	...readUpdate((add) => ({ add, remove: [] })),
});

/** Source: `@remove_from_lists` of contacts (from a third party's description and clients). */
export const removeContacts = contactUpdateOperation({
	value: 'removeContacts',
	name: 'Remove Contacts',
	action: 'Remove contacts from a segment',
	description:
		'Remove the contact of each input item from a static segment. Ometria takes up to 100 contacts per request and validates them afterwards.',
	properties: [staticSegment],
	...readUpdate((remove) => ({ add: [], remove })),
});
