import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import type { Parameters } from '../../operations/parameters';

const eventType: INodeProperties = {
	displayName: 'Event Type',
	name: 'eventType',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. wishlist_added',
	description: 'The type of the event',
};

const eventId: INodeProperties = {
	displayName: 'Event ID',
	name: 'eventId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. wl-0001',
	description: 'The ID under which the event was pushed',
};

const step = (parameters: Parameters, property: INodeProperties, expected: string) =>
	parameters.pathStep(property, parameters.text(property, expected));

/** Source: GET /custom-events/{event_type}/{event_id} (from a third party's description). */
export const get = getOperation({
	singular: 'custom event',
	description: 'Get a custom event',
	properties: [eventType, eventId],
	request: (parameters) => {
		const type = step(parameters, eventType, 'the type of an event');
		return { path: `/custom-events/${type}/${step(parameters, eventId, 'an ID')}` };
	},
});
