import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readExample } from '../../playground/src/examples';
import { itemsOf, N8nApi, type WorkflowData } from '../../playground/src/n8nApi';
import { startN8n } from '../../playground/src/n8nProcess';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { heapEnv, heapOf } from '../support/n8nHeap';
import { type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';
import { createDatabase, type Database } from '../support/services';

const PAGE = 5000;
/** Orders that are valid, and one in so many that the node refuses. */
const ORDERS = 200_000;
const INVALID_EVERY = 10_001;
const ROWS = ORDERS + Math.floor(ORDERS / (INVALID_EVERY - 1));
/** Rows that have two such pages and a third that is not full. */
const SEVERAL_PAGES = 12_000;
/** Requests/s: above an account's limit, so that the test is short, and not a whole page at once. */
const FAST = 40;
/** Requests/s that Ometria allows an account. */
const ACCOUNT = 8;

const folder = mkdtempSync(join(tmpdir(), 'ometria-backfill-'));
const heapFile = join(folder, 'heap');
const env = heapEnv(heapFile);

let real: RealN8n;
let sandbox: RunningSandbox;
let shop: Database;
let received = 0;
const ids = new Set<string>();
/** In the middle of a page, n8n is killed at the order that makes it so many. */
const KILLED_AT = ORDERS * 0.4 + PAGE / 2;
let killed: Promise<void> | undefined;

function take({ id }: Record<string, unknown>) {
	received++;
	ids.add(String(id));
	if (ids.size === KILLED_AT) killed ??= real.n8n.stop('SIGKILL');
	return 'take' as const;
}

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: FAST },
		backlogLimit: 10 * ORDERS,
		keepBodies: false,
		onReceipt: take,
	});
	shop = await createDatabase();
	real = await realN8n(env);
});
afterAll(async () => {
	await real?.end();
	await shop.stop();
	await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

/** A shop with so many orders, and no backfill begun. */
async function fillShop(rows: number): Promise<void> {
	await shop.query(
		`drop table if exists shop_orders, ometria_backfill, ometria_backfill_errors;
		create table shop_orders (
			id bigint primary key, ordered_at timestamptz, status text, is_valid boolean,
			currency text, grand_total numeric, customer_id text, email text, lines jsonb
		);
		insert into shop_orders
		select n, timestamptz '2026-01-15 10:05:00Z' + n * interval '1 second', 'complete', true, 'GBP', 49.5, 'c' || n % 5000, 'c' || n % 5000 || '@shop.example',
			jsonb_build_array(jsonb_build_object(
				'product_id', 'p-' || n % 100,
				'quantity', case when n % ${INVALID_EVERY} = 0 then '"one"' else '1' end::jsonb,
				'unit_price', 49.5
			))
		from generate_series(1, ${rows}) n`,
	);
	received = 0;
	ids.clear();
	sandbox.server.reset();
}

/** The example as a user would set it up. @returns the workflow that is to be run */
async function setUp(perSecond: number): Promise<WorkflowData & { id: string }> {
	sandbox.server.setOptions({ pushLimit: { model: 'slidingWindow', perSecond } });
	const { id: ometria } = await sandboxCredential(real.api, sandbox, { perSecond });
	const postgres = await real.api.saveCredential('Shop', shop.credential, 'postgres');
	const example = (name: string) => {
		const workflow = readExample(name, ometria, 'Ometria');
		for (const node of workflow.nodes) {
			if (node.type.endsWith('.postgres')) {
				node.credentials = { postgres: { id: postgres, name: 'Shop' } };
			}
		}
		return workflow;
	};
	const page = await real.api.saveWorkflow(example('backfill-page'));
	const backfill = example('backfill');
	for (const { name, parameters } of backfill.nodes) {
		if (name === 'Push page') parameters.workflowId = { __rl: true, mode: 'id', value: page.id };
	}
	return await real.api.saveWorkflow(backfill);
}

const arrived = async (count: number) =>
	await waitFor(`${count} orders`, 240_000, () => ids.size >= count || undefined);

const memory: string[] = [];

async function measured(when: string): Promise<number> {
	const heap = await heapOf(real.n8n.pid, heapFile);
	memory.push(`${when}: ${Math.round(heap / 1e6)} MB`);
	return heap;
}

test('a backfill that is killed in the middle goes on where it stopped, in the same memory', async () => {
	await fillShop(ROWS);
	const backfill = await setUp(FAST);
	const first = await real.api.startWorkflow(backfill);
	await arrived(ORDERS * 0.1);
	await measured('first run, 10 %');
	await arrived(ORDERS * 0.3);
	await measured('first run, 30 %');
	await arrived(KILLED_AT);
	await killed;
	expect(ids.size).toBeLessThan(KILLED_AT + PAGE / 2);

	real.n8n = await startN8n({ userFolder: real.userFolder, env });
	real.api = new N8nApi(real.n8n.url);
	await real.api.signIn();
	// "running" until n8n finds out that it crashed.
	expect(['crashed', 'running']).toContain((await real.api.execution(first)).status);
	const second = real.api.runWorkflow(backfill);
	await arrived(ORDERS * 0.6);
	const early = await measured('second run, 60 %');
	const { error, status, ...execution } = await second;
	const late = await measured('second run, 100 %');

	expect(error?.message).toBeUndefined();
	expect(status).toBe('success');
	expect(ids.size).toBe(ORDERS);
	expect(sandbox.server.store.count('order')).toBe(ORDERS);
	expect(received - ORDERS).toBeGreaterThan(0);
	expect(received - ORDERS).toBeLessThanOrEqual(PAGE);
	const invalid = ROWS - ORDERS;
	const report = { position: String(ROWS), rows_read: String(ROWS), failed: invalid };
	expect(itemsOf({ error, status, ...execution }, 'Report')).toEqual([report]);
	expect(
		await shop.query(
			'select count(distinct record_id), min(record_id::int), min(reason), min(field) from ometria_backfill_errors',
		),
	).toBe(`${invalid}|${INVALID_EVERY}|not_a_number|lineitems > 0 > quantity`);
	console.log(`${memory.join(', ')}; ${received - ORDERS} orders sent twice`);
	expect(late).toBeLessThan(early * 1.25);
}, 600_000);

test('a page that cannot be sent stops the backfill, and the next run sends it again', async () => {
	await fillShop(SEVERAL_PAGES);
	// Of the third page nothing can be sent.
	await shop.query(
		`update shop_orders set lines = '[{ "product_id": "p", "quantity": "one" }]' where id > ${2 * PAGE}`,
	);
	const backfill = await setUp(FAST);
	sandbox.server.setOptions({
		onReceipt: (record) => (record.id === '7' ? 'refuseRequest' : take(record)),
	});
	// In the middle of the second page the token is no longer accepted.
	sandbox.server.script({ status: 403, after: 80, times: 'always' });
	const stopped = await real.api.runWorkflow(backfill);
	expect(stopped.status).toBe('error');
	expect(stopped.error?.message).toContain('The page after 5000 was not sent completely');
	expect(await shop.query('select position, rows_read from ometria_backfill')).toBe('5000|5000');

	sandbox.server.faults.clear();
	const { status } = await real.api.runWorkflow(backfill);
	sandbox.server.setOptions({ onReceipt: take });
	expect(status).toBe('success');
	expect(sandbox.server.store.count('order')).toBe(2 * PAGE - 1);
	expect(await shop.query('select position, rows_read from ometria_backfill')).toBe('12000|12000');
	expect(
		await shop.query(
			`select page_start, reason, count(*), min(record_id), min(record ->> 'grand_total')
			from ometria_backfill_errors group by 1, 2 order by 1`,
		),
	).toBe('0|http_400|1|7|49.5\n10000|not_a_number|2000|10001|49.5');
});

test('a backfill at the limit of an account sends every order', async () => {
	await fillShop(SEVERAL_PAGES);
	const { status } = await real.api.runWorkflow(await setUp(ACCOUNT));
	expect(status).toBe('success');
	expect(sandbox.server.store.count('order')).toBe(SEVERAL_PAGES - 1);

	const times = sandbox.server.log.filter(({ applied }) => applied).map(({ at }) => at);
	const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
	const used = (times.length - ACCOUNT) / (ACCOUNT * seconds);
	const refused = sandbox.server.log.filter((request) => request.status === 429).length;
	console.log(
		`${times.length} requests in ${seconds.toFixed(1)} s: ${(used * 100).toFixed(0)} % of the account's rate; ${refused} times 429`,
	);
});
