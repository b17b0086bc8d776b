import type { MappingRow } from '../types';

/** Where the fields of an order come from; names of REST first, then of GraphQL. */
export const ORDER_MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: 'id, legacyResourceId',
		rule: "The number: of GraphQL's gid://shopify/Order/5551 it is 5551. ID Prefix goes before it. Test orders (test is true), draft orders and checkouts are skipped",
	},
	{ field: 'web_id', source: 'order_number, number, name', rule: 'Without #' },
	{ field: 'timestamp', source: 'created_at, createdAt', rule: '' },
	{
		field: 'status',
		source:
			'cancelled_at, financial_status, fulfillment_status; cancelledAt, displayFinancialStatus, displayFulfillmentStatus',
		rule: 'The table of statuses; a status in no list is an error. An order with cancelled_at is cancelled. One of which nothing is left (current_total_price is 0) is refunded. A paid one of which something came back is partially_refunded; a paid one that is fulfilled is fulfilled',
	},
	{
		field: 'is_valid',
		source: 'as status',
		rule: 'Whether the status counts as revenue: the table of statuses, and the settings for it',
	},
	{
		field: 'currency',
		source:
			'currency, currencyCode; currency_code of total_price_set, currencyCode of totalPriceSet',
		rule: "The shop's; where the order and its total name two, it is an error",
	},
	{
		field: 'grand_total',
		source: 'total_price, totalPriceSet',
		rule: 'As ordered, before returns. If lines were added later, current_total_price with what came back, and the other amounts likewise, so that all lines that are sent are in it. A warning says where subtotal, tax and shipping do not add up to it (tip: total_tip_received; duties, fees), and where it differs from current_total_price by more than what is sent as refunded',
	},
	{
		field: 'subtotal',
		source: 'subtotal_price, subtotalPriceSet',
		rule: 'After discounts, without taxes: less total_tax if taxes_included (taxesIncluded) is true. Left out where neither taxes_included nor the sums say whether it has taxes',
	},
	{ field: 'tax', source: 'total_tax, totalTaxSet', rule: '' },
	{
		field: 'shipping',
		source:
			'total_shipping_price_set, totalShippingPriceSet; shipping_lines[].discounted_price, shippingLines[].discountedPriceSet, shippingLine.discountedPriceSet',
		rule: 'After discounts: the sum of the lines if it is lower than the total of the order, or if there is no total',
	},
	{ field: 'discount', source: 'total_discounts, totalDiscountsSet', rule: 'Negative' },
	{ field: 'store', source: '', rule: 'The setting Store' },
	{ field: 'channel', source: 'source_name, sourceName', rule: 'pos gives offline, else online' },
	{
		field: 'coupon_code',
		source: 'discount_codes[0].code, discountCodes[0]',
		rule: 'The first one',
	},
	{
		field: 'payment_method',
		source: 'payment_gateway_names[0], paymentGatewayNames[0]',
		rule: 'The first one',
	},
	{
		field: 'shipping_method',
		source: 'shipping_lines[].title, shippingLines[].title, shippingLine.title',
		rule: 'The first one that was not removed',
	},
	{ field: 'ip_address', source: 'browser_ip, clientIp', rule: '' },
	{
		field: 'customer > id',
		source: 'customer.id',
		rule: 'The number, with ID Prefix; the same as the customer_id of the contact',
	},
	{
		field: 'customer > email',
		source:
			'customer.email, customer.email_address, customer.defaultEmailAddress.emailAddress, email, contact_email',
		rule: '',
	},
	{
		field: 'customer > firstname',
		source:
			'customer.first_name, customer.firstName, billing_address.first_name, billingAddress.firstName',
		rule: '',
	},
	{
		field: 'customer > lastname',
		source:
			'customer.last_name, customer.lastName, billing_address.last_name, billingAddress.lastName',
		rule: '',
	},
	{
		field: 'customer > phone_number',
		source: 'customer.phone, customer.defaultPhoneNumber.phoneNumber',
		rule: 'Only with a country code',
	},
	...['billing', 'shipping'].flatMap((kind) => [
		{
			field: `${kind}_address > city`,
			source: `${kind}_address.city, ${kind}Address.city`,
			rule: '',
		},
		{
			field: `${kind}_address > state`,
			source: `${kind}_address.province, ${kind}Address.province`,
			rule: '',
		},
		{
			field: `${kind}_address > postcode`,
			source: `${kind}_address.zip, ${kind}Address.zip`,
			rule: '',
		},
		{
			field: `${kind}_address > country_code`,
			source: `${kind}_address.country_code, ${kind}Address.countryCodeV2, ${kind}Address.countryCode`,
			rule: '',
		},
	]),
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
	{
		field: 'totals > base',
		source: 'the amounts above',
		rule: "Only if Account Currency is the shop's currency and the order was made in another one",
	},
	{
		field: 'totals > local',
		source:
			'presentment_currency, presentmentCurrencyCode; presentment_money of total_price_set and the others',
		rule: 'As totals > base',
	},
];
