import type { INodeProperties } from 'n8n-workflow';

import { getManyOperation } from '../../operations/getMany';

const eventType: INodeProperties = {
	displayName: 'Event Type',
	name: 'eventType',
	type: 'string',
	default: '',
	placeholder: 'e.g. wishlist_added',
	description: 'Only events of this type; empty lists events of all types',
};

/** Source: GET /custom-events and /custom-events/{event_type} (from a third party's description). */
export const getMany = getManyOperation({
	plural: 'custom events',
	description: 'List custom events, of all types or of one. Ometria offers no filter by time.',
	properties: [eventType],
	path: (parameters) => {
		const type = parameters.optionalText(eventType);
		return type === undefined
			? '/custom-events'
			: `/custom-events/${parameters.pathStep(eventType, type)}`;
	},
	anyShape: true,
});
