import { dividedBy, fromWhole, type Money } from '../shared/money';
import type { Payload } from '../shared/payload';
import { absolute } from '../shared/shopRecords';
import { ROUNDING } from '../shared/totals';
import { count } from '../shared/values';
import { type OrderAmounts, withTax } from './amounts';
import { amount, amountOfAll } from './read';

export const COUNT = 'a whole number of 0 or more';

/** A line's amounts as the payload has them; undefined where it does not say. */
interface GivenAmounts {
	line: Payload;
	quantity: number | undefined;
	unitPrice: Money | undefined;
	/** Before discounts. */
	subtotal: Money | undefined;
	/** All discounts on it, of codes for the whole order too; 0 or more. */
	allocated: Money | undefined;
	/** Those that the line's own amounts hold, which may leave codes and discounts of the order out. */
	ownDiscount: Money | undefined;
	tax: Money | undefined;
}

/** The amounts of a line; undefined where the payload does not say them. */
export interface LineAmounts {
	line: Payload;
	/** As ordered. */
	quantity: number | undefined;
	unitPrice: Money | undefined;
	subtotal: Money | undefined;
	/** 0 or less. */
	discount: Money | undefined;
	/** Those that the payload names. */
	tax: Money | undefined;
	/** The same, and 0 where the whole order has none. */
	taxOrNone: Money | undefined;
	/** After discount; with taxes where prices include them. */
	goods: Money | undefined;
	/** After discount and with tax, as in the order's total. */
	total: Money | undefined;
}

const ALLOCATED = ['amount', 'amount_set', 'allocatedAmountSet', 'allocatedAmount'];
const UNIT_PRICE = ['price', 'price_set', 'originalUnitPriceSet', 'originalUnitPrice'];
const LINE_PRICE = ['originalTotalSet', 'originalTotal'];
const DISCOUNTED = ['discountedTotalSet', 'discountedTotal'];
const OWN_DISCOUNT = ['total_discount', 'total_discount_set', 'totalDiscountSet'];
const TAX = ['price', 'price_set', 'priceSet'];

function given(line: Payload): GivenAmounts {
	const quantity = line.read(['quantity'], count, COUNT);
	const price = amount(line, UNIT_PRICE);
	const linePrice = amount(line, LINE_PRICE);
	const subtotal =
		price === undefined || quantity === undefined ? linePrice : price * BigInt(quantity);
	const unitPrice =
		price ?? (linePrice === undefined ? undefined : dividedBy(linePrice, fromWhole(quantity ?? 0)));
	const discounted = amount(line, DISCOUNTED);
	const ownDiscount =
		amount(line, OWN_DISCOUNT) ??
		(discounted === undefined || subtotal === undefined ? undefined : subtotal - discounted);
	return {
		line,
		quantity,
		unitPrice,
		subtotal,
		allocated: amountOfAll(line.rows('discount_allocations', 'discountAllocations'), ALLOCATED),
		ownDiscount,
		tax: amountOfAll(line.rows('tax_lines', 'taxLines'), TAX),
	};
}

/** The sum of what lines cost after the discounts given; undefined where a price is not known. */
function goodsOf(
	lines: readonly GivenAmounts[],
	discountOf: (line: GivenAmounts) => Money,
): Money | undefined {
	let goods = 0n;
	for (const line of lines) {
		if (line.subtotal === undefined) return undefined;
		goods += line.subtotal - discountOf(line);
	}
	return goods;
}

/** All that is known of a line's discounts, whether or not it is everything. */
function knownDiscount({ allocated, ownDiscount = 0n }: GivenAmounts): Money {
	return allocated !== undefined && allocated > ownDiscount ? allocated : ownDiscount;
}

function isNear(one: Money | undefined, other: Money | undefined): boolean {
	return one !== undefined && other !== undefined && absolute(one - other) <= ROUNDING;
}

/** What the lines of an order cost as ordered, by its subtotal or else by its total. */
function goodsOfOrder({ ordered, extras, taxesIncluded }: OrderAmounts): Money | undefined {
	if (ordered.subtotal !== undefined) return ordered.subtotal;
	const { total, shipping } = ordered;
	const onTop = withTax(0n, ordered.tax, taxesIncluded);
	if (total === undefined || shipping === undefined || onTop === undefined) return undefined;
	return extras.reduce((left, { money }) => left - money, total - shipping - onTop);
}

/**
 * Whether the discounts that the lines hold are all there are, because the lines then add up to what
 * the order says. Its own discounts prove nothing, as they say nothing of lines that were added later.
 */
function areWhole(lines: readonly GivenAmounts[], order: OrderAmounts): boolean {
	if (lines.every(({ allocated }) => allocated !== undefined)) return true;
	const goods = goodsOf(lines, knownDiscount);
	return isNear(goods, goodsOfOrder(order)) || isNear(goods, order.current.subtotal);
}

/** The amounts of all lines of an order, with or without a product. */
export function readLineAmounts(lines: readonly Payload[], order: OrderAmounts): LineAmounts[] {
	const rows = lines.map(given);
	const isWhole = areWhole(rows, order);
	const tax = order.ordered.tax ?? order.current.tax;
	return rows.map((row) => {
		const { line, quantity, unitPrice, subtotal, allocated, ownDiscount } = row;
		const isKnown = isWhole || allocated !== undefined;
		const goods = subtotal === undefined || !isKnown ? undefined : subtotal - knownDiscount(row);
		const taxOrNone = row.tax ?? (tax === 0n ? 0n : undefined);
		const isSaid = isKnown && (allocated ?? ownDiscount) !== undefined;
		return {
			line,
			quantity,
			unitPrice,
			subtotal,
			discount: isSaid ? -knownDiscount(row) : undefined,
			tax: row.tax,
			taxOrNone,
			goods,
			total: withTax(goods, taxOrNone, order.taxesIncluded),
		};
	});
}

/** Which amounts are missing where a line has no total, by their names in REST and in GraphQL. */
export function missingAmounts(
	{ goods, subtotal, total, tax }: LineAmounts,
	{ taxesIncluded }: OrderAmounts,
): ReadonlyArray<readonly [rest: string, graphql: string]> {
	if (total !== undefined) return [];
	if (subtotal === undefined) return [['price', 'originalUnitPriceSet']];
	if (goods === undefined) {
		return [['discount_allocations', 'discountAllocations { allocatedAmountSet }']];
	}
	if (taxesIncluded === undefined) return [['taxes_included', 'taxesIncluded']];
	return tax === undefined ? [['tax_lines', 'taxLines { priceSet }']] : [];
}
