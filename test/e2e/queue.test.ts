import { readExample } from '../../playground/src/examples';
import type { WorkflowData } from '../../playground/src/n8nApi';
import { type RunningN8n, startN8n } from '../../playground/src/n8nProcess';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { DataTable } from '../support/dataTables';
import {
	EVERY_5_S,
	orderWebhook,
	pushWorkflow,
	type RealN8n,
	realN8n,
	sandboxCredential,
} from '../support/realN8n';
import { createDatabase, type Service, startRedis } from '../support/services';
import { restOrder } from '../unit/formats/shopify/payloads';

const EXECUTIONS = 10;
const CONTACTS = 5000;
const RATE = 8;

let real: RealN8n;
let sandbox: RunningSandbox;
let services: Service[] = [];
let workers: RunningN8n[] = [];
let env: Record<string, string>;

const startWorker = async () =>
	await startN8n({ userFolder: real.userFolder, command: ['worker', '--concurrency=5'], env });

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: RATE },
		keepBodies: false,
	});
	services = [await startRedis(), await createDatabase()];
	env = {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: 'a-key-that-all-processes-share-1',
		...Object.assign({}, ...services.map((service) => service.env)),
	} as Record<string, string>;
	real = await realN8n(env);
	workers = [await startWorker(), await startWorker()];
});
afterAll(async () => {
	for (const worker of workers) await worker.stop();
	await real?.end();
	for (const service of services) await service.stop();
	await sandbox.close();
});

async function saveCredential(): Promise<{ id: string; name: string }> {
	return await sandboxCredential(real.api, sandbox, { perSecond: RATE });
}

/** Workflows of 5,000 contacts each, on one account. */
async function batches(): Promise<Array<WorkflowData & { id: string }>> {
	const credential = await saveCredential();
	const saved = [];
	for (let batch = 0; batch < EXECUTIONS; batch++) {
		const code = `return Array.from({ length: ${CONTACTS} }, (_, n) => ({ json: { id: '${batch}-' + n, email: '${batch}-' + n + '@shop.example' } }));`;
		saved.push(await real.api.saveWorkflow(pushWorkflow(`Batch ${batch}`, credential, code)));
	}
	return saved;
}

/** Requests that reached the store, with what they held. */
const applied = () => sandbox.server.log.filter(({ applied: taken }) => taken);
const sent = () => applied().reduce((sum, { recordIds }) => sum + recordIds.length, 0);

test('10 executions on two workers share one account, and all that they push arrives once', async () => {
	const all = await batches();
	const executions = await Promise.all(
		all.map(async (workflow) => await real.api.runWorkflow(workflow)),
	);
	expect(executions.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill('success'));
	expect(sandbox.server.store.count()).toBe(EXECUTIONS * CONTACTS);
	// The sandbox fails nothing by itself but 429, at which nothing is taken in.
	expect(sent()).toBe(EXECUTIONS * CONTACTS);

	const times = applied().map(({ at }) => at);
	const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
	const used = (times.length - RATE) / (RATE * seconds);
	const refused = sandbox.server.log.filter(({ status }) => status === 429).length;
	console.log(
		`${times.length} requests in ${seconds.toFixed(1)} s: ${(used * 100).toFixed(0)} % of the account's rate; ${refused} times 429`,
	);
}, 400_000);

test('a worker that is killed in mid-run: what was sent is known, and another run completes it', async () => {
	sandbox.server.reset();
	const all = await batches();
	const ids = await Promise.all(
		all.map(async (workflow) => await real.api.startWorkflow(workflow)),
	);
	await waitFor('a third of the requests', 120_000, () => applied().length >= 170 || undefined);
	await workers[0].stop('SIGKILL');

	const statuses = await waitFor('the end of what still runs', 300_000, async () => {
		const before = sandbox.server.log.length;
		const now = await Promise.all(ids.map(async (id) => (await real.api.execution(id)).status));
		// Executions of the dead worker may stay "running" until n8n notices.
		await new Promise((resolve) => setTimeout(resolve, 3000));
		return sandbox.server.log.length === before ? now : undefined;
	});
	const succeeded = statuses.flatMap((status, batch) => (status === 'success' ? [batch] : []));
	const others = all.filter((_, batch) => !succeeded.includes(batch));
	expect(succeeded.length).toBeGreaterThan(0);

	const arrivedOf = (batch: number) =>
		sandbox.server.store.all('contact').filter(({ id }) => String(id).startsWith(`${batch}-`))
			.length;
	for (const batch of succeeded) expect(arrivedOf(batch)).toBe(CONTACTS);
	console.log(
		`after the kill: ${statuses.join(', ')}; arrived of each: ${all.map((_, batch) => arrivedOf(batch)).join(', ')}`,
	);

	workers[0] = await startWorker();
	const again = await Promise.all(
		others.map(async (workflow) => await real.api.runWorkflow(workflow)),
	);
	expect(again.map(({ status }) => status)).toEqual(Array(others.length).fill('success'));
	expect(sandbox.server.store.count()).toBe(EXECUTIONS * CONTACTS);
}, 600_000);

const SECRET = { name: 'X-Webhook-Secret', value: 'a-long-random-text' };

/** Posts to a webhook as a shop does: again after five seconds, until it is answered with 200. */
async function postUntilTaken(path: string, body: object): Promise<void> {
	await waitFor(`an answer of ${path}`, 120_000, async () => {
		const response = await fetch(`${real.n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', [SECRET.name]: SECRET.value },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(5000),
		});
		return response.status === 200 || undefined;
	});
}

const ORDERS = 60;

test('a webhook that writes to a table loses no order when all workers are killed', async () => {
	sandbox.server.reset();
	const credential = await saveCredential();
	const example = readExample('webhook-to-table', credential.id, credential.name);
	const secret = await real.api.saveCredential('Webhook', SECRET, 'httpHeaderAuth');
	for (const node of example.nodes) {
		if (node.name === 'Webhook') {
			node.credentials = { httpHeaderAuth: { id: secret, name: 'Webhook' } };
		}
		if (node.name === 'Every minute') {
			node.parameters = {
				rule: {
					interval: EVERY_5_S.map(({ cronExpression }) => ({
						field: 'cronExpression',
						expression: cronExpression,
					})),
				},
			};
		}
	}
	const workflow = await real.api.saveWorkflow(example);
	expect((await real.api.runWorkflow(workflow)).status).toBe('success');
	const table = await DataTable.named(real.api, 'Orders for Ometria');
	await real.api.activate(workflow);

	// So slow that a run has not deleted its rows yet when its workers are killed.
	sandbox.server.setOptions({ latencyMs: 3000 });
	const post = async (financial_status: string) => {
		for (let id = 1; id <= ORDERS; id++) {
			await postUntilTaken('orders-for-ometria', restOrder({ id, financial_status }));
		}
	};
	const posting = post('pending')
		.then(async () => await postUntilTaken('orders-for-ometria', { hello: 'world' }))
		.then(async () => await post('paid'));
	await waitFor('the first push', 120_000, () => applied().length > 0 || undefined);
	await Promise.all(workers.map(async (worker) => await worker.stop('SIGKILL')));
	const interrupted = sent();
	sandbox.server.setOptions({ latencyMs: 0 });
	workers = await Promise.all([startWorker(), startWorker()]);
	await posting;

	const rows = await waitFor('the last row', 120_000, async () => {
		const left = await table.rows();
		return left.every(({ state }) => state === 'failed') ? left : undefined;
	});
	await real.api.deactivate(workflow);
	expect(rows).toMatchObject([
		{ payload: '{"hello":"world"}', message: expect.any(String) as string },
	]);
	const orders = sandbox.server.store.all('order');
	expect(orders.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
		Array.from({ length: ORDERS }, (_, index) => index + 1),
	);
	// What was sent twice never put an older state over a newer one.
	expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['complete']));
	expect(sent()).toBeGreaterThanOrEqual(2 * ORDERS + interrupted);
	console.log(
		`${2 * ORDERS} payloads of ${ORDERS} orders; ${interrupted} were being sent when the workers were killed; ${sent() - 2 * ORDERS} sent twice`,
	);
}, 600_000);

const OUTAGE_MS = 15_000;
const SINGLE_ORDERS = 60;

test('two workers bridge an outage: everything arrives once, with few attempts meanwhile', async () => {
	sandbox.server.reset();
	const credential = await saveCredential();
	const code = (push: number) =>
		`return Array.from({ length: 3000 }, (_, n) => ({ json: { id: '${push}-' + n, email: '${push}-' + n + '@shop.example' } }));`;
	const pushes = [];
	for (const push of [0, 1]) {
		const workflow = pushWorkflow(`Push ${push}`, credential, code(push), {
			parameters: { options: { batchSize: 50 } },
		});
		pushes.push(await real.api.saveWorkflow(workflow));
	}
	const webhook = await real.api.saveWorkflow(orderWebhook(credential));
	await real.api.activate(webhook);

	const runs = pushes.map(async (workflow) => await real.api.runWorkflow(workflow));
	await waitFor('the first requests', 60_000, () => applied().length >= RATE || undefined);
	sandbox.server.script({ status: 503, times: 'always' });
	const downFrom = Date.now();
	const downTo = downFrom + OUTAGE_MS;
	for (let id = 1; id <= SINGLE_ORDERS; id++) {
		await postUntilTaken('orders', restOrder({ id }));
	}
	await waitFor('the end of the outage', OUTAGE_MS, () => Date.now() >= downTo || undefined);
	sandbox.server.faults.clear();

	expect((await Promise.all(runs)).map(({ status }) => status)).toEqual(['success', 'success']);
	await waitFor('the orders', 120_000, () => {
		return sandbox.server.store.count('order') === SINGLE_ORDERS || undefined;
	});
	await real.api.deactivate(webhook);
	expect(sandbox.server.store.count('contact')).toBe(6000);
	expect(sent()).toBe(6000 + SINGLE_ORDERS);
	const { log } = sandbox.server;
	const attempts = log.filter(({ at, status }) => at >= downFrom && status === 503);
	// Each worker has found out by then.
	const known = attempts.filter(({ at }) => at >= downFrom + 5000);
	expect(known.length).toBeLessThanOrEqual((OUTAGE_MS - 5000) / 1000);
	const [back] = log.filter(({ at, applied: taken }) => taken && at > downTo);
	const after = applied().filter(({ at }) => at >= back.at + 10_000 && at < back.at + 15_000);
	console.log(
		`${attempts.length} attempts in ${OUTAGE_MS / 1000} s of HTTP 503; the first success ${back.at - downTo} ms later; ${after.length / 5} requests a second 10 s later`,
	);
}, 300_000);
