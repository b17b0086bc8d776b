import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import type { FormatOperation, Json } from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { settings } from './formatTests';
import * as magento2 from './magento2/payloads';
import * as shopify from './shopify/payloads';
import * as wooCommerce from './wooCommerce/payloads';

/** A payload of each shop and type, with the keys that its API has. */
const PAYLOADS: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>> = {
	shopify: {
		contact: [shopify.restCustomer()],
		order: [shopify.restOrder(), shopify.graphqlOrder()],
		product: [shopify.restProduct()],
	},
	wooCommerce: {
		contact: [wooCommerce.aCustomer()],
		order: [wooCommerce.anOrder()],
		product: [wooCommerce.aProduct(), wooCommerce.aVariation()],
	},
	magento2: {
		contact: [magento2.aCustomer()],
		order: [magento2.anOrder()],
		product: [magento2.aProduct(), magento2.aFamily().configurable],
	},
};

/** The same payload, which notes each of its keys whose value is read. */
function watched(value: unknown, read: Set<string>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return new Proxy(value, {
		get: (target, key, receiver) => {
			const inner: unknown = Reflect.get(target, key, receiver);
			if (typeof key !== 'string' || !Object.hasOwn(target, key)) return inner;
			if (!Array.isArray(target)) read.add(key);
			return watched(inner, read);
		},
	});
}

/** The words of the rows of a mapping. */
const wordsOf = ({ mapping }: FormatOperation) =>
	new Set(mapping.flatMap(({ source, rule }) => `${source} ${rule}`.match(/\w+/g) ?? []));

/** Keys that no row names, as they decide something else than a value, or a row speaks of their kind. */
const NOT_NAMED: Readonly<Record<string, readonly string[]>> = {
	// When it changed, what it is, and what lists and amounts are wrapped in.
	all: [
		...['admin_graphql_api_id', 'updated_at', 'date_modified_gmt'],
		...['edges', 'node', 'pageInfo', 'hasNextPage', 'shop_money', 'shopMoney', 'value'],
	],
	// "and the other amounts likewise"; shipping that was removed.
	'shopify order': [
		...['current_subtotal_price', 'current_total_discounts', 'current_total_tax'],
		...['currentTotalPriceSet', 'is_removed'],
	],
	// Payloads in a short form; the last of the options.
	'shopify product': ['option2', 'variant_gids'],
	// Users of the shop who are not customers.
	'wooCommerce contact': ['role'],
	// Refunds are items of their own; extras of the total; the parts of an option.
	'wooCommerce order': ['display_value', 'fee_lines', 'key', 'parent_id'],
	// Which address is the billing address.
	'magento2 contact': ['default_billing'],
	// The same in the base currency; what only an order and its rows have.
	'magento2 order': [
		...['base_discount_amount', 'base_shipping_amount', 'base_tax_amount', 'base_total_paid'],
		...['customer_group_id', 'entity_id', 'global_currency_code', 'is_virtual', 'item_id'],
		...['product_type', 'status_histories', 'store_name', 'total_qty_ordered'],
	],
	// "custom_attributes: …" and the kinds of pictures and products.
	'magento2 product': ['attribute_code', 'type_id', 'types'],
};

const operationsOf = INPUT_FORMATS.flatMap(({ value, operations }) =>
	Object.entries(operations)
		.filter(([, { mapping }]) => mapping.length > 0)
		.map(
			([type, operation]) =>
				[`${value} ${type}`, operation, PAYLOADS[value]?.[type] ?? []] as const,
		),
);

test.each(operationsOf)(
	'the mapping of %s names each key that the code reads',
	(...[name, operation, payloads]) => {
		expect(payloads).not.toEqual([]);
		const read = new Set<string>();
		for (const payload of payloads) {
			madeOf(operation.convert(watched(payload, read) as Json, settings({ store: 'uk' })));
		}
		const words = wordsOf(operation);
		const unnamed = [...read].filter((key) => !words.has(key) && !NOT_NAMED.all.includes(key));
		expect(unnamed.sort()).toEqual([...(NOT_NAMED[name] ?? [])].sort());
	},
);
