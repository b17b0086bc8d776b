import { asText, asTime, getManyOperation } from '../../operations/getMany';
import { time } from '../../operations/readProperties';

/** Source: GET /unsubscribes (documented). */
export const getMany = getManyOperation({
	plural: 'unsubscribes',
	description:
		'List who has unsubscribed, when and how. Unsubscribes that came through the API are not listed.',
	filters: [
		{
			property: time('before', 'Before', 'Only unsubscribes before this time'),
			query: 'before',
			read: asTime,
		},
		{
			property: time('since', 'Since', 'Only unsubscribes at this time or later'),
			query: 'since',
			read: asTime,
		},
		{
			property: {
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: [
					{ name: 'App', value: 'app' },
					{ name: 'Link in Email', value: 'link_unsubscribe' },
					{ name: 'List-Unsubscribe Header', value: 'list_unsubscribe' },
					{ name: 'Preferences Centre', value: 'preferences_centre' },
					{ name: 'SMS Stop Word (DO)', value: 'stopword_unsubscribe_DO' },
					{ name: 'SMS Stop Word (TF)', value: 'stopword_unsubscribe_TF' },
				],
				default: 'preferences_centre',
				description: 'Only unsubscribes made in this way',
			},
			query: 'type',
			read: asText,
		},
	],
	path: () => '/unsubscribes',
});
