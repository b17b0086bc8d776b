import { getOperation } from '../../operations/get';
import { locator } from '../../utils/locator';
import { SIMPLE } from './shared';

const product = locator('productId', 'Product', 'The product to get', {
	searchListMethod: 'searchProducts',
	placeholder: 'e.g. p-1001',
});

/** Source: GET /products/{id} (from a third party's description and a client). */
export const get = getOperation({
	singular: 'product',
	description: 'Get a product',
	properties: [product],
	simple: SIMPLE,
	request: (parameters) => {
		const { value } = parameters.locator(product, 'the ID of a product');
		return { path: `/products/${parameters.pathStep(product, value)}` };
	},
});
