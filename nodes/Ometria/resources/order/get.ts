import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { SIMPLE } from './shared';

const orderId: INodeProperties = {
	displayName: 'Order ID',
	name: 'orderId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. SO-5001',
	description: 'The ID under which the order was pushed',
};

/** Source: GET /orders/{id} (from a third party's description and a client). */
export const get = getOperation({
	singular: 'order',
	description: 'Get an order',
	properties: [orderId],
	simple: SIMPLE,
	request: (parameters) => ({
		path: `/orders/${parameters.pathStep(orderId, parameters.text(orderId, 'an ID'))}`,
	}),
});
