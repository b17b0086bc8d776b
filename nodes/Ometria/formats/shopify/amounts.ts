import { type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { absolute, numberOf } from '../shared/shopRecords';
import { type Extra, ROUNDING } from '../shared/totals';
import { readBoolean } from '../shared/values';
import type { Json, MappingRow } from '../types';
import { amount, currencyOf, type Side } from './read';

/** An order's amounts as Shopify gives them. */
export interface Amounts {
	total: Money | undefined;
	/** After discounts; with taxes where the shop's prices include them. */
	subtotal: Money | undefined;
	tax: Money | undefined;
	shipping: Money | undefined;
	/** 0 or more. */
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
/** Parts of the total for which Ometria has no field. Source: shopify.dev, Order (documented). */
const EXTRAS: ReadonlyArray<readonly [name: string, keys: readonly string[]]> = [
	['tip', ['total_tip_received', ...spellings('total_tip_received').presentment]],
	['duties', spellings('original_total_duties').presentment],
	['fees', spellings('original_total_additional_fees').presentment],
	['rounding of cash', spellings('total_cash_rounding_payment_adjustment').presentment],
];

/**
 * What shipping cost. The order's total of it is before discounts: where those of its lines are
 * known, as with a code for free shipping, it is their sum.
 */
function readShipping(
	order: Payload,
	keys: readonly string[],
	side: Side,
	{ kept, areAll }: ShippingLines,
): Money | undefined {
	const before = amount(order, keys, side) ?? amount(order, ORDERED.shipping[side], side);
	const after = sum(kept.map((line) => discountedPrice(line, side)));
	if (before === undefined || after === undefined) return before ?? after;
	return areAll && after < before ? after : before;
}

/** The lines of an order's shipping that no edit took away. */
interface ShippingLines {
	kept: readonly Payload[];
	/** Whether there are no others. */
	areAll: boolean;
}

function readShippingLines(order: Payload): ShippingLines {
	const lines = shippingLines(order);
	const kept = lines.filter((line) => !isRemoved(line));
	return { kept, areAll: kept.length === lines.length };
}

/** REST and a connection of GraphQL give all lines, a field of GraphQL only one. */
function shippingLines(order: Payload): readonly Payload[] {
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
function isRemoved(shippingLine: Payload): boolean {
	const removed = shippingLine.read(['is_removed', 'isRemoved'], readBoolean, 'true or false');
	return removed === true;
}

function readAmounts(
	order: Payload,
	keys: typeof ORDERED,
	side: Side,
	shippingLines: ShippingLines,
): Amounts {
	return {
		total: amount(order, keys.total[side], side),
		subtotal: amount(order, keys.subtotal[side], side),
		tax: amount(order, keys.tax[side], side),
		shipping: readShipping(order, keys.shipping[side], side, shippingLines),
		discounts: amount(order, keys.discounts[side], side),
	};
}

type KnownExtra = Extra & { money: Money };

function readExtras(order: Payload): readonly KnownExtra[] {
	const extras: KnownExtra[] = [];
	for (const [name, keys] of EXTRAS) {
		const money = amount(order, keys) ?? 0n;
		if (money !== 0n) extras.push({ name, money });
	}
	return extras;
}

/**
 * Whether prices include taxes. Where the payload does not say, its sums do: taxes that are not
 * included are a part of the total beside subtotal and shipping. Undefined where neither does.
 */
function readTaxesIncluded(
	order: Payload,
	{ total, subtotal, tax, shipping = 0n }: Amounts,
	extras: readonly KnownExtra[],
): boolean | undefined {
	const said = order.read(['taxes_included', 'taxesIncluded'], readBoolean, 'true or false');
	if (said !== undefined) return said;
	if (total === undefined || subtotal === undefined || tax === undefined) return undefined;
	// What was not asked for, such as shipping, can only make the rest smaller.
	const rest = total - subtotal - shipping - (sum(extras.map(({ money }) => money)) ?? 0n);
	if (rest + ROUNDING < tax) return true;
	return absolute(rest - tax) <= ROUNDING ? false : undefined;
}

/**
 * What is paid for goods: taxes come on top where prices do not include them.
 *
 * @returns undefined where the payload leaves it open
 */
export function withTax(
	goods: Money | undefined,
	tax: Money | undefined,
	taxesIncluded: boolean | undefined,
): Money | undefined {
	if (goods === undefined || taxesIncluded === true || tax === 0n) return goods;
	return taxesIncluded === false && tax !== undefined ? goods + tax : undefined;
}

/** The same without taxes. */
function withoutTax(
	goods: Money | undefined,
	tax: Money | undefined,
	taxesIncluded: boolean | undefined,
): Money | undefined {
	if (goods === undefined || taxesIncluded === false || tax === 0n) return goods;
	return taxesIncluded === true && tax !== undefined ? goods - tax : undefined;
}

export const AMOUNT_MAPPING: readonly MappingRow[] = [
	{
		field: 'grand_total',
		source: 'total_price, totalPriceSet',
		rule: 'As ordered, before returns. If lines were added later, current_total_price with what came back, and the other amounts likewise, so that all lines that are sent are in it. A warning says where subtotal, tax and shipping do not add up to it (tip: total_tip_received; duties, fees), and where it differs from current_total_price by more than what is sent as refunded',
	},
	{
		field: 'subtotal',
		source: 'subtotal_price, subtotalPriceSet',
		rule: 'After discounts, without taxes: less total_tax if taxes_included (taxesIncluded) is true. Left out where neither taxes_included nor the sums say whether it has taxes',
	},
	{ field: 'tax', source: 'total_tax, totalTaxSet', rule: '' },
	{
		field: 'shipping',
		source:
			'total_shipping_price_set, totalShippingPriceSet; shipping_lines[].discounted_price, shippingLines[].discountedPriceSet, shippingLine.discountedPriceSet',
		rule: 'After discounts: the sum of the lines if it is lower than the total of the order, or if there is no total',
	},
	{ field: 'discount', source: 'total_discounts, totalDiscountsSet', rule: 'Negative' },
];

/** Ometria's fields: the subtotal without taxes, the discount negative. */
export function toFields(amounts: Amounts, taxesIncluded: boolean | undefined): Json {
	const { total, subtotal, tax, shipping, discounts } = amounts;
	return {
		grand_total: numberOf(total),
		subtotal: numberOf(withoutTax(subtotal, tax, taxesIncluded)),
		tax: numberOf(tax),
		shipping: numberOf(shipping),
		discount: numberOf(discounts === undefined ? undefined : -discounts),
	};
}

/** By how much the total is more than its parts that Ometria has fields for; 0 where one is unknown. */
export function excessOf(amounts: Amounts, taxesIncluded: boolean | undefined): Money {
	const { total, subtotal, tax, shipping } = amounts;
	const goods = withTax(subtotal, tax, taxesIncluded);
	if (total === undefined || goods === undefined || shipping === undefined) return 0n;
	return total - goods - shipping;
}

/** The amounts of an order, read once, in the shop's currency. */
export interface OrderAmounts {
	/** Before returns, and without what was added later. */
	ordered: Amounts;
	/** After edits and returns. */
	current: Amounts;
	extras: readonly KnownExtra[];
	/** How it is shipped: the first line of shipping that was not removed. */
	shippingLine: Payload | undefined;
	/** Undefined where the payload leaves it open. */
	taxesIncluded: boolean | undefined;
	/** The same in the currency that the shopper saw; undefined where there is no total in it. */
	local: (moment: 'ordered' | 'current') => Amounts | undefined;
}

export function readOrderAmounts(order: Payload): OrderAmounts {
	const shipping = readShippingLines(order);
	const ordered = readAmounts(order, ORDERED, 'shop', shipping);
	const extras = readExtras(order);
	return {
		ordered,
		current: readAmounts(order, CURRENT, 'shop', shipping),
		extras,
		shippingLine: shipping.kept.at(0),
		taxesIncluded: readTaxesIncluded(order, ordered, extras),
		local: (moment) => {
			const keys = moment === 'ordered' ? ORDERED : CURRENT;
			const local = readAmounts(order, keys, 'presentment', shipping);
			return local.total === undefined ? undefined : local;
		},
	};
}

const TOTALS = [...ORDERED.total.shop, ...CURRENT.total.shop];

/** The currency that the order's total names, as each amount of GraphQL and each bag of REST does. */
export function currencyOfTotal(order: Payload, side: Side): string | undefined {
	return currencyOf(order, TOTALS, side);
}
