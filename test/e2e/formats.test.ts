import { randomUUID } from 'node:crypto';

import { itemsOf, type WorkflowData } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { arrived } from '../support/push';
import { type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';
import * as shopify from '../unit/formats/shopify/payloads';

const PATH = 'shopify-orders';
const WORKFLOW = 'Shopify webhook';

let real: RealN8n;
let sandbox: RunningSandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	const { id: credentialId } = await sandboxCredential(real.api, sandbox);
	await real.api.activate(await real.api.saveWorkflow(webhookToOmetria(credentialId)));
});
afterEach(() => sandbox.server.reset());
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

/** Webhook → Ometria, and nothing between. */
function webhookToOmetria(credentialId: string): WorkflowData {
	return {
		name: WORKFLOW,
		nodes: [
			{
				name: 'Webhook',
				id: 'webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: randomUUID(),
				parameters: {
					httpMethod: 'POST',
					path: PATH,
					responseMode: 'lastNode',
					responseData: 'allEntries',
					options: {},
				},
			},
			{
				name: 'Ometria',
				id: 'ometria',
				type: 'n8n-nodes-ometria.ometria',
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					resource: 'order',
					operation: 'push',
					inputFormat: 'shopify',
					formatSettings: { store: 'lamps.example/fr' },
					options: { output: 'records' },
				},
				credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
				onError: 'continueRegularOutput',
			},
		],
		connections: { Webhook: { main: [[{ node: 'Ometria', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** Posts a payload as Shopify does. @returns the items that the Ometria node gave */
async function post(payload: object): Promise<Array<Record<string, unknown>>> {
	return await waitFor('The webhook', 60_000, async () => {
		const response = await fetch(`${real.n8n.url}/webhook/${PATH}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-shopify-topic': 'orders/updated',
				'x-shopify-shop-domain': 'lamps-example.myshopify.com',
				'x-shopify-api-version': '2025-01',
				'x-shopify-hmac-sha256': 'c2lnbmF0dXJl',
			},
			body: JSON.stringify(payload),
		});
		return response.ok ? ((await response.json()) as Array<Record<string, unknown>>) : undefined;
	});
}

test("an order that Shopify's webhook posts arrives at Ometria as the order it is", async () => {
	const items = await post(shopify.restOrder());
	expect(items).toMatchObject([{ record_id: '6123456789012', outcome: 'accepted' }]);
	expect(arrived(sandbox)).toEqual([{ '@type': 'order', ...shopify.orderRecord() }]);
	expect(sandbox.server.visibleErrors(Date.now())).toEqual([]);
});

test('an order that is not paid arrives and does not count as revenue', async () => {
	await post(shopify.restOrder({ financial_status: 'pending', fulfillment_status: null }));
	expect(arrived(sandbox)).toMatchObject([{ status: 'open', is_valid: false, grand_total: 96.45 }]);
});

test('an order that is refunded later replaces what arrived first', async () => {
	await post(shopify.restOrder());
	const back = { line_item_id: 14002, quantity: 1, subtotal: 9.45, total_tax: 0.5 };
	const transactions = [{ kind: 'refund', status: 'success', amount: '9.45' }];
	await post(
		shopify.restOrder({
			financial_status: 'partially_refunded',
			current_total_price: '87.00',
			refunds: [{ id: 1, refund_line_items: [back], transactions }],
		}),
	);
	const [first, second] = arrived(sandbox);
	const [lamp, bulb] = shopify.lineRecords();
	expect(second).toEqual({
		...first,
		status: 'partial_refund',
		lineitems: [lamp, { ...bulb, quantity_refunded: 1, refunded: 9.45 }],
	});
});

test('a test order is skipped, and its item says why', async () => {
	expect(await post(shopify.restOrder({ test: true }))).toMatchObject([
		{ outcome: 'skipped', reason: 'test order' },
	]);
	expect(arrived(sandbox)).toEqual([]);
});

test('a payload that is not an order is an error item of exactly error and message', async () => {
	const refund = { id: 9, order_id: 6123456789012, refund_line_items: [], transactions: [] };
	const error = { reason: 'other_payload', record_type: 'order', record_id: null, field: 'body' };
	expect(await post(refund)).toEqual([
		{ error, message: expect.stringMatching(/^Record is not valid: .*refund/) as string },
	]);
	expect(arrived(sandbox)).toEqual([]);
	expect(itemsOf(await real.api.latestExecution(WORKFLOW), 'Webhook')).toMatchObject([
		{ body: refund },
	]);
});
