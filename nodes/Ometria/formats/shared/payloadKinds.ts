import type { Findings } from '../../records/findings';
import { RECORD_TYPE_LABELS } from '../../records/labels';
import { isNested } from '../../utils/json';
import type { FormatRecordType, Json } from '../types';
import { NEIGHBOURS } from './neighbours';

/** What a payload is, known by its keys and ids, never by a version. */
export interface PayloadKind {
	/** Completes "This is …". */
	what: string;
	/** The input format, by its name, and the type of record that it belongs to. */
	of?: { format: string; type: FormatRecordType };
	/** What to do with a payload that no format converts. */
	advice?: string;
	/** It has all keys of one of the lists. */
	keys?: ReadonlyArray<readonly string[]>;
	/** Or two of these, which only it has. */
	twoOf?: readonly string[];
	/** Or its id is of this GraphQL type: "Order" in `gid://shopify/Order/1`. */
	graphqlTypes?: readonly string[];
}

export const PUSH_WITH_REFUNDS =
	'It does not hold the order: push the order, with its refunds in the place of "refunds"';
const FETCH_ORDER = 'It does not hold the order: fetch the order with its refunds, and push that';
const FETCH_CUSTOMER = 'It does not hold the customer: fetch the customer with its ID, and push it';

/** The input format of items that are records already, by its name. */
const OMETRIA = 'Ometria Record';
const SHOPIFY_CUSTOMER = { format: 'Shopify', type: 'contact' } as const;
/** Keys of customers of Shopify that customers of other systems do not have. */
const CUSTOMER_KEYS: readonly string[] = [
	'accepts_marketing_updated_at',
	'admin_graphql_api_id',
	'amountSpent',
	'customer_id',
	'defaultAddress',
	'defaultEmailAddress',
	'defaultPhoneNumber',
	'default_address',
	'emailMarketingConsent',
	'email_marketing_consent',
	'last_order_id',
	'last_order_name',
	'legacyResourceId',
	'marketing_opt_in_level',
	'multipass_identifier',
	'numberOfOrders',
	'orders_count',
	'smsMarketingConsent',
	'sms_marketing_consent',
	'taxExempt',
	'taxExemptions',
	'tax_exempt',
	'tax_exemptions',
	'total_spent',
	'verifiedEmail',
	'verified_email',
];
/** All that a customer of Shopify may have: of a part of it nothing is lost. */
const WHOLE_CUSTOMER: ReadonlySet<string> = new Set([
	...CUSTOMER_KEYS,
	'__typename',
	'accepts_marketing',
	'addresses',
	'addressesV2',
	'createdAt',
	'created_at',
	'currency',
	'displayName',
	'email',
	'email_address',
	'firstName',
	'first_name',
	'id',
	'lastName',
	'last_name',
	'locale',
	'note',
	'phone',
	'state',
	'tags',
	'updatedAt',
	'updated_at',
]);
/** Of which one says who the customer is, beside the ID. */
const NAMES = [
	'email',
	'email_address',
	'phone',
	'first_name',
	'last_name',
	'firstName',
	'lastName',
];

/** The first kind that fits counts: telling keys come first, those that many shops have last. */
const PAYLOAD_KINDS: readonly PayloadKind[] = [
	...NEIGHBOURS,
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
		twoOf: [
			'billing',
			'cart_hash',
			'coupon_lines',
			'customer_ip_address',
			'customer_user_agent',
			'date_paid_gmt',
			'fee_lines',
			'line_items',
			'order_key',
			'payment_method_title',
			'prices_include_tax',
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
		twoOf: [
			'admin_graphql_api_id',
			'currentTotalPriceSet',
			'current_total_price',
			'displayFinancialStatus',
			'displayFulfillmentStatus',
			'financial_status',
			'fulfillment_status',
			'lineItems',
			'line_items',
			'order_number',
			'subtotalPriceSet',
			'subtotal_price',
			'totalPriceSet',
			'total_line_items_price',
			'total_price',
			'total_price_set',
		],
		graphqlTypes: ['Order', 'DraftOrder'],
	},
	{
		what: 'a product of WooCommerce',
		of: { format: 'WooCommerce', type: 'product' },
		keys: [['regular_price'], ['stock_status', 'permalink']],
		twoOf: [
			'average_rating',
			'backorders_allowed',
			'catalog_visibility',
			'date_on_sale_from_gmt',
			'manage_stock',
			'permalink',
			'purchasable',
			'regular_price',
			'related_ids',
			'stock_status',
			'tax_status',
		],
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
		twoOf: ['avatar_url', 'billing', 'is_paying_customer', 'role', 'username'],
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
		twoOf: [
			'base_currency_code',
			'base_grand_total',
			'billing_address_id',
			'customer_is_guest',
			'increment_id',
			'order_currency_code',
			'quote_id',
			'shipping_description',
			'status_histories',
			'store_currency_code',
			'total_item_count',
			'total_qty_ordered',
		],
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
		twoOf: [
			'attribute_set_id',
			'media_gallery_entries',
			'product_links',
			'tier_prices',
			'type_id',
			'visibility',
		],
	},
	{
		what: 'a customer of Magento',
		of: { format: 'Magento 2', type: 'contact' },
		keys: [
			['group_id', 'firstname'],
			['website_id', 'email'],
		],
		twoOf: [
			'created_in',
			'default_billing',
			'default_shipping',
			'disable_auto_group_change',
			'group_id',
			'website_id',
		],
	},
	{
		what: 'an order in the form of Ometria',
		of: { format: OMETRIA, type: 'order' },
		keys: [['lineitems', 'grand_total']],
	},
	{
		what: 'a contact in the form of Ometria',
		of: { format: OMETRIA, type: 'contact' },
		keys: [['@collection'], ['marketing_optin']],
	},
	{
		what: 'a product in the form of Ometria',
		of: { format: OMETRIA, type: 'product' },
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
		twoOf: [
			'admin_graphql_api_id',
			'body_html',
			'descriptionHtml',
			'handle',
			'onlineStoreUrl',
			'productType',
			'product_type',
			'published_scope',
			'template_suffix',
			'variant_gids',
		],
	},
	{
		what: 'a customer of Shopify',
		of: SHOPIFY_CUSTOMER,
		twoOf: CUSTOMER_KEYS,
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
const ONE_OF: Readonly<Record<FormatRecordType, string>> = {
	contact: 'a customer',
	order: 'an order',
	product: 'a product',
};

function graphqlTypeOf(json: Json): string | undefined {
	for (const id of [json.id, json.admin_graphql_api_id]) {
		const type = typeof id === 'string' ? SHOPIFY_GID.exec(id)?.[1] : undefined;
		if (type !== undefined) return type;
	}
	return undefined;
}

function hasTwoOf(json: Json, keys: readonly string[]): boolean {
	let found = 0;
	for (const key of keys) if (Object.hasOwn(json, key) && ++found === 2) return true;
	return false;
}

function hasAllOf(json: Json, keys: readonly string[]): boolean {
	for (const key of keys) if (!Object.hasOwn(json, key)) return false;
	return true;
}

const NONE: readonly number[] = [];

/** Positions of the kinds that an object with a key may be: a list of keys is looked up by its first. */
const KINDS_BY_KEY: ReadonlyMap<string, readonly number[]> = positionsBy(
	({ keys = [], twoOf = [] }) => [...keys.map(([first]) => first), ...twoOf],
);
const KINDS_BY_GRAPHQL_TYPE: ReadonlyMap<string, readonly number[]> = positionsBy(
	({ graphqlTypes = [] }) => graphqlTypes,
);

function positionsBy(wordsOf: (kind: PayloadKind) => readonly string[]) {
	const positions = new Map<string, number[]>();
	for (const [position, kind] of PAYLOAD_KINDS.entries()) {
		for (const word of new Set(wordsOf(kind))) {
			positions.set(word, [...(positions.get(word) ?? []), position]);
		}
	}
	return positions;
}

function fits(json: Json, { keys = [], twoOf = [] }: PayloadKind): boolean {
	for (const all of keys) if (hasAllOf(json, all)) return true;
	return hasTwoOf(json, twoOf);
}

/** Looks each key of the object up once, as the kinds have some 200 keys. */
function kindOf(json: Json): PayloadKind | undefined {
	const type = graphqlTypeOf(json);
	const [ofType] = type === undefined ? NONE : (KINDS_BY_GRAPHQL_TYPE.get(type) ?? NONE);
	let first = ofType ?? PAYLOAD_KINDS.length;
	for (const key in json) {
		for (const position of KINDS_BY_KEY.get(key) ?? NONE) {
			if (position < first && fits(json, PAYLOAD_KINDS[position])) first = position;
		}
	}
	return PAYLOAD_KINDS.at(first);
}

/**
 * Whether it is a part of a customer of Shopify: it names the person, and no key is of elsewhere. A
 * row of a table may look the same, so other formats want a key that only Shopify has.
 */
function isPartOfCustomer(json: Json, format: string): boolean {
	const telling = format === SHOPIFY_CUSTOMER.format ? NAMES : CUSTOMER_KEYS;
	return (
		telling.some((key) => Object.hasOwn(json, key)) &&
		Object.keys(json).every((key) => WHOLE_CUSTOMER.has(key))
	);
}

/** A row of a sheet, file or database has nothing in its cells but texts, numbers and the like. */
function isRow(json: Json): boolean {
	const values = Object.values(json);
	return values.length > 1 && !values.some(isNested);
}

/** Fields of Ometria that no payload of a shop has: the item was mapped, and kept more than that. */
const RECORD_KEYS: readonly string[] = [
	'@collection',
	'@merge',
	'@type',
	'channels',
	'image_url',
	'is_active',
	'is_in_stock',
	'is_valid',
	'is_variant',
	'lineitems',
	'listings',
	'marketing_optin',
	'phone_number',
	'properties',
	'timestamp',
	'timestamp_acquired',
	'timestamp_subscribed',
	'timestamp_unsubscribed',
	'web_id',
];

/** Kinds that an input format takes, each with two keys that only it has. */
const OF_SHOPS = PAYLOAD_KINDS.flatMap((kind) =>
	kind.of && kind.twoOf ? [{ ...kind, of: kind.of, twoOf: kind.twoOf }] : [],
);
const MARKS: ReadonlySet<string> = new Set(OF_SHOPS.flatMap(({ twoOf }) => twoOf));

/** Whether an object has a field of Ometria that no shop's payload has, or is a row of a table. */
function isElsewhere(json: Json): boolean {
	return isRow(json) || RECORD_KEYS.some((key) => Object.hasOwn(json, key));
}

/** The kind of what an object certainly is: two of its keys are only a shop's, or its ID is Shopify's. */
function certainKind(json: Json): (typeof OF_SHOPS)[number] | undefined {
	let isMarked = typeof json.id === 'string' && SHOPIFY_GID.test(json.id);
	for (const key in json) isMarked ||= MARKS.has(key);
	if (!isMarked || isElsewhere(json)) return undefined;
	const graphqlType = graphqlTypeOf(json);
	return OF_SHOPS.find(
		({ twoOf, graphqlTypes = [] }) =>
			(graphqlType !== undefined && graphqlTypes.includes(graphqlType)) || hasTwoOf(json, twoOf),
	);
}

/** The name of the input format that an object is certainly for; undefined for anything else. */
export function shopFormat(json: Json): string | undefined {
	return certainKind(json)?.of.format;
}

/**
 * What an object is that a shop sends, and that is neither a record of Ometria nor a row of a table.
 *
 * @returns what it is and what to set; undefined for anything else
 */
export function shopPayload(
	json: Json,
	type: FormatRecordType,
): { what: string; advice: string } | undefined {
	const kind = certainKind(json);
	return kind && { what: kind.what, advice: settingsFor(kind.of, undefined, type) };
}

/**
 * What an object may be by keys that others have too.
 *
 * @returns the shop's format by its name, or what to do with what no format converts; undefined for
 * anything else
 */
export function possiblePayload(
	json: Json,
): { what: string; format: string } | { what: string; advice: string } | undefined {
	const kind = isElsewhere(json) ? undefined : kindOf(json);
	if (!kind || kind.of?.format === OMETRIA) return undefined;
	const { what, of, advice = '' } = kind;
	return of ? { what, format: of.format } : { what, advice };
}

/** What to set so that a payload is converted; '' where it is set already. */
function settingsFor(
	of: { format: string; type: FormatRecordType },
	format: string | undefined,
	type: FormatRecordType,
): string {
	const changes = [
		...(of.format === format ? [] : [`Input Format to ${of.format}`]),
		...(of.type === type ? [] : [`Resource to ${RECORD_TYPE_LABELS[of.type]}`]),
	];
	return changes.length === 0 ? '' : `Set ${changes.join(' and ')}`;
}

function addOther(findings: Findings, path: string, what: string, advice: string): void {
	if (advice !== '') findings.add(path, 'other_payload', { what, advice });
}

function isOnlyAnId(json: Json): boolean {
	for (const key in json) if (!ID_KEYS.has(key)) return false;
	return Object.hasOwn(json, 'id');
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
	if (isOnlyAnId(json)) {
		findings.add(path, 'only_an_id');
		return;
	}
	const kind = kindOf(json);
	if (!kind) {
		if (isPartOfCustomer(json, format)) {
			addOther(
				findings,
				path,
				'a customer of Shopify',
				settingsFor(SHOPIFY_CUSTOMER, format, type),
			);
		} else {
			const reason = isRow(json) ? 'table_row' : 'unknown_payload';
			findings.add(path, reason, { format, one: ONE_OF[type] });
		}
		return;
	}
	const { what, advice = '', of } = kind;
	addOther(findings, path, what, of ? settingsFor(of, format, type) : advice);
}
