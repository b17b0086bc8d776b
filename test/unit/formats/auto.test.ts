import { detector } from '../../../nodes/Ometria/formats/auto';
import type { FormatRecordType, Json } from '../../../nodes/Ometria/formats/types';
import { OFFICIAL } from '../../support/records';
import * as magento from './magento2/payloads';
import * as shopify from './shopify/payloads';
import * as woo from './wooCommerce/payloads';

const detected = (type: FormatRecordType, json: Json, hasColumns = false) => {
	const found = detector(type)(json, hasColumns);
	return 'format' in found ? found.format : found.problem.message;
};

test.each([
	['order', 'Shopify', shopify.restOrder()],
	['product', 'Shopify', shopify.restProduct()],
	['contact', 'Shopify', shopify.restCustomer()],
	['order', 'WooCommerce', woo.anOrder()],
	['product', 'WooCommerce', woo.aProduct()],
	['contact', 'WooCommerce', woo.aCustomer()],
	['order', 'Magento 2', magento.anOrder()],
	['product', 'Magento 2', magento.aProduct()],
	['contact', 'Magento 2', magento.aCustomer()],
] as const)('a payload is recognised, in whatever envelope: %s of %s', (type, format, payload) => {
	const webhook = { headers: {}, params: {}, query: {}, body: payload };
	for (const json of [payload, webhook, { data: [payload] }]) {
		expect(detected(type, json as Json)).toBe(format);
	}
	// What its resource is not for, is refused by its format.
	expect(detected(type === 'order' ? 'contact' : 'order', payload)).toBe(format);
});

test.each(OFFICIAL)('%s in the form of Ometria is a record', (_name, type, json) => {
	if (type === 'custom_event') return;
	expect(detected(type, json)).toBe('Ometria Record');
});

test.each([
	['a heading that is another spelling', { id: '1', 'First Name': 'Ada' }],
	["Google Sheets' number of the row", { row_number: 2, id: '1', email: 'a@shop.example' }],
	['a column of consent', { id: '1', Newsletter: 'no' }],
	['no ID', { 'E-Mail': 'a@shop.example' }],
	['an object in a column of Ometria beside headings', { id: '1', Phone: '1', properties: {} }],
])('a row of a table is known by %s', (_name, json) => {
	expect(detected('contact', json)).toBe('Table');
});

test.each([
	["names that are Ometria's", { id: '1', email: 'a@shop.example', firstname: 'Ada' }],
	['a name that nobody knows beside them', { id: '1', email: 'a@shop.example', shoe: 39 }],
	['a name with an @', { id: '1', '@collection': 'n8n', 'First Name': 'Ada', shoe: 39 }],
	['nothing', {}],
])('an item with %s is a record', (_name, json) => {
	expect(detected('contact', json)).toBe('Ometria Record');
});

test('a record becomes a row where the user set how columns are read', () => {
	expect(detected('contact', { email: 'a@shop.example' }, true)).toBe('Table');
});

test('a row of plain fields with an ID of Shopify is its customer', () => {
	const customer = { id: 'gid://shopify/Customer/1', email: 'a@shop.example', firstName: 'Ada' };
	expect(detected('contact', customer)).toBe('Shopify');
	for (const customers of [{ edges: [{ node: customer }] }, { nodes: [customer] }]) {
		expect(detected('contact', { data: { customers } })).toBe('Shopify');
	}
});

test('what may be both a row and a record is refused with the names that speak for each', () => {
	const json = { id: '1', Phone: '+44 20', properties: { tier: 'gold' }, shoe: 39 };
	expect(detected('contact', json)).toBe(
		'This may be a row of a table ("Phone") or a contact with Ometria\'s names ("properties"), and it is not guessed. Set Input Format to Table or to Ometria Record',
	);
});

test('a payload by names that others have too is one, unless it has lists or objects of Ometria', () => {
	const product = { id: 1, title: 'Lamp', variants: [] };
	const order = { id: 1, status: 'completed', currency: 'GBP', billing: {}, line_items: [] };
	expect(detected('product', product)).toBe('Shopify');
	expect(detected('order', order)).toBe('WooCommerce');
	const unclear = { ...product, attributes: [] };
	expect(detected('product', unclear)).toBe(
		'This may be a product of Shopify or a product with Ometria\'s names ("attributes"), and it is not guessed. Set Input Format to Shopify or to Ometria Record',
	);
	expect(detected('product', { product: unclear })).toBe('Shopify');
});

test('a payload that no format converts is refused with what to do', () => {
	const profile = { type: 'profile', id: '1', attributes: { email: 'a@shop.example' }, links: {} };
	expect(detected('contact', profile)).toMatch(/^This is a profile or event of Klaviyo\. /);
	const refund = { id: 1, order_id: 2, refund_line_items: [] };
	expect(detected('order', refund)).toMatch(/^This is a refund of Shopify\. .* fetch the order/);
});

test('each shape of item is decided on its own, also when its names come again', () => {
	const detect = detector('contact');
	const row = { id: '1', Phone: '1', shoe: 39 };
	const record = { id: '1', firstname: 'Ada' };
	const unclear = { id: '1', Phone: '1', shoe: 39, properties: {} };
	const flat = { ...unclear, properties: '' };
	const formats = [row, record, unclear, flat, row, unclear].map((json) => {
		const found = detect(json, false);
		return 'format' in found ? found.format : undefined;
	});
	expect(formats).toEqual(['Table', 'Ometria Record', undefined, 'Table', 'Table', undefined]);
});

test('items of one shape differ by what lies in their envelope and by the kind of their ID', () => {
	const detect = detector('order');
	const isFound = (json: Json) => detect(json, false);
	const envelope = (body: unknown) => ({ headers: {}, body }) as Json;
	expect(isFound(envelope(woo.anOrder()))).toEqual({ format: 'WooCommerce' });
	expect(isFound(envelope(magento.anOrder()))).toEqual({ format: 'Magento 2' });
	const node = (kind: string) => ({ admin_graphql_api_id: `gid://shopify/${kind}/1`, lines: [] });
	expect(isFound(node('Order'))).toEqual({ format: 'Shopify' });
	expect(isFound(node('Refund'))).toMatchObject({ problem: { reason: 'other_payload' } });
	expect(isFound(node('Order'))).toEqual({ format: 'Shopify' });
});
