import { problemOf, recordOf, warningsOf } from './tableRows';

type Row = Record<string, unknown>;

const shapes: Array<[name: string, row: Row, record: Row, idColumn?: string]> = [
	[
		'a plain list of orders',
		{
			'Order ID': 'SO-5001',
			'Order Date': '2026-01-15 10:05:00',
			'Customer ID': '1001',
			Email: 'ada@shop.example',
			'Order Total': '49.00',
			Currency: 'GBP',
			Status: 'complete',
		},
		{
			id: 'SO-5001',
			timestamp: '2026-01-15 10:05:00',
			customer: { id: '1001', email: 'ada@shop.example' },
			grand_total: '49.00',
			currency: 'GBP',
			status: 'complete',
		},
	],
	[
		'addresses with a word before each part',
		{
			'Order Number': '5001',
			'Billing City': 'London',
			'Billing Postcode': 'N1 9GU',
			'Billing Country': 'GB',
			'Shipping Zip': 'LS1',
			'Shipping Town': 'Leeds',
			'Shipping Country Code': 'GB',
			'Shipping Province': '',
		},
		{
			id: '5001',
			web_id: '5001',
			billing_address: { city: 'London', postcode: 'N1 9GU', country_code: 'GB' },
			shipping_address: { postcode: 'LS1', city: 'Leeds', country_code: 'GB' },
		},
	],
	[
		'dots for parts',
		{
			id: 'o-1',
			'customer.id': '7',
			'customer.email': 'b@shop.example',
			'billing_address.city': 'Rome',
			'totals.local.currency': 'EUR',
			'totals.local.grand_total': 20,
		},
		{
			id: 'o-1',
			customer: { id: '7', email: 'b@shop.example' },
			billing_address: { city: 'Rome' },
			totals: { local: { currency: 'EUR', grand_total: 20 } },
		},
	],
	[
		'a database with line items as JSON',
		{
			id: 12,
			customer_id: 3,
			customer_email: 'c@shop.example',
			created_at: '2026-01-01T00:00:00Z',
			total_amount: 20,
			currency_code: 'EUR',
			line_items: [{ product_id: 'a', quantity: 1, unit_price: 20 }],
			is_valid: true,
			coupon: null,
		},
		{
			id: 12,
			customer: { id: 3, email: 'c@shop.example' },
			timestamp: '2026-01-01T00:00:00Z',
			grand_total: 20,
			currency: 'EUR',
			lineitems: [{ product_id: 'a', quantity: 1, unit_price: 20 }],
			is_valid: true,
		},
	],
	[
		'a WooCommerce export of orders',
		{
			order_id: '700',
			order_number: '700',
			order_date: '2026-02-01 09:00:00',
			status: 'processing',
			shipping_total: '4.00',
			tax_total: '8.33',
			order_total: '49.00',
			order_currency: 'GBP',
			payment_method: 'stripe',
			shipping_method: 'flat_rate',
			customer_email: 'd@shop.example',
			billing_first_name: 'Dan',
			billing_last_name: 'Poe',
			billing_phone: '+447700900123',
			billing_postcode: 'E1',
			customer_note: '',
		},
		{
			id: '700',
			web_id: '700',
			timestamp: '2026-02-01 09:00:00',
			status: 'processing',
			shipping: '4.00',
			tax: '8.33',
			grand_total: '49.00',
			currency: 'GBP',
			payment_method: 'stripe',
			shipping_method: 'flat_rate',
			customer: {
				email: 'd@shop.example',
				firstname: 'Dan',
				lastname: 'Poe',
				phone_number: '+447700900123',
			},
			billing_address: { postcode: 'E1' },
		},
		'order_id',
	],
	[
		'a Shopify order export, with the name as ID',
		{
			Name: '#1001',
			Email: 'e@shop.example',
			'Financial Status': 'paid',
			Currency: 'EUR',
			Subtotal: '10.00',
			Shipping: '5.00',
			Taxes: '1.00',
			Total: '16.00',
			'Discount Code': 'HELLO5',
			'Discount Amount': '0.00',
			'Shipping Method': 'Standard',
			'Created at': '2026-01-15 10:05:00 +0000',
			'Billing City': 'Berlin',
			'Billing Zip': "'10115",
			'Shipping City': 'Berlin',
			Source: 'web',
		},
		{
			id: '#1001',
			customer: { email: 'e@shop.example' },
			currency: 'EUR',
			subtotal: '10.00',
			shipping: '5.00',
			tax: '1.00',
			grand_total: '16.00',
			coupon_code: 'HELLO5',
			discount: '0.00',
			shipping_method: 'Standard',
			timestamp: '2026-01-15 10:05:00 +0000',
			billing_address: { city: 'Berlin', postcode: "'10115" },
			shipping_address: { city: 'Berlin' },
		},
		'Name',
	],
	[
		'a German list of orders',
		{
			Bestellnummer: 'B-9',
			Bestelldatum: '2026-03-01',
			Kundennummer: '4711',
			'E-Mail': 'f@shop.example',
			Gesamtbetrag: '19,90',
			Währung: 'EUR',
			Zahlungsart: 'PayPal',
			Rabatt: '',
		},
		{
			id: 'B-9',
			timestamp: '2026-03-01',
			customer: { id: '4711', email: 'f@shop.example' },
			grand_total: '19,90',
			currency: 'EUR',
			payment_method: 'PayPal',
		},
	],
	[
		'camelCase',
		{
			orderId: 'x1',
			orderDate: '2026-01-01',
			customerEmail: 'g@shop.example',
			grandTotal: 5,
			discountCode: 'A',
			shippingAddressCity: 'Oslo',
			shippingAddressPostalCode: '0150',
		},
		{
			id: 'x1',
			timestamp: '2026-01-01',
			customer: { email: 'g@shop.example' },
			grand_total: 5,
			coupon_code: 'A',
			shipping_address: { city: 'Oslo', postcode: '0150' },
		},
	],
	[
		'Excel with a number as ID and a day number',
		{ 'ORDER #': 5001, DATE: 46037.42, TOTAL: 49, VAT: 8.33, STORE: 'shop.example/uk' },
		{
			id: 5001,
			web_id: 5001,
			timestamp: 46037.42,
			grand_total: 49,
			tax: 8.33,
			store: 'shop.example/uk',
		},
	],
	[
		'a point of sale with a channel',
		{
			'Transaction ID': 'T-1',
			Date: '2026-01-01T12:00:00Z',
			'Sales Channel': 'store',
			'Sub-total': '10',
			Discount: '-1',
			'Payment type': 'cash',
			Mobile: '+447700900123',
		},
		{
			id: 'T-1',
			timestamp: '2026-01-01T12:00:00Z',
			channel: 'store',
			subtotal: '10',
			discount: '-1',
			payment_method: 'cash',
			customer: { phone_number: '+447700900123' },
		},
	],
	[
		'an object of the customer',
		{ id: '1', customer: { id: '7', email: 'h@shop.example' }, Email: 'other@shop.example' },
		{ id: '1', customer: { id: '7', email: 'h@shop.example' } },
	],
	[
		'a count of items instead of a list',
		{ 'Order Ref': 'r', Items: '3', 'IP Address': '203.0.113.7' },
		{ id: 'r', ip_address: '203.0.113.7' },
	],
	[
		'columns named as in the editor',
		{ ID: '2', 'Customer: Email': 'i@shop.example', 'Billing Address: City': 'Bonn' },
		{ id: '2', customer: { email: 'i@shop.example' }, billing_address: { city: 'Bonn' } },
	],
];

describe.each(shapes)('%s', (...[, row, record, idColumn]) => {
	test('becomes an order', () => {
		expect(recordOf('order', row, { idColumn })).toEqual(record);
	});
});

test('an order ID and an order number are asked about', () => {
	expect(problemOf('order', { 'Order ID': '1', 'Order Number': '2' })).toMatch(
		/^"Order ID" and "Order Number" may each identify the order/,
	);
});

test("the customer's ID does not identify an order", () => {
	expect(problemOf('order', { 'Customer ID': '1', Total: 5 })).toMatch(/^No column is known/);
});

test('an address of neither kind is asked about, where it is there', () => {
	expect(problemOf('order', { id: '1', Postcode: 'N1' })).toBe(
		'"Postcode" may be "Billing Address: Postcode" or "Shipping Address: Postcode". Choose the one that is meant in Format Settings > Columns',
	);
	expect(recordOf('order', { id: '1', City: '' })).toEqual({ id: '1' });
	expect(recordOf('order', { id: '1', City: 'A', 'Shipping City': 'B' })).toEqual({
		id: '1',
		shipping_address: { city: 'B' },
	});
});

test('an object and a part of it under another name: what is named as in Ometria is sent', () => {
	expect(warningsOf('order', shapes[10][1])).toContain(
		'"Email" ("customer" is sent as "customer")',
	);
});

test('two totals are asked about', () => {
	expect(problemOf('order', { id: '1', Total: '1', 'Order Total': '1' })).toMatch(
		/^"Total" and "Order Total" are columns for one field, "grand_total"/,
	);
});

test('columns of lines that name no product are not sent, and that is said', () => {
	const row = { 'Order ID': '1', 'Item Name': 'Lamp', Quantity: '2', Total: '5' };
	expect(recordOf('order', row)).toEqual({ id: '1', grand_total: '5' });
	expect(warningsOf('order', row)).toMatch(
		/^"Quantity" and "Item Name" describe line items, and no column says which product: they are not sent\./,
	);
	expect(warningsOf('order', row)).toContain('Columns that are not sent: "Item Name", "Quantity"');
});

describe("a Data Table's own columns", () => {
	const row = {
		id: 1,
		createdAt: '2026-01-02T03:04:05.000Z',
		updatedAt: '2026-02-02T03:04:05.000Z',
	};

	test('are neither the ID nor the time of the order in it', () => {
		expect(recordOf('order', { ...row, order_id: 'SO-10077', total: 12 })).toEqual({
			id: 'SO-10077',
			grand_total: 12,
		});
		expect(recordOf('order', { ...row, order_no: 'SO-10077' }, { idColumn: 'order_no' })).toEqual({
			id: 'SO-10077',
			web_id: 'SO-10077',
		});
	});
});
