import type { FormatSettings, Json } from '../../../../nodes/Ometria/formats/types';

export const SETTINGS: FormatSettings = {
	idPrefix: '',
	noConsent: 'leaveOut',
	productId: 'id',
	statusesCounted: [],
	statusesNotCounted: [],
	statusesSkipped: [],
	store: 'lamps.example/fr',
	unpaidOrders: 'notCounted',
	nowMs: Date.parse('2026-06-15T12:00:00Z'),
};

/** The object without some of its keys. */
export function without(json: Json, ...keys: readonly string[]): Json {
	return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

const bag = (amount: string, presentment = amount, local = 'EUR'): Json => ({
	shop_money: { amount, currency_code: 'EUR' },
	presentment_money: { amount: presentment, currency_code: local },
});
const graphqlBag = (amount: string, presentment = amount, local = 'EUR'): Json => ({
	shopMoney: { amount, currencyCode: 'EUR' },
	presentmentMoney: { amount: presentment, currencyCode: local },
});
export const money = { bag, graphqlBag };

const ADDRESS = {
	first_name: 'Noor',
	last_name: 'Haddad',
	address1: '4 rue du Lac',
	phone: '04 72 00 00 00',
	city: 'Annecy',
	zip: '74000',
	province: null,
	country: 'France',
	country_code: 'FR',
	province_code: null,
};

/** Two lamps at 45.00 and a bulb at 10.50, 10 % off by a code, prices with taxes, delivery 6.00. */
export function restLines(): Json[] {
	return [
		{
			id: 14001,
			admin_graphql_api_id: 'gid://shopify/LineItem/14001',
			current_quantity: 2,
			fulfillable_quantity: 0,
			gift_card: false,
			name: 'Desk lamp - Brass',
			price: '45.00',
			price_set: bag('45.00'),
			product_exists: true,
			product_id: 7101,
			quantity: 2,
			sku: 'LAMP-BR',
			taxable: true,
			title: 'Desk lamp',
			total_discount: '0.00',
			total_discount_set: bag('0.00'),
			variant_id: 8101,
			variant_title: 'Brass',
			tax_lines: [{ price: '13.50', rate: 0.2, title: 'TVA', price_set: bag('13.50') }],
			discount_allocations: [
				{ amount: '9.00', amount_set: bag('9.00'), discount_application_index: 0 },
			],
		},
		{
			id: 14002,
			current_quantity: 1,
			price: '10.50',
			product_exists: true,
			product_id: 7102,
			quantity: 1,
			sku: '',
			title: 'Bulb',
			total_discount: '0.00',
			variant_id: 8102,
			variant_title: null,
			tax_lines: [
				{ price: '1.05', rate: 0.12, title: 'TVA' },
				{ price: '0.52', rate: 0.06, title: 'Eco' },
			],
			discount_allocations: [
				{ amount: '1.00', discount_application_index: 0 },
				{ amount: '0.05', discount_application_index: 1 },
			],
		},
	];
}

/** An order as the webhook orders/paid and GET /orders give it, API 2025-01. */
export function restOrder(more: Json = {}): Json {
	return {
		id: 6123456789012,
		admin_graphql_api_id: 'gid://shopify/Order/6123456789012',
		app_id: 580111,
		browser_ip: '198.51.100.24',
		buyer_accepts_marketing: true,
		cancel_reason: null,
		cancelled_at: null,
		closed_at: '2026-02-11T09:00:00+01:00',
		confirmed: true,
		contact_email: 'noor@home.example',
		created_at: '2026-02-08T21:14:05+01:00',
		currency: 'EUR',
		current_subtotal_price: '90.45',
		current_total_discounts: '10.05',
		current_total_price: '96.45',
		current_total_tax: '15.07',
		customer_locale: 'fr-FR',
		discount_codes: [{ code: 'LUMIERE', amount: '10.05', type: 'percentage' }],
		email: 'noor@home.example',
		financial_status: 'paid',
		fulfillment_status: 'fulfilled',
		name: '#L-3407',
		note: null,
		number: 2407,
		order_number: 3407,
		payment_gateway_names: ['shopify_payments', 'gift_card'],
		phone: null,
		presentment_currency: 'EUR',
		processed_at: '2026-02-08T21:14:03+01:00',
		source_name: 'web',
		subtotal_price: '90.45',
		subtotal_price_set: bag('90.45'),
		tags: '',
		taxes_included: true,
		test: false,
		total_discounts: '10.05',
		total_discounts_set: bag('10.05'),
		total_line_items_price: '100.50',
		total_price: '96.45',
		total_price_set: bag('96.45'),
		total_shipping_price_set: bag('6.00'),
		total_tax: '15.07',
		total_tax_set: bag('15.07'),
		total_tip_received: '0.00',
		updated_at: '2026-02-11T09:00:00+01:00',
		billing_address: ADDRESS,
		shipping_address: { ...ADDRESS, city: 'Lyon', zip: '69003', province: 'Rhône' },
		customer: {
			id: 9201,
			email: 'noor@home.example',
			first_name: 'Noor',
			last_name: 'Haddad',
			phone: '+33612345678',
			state: 'enabled',
			verified_email: true,
			currency: 'EUR',
			admin_graphql_api_id: 'gid://shopify/Customer/9201',
		},
		line_items: restLines(),
		fulfillments: [{ id: 1, order_id: 6123456789012, status: 'success' }],
		refunds: [],
		shipping_lines: [
			{
				id: 1,
				title: 'Colissimo',
				price: '6.00',
				discounted_price: '6.00',
				is_removed: false,
			},
		],
		...more,
	};
}

/** What `restOrder()` becomes, with the store of SETTINGS. */
export function orderRecord(more: Json = {}): Json {
	return {
		id: '6123456789012',
		web_id: '3407',
		timestamp: '2026-02-08T21:14:05+01:00',
		status: 'complete',
		is_valid: true,
		currency: 'EUR',
		grand_total: 96.45,
		subtotal: 75.38,
		tax: 15.07,
		shipping: 6,
		discount: -10.05,
		store: 'lamps.example/fr',
		channel: 'online',
		coupon_code: 'LUMIERE',
		payment_method: 'shopify_payments',
		shipping_method: 'Colissimo',
		ip_address: '198.51.100.24',
		customer: {
			id: '9201',
			email: 'noor@home.example',
			firstname: 'Noor',
			lastname: 'Haddad',
			phone_number: '+33612345678',
		},
		billing_address: { city: 'Annecy', postcode: '74000', country_code: 'FR' },
		shipping_address: {
			city: 'Lyon',
			state: 'Rhône',
			postcode: '69003',
			country_code: 'FR',
		},
		lineitems: lineRecords(),
		...more,
	};
}

export function lineRecords(first: Json = {}, second: Json = {}): Json[] {
	return [
		{
			product_id: '7101',
			variant_id: '8101',
			sku: 'LAMP-BR',
			quantity: 2,
			unit_price: 45,
			subtotal: 90,
			discount: -9,
			tax: 13.5,
			total: 81,
			...first,
		},
		{
			product_id: '7102',
			variant_id: '8102',
			quantity: 1,
			unit_price: 10.5,
			subtotal: 10.5,
			discount: -1.05,
			tax: 1.57,
			total: 9.45,
			...second,
		},
	];
}

/** The same order by the Admin GraphQL API. */
export function graphqlOrder(more: Json = {}): Json {
	return {
		id: 'gid://shopify/Order/6123456789012',
		legacyResourceId: '6123456789012',
		name: '#L-3407',
		number: 3407,
		createdAt: '2026-02-08T20:14:05Z',
		cancelledAt: null,
		test: false,
		currencyCode: 'EUR',
		presentmentCurrencyCode: 'EUR',
		displayFinancialStatus: 'PAID',
		displayFulfillmentStatus: 'FULFILLED',
		sourceName: 'web',
		clientIp: '198.51.100.24',
		taxesIncluded: true,
		totalPriceSet: graphqlBag('96.45'),
		currentTotalPriceSet: graphqlBag('96.45'),
		subtotalPriceSet: graphqlBag('90.45'),
		totalTaxSet: graphqlBag('15.07'),
		totalDiscountsSet: graphqlBag('10.05'),
		totalShippingPriceSet: graphqlBag('6.0'),
		discountCodes: ['LUMIERE'],
		paymentGatewayNames: ['shopify_payments', 'gift_card'],
		shippingLine: { title: 'Colissimo' },
		email: 'noor@home.example',
		customer: {
			id: 'gid://shopify/Customer/9201',
			firstName: 'Noor',
			lastName: 'Haddad',
			defaultEmailAddress: { emailAddress: 'noor@home.example' },
			defaultPhoneNumber: { phoneNumber: '+33612345678' },
		},
		billingAddress: { city: 'Annecy', province: null, zip: '74000', countryCodeV2: 'FR' },
		shippingAddress: { city: 'Lyon', province: 'Rhône', zip: '69003', countryCodeV2: 'FR' },
		lineItems: {
			pageInfo: { hasNextPage: false },
			edges: [
				{
					node: {
						id: 'gid://shopify/LineItem/14001',
						quantity: 2,
						currentQuantity: 2,
						sku: 'LAMP-BR',
						originalUnitPriceSet: graphqlBag('45.0'),
						discountAllocations: [{ allocatedAmountSet: graphqlBag('9.0') }],
						taxLines: [{ priceSet: graphqlBag('13.5') }],
						product: { id: 'gid://shopify/Product/7101' },
						variant: {
							id: 'gid://shopify/ProductVariant/8101',
							selectedOptions: [{ name: 'Finish', value: 'Brass' }],
						},
					},
				},
				{
					node: {
						id: 'gid://shopify/LineItem/14002',
						quantity: 1,
						currentQuantity: 1,
						sku: null,
						originalUnitPriceSet: graphqlBag('10.5'),
						discountAllocations: [
							{ allocatedAmountSet: graphqlBag('1.0') },
							{ allocatedAmountSet: graphqlBag('0.05') },
						],
						taxLines: [{ priceSet: graphqlBag('1.05') }, { priceSet: graphqlBag('0.52') }],
						product: { id: 'gid://shopify/Product/7102' },
						variant: { id: 'gid://shopify/ProductVariant/8102' },
					},
				},
			],
		},
		refunds: [],
		...more,
	};
}

/** A customer of API 2024-10, by webhook and by REST. */
export function restCustomer(more: Json = {}): Json {
	return {
		id: 9201,
		admin_graphql_api_id: 'gid://shopify/Customer/9201',
		email: 'noor@home.example',
		first_name: 'Noor',
		last_name: 'Haddad',
		phone: '+33612345678',
		created_at: '2025-06-03T10:00:00+02:00',
		updated_at: '2026-02-08T21:14:05+01:00',
		currency: 'EUR',
		note: null,
		orders_count: 4,
		state: 'enabled',
		tags: 'vip, press',
		tax_exempt: false,
		total_spent: '412.00',
		verified_email: true,
		addresses: [ADDRESS],
		default_address: { id: 31, customer_id: 9201, ...ADDRESS },
		email_marketing_consent: {
			state: 'subscribed',
			opt_in_level: 'confirmed_opt_in',
			consent_updated_at: '2025-06-03T10:02:00+02:00',
		},
		sms_marketing_consent: {
			state: 'unsubscribed',
			opt_in_level: 'single_opt_in',
			consent_updated_at: '2026-01-20T08:00:00+01:00',
			consent_collected_from: 'OTHER',
		},
		...more,
	};
}

/** A product of two variants, API 2025-01: no word on whether stock is counted. */
export function restProduct(more: Json = {}): Json {
	return {
		id: 7101,
		admin_graphql_api_id: 'gid://shopify/Product/7101',
		title: 'Desk lamp',
		body_html: '<p>Bright</p>',
		vendor: 'Atelier Vif',
		product_type: 'Lamps & lights',
		handle: 'desk-lamp',
		status: 'active',
		published_at: '2025-09-01T08:00:00+02:00',
		published_scope: 'web',
		created_at: '2025-08-30T08:00:00+02:00',
		tags: 'desk',
		category: null,
		options: [
			{ id: 1, product_id: 7101, name: 'Finish', position: 1, values: ['Brass', 'Matt black'] },
			{ id: 2, product_id: 7101, name: 'Plug', position: 2, values: ['EU'] },
		],
		image: { id: 5, src: 'https://cdn.lamps.example/desk.jpg' },
		images: [{ id: 5, src: 'https://cdn.lamps.example/desk.jpg' }],
		variants: [
			restVariant({ id: 8101, title: 'Brass / EU', sku: 'LAMP-BR', option1: 'Brass' }),
			restVariant({
				id: 8103,
				title: 'Matt black / EU',
				sku: null,
				option1: 'Matt black',
				price: '39.90',
				compare_at_price: '52.00',
				inventory_quantity: 0,
			}),
		],
		variant_gids: [
			{ admin_graphql_api_id: 'gid://shopify/ProductVariant/8101', updated_at: '2026-01-01' },
			{ admin_graphql_api_id: 'gid://shopify/ProductVariant/8103', updated_at: '2026-01-01' },
		],
		...more,
	};
}

export function restVariant(more: Json = {}): Json {
	return {
		id: 8101,
		product_id: 7101,
		title: 'Brass / EU',
		price: '45.00',
		compare_at_price: null,
		sku: 'LAMP-BR',
		option1: 'Brass',
		option2: 'EU',
		option3: null,
		inventory_item_id: 55,
		inventory_policy: 'deny',
		inventory_quantity: 6,
		image_id: null,
		...more,
	};
}

/** A product by the Admin GraphQL API. */
export function graphqlProduct(more: Json = {}): Json {
	return {
		id: 'gid://shopify/Product/7101',
		title: 'Desk lamp',
		vendor: 'Atelier Vif',
		productType: '',
		handle: 'desk-lamp',
		status: 'ACTIVE',
		publishedAt: '2025-09-01T06:00:00Z',
		onlineStoreUrl: 'https://lamps.example/products/desk-lamp',
		featuredImage: { url: 'https://cdn.lamps.example/desk.jpg' },
		options: [{ name: 'Finish', values: ['Brass', 'Matt black'] }],
		variants: {
			pageInfo: { hasNextPage: false },
			nodes: [
				graphqlVariant(),
				graphqlVariant({
					id: 'gid://shopify/ProductVariant/8103',
					title: 'Matt black',
					price: '39.90',
					compareAtPrice: '52.00',
					availableForSale: false,
					selectedOptions: [{ name: 'Finish', value: 'Matt black' }],
				}),
			],
		},
		...more,
	};
}

export function graphqlVariant(more: Json = {}): Json {
	return {
		id: 'gid://shopify/ProductVariant/8101',
		title: 'Brass',
		sku: 'LAMP-BR',
		price: '45.00',
		compareAtPrice: null,
		inventoryPolicy: 'DENY',
		inventoryQuantity: 6,
		availableForSale: true,
		inventoryItem: { tracked: true },
		selectedOptions: [{ name: 'Finish', value: 'Brass' }],
		...more,
	};
}
