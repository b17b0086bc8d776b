import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import type { FormatOperation, Json } from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { keysIn, settings, withoutKeys } from './formatTests';
import * as magento2 from './magento2/payloads';
import * as shopify from './shopify/payloads';
import * as wooCommerce from './wooCommerce/payloads';

/** Payloads of each shop and type, with the keys that its API has. */
const PAYLOADS: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>> = {
	shopify: {
		contact: [
			shopify.restCustomer(),
			{ id: 1, email: 'a@home.example', verified_email: true, accepts_marketing: true },
			{ id: 1, defaultEmailAddress: {}, defaultPhoneNumber: {} },
		],
		order: [
			shopify.restOrder({
				presentment_currency: 'USD',
				refunds: [{ refund_line_items: [{ line_item_id: 14001 }] }],
			}),
			shopify.graphqlOrder(),
		],
		product: [
			shopify.restProduct({
				options: ['Finish', 'Plug', 'Size'].map((name) => ({ name })),
				variants: [shopify.restVariant({ option3: 'M', inventory_management: null })],
			}),
			shopify.graphqlProduct({ featuredImage: null, featuredMedia: { preview: { image: {} } } }),
		],
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

/** The same payload, which notes each key whose value is asked for, whether it has it or not. */
function watched(value: unknown, asked: Set<string>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return new Proxy(value, {
		get: (target, key, receiver) => {
			const inner: unknown = Reflect.get(target, key, receiver);
			if (typeof key !== 'string') return inner;
			if (!Array.isArray(target)) asked.add(key);
			return Object.hasOwn(target, key) ? watched(inner, asked) : inner;
		},
	});
}

/** Why a payload is not converted: to say what it is, it is asked for all that it has. */
const OTHER: ReadonlySet<string> = new Set(['other_payload', 'table_row', 'unknown_payload']);

/** All keys that a format asks payloads for: the next source of a field where the one before it is missing. */
function keysAskedFor(operation: FormatOperation, payloads: readonly Json[]): Set<string> {
	const all = new Set<string>();
	for (const payload of payloads) {
		for (const missing of [undefined, ...new Set(keysIn(payload))]) {
			const json = missing === undefined ? payload : withoutKeys(payload, new Set([missing]));
			const given = settings({ store: undefined, accountCurrency: 'EUR' });
			const asked = new Set<string>();
			const entries = madeOf(operation.convert(watched(json, asked) as Json, given));
			const isOther = entries.some((entry) => entry.kind === 'invalid' && OTHER.has(entry.reason));
			if (!isOther) for (const key of asked) all.add(key);
		}
	}
	return all;
}

const wordsIn = (text: string) => text.match(/[a-z]\w*/gi) ?? [];

/** A name without what bags of money add to it: `total_price_set` and `totalPriceSet`. */
const withoutBag = (name: string) => name.replace(/_?set$/i, '');

/** Keys that no row names, as they decide something else than a value, or a row speaks of their kind. */
const NOT_NAMED: Readonly<Record<string, readonly string[]>> = {
	// When it changed, what it is, and what answers, lists and amounts are wrapped in.
	all: [
		...['admin_graphql_api_id', 'updated_at', 'updatedAt', 'date_modified_gmt'],
		...['email_marketing_consent', 'sms_marketing_consent', 'data', 'nodes', 'edges', 'node'],
		...['pageInfo', 'hasNextPage', 'shop_money', 'shopMoney', 'presentmentMoney', 'value'],
	],
	'shopify order': [
		// "and the other amounts likewise", in both APIs; extras of the total.
		...['current_subtotal_price', 'current_total_discounts', 'current_total_tax'],
		...['currentSubtotalPrice', 'currentTotalDiscounts', 'currentTotalTax', 'currentTotalPrice'],
		...['current_shipping_price', 'currentShippingPrice', 'totalTipReceived'],
		...['original_total_duties', 'originalTotalDuties'],
		...['original_total_additional_fees', 'originalTotalAdditionalFees'],
		...['total_cash_rounding_payment_adjustment', 'totalCashRoundingPaymentAdjustment'],
		// Shipping that was removed, or has no price after discounts.
		...['is_removed', 'isRemoved', 'original_price', 'originalPrice'],
		// Which line a refund is of, and what came back beside the lines.
		...['line_item_id', 'lineItem', 'transactions', 'total_refunded', 'totalRefunded'],
		...['refund_shipping_lines', 'refundShippingLines', 'order_adjustments', 'orderAdjustments'],
	],
	// Payloads in a short form; the last of the options.
	'shopify product': ['option2', 'variant_gids'],
	// Users of the shop who are not customers.
	'wooCommerce contact': ['role'],
	// Refunds are items of their own; extras of the total; the parts of an option.
	'wooCommerce order': ['display_value', 'fee_lines', 'gift_cards', 'key', 'parent_id'],
	// Which address is the billing address.
	'magento2 contact': ['default_billing'],
	// The same in the base currency; what only an order and its rows have; taxes of its shipping.
	'magento2 order': [
		...['base_discount_amount', 'base_shipping_amount', 'base_tax_amount', 'base_total_paid'],
		...['customer_group_id', 'entity_id', 'global_currency_code', 'is_virtual', 'item_id'],
		...['product_type', 'status_histories', 'store_name', 'total_qty_ordered', 'id'],
		...['parent_item_id', 'shipping_discount_tax_compensation_amount', 'shipping_incl_tax'],
		...['shipping_tax_amount'],
	],
	// "custom_attributes: …" and the kinds of pictures and products.
	'magento2 product': ['attribute_code', 'type_id', 'types'],
};

/** Words of the sources that are not keys of a payload. */
const PROSE: ReadonlySet<string> = new Set([
	...['above', 'amounts', 'and', 'as', 'below', 'configurable', 'fields', 'of', 'or', 'others'],
	...['product', 'row', 'the', 'to', 'with'],
]);

/** Sources that are not keys: the fields of other rows, and the codes of custom attributes. */
const NOT_ASKED: Readonly<Record<string, readonly string[]>> = {
	'shopify contact': ['timestamp_subscribed'],
	'magento2 product': ['image', 'special_price', 'url_key'],
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
		const texts = operation.mapping.map(({ source, rule }) => `${source} ${rule}`);
		const named = new Set(wordsIn(texts.join(' ')).map(withoutBag));
		const asked = new Set([...keysAskedFor(operation, payloads)].map(withoutBag));
		const unnamed = [...asked].filter((key) => !named.has(key) && !NOT_NAMED.all.includes(key));
		expect(unnamed.sort()).toEqual([...(NOT_NAMED[name] ?? [])].sort());
	},
);

test.each(operationsOf)(
	'the code reads each key that the mapping of %s names as a source',
	(...[name, operation, payloads]) => {
		const asked = keysAskedFor(operation, payloads);
		const sources = new Set(wordsIn(operation.mapping.map(({ source }) => source).join(' ')));
		const unread = [...sources].filter((word) => !asked.has(word) && !PROSE.has(word));
		expect(unread.sort()).toEqual([...(NOT_ASKED[name] ?? [])].sort());
	},
);
