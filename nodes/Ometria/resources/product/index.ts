import type { Resource } from '../../operations/operation';
import { pushProducts } from '../../operations/push/index';
import { get } from './get';
import { getMany } from './getMany';

export const product: Resource = {
	value: 'product',
	name: 'Product',
	description: 'Products and their variants: push them, look them up',
	operations: [pushProducts, get, getMany],
};
