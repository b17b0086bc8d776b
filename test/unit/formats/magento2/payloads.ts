import type { Json } from '../../../../nodes/Ometria/formats/types';
import { without } from '../formatTests';

export const ADDRESS: Json = {
	address_type: 'billing',
	city: 'Lyon',
	country_id: 'FR',
	customer_address_id: 31,
	email: 'noe@people.example',
	entity_id: 91,
	firstname: 'Noé',
	lastname: 'Martin',
	parent_id: 46,
	postcode: '69002',
	region: 'Rhône',
	region_code: '69',
	region_id: 252,
	street: ['4 rue Claire'],
	telephone: '+33 6 39 98 00 01',
};

/** A row of a simple product, 25.00 each with 20 % tax. */
export function aRow(changes: Json = {}): Json {
	return {
		item_id: 201,
		order_id: 46,
		product_id: 320,
		product_type: 'simple',
		sku: 'LAMP-OAK',
		name: 'Oak lamp',
		qty_ordered: 2,
		qty_canceled: 0,
		qty_invoiced: 2,
		qty_refunded: 0,
		qty_shipped: 0,
		price: 25,
		base_price: 25,
		price_incl_tax: 30,
		row_total: 50,
		base_row_total: 50,
		row_total_incl_tax: 60,
		discount_amount: 5,
		discount_tax_compensation_amount: 0,
		tax_amount: 9,
		tax_percent: 20,
		amount_refunded: 0,
		weee_tax_applied_row_amount: 0,
		...changes,
	};
}

/** The two rows of a configurable product: the price is on the first one. */
export function aConfigurablePair(childPrice = 0): Json[] {
	const parent = aRow({
		item_id: 211,
		product_id: 400,
		product_type: 'configurable',
		sku: 'TEE-RED-L',
		name: 'Tee',
	});
	return [
		parent,
		aRow({
			item_id: 212,
			parent_item_id: 211,
			product_id: 403,
			sku: 'TEE-RED-L',
			name: 'Tee Red L',
			price: childPrice,
			row_total: childPrice * 2,
			discount_amount: 0,
			tax_amount: 0,
		}),
	];
}

/** Paid: 50.00 goods - 5.00 discount + 6.00 shipping + 10.20 tax = 61.20. */
export function anOrder(changes: Json = {}): Json {
	return {
		entity_id: 46,
		increment_id: '000000046',
		state: 'processing',
		status: 'processing',
		store_id: 2,
		store_name: 'Main\nShop\nFrench',
		base_currency_code: 'EUR',
		order_currency_code: 'EUR',
		global_currency_code: 'EUR',
		created_at: '2026-05-14 07:45:10',
		updated_at: '2026-05-14 07:46:00',
		customer_id: 77,
		customer_is_guest: 0,
		customer_email: 'noe@people.example',
		customer_firstname: 'Noé',
		customer_lastname: 'Martin',
		customer_group_id: 1,
		coupon_code: 'BIENVENUE',
		remote_ip: '192.0.2.44',
		is_virtual: 0,
		grand_total: 61.2,
		base_grand_total: 61.2,
		subtotal: 50,
		base_subtotal: 50,
		discount_amount: -5,
		base_discount_amount: -5,
		shipping_amount: 6,
		base_shipping_amount: 6,
		tax_amount: 10.2,
		base_tax_amount: 10.2,
		total_paid: 61.2,
		base_total_paid: 61.2,
		total_qty_ordered: 2,
		shipping_description: 'Colissimo - Home',
		items: [aRow()],
		billing_address: { ...ADDRESS },
		payment: { method: 'checkmo', additional_information: ['Check'] },
		status_histories: [],
		extension_attributes: {
			shipping_assignments: [
				{
					shipping: {
						address: { ...ADDRESS, address_type: 'shipping', city: 'Villeurbanne' },
						method: 'colissimo_home',
						total: { shipping_amount: 6 },
					},
					items: [],
				},
			],
		},
		...changes,
	};
}

/** The record that anOrder() is to become. */
export function theOrder(changes: Json = {}): Json {
	return {
		id: '000000046',
		web_id: '000000046',
		timestamp: '2026-05-14T07:45:10Z',
		status: 'processing',
		is_valid: true,
		currency: 'EUR',
		shipping: 6,
		tax: 10.2,
		discount: -5,
		subtotal: 50,
		grand_total: 61.2,
		store: '2',
		payment_method: 'checkmo',
		shipping_method: 'colissimo_home',
		coupon_code: 'BIENVENUE',
		ip_address: '192.0.2.44',
		customer: {
			id: '77',
			email: 'noe@people.example',
			firstname: 'Noé',
			lastname: 'Martin',
			phone_number: '+33639980001',
		},
		billing_address: { city: 'Lyon', state: 'Rhône', postcode: '69002', country_code: 'FR' },
		shipping_address: {
			city: 'Villeurbanne',
			state: 'Rhône',
			postcode: '69002',
			country_code: 'FR',
		},
		lineitems: [theLine()],
		...changes,
	};
}

/** The line that aRow() is to become. */
export function theLine(changes: Json = {}): Json {
	return {
		product_id: '320',
		sku: 'LAMP-OAK',
		quantity: 2,
		unit_price: 25,
		subtotal: 50,
		discount: -5,
		tax: 9,
		total: 54,
		...changes,
	};
}

export function aCustomer(changes: Json = {}): Json {
	return {
		id: 77,
		group_id: 1,
		default_billing: '31',
		default_shipping: '30',
		created_at: '2024-11-02 16:20:00',
		updated_at: '2025-01-02 10:00:00',
		created_in: 'French',
		dob: '1988-04-09',
		email: 'noe@people.example',
		firstname: 'Noé',
		lastname: 'Martin',
		gender: 1,
		store_id: 2,
		website_id: 1,
		addresses: [
			{ ...without(ADDRESS, 'email'), id: 30, country_id: 'BE', telephone: '02 111 22 33' },
			{
				...without(ADDRESS, 'email'),
				id: 31,
				region: { region_code: '69', region: 'Rhône', region_id: 252 },
				default_billing: true,
			},
		],
		disable_auto_group_change: 0,
		extension_attributes: { is_subscribed: true },
		...changes,
	};
}

function attributes(values: Json): Json[] {
	return Object.entries(values).map(([attribute_code, value]) => ({ attribute_code, value }));
}

const CUSTOM: Json = {
	image: '/l/a/lamp.jpg',
	url_key: 'oak-lamp',
	special_price: '19.900000',
	color: '49',
	category_ids: ['3', '12'],
};

export function aProduct(changes: Json = {}, custom: Json = CUSTOM): Json {
	return {
		id: 320,
		sku: 'LAMP-OAK',
		name: 'Oak lamp',
		attribute_set_id: 4,
		price: 25,
		status: 1,
		visibility: 4,
		type_id: 'simple',
		created_at: '2024-01-01 10:00:00',
		updated_at: '2025-01-01 10:00:00',
		weight: 1,
		extension_attributes: {
			website_ids: [1],
			category_links: [{ position: 0, category_id: '12' }],
			stock_item: {
				item_id: 1,
				product_id: 320,
				qty: 0,
				is_in_stock: false,
				manage_stock: true,
			},
		},
		product_links: [],
		options: [],
		media_gallery_entries: [
			{ id: 1, media_type: 'image', file: '/l/a/side.jpg', types: ['thumbnail'] },
			{ id: 2, media_type: 'image', file: '/l/a/front.jpg', types: ['image', 'small_image'] },
		],
		tier_prices: [],
		custom_attributes: attributes(custom),
		...changes,
	};
}

/** The record that aProduct() is to become, without settings. */
export function theProduct(changes: Json = {}): Json {
	return {
		id: '320',
		title: 'Oak lamp',
		sku: 'LAMP-OAK',
		price: 25,
		special_price: 19.9,
		is_active: true,
		is_in_stock: false,
		is_variant: false,
		...changes,
	};
}

/** A configurable product and the two products that it lists, which are not visible on their own. */
export function aFamily(): { configurable: Json; simples: Json[] } {
	const simple = (id: number, sku: string, price: number) =>
		aProduct({ id, sku, name: sku, price, visibility: 1 }, { url_key: sku.toLowerCase() });
	return {
		configurable: aProduct(
			{
				id: 400,
				sku: 'TEE',
				name: 'Tee',
				price: 0,
				type_id: 'configurable',
				extension_attributes: {
					configurable_product_links: [403, 404],
					stock_item: { is_in_stock: true, manage_stock: true },
				},
			},
			{ url_key: 'tee' },
		),
		simples: [simple(403, 'TEE-RED-L', 18.5), simple(404, 'TEE-RED-S', 17.25)],
	};
}
