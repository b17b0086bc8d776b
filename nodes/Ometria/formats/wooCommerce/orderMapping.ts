import type { MappingRow } from '../types';

/** Where each field of an order comes from, for the mapping page. */
export const ORDER_MAPPING: readonly MappingRow[] = [
	{ field: 'id', source: 'id', rule: 'With ID Prefix; at most 36 characters' },
	{ field: 'web_id', source: 'number', rule: '' },
	{
		field: 'timestamp',
		source: 'date_created_gmt',
		rule: 'Is UTC. Refunds do not change it',
	},
	{
		field: 'status',
		source: 'status, refunds',
		rule: 'By the table of statuses. refunded when the refunds reach the total; partial_refund when they do not and the status counts. Cancelled and failed orders keep their status',
	},
	{
		field: 'is_valid',
		source: 'status, refunds',
		rule: 'By the table of statuses; false when the refunds reach the total',
	},
	{ field: 'currency', source: 'currency', rule: '' },
	{
		field: 'grand_total',
		source: 'total',
		rule: 'As ordered: with tax, shipping and fees, not reduced by refunds',
	},
	{
		field: 'subtotal',
		source: 'line_items[].total',
		rule: 'The sum: after discounts, without tax and shipping. Left out when a line has no total',
	},
	{ field: 'discount', source: 'discount_total', rule: 'Sent as 0 or less, without tax' },
	{ field: 'shipping', source: 'shipping_total', rule: 'Without tax' },
	{ field: 'tax', source: 'total_tax', rule: '' },
	{ field: 'store', source: '', rule: 'The setting Store; left out without it' },
	{ field: 'payment_method', source: 'payment_method', rule: '' },
	{ field: 'shipping_method', source: 'shipping_lines[0].method_title', rule: '' },
	{ field: 'coupon_code', source: 'coupon_lines[0].code', rule: 'The first of several' },
	{ field: 'ip_address', source: 'customer_ip_address', rule: '' },
	{
		field: 'customer > id',
		source: 'customer_id',
		rule: 'With ID Prefix. 0 is a guest and is left out',
	},
	{ field: 'customer > email', source: 'billing.email', rule: '' },
	{ field: 'customer > firstname', source: 'billing.first_name', rule: '' },
	{ field: 'customer > lastname', source: 'billing.last_name', rule: '' },
	{
		field: 'customer > phone_number',
		source: 'billing.phone',
		rule: 'Only if it begins with + and a country code',
	},
	...['billing', 'shipping'].flatMap((kind) => [
		{ field: `${kind}_address > city`, source: `${kind}.city`, rule: '' },
		{
			field: `${kind}_address > state`,
			source: `${kind}.state`,
			rule: 'As it is: a code or a name',
		},
		{ field: `${kind}_address > postcode`, source: `${kind}.postcode`, rule: '' },
		{ field: `${kind}_address > country_code`, source: `${kind}.country`, rule: '' },
	]),
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
