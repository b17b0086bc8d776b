import type { Resource } from '../operation';
import { pushProducts } from '../push';
import { get } from './get';
import { getMany } from './getMany';

export const product: Resource = {
	value: 'product',
	name: 'Product',
	operations: [pushProducts, get, getMany],
};
