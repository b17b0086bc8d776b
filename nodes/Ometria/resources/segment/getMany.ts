import { getManyOperation } from '../../operations/getMany';
import { SIMPLE } from './shared';

/** Source: GET /lists (documented; no paging is). */
export const getMany = getManyOperation({
	plural: 'segments',
	description: 'List segments: the active ones unless you choose others',
	filters: [
		{
			property: {
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Active', value: 'active' },
					{ name: 'All', value: 'all' },
					{ name: 'Archived', value: 'archived' },
				],
				default: 'active',
				description: 'Which segments to list',
			},
			query: 'mode',
			read: (parameters, property, collection) => {
				const expected = 'active, all or archived';
				const value = parameters.raw(property, expected, collection);
				if (value === undefined) return undefined;
				if (value === 'active' || value === 'all' || value === 'archived') return value;
				throw parameters.wrong(property, expected, value);
			},
		},
	],
	simple: SIMPLE,
	path: () => '/lists',
	paged: false,
});
