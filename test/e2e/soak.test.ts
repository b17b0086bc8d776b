import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { WorkflowData } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { heapEnv, heapOf } from '../support/n8nHeap';
import {
	EVERY_5_S,
	orderWebhook,
	type RealN8n,
	realN8n,
	sandboxCredential,
	triggerNode,
} from '../support/realN8n';
import { postToReceiver, type Receiver, startReceiver } from '../support/receiver';

/** Orders come in one by one for this long, in a rhythm of so many a second. */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 60);
const PER_SECOND = 20;

const folder = mkdtempSync(join(tmpdir(), 'ometria-soak-'));
const heapFile = join(folder, 'heap');

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;

beforeAll(async () => {
	// 20 orders a second one by one need an account that allows as much.
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: 30 },
		errorDelayMs: 0,
	});
	receiver = await startReceiver();
	real = await realN8n({
		...heapEnv(heapFile),
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	});
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

async function workflows(): Promise<WorkflowData[]> {
	const credential = await sandboxCredential(real.api, sandbox, { perSecond: 30 });
	const trigger = triggerNode(credential, { pollTimes: { item: EVERY_5_S }, event: 'pushError' });
	return [
		orderWebhook(credential),
		{
			name: 'Errors emitted',
			nodes: [trigger, postToReceiver(receiver)],
			connections: { 'Ometria Trigger': { main: [[{ node: 'Post', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
	];
}

const order = (n: number) => ({
	id: `SO-${n}`,
	timestamp: '2026-01-15T10:05:00Z',
	grand_total: 10,
	// Every hundredth is not right, in a way that only Ometria finds.
	currency: 'GBP',
	customer: { email: n % 100 === 99 ? 'no address' : `p${n}@shop.example` },
	lineitems: [{ product_id: 'p', quantity: 1, unit_price: 10 }],
});

test(
	'orders by webhook and the errors that the trigger finds are not lost in a long run, and memory stays',
	async () => {
		for (const workflow of await workflows()) {
			await real.api.activate(await real.api.saveWorkflow(workflow));
		}
		const polls = () => sandbox.server.log.filter(({ path }) => path === '/push/_errors').length;
		await waitFor('the first poll', 60_000, () => polls() > 0 || undefined);

		const total = SECONDS * PER_SECOND;
		const memory: number[] = [];
		const began = Date.now();
		for (let n = 0; n < total; n++) {
			const response = await fetch(`${real.n8n.url}/webhook/orders`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(order(n)),
			});
			expect(response.status).toBe(200);
			if (n % (PER_SECOND * (SECONDS / 6)) === 0) memory.push(await heapOf(real.n8n.pid, heapFile));
			const ahead = began + (n * 1000) / PER_SECOND - Date.now();
			if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
		}
		const pushed = () => sandbox.server.log.filter(({ applied }) => applied).length;
		await waitFor('all orders', 120_000, () => pushed() >= total || undefined);
		const wrong = total / 100;
		await waitFor('all errors', 120_000, () => receiver.received.length >= wrong || undefined);

		expect(sandbox.server.store.count()).toBe(total - wrong);
		const emitted = receiver.received.map((body) => (body as { id: string }).id);
		expect(new Set(emitted).size).toBe(wrong);
		expect(emitted).toHaveLength(wrong);
		memory.push(await heapOf(real.n8n.pid, heapFile));
		const mb = memory.map((bytes) => Math.round(bytes / 1e6));
		console.log(
			`${total} orders in ${Math.round((Date.now() - began) / 1000)} s; n8n's heap after collection in MB: ${mb.join(', ')}`,
		);
		// n8n's own caches fill at first; a leak of a record each time would go on.
		expect(memory.at(-1)).toBeLessThan((memory[1] ?? memory[0]) * 1.1);
	},
	SECONDS * 1000 + 600_000,
);
