import { dividedBy, fromWhole, type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { numberOf, prefixed } from '../shared/shopRecords';
import { count, labelled, withoutGaps } from '../shared/values';
import type { FormatSettings, Json } from '../types';
import type { OrderAmounts } from './amounts';
import { amount, keyOf, shopifyId } from './read';
import type { Refunds, Returned } from './refunds';

const COUNT = 'a whole number of 0 or more';

/** The lines of an order as Ometria has them, and what came back of the order. */
export interface OrderLines {
	lineitems: Json[];
	/** Lines without a product: a deleted product, a tip, a custom sale. */
	withoutProduct: number;
	/** Units of any line that came back or were removed. */
	unitsReturned: number;
	/** Money that came back of the lines that are sent. */
	refunded: Money;
}

interface LineAmounts {
	unitPrice: Money | undefined;
	subtotal: Money | undefined;
	/** 0 or less. */
	discount: Money | undefined;
	tax: Money | undefined;
	/** After discount and with tax, as in the order's total. */
	total: Money | undefined;
}

/** All discounts on a line, of codes for the whole order too. */
function discountOf(line: Payload): Money | undefined {
	const allocations = line
		.rows('discount_allocations', 'discountAllocations')
		?.map((row) => amount(row, ['amount', 'amount_set', 'allocatedAmountSet']));
	const allocated = allocations && (sum(allocations) ?? 0n);
	// It has the discounts of the line alone, and is 0.00 beside a code for the order.
	const ownDiscount = amount(line, ['total_discount', 'total_discount_set', 'totalDiscountSet']);
	const known = [allocated, ownDiscount].filter((value) => value !== undefined);
	return known.length === 0
		? undefined
		: -known.reduce((most, next) => (next > most ? next : most));
}

function taxOf(line: Payload): Money | undefined {
	const taxes = line
		.rows('tax_lines', 'taxLines')
		?.map((row) => amount(row, ['price', 'price_set', 'priceSet']));
	return taxes && (sum(taxes) ?? 0n);
}

/** What the payload does not say is nothing where the whole order has none of it. */
function orNone(own: Money | undefined, ofOrder: Money | undefined): Money | undefined {
	return own ?? (ofOrder === undefined || ofOrder === 0n ? 0n : undefined);
}

function lineAmounts(line: Payload, quantity: number, order: OrderAmounts): LineAmounts {
	const unitPrice = amount(line, [
		'price',
		'price_set',
		'originalUnitPriceSet',
		'originalUnitPrice',
	]);
	const subtotal = unitPrice === undefined ? undefined : unitPrice * BigInt(quantity);
	const discount = discountOf(line);
	const tax = taxOf(line);
	const reduction = orNone(discount, order.discounts);
	const addition = order.taxesIncluded ? 0n : orNone(tax, order.tax);
	const isKnown = subtotal !== undefined && reduction !== undefined && addition !== undefined;
	return {
		unitPrice,
		subtotal,
		discount,
		tax,
		total: isKnown ? subtotal + reduction + addition : undefined,
	};
}

/**
 * How many units Ometria is given as the line's quantity: those that were ordered, also where some
 * came back. Ometria's article on refunds can be read in this way only (one line of two is returned).
 */
function quantityOf(line: Payload): number | undefined {
	return line.read(['quantity'], count, COUNT);
}

/**
 * What came back of a line: the units of its refunds, or those that it has lost since it was ordered
 * if these are more. Their money is in the refunds, else it is their part of the line's total.
 */
function returnedOf(
	line: Payload,
	quantity: number,
	total: Money | undefined,
	refund: Returned = { units: 0, money: undefined },
): Returned {
	const current = line.read(['current_quantity', 'currentQuantity'], count, COUNT);
	const lost = current === undefined ? 0 : quantity - current;
	const units = Math.min(quantity, Math.max(refund.units, lost));
	const withoutRefund = units - refund.units;
	if (withoutRefund <= 0 || total === undefined) return { units, money: refund.money };
	const part = dividedBy(total * BigInt(withoutRefund), fromWhole(quantity));
	return { units, money: sum([refund.money, part]) };
}

/** Size, colour and the like; REST gives them without their names. */
function optionsOf(line: Payload): Json[] | undefined {
	const options = line.object('variant').rows('selectedOptions') ?? [];
	const known = options
		.map((option) => labelled(option.text('name'), option.text('value')))
		.filter((option) => option !== undefined);
	return known.length === 0 ? undefined : known;
}

/** The lines of an order; one that cannot be read refuses the order. */
export function orderLines(
	order: Payload,
	amounts: OrderAmounts,
	refunds: Refunds,
	settings: FormatSettings,
): OrderLines {
	const result: OrderLines = {
		lineitems: [],
		withoutProduct: 0,
		unitsReturned: 0,
		refunded: 0n,
	};
	const lines = order.rows('line_items', 'lineItems');
	if (!lines) order.refuse(keyOf(order, 'line_items', 'lineItems'), 'the lines of the order');
	for (const line of lines ?? []) {
		const product = shopifyId(line, 'product_id') ?? shopifyId(line.object('product'), 'id');
		const quantity = quantityOf(line);
		if (product !== undefined && quantity === undefined) line.refuse('quantity', COUNT);
		if (product === undefined) result.withoutProduct++;
		if (quantity === undefined) continue;
		const money = lineAmounts(line, quantity, amounts);
		const id = shopifyId(line, 'id');
		const refund = id === undefined ? undefined : refunds.byLine.get(id);
		const returned = returnedOf(line, quantity, money.total, refund);
		result.unitsReturned += returned.units;
		if (product === undefined) continue;
		const variant = shopifyId(line, 'variant_id') ?? shopifyId(line.object('variant'), 'id');
		const cameBack = returned.units > 0;
		if (cameBack) result.refunded += returned.money ?? 0n;
		result.lineitems.push(
			withoutGaps({
				product_id: prefixed(product, settings),
				variant_id: prefixed(variant, settings),
				sku: line.text('sku') ?? line.object('variant').text('sku'),
				quantity,
				unit_price: numberOf(money.unitPrice),
				subtotal: numberOf(money.subtotal),
				discount: numberOf(money.discount),
				tax: numberOf(money.tax),
				total: numberOf(money.total),
				quantity_refunded: cameBack ? returned.units : undefined,
				refunded: cameBack ? numberOf(returned.money) : undefined,
				variant_options: optionsOf(line),
			}),
		);
	}
	return result;
}
