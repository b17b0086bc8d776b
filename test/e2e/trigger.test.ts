import type { WorkflowData } from '../../playground/src/n8nApi';
import { startN8n } from '../../playground/src/n8nProcess';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import {
	EVERY_5_S,
	type RealN8n,
	realN8n,
	sandboxCredential,
	triggerNode,
} from '../support/realN8n';
import { postToReceiver, type Receiver, startReceiver } from '../support/receiver';

const MINUTE = 60_000;

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;

beforeAll(async () => {
	sandbox = await startSandbox({ dataLimit: { model: 'slidingWindow', perSecond: 4 } });
	receiver = await startReceiver();
	real = await realN8n();
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
});

/** The trigger, and a node that posts what `body` says of each item. */
async function triggerWorkflow(event: string, body?: string): Promise<WorkflowData> {
	const credential = await sandboxCredential(real.api, sandbox);
	const post = postToReceiver(receiver);
	if (body !== undefined) post.parameters.jsonBody = body;
	return {
		name: `${event} to the receiver`,
		nodes: [
			triggerNode(credential, {
				pollTimes: { item: EVERY_5_S },
				event,
				filters: {},
				options: {},
			}),
			post,
		],
		connections: { 'Ometria Trigger': { main: [[{ node: 'Post', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

let next = 0;

/** Errors as another integration of the account would leave them. */
function arrive(count: number): void {
	const now = Date.now();
	const errors = Array.from({ length: count }, (_, i) => ({
		request_id: `request-${Math.floor((next + i) / 10)}`,
		record_type: 'contact',
		record_id: `c-${next + i}`,
		record: { '@type': 'contact', id: `c-${next + i}` },
		timestamp: new Date(now + i).toISOString(),
		account: 'a',
		source: 'api',
		message: { error_message: 'not a valid value', error_path: 'root > lastname' },
	}));
	next += count;
	sandbox.server.addErrors(errors, now);
}

const polls = (of = '/push/_errors') => sandbox.server.log.filter(({ path }) => path === of).length;
const emitted = () => receiver.received.map((body) => (body as { id: string }).id);

async function polled(times: number, of?: string): Promise<void> {
	const before = polls(of);
	await waitFor(`${times} polls`, MINUTE, () =>
		Promise.resolve(polls(of) >= before + times ? true : undefined),
	);
}

async function toldAll(): Promise<void> {
	await waitFor(`${next - 5} errors downstream`, MINUTE, () =>
		Promise.resolve(emitted().length >= next - 5 ? true : undefined),
	);
}

/** While `act` runs, a workflow posts the ID, the status and the warning of each order that starts it. */
async function watchingOrders(event: string, act: () => Promise<void>): Promise<void> {
	receiver.received.length = 0;
	const body = '={{ { id: $json.id, status: $json.status, warning: $json.warning } }}';
	const workflow = await triggerWorkflow(event, body);
	const saved = await real.api.saveWorkflow(workflow);
	await real.api.activate(saved);
	try {
		// The first poll makes two requests, and takes what it reads for old.
		await polled(4, '/orders');
		await act();
		await polled(2, '/orders');
	} finally {
		await real.api.deactivate(saved);
	}
}

async function received(count: number): Promise<void> {
	await waitFor(`${count} orders downstream`, MINUTE, () =>
		Promise.resolve(receiver.received.length >= count || undefined),
	);
}

const putOrder = (id: string, status: string) =>
	sandbox.server.store.put('order', { id, status, currency: 'GBP' }, Date.now());

test('an order that returns to an earlier status starts the workflow each time', async () => {
	const statuses = ['processing', 'on_hold', 'processing'];
	await watchingOrders('orderUpdated', async () => {
		for (const [index, status] of statuses.entries()) {
			putOrder('returning', status);
			await received(index + 1);
		}
	});
	expect(receiver.received).toEqual(statuses.map((status) => ({ id: 'returning', status })));
}, 240_000);

test('Order Created goes on after an answer that is dated 2099', async () => {
	await watchingOrders('orderCreated', async () => {
		const headers = { date: new Date(Date.UTC(2099, 0)).toUTCString() };
		sandbox.server.script({ path: '/orders', headers });
		putOrder('first', 'paid');
		await received(1);
		putOrder('second', 'paid');
		await received(2);
	});
	const warning = expect.stringContaining("dated later than n8n's clock") as unknown;
	expect(receiver.received).toEqual([
		{ id: 'first', status: 'paid', warning },
		{ id: 'second', status: 'paid' },
	]);
}, 240_000);

// The last one: n8n answers at another address after it.
test('300 errors over several polls arrive exactly once, though n8n is killed and restarted in between', async () => {
	receiver.received.length = 0;
	// What was there before is noted, and not emitted.
	arrive(5);
	const id = await real.api.saveWorkflow(await triggerWorkflow('pushError'));
	await real.api.activate(id);
	await polled(1);

	for (const count of [60, 1, 89]) {
		arrive(count);
		await toldAll();
	}
	// Between polls: what the trigger knows is saved when a poll ends.
	await polled(1);
	await real.n8n.stop('SIGKILL');
	arrive(50);
	real.n8n = await startN8n({ userFolder: real.userFolder });
	await toldAll();
	for (const count of [70, 30]) {
		arrive(count);
		await toldAll();
	}
	await polled(2);

	const expected = Array.from({ length: 300 }, (_, i) => `c-${i + 5}`);
	expect(emitted()).toHaveLength(300);
	expect([...emitted()].sort()).toEqual(expected.sort());
}, 240_000);
