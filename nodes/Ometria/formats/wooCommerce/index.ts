import type { InputFormat } from '../types';
import { CUSTOMER } from './customer';
import { ORDER } from './order';
import { PRODUCT } from './product';

export const wooCommerce: InputFormat = {
	value: 'wooCommerce',
	name: 'WooCommerce',
	description: 'Customers, products and orders as the WooCommerce nodes and webhooks give them',
	operations: { contact: CUSTOMER, order: ORDER, product: PRODUCT },
};
