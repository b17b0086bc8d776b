import { readExample } from '../../playground/src/examples';
import { itemsOf, type WorkflowData } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { asked } from '../support/read';
import {
	EVERY_5_S,
	type RealN8n,
	realN8n,
	runToSuccess,
	sandboxCredential,
} from '../support/realN8n';
import { postToReceiver, type Receiver, startReceiver } from '../support/receiver';

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = await startReceiver();
	real = await realN8n();
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
/** Workflows that a test has switched on: what they go on posting must not reach the next test. */
const active: Array<{ id: string }> = [];
afterEach(async () => {
	for (const workflow of active.splice(0)) await real.api.deactivate(workflow);
	sandbox.server.reset();
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
});

async function run(example: string) {
	const workflow = readExample(example, credentialId, 'Ometria');
	return await runToSuccess(real.api, await real.api.saveWorkflow(workflow));
}

test('the members of a segment become a file, however many pages they fill', async () => {
	const more = Array.from({ length: 600 }, (_, n) => ({
		list_id: '635',
		email: `m${n}@shop.example`,
	}));
	sandbox.server.data.put('members', more, Date.now());
	const execution = await run('segment-to-file');
	expect(itemsOf(execution, 'Get contacts of segment')).toHaveLength(603);
	expect(asked(sandbox)).toHaveLength(3);
});

test.each([
	['searchSegments', 'vip', [{ name: 'VIP event guests', value: '635' }]],
	['searchStaticSegments', 'news', [{ name: 'Newsletter: spring', value: '636' }]],
	['searchStaticSegments', 'lapsed', []],
	['searchCollections', '', [{ name: 'shopify', value: 'shopify' }]],
	['searchProducts', 'coat', [{ name: 'Coat', value: 'p-1' }]],
])('the editor lists for choosing: %s', async (methodName, filter, results) => {
	sandbox.server.store.put('contact', { id: 'c', '@collection': 'shopify' }, Date.now());
	sandbox.server.store.put('product', { id: 'p-1', title: 'Coat' }, Date.now());
	sandbox.server.store.put('product', { id: 'p-2', title: 'Hat' }, Date.now());
	expect(await real.api.searchList(methodName, filter, credentialId)).toEqual({ results });
});

/** The example, with a CRM and an alert on loopback. */
function unsubscribes(name: string, alerts: Receiver, retry: object = {}): WorkflowData {
	const workflow: WorkflowData = readExample('unsubscribes-to-crm', credentialId, 'Ometria');
	for (const node of workflow.nodes) {
		if (node.name === 'Ometria Trigger') node.parameters.pollTimes = { item: EVERY_5_S };
		if (node.name === 'Tell the CRM') {
			node.parameters.url = receiver.url;
			Object.assign(node, retry);
		}
		if (node.name === 'Report people not opted out') {
			const { text } = node.parameters;
			Object.assign(node, postToReceiver(alerts), { name: node.name });
			node.parameters.jsonBody = `={{ { text: ${String(text).slice(4, -3)} } }}`;
		}
	}
	return { ...workflow, name };
}

async function activate(workflow: WorkflowData): Promise<void> {
	const saved = await real.api.saveWorkflow(workflow);
	active.push(saved);
	await real.api.activate(saved);
}

test('unsubscribes reach another system, each once', async () => {
	const workflow = unsubscribes('unsubscribes', receiver);
	const polls = () => asked(sandbox).filter((request) => request.includes('/unsubscribes')).length;
	const reached = async (what: string, done: () => boolean) =>
		await waitFor(what, 60_000, () => Promise.resolve(done() || undefined));
	await activate(workflow);
	// The activation asks twice or more; what is there by its end is not an event.
	await reached('the polls after the activation', () => polls() >= 5);
	for (let round = 1; round <= 3; round++) {
		const row = {
			email_address: `u${round}@shop.example`,
			type: 'app',
			timestamp: '2026-01-15 22:08:07+00',
		};
		sandbox.server.data.put('unsubscribes', [row], Date.now());
		await reached(`unsubscribe ${round}`, () => receiver.received.length >= round);
	}
	const before = polls();
	await reached('two more polls', () => polls() >= before + 2);
	expect(receiver.received).toEqual(
		[1, 2, 3].map((n) => ({
			email: `u${n}@shop.example`,
			how: 'app',
			at: '2026-01-15 22:08:07+00',
		})),
	);
}, 240_000);

test('unsubscribes that the other system does not take are tried again, and then reported with their addresses', async () => {
	const alerts = await startReceiver();
	const retry = { maxTries: 2, waitBetweenTries: 100 };
	const workflow = unsubscribes('unsubscribes, CRM down', alerts, retry);
	const polls = () => asked(sandbox).filter((request) => request.includes('/unsubscribes')).length;
	const reached = async (what: string, done: () => boolean) =>
		await waitFor(what, 60_000, () => Promise.resolve(done() || undefined));
	receiver.received.length = 0;
	receiver.answerWith(503);
	try {
		await activate(workflow);
		// The activation asks twice or more; what is there by its end is not an event.
		await reached('the polls after the activation', () => polls() >= 5);
		const row = { email_address: 'lost@shop.example', type: 'app', timestamp: '2026-01-15' };
		sandbox.server.data.put('unsubscribes', [row], Date.now());
		await reached('the alert', () => alerts.received.length > 0);
		expect(receiver.received.length).toBeGreaterThanOrEqual(2);
		expect(JSON.stringify(alerts.received)).toContain('lost@shop.example');
	} finally {
		receiver.answerWith(200);
		await alerts.close();
	}
}, 240_000);

const ometria = (type: 'ometria' | 'ometriaTrigger', parameters: Record<string, unknown>) => ({
	name: 'Ometria',
	id: 'ometria',
	type: `n8n-nodes-ometria.${type}`,
	typeVersion: 1,
	position: [400, 0],
	parameters,
	credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
});
const link = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

test('an email with own HTML carries a file of an earlier node', async () => {
	const pdf = Buffer.from('%PDF-1.7 invoice').toString('base64');
	const workflow: WorkflowData = {
		name: 'invoice by email',
		nodes: [
			{
				name: 'Start',
				id: 'start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: 'Invoice',
				id: 'invoice',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [150, 0],
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ pdf }), options: {} },
			},
			{
				name: 'File',
				id: 'file',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				position: [300, 0],
				parameters: {
					operation: 'toBinary',
					sourceProperty: 'pdf',
					binaryPropertyName: 'invoice',
					options: { fileName: 'invoice.pdf' },
				},
			},
			ometria('ometria', {
				resource: 'transactionalEmail',
				operation: 'send',
				content: 'html',
				html: '<p>Hello {{ contact.firstname }}</p>',
				subject: 'Your invoice',
				toEmail: 'ada@shop.example',
				data: '{"contact": {"firstname": "Ada"}}',
				options: { attachments: 'invoice' },
			}),
		],
		connections: { Start: link('Invoice'), Invoice: link('File'), File: link('Ometria') },
		settings: { executionOrder: 'v1' },
	};
	const execution = await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
	expect(execution.error?.message).toBeUndefined();
	expect(itemsOf(execution, 'Ometria')).toMatchObject([{ attachments: ['invoice.pdf'] }]);
	expect(sandbox.server.data.rows('emails')).toMatchObject([
		{
			content: { html: '<p>Hello {{ contact.firstname }}</p>' },
			attachments: [{ name: 'invoice.pdf', type: 'application/pdf', data: pdf }],
		},
	]);
});

test('a workflow starts once for each contact that enters or leaves a segment', async () => {
	const post = postToReceiver(receiver);
	post.parameters.jsonBody = '={{ { change: $json.change, id: $json.profile_id } }}';
	const workflow: WorkflowData = {
		name: 'segment to the receiver',
		nodes: [
			ometria('ometriaTrigger', {
				pollTimes: { item: EVERY_5_S },
				event: 'segmentEnteredOrLeft',
				segmentId: { __rl: true, mode: 'id', value: '635' },
			}),
			post,
		],
		connections: { Ometria: link('Post') },
		settings: { executionOrder: 'v1' },
	};
	const start = receiver.received.length;
	const news = () => receiver.received.slice(start);
	const polls = () => asked(sandbox).filter((one) => one.includes('/lists/635/contacts')).length;
	const reached = async (what: string, done: () => boolean) =>
		await waitFor(what, 60_000, () => Promise.resolve(done() || undefined));
	const { data } = sandbox.server;
	const entered = { list_id: '635', profile_id: 'new', email: 'new@shop.example' };
	await activate(workflow);
	await reached('the first poll', () => polls() > 0);
	data.put('members', [entered], Date.now());
	await reached('who entered', () => news().length >= 1);
	data.remove('members', ({ profile_id: profile }) => profile === 'new');
	await reached('who left', () => news().length >= 2);
	const before = polls();
	await reached('two more polls', () => polls() >= before + 2);
	expect(news()).toEqual([
		{ change: 'entered', id: 'new' },
		{ change: 'left', id: 'new' },
	]);
}, 240_000);
