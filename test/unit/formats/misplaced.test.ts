import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import { whyNoRecord } from '../../../nodes/Ometria/formats/misplaced';
import type { FormatRecordType, Json } from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { settings } from './formatTests';
import * as magento from './magento2/payloads';
import * as shopify from './shopify/payloads';
import * as woo from './wooCommerce/payloads';

/** What a format says of an item that it refuses; undefined where it does not. */
function refusal(format: string, type: FormatRecordType, json: Json): string | undefined {
	const operation = INPUT_FORMATS.find(({ name }) => name === format)?.operations[type];
	const [entry] = madeOf(operation?.convert(json, settings({ idColumn: 'id' })) ?? []);
	return entry.kind === 'invalid' ? entry.message : undefined;
}

const RAW: ReadonlyArray<[string, FormatRecordType, Json]> = [
	['Shopify', 'order', shopify.restOrder()],
	['Shopify', 'order', shopify.graphqlOrder()],
	['Shopify', 'contact', shopify.restCustomer()],
	['Shopify', 'product', shopify.restProduct()],
	['Shopify', 'product', shopify.graphqlProduct()],
	['WooCommerce', 'order', woo.anOrder()],
	['WooCommerce', 'contact', woo.aCustomer()],
	['WooCommerce', 'product', woo.aProduct()],
	['Magento 2', 'order', magento.anOrder()],
	['Magento 2', 'contact', magento.aCustomer()],
	['Magento 2', 'product', magento.aProduct()],
];

describe('a payload of a shop', () => {
	it.each(RAW)(
		'is neither a record nor a row, and the message names the format: %s (%s)',
		(format, type, json) => {
			const expected = new RegExp(`^This is an? .*\\. Set Input Format to ${format}$`);
			expect(whyNoRecord(json, type)?.message).toMatch(expected);
			expect(refusal('Table', type, json)).toMatch(expected);
		},
	);

	it.each(RAW)('is found in an envelope: %s (%s)', (format, type, json) => {
		for (const [envelope, place] of [
			[{ headers: {}, params: {}, query: {}, body: json }, 'body'],
			[{ data: [json] }, 'data[0]'],
			[{ headers: {}, body: { orders: [json, json] } }, 'body.orders[0]'],
		] as const) {
			const message = whyNoRecord(envelope, type)?.message;
			expect(message).toMatch(new RegExp(`^"${place.replace(/[[\]]/g, '\\$&')}": This is an? `));
			expect(message).toContain(`Set Input Format to ${format}`);
			expect(refusal('Table', type, envelope)).toBe(message);
		}
	});

	it('is named with the resource that it belongs to', () => {
		expect(whyNoRecord(shopify.restOrder(), 'contact')?.message).toBe(
			'This is an order of Shopify. Set Input Format to Shopify and Resource to Order',
		);
	});

	it.each<[string, Json]>([
		['billing', { id: 9, billing: { email: 'lea@home.example' }, line_items: [] }],
		['order_key', { id: 9, order_key: 'wc_order_9', status: 'processing', line_items: [] }],
		['both', { id: 9, order_key: 'wc_order_9', total: '5.00', billing: { country: 'BE' } }],
	])('is known by few of its keys where it is of WooCommerce: %s', (_keys, json) => {
		const message = 'This is an order of WooCommerce. Set Input Format to WooCommerce';
		expect(whyNoRecord(json, 'order')?.message).toBe(message);
		expect(refusal('Table', 'order', json)).toBe(message);
	});

	it('is a record once it was mapped, also with what was left in it', () => {
		const order = { ...shopify.restOrder(), lineitems: [], is_valid: true };
		expect(whyNoRecord(order, 'order')).toBeUndefined();
		expect(whyNoRecord({ ...magento.aCustomer(), '@type': 'contact' }, 'contact')).toBeUndefined();
	});

	it.each<[FormatRecordType, Json]>([
		['contact', { id: '7', email: 'lea@home.example', verified_email: true, orders_count: 3 }],
		['contact', { id: '7', email: 'lea@home.example', firstname: 'Lea', group_id: 4 }],
		['contact', { id: '7', email: 'lea@home.example', tax_exempt: false, properties: { a: 1 } }],
		['order', { id: '7', grand_total: 8, currency: 'EUR', customer: { id: '1' } }],
		['product', { id: '7', title: 'Rug', price: 8, attributes: [], variants: 2 }],
		['product', { id: '7', title: 'Rug', handle: 'rug', price: 8 }],
		['contact', { id: '7' }],
		['contact', {}],
		['contact', { id: '7', Segment: 'a', Score: 4 }],
	])('is not seen in a %s as %j', (type, json) => {
		expect(whyNoRecord(json, type)).toBeUndefined();
	});
});

describe('a row of a table', () => {
	const rows: ReadonlyArray<[FormatRecordType, Json]> = [
		['contact', { id: '7', 'First Name': 'Lea', Email: 'lea@home.example' }],
		['contact', { id: 7, 'E-Mail': 'lea@home.example', Telefon: null, 'Last Name': 'Roy' }],
		['order', { id: '7', 'Grand Total': '8.00', 'Order Date': '2026-01-02', Status: 'Paid' }],
		['product', { id: '7', Title: 'Rug', Price: '8.00', 'Image URL': '' }],
	];
	it.each(rows)('is not a record: a %s as %j', (type, json) => {
		expect(whyNoRecord(json, type)?.message).toMatch(/row of a table.* Set Input Format to Table$/);
	});

	it.each(rows)('is nothing of a shop: a %s as %j', (type, json) => {
		for (const format of ['Shopify', 'WooCommerce', 'Magento 2']) {
			expect(refusal(format, type, json)).toMatch(/row of a table.* Set Input Format to Table$/);
			const message = refusal(format, type, { headers: {}, body: [json] });
			expect(message).toMatch(/row of a table.* Set Input Format to Table$/);
		}
	});

	it.each<[string, Json]>([
		[
			'comes from a database',
			{ id: 7, email: 'lea@home.example', first_name: 'Lea', unsubscribed: true },
		],
		['has times', { id: 7, email: 'lea@home.example', registered_at: '2026-01-02' }],
	])('is not a customer of Shopify where it %s', (_what, json) => {
		expect(refusal('Shopify', 'contact', json)).toMatch(/row of a table/);
	});
});

describe('an object of another system', () => {
	it.each<[FormatRecordType, Json, RegExp]>([
		[
			'contact',
			{
				id: 31,
				email: 'lea@home.example',
				first_name: 'Lea',
				external_customer_id: { ecommerce: '9201' },
				subscriptions_active_count: 2,
				accepts_marketing: true,
			},
			/^This is a customer of Recharge/,
		],
		[
			'order',
			{ id: 'a-b', createdDate: '2026-05-02T09:20:00Z', buyerInfo: {}, priceSummary: {} },
			/^This is an order of Wix/,
		],
		[
			'order',
			{ id: 'order_01', display_id: 7, region_id: 'r', items: [], email: 'lea@home.example' },
			/^This is an order of Medusa/,
		],
		[
			'order',
			{ order_no: '0001', order_total: 9, product_items: [] },
			/^This is an order of Salesforce Commerce Cloud/,
		],
		[
			'order',
			{ id: 5, next_charge_scheduled_at: '2026-03-01', order_interval_unit: 'month', price: '9' },
			/^This is a subscription of Recharge/,
		],
		[
			'order',
			{ id: 5, external_order_id: { ecommerce: '77' }, line_items: [], total_price: '9.00' },
			/^This is an order or charge of Recharge/,
		],
		[
			'contact',
			{
				id: 12,
				email: 'lea@home.example',
				first_name: 'Lea',
				date_created: 'Thu, 07 May 2026 10:20:00 +0000',
				store_credit: '4.0000',
				accepts_marketing: true,
			},
			/^This is a payload of BigCommerce/,
		],
		[
			'contact',
			{ id: '01HX', email: 'lea@home.example', external_id: '4', last_event_date: '2026-01-02' },
			/^This is a profile or event of Klaviyo/,
		],
		[
			'contact',
			{ type: 'profile', id: '01HX', attributes: { email: 'a@home.example' }, links: {} },
			/^This is a profile or event of Klaviyo/,
		],
		[
			'contact',
			{ id: 'a-b', email: 'lea@home.example', customer_code: 'LEA-1', loyalty_balance: '3' },
			/^This is a payload of Lightspeed/,
		],
		[
			'order',
			{ id: 'A1', vendorOrderNumber: 'A1', paymentStatus: 'PAID', items: [{ id: 1 }] },
			/^This is a payload of Ecwid/,
		],
	])('is named, and is no %s of a shop: %j', (type, json, message) => {
		for (const format of ['Shopify', 'WooCommerce', 'Magento 2']) {
			expect(refusal(format, type, json)).toMatch(message);
			const inside = refusal(format, type, { headers: {}, body: json });
			expect(inside?.replace('"body": ', '')).toMatch(message);
		}
	});

	it.each<[string, Json]>([
		['refund', { refund: { id: 4, order_id: 9, refund_line_items: [], transactions: [] } }],
		['refund', { refunds: [{ id: 4, order_id: 9, refund_line_items: [] }] }],
		['variant', { variant: { id: 4, product_id: 9, option1: 'S' } }],
		['variant', { variants: [{ id: 4, product_id: 9, option1: 'S' }] }],
	])('is named in its envelope: a %s of Shopify', (what, json) => {
		expect(refusal('Shopify', 'order', json)).toMatch(
			new RegExp(`^".*": This is a ${what} of Shopify`),
		);
	});

	it('may hold a notice beside the order', () => {
		expect(
			refusal('Shopify', 'order', {
				order: shopify.restOrder(),
				notice: 'Order has been canceled',
			}),
		).toBeUndefined();
	});

	it('is a customer of Shopify as far as each of its keys is', () => {
		for (const json of [
			{ id: 9201, email: 'noor@home.example' },
			{ id: 9201, first_name: 'Noor', created_at: '2025-06-03T10:00:00+02:00', tags: 'vip' },
			{ id: 'gid://shopify/Customer/9201', firstName: 'Noor', custom: 1 },
			{ id: 9201, phone: null, sms_marketing_consent: { state: 'unsubscribed' } },
		]) {
			expect(refusal('Shopify', 'contact', json)).toBeUndefined();
		}
	});
});
