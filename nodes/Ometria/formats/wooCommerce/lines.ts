import { dividedBy, type Money, sum, times, toNumber } from '../shared/money';
import type { Payload } from '../shared/payload';
import { amount, numberOf, prefixed, required } from '../shared/shopRecords';
import { labelled, text, withoutUndefined } from '../shared/values';
import type { FormatSettings, Json, MappingRow } from '../types';
import { decodeHtml } from './html';
import type { RefundedLine, Refunds } from './refunds';

/** How WordPress makes a key of a name. */
const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/**
 * Whether a line's meta data is an attribute of its variation: one that the shop defines (`pa_colour`), or one of the
 * product's own, whose key is made of its name. What else the shop shows, such as the text of an engraving, is
 * written by the shopper.
 */
function isAttribute({ json }: Payload, line: Payload): boolean {
	const key = text(json.key) ?? '';
	if (key.startsWith('pa_')) return true;
	const shown = text(json.display_key);
	if (shown === undefined || key !== slugOf(shown)) return false;
	// WooCommerce puts the attributes of a variation behind the name of its product.
	const value = text(json.display_value) ?? '';
	return key !== shown || (value !== '' && (text(line.json.name) ?? '').endsWith(value));
}

/** The options of a variation. */
function variantOptions(line: Payload): Json[] | undefined {
	const options: Json[] = [];
	for (const row of line.rows('meta_data') ?? []) {
		if (!isAttribute(row, line)) continue;
		const { json } = row;
		const key = text(json.key) ?? '';
		const shown = text(json.display_key);
		const name = shown ?? key.replace(/^pa_/, '');
		const option = labelled(
			decodeHtml(name),
			decodeHtml(text(json.display_value) ?? text(json.value)),
		);
		if (option) options.push(option);
	}
	return options.length > 0 ? options : undefined;
}

/** Where the fields of a line come from, for the mapping page. */
export const LINE_MAPPING: readonly MappingRow[] = [
	{
		field: 'lineitems > product_id',
		source: 'line_items[].product_id',
		rule: 'With ID Prefix. A line without a product (0: deleted) is left out. With Product ID set to SKU: sku, which for a variation is its own',
	},
	{
		field: 'lineitems > variant_id',
		source: 'line_items[].variation_id',
		rule: 'With ID Prefix; 0 is none. With Product ID set to SKU: the sku of a variation',
	},
	{ field: 'lineitems > sku', source: 'line_items[].sku', rule: '' },
	{ field: 'lineitems > quantity', source: 'line_items[].quantity', rule: 'As ordered' },
	{
		field: 'lineitems > unit_price',
		source: 'line_items[].subtotal, line_items[].quantity',
		rule: 'Subtotal divided by quantity: before discount, without tax',
	},
	{
		field: 'lineitems > subtotal',
		source: 'line_items[].subtotal',
		rule: 'Before discount, without tax',
	},
	{
		field: 'lineitems > discount',
		source: 'line_items[].total, line_items[].subtotal',
		rule: 'Total minus subtotal, 0 or less',
	},
	{ field: 'lineitems > tax', source: 'line_items[].total_tax', rule: '' },
	{
		field: 'lineitems > total',
		source: 'line_items[].total, line_items[].total_tax',
		rule: 'The sum: after discount, with tax',
	},
	{
		field: 'lineitems > variant_options',
		source: 'line_items[].meta_data[]',
		rule: 'For variations: attributes (pa_…) and what the shop shows (display_key), if the value is text',
	},
	{
		field: 'lineitems > quantity_refunded',
		source: 'refunds[].line_items[].quantity',
		rule: 'Only where refunds holds the rows of /orders/{id}/refunds. The sum by line',
	},
	{
		field: 'lineitems > refunded',
		source: 'refunds[].line_items[].total, refunds[].line_items[].total_tax',
		rule: 'The same; with tax. Where a refund lacks them, the part of the units; left out where that is not known',
	},
];

interface Line {
	record: Json;
	refunded: Money;
	/** What the payload does not say, on which its total depends. */
	lacking: readonly string[];
	/** Whether something came back, and nothing says how much. */
	lacksRefund: boolean;
	/** Whether the SKU of a variation stands for the product, whose own SKU orders do not have. */
	variationSku: boolean;
}

/** @returns undefined for a line without a product */
function lineOf(line: Payload, refunds: Refunds, settings: FormatSettings): Line | undefined {
	const productId = line.id('product_id');
	const variationId = line.id('variation_id');
	if (!line.has('product_id')) {
		line.refuse('product_id', 'the ID of the product, or 0 for none. Ask the shop for it');
	}
	if (productId === undefined) return undefined;
	const bySku = settings.productId === 'sku';
	const sku = line.text('sku');
	if (bySku) required(line, 'sku', sku, 'a SKU, as Product ID is set to SKU');

	const quantity = required(line, 'quantity', amount(line, 'quantity'), 'a number');
	const subtotal = amount(line, 'subtotal');
	const total = amount(line, 'total');
	const tax = amount(line, 'total_tax');
	const discount =
		total !== undefined && subtotal !== undefined && total <= subtotal
			? total - subtotal
			: undefined;
	const paid = total === undefined || tax === undefined ? undefined : total + tax;
	const back = refunds.byLine.get(line.id('id') ?? '');
	const refunded = back && refundOf(back, paid, quantity);
	const variantId = bySku && variationId !== undefined ? sku : variationId;
	return {
		record: withoutUndefined({
			product_id: prefixed(bySku ? sku : productId, settings),
			variant_id: prefixed(variantId, settings),
			sku,
			quantity: numberOf(quantity),
			unit_price:
				subtotal === undefined || quantity === undefined
					? undefined
					: numberOf(dividedBy(subtotal, quantity)),
			subtotal: numberOf(subtotal),
			discount: numberOf(discount),
			tax: numberOf(tax),
			total: numberOf(paid),
			variant_options: variationId === undefined ? undefined : variantOptions(line),
			quantity_refunded: back && positive(back.quantity),
			refunded: refunded === undefined ? undefined : positive(refunded),
		}),
		refunded: refunded ?? 0n,
		lacking: [
			...(total === undefined ? ['line_items > total'] : []),
			...(tax === undefined ? ['line_items > total_tax'] : []),
		],
		lacksRefund: back !== undefined && refunded === undefined,
		variationSku: bySku && variationId !== undefined,
	};
}

/** What came back of a line; where no refund says it, the part of the units in what was paid. */
function refundOf(
	{ money, quantity: units }: RefundedLine,
	paid: Money | undefined,
	quantity: Money | undefined,
): Money | undefined {
	if (money !== undefined || paid === undefined || quantity === undefined) return money;
	return dividedBy(times(paid, units), quantity);
}

function positive(money: Money): number | undefined {
	return money > 0n ? toNumber(money) : undefined;
}

export interface Lines {
	records: Json[] | undefined;
	subtotal: Money | undefined;
	/** What lines that are sent had refunded. */
	refunded: Money;
}

/** An empty list would remove stored lines, so it is sent only where the payload says that there are none. */
function recordsOf(lines: readonly Line[], rows: number): Json[] | undefined {
	return lines.length === 0 && rows > 0 ? undefined : lines.map(({ record }) => record);
}

export function linesOf(order: Payload, refunds: Refunds, settings: FormatSettings): Lines {
	const rows = order.rows('line_items');
	if (!rows) {
		order.findings.add('lineitems', 'no_line_items', { key: 'line_items' });
		return { records: undefined, subtotal: undefined, refunded: 0n };
	}
	const lines = rows
		.map((row) => lineOf(row, refunds, settings))
		.filter((line) => line !== undefined);
	const withoutProduct = rows.length - lines.length;
	if (withoutProduct > 0) {
		order.findings.add('lineitems', 'lines_without_product', { count: withoutProduct });
	}
	if (lines.some(({ variationSku }) => variationSku)) {
		order.findings.add('lineitems > product_id', 'variant_sku_as_product', {
			isConfigurable: false,
		});
	}
	const keys = [...new Set(lines.flatMap(({ lacking }) => lacking))];
	if (keys.length > 0) {
		const count = lines.filter(({ lacking }) => lacking.length > 0).length;
		order.findings.add('lineitems > total', 'line_total_left_out', { count, keys });
	}
	const withoutAmount = lines.filter(({ lacksRefund }) => lacksRefund).length;
	if (withoutAmount > 0) {
		const facts = { count: withoutAmount, key: 'total and total_tax of the lines of refunds' };
		order.findings.add('lineitems > refunded', 'refund_left_out', facts);
	}
	const totals = rows.map((row) => amount(row, 'total'));
	return {
		records: recordsOf(lines, rows.length),
		subtotal: totals.includes(undefined) ? undefined : (sum(totals) ?? 0n),
		refunded: sum(lines.map(({ refunded }) => refunded)) ?? 0n,
	};
}
