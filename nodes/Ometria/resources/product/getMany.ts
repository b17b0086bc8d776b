import { type Filter, getManyOperation } from '../../operations/getMany';
import { SIMPLE } from './shared';

const active: Filter = {
	property: {
		displayName: 'Active',
		name: 'active',
		type: 'boolean',
		default: true,
		description: 'Whether to list active products. Turn off to list those that are not active.',
	},
	query: 'active',
	read: (parameters, property, collection) => parameters.optionalBoolean(property, collection),
};

const includeVariants: Filter = {
	property: {
		displayName: 'Include Variants',
		name: 'includeVariants',
		type: 'boolean',
		default: true,
		description: 'Whether to list variants as well as the products they belong to',
	},
	query: 'includeVariants',
	// Documented with the value true only: what is not wanted is not asked for.
	read: (parameters, property, collection) =>
		parameters.optionalBoolean(property, collection) === true ? true : undefined,
};

/** Source: GET /products (documented). */
export const getMany = getManyOperation({
	plural: 'products',
	description: 'List products, without variants unless you include them',
	filters: [active, includeVariants],
	simple: SIMPLE,
	path: () => '/products',
});
