import type { WorkflowData } from '../../playground/src/n8nApi';
import { type RunningN8n, startN8n } from '../../playground/src/n8nProcess';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { pushWorkflow, type RealN8n, realN8n } from '../support/realN8n';
import { createDatabase, type Service, startRedis } from '../support/services';

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

/** Workflows of 5,000 contacts each, on one account. */
async function batches(): Promise<Array<WorkflowData & { id: string }>> {
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: RATE };
	const credential = { id: await real.api.saveCredential('Ometria', data), name: 'Ometria' };
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

test('10 executions on two workers share one account: everything arrives, nothing twice', async () => {
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
