import { asTime, getManyOperation } from '../../operations/getMany';
import { time } from '../../operations/readProperties';
import { collection, collectionPath, SIMPLE } from './shared';

/** Source: GET /contacts/{collection} (from a third party's description and a client). */
export const getMany = getManyOperation({
	plural: 'contacts',
	description: 'List the contacts of a collection, as their source has pushed them',
	properties: [collection],
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
