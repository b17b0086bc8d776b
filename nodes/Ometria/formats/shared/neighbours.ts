import type { PayloadKind } from './payloadKinds';

const BY_HAND =
	'There is no input format for it: convert it with an Edit Fields node, and set Input Format to Ometria Record';

/**
 * Systems beside the shops that have a format, and Shopify's own apps. Some of their objects look
 * like a shop's, so each is known by two keys that only it has.
 */
export const NEIGHBOURS: readonly PayloadKind[] = [
	{
		what: 'a subscription of Recharge',
		advice: `Push the orders that it makes, as Shopify has them. ${BY_HAND}`,
		keys: [
			['next_charge_scheduled_at', 'order_interval_unit'],
			['next_charge_scheduled_at', 'order_interval_frequency'],
			['order_interval_unit', 'charge_interval_frequency'],
		],
	},
	{
		what: 'a customer of Recharge',
		advice: "Push the customer as Shopify has it, with Shopify's ID",
		keys: [
			['external_customer_id', 'subscriptions_active_count'],
			['external_customer_id', 'subscriptions_total_count'],
			['external_customer_id', 'first_charge_processed_at'],
			['external_customer_id', 'has_valid_payment_method'],
			['external_customer_id', 'email'],
			['shopify_customer_id', 'number_active_subscriptions'],
			['shopify_customer_id', 'number_subscriptions'],
		],
	},
	{
		what: 'an order or charge of Recharge',
		advice: "Push the order as Shopify has it, with Shopify's ID",
		keys: [
			['external_order_id', 'line_items'],
			['external_order_number', 'line_items'],
			['scheduled_at', 'line_items'],
			['shopify_order_id', 'charge_id'],
			['charge_status', 'line_items'],
		],
	},
	{
		what: "BigCommerce's notification",
		advice: `It holds an ID only: fetch the object with the ID in data.id. ${BY_HAND}`,
		keys: [['scope', 'producer']],
	},
	{
		what: 'a payload of BigCommerce',
		advice: BY_HAND,
		keys: [
			['total_inc_tax'],
			['inventory_tracking', 'variants'],
			['accepts_product_review_abandoned_cart_emails'],
			['date_created', 'store_credit'],
			['date_created', 'registration_ip_address'],
			['date_created', 'customer_group_id'],
			['date_created', 'reset_pass_on_login'],
			['registration_ip_address', 'customer_group_id'],
			['authentication', 'customer_group_id'],
			['store_credit_amounts', 'email'],
		],
	},
	{
		what: 'a profile or event of Klaviyo',
		advice: BY_HAND,
		keys: [
			['attributes', 'relationships'],
			['attributes', 'links'],
			['external_id', 'last_event_date'],
			['external_id', 'anonymous_id'],
			['external_id', 'organization'],
			['external_id', 'predictive_analytics'],
			['phone_number', 'last_event_date'],
			['phone_number', 'anonymous_id'],
			['location', 'last_event_date'],
			['$email', '$first_name'],
			['$email', '$consent'],
			['$email', '$id'],
		],
	},
	{
		what: 'a payload of Lightspeed',
		advice: BY_HAND,
		keys: [
			['customerID', 'customerTypeID'],
			['customerID', 'Contact'],
			['customerID', 'timeStamp'],
			['saleID', 'SaleLines'],
			['saleID', 'ticketNumber'],
			['itemID', 'systemSku'],
			['customer_code', 'customer_group_id'],
			['customer_code', 'loyalty_balance'],
			['customer_code', 'do_not_email'],
			['customer_code', 'year_to_date'],
			['enable_loyalty', 'loyalty_balance'],
			['supply_price', 'variant_parent_id'],
			['isConfirmedCustomer', 'remoteIp'],
			['isConfirmed', 'isCompany'],
			['remoteIp', 'nationalId'],
			['priceIncl', 'priceExcl'],
			['fulltitle', 'isVisible'],
		],
	},
	{
		what: 'a payload of Ecwid',
		advice: BY_HAND,
		keys: [
			['vendorOrderNumber', 'paymentStatus'],
			['orderNumber', 'paymentStatus'],
			['billingPerson', 'customerGroupId'],
			['billingPerson', 'paymentStatus'],
			['defaultDisplayedPrice', 'productClassId'],
		],
	},
	{
		what: 'a payload of Stripe',
		advice: BY_HAND,
		keys: [['object', 'livemode']],
	},
	{
		what: 'a payload of Square',
		advice: BY_HAND,
		keys: [
			['given_name', 'creation_source'],
			['location_id', 'net_amounts'],
		],
	},
	{
		what: 'a payload of PrestaShop',
		advice: BY_HAND,
		keys: [
			['id_default_group', 'newsletter_date_add'],
			['id_default_group', 'id_shop'],
			['id_customer', 'total_paid'],
			['id_default_category', 'id_manufacturer'],
		],
	},
	{
		what: 'a payload of Shopware',
		advice: BY_HAND,
		keys: [
			['orderNumber', 'amountTotal'],
			['customerNumber', 'salesChannelId'],
			['productNumber', 'taxId'],
		],
	},
	{
		what: 'a payload of commercetools',
		advice: BY_HAND,
		keys: [
			['version', 'lastModifiedBy'],
			['taxedPrice', 'orderState'],
			['masterData', 'productType'],
		],
	},
	{
		what: 'an order of Wix',
		advice: BY_HAND,
		keys: [
			['buyerInfo', 'priceSummary'],
			['buyerInfo', 'lineItems'],
			['priceSummary', 'lineItems'],
		],
	},
	{
		what: 'an order of Medusa',
		advice: BY_HAND,
		keys: [['display_id', 'region_id']],
	},
	{
		what: 'an order of Salesforce Commerce Cloud',
		advice: BY_HAND,
		keys: [
			['order_no', 'product_items'],
			['orderNo', 'productItems'],
		],
	},
	{
		what: 'an order of Squarespace',
		advice: BY_HAND,
		keys: [['orderNumber', 'fulfillmentStatus']],
	},
];
