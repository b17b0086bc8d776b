import type { InputFormat } from '../types';
import { CUSTOMER } from './customer';
import { ORDER } from './order';
import { PRODUCT } from './product';

export const magento2: InputFormat = {
	value: 'magento2',
	name: 'Magento 2',
	description: 'Customers, products and orders of Magento 2 and Adobe Commerce (REST V1)',
	operations: { contact: CUSTOMER, order: ORDER, product: PRODUCT },
};
