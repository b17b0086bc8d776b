import { isObject } from '../../utils/json';
import { type Money, sum, toNumber } from '../shared/money';
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
import { text, wholeNumber, withoutGaps } from '../shared/values';
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

function quantity(row: Payload, key: string): number | undefined {
	return row.read(
		[key],
		(value) => wholeNumber(typeof value === 'string' ? value.trim().replace(/\.0+$/, '') : value),
		`a whole number for "${text(row.json.name) ?? 'the line'}"`,
	);
}

/** After discount, with tax. Source: Ometria's own extension for Magento. */
function lineTotal(row: Payload): Money | undefined {
	const rowTotal = amount(row, 'row_total');
	if (rowTotal === undefined) return undefined;
	const discount = amount(row, 'discount_amount');
	return sum([
		rowTotal,
		discount === undefined ? undefined : -absolute(discount),
		amount(row, 'tax_amount'),
		amount(row, 'discount_tax_compensation_amount'),
		amount(row, 'weee_tax_applied_row_amount'),
	]);
}

function refundedOf(row: Payload): Money {
	const discount = amount(row, 'discount_refunded') ?? 0n;
	const refunded = sum([amount(row, 'amount_refunded'), amount(row, 'tax_refunded')]) ?? 0n;
	return refunded - absolute(discount);
}

const isConfigurable = ({ row }: Line) => row.json.product_type === 'configurable';

/** @returns undefined for a line without a product */
function lineRecord(line: Line, settings: FormatSettings): Json | undefined {
	const { row, children } = line;
	const productId = row.id('product_id');
	if (productId === undefined) return undefined;
	const bySku = settings.productId === 'sku';
	const sku = row.text('sku');
	if (bySku) required(row, 'sku', sku, 'a SKU, as Product ID is set to SKU');
	const child = isConfigurable(line) ? children[0] : undefined;
	const variantId = bySku ? child && sku : child?.id('product_id');
	const refunded = refundedOf(row);
	const quantityRefunded = quantity(row, 'qty_refunded');
	return withoutGaps({
		product_id: prefixed(bySku ? sku : productId, settings),
		variant_id: prefixed(variantId, settings),
		sku,
		quantity: required(row, 'qty_ordered', quantity(row, 'qty_ordered'), 'a whole number'),
		unit_price: amountNumber(row, 'price'),
		subtotal: amountNumber(row, 'row_total'),
		discount: asDiscount(amount(row, 'discount_amount')),
		tax: amountNumber(row, 'tax_amount'),
		total: numberOf(lineTotal(row)),
		quantity_refunded:
			quantityRefunded !== undefined && quantityRefunded > 0 ? quantityRefunded : undefined,
		refunded: refunded > 0n ? toNumber(refunded) : undefined,
	});
}

export interface Lines {
	records: Json[] | undefined;
	/** What lines that are sent had refunded. */
	refunded: Money;
}

/** The lines of an order; what is left out, and what their ids are not, is a warning. */
export function linesOf(order: Payload, settings: FormatSettings): Lines {
	const { findings } = order;
	const rows = order.rows('items');
	if (!rows) {
		findings.add('lineitems', 'no_line_items', { key: 'items' });
		return { records: undefined, refunded: 0n };
	}
	const { lines, orphans } = group(rows);
	const records: Json[] = [];
	let refunded = 0n;
	for (const line of lines) {
		const record = lineRecord(line, settings);
		if (!record) continue;
		records.push(record);
		const back = refundedOf(line.row);
		if (back > 0n) refunded += back;
	}
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
	return { records, refunded };
}
