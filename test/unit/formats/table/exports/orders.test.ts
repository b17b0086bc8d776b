import type { FormatSettings, Json } from '../../../../../nodes/Ometria/formats/types';
import { orderProblem, orderRecords, ordersOf, orderWarnings } from '../orderRowsSupport';
import { description } from '../tableRows';
import { rowOf } from './exportRows';

const HEADINGS = {
	shopify:
		'Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|Lineitem price|Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable|Lineitem fulfillment status|Billing Name|Billing Street|Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|Shipping Name|Shipping City|Shipping Zip|Shipping Province|Shipping Country|Shipping Phone|Notes|Cancelled at|Payment Method|Payment Reference|Refunded Amount|Vendor|Outstanding Balance|Id|Tags|Risk Level|Source|Lineitem discount|Tax 1 Name|Tax 1 Value|Phone|Receipt Number',
	report:
		'Date|Order #|N. Revenue|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|Attribution',
	advanced:
		'Order Number|Order Status|Order Date|Customer Note|First Name (Billing)|Last Name (Billing)|City (Billing)|Postcode (Billing)|Country Code (Billing)|Email (Billing)|Phone (Billing)|City (Shipping)|Country Code (Shipping)|Payment Method Title|Cart Discount Amount|Order Subtotal Amount|Shipping Method Title|Order Shipping Amount|Order Total Amount|Order Total Tax Amount|Order Currency|Product Id|SKU|Item #|Item Name|Quantity|Quantity (- Refund)|Item Cost|Coupon Code|Discount Amount|Discount Amount Tax',
	suite:
		'order_id|order_number|date|status|shipping_total|tax_total|discount_total|order_total|order_currency|payment_method|shipping_method|customer_id|billing_first_name|billing_last_name|billing_email|billing_phone|billing_city|billing_postcode|billing_country|item_id|item_product_id|item_name|item_sku|item_quantity|item_subtotal|item_total|item_total_tax|item_refunded|item_refunded_qty',
	magento:
		'ID|Purchase Point|Purchase Date|Bill-to Name|Ship-to Name|Grand Total (Base)|Grand Total (Purchased)|Status|Billing Address|Shipping Address|Shipping Information|Customer Email|Customer Group|Subtotal|Shipping and Handling|Customer Name|Payment Method|Total Refunded',
};

const SKU: Partial<FormatSettings> = { productId: 'sku' };

describe("Shopify's export of orders", () => {
	const first = (cells: Json = {}): Json =>
		rowOf(HEADINGS.shopify, {
			Name: '#2041',
			Id: '6200000000041',
			Email: 'nora@home.example',
			'Financial Status': 'paid',
			'Fulfillment Status': 'fulfilled',
			'Accepts Marketing': 'yes',
			Currency: 'EUR',
			Subtotal: '60.00',
			Shipping: '5.00',
			Taxes: '10.00',
			Total: '65.00',
			'Discount Code': 'SPRING',
			'Discount Amount': '0.00',
			'Shipping Method': 'Post',
			'Created at': '2026-03-04 09:05:00 +0100',
			'Lineitem quantity': '1',
			'Lineitem name': 'Lamp',
			'Lineitem price': '40.00',
			'Lineitem sku': 'LAMP',
			'Billing City': 'Cork',
			'Billing Country': 'IE',
			'Billing Phone': "'+353 86 123 4567",
			'Shipping Country': 'IE',
			'Payment Method': 'Shopify Payments',
			'Refunded Amount': '0.00',
			Vendor: 'Acme',
			Source: 'web',
			Phone: "'+353861234567",
			...cells,
		});
	const next = (cells: Json = {}): Json =>
		rowOf(HEADINGS.shopify, {
			Name: '#2041',
			Email: 'nora@home.example',
			'Created at': '2026-03-04 09:05:00 +0100',
			'Lineitem quantity': '2',
			'Lineitem name': 'Bulb',
			'Lineitem price': '10.00',
			'Lineitem sku': 'BULB',
			Vendor: 'Other',
			...cells,
		});
	const record = {
		id: '6200000000041',
		web_id: '2041',
		timestamp: '2026-03-04 09:05:00 +0100',
		status: 'complete',
		is_valid: true,
		currency: 'EUR',
		grand_total: '65.00',
		subtotal: 50,
		shipping: '5.00',
		tax: '10.00',
		discount: 0,
		coupon_code: 'SPRING',
		shipping_method: 'Post',
		payment_method: 'Shopify Payments',
		channel: 'online',
		customer: { email: 'nora@home.example', phone_number: "'+353861234567" },
		billing_address: { city: 'Cork', country_code: 'IE' },
		shipping_address: { country_code: 'IE' },
		lineitems: [
			{
				product_id: 'LAMP',
				sku: 'LAMP',
				quantity: '1',
				unit_price: '40.00',
				subtotal: 40,
				total: 40,
			},
			{
				product_id: 'BULB',
				sku: 'BULB',
				quantity: '2',
				unit_price: '10.00',
				subtotal: 20,
				total: 20,
			},
		],
	};

	test('becomes one order for each name, with its lines, status and amounts', () => {
		const other = first({ Name: '#2042', Id: '6200000000042', Subtotal: '40.00', Total: '45.00' });
		const entries = ordersOf([first(), next(), other], SKU);
		expect(entries.map(({ items }) => items)).toEqual([[0, 1], [2]]);
		expect(entries[0]).toMatchObject({ kind: 'record' });
		expect(orderRecords([first(), next()], SKU)).toEqual([record]);
		expect(orderWarnings([first(), next()], SKU)).not.toContain('lines_differ');
		expect(description('order', first(), SKU)).toMatch(/^This is Shopify's export of orders\. /);
	});

	test('asks whether SKUs are the IDs of products, once for all rows', () => {
		const problem = {
			kind: 'invalid',
			reason: 'line_products_unknown',
			message:
				'This is Shopify\'s export of orders. Each row is a line of an order, and no column holds the IDs of products, only "Lineitem sku". If the products in Ometria have their SKUs as IDs, set Format Settings > Product ID to SKU. Otherwise add a column with the product IDs, or get the orders with n8n\'s Shopify node and set Input Format to "Shopify"',
		};
		expect(ordersOf([first(), next()])).toMatchObject([problem, problem]);
	});

	test.each<[string, Json, Json]>([
		['cancelled', { 'Cancelled at': '2026-03-05' }, { status: 'cancelled', is_valid: false }],
		['voided', { 'Financial Status': 'voided' }, { status: 'voided', is_valid: false }],
		['pending', { 'Financial Status': 'pending' }, { status: 'open', is_valid: false }],
		['not sent yet', { 'Fulfillment Status': 'unfulfilled' }, { status: 'paid', is_valid: true }],
		[
			'refunded',
			{ 'Financial Status': 'refunded', 'Refunded Amount': '65.00' },
			{ status: 'refunded', is_valid: false },
		],
		[
			'partially refunded',
			{ 'Financial Status': 'partially_refunded', 'Refunded Amount': '5.00' },
			{ status: 'partial_refund', is_valid: true },
		],
	])('says whether an order counts that is %s', (_name, cells, expected) => {
		expect(orderRecords([first(cells), next()], SKU)).toMatchObject([expected]);
	});

	test('says what came back, as the file does not say of which line', () => {
		const cells = { 'Financial Status': 'partially_refunded', 'Refunded Amount': '5.00' };
		expect(orderWarnings([first(cells), next()], SKU)).toContain('refund_outside_lines');
	});

	test('refuses an unknown status, and skips what the user does not want', () => {
		const unknown = [first({ 'Financial Status': 'odd' }), next()];
		expect(orderProblem(unknown, SKU).reason).toBe('unknown_status');
		const unpaid = [first({ 'Financial Status': 'pending' }), next()];
		expect(ordersOf(unpaid, { ...SKU, unpaidOrders: 'skip' })).toMatchObject([
			{ kind: 'skipped', reason: 'order with the status "pending"', items: [0, 1] },
		]);
	});

	test('sends the subtotal without taxes, and leaves it out where they may be in it', () => {
		const extra = [first({ Total: '75.00' }), next()];
		expect(orderRecords(extra, SKU)).toMatchObject([{ subtotal: '60.00' }]);
		const open = [first({ Total: '99.00' }), next()];
		expect(orderRecords(open, SKU)[0]).not.toHaveProperty('subtotal');
		expect(orderWarnings(open, SKU)).toContain('subtotal_not_clear');
	});

	test('sends no total of a line that a discount of the whole order may lower', () => {
		const rows = [first({ 'Discount Amount': '6.00', Subtotal: '54.00', Total: '59.00' }), next()];
		const [sent] = orderRecords(rows, SKU);
		expect(sent).toMatchObject({ discount: -6 });
		const lines = sent.lineitems as Json[];
		expect(lines.map(({ subtotal, total }) => [subtotal, total])).toEqual([
			[40, undefined],
			[20, undefined],
		]);
		expect(orderWarnings(rows, SKU)).not.toContain('lines_differ');
	});

	test('notices a line that is missing', () => {
		expect(orderWarnings([first()], SKU)).toContain('lines_differ');
	});
});

test("WooCommerce's report of orders is named, and what to use instead", () => {
	expect(orderProblem([rowOf(HEADINGS.report, { 'Order #': '5' })])).toEqual({
		reason: 'export_refused',
		message:
			'This is WooCommerce\'s report of orders. It holds neither the total of an order nor the customer. Get the orders with n8n\'s WooCommerce node and set Input Format to "WooCommerce"',
	});
});

test('a file of Advanced Order Export becomes orders with lines', () => {
	const row = (cells: Json): Json =>
		rowOf(HEADINGS.advanced, {
			'Order Number': '812',
			'Order Status': 'Completed',
			'Order Date': '2026-03-04 09:05',
			'First Name (Billing)': 'Nora',
			'Country Code (Billing)': 'IE',
			'Email (Billing)': 'nora@home.example',
			'Order Subtotal Amount': '50.00',
			'Order Shipping Amount': '5.00',
			'Order Total Amount': '55.00',
			'Order Currency': 'EUR',
			Quantity: '1',
			...cells,
		});
	const rows = [
		row({ 'Product Id': '31', SKU: 'LAMP', 'Item #': '1', 'Item Cost': '40.00' }),
		row({ 'Product Id': '32', SKU: 'BULB', 'Item #': '2', 'Item Cost': '10.00' }),
	];
	expect(orderRecords(rows)).toEqual([
		{
			id: '812',
			web_id: '812',
			status: 'complete',
			is_valid: true,
			timestamp: '2026-03-04 09:05',
			customer: { firstname: 'Nora', email: 'nora@home.example' },
			billing_address: { country_code: 'IE' },
			subtotal: '50.00',
			shipping: '5.00',
			grand_total: '55.00',
			currency: 'EUR',
			lineitems: [
				{ product_id: '31', sku: 'LAMP', quantity: '1', unit_price: '40.00' },
				{ product_id: '32', sku: 'BULB', quantity: '1', unit_price: '10.00' },
			],
		},
	]);
	expect(orderProblem([row({ 'Order Status': 'Packed', 'Product Id': '31' })])).toMatchObject({
		reason: 'unknown_status',
	});
});

test('a file with a row for each item of a WooCommerce order becomes orders with lines', () => {
	const row = (cells: Json): Json =>
		rowOf(HEADINGS.suite, {
			order_id: '812',
			order_number: '812',
			date: '2026-03-04 09:05:00',
			status: 'processing',
			order_total: '50.00',
			order_currency: 'EUR',
			billing_email: 'nora@home.example',
			billing_country: 'IE',
			item_quantity: '1',
			...cells,
		});
	const rows = [
		row({ item_id: '1', item_product_id: '31', item_subtotal: '40.00', item_total: '40.00' }),
		row({ item_id: '2', item_product_id: '32', item_subtotal: '10.00', item_total: '10.00' }),
	];
	expect(orderRecords(rows)).toEqual([
		{
			id: '812',
			web_id: '812',
			timestamp: '2026-03-04 09:05:00',
			status: 'processing',
			is_valid: true,
			grand_total: '50.00',
			currency: 'EUR',
			customer: { email: 'nora@home.example' },
			billing_address: { country_code: 'IE' },
			lineitems: [
				{ product_id: '31', quantity: '1', subtotal: '40.00' },
				{ product_id: '32', quantity: '1', subtotal: '10.00' },
			],
		},
	]);
});

describe("Magento's list of orders", () => {
	const row = (cells: Json): Json =>
		rowOf(HEADINGS.magento, {
			ID: '000000042',
			'Purchase Date': 'Mar 4, 2026 9:05:00 AM',
			'Grand Total (Base)': '60.00',
			'Grand Total (Purchased)': '60.00',
			Status: 'Complete',
			'Customer Email': 'nora@home.example',
			Subtotal: '55.00',
			'Shipping and Handling': '5.00',
			'Payment Method': 'checkmo',
			...cells,
		});

	test('becomes orders without lines, and says what it lacks', () => {
		expect(orderRecords([row({})])).toEqual([
			{
				id: '000000042',
				web_id: '000000042',
				timestamp: 'Mar 4, 2026 9:05:00 AM',
				grand_total: '60.00',
				status: 'complete',
				is_valid: true,
				customer: { email: 'nora@home.example' },
				subtotal: '55.00',
				shipping: '5.00',
				payment_method: 'checkmo',
			},
		]);
		expect(orderWarnings([row({})])).toContain('export_lacks');
	});

	test.each<[string, Json, Json]>([
		['Canceled', {}, { status: 'cancelled', is_valid: false }],
		['closed', { 'Total Refunded': '60.00' }, { status: 'refunded', is_valid: false }],
		['On Hold', {}, { status: 'on_hold', is_valid: false }],
		['Pending Payment', {}, { status: 'pending_payment', is_valid: false }],
		['Complete', { 'Total Refunded': '5.00' }, { status: 'partial_refund', is_valid: true }],
	])('says whether an order counts that is %s', (Status, cells, expected) => {
		expect(orderRecords([row({ Status, ...cells })])).toMatchObject([expected]);
	});
});
