import { isObject } from '../../../utils/json';
import { type Money, readMoney, sum, times, toNumber } from '../../shared/money';
import { Payload } from '../../shared/payload';
import { absolute, asDiscount } from '../../shared/shopRecords';
import { amountText, ROUNDING } from '../../shared/totals';
import { STATUSES as SHOPIFY_STATUSES, statusOf } from '../../shopify/status';
import type { Json, SkipReason, StatusRow } from '../../types';
import { STATUSES as WOO_STATUSES } from '../../wooCommerce/order';
import { type ExportFile, type Finishing, NOT_SENT } from './exportFile';

const linesOf = ({ lineitems }: Json): Json[] =>
	Array.isArray(lineitems) ? lineitems.filter(isObject) : [];

/** Whether the prices of an order include its taxes; undefined where its amounts do not say. */
function areTaxesIncluded({ cell }: Finishing): boolean | undefined {
	const [total, subtotal, shipping = 0n, tax = 0n] = [
		...['Total', 'Subtotal', 'Shipping', 'Taxes'].map((name) => readMoney(cell(name))),
	];
	if (total === undefined || subtotal === undefined) return undefined;
	const without = subtotal + shipping;
	if (absolute(total - without) <= ROUNDING) return true;
	return absolute(total - without - tax) <= ROUNDING ? false : undefined;
}

/** The subtotal is sent without taxes. */
function putShopifySubtotal(finishing: Finishing, taxesIncluded: boolean | undefined): void {
	const { record, cell, findings } = finishing;
	const subtotal = readMoney(record.subtotal);
	if (subtotal === undefined) return;
	if (taxesIncluded === undefined) {
		delete record.subtotal;
		findings.add('subtotal', 'subtotal_not_clear');
	} else if (taxesIncluded) record.subtotal = toNumber(subtotal - (readMoney(cell('Taxes')) ?? 0n));
}

/** Amounts of lines, as far as the file says what a discount of the whole order takes from them. */
function putShopifyLines(finishing: Finishing, taxesIncluded: boolean | undefined): void {
	const { record, cell } = finishing;
	const lines = linesOf(record);
	const discounts = sum(lines.map(({ discount }) => readMoney(discount))) ?? 0n;
	const isKnown = (readMoney(cell('Discount Amount')) ?? 0n) === discounts;
	const isUntaxed = taxesIncluded === true || (readMoney(cell('Taxes')) ?? 0n) === 0n;
	for (const line of lines) {
		const [price, quantity] = [readMoney(line.unit_price), readMoney(line.quantity)];
		const discount = readMoney(line.discount) ?? 0n;
		if (discount !== 0n) line.discount = asDiscount(discount);
		if (price === undefined || quantity === undefined) continue;
		const gross: Money = times(price, quantity);
		line.subtotal = toNumber(gross);
		if (isKnown && isUntaxed) line.total = toNumber(gross - absolute(discount));
	}
}

function finishShopify(finishing: Finishing): SkipReason | undefined {
	const { record, settings, findings, cell } = finishing;
	const refunded = readMoney(cell('Refunded Amount')) ?? 0n;
	const financial = cell('Financial Status');
	const words = {
		cancelled_at: cell('Cancelled at'),
		financial_status: financial,
		fulfillment_status: cell('Fulfillment Status'),
	};
	const evidence = { total: undefined, currentTotal: undefined, cameBack: refunded > 0n };
	const order = new Payload(words, '', findings);
	const { found, word } = statusOf(order, evidence, settings);
	if (found.kind === 'skip') return `order with the status "${word}"`;
	if (found.kind === 'unknown') {
		findings.add('Financial Status', 'unknown_status', { status: financial ?? '' });
	} else {
		record.status = found.status;
		record.is_valid = found.isValid;
		if (found.isValid && refunded > 0n) {
			const amount = amountText(refunded, cell('Currency'));
			findings.add('grand_total', 'refund_outside_lines', { amount });
		}
	}
	const name = cell('Name');
	if (name !== undefined) record.web_id = name.replace(/^#/, '');
	const source = cell('Source')?.toLowerCase();
	if (source !== undefined) record.channel = source === 'pos' ? 'offline' : 'online';
	const taxesIncluded = areTaxesIncluded(finishing);
	putShopifySubtotal(finishing, taxesIncluded);
	putShopifyLines(finishing, taxesIncluded);
	const discount = readMoney(record.discount);
	if (discount !== undefined) record.discount = asDiscount(discount);
	return undefined;
}

/** The words of Magento's lists, which are those of its statuses or their labels. */
const MAGENTO_STATUSES: readonly StatusRow[] = [
	...['pending', 'new'].map((shop) => ({ shop, status: 'pending', group: 'unpaid' as const })),
	...['pending_payment', 'pending payment'].map((shop) => ({
		shop,
		status: 'pending_payment',
		group: 'unpaid' as const,
	})),
	...['payment_review', 'payment review'].map((shop) => ({
		shop,
		status: 'payment_review',
		group: 'unpaid' as const,
	})),
	...['holded', 'on hold'].map((shop) => ({ shop, status: 'on_hold', group: 'unpaid' as const })),
	{ shop: 'processing', status: 'processing', group: 'counted' },
	{ shop: 'complete', status: 'complete', group: 'counted' },
	...['fraud', 'suspected fraud'].map((shop) => ({
		shop,
		status: 'fraud',
		group: 'notCounted' as const,
	})),
	{ shop: 'closed', status: 'refunded', group: 'notCounted' },
	{ shop: 'canceled', status: 'cancelled', group: 'notCounted' },
];

function finishMagento({ record, findings, cell }: Finishing): SkipReason | undefined {
	const refunded = readMoney(cell('Total Refunded')) ?? 0n;
	if (record.is_valid !== true || refunded <= 0n) return undefined;
	record.status = 'partial_refund';
	findings.add('grand_total', 'refund_outside_lines', { amount: amountText(refunded, undefined) });
	return undefined;
}

const WOO_BILLING = {
	'First Name (Billing)': 'customer.firstname',
	'Last Name (Billing)': 'customer.lastname',
	'Email (Billing)': 'customer.email',
	'Phone (Billing)': 'customer.phone_number',
	'City (Billing)': 'billing_address.city',
	'State Code (Billing)': 'billing_address.state',
	'Postcode (Billing)': 'billing_address.postcode',
	'Country Code (Billing)': 'billing_address.country_code',
	'City (Shipping)': 'shipping_address.city',
	'State Code (Shipping)': 'shipping_address.state',
	'Postcode (Shipping)': 'shipping_address.postcode',
	'Country Code (Shipping)': 'shipping_address.country_code',
};

/** WooCommerce's statuses are written with their labels, and with the prefix of the database. */
const WOO_WORDS: readonly StatusRow[] = WOO_STATUSES.flatMap((row) => [
	row,
	{ ...row, shop: `wc-${row.shop}` },
	...(row.shop.includes('-') ? [{ ...row, shop: row.shop.replaceAll('-', ' ') }] : []),
	...(row.shop === 'pending' ? [{ ...row, shop: 'pending payment' }] : []),
]);

/** Files of orders. Heading rows: the vendors' help pages and exports in public repositories. */
export const ORDER_EXPORTS: readonly ExportFile[] = [
	{
		name: "Shopify's export of orders",
		type: 'order',
		signs: [['Name', 'Financial Status', 'Lineitem quantity', 'Lineitem price']],
		id: 'Id',
		sharedBy: 'Name',
		noId: 'Export the orders again with all columns',
		instead: 'get the orders with n8n\'s Shopify node and set Input Format to "Shopify"',
		columns: {
			Name: NOT_SENT,
			Phone: 'customer.phone_number',
			'Billing Phone': NOT_SENT,
			'Accepts Marketing': NOT_SENT,
			Source: NOT_SENT,
			'Lineitem compare at price': NOT_SENT,
		},
		reads: [
			...['Name', 'Financial Status', 'Fulfillment Status', 'Cancelled at', 'Refunded Amount'],
			'Source',
		],
		statuses: SHOPIFY_STATUSES,
		finish: finishShopify,
		lacks:
			'It holds neither the IDs of products and customers nor what came back of a line. To match the records of Ometria\'s own Shopify integration, get the orders with n8n\'s Shopify node and set Input Format to "Shopify"',
	},
	{
		name: "WooCommerce's report of orders",
		type: 'order',
		signs: [
			['Order #', 'N. Revenue', 'Status'],
			['Order #', 'Net Sales', 'Customer Type'],
			['Order #', 'Product(s)', 'Items Sold'],
		],
		columns: {},
		refused:
			'It holds neither the total of an order nor the customer. Get the orders with n8n\'s WooCommerce node and set Input Format to "WooCommerce"',
	},
	{
		name: 'a file of orders of Advanced Order Export for WooCommerce',
		type: 'order',
		signs: [
			['Order Number', 'Order Status', 'Item Cost', 'Quantity (- Refund)'],
			['Order Number', 'Order Status', 'Item Cost', 'Email (Billing)'],
		],
		id: 'Order Number',
		columns: {
			...WOO_BILLING,
			'Order Total Amount': 'grand_total',
			'Order Subtotal Amount': 'subtotal',
			'Order Shipping Amount': 'shipping',
			'Order Total Tax Amount': 'tax',
			'Cart Discount Amount': 'discount',
			'Discount Amount': NOT_SENT,
			'Discount Amount Tax': NOT_SENT,
			'Payment Method Title': 'payment_method',
			'Shipping Method Title': 'shipping_method',
			'Customer User ID': 'customer.id',
			'Product Id': 'lineitems.product_id',
			'Variation Id': 'lineitems.variant_id',
			'Quantity (- Refund)': NOT_SENT,
			'Item Cost': 'lineitems.unit_price',
			'Item #': NOT_SENT,
			'Order Line Subtotal': 'lineitems.subtotal',
			'Order Line Tax': 'lineitems.tax',
			'Order Line Total': NOT_SENT,
			'Order Line (w/o tax)': NOT_SENT,
		},
		statuses: WOO_WORDS,
	},
	{
		name: 'a file of orders of Customer/Order/Coupon Export for WooCommerce',
		type: 'order',
		signs: [['order_id', 'order_number', 'item_product_id', 'item_quantity']],
		id: 'order_id',
		columns: {
			order_number: 'web_id',
			date: 'timestamp',
			order_total: 'grand_total',
			discount_total: 'discount',
			item_product_id: 'lineitems.product_id',
			item_variation_id: 'lineitems.variant_id',
			item_sku: 'lineitems.sku',
			item_quantity: 'lineitems.quantity',
			item_subtotal: 'lineitems.subtotal',
			item_subtotal_tax: NOT_SENT,
			item_total: NOT_SENT,
			item_total_tax: 'lineitems.tax',
			item_price: 'lineitems.unit_price',
			item_id: NOT_SENT,
			item_refunded: 'lineitems.refunded',
			item_refunded_qty: 'lineitems.quantity_refunded',
			billing_email: 'customer.email',
			customer_email: NOT_SENT,
			billing_phone: 'customer.phone_number',
			customer_id: 'customer.id',
		},
		statuses: WOO_WORDS,
	},
	{
		name: "Magento's list of orders",
		type: 'order',
		signs: [['ID', 'Purchase Point', 'Purchase Date', 'Grand Total (Purchased)']],
		id: 'ID',
		columns: {
			ID: 'web_id',
			'Purchase Date': 'timestamp',
			'Grand Total (Purchased)': 'grand_total',
			'Grand Total (Base)': NOT_SENT,
			'Shipping and Handling': 'shipping',
			'Customer Email': 'customer.email',
			'Payment Method': 'payment_method',
			'Billing Address': NOT_SENT,
			'Shipping Address': NOT_SENT,
		},
		reads: ['Total Refunded'],
		statuses: MAGENTO_STATUSES,
		finish: finishMagento,
		lacks:
			'It has neither lines nor a currency. Get the orders from Magento\'s API and set Input Format to "Magento 2"; or add the currency with Additional Fields, and the orders are sent without lines',
	},
];
