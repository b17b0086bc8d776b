import type { INodeExecutionData } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { push, sandboxFor } from '../support/push';
import { asked } from '../support/read';
import { PolledWorkflow } from './errorsSupport';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
});
afterEach(async () => await sandbox.close());

const profile = (id: string, more: object = {}) => ({ id, email: `${id}@shop.example`, ...more });
const putProfiles = (...rows: Array<ReturnType<typeof profile>>) =>
	sandbox.server.data.put('profiles', rows, Date.now());
const ids = (items: readonly INodeExecutionData[] | null) =>
	items?.map(({ json }) => json.id) ?? null;

async function activated(
	event: string,
	more: Record<string, boolean> = {},
): Promise<PolledWorkflow> {
	const workflow = new PolledWorkflow(sandbox, { parameters: { event, ...more } });
	expect(await workflow.poll()).toBeNull();
	return workflow;
}

describe('Profile Updated', () => {
	it('tells nothing on activation, then each change once', async () => {
		putProfiles(profile('before'));
		sandbox.server.data.entries('profiles').forEach((entry) => (entry.at -= 3_600_000));
		const workflow = await activated('profileUpdated');
		expect(await workflow.poll()).toBeNull();
		putProfiles(profile('a'), profile('b'));
		expect(ids(await workflow.poll())).toEqual(['a', 'b']);
		expect(await workflow.poll()).toBeNull();
		putProfiles(profile('a', { firstname: 'Ada' }));
		expect(await workflow.poll()).toEqual([
			{ json: { id: 'a', email: 'a@shop.example', firstname: 'Ada' } },
		]);
	});

	it('asks by the documented parameter, in UTC', async () => {
		const workflow = await activated('profileUpdated');
		await workflow.poll();
		expect(asked(sandbox).at(-1)).toMatch(
			/^GET \/profiles\?updateSince=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d&limit=250&offset=0$/,
		);
	});

	it('goes on after a restart where it was', async () => {
		const workflow = await activated('profileUpdated');
		putProfiles(profile('a'));
		await workflow.poll();
		const next = workflow.restarted();
		putProfiles(profile('b'));
		expect(ids(await next.poll())).toEqual(['b']);
	});

	it('keeps its position when Ometria cannot be read', async () => {
		const workflow = await activated('profileUpdated');
		putProfiles(profile('a'));
		const before = workflow.stored();
		sandbox.server.script({ path: '/profiles', status: 403 });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'The profiles could not be read: Ometria answered with HTTP 403',
		});
		expect(workflow.stored()).toEqual(before);
		expect(ids(await workflow.poll())).toEqual(['a']);
	});

	it('tells what it could read before a failure, and the rest with the next poll', async () => {
		const workflow = await activated('profileUpdated');
		const all = Array.from({ length: 300 }, (_, n) => profile(`p-${n}`));
		putProfiles(...all);
		sandbox.server.script({ path: '/profiles', status: 403, after: 1 });
		const first = ids(await workflow.poll()) ?? [];
		expect(first).toHaveLength(250);
		const second = ids(await workflow.restarted().poll()) ?? [];
		expect([...first, ...second]).toEqual(all.map(({ id }) => id));
		// Pages repeat ten rows, by which it shows that none was left out between them.
		expect(asked(sandbox).at(-1)).toContain('offset=240');
	});

	it('gives whole profiles when they are not simplified', async () => {
		const workflow = await activated('profileUpdated', { simplify: false });
		putProfiles(profile('a', { timezone: 'Europe/London' }));
		expect(await workflow.poll()).toMatchObject([{ json: { timezone: 'Europe/London' } }]);
	});

	it('shows samples in a manual test, and does not move', async () => {
		const workflow = new PolledWorkflow(sandbox, { parameters: { event: 'profileUpdated' } });
		expect(ids(await workflow.poll('manual'))).toHaveLength(3);
		expect(workflow.hasChanged()).toBe(false);
		sandbox.server.script({ path: '/profiles', status: 200, body: '[]', times: 2 });
		await expect(workflow.poll('manual')).rejects.toMatchObject({
			message: 'Ometria lists no profiles',
		});
	});

	it('says so when its position cannot be read, and starts anew', async () => {
		const workflow = new PolledWorkflow(
			sandbox,
			{ parameters: { event: 'profileUpdated' } },
			{ 'node:Ometria Trigger': { profileUpdated: { version: 9 } } },
		);
		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([
			expect.stringContaining('the stored position cannot be read, so the trigger starts anew'),
		]);
	});
});

describe('other events', () => {
	const order = (id: string, status = 'paid') => ({
		id,
		timestamp: '2026-01-15T10:00:00Z',
		grand_total: 1,
		currency: 'GBP',
		status,
		lineitems: [{ product_id: 'p', quantity: 1, unit_price: 1 }],
	});
	const pushOrders = async (...orders: object[]) =>
		await push(sandbox, orders, { resource: 'order' });

	it('Order Created tells an order once, however often it changes', async () => {
		const workflow = await activated('orderCreated');
		await pushOrders(order('1'));
		expect(ids(await workflow.poll())).toEqual(['1']);
		await pushOrders(order('1', 'shipped'), order('2'));
		expect(ids(await workflow.poll())).toEqual(['2']);
	});

	it('Order Updated tells each change', async () => {
		const workflow = await activated('orderUpdated');
		await pushOrders(order('1'));
		expect(ids(await workflow.poll())).toEqual(['1']);
		await pushOrders(order('1', 'shipped'), order('2'));
		expect(ids(await workflow.poll())).toEqual(['1', '2']);
		await pushOrders(order('1', 'shipped'));
		expect(await workflow.poll()).toBeNull();
	});

	it('Contact Unsubscribed tells each unsubscribe', async () => {
		const workflow = await activated('contactUnsubscribed');
		const gone = {
			email_address: 'a@shop.example',
			type: 'app',
			timestamp: '2026-01-15 22:08:07+00',
		};
		sandbox.server.data.put('unsubscribes', [gone], Date.now());
		expect(await workflow.poll()).toEqual([{ json: gone }]);
		expect(await workflow.poll()).toBeNull();
		expect(asked(sandbox).at(-1)).toMatch(/^GET \/unsubscribes\?since=/);
	});

	it('a change of the event starts anew: nothing old is emitted', async () => {
		const workflow = await activated('orderCreated');
		putProfiles(profile('a'));
		sandbox.server.data.entries('profiles').forEach((entry) => (entry.at -= 3_600_000));
		const changed = workflow.restarted({ parameters: { event: 'profileUpdated' } });
		expect(await changed.poll()).toBeNull();
		putProfiles(profile('b'));
		expect(ids(await changed.poll())).toEqual(['b']);
	});

	it('an unknown event is named', async () => {
		const workflow = new PolledWorkflow(sandbox, { parameters: { event: 'orderDeleted' } });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'Ometria Trigger has no event "orderDeleted"',
		});
	});
});
