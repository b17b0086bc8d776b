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
import { withoutGaps } from '../shared/values';
import type { FormatSettings, Json } from '../types';

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

/** After discount, with tax. Source: Ometria's own extension for Magento. */
function lineTotal(line: Line): Money | undefined {
	const rowTotal = amount(line.row, 'row_total');
	if (rowTotal === undefined) return undefined;
	const discount = lineAmount(line, 'discount_amount');
	return sum([
		rowTotal,
		discount === undefined ? undefined : -absolute(discount),
		lineAmount(line, 'tax_amount'),
		lineAmount(line, 'discount_tax_compensation_amount'),
		lineAmount(line, 'weee_tax_applied_row_amount'),
	]);
}

/** What was paid back of a line, by the same formula as its total. */
function refundedOf(line: Line): Money {
	const discount = lineAmount(line, 'discount_refunded') ?? 0n;
	const refunded = sum([
		lineAmount(line, 'amount_refunded'),
		lineAmount(line, 'tax_refunded'),
		lineAmount(line, 'discount_tax_compensation_refunded'),
	]);
	return (refunded ?? 0n) - absolute(discount);
}

/** What a line's units cost that were cancelled before they were paid. */
function cancelledOf(line: Line): Money {
	const ordered = amount(line.row, 'qty_ordered') ?? 0n;
	const cancelled = amount(line.row, 'qty_canceled') ?? 0n;
	const total = lineTotal(line);
	if (total === undefined || cancelled <= 0n || ordered <= 0n) return 0n;
	return dividedBy(times(total, cancelled), ordered) ?? 0n;
}

const isConfigurable = ({ row }: Line) => row.json.product_type === 'configurable';

/** @returns undefined for a line without a product */
function lineRecord(
	line: Line,
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
	const discount = lineAmount(line, 'discount_amount');
	const quantityOf = (key: string) => amount(row, key) ?? 0n;
	const refunded = refundedOf(line) + (countsCancelled ? cancelledOf(line) : 0n);
	const unitsBack =
		quantityOf('qty_refunded') + (countsCancelled ? quantityOf('qty_canceled') : 0n);
	return withoutGaps({
		product_id: prefixed(bySku ? sku : productId, settings),
		variant_id: prefixed(variantId, settings),
		sku,
		quantity: numberOf(required(row, 'qty_ordered', amount(row, 'qty_ordered'), 'a number')),
		unit_price: amountNumber(row, 'price'),
		subtotal: amountNumber(row, 'row_total'),
		discount: asDiscount(discount),
		tax: numberOf(lineAmount(line, 'tax_amount')),
		total: numberOf(lineTotal(line)),
		quantity_refunded: unitsBack > 0n ? toNumber(unitsBack) : undefined,
		refunded: refunded > 0n ? toNumber(refunded) : undefined,
	});
}

export interface Lines {
	records: Json[] | undefined;
	/** What lines that are sent had refunded. */
	refunded: Money;
	/** What units of all lines cost that were cancelled before they were paid; 0 for an order cancelled as a whole. */
	cancelled: Money;
}

/**
 * The lines of an order; what is left out, and what their ids are not, is a warning.
 *
 * @param isCancelled whether the order is cancelled as a whole, so that its status says it all
 */
export function linesOf(order: Payload, settings: FormatSettings, isCancelled: boolean): Lines {
	const { findings } = order;
	const rows = order.rows('items');
	if (!rows) {
		findings.add('lineitems', 'no_line_items', { key: 'items' });
		return { records: undefined, refunded: 0n, cancelled: 0n };
	}
	const { lines, orphans } = group(rows);
	const records: Json[] = [];
	let refunded = 0n;
	for (const line of lines) {
		const record = lineRecord(line, settings, !isCancelled);
		if (!record) continue;
		records.push(record);
		const back = refundedOf(line);
		if (back > 0n) refunded += back;
	}
	const cancelled = isCancelled ? 0n : (sum(lines.map(cancelledOf)) ?? 0n);
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
	return { records: isEmpty ? undefined : records, refunded, cancelled };
}
