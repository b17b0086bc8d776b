import type { Json } from '../../../../nodes/Ometria/formats/types';
import { without } from '../formatTests';

/** An address as orders and customers have it. */
export const BILLING: Json = {
	first_name: 'Mira',
	last_name: 'Okafor',
	company: '',
	address_1: '12 Harbour Lane',
	address_2: '',
	city: 'Leeds',
	state: 'West Yorkshire',
	postcode: 'LS1 4AP',
	country: 'GB',
	email: 'mira@people.example',
	phone: '+44 7700 900456',
};

const SHIPPING = without(BILLING, 'email', 'phone');

export function aLine(changes: Json = {}): Json {
	return {
		id: 611,
		name: 'Rain jacket - Navy, M',
		product_id: 140,
		variation_id: 143,
		quantity: 2,
		tax_class: '',
		subtotal: '80.00',
		subtotal_tax: '16.00',
		total: '72.00',
		total_tax: '14.40',
		taxes: [{ id: 1, total: '14.4', subtotal: '16' }],
		meta_data: [
			{ id: 1, key: 'pa_size', value: 'm', display_key: 'Size', display_value: 'M' },
			{
				id: 2,
				key: '_reduced_stock',
				value: '2',
				display_key: '_reduced_stock',
				display_value: '2',
			},
		],
		sku: 'JACKET-NAVY-M',
		price: 36,
		image: { id: '9', src: 'https://woo.example/jacket.jpg' },
		parent_name: 'Rain jacket',
		...changes,
	};
}

/** Paid: 72.00 goods + 5.00 shipping + 15.40 tax = 92.40. */
export function anOrder(changes: Json = {}): Json {
	return {
		id: 3301,
		parent_id: 0,
		status: 'processing',
		currency: 'GBP',
		version: '9.4.1',
		prices_include_tax: false,
		date_created: '2026-06-05T11:20:30',
		date_modified: '2026-06-05T11:22:00',
		discount_total: '8.00',
		discount_tax: '1.60',
		shipping_total: '5.00',
		shipping_tax: '1.00',
		cart_tax: '14.40',
		total: '92.40',
		total_tax: '15.40',
		customer_id: 58,
		order_key: 'wc_order_Zx9',
		billing: { ...BILLING },
		shipping: { ...SHIPPING, phone: '' },
		payment_method: 'stripe',
		payment_method_title: 'Card',
		transaction_id: 'ch_1',
		customer_ip_address: '198.51.100.23',
		customer_user_agent: 'Mozilla/5.0',
		created_via: 'checkout',
		customer_note: '',
		date_completed: null,
		date_paid: '2026-06-05T11:21:00',
		cart_hash: 'c4',
		number: 'W-3301',
		meta_data: [{ id: 7, key: '_utm', value: { source: 'mail' } }],
		line_items: [aLine()],
		tax_lines: [{ id: 5, rate_code: 'GB-VAT', tax_total: '14.40', shipping_tax_total: '1.00' }],
		shipping_lines: [{ id: 6, method_title: 'Royal Mail', method_id: 'flat_rate', total: '5.00' }],
		fee_lines: [],
		coupon_lines: [{ id: 8, code: 'summer10', discount: '8', discount_tax: '1.6' }],
		refunds: [],
		date_created_gmt: '2026-06-05T10:20:30',
		date_modified_gmt: '2026-06-05T10:22:00',
		...changes,
	};
}

/** The record that anOrder() is to become, with the store woo.example. */
export function theOrder(changes: Json = {}): Json {
	return {
		id: '3301',
		web_id: 'W-3301',
		timestamp: '2026-06-05T10:20:30Z',
		status: 'processing',
		is_valid: true,
		currency: 'GBP',
		grand_total: 92.4,
		subtotal: 72,
		discount: -8,
		shipping: 5,
		tax: 15.4,
		store: 'woo.example',
		payment_method: 'stripe',
		shipping_method: 'Royal Mail',
		coupon_code: 'summer10',
		ip_address: '198.51.100.23',
		customer: {
			id: '58',
			email: 'mira@people.example',
			firstname: 'Mira',
			lastname: 'Okafor',
			phone_number: '+447700900456',
		},
		billing_address: {
			city: 'Leeds',
			state: 'West Yorkshire',
			postcode: 'LS1 4AP',
			country_code: 'GB',
		},
		shipping_address: {
			city: 'Leeds',
			state: 'West Yorkshire',
			postcode: 'LS1 4AP',
			country_code: 'GB',
		},
		lineitems: [
			{
				product_id: '140',
				variant_id: '143',
				sku: 'JACKET-NAVY-M',
				quantity: 2,
				unit_price: 40,
				subtotal: 80,
				discount: -8,
				tax: 14.4,
				total: 86.4,
				variant_options: [{ type: 'size', id: 'm', label: 'M' }],
			},
		],
		...changes,
	};
}

export function aCustomer(changes: Json = {}): Json {
	return {
		id: 58,
		date_created: '2025-02-01T09:00:00',
		date_created_gmt: '2025-02-01T08:00:00',
		date_modified_gmt: '2025-02-02T08:00:00',
		email: 'mira@people.example',
		first_name: 'Mira',
		last_name: 'Okafor',
		role: 'customer',
		username: 'mira',
		billing: { ...BILLING },
		shipping: { ...SHIPPING },
		is_paying_customer: true,
		avatar_url: 'https://woo.example/a.png',
		meta_data: [{ id: 1, key: 'newsletter', value: 'yes' }],
		...changes,
	};
}

export function aProduct(changes: Json = {}): Json {
	return {
		id: 140,
		name: 'Rain jacket &ndash; light',
		slug: 'rain-jacket',
		permalink: 'https://woo.example/product/rain-jacket/',
		date_created_gmt: '2025-01-10T08:00:00',
		type: 'simple',
		status: 'publish',
		catalog_visibility: 'visible',
		description: '<p>Light</p>',
		sku: 'JACKET',
		price: '40.00',
		regular_price: '48.00',
		sale_price: '40.00',
		date_on_sale_from: '2026-06-01T00:00:00',
		date_on_sale_from_gmt: '2026-05-31T23:00:00',
		date_on_sale_to: '2026-06-30T23:59:59',
		date_on_sale_to_gmt: '2026-06-30T22:59:59',
		on_sale: true,
		purchasable: true,
		manage_stock: false,
		stock_quantity: null,
		stock_status: 'instock',
		parent_id: 0,
		categories: [{ id: 21, name: 'Coats &amp; jackets', slug: 'coats' }],
		tags: [],
		images: [{ id: 9, src: 'https://woo.example/jacket.jpg', alt: '' }],
		attributes: [
			{ id: 1, name: 'Size', slug: 'pa_size', visible: true, variation: true, options: ['M', 'L'] },
		],
		default_attributes: [],
		variations: [],
		grouped_products: [],
		meta_data: [],
		...changes,
	};
}

/** The record that aProduct() is to become, without settings. */
export function theProduct(changes: Json = {}): Json {
	return {
		id: '140',
		title: 'Rain jacket – light',
		sku: 'JACKET',
		price: 48,
		special_price: 40,
		special_price_dt_from: '2026-05-31T23:00:00Z',
		special_price_dt_to: '2026-06-30T22:59:59Z',
		is_active: true,
		is_in_stock: true,
		is_variant: false,
		url: 'https://woo.example/product/rain-jacket/',
		image_url: 'https://woo.example/jacket.jpg',
		attributes: [
			{ type: 'category', id: '21', label: 'Coats & jackets' },
			{ type: 'size', id: 'm', label: 'M' },
			{ type: 'size', id: 'l', label: 'L' },
		],
		...changes,
	};
}

/** A row of /products/140/variations; since WooCommerce 8 with type and parent_id. */
export function aVariation(changes: Json = {}): Json {
	return {
		id: 143,
		type: 'variation',
		parent_id: 140,
		name: 'Rain jacket - M',
		date_created_gmt: '2025-01-10T08:05:00',
		permalink: 'https://woo.example/product/rain-jacket/?attribute_pa_size=m',
		sku: 'JACKET-M',
		price: '48.00',
		regular_price: '48.00',
		sale_price: '',
		date_on_sale_from_gmt: null,
		date_on_sale_to_gmt: null,
		on_sale: false,
		status: 'publish',
		stock_status: 'outofstock',
		image: { id: 10, src: 'https://woo.example/jacket-m.jpg' },
		attributes: [{ id: 1, name: 'Size', slug: 'pa_size', option: 'M' }],
		...changes,
	};
}
