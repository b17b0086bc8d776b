import { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';

/** Whatever an operation may ask for; each takes what is its own. */
const id = (value: string) => ({ __rl: true, mode: 'id', value });
export const PARAMETERS = {
	profileId: id('1'),
	person: id('1'),
	segmentId: id('1'),
	contactCollection: id('shop'),
	productId: id('1'),
	contactId: '1',
	collection: 'shop',
	consent: 'optedIn',
	orderId: '1',
	dataDeletionRequestId: '1',
	eventType: 'wishlist_added',
	eventId: '1',
	mergeJobId: '1',
	templateId: '1',
	toEmail: 'ada@shop.example',
	survivorValue: '1',
	customersToMerge: { customer: [{ type: 'customer_id', value: '2' }] },
};
/** All operations, as `resource/operation`, from the node's description. */
export const OPERATIONS = new Ometria().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) =>
		options.map(
			(option) =>
				`${displayOptions?.show?.resource?.[0] as string}/${(option as { value: string }).value}` as const,
		),
	);
/** Records that the pushes take; all other operations can use a contact. */
export const RECORDS: Record<string, IDataObject> = {
	contact: { '@type': 'contact', email: 'a@shop.example' },
	product: { '@type': 'product', price: 25 },
	order: { '@type': 'order', timestamp: '2026-01-15T09:00:00+00:00' },
	customEvent: {
		'@type': 'custom_event',
		event_type: 'loyalty',
		timestamp: '2026-01-15T09:00:00+00:00',
		properties: {},
	},
};

export interface Listening {
	url: string;
	close: () => Promise<void>;
}

export async function listen(server: Server): Promise<Listening> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
		close: async () => {
			if (server instanceof HttpServer) server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
