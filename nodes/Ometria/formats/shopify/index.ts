import type { InputFormat } from '../types';
import { customer } from './customer';
import { order } from './order';
import { product } from './product';
import { SHOPIFY } from './read';

export const shopify: InputFormat = {
	value: 'shopify',
	name: SHOPIFY,
	description: 'Customers, orders and products as Shopify sends them, by webhook, REST or GraphQL',
	operations: { contact: customer, order, product },
};
