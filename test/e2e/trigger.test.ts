import type { WorkflowData } from '../../playground/src/n8nApi';
import { startN8n } from '../../playground/src/n8nProcess';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { EVERY_5_S, type RealN8n, realN8n } from '../support/realN8n';
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

function triggerWorkflow(credentialId: string): WorkflowData {
	return {
		name: 'push errors to the receiver',
		nodes: [
			{
				name: 'Ometria Trigger',
				id: 'trigger',
				type: 'n8n-nodes-ometria.ometriaTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					pollTimes: { item: EVERY_5_S },
					event: 'pushError',
					filters: {},
					options: {},
				},
				credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
			},
			postToReceiver(receiver),
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

const polls = () => sandbox.server.log.filter(({ path }) => path === '/push/_errors').length;
const emitted = () => receiver.received.map((body) => (body as { id: string }).id);

async function polled(times: number): Promise<void> {
	const before = polls();
	await waitFor(`${times} polls`, MINUTE, () =>
		Promise.resolve(polls() >= before + times ? true : undefined),
	);
}

async function toldAll(): Promise<void> {
	await waitFor(`${next - 5} errors downstream`, MINUTE, () =>
		Promise.resolve(emitted().length >= next - 5 ? true : undefined),
	);
}

test('300 errors over several polls arrive exactly once, though n8n is killed and restarted in between', async () => {
	// What was there before is noted, and not emitted.
	arrive(5);
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	const credentialId = await real.api.saveCredential('Ometria', data);
	await real.api.activate(await real.api.saveWorkflow(triggerWorkflow(credentialId)));
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
