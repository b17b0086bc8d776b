import type { MappingRow } from '../types';

/** Where each field of an order comes from, for the mapping page. */
export const ORDER_MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: 'increment_id',
		rule: 'With ID Prefix and its zeros; at most 36 characters',
	},
	{ field: 'web_id', source: 'increment_id', rule: '' },
	{ field: 'timestamp', source: 'created_at', rule: 'Is UTC. Refunds do not change it' },
	{
		field: 'status',
		source: 'status, state, total_refunded, total_canceled, total_paid, items[].amount_refunded',
		rule: "The order's own status in the states new, pending_payment, payment_review and processing; else by the table of states. refunded when the refunds reach what was paid; partial_refund when they do not. Where total_refunded is missing, the items say what came back. Cancelled orders keep their status",
	},
	{
		field: 'is_valid',
		source: 'state, status, total_refunded, total_paid',
		rule: 'By the table of states; the lists in the settings may name states and statuses. The status fraud has a row for the state processing. False when the refunds reach what was paid',
	},
	{ field: 'currency', source: 'order_currency_code', rule: '' },
	{
		field: 'grand_total',
		source: 'grand_total',
		rule: 'As ordered: not reduced by refunds',
	},
	{ field: 'subtotal', source: 'subtotal', rule: 'Before discount, without tax and shipping' },
	{ field: 'discount', source: 'discount_amount', rule: 'Sent as 0 or less' },
	{ field: 'shipping', source: 'shipping_amount', rule: 'Without tax' },
	{ field: 'tax', source: 'tax_amount', rule: '' },
	{
		field: 'totals > base',
		source: 'base_currency_code, base_grand_total, base_subtotal, …',
		rule: 'Only when the two currencies differ and the setting Account Currency is the base currency',
	},
	{
		field: 'totals > local',
		source: 'order_currency_code, grand_total, subtotal, …',
		rule: 'With totals > base',
	},
	{
		field: 'store',
		source: 'store_id',
		rule: 'Where the setting Store is filled in, that',
	},
	{ field: 'payment_method', source: 'payment.method', rule: '' },
	{
		field: 'shipping_method',
		source: 'extension_attributes.shipping_assignments[0].shipping.method, shipping_description',
		rule: '',
	},
	{ field: 'coupon_code', source: 'coupon_code', rule: '' },
	{ field: 'ip_address', source: 'remote_ip', rule: '' },
	{
		field: 'customer > id',
		source: 'customer_id',
		rule: 'With ID Prefix. Left out for guests (customer_is_guest, or 0)',
	},
	{ field: 'customer > email', source: 'customer_email, billing_address.email', rule: '' },
	{
		field: 'customer > firstname',
		source: 'customer_firstname, billing_address.firstname',
		rule: '',
	},
	{ field: 'customer > lastname', source: 'customer_lastname, billing_address.lastname', rule: '' },
	{
		field: 'customer > phone_number',
		source: 'billing_address.telephone',
		rule: 'Only if it begins with + and a country code',
	},
	...[
		['billing_address', 'billing_address'],
		['shipping_address', 'extension_attributes.shipping_assignments[0].shipping.address'],
	].flatMap(([field, source]) => [
		{ field: `${field} > city`, source: `${source}.city`, rule: '' },
		{ field: `${field} > state`, source: `${source}.region`, rule: '' },
		{ field: `${field} > postcode`, source: `${source}.postcode`, rule: '' },
		{ field: `${field} > country_code`, source: `${source}.country_id`, rule: '' },
	]),
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
