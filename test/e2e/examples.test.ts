import { readExample } from '../../playground/src/examples';
import { itemsOf } from '../../playground/src/n8nApi';
import { startSandbox, type RunningSandbox } from '../../sandbox/server';
import { arrived } from '../support/push';
import { realN8n, type RealN8n } from '../support/realN8n';

let real: RealN8n;
let sandbox: RunningSandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: 8 },
		errorDelayMs: 0,
	});
	real = await realN8n();
	credentialId = await real.api.saveCredential('Ometria', {
		accessToken: 'sandbox-token',
		baseUrl: sandbox.url,
		pushRequestsPerSecond: 8,
	});
});
afterEach(() => sandbox.server.reset());
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

async function run(example: string) {
	const workflow = await real.api.saveWorkflow(readExample(example, credentialId, 'Ometria'));
	const execution = await real.api.runWorkflow(workflow);
	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	// The sandbox has its own reading of the documented fields: what it finds wrong, Ometria may too.
	expect(sandbox.server.visibleErrors(Date.now())).toEqual([]);
	return { execution, records: arrived(sandbox) };
}

const ids = (records: object[]) => records.map((record) => (record as { id: unknown }).id);

test('Shopify orders: money as numbers, cancelled and refunded orders do not count', async () => {
	const { records } = await run('shopify-orders');
	expect(records.map(({ id, status, is_valid }) => [id, status, is_valid])).toEqual([
		['450789469', 'complete', true],
		['450789470', 'cancelled', false],
		['450789471', 'refunded', false],
		['450789472', 'partial_refund', true],
		['450789473', 'complete', true],
	]);
	expect(records[0]).toEqual({
		'@type': 'order',
		'@merge': true,
		id: '450789469',
		web_id: '1001',
		timestamp: '2026-01-15T10:05:00-05:00',
		status: 'complete',
		is_valid: true,
		currency: 'GBP',
		subtotal: 50,
		tax: 8.33,
		shipping: 4,
		grand_total: 49,
		channel: 'online',
		payment_method: 'shopify_payments',
		shipping_method: 'Standard',
		coupon_code: 'HELLO5',
		customer: { id: '207119551', email: 'zoe@shop.example', firstname: 'Zoë', lastname: "O'Neill" },
		billing_address: { city: 'London', state: '', postcode: 'N1 9GU', country_code: 'GB' },
		shipping_address: { city: 'London', state: '', postcode: 'N1 9GU', country_code: 'GB' },
		lineitems: [
			{
				product_id: '632910392',
				variant_id: '39072856',
				sku: 'TEE-M',
				quantity: 2,
				unit_price: 25,
			},
		],
	});
	expect(records[3].lineitems).toMatchObject([{ quantity: 2, quantity_refunded: 1, refunded: 25 }]);
	expect(records[4]).toMatchObject({ customer: { email: 'guest@shop.example' }, lineitems: [] });
});

test('Shopify customers: consent only where Shopify has an answer', async () => {
	const { records } = await run('shopify-customers');
	expect(ids(records)).toEqual(['207119551', '207119552', '207119553']);
	expect(records[0]).toMatchObject({
		'@collection': 'shopify',
		marketing_optin: 'EXPLICITLY_OPTEDIN',
		timestamp_subscribed: '2025-11-02T08:16:00+00:00',
		channels: { sms: { allow_marketing: false } },
	});
	expect(records[1]).toMatchObject({
		marketing_optin: 'EXPLICITLY_OPTEDOUT',
		timestamp_unsubscribed: '2026-01-03T10:00:00+00:00',
	});
	expect(records[2]).not.toHaveProperty('marketing_optin');
	expect(records[2]).not.toHaveProperty('channels');
	expect(records[2]).toMatchObject({ firstname: '美咲 🌸', country_id: 'JP' });
});

test('Shopify products: parents with a listing, variants with their parent', async () => {
	const { records } = await run('shopify-products');
	expect(
		records.map(({ id, parent_id, price, special_price, is_in_stock, is_active }) => [
			id,
			parent_id,
			price,
			special_price,
			is_in_stock,
			is_active,
		]),
	).toEqual([
		['632910392', undefined, 25, 19, true, true],
		['39072855', '632910392', 25, 19, false, true],
		['39072856', '632910392', 25, 19, true, true],
		['632910393', undefined, 50, null, true, false],
	]);
	expect(records[0].listings).toMatchObject([
		{ store: 'shop.example', currency: 'GBP', price: 25 },
	]);
	expect(records[1].attributes).toEqual([{ type: 'size', id: 's', label: 'S' }]);
});

test('WooCommerce orders: guests are no customer 0, what was undone does not count', async () => {
	const { records } = await run('woocommerce-orders');
	expect(records.map(({ id, status, is_valid }) => [id, status, is_valid])).toEqual([
		['727', 'complete', true],
		['728', 'cancelled', false],
		['729', 'refunded', false],
		['730', 'partial_refund', true],
		['732', 'processing', true],
		['733', 'failed', false],
	]);
	expect(records[0]).toMatchObject({
		timestamp: '2026-01-15T10:05:00Z',
		grand_total: 54,
		customer: { id: '26' },
		lineitems: [{ product_id: '93', variant_id: '97', total: 50 }],
	});
	expect(records[4].customer).toEqual({
		email: 'guest@shop.example',
		firstname: 'Zoë',
		lastname: "O'Neill",
	});
});

test('a spreadsheet of contacts: texts become values, doubtful rows leave by the error branch', async () => {
	const { execution, records } = await run('spreadsheet-contacts');
	expect(records).toHaveLength(3);
	expect(records[0]).toMatchObject({
		id: '00123',
		date_of_birth: '1990-12-10',
		country_id: 'GB',
		marketing_optin: 'EXPLICITLY_OPTEDIN',
		channels: { sms: { allow_marketing: true } },
		store_ids: ['shop.example/uk'],
		properties: { points: 320 },
	});
	expect(records[0].timestamp_subscribed).toMatch(/^2026-01-15T10:05:00[+-]\d\d:\d\d$/);
	expect(records[1]).toMatchObject({
		id: '124',
		marketing_optin: 'EXPLICITLY_OPTEDOUT',
		channels: { sms: { allow_marketing: false } },
	});
	expect(Object.keys(records[2]).sort()).toEqual([
		'@collection',
		'@merge',
		'@type',
		'country_id',
		'customer_id',
		'email',
		'firstname',
		'id',
		'lastname',
	]);
	expect(itemsOf(execution, 'Push contacts', 1)).toMatchObject([
		{ Surname: 'Khan', error: { field: 'date_of_birth', reason: 'ambiguous_date' } },
		{ Surname: 'Number', error: { field: 'id' } },
	]);
});
