/**
 * What whoever knows a webhook's address can do to the whole n8n: payloads of 2 MB in the shapes that
 * cost a converter most. n8n's heap is 1 GB. `HOSTILE_WEBHOOKS=1000` sends as many. The same payloads go to
 * workflows without this node too, as n8n itself is silent while it parses 2 MB: what is asserted of its health
 * check is what this node adds.
 */
import type { WorkflowData, WorkflowNode } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

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
	[type, typeVersion]: readonly [string, number],
	parameters: object,
	more: object = {},
): WorkflowNode =>
	({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more }) as WorkflowNode;

const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });

/** The end of a workflow that does the same but for what this node does. */
const NOTHING = node('Ometria', ['n8n-nodes-base.noOp', 1], {});

function receiving(path: string, parameters: object, last: WorkflowNode): WorkflowData {
	const { inputFormat = 'table' } = parameters as { inputFormat?: string };
	const isDirect = inputFormat !== 'table';
	return {
		name: path,
		nodes: [
			node(
				'Webhook',
				['n8n-nodes-base.webhook', 2],
				{ httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData' },
				{ webhookId: path },
			),
			// Only shop formats read the envelope of a webhook.
			...(isDirect
				? []
				: [node('Body', ['n8n-nodes-base.splitOut', 1], { fieldToSplitOut: 'body', options: {} })]),
			last,
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

const ometria = (parameters: object, credentialId: string) =>
	node(
		'Ometria',
		['n8n-nodes-ometria.ometria', 1],
		{ operation: 'push', options: { maxRetries: 0 }, ...parameters },
		{
			onError: 'continueErrorOutput',
			credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
		},
	);

async function post(path: string, body: Buffer): Promise<number> {
	const headers = { 'content-type': 'application/json' };
	const url = `${real.n8n.url}/webhook/${path}`;
	const response = await fetch(url, { method: 'POST', headers, body });
	await response.text();
	return response.status;
}

/** Sends a payload. @returns how long n8n's health check was silent meanwhile, ms */
async function silence(path: string, body: Buffer): Promise<number> {
	const ended = watchHealth(real.n8n.url);
	expect(await post(path, body)).toBeLessThanOrEqual(500);
	return Math.round(await ended());
}

const median = (all: readonly number[]): number =>
	[...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Longest that this node may add to the silence of n8n itself, ms. */
const MOST_ADDED = 1000;

test('n8n survives payloads of 2 MB in the worst shapes, and goes on answering its health check', async () => {
	const { id: credentialId } = await sandboxCredential(real.api, sandbox, { perSecond: 1000 });
	const payloads: Array<{ name: string; path: string; body: Buffer }> = [];
	for (const [path, [parameters, bodies]] of Object.entries(SHAPES)) {
		const workflow = receiving(path, parameters, ometria(parameters, credentialId));
		const without = receiving(`${path}-without`, parameters, NOTHING);
		for (const one of [workflow, without]) {
			await real.api.activate(await real.api.saveWorkflow(one));
			// n8n registers a webhook after it has answered the activation.
			await waitFor(one.name, 60_000, async () =>
				(await post(one.name, Buffer.from('[{}]'))) === 404 ? undefined : true,
			);
		}
		// Where n8n splits the body out, an object is a list of one.
		const isSplit = workflow.nodes.some(({ name }) => name === 'Body');
		for (const [index, body] of bodies.entries()) {
			const list = Buffer.concat([Buffer.from('['), body, Buffer.from(']')]);
			payloads.push({ name: `${path} ${index}`, path, body: isSplit ? list : body });
		}
	}

	const webhooks = Number(process.env.HOSTILE_WEBHOOKS ?? payloads.length);
	const silences = payloads.map(() => ({ without: [] as number[], with: [] as number[] }));
	const measure = async (index: number) => {
		const { path, body } = payloads[index];
		// As often without this node: a pause of the machine may meet either.
		silences[index].without.push(await silence(`${path}-without`, body));
		silences[index].with.push(await silence(path, body));
	};
	for (let sent = 0; sent < webhooks; sent++) await measure(sent % payloads.length);
	const tooLong = () =>
		silences.flatMap((of, index) =>
			median(of.with) > median(of.without) + MOST_ADDED ? [index] : [],
		);
	for (const index of tooLong()) for (let again = 0; again < 4; again++) await measure(index);
	console.table(
		payloads.map(({ name }, index) => ({
			name,
			without: median(silences[index].without),
			with: median(silences[index].with),
			longestWithout: Math.max(...silences[index].without),
			longestWith: Math.max(...silences[index].with),
		})),
	);
	expect((await fetch(`${real.n8n.url}/healthz`)).status).toBe(200);
	expect(tooLong().map((index) => payloads[index].name)).toEqual([]);
});
