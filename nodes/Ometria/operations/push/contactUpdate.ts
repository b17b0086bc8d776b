import type { INodeProperties } from 'n8n-workflow';

import type { ListChanges } from '../../push/prepare';
import { plainRecords } from '../../push/recordSource';
import { runPush } from '../../push/run';
import type { JsonRecord } from '../../records/index';
import { Yielder } from '../../utils/yielder';
import type { Operation } from '../operation';
import { type Parameters, perItem } from '../parameters';
import { readPushOptions } from './options';
import { collection as collectionOfPush, sendingOptions } from './properties';

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. c-1001',
	description: 'The ID under which the contact was pushed',
};

const collection: INodeProperties = {
	...collectionOfPush,
	required: true,
	description:
		'The collection in Ometria that holds the contact. If the contact is not in it, Ometria creates it there, with only the ID and what this operation sets.',
};

/** What is to change about one contact. */
interface ContactUpdate {
	/** Fields of the record beside its ID. */
	fields: JsonRecord;
	lists: ListChanges;
}

interface ContactUpdateDescription extends Pick<
	Operation,
	'value' | 'name' | 'action' | 'description'
> {
	/** Parameters before ID and collection. */
	properties: INodeProperties[];
	/** Throws a NodeOperationError for a parameter that cannot be used. */
	read: (parameters: Parameters) => ContactUpdate;
}

/**
 * An operation that changes one thing about the contact of each input item: a push of partial records,
 * merged with what is stored.
 */
export function contactUpdateOperation({
	properties,
	read,
	...shown
}: ContactUpdateDescription): Operation {
	return {
		...shown,
		properties: [...properties, contactId, collection, sendingOptions],
		async execute(context, session) {
			const updateOf = perItem(
				context,
				[...properties, contactId, collection].map(({ name }) => name),
				(parameters) => ({
					...read(parameters),
					id: parameters.text(contactId, 'an ID'),
					collection: parameters.text(collection, 'the name of a collection'),
				}),
			);
			return await runPush(context, session, {
				type: 'contact',
				source: plainRecords(context.getInputData().length, (item) => {
					const { id, fields } = updateOf(item);
					return { id, ...fields };
				}),
				file: () => undefined,
				settings: {
					collection: (item) => updateOf(item).collection,
					merge: () => true,
					lists: (item) => updateOf(item).lists,
				},
				missingIds: () => ({ fields: [], advice: 'Enter the Contact ID.' }),
				options: await readPushOptions(context, new Yielder(session.clock)),
			});
		},
	};
}
