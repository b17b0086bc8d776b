import type { Findings } from '../../records/findings';
import type { FormatRecordType, Json } from '../types';

/** What a payload is, known by its keys and ids, never by a version. */
interface PayloadKind {
	/** Completes "This is …". */
	what: string;
	/** The input format, by its name, and the type of record that it belongs to. */
	of?: { format: string; type: FormatRecordType };
	/** What to do with a payload that no format converts. */
	advice?: string;
	/** It has all keys of one of the lists. */
	keys?: ReadonlyArray<readonly string[]>;
	/** Or its id is of this GraphQL type: "Order" in `gid://shopify/Order/1`. */
	graphqlTypes?: readonly string[];
}

const BY_HAND =
	'There is no input format for it: convert it with an Edit Fields node, and set Input Format to Ometria Record';
export const PUSH_WITH_REFUNDS =
	'It does not hold the order: push the order, with its refunds in the place of "refunds"';
const FETCH_ORDER = 'It does not hold the order: fetch the order with its refunds, and push that';
const FETCH_CUSTOMER = 'It does not hold the customer: fetch the customer with its ID, and push it';

/** The first kind that fits counts: telling keys come first, those that many shops have last. */
const PAYLOAD_KINDS: readonly PayloadKind[] = [
	{
		what: "Shopify's notification of an edited order",
		advice: 'It does not hold the order: fetch the order with the ID in order_edit.order_id',
		keys: [['order_edit']],
	},
	{
		what: 'a refund of Shopify',
		advice: FETCH_ORDER,
		keys: [
			['refund_line_items', 'order_id'],
			['refundLineItems', 'totalRefundedSet'],
		],
		graphqlTypes: ['Refund'],
	},
	{
		what: 'a fulfillment or transaction of Shopify',
		advice: FETCH_ORDER,
		keys: [
			['order_id', 'tracking_number'],
			['order_id', 'kind', 'gateway'],
		],
		graphqlTypes: ['Fulfillment', 'OrderTransaction'],
	},
	{
		what: 'a variant of Shopify',
		advice: 'Fetch its product, with its variants, and push that',
		keys: [
			['product_id', 'option1'],
			['product_id', 'inventory_item_id'],
		],
		graphqlTypes: ['ProductVariant'],
	},
	{
		what: "a customer's address of Shopify",
		advice: FETCH_CUSTOMER,
		keys: [['customer_id', 'address1']],
		graphqlTypes: ['MailingAddress', 'CustomerAddress'],
	},
	{
		what: "Shopify's notification of a customer's tags or purchases",
		advice: FETCH_CUSTOMER,
		keys: [
			['customerId', 'tags'],
			['customerId', 'numberOfOrders'],
			['customerId', 'occurredAt'],
		],
	},
	{
		what: "Shopify's notification of merged customers",
		advice: FETCH_CUSTOMER,
		keys: [['admin_graphql_api_customer_kept_id']],
	},
	{
		what: 'a refund of WooCommerce',
		advice: PUSH_WITH_REFUNDS,
		keys: [
			['amount', 'refunded_by'],
			['amount', 'refunded_payment'],
		],
	},
	{
		what: 'an order of WooCommerce',
		of: { format: 'WooCommerce', type: 'order' },
		keys: [
			['billing', 'line_items'],
			['order_key', 'line_items'],
			['date_created_gmt', 'line_items'],
		],
	},
	{
		what: 'an order of Shopify',
		of: { format: 'Shopify', type: 'order' },
		keys: [
			['financial_status'],
			['displayFinancialStatus'],
			['line_items', 'total_price'],
			['line_items', 'order_number'],
			['lineItems', 'totalPriceSet'],
			['lineItems', 'invoiceUrl'],
		],
		graphqlTypes: ['Order', 'DraftOrder'],
	},
	{
		what: 'a product of WooCommerce',
		of: { format: 'WooCommerce', type: 'product' },
		keys: [['regular_price'], ['stock_status', 'permalink']],
	},
	{
		what: 'a customer of WooCommerce',
		of: { format: 'WooCommerce', type: 'contact' },
		keys: [
			['is_paying_customer'],
			['billing', 'username'],
			['billing', 'role'],
			['billing', 'email'],
		],
	},
	{
		what: "WooCommerce's test of a webhook",
		advice: 'It holds no data: the webhook works',
		keys: [['webhook_id']],
	},
	{
		what: 'an invoice, shipment or credit memo of Magento',
		advice: 'It does not hold the order: fetch the order with the ID in order_id, and push it',
		keys: [['increment_id', 'order_id']],
	},
	{
		what: 'an order of Magento',
		of: { format: 'Magento 2', type: 'order' },
		keys: [['increment_id', 'items'], ['order_currency_code'], ['base_grand_total']],
	},
	{
		what: 'a product of Magento',
		of: { format: 'Magento 2', type: 'product' },
		keys: [
			['attribute_set_id'],
			['custom_attributes', 'sku'],
			['type_id', 'sku'],
			['visibility', 'sku'],
		],
	},
	{
		what: 'a customer of Magento',
		of: { format: 'Magento 2', type: 'contact' },
		keys: [
			['group_id', 'firstname'],
			['website_id', 'email'],
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
		],
	},
	{
		what: 'an order in the form of Ometria',
		of: { format: 'Ometria Record', type: 'order' },
		keys: [['lineitems', 'grand_total']],
	},
	{
		what: 'a contact in the form of Ometria',
		of: { format: 'Ometria Record', type: 'contact' },
		keys: [['@collection'], ['marketing_optin']],
	},
	{
		what: 'a product in the form of Ometria',
		of: { format: 'Ometria Record', type: 'product' },
		keys: [['is_variant'], ['listings', 'price']],
	},
	{
		what: 'a product of Shopify',
		of: { format: 'Shopify', type: 'product' },
		keys: [
			['variants', 'handle'],
			['variants', 'title'],
			['variants', 'product_type'],
			['variants', 'vendor'],
			['handle', 'product_type'],
			['handle', 'productType'],
			['handle', 'published_scope'],
			['variant_gids'],
		],
		graphqlTypes: ['Product'],
	},
	{
		what: 'a customer of Shopify',
		of: { format: 'Shopify', type: 'contact' },
		keys: [
			['email_marketing_consent'],
			['sms_marketing_consent'],
			['accepts_marketing'],
			['default_address'],
			['defaultAddress'],
			['defaultEmailAddress'],
			['orders_count'],
			['verified_email'],
			['tax_exempt'],
			['first_name'],
			['last_name'],
			['firstName'],
			['lastName'],
			['email'],
			['phone'],
		],
		graphqlTypes: ['Customer'],
	},
	{
		what: 'an answer with errors',
		advice: 'It holds no data: its "errors" say why',
		keys: [['errors']],
	},
];

/** Keys of an object that says no more than which object it is. */
const ID_KEYS = new Set(['id', 'admin_graphql_api_id', 'legacyResourceId', '__typename']);
const SHOPIFY_GID = /^gid:\/\/shopify\/([A-Za-z]+)\//;
const RESOURCES: Readonly<Record<FormatRecordType, { label: string; one: string }>> = {
	contact: { label: 'Contact', one: 'a customer' },
	order: { label: 'Order', one: 'an order' },
	product: { label: 'Product', one: 'a product' },
};

function graphqlTypeOf(json: Json): string | undefined {
	for (const id of [json.id, json.admin_graphql_api_id]) {
		const type = typeof id === 'string' ? SHOPIFY_GID.exec(id)?.[1] : undefined;
		if (type !== undefined) return type;
	}
	return undefined;
}

function kindOf(json: Json): PayloadKind | undefined {
	const type = graphqlTypeOf(json);
	return PAYLOAD_KINDS.find(
		({ keys = [], graphqlTypes = [] }) =>
			(type !== undefined && graphqlTypes.includes(type)) ||
			keys.some((all) => all.every((key) => Object.hasOwn(json, key))),
	);
}

/**
 * Refuses a payload that is not what the format converts.
 *
 * @param findings of the payload; what is wrong and what to do is added to them
 * @param path where the payload was found
 * @param format the name of the input format, as users see it
 */
export function refuseOtherPayload(
	findings: Findings,
	path: string,
	json: Json,
	{ format, type }: { format: string; type: FormatRecordType },
): void {
	const kind = kindOf(json);
	if (!kind) {
		const known = Object.keys(json);
		if (known.includes('id') && known.every((key) => ID_KEYS.has(key))) {
			findings.add(path, 'only_an_id');
		} else findings.add(path, 'unknown_payload', { format, one: RESOURCES[type].one });
		return;
	}
	const { what, advice = '', of } = kind;
	if (!of) {
		findings.add(path, 'other_payload', { what, advice });
		return;
	}
	const changes = [
		...(of.format === format ? [] : [`Input Format to ${of.format}`]),
		...(of.type === type ? [] : [`Resource to ${RESOURCES[of.type].label}`]),
	];
	if (changes.length > 0) {
		findings.add(path, 'other_payload', { what, advice: `Set ${changes.join(' and ')}` });
	}
}
