import { asTime, getManyOperation } from '../../operations/getMany';
import { time } from '../../operations/readProperties';
import { SIMPLE } from './shared';

/** Source: GET /profiles (documented). */
export const getMany = getManyOperation({
	plural: 'profiles',
	description: 'List profiles',
	filters: [
		{
			property: time(
				'updatedSince',
				'Updated Since',
				'Only profiles that were updated at this time or later. Entering or leaving a dynamic segment alone does not count.',
			),
			query: 'updateSince',
			read: asTime,
		},
	],
	simple: SIMPLE,
	path: () => '/profiles',
});
