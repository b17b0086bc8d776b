import { isObject } from '../../utils/json';
import { dividedBy, type Money, sum, times, toNumber } from '../shared/money';
import type { Payload } from '../shared/payload';
import {
	absolute,
	amount,
	amountNumber,
	asDiscount,
	numberOf,
	prefixed,
	required,
} from '../shared/shopRecords';
import { ROUNDING } from '../shared/totals';
import { withoutUndefined } from '../shared/values';
import type { FormatSettings, Json, MappingRow } from '../types';

/** What the customer sees as one line: the row that has the money, and the rows below it. */
interface Line {
	row: Payload;
	children: Payload[];
}

/**
 * Puts the rows of an order together: a configurable or bundled product is a row with the price and
 * a row for each product that it stands for.
 *
 * @returns lines in the order of their rows, and how many rows belong to a line that is missing
 */
function group(rows: readonly Payload[]): { lines: Line[]; orphans: number } {
	const byId = new Map<string, Line>();
	const lines: Line[] = [];
	const children: Payload[] = [];
	const addLine = (row: Payload, id: string | undefined): Line => {
		const line = { row, children: [] };
		if (id !== undefined) byId.set(id, line);
		lines.push(line);
		return line;
	};
	for (const row of rows) {
		if (row.id('parent_item_id') === undefined) addLine(row, row.id('item_id'));
		else children.push(row);
	}
	let orphans = 0;
	for (const row of children) {
		const parentId = row.id('parent_item_id') ?? '';
		let line = byId.get(parentId);
		// Some answers hold the parent only inside of its child.
		if (!line && isObject(row.json.parent_item)) {
			line = addLine(row.object('parent_item'), parentId);
		}
		if (line) line.children.push(row);
		else orphans++;
	}
	return { lines, orphans };
}

/** An amount of a line. A bundle whose price is that of its parts has discounts and refunds on those only. */
function lineAmount({ row, children }: Line, key: string): Money | undefined {
	const own = amount(row, key);
	if (row.json.product_type !== 'bundle' || (own !== undefined && own !== 0n)) return own;
	return sum(children.map((child) => amount(child, key))) ?? own;
}

/** An amount of a line that is missing is 0 where the whole order has none of it. */
function orNone(money: Money | undefined, order: Payload, key: string): Money | undefined {
	return money ?? (amount(order, key) === 0n ? 0n : undefined);
}

/** What is known of the order of a line. */
export interface OrderFacts {
	/** Whether it is cancelled as a whole, so that its status says it all. */
	isCancelled: boolean;
	/** Whether its total may hold a compensation that no part of it says. */
	mayLackCompensation: boolean;
}

const COMPENSATION = 'discount_tax_compensation_amount';

/**
 * The part of the tax in a price that a discount took away; undefined where the payload does not say it.
 * Only a discount of a price that includes taxes has it, and without it the sums of the order are wrong.
 */
function compensationOf(
	line: Line,
	order: Payload,
	{ mayLackCompensation }: OrderFacts,
): Money | undefined {
	const said = orNone(lineAmount(line, COMPENSATION), order, COMPENSATION);
	if (said !== undefined) return said;
	const hasNone =
		lineAmount(line, 'discount_amount') === 0n ||
		(!mayLackCompensation && !order.has(COMPENSATION));
	return hasNone ? 0n : undefined;
}

/** An amount beside the goods of a line, and what was paid back of it; undefined is not said. */
interface Beside {
	whole: Money | undefined;
	refunded: Money | undefined;
}

const negative = (money: Money | undefined): Money | undefined =>
	money === undefined ? undefined : -absolute(money);

/** What a line's total is made of beside its goods: discount, tax, and what a discount took of a tax. */
function besideGoods(line: Line, order: Payload, facts: OrderFacts): Beside[] {
	const of = (key: string) => orNone(lineAmount(line, key), order, key);
	return [
		{
			whole: negative(of('discount_amount')),
			refunded: negative(lineAmount(line, 'discount_refunded')),
		},
		{ whole: of('tax_amount'), refunded: lineAmount(line, 'tax_refunded') },
		{
			whole: compensationOf(line, order, facts),
			refunded: lineAmount(line, 'discount_tax_compensation_refunded'),
		},
	];
}

const WEEE = 'weee_tax_applied_row_amount';

/**
 * After discount, with tax; undefined where the payload does not hold one of them. Source: Ometria's own
 * extension for Magento.
 */
function lineTotal(line: Line, beside: readonly Beside[]): Money | undefined {
	const parts = [amount(line.row, 'row_total'), ...beside.map(({ whole }) => whole)];
	return parts.includes(undefined) ? undefined : sum([...parts, lineAmount(line, WEEE)]);
}

/** The part of an amount; undefined where it cannot be known. */
function partOf(
	whole: Money | undefined,
	part: Money | undefined,
	all: Money | undefined,
): Money | undefined {
	if (whole === undefined || part === undefined || all === undefined) return undefined;
	return dividedBy(times(whole, part), all);
}

/**
 * What was paid back of a line, by the same formula as its total. What the payload does not hold is the
 * part of the goods, or of the units, that came back.
 *
 * @returns undefined where something came back and it cannot be known how much
 */
function refundedOf(
	line: Line,
	order: Payload,
	beside: readonly Beside[],
	total: Money | undefined,
): Money | undefined {
	const { row } = line;
	const goods = lineAmount(line, 'amount_refunded');
	const ordered = amount(row, 'qty_ordered');
	const paidBack = amount(order, 'total_refunded');
	const isSaid = goods !== undefined || row.has('qty_refunded');
	if (!isSaid && paidBack !== undefined && paidBack > 0n) return undefined;
	const units = amount(row, 'qty_refunded') ?? 0n;
	if (goods === undefined) return units === 0n ? 0n : partOf(total, units, ordered);
	const open = beside.filter(({ refunded, whole }) => refunded === undefined && whole !== 0n);
	// Where the goods are all that was paid back of the order, nothing is missing.
	const isAll = paidBack !== undefined && absolute(goods - paidBack) <= ROUNDING;
	if (goods > 0n && open.length > 0 && !isAll) {
		const isKnown = open.every(({ whole }) => whole !== undefined);
		return isKnown ? partOf(total, goods, amount(row, 'row_total')) : undefined;
	}
	// Magento has no field for what was paid back of a fixed product tax.
	const weee = partOf(lineAmount(line, WEEE) ?? 0n, units, ordered);
	return sum([goods, ...beside.map(({ refunded }) => refunded), weee]);
}

/** What a line's units cost that were cancelled before they were paid; undefined where it cannot be known. */
function cancelledOf({ row }: Line, total: Money | undefined): Money | undefined {
	const cancelled = amount(row, 'qty_canceled') ?? 0n;
	return cancelled <= 0n ? 0n : partOf(total, cancelled, amount(row, 'qty_ordered'));
}

/** A line with its amounts. */
interface Amounts {
	line: Line;
	total: Money | undefined;
	/** Undefined where something came back and it cannot be known how much. */
	refunded: Money | undefined;
	/** 0 for an order that is cancelled as a whole; undefined where it cannot be known. */
	cancelled: Money | undefined;
}

function amountsOf(line: Line, order: Payload, facts: OrderFacts): Amounts {
	const beside = besideGoods(line, order, facts);
	const total = lineTotal(line, beside);
	return {
		line,
		total,
		refunded: refundedOf(line, order, beside, total),
		cancelled: facts.isCancelled ? 0n : cancelledOf(line, total),
	};
}

const isConfigurable = ({ row }: Line) => row.json.product_type === 'configurable';

/** Where the fields of a line come from, for the mapping page. */
export const LINE_MAPPING: readonly MappingRow[] = [
	{
		field: 'lineitems > product_id',
		source: 'items[].product_id',
		rule: "With ID Prefix. A line without a product is left out. With Product ID set to SKU: sku, which for a configurable product is the variant's",
	},
	{
		field: 'lineitems > variant_id',
		source: 'items[].product_id of the row below',
		rule: 'With ID Prefix; for configurable products only. With Product ID set to SKU: sku',
	},
	{ field: 'lineitems > sku', source: 'items[].sku', rule: '' },
	{
		field: 'lineitems > quantity',
		source: 'items[].qty_ordered',
		rule: 'As ordered. Quantities with decimal places are refused',
	},
	{ field: 'lineitems > unit_price', source: 'items[].price', rule: 'Without tax' },
	{
		field: 'lineitems > subtotal',
		source: 'items[].row_total',
		rule: 'Before discount, without tax',
	},
	{
		field: 'lineitems > discount',
		source: 'items[].discount_amount',
		rule: 'Sent as 0 or less',
	},
	{ field: 'lineitems > tax', source: 'items[].tax_amount', rule: '' },
	{
		field: 'lineitems > total',
		source:
			'items[].row_total, items[].discount_amount, items[].tax_amount, items[].discount_tax_compensation_amount, items[].weee_tax_applied_row_amount',
		rule: 'Row total less discount, plus tax: after discount, with tax',
	},
	{
		field: 'lineitems > quantity_refunded',
		source: 'items[].qty_refunded, items[].qty_canceled',
		rule: 'The sum, if more than 0. Of an order cancelled as a whole only what was refunded',
	},
	{
		field: 'lineitems > refunded',
		source:
			'items[].amount_refunded, tax_refunded, discount_refunded, discount_tax_compensation_refunded',
		rule: 'Amount plus tax and compensation less discount, and what cancelled units cost, if more than 0. What is missing is the part of the goods or units; left out where that is not known',
	},
];

/** @returns undefined for a line without a product */
function lineRecord(
	{ line, total, refunded, cancelled }: Amounts,
	settings: FormatSettings,
	countsCancelled: boolean,
): Json | undefined {
	const { row, children } = line;
	const productId = row.id('product_id');
	if (!row.has('product_id')) {
		row.refuse('product_id', 'the ID of the product. Ask the shop for it');
	}
	if (productId === undefined) return undefined;
	const bySku = settings.productId === 'sku';
	const sku = row.text('sku');
	if (bySku) required(row, 'sku', sku, 'a SKU, as Product ID is set to SKU');
	const child = isConfigurable(line) ? children[0] : undefined;
	const variantId = bySku ? child && sku : child?.id('product_id');
	const quantityOf = (key: string) => amount(row, key) ?? 0n;
	const unitsBack =
		quantityOf('qty_refunded') + (countsCancelled ? quantityOf('qty_canceled') : 0n);
	const back = refunded === undefined || cancelled === undefined ? 0n : refunded + cancelled;
	return withoutUndefined({
		product_id: prefixed(bySku ? sku : productId, settings),
		variant_id: prefixed(variantId, settings),
		sku,
		quantity: numberOf(required(row, 'qty_ordered', amount(row, 'qty_ordered'), 'a number')),
		unit_price: amountNumber(row, 'price'),
		subtotal: amountNumber(row, 'row_total'),
		discount: asDiscount(lineAmount(line, 'discount_amount')),
		tax: numberOf(lineAmount(line, 'tax_amount')),
		total: numberOf(total),
		quantity_refunded: unitsBack > 0n ? toNumber(unitsBack) : undefined,
		refunded: back > 0n ? toNumber(back) : undefined,
	});
}

export interface Lines {
	records: Json[] | undefined;
	/** What was paid back of the lines that are sent. */
	refunded: Money;
	/** What was paid back of all lines. */
	refundedOfAll: Money;
	/** Whether the payload says of a line what came back, if it is nothing. */
	saysRefunds: boolean;
	/** What units of all lines cost that were cancelled before they were paid; 0 for an order cancelled as a whole. */
	cancelled: Money;
}

const NO_LINES: Lines = {
	records: undefined,
	refunded: 0n,
	refundedOfAll: 0n,
	saysRefunds: false,
	cancelled: 0n,
};

/** Says what of the lines cannot be known. */
function warnOfOpen(order: Payload, lines: readonly Amounts[]): void {
	const { findings } = order;
	const withoutTotal = lines.filter(({ total }) => total === undefined).length;
	if (withoutTotal > 0) {
		const keys = [
			'items > row_total, discount_amount, tax_amount, discount_tax_compensation_amount',
		];
		findings.add('lineitems > total', 'line_total_left_out', { count: withoutTotal, keys });
	}
	const withoutRefund = lines.filter(
		({ refunded, cancelled }) => refunded === undefined || cancelled === undefined,
	).length;
	if (withoutRefund > 0) {
		const facts = { count: withoutRefund, key: 'items > amount_refunded' };
		findings.add('lineitems > refunded', 'refund_left_out', facts);
	}
}

const total = (lines: readonly Amounts[], key: 'refunded' | 'cancelled'): Money =>
	sum(lines.map((line) => line[key])) ?? 0n;

/** The lines of an order; what is left out, and what their ids are not, is a warning. */
export function linesOf(order: Payload, settings: FormatSettings, facts: OrderFacts): Lines {
	const { findings } = order;
	const rows = order.rows('items');
	if (!rows) {
		findings.add('lineitems', 'no_line_items', { key: 'items' });
		return NO_LINES;
	}
	const { lines, orphans } = group(rows);
	const all = lines.map((line) => amountsOf(line, order, facts));
	const records: Json[] = [];
	const sent: Amounts[] = [];
	for (const line of all) {
		const record = lineRecord(line, settings, !facts.isCancelled);
		if (!record) continue;
		records.push(record);
		sent.push(line);
	}
	warnOfOpen(order, sent);
	const leftOut = lines.length - records.length + orphans;
	if (leftOut > 0) {
		findings.add('lineitems', 'lines_without_product', { count: leftOut });
	}
	if (lines.some(({ row }) => row.json.product_type === 'bundle')) {
		findings.add('lineitems > variant_id', 'bundle_variant_left_out');
	}
	if (settings.productId === 'sku' && lines.some(isConfigurable)) {
		findings.add('lineitems > product_id', 'variant_sku_as_product', { isConfigurable: true });
	}
	// An empty list would remove stored lines.
	const isEmpty = records.length === 0 && rows.length > 0;
	return {
		records: isEmpty ? undefined : records,
		refunded: total(sent, 'refunded'),
		refundedOfAll: total(all, 'refunded'),
		saysRefunds: rows.some((row) => row.has('amount_refunded', 'qty_refunded')),
		cancelled: total(all, 'cancelled'),
	};
}
