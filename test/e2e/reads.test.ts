import { readExample } from '../../playground/src/examples';
import { itemsOf, type WorkflowData } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { startSandbox, type RunningSandbox } from '../../sandbox/server';
import { EVERY_5_S, realN8n, type RealN8n } from '../support/realN8n';
import { asked } from '../support/read';
import { startReceiver, type Receiver } from '../support/receiver';

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = await startReceiver();
	real = await realN8n();
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	credentialId = await real.api.saveCredential('Ometria', data);
});
afterEach(() => sandbox.server.reset());
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
});

async function run(example: string) {
	const workflow = readExample(example, credentialId, 'Ometria');
	const execution = await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
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
	['searchCollections', '', [{ name: 'shopify', value: 'shopify' }]],
	['searchProducts', 'coat', [{ name: 'Coat', value: 'p-1' }]],
])('the editor lists for choosing: %s', async (methodName, filter, results) => {
	sandbox.server.store.put('contact', { id: 'c', '@collection': 'shopify' }, Date.now());
	sandbox.server.store.put('product', { id: 'p-1', title: 'Coat' }, Date.now());
	sandbox.server.store.put('product', { id: 'p-2', title: 'Hat' }, Date.now());
	expect(await real.api.searchList(methodName, filter, credentialId)).toEqual({ results });
});

test('unsubscribes reach another system, each once', async () => {
	const workflow: WorkflowData = readExample('unsubscribes-to-crm', credentialId, 'Ometria');
	for (const { name, parameters } of workflow.nodes) {
		if (name === 'Ometria Trigger') parameters.pollTimes = { item: EVERY_5_S };
		if (name === 'Tell the CRM') parameters.url = receiver.url;
	}
	const polls = () => asked(sandbox).filter((request) => request.includes('/unsubscribes')).length;
	const reached = async (what: string, done: () => boolean) =>
		await waitFor(what, 60_000, () => Promise.resolve(done() || undefined));
	await real.api.activate(await real.api.saveWorkflow(workflow));
	await reached('the first poll', () => polls() > 0);
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
