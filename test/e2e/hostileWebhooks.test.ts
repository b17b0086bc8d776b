/**
 * What whoever knows a webhook's address can do to the whole n8n: payloads of 2 MB in the shapes that
 * cost a converter most. n8n's heap is 1 GB. `HOSTILE_WEBHOOKS=1000` sends as many; the longest silence of
 * n8n's health check is printed, and not asserted, as it depends on the machine.
 */
import type { WorkflowData, WorkflowNode } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { type RealN8n, realN8n } from '../support/realN8n';

const BYTES = 2_000_000;

const times = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));
const object = <T>(count: number, entry: (index: number) => [string, T]) =>
	Object.fromEntries(times(count, entry));

/** Repeats an entry until the payload has its size. */
function filling(build: (count: number) => unknown): Buffer {
	const one = JSON.stringify(build(2)).length - JSON.stringify(build(1)).length;
	return Buffer.from(JSON.stringify(build(Math.floor(BYTES / (one + 4)))));
}

const variants = (count: number) =>
	times(count, (n) => ({ id: n + 1, title: `v${n}`, price: '1.00', option1: `o${n}` }));
const product = (more: object) => ({
	id: 1,
	handle: 'a',
	variants: variants(1),
	options: [],
	...more,
});
const order = (more: object) => ({
	id: 1,
	created_at: '2026-01-01T00:00:00Z',
	currency: 'EUR',
	total_price: '1.00',
	line_items: [],
	...more,
});

/** For each workflow (resource and format): payloads that have grown in one place. */
const SHAPES: Record<string, [object, Buffer[]]> = {
	'shopify-products': [
		{ resource: 'product', inputFormat: 'shopify' },
		[
			Buffer.from(
				JSON.stringify(product({ title: 'x'.repeat(BYTES - 120_000), variants: variants(1500) })),
			),
			filling((count) =>
				product({
					variants: variants(count),
					options: times(count, (n) => ({ name: `option ${n}`, position: n, values: [`o${n}`] })),
				}),
			),
			filling((count) => product({ tags: times(count, (n) => `t${n}`).join(', ') })),
			filling((count) => product({ body_html: '<p>&amp;<'.repeat(count) })),
			filling((count) => ({ products: times(count, () => 1) })),
		],
	],
	'shopify-orders': [
		{ resource: 'order', inputFormat: 'shopify' },
		[
			filling((count) =>
				order({
					line_items: times(count, (n) => ({ id: n, product_id: n, quantity: 1, price: '1' })),
				}),
			),
			filling((count) =>
				order({ discount_codes: times(count, (n) => ({ code: `c${n}`, amount: '1' })) }),
			),
			filling((count) => order({ financial_status: 'x'.repeat(count) })),
			filling((count) => ({ orders: times(count, () => 1) })),
			filling((count) => ({ orders: times(count, (n) => order({ id: n })) })),
		],
	],
	'woo-products': [
		{ resource: 'product', inputFormat: 'wooCommerce' },
		[
			filling((count) => ({
				id: 1,
				attributes: times(count, (n) => ({ name: `a${n}`, options: ['x'] })),
			})),
			filling((count) => ({
				id: 1,
				meta_data: times(count, (n) => ({ key: `k${n}`, value: 'x' })),
			})),
			filling((count) => ({ id: 1, description: '<'.repeat(count) })),
		],
	],
	'magento-orders': [
		{ resource: 'order', inputFormat: 'magento2' },
		[
			filling((count) => ({
				increment_id: '1',
				items: times(count, (n) => ({ item_id: n, sku: `s${n}` })),
			})),
			filling((count) => ({ items: times(count, () => ({})) })),
		],
	],
	'table-contacts': [
		{ resource: 'contact', inputFormat: 'table' },
		[
			filling((count) => ({ id: '1', ...object(count, (n) => [`column ${n}`, 'x']) })),
			filling((count) => ({ id: '1', ...object(count, (n) => [`e-mail_${n}`, 'a@b.example']) })),
			filling((count) => ({ id: '1', ...object(count, (n) => [`consent ${n}`, 'yes']) })),
		],
	],
	contacts: [
		{ resource: 'contact' },
		[
			filling((count) => ({ id: '1', ...object(count, (n) => [`properties.k${n}`, n]) })),
			filling((count) => ({ id: '1', ...object(count, (n) => [`a${n}.b.c`, '']) })),
			filling((count) => ({ id: '1', ...object(count, (n) => [`unknown_${n}`, n]) })),
			filling((count) => ({ id: '1', lastname: 'x'.repeat(count) })),
			filling((count) => ({ id: '1', properties: { list: '[{"a":'.repeat(count) } })),
			Buffer.from(`{"id":"1","properties":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
		],
	],
};

let real: RealN8n;
let sandbox: RunningSandbox;

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: 1000 },
	});
	real = await realN8n({
		NODE_OPTIONS: '--max-old-space-size=1024',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'none',
	});
});
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
	more: object = {},
): WorkflowNode =>
	({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more }) as WorkflowNode;

const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });

function receiving(path: string, parameters: object, credentialId: string): WorkflowData {
	const { resource, inputFormat = 'table' } = parameters as {
		resource: string;
		inputFormat?: string;
	};
	const isDirect = inputFormat !== 'table';
	return {
		name: path,
		nodes: [
			node(
				'Webhook',
				'n8n-nodes-base.webhook',
				2,
				{ httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData' },
				{ webhookId: path },
			),
			// Only shop formats read the envelope of a webhook.
			...(isDirect
				? []
				: [node('Body', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body', options: {} })]),
			node(
				'Ometria',
				'n8n-nodes-ometria.ometria',
				1,
				{ operation: 'push', options: { maxRetries: 0 }, ...parameters, resource },
				{
					onError: 'continueErrorOutput',
					credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
				},
			),
		],
		connections: isDirect
			? { Webhook: link('Ometria') }
			: { Webhook: link('Body'), Body: link('Ometria') },
	};
}

/** Asks n8n's health check all the time. @returns a function that ends it and gives the longest silence, ms */
function watchHealth(url: string): () => Promise<number> {
	let isOver = false;
	let longest = 0;
	const watching = (async () => {
		while (!isOver) {
			const began = performance.now();
			const response = await fetch(`${url}/healthz`);
			await response.text();
			expect(response.status).toBe(200);
			longest = Math.max(longest, performance.now() - began);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	})();
	return async () => {
		isOver = true;
		await watching;
		return longest;
	};
}

test('n8n survives payloads of 2 MB in the worst shapes, and goes on answering its health check', async () => {
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 1000 };
	const credentialId = await real.api.saveCredential('Ometria', data);
	const payloads: Array<[string, Buffer]> = [];
	for (const [path, [parameters, bodies]] of Object.entries(SHAPES)) {
		const workflow = receiving(path, parameters, credentialId);
		await real.api.activate(await real.api.saveWorkflow(workflow));
		// Where n8n splits the body out, an object is a list of one.
		const isSplit = workflow.nodes.some(({ name }) => name === 'Body');
		for (const body of bodies) {
			const list = Buffer.concat([Buffer.from('['), body, Buffer.from(']')]);
			payloads.push([path, isSplit ? list : body]);
		}
	}
	const post = async ([path, body]: [string, Buffer]) => {
		const headers = { 'content-type': 'application/json' };
		const response = await fetch(`${real.n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers,
			body,
		});
		await response.text();
		return response.status;
	};
	for (const path of Object.keys(SHAPES)) {
		// n8n registers a webhook after it has answered the activation.
		await waitFor(path, 60_000, async () =>
			(await post([path, Buffer.from('[{}]')])) === 404 ? undefined : true,
		);
	}

	const webhooks = Number(process.env.HOSTILE_WEBHOOKS ?? payloads.length);
	const ended = watchHealth(real.n8n.url);
	for (let index = 0; index < webhooks; index++) {
		expect(await post(payloads[index % payloads.length])).toBeLessThanOrEqual(500);
	}
	const silentMs = Math.round(await ended());
	console.log({ webhooks, silentMs });
	expect((await fetch(`${real.n8n.url}/healthz`)).status).toBe(200);
});
