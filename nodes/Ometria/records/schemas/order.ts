import {
	boolean,
	currency,
	dateTime,
	email,
	id,
	integer,
	money,
	number,
	object,
	objects,
	phone,
	type Shape,
	text,
} from '../field';
import { addressShape, labelShape, merge, properties, type } from './shared';

const amount = (label: string, description: string, example: number) =>
	money({ label, description, example, source: 'seen' });

const lineTotalsShape: Shape = {
	currency: currency({
		label: 'Currency',
		description: 'Three letters',
		example: 'GBP',
		source: 'seen',
	}),
	unit_price: amount('Unit Price', 'Price of one', 25),
	discount: amount('Discount', 'Discount on the line', -5),
	refunded: amount('Refunded', 'Amount refunded', 0),
	subtotal: amount('Subtotal', 'Before discount', 50),
	tax: amount('Tax', 'Tax', 8.33),
	total: amount('Total', 'After discount', 45),
};

const orderTotalsShape: Shape = {
	currency: currency({
		label: 'Currency',
		description: 'Three letters',
		example: 'GBP',
		source: 'seen',
	}),
	shipping: amount('Shipping', 'Shipping cost', 4),
	tax: amount('Tax', 'Tax', 8.33),
	discount: amount('Discount', 'Discount', -5),
	subtotal: amount('Subtotal', 'Before discount and shipping', 50),
	grand_total: amount('Grand Total', 'What was paid', 49),
};

/** Characters. Source: a third-party description of the API. */
export const LONGEST_ORDER_ID = 36;

/** Source: ORDERS (documented) names them; their fields are seen in public clients. */
const totals = (shape: Shape) =>
	object(
		{
			base: object(shape, {
				label: 'Base',
				description: "In the account's reporting currency",
				example: { currency: 'GBP' },
				source: 'documented',
			}),
			local: object(shape, {
				label: 'Local',
				description: 'In the currency of the sale',
				example: { currency: 'EUR' },
				source: 'documented',
			}),
		},
		{
			label: 'Totals',
			description: 'Amounts in two currencies, for shops that sell in several',
			example: { local: { currency: 'EUR' } },
			source: 'documented',
		},
	);

/** Source: third-party description; ORDERS, refunds article (documented). */
const lineShape: Shape = {
	product_id: id({
		label: 'Product ID',
		description: 'ID of an existing product, the parent',
		example: 'tee-01',
		source: 'described',
		required: 'create',
		identifies: true,
	}),
	variant_id: id({
		label: 'Variant ID',
		description: 'ID of the variant that was bought',
		example: 'tee-01-m',
		source: 'described',
		maxLength: 255,
		identifies: true,
	}),
	sku: text({
		label: 'SKU',
		description: 'Stock keeping unit',
		example: 'TEE-01-M',
		source: 'described',
		maxLength: 255,
	}),
	quantity: integer({
		label: 'Quantity',
		description: 'How many were bought',
		example: 2,
		source: 'described',
		required: 'create',
	}),
	unit_price: money({
		label: 'Unit Price',
		description: 'Price of one',
		example: 25,
		source: 'described',
	}),
	subtotal: amount('Subtotal', 'Before discount', 50),
	tax: amount('Tax', 'Tax', 8.33),
	total: amount('Total', 'After discount', 45),
	discount: amount('Discount', 'Discount on the line; its sign is not documented', -5),
	quantity_refunded: integer({
		label: 'Quantity Refunded',
		description: 'How many were returned',
		example: 1,
		source: 'documented',
	}),
	refunded: money({
		label: 'Refunded',
		description: 'Amount refunded',
		example: 25,
		source: 'documented',
	}),
	is_on_sale: boolean({
		label: 'Is on Sale',
		description: 'Whether it was bought at a sale price',
		example: false,
		source: 'seen',
	}),
	variant_options: objects('option', labelShape, {
		label: 'Variant Options',
		description: 'Size, colour and the like; the variant need not exist beforehand',
		example: [{ type: 'size', id: 'm', label: 'M' }],
		source: 'described',
	}),
	totals: totals(lineTotalsShape),
	properties: properties({ example: { engraving: 'A.B.' } }),
};

const customerShape: Shape = {
	id: id({
		label: 'ID',
		description: "The contact's customer_id",
		example: '1001',
		source: 'documented',
		identifies: true,
	}),
	email: email({
		label: 'Email',
		description: 'Email address',
		example: 'ada@shop.example',
		source: 'documented',
	}),
	firstname: text({
		label: 'First Name',
		description: 'First name',
		example: 'Ada',
		source: 'documented',
	}),
	lastname: text({
		label: 'Last Name',
		description: 'Last name',
		example: 'Byron',
		source: 'documented',
	}),
	phone_number: phone({
		label: 'Phone Number',
		description: 'With country code',
		example: '+447700900123',
		source: 'described',
	}),
};

/** Source: ORDERS (documented). */
export const orderShape: Shape = {
	'@type': type('order'),
	id: id({
		label: 'ID',
		description: 'Identifies the order',
		example: 'SO-5001',
		source: 'described',
		required: 'always',
		maxLength: LONGEST_ORDER_ID,
		identifies: true,
	}),
	timestamp: dateTime({
		label: 'Timestamp',
		description: 'When it was ordered; changing it on a refund moves its revenue in reports',
		example: '2026-01-15T10:05:00+00:00',
		source: 'documented',
		required: 'create',
	}),
	grand_total: money({
		label: 'Grand Total',
		description: 'What was paid',
		example: 49,
		source: 'described',
		required: 'create',
	}),
	currency: currency({
		label: 'Currency',
		description: 'Three letters',
		example: 'GBP',
		source: 'described',
		required: 'create',
	}),
	is_valid: boolean({
		label: 'Is Valid',
		description: 'Whether its revenue counts: false for cancelled and fully refunded orders',
		example: true,
		source: 'documented',
		common: true,
	}),
	status: text({
		label: 'Status',
		description: 'Free text, such as complete, shipped, cancelled, refunded, partial_refund',
		example: 'complete',
		source: 'documented',
		common: true,
	}),
	customer: object(customerShape, {
		label: 'Customer',
		description: 'Who ordered: an ID or email address attaches it to a profile',
		example: { id: '1001', email: 'ada@shop.example' },
		source: 'documented',
		common: true,
	}),
	lineitems: objects('line item', lineShape, {
		label: 'Line Items',
		description: 'What was ordered',
		example: [{ product_id: 'tee-01', quantity: 2, unit_price: 25 }],
		source: 'described',
		common: true,
	}),
	subtotal: money({
		label: 'Subtotal',
		description: 'Before discount and shipping',
		example: 50,
		source: 'described',
	}),
	discount: money({
		label: 'Discount',
		description: 'Discount; its sign is not documented',
		example: -5,
		source: 'described',
	}),
	shipping: money({
		label: 'Shipping',
		description: 'Shipping cost',
		example: 4,
		source: 'described',
	}),
	tax: money({ label: 'Tax', description: 'Tax', example: 8.33, source: 'described' }),
	store: text({
		label: 'Store',
		description: 'The shop; its domain name is recommended',
		example: 'shop.example/uk',
		source: 'documented',
	}),
	channel: text({
		label: 'Channel',
		description: 'Where it was sold; Ometria takes online if nothing is sent',
		example: 'online',
		source: 'described',
	}),
	web_id: id({
		label: 'Web ID',
		description: 'Order number that the shopper sees',
		example: '5001',
		source: 'seen',
	}),
	payment_method: text({
		label: 'Payment Method',
		description: 'How it was paid',
		example: 'card',
		source: 'described',
		maxLength: 32,
	}),
	shipping_method: text({
		label: 'Shipping Method',
		description: 'How it was sent',
		example: 'standard',
		source: 'described',
		maxLength: 32,
	}),
	coupon_code: text({
		label: 'Coupon Code',
		description: 'Voucher used',
		example: 'HELLO5',
		source: 'seen',
	}),
	ip_address: text({
		label: 'IP Address',
		description: "The shopper's",
		example: '203.0.113.7',
		source: 'seen',
	}),
	billing_address: object(addressShape, {
		label: 'Billing Address',
		description: 'Without street',
		example: { city: 'London', country_code: 'GB' },
		source: 'described',
	}),
	shipping_address: object(addressShape, {
		label: 'Shipping Address',
		description: 'Without street',
		example: { city: 'London', country_code: 'GB' },
		source: 'described',
	}),
	totals: totals(orderTotalsShape),
	total_refunded: amount('Total Refunded', 'Given by Ometria when an order is read', 0),
	total_unit_quantity: number({
		label: 'Total Unit Quantity',
		description: 'Given by Ometria when an order is read',
		example: 2,
		source: 'seen',
	}),
	total_unit_quantity_refunded: number({
		label: 'Total Unit Quantity Refunded',
		description: 'Given by Ometria when an order is read',
		example: 0,
		source: 'seen',
	}),
	'@merge': merge,
	properties: properties({
		description:
			'Custom fields, as merge tags in emails only and not for segments; below 1,000 characters of JSON together',
		example: { gift: true },
	}),
};
