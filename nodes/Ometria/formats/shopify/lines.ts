import { isObject } from '../../utils/json';
import { dividedBy, fromWhole, type Money } from '../shared/money';
import type { Payload } from '../shared/payload';
import { numberOf, prefixed } from '../shared/shopRecords';
import { count, labelled, withoutUndefined } from '../shared/values';
import type { FormatSettings, Json, MappingRow } from '../types';
import type { OrderAmounts } from './amounts';
import { COUNT, type LineAmounts, missingAmounts, readLineAmounts } from './lineAmounts';
import { keyOf, shopifyId } from './read';
import type { LineRefund, Refunds } from './refunds';

/** What came back of a line; undefined where the payload does not say it. */
interface Returned {
	units: number;
	/** With taxes, as in the order's total. */
	money: Money | undefined;
	/** After discount; with taxes where prices include them. */
	goods: Money | undefined;
	tax: Money | undefined;
	/** 0 or more. */
	discount: Money | undefined;
}

const NOTHING_RETURNED: Returned = { units: 0, money: 0n, goods: 0n, tax: 0n, discount: 0n };

/** What came back of all lines of an order. */
export interface AllReturned extends Returned {
	/** Of the lines that are sent, as far as it is known. */
	sent: Money;
	/** Of lines that are not sent, as far as it is known. */
	notSent: Money;
}

/** The lines of an order as Ometria has them, and what came back of the order. */
export interface OrderLines {
	/** Undefined where the order has lines, but none of them has a product. */
	lineitems: Json[] | undefined;
	/** Lines without a product: a deleted product, a tip, a custom sale. */
	withoutProduct: number;
	returned: AllReturned;
	/** What all lines cost after discounts, with taxes where prices include them. */
	goods: Money | undefined;
}

/** An amount of some units of a line. */
function partOf(whole: Money | undefined, units: number, quantity: number): Money | undefined {
	if (units === 0) return 0n;
	return whole === undefined ? undefined : dividedBy(whole * BigInt(units), fromWhole(quantity));
}

function plus(one: Money | undefined, other: Money | undefined): Money | undefined {
	return one === undefined || other === undefined ? undefined : one + other;
}

/**
 * What came back of a line: the units of its refunds, or those that it has lost since it was ordered
 * if these are more. Their money is in the refunds, else it is their part of the line's total.
 */
function returnedOf(
	{ line, total, goods, taxOrNone, subtotal }: LineAmounts,
	quantity: number,
	refund: LineRefund | undefined,
): Returned {
	const current = line.read(['current_quantity', 'currentQuantity'], count, COUNT);
	const lost = current === undefined ? 0 : quantity - current;
	const units = Math.min(quantity, Math.max(refund?.units ?? 0, lost));
	if (!refund && units === 0) return NOTHING_RETURNED;
	const priced = refund?.pricedUnits ?? 0;
	const others = Math.max(0, units - priced);
	const reduction = plus(subtotal, goods === undefined ? undefined : -goods);
	return {
		units,
		money: plus(refund?.money ?? 0n, partOf(total, others, quantity)),
		goods: plus(refund?.goods ?? 0n, partOf(goods, others, quantity)),
		tax: plus(refund ? refund.tax : 0n, partOf(taxOrNone, others, quantity)),
		discount: partOf(reduction, units, quantity),
	};
}

function sumOf(all: readonly Returned[]): Returned {
	return all.reduce(
		(total, { units, money, goods, tax, discount }) => ({
			units: total.units + units,
			money: plus(total.money, money),
			goods: plus(total.goods, goods),
			tax: plus(total.tax, tax),
			discount: plus(total.discount, discount),
		}),
		NOTHING_RETURNED,
	);
}

/** Size, colour and the like; REST gives them without their names. */
function optionsOf(variant: Payload): Json[] | undefined {
	const known = variant
		.rows('selectedOptions')
		?.map((option) => labelled(option.text('name'), option.text('value')))
		.filter((option) => option !== undefined);
	return known?.length === 0 ? undefined : known;
}

/** Whether a payload says that there is no product: its key is there, and nothing is in it. */
function saysNoProduct(line: Payload): boolean {
	const { product } = line.json;
	return line.has('product_id') || product === null || (isObject(product) && 'id' in product);
}

/** Whether a query asked for the product through the variant, which is null with the variant. */
function asksByVariant(line: Payload): boolean {
	return isObject(line.json.variant) && 'product' in line.json.variant;
}

/** The product of a line; a query that did not ask for it refuses the order. */
function productOf(line: Payload, variant: Payload, lines: readonly Payload[]): string | undefined {
	const product =
		shopifyId(line, 'product_id') ??
		shopifyId(line.object('product'), 'id', 'legacyResourceId') ??
		shopifyId(variant.object('product'), 'id', 'legacyResourceId');
	if (product !== undefined || saysNoProduct(line)) return product;
	const byVariant = line.json.variant === null ? lines.some(asksByVariant) : saysNoProduct(variant);
	if (!byVariant) {
		const advice = 'Ask for product { id }';
		line.refuse(keyOf(line, 'product_id', 'product'), 'the product of the line', advice);
	}
	return undefined;
}

/** Says once for all lines which of their amounts were not asked for. */
function warnOfAmounts(order: Payload, amounts: OrderAmounts, lines: readonly LineAmounts[]): void {
	const without = lines.filter(({ total }) => total === undefined);
	if (without.length === 0) return;
	const names = without
		.flatMap((line) => missingAmounts(line, amounts))
		.map(([rest, graphql]) => keyOf(order, rest, graphql));
	const keys = [...new Set(names)];
	order.findings.add('lineitems > total', 'line_total_left_out', { count: without.length, keys });
}

export const LINE_MAPPING: readonly MappingRow[] = [
	{
		field: 'lineitems > product_id',
		source: 'line_items[].product_id, lineItems[].product.id, lineItems[].variant.product.id',
		rule: 'With ID Prefix. A line whose product is null (deleted, tip, custom sale) is not sent; the totals contain it. If a query did not ask for the product, the order is refused',
	},
	{
		field: 'lineitems > variant_id',
		source: 'line_items[].variant_id, lineItems[].variant.id',
		rule: 'With ID Prefix',
	},
	{
		field: 'lineitems > sku',
		source: 'line_items[].sku, lineItems[].sku, lineItems[].variant.sku',
		rule: '',
	},
	{
		field: 'lineitems > quantity',
		source: 'line_items[].quantity, lineItems[].quantity',
		rule: 'As ordered',
	},
	{
		field: 'lineitems > unit_price',
		source: 'line_items[].price, lineItems[].originalUnitPriceSet, lineItems[].originalTotalSet',
		rule: 'Before discounts; of originalTotalSet the part of one unit',
	},
	{ field: 'lineitems > subtotal', source: '', rule: 'unit_price × quantity' },
	{
		field: 'lineitems > discount',
		source:
			'line_items[].discount_allocations[].amount, lineItems[].discountAllocations[].allocatedAmountSet or allocatedAmount; line_items[].total_discount, lineItems[].totalDiscountSet, lineItems[].discountedTotalSet',
		rule: 'The sum, negative, with the part of codes for the whole order. The last three leave such codes out, so they count only if the lines then add up to the subtotal of the order',
	},
	{
		field: 'lineitems > tax',
		source: 'line_items[].tax_lines[].price, lineItems[].taxLines[].priceSet',
		rule: 'The sum',
	},
	{
		field: 'lineitems > total',
		source: '',
		rule: 'subtotal and discount, and tax if taxes_included is false; left out, with a warning, where the payload does not hold one of them',
	},
	{
		field: 'lineitems > quantity_refunded',
		source:
			'refunds[].refund_line_items[].quantity, refunds[].refundLineItems[].quantity, line_items[].current_quantity',
		rule: 'The units of all refunds, or quantity less current_quantity (currentQuantity) if that is more. A refund of which all payments failed is none',
	},
	{
		field: 'lineitems > refunded',
		source:
			'refunds[].refund_line_items[].subtotal and total_tax, refunds[].refundLineItems[].subtotalSet and totalTaxSet',
		rule: 'The sum, with total_tax if taxes_included is false; for units without a refund, or without its amounts, their part of total. Money that came back outside the lines, and payments of less than the goods, are warnings',
	},
	{
		field: 'lineitems > variant_options',
		source: 'lineItems[].variant.selectedOptions',
		rule: 'GraphQL only: REST gives no names of options',
	},
];

/** What a line is of. */
interface Product {
	id: string;
	/** What the payload says of the variant; nothing in REST. */
	variant: Payload;
}

function toLine(
	amounts: LineAmounts,
	{ id, variant }: Product,
	{ units, money }: Returned,
	settings: FormatSettings,
): Json {
	const { line, quantity } = amounts;
	const variantId = shopifyId(line, 'variant_id') ?? shopifyId(variant, 'id');
	const cameBack = units > 0;
	return withoutUndefined({
		product_id: prefixed(id, settings),
		variant_id: prefixed(variantId, settings),
		sku: line.text('sku') ?? variant.text('sku'),
		// Units as ordered, also where some came back: Ometria's article on refunds can be read in this
		// way only (one line of two is returned).
		quantity,
		unit_price: numberOf(amounts.unitPrice),
		subtotal: numberOf(amounts.subtotal),
		discount: numberOf(amounts.discount),
		tax: numberOf(amounts.tax),
		total: numberOf(amounts.total),
		quantity_refunded: cameBack ? units : undefined,
		refunded: cameBack ? numberOf(money) : undefined,
		variant_options: optionsOf(variant),
	});
}

/** The lines of an order; one that cannot be read refuses the order. */
export function orderLines(
	order: Payload,
	amounts: OrderAmounts,
	refunds: Refunds,
	settings: FormatSettings,
): OrderLines {
	const rows = order.rows('line_items', 'lineItems');
	if (!rows) order.refuse(keyOf(order, 'line_items', 'lineItems'), 'the lines of the order');
	const lines = readLineAmounts(rows ?? [], amounts);
	const lineitems: Json[] = [];
	const sentLines: LineAmounts[] = [];
	const returned: Returned[] = [];
	const left = new Map(refunds.byLine);
	let sent = 0n;
	let notSent = 0n;
	let withoutAmount = 0;
	for (const own of lines) {
		const { line, quantity } = own;
		const variant = line.object('variant');
		const product = productOf(line, variant, rows ?? []);
		if (product !== undefined && quantity === undefined) line.refuse('quantity', COUNT);
		const id = shopifyId(line, 'id');
		if (id === undefined && refunds.byLine.size > 0) {
			line.refuse('id', 'the ID that the refunds name');
		}
		if (quantity === undefined) continue;
		const refund = id === undefined ? undefined : refunds.byLine.get(id);
		if (id !== undefined) left.delete(id);
		const back = returnedOf(own, quantity, refund);
		returned.push(back);
		if (product === undefined) notSent += back.money ?? 0n;
		else {
			sent += back.money ?? 0n;
			if (back.units > 0 && back.money === undefined) withoutAmount++;
			sentLines.push(own);
			lineitems.push(toLine(own, { id: product, variant }, back, settings));
		}
	}
	for (const { money } of left.values()) notSent += money;
	warnOfAmounts(order, amounts, sentLines);
	if (withoutAmount > 0) {
		const key = keyOf(
			order,
			'refunds with refund_line_items',
			'refundLineItems { subtotalSet totalTaxSet }',
		);
		order.findings.add('lineitems > refunded', 'refund_left_out', { count: withoutAmount, key });
	}
	return {
		lineitems: lineitems.length === 0 && lines.length > 0 ? undefined : lineitems,
		withoutProduct: lines.length - lineitems.length,
		returned: { ...sumOf(returned), sent, notSent },
		goods: lines.reduce<Money | undefined>((total, { goods }) => plus(total, goods), 0n),
	};
}
