import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, type PushRun, sandboxFor } from '../support/push';
import * as magento from '../unit/formats/magento2/payloads';
import * as shopify from '../unit/formats/shopify/payloads';
import * as woo from '../unit/formats/wooCommerce/payloads';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** The store of the record that is expected. */
const STORE = { parameters: { formatSettings: { store: 'lamps.example/fr' } } };

/** Pushes payloads of a format. */
async function pushed(
	resource: string,
	inputFormat: string,
	items: unknown[],
	{ parameters = {}, ...run }: PushRun = {},
) {
	return await push(sandbox, items, {
		resource,
		parameters: { inputFormat, ...parameters },
		...run,
	});
}

describe('a shop payload', () => {
	test.each([
		['shopify', shopify.restOrder()],
		['wooCommerce', woo.anOrder()],
		['magento2', magento.anOrder()],
	])('becomes an order, whole and without merge: %s', async (format, payload) => {
		const { outputs, status } = await pushed('order', format, [payload]);
		expect(status).toBe('success');
		expect(outputs[0][0].json).toMatchObject({ record_type: 'order', sent: 1, accepted: 1 });
		const [order] = arrived(sandbox);
		expect(order).toMatchObject({ '@type': 'order', currency: expect.any(String) as string });
		expect(order).not.toHaveProperty('@merge');
		expect((order.lineitems as unknown[]).length).toBeGreaterThan(0);
	});

	test('is found in the envelope of a Webhook node', async () => {
		const webhook = { headers: {}, params: {}, query: {}, body: shopify.restOrder() };
		await pushed('order', 'shopify', [webhook], STORE);
		expect(arrived(sandbox)).toEqual([{ '@type': 'order', ...shopify.orderRecord() }]);
	});

	test.each([
		['shopify', shopify.restProduct()],
		['wooCommerce', woo.aProduct()],
		['magento2', magento.aProduct()],
	])('becomes a product that is merged: %s', async (format, payload) => {
		await pushed('product', format, [payload], {
			parameters: { formatSettings: { productCurrency: 'gbp' } },
		});
		const products = arrived(sandbox);
		expect(products.length).toBeGreaterThan(0);
		for (const product of products) {
			expect(product).toMatchObject({ '@type': 'product', '@merge': true });
		}
	});

	test.each([
		['shopify', shopify.restCustomer()],
		['wooCommerce', woo.aCustomer()],
		['magento2', magento.aCustomer()],
	])('becomes a contact in the chosen collection: %s', async (format, payload) => {
		await pushed('contact', format, [payload], { parameters: { collection: 'shop' } });
		expect(arrived(sandbox)).toMatchObject([
			{ '@type': 'contact', '@collection': 'shop', '@merge': true },
		]);
	});
});

describe('one item that becomes several records', () => {
	const variants = [1, 2, 3].map((n) => shopify.restVariant({ id: 100 + n, sku: `SKU-${n}` }));
	const family = shopify.restProduct({ variants });

	test('has a record for the product and for each variant, all linked to it', async () => {
		const { outputs } = await pushed(
			'product',
			'shopify',
			[family, shopify.restProduct({ id: 9 })],
			{
				options: { output: 'records' },
			},
		);
		const links = outputs[0].map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(links.filter((item) => item === 0)).toHaveLength(4);
		expect(arrived(sandbox)).toHaveLength(links.length);
		expect(new Set(arrived(sandbox).map(({ id }) => id)).size).toBe(links.length);
	});

	test('is linked once in the item of its request', async () => {
		const { outputs } = await pushed('product', 'shopify', [family]);
		expect(outputs[0][0]).toMatchObject({ json: { sent: 4 }, pairedItem: [{ item: 0 }] });
	});

	test('fails only for the record that Ometria rejects', async () => {
		sandbox.server.setOptions({
			onReceipt: ({ '@type': type, id }) =>
				type === 'product' && id === '102' ? 'refuseRequest' : 'take',
		});
		const { outputs } = await pushed('product', 'shopify', [family], { settings: CONTINUE });
		const failed = outputs[0].filter(({ json }) => json.error);
		expect(failed).toMatchObject([
			{ json: { error: { record_id: '102', reason: 'http_400' } }, pairedItem: { item: 0 } },
		]);
		expect(arrived(sandbox).map(({ id }) => id)).not.toContain('102');
		expect(arrived(sandbox)).toHaveLength(3);
	});
});

describe('what is not sent on purpose', () => {
	const orders = [shopify.restOrder(), shopify.restOrder({ id: 2, test: true })];

	test('is counted by its reason in the hint and in the summary', async () => {
		const { outputs, hints } = await pushed('order', 'shopify', orders, {
			options: { output: 'summary' },
		});
		expect(hints[0].message).toMatch(
			/^Sent 1 of 2 orders in 1 request\. 1 was skipped: test order \(1\)\./,
		);
		expect(outputs[0][0].json).toMatchObject({
			accepted: 1,
			skipped: 1,
			skipped_reasons: { 'test order': 1 },
		});
		expect(arrived(sandbox)).toHaveLength(1);
	});

	test('is an item with its reason where each record is one', async () => {
		const { outputs } = await pushed('order', 'shopify', orders, {
			options: { output: 'records' },
		});
		expect(
			outputs[0].map(({ json, pairedItem }) => [json.outcome, json.reason, pairedItem]),
		).toEqual([
			['accepted', undefined, { item: 0 }],
			['skipped', 'test order', { item: 1 }],
		]);
	});

	test('is shown in a dry run', async () => {
		const { outputs } = await pushed('order', 'shopify', orders, {
			...STORE,
			parameters: { ...STORE.parameters, dryRun: true },
		});
		expect(outputs[0].map(({ json }) => json.skipped)).toEqual([undefined, 'test order']);
		expect(outputs[0][0].json.record).toEqual({ '@type': 'order', ...shopify.orderRecord() });
		expect(arrived(sandbox)).toEqual([]);
	});
});

describe('a payload that cannot be converted', () => {
	test('is the error of its own item', async () => {
		const { outputs } = await pushed('order', 'shopify', [{ hello: 1 }, shopify.restOrder()], {
			settings: CONTINUE,
		});
		const failed = outputs[0].filter(({ json }) => json.error);
		expect(failed).toMatchObject([
			{
				json: { error: { reason: 'unknown_payload', record_type: 'order' } },
				pairedItem: { item: 0 },
			},
		]);
		expect(arrived(sandbox)).toHaveLength(1);
	});

	test('stops the run before anything is sent under Stop', async () => {
		const { error } = await pushed('order', 'shopify', [{ hello: 1 }, shopify.restOrder()]);
		expect(error?.message).toBe('1 of 2 orders is not valid, so nothing was sent');
		expect(arrived(sandbox)).toEqual([]);
	});
});

describe('Additional Fields', () => {
	const over = (additionalFields: unknown): PushRun => ({
		parameters: { additionalFields } as INodeParameters,
		settings: CONTINUE,
	});

	test('are laid over the record, objects within objects', async () => {
		const fields =
			'={"status": "vip", "customer": {"firstname": "Zoë"}, "properties": {"channel": "{{ $json.source_name }}"}}';
		await pushed('order', 'shopify', [shopify.restOrder({ source_name: 'web' })], over(fields));
		const [order] = arrived(sandbox);
		const { customer } = shopify.orderRecord();
		expect(order).toMatchObject({
			status: 'vip',
			customer: { ...(customer as object), firstname: 'Zoë' },
			properties: { channel: 'web' },
		});
	});

	test('fail only their item where they are not a JSON object', async () => {
		const items = [shopify.restOrder({ note: '"' }), shopify.restOrder({ id: 2, note: 'fine' })];
		const { outputs } = await pushed(
			'order',
			'shopify',
			items,
			over('={"properties": {"note": "{{ $json.note }}"}}'),
		);
		const failed = outputs[0].filter(({ json }) => json.error);
		expect(failed).toMatchObject([
			{
				json: {
					message: expect.stringContaining('Additional Fields must be a JSON object') as string,
					error: { reason: 'wrong_parameter' },
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(arrived(sandbox)).toMatchObject([{ properties: { note: 'fine' } }]);
	});
});

test('opt in nobody whom the item opts out', async () => {
	const items = [
		{ id: '1', Unsubscribed: 'yes' },
		{ id: '2', Unsubscribed: 'no' },
	];
	const additionalFields = '{"marketing_optin": "EXPLICITLY_OPTEDIN"}';
	const { outputs } = await pushed('contact', 'table', items, {
		parameters: { additionalFields },
		settings: CONTINUE,
	});
	const failed = outputs[0].filter(({ json }) => json.error);
	expect(failed).toMatchObject([
		{
			json: {
				error: { reason: 'opt_in_over_opt_out' },
				message: expect.stringContaining('whom the item opts out') as string,
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(arrived(sandbox)).toMatchObject([{ id: '2', marketing_optin: 'EXPLICITLY_OPTEDIN' }]);
});

describe('Format Settings', () => {
	test('are read once, lists and currencies in any case', async () => {
		const settings = { statusesSkipped: ' Paid , x', idPrefix: 'uk:', store: ' shop ' };
		const { hints } = await pushed('order', 'shopify', [shopify.restOrder()], {
			parameters: { formatSettings: settings },
		});
		expect(hints[0].message).toContain('1 was skipped');
	});

	test.each([
		['accountCurrency', 'pounds', 'Account Currency must be a currency code of three letters'],
		['unpaidOrders', 'maybe', 'Unpaid Orders must be one of notCounted, count, skip'],
		['store', { a: 1 }, 'Store must be text'],
	])('%s = %j is refused', async (name, value, message) => {
		const { error } = await pushed('order', 'shopify', [shopify.restOrder()], {
			parameters: { formatSettings: { [name]: value } },
		});
		expect(error?.message).toContain(message);
		expect(arrived(sandbox)).toEqual([]);
	});

	test('an input format that there is not is refused', async () => {
		const { error } = await pushed('order', 'bigCartel', [{}]);
		expect(error?.message).toContain('Input Format must be one of auto, ometria,');
	});
});

describe('a table', () => {
	const rows = Array.from({ length: 1000 }, (_, i) => ({
		'Customer No': i + 1,
		'E-Mail': `p${i}@shop.example`,
		'First Name': 'Zoë',
		Shoe: 38,
	}));

	test('is sent with its columns matched, which are named, in 1,000 rows', async () => {
		const { hints, status } = await pushed('contact', 'table', rows, {
			parameters: { formatSettings: { idColumn: 'Customer No' } },
		});
		expect(status).toBe('success');
		expect(hints[0].message).toMatch(/^Sent 1,000 contacts in 10 requests\./);
		const said = hints.map(({ message }) => message).join('\n');
		expect(said).toContain('"E-Mail" as "email"');
		expect(said).toContain('"Shoe"');
		expect(arrived(sandbox)[0]).toMatchObject({
			id: '1',
			email: 'p0@shop.example',
			firstname: 'Zoë',
		});
	});

	test('says in a dry run how its columns are read', async () => {
		const { outputs } = await pushed('contact', 'table', rows.slice(0, 2), {
			parameters: { dryRun: true, formatSettings: { idColumn: 'Customer No' } },
		});
		const [first, second] = outputs[0].map(({ json }) => JSON.stringify(json.warnings));
		expect(first).toContain('\\"E-Mail\\" as \\"email\\"');
		expect(second).not.toContain('E-Mail');
	});
});

describe('several payloads of one object', () => {
	const twice = (changed: object, older: object, newer: object): unknown[] => [
		{ ...changed, ...newer },
		{ ...changed, ...older },
	];

	test.each([
		[
			'shopify',
			twice(
				shopify.restOrder(),
				{ updated_at: '2026-02-11T09:00:00+01:00', financial_status: 'pending' },
				{ updated_at: '2026-02-11T08:05:00Z', financial_status: 'paid' },
			),
		],
		[
			'wooCommerce',
			twice(
				woo.anOrder(),
				{ date_modified_gmt: '2026-05-01T10:00:00', status: 'pending' },
				{ date_modified_gmt: '2026-05-01T10:00:01', status: 'processing' },
			),
		],
	])('reach Ometria with the newest last, and it is said: %s', async (format, items) => {
		const { outputs } = await pushed('order', format, items, STORE);
		expect(arrived(sandbox).map(({ is_valid }) => is_valid)).toEqual([false, true]);
		const warnings = outputs[0].flatMap(({ json }) => json.warnings as string[]);
		const about = warnings.filter((text) => text.includes('share'));
		expect(about.length).toBeGreaterThan(0);
		for (const text of about) expect(text).toContain('the newest by the time of the shop last');
	});
});

describe('what was given to another input format', () => {
	const OMETRIA = { inputFormat: 'ometria' };
	test.each([
		['order', OMETRIA, shopify.restOrder(), 'Shopify'],
		['order', { inputFormat: 'table' }, { headers: {}, body: woo.anOrder() }, 'WooCommerce'],
		['contact', OMETRIA, { headers: {}, body: [magento.aCustomer()] }, 'Magento 2'],
		['contact', OMETRIA, { id: '7', 'First Name': 'Lea', Email: 'lea@home.example' }, 'Table'],
		['order', { inputFormat: 'shopify' }, { ID: '7', Total: '8.00', Status: 'Paid' }, 'Table'],
	])(
		'is not sent, and the message names the format: %s %j',
		async (resource, parameters, item, name) => {
			for (const items of [[item], [item, item]]) {
				const { outputs } = await push(sandbox, items, {
					resource,
					parameters,
					settings: CONTINUE,
				});
				expect(arrived(sandbox)).toEqual([]);
				for (const { json } of outputs[0]) {
					expect(json.message).toContain(`Set Input Format to ${name}`);
				}
			}
		},
	);
});
