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

	it('says so when its position cannot be read, and begins again', async () => {
		const workflow = new PolledWorkflow(
			sandbox,
			{ parameters: { event: 'profileUpdated' } },
			{ 'node:Ometria Trigger': { profileUpdated: { version: 9 } } },
		);
		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([
			expect.stringContaining('cannot be read, so it begins again'),
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

	it('Order Updated tells of an order that returns to an earlier status, across restarts', async () => {
		let workflow = await activated('orderUpdated');
		for (const status of ['processing', 'on_hold', 'processing']) {
			await pushOrders(order('1', status));
			expect(await workflow.poll()).toMatchObject([{ json: { id: '1', status } }]);
			workflow = workflow.restarted();
			expect(await workflow.poll()).toBeNull();
		}
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

	it('a change of the event begins again: nothing old is emitted', async () => {
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

describe.each(['orderCreated', 'orderUpdated'])('%s', (event) => {
	const putOrders = (...orders: string[]) =>
		orders.forEach((id) => sandbox.server.store.put('order', { id }, Date.now()));
	const TOKEN_2 = 'second-token';

	/** Everything that is listed is old: it was changed an hour ago. */
	function age(): void {
		for (const entry of sandbox.server.store.entries('order')) {
			entry.createdAt -= 3_600_000;
			entry.updatedAt -= 3_600_000;
		}
	}

	const dated = (date: string) => sandbox.server.script({ path: '/orders', headers: { date } });
	const AHEAD = 'Thu, 01 Jan 2099 00:00:00 GMT';
	const BEHIND = 'Thu, 01 Jan 1970 00:00:00 GMT';

	it.each([
		[AHEAD, "dated later than n8n's clock"],
		[BEHIND, "dated more than a day before n8n's clock"],
	])('goes on after an answer dated %s, and says so with the item', async (date, text) => {
		const workflow = await activated(event);
		dated(date);
		putOrders('1');
		const warning = expect.stringContaining(text) as unknown;
		expect(await workflow.poll()).toEqual([{ json: { id: '1', warning } }]);
		putOrders('2');
		expect(await workflow.restarted().poll()).toEqual([{ json: { id: '2' } }]);
	});

	it('goes on after an answer whose date is not one', async () => {
		const workflow = await activated(event);
		dated('soon');
		putOrders('1');
		expect(await workflow.poll()).toEqual([{ json: { id: '1' } }]);
		putOrders('2');
		expect(await workflow.poll()).toEqual([{ json: { id: '2' } }]);
	});

	/** So far ahead that n8n's clock may be the wrong one. */
	const slightlyAhead = () => new Date(Date.now() + 9 * 60_000).toUTCString();

	it.each([
		['in 2099', () => AHEAD],
		['in 1970', () => BEHIND],
		['nine minutes ahead', slightlyAhead],
		['soon', () => 'soon'],
	])('can be activated by an answer dated %s', async (_when, date) => {
		putOrders('old');
		age();
		dated(date());
		const workflow = await activated(event);
		putOrders('1');
		expect(ids(await workflow.poll())).toEqual(['1']);
		putOrders('2');
		expect(ids(await workflow.poll())).toEqual(['2']);
	});

	it('begins again with a warning when the credential has another token', async () => {
		const workflow = await activated(event);
		putOrders('1');
		expect(ids(await workflow.poll())).toEqual(['1']);
		putOrders('of the other account');
		sandbox.server.setOptions({ token: TOKEN_2 });
		const other = workflow.restarted({ parameters: { event }, accessToken: TOKEN_2 });
		expect(await other.poll()).toBeNull();
		expect(other.warnings).toEqual([expect.stringContaining('the trigger begins again')]);
		putOrders('2');
		const warning = expect.stringContaining('The credential or its access token') as unknown;
		expect(await other.poll()).toEqual([{ json: { id: '2', warning } }]);
		putOrders('3');
		expect(await other.poll()).toEqual([{ json: { id: '3' } }]);
	});

	it('refuses to begin where Ometria ignores the time', async () => {
		const since = event === 'orderCreated' ? 'createSince' : 'updateSince';
		const body = JSON.stringify([{ id: '1' }, { id: '2' }]);
		sandbox.server.script({ path: '/orders', status: 200, body, times: 'always' });
		const workflow = new PolledWorkflow(sandbox, { parameters: { event } });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'Ometria lists orders from before the time that was asked for',
			description: expect.stringContaining(`ignores the parameter "${since}"`) as unknown,
		});
		expect(sandbox.server.log).toHaveLength(1);
		expect(workflow.hasChanged()).toBe(false);
		sandbox.server.reset();
		expect(await workflow.poll()).toBeNull();
		putOrders('new');
		expect(ids(await workflow.poll())).toEqual(['new']);
	});

	it('reports nothing where Ometria ignores the time after activation', async () => {
		const workflow = await activated(event);
		const before = workflow.stored();
		const all = Array.from({ length: 300 }, (_, n) => ({ id: String(n) }));
		const body = JSON.stringify(all);
		sandbox.server.script({ path: '/orders', status: 200, body, times: 'always' });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'Ometria lists orders from before the time that was asked for',
		});
		expect(workflow.stored()).toEqual(before);
	});
});

describe('Warnings Without Events', () => {
	afterEach(() => jest.restoreAllMocks());

	function later(minutes: number): void {
		const now = performance.now() + minutes * 60_000;
		jest.spyOn(performance, 'now').mockReturnValue(now);
	}

	async function warned(options: Record<string, boolean>): Promise<PolledWorkflow> {
		const parameters = { event: 'profileUpdated', options };
		const staticData = { 'node:Ometria Trigger': { profileUpdated: { version: 9 } } };
		const workflow = new PolledWorkflow(sandbox, { parameters }, staticData);
		expect(await workflow.poll()).toBeNull();
		return workflow;
	}

	it('gives an item of its own to a warning for which no event came within 15 minutes, once', async () => {
		const workflow = await warned({ warningItems: true });
		later(14);
		expect(await workflow.poll()).toBeNull();
		later(2);
		const warning = expect.stringContaining('cannot be read, so it begins again') as unknown;
		expect(await workflow.poll()).toEqual([{ json: { warning } }]);
		expect(await workflow.poll()).toBeNull();
		putProfiles(profile('a'));
		expect(await workflow.poll()).toEqual([{ json: { id: 'a', email: 'a@shop.example' } }]);
	});

	it('gives it with the next event that comes earlier', async () => {
		const workflow = await warned({ warningItems: true });
		putProfiles(profile('a'));
		const warning = expect.stringContaining('cannot be read, so it begins again') as unknown;
		expect(await workflow.poll()).toMatchObject([{ json: { id: 'a', warning } }]);
		later(16);
		expect(await workflow.poll()).toBeNull();
	});

	it('waits for the next event where it is switched off', async () => {
		const workflow = await warned({});
		later(60);
		expect(await workflow.poll()).toBeNull();
		putProfiles(profile('a'));
		const warning = expect.stringContaining('cannot be read, so it begins again') as unknown;
		expect(await workflow.poll()).toMatchObject([{ json: { id: 'a', warning } }]);
	});
});
