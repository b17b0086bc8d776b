import { type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { numberOf } from '../shared/shopRecords';
import { readBoolean } from '../shared/values';
import type { Json } from '../types';
import { amount, type Side } from './read';

/** An order's amounts as Shopify gives them. */
interface Amounts {
	total: Money | undefined;
	/** After discounts; with taxes where the shop's prices include them. */
	subtotal: Money | undefined;
	tax: Money | undefined;
	shipping: Money | undefined;
	discounts: Money | undefined;
}

/** `total_price` is also `total_price_set`, and `totalPriceSet` in GraphQL. */
function spellings(name: string): Readonly<Record<Side, readonly string[]>> {
	const camel = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
	const bags = [`${name}_set`, `${camel}Set`];
	return { shop: [name, camel, ...bags], presentment: bags };
}

/** Before returns. Source: shopify.dev, Order (documented). */
const ORDERED = {
	total: spellings('total_price'),
	subtotal: spellings('subtotal_price'),
	tax: spellings('total_tax'),
	shipping: spellings('total_shipping_price'),
	discounts: spellings('total_discounts'),
};
/** After edits, returns and refunds. Source: shopify.dev, Order (documented). */
const CURRENT: typeof ORDERED = {
	total: spellings('current_total_price'),
	subtotal: spellings('current_subtotal_price'),
	tax: spellings('current_total_tax'),
	shipping: spellings('current_shipping_price'),
	discounts: spellings('current_total_discounts'),
};
const SHIPPING_LINE = {
	price: spellings('price'),
	original: spellings('original_price'),
	discounted: spellings('discounted_price'),
};

/**
 * What shipping cost. The order's total of it is before discounts: where those of its lines are
 * known, as with a code for free shipping, it is their sum.
 */
function readShipping(order: Payload, keys: readonly string[], side: Side): Money | undefined {
	const before = amount(order, keys, side) ?? amount(order, ORDERED.shipping[side], side);
	const lines = shippingLines(order);
	const kept = lines.filter((line) => !isRemoved(line));
	const after = sum(kept.map((line) => discountedPrice(line, side)));
	if (before === undefined || after === undefined) return before ?? after;
	return kept.length === lines.length && after < before ? after : before;
}

/** REST and a connection of GraphQL give all lines, a field of GraphQL only one. */
export function shippingLines(order: Payload): readonly Payload[] {
	const lines = order.rows('shipping_lines', 'shippingLines');
	return lines ?? (order.has('shippingLine') ? [order.object('shippingLine')] : []);
}

function discountedPrice(line: Payload, side: Side): Money | undefined {
	return (
		amount(line, SHIPPING_LINE.discounted[side], side) ??
		amount(line, SHIPPING_LINE.price[side], side) ??
		amount(line, SHIPPING_LINE.original[side], side)
	);
}

/** Whether an edit took a line of shipping away. */
export function isRemoved(shippingLine: Payload): boolean {
	const removed = shippingLine.read(['is_removed', 'isRemoved'], readBoolean, 'true or false');
	return removed === true;
}

function readAmounts(order: Payload, keys: typeof ORDERED, side: Side): Amounts {
	return {
		total: amount(order, keys.total[side], side),
		subtotal: amount(order, keys.subtotal[side], side),
		tax: amount(order, keys.tax[side], side),
		shipping: readShipping(order, keys.shipping[side], side),
		discounts: amount(order, keys.discounts[side], side),
	};
}

/**
 * Whether prices include taxes. Where the payload does not say, its sums do: taxes that are not
 * included are a part of the total beside subtotal and shipping.
 */
function readTaxesIncluded(order: Payload, { total, subtotal, tax, shipping }: Amounts): boolean {
	const said = order.read(['taxes_included', 'taxesIncluded'], readBoolean, 'true or false');
	if (said !== undefined) return said;
	if (total === undefined || subtotal === undefined || tax === undefined) return false;
	return total - subtotal - (shipping ?? 0n) < tax;
}

/** Ometria's fields: the subtotal without taxes, the discount negative. */
function toFields(amounts: Amounts, taxesIncluded: boolean): Json {
	const { total, subtotal, tax, shipping, discounts } = amounts;
	const net =
		taxesIncluded && subtotal !== undefined
			? tax === undefined
				? undefined
				: subtotal - tax
			: subtotal;
	return {
		grand_total: numberOf(total),
		subtotal: numberOf(net),
		tax: numberOf(tax),
		shipping: numberOf(shipping),
		discount: numberOf(discounts === undefined ? undefined : -discounts),
	};
}

/** The amounts of an order, read once. */
export interface OrderAmounts {
	/** grand_total, subtotal, tax, shipping and discount, in the shop's currency. */
	fields: Json;
	/** Reads the same in the currency that the shopper saw; undefined where there is no total in it. */
	localFields: () => Json | undefined;
	/** As ordered, and what is left after edits and returns. */
	total: Money | undefined;
	currentTotal: Money | undefined;
	tax: Money | undefined;
	discounts: Money | undefined;
	taxesIncluded: boolean;
}

/**
 * Reads the amounts as ordered, before returns. Where lines were added later, the current total is
 * the higher one, and all amounts are the current ones.
 */
export function orderAmounts(order: Payload): OrderAmounts {
	const ordered = readAmounts(order, ORDERED, 'shop');
	const currentTotal = amount(order, CURRENT.total.shop);
	const grew =
		currentTotal !== undefined && (ordered.total === undefined || currentTotal > ordered.total);
	const keys = grew ? CURRENT : ORDERED;
	const amounts = grew ? readAmounts(order, CURRENT, 'shop') : ordered;
	const taxesIncluded = readTaxesIncluded(order, ordered);
	return {
		fields: toFields(amounts, taxesIncluded),
		localFields: () => {
			const local = readAmounts(order, keys, 'presentment');
			return local.total === undefined ? undefined : toFields(local, taxesIncluded);
		},
		total: ordered.total,
		currentTotal,
		tax: amounts.tax,
		discounts: amounts.discounts,
		taxesIncluded,
	};
}
