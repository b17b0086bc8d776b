import { collectionPath, contactCollection } from '../../operations/contactPlace';
import { asTime, getManyOperation } from '../../operations/getMany';
import { time } from '../../operations/readProperties';
import { SIMPLE } from './shared';

export const getMany = getManyOperation({
	plural: 'contacts',
	description: 'List the contacts of a collection, as their source has pushed them',
	properties: [contactCollection],
	filters: [
		{
			property: time(
				'updatedSince',
				'Updated Since',
				'Only contacts that were updated at this time or later',
			),
			query: 'updateSince',
			read: asTime,
		},
	],
	simple: SIMPLE,
	path: collectionPath,
});
