import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { push, sandboxFor } from '../support/push';
import { asked, operate } from '../support/read';

let sandbox: RunningSandbox;
beforeEach(async () => {
	sandbox = await sandboxFor({ errorDelayMs: 0 });
});
afterEach(async () => await sandbox.close());

const by = (mode: string, value: string): INodeParameters => ({
	person: { __rl: true, mode, value },
});
const BOB = { id: '55555', email: 'bob22@example.com' };
const order = (id: string, day: number, customer: IDataObject = BOB) => ({
	'@type': 'order',
	id,
	timestamp: `2026-01-${day}T09:00:00+00:00`,
	grand_total: 25,
	currency: 'GBP',
	customer,
});

const SHOP = { '@type': 'contact', '@collection': 'shop', customer_id: '55555', ...BOB };

async function withActivity(): Promise<void> {
	const records = [
		order('o-1', 10),
		order('o-3', 12),
		order('o-2', 11),
		order('other', 13, { id: '7', email: 'ada@shop.example' }),
	];
	await push(sandbox, records, { resource: 'order' });
	await push(
		sandbox,
		[
			SHOP,
			{ '@type': 'contact', '@collection': 'till', id: '55555', email: 'ada@shop.example' },
			{
				'@type': 'contact',
				'@collection': 'till',
				id: 'x',
				email: 'z@a.example',
				gender: 'unknown',
			},
		],
		{ resource: 'contact' },
	);
	// Ometria keeps the contact that is there when an update of it is wrong.
	await push(sandbox, [{ ...SHOP, gender: 'unknown' }], { resource: 'contact' });
	sandbox.server.log.length = 0;
}

const ids = (list: unknown) => (list as IDataObject[]).map(({ id }) => id);
const parts = (json: IDataObject) => (json.not_read as IDataObject[]).map(({ part }) => part);

describe('Profile: Get Activity', () => {
	it.each([
		['email', BOB.email],
		['id', '2695-c473e2-4aaf58'],
		['customerId', BOB.id],
	])('brings what is known of one person, by %s', async (mode, value) => {
		await withActivity();
		const { json } = await operate(sandbox, 'profile/getActivity', {
			...by(mode, value),
			maxOrders: 2,
		});
		expect(json).toHaveLength(1);
		expect(Object.keys(json[0])).toEqual([
			'profile',
			'contacts',
			'orders',
			'push_errors',
			'not_read',
		]);
		expect(json[0].profile).toMatchObject({ email: BOB.email, customer_id: '55555' });
		expect(json[0].contacts).toMatchObject([{ '@collection': 'shop', id: '55555' }]);
		expect(ids(json[0].orders)).toEqual(['o-3', 'o-2']);
		expect(json[0].push_errors).toMatchObject([{ record_type: 'contact', record_id: '55555' }]);
		expect(parts(json[0])).toEqual(['contacts']);
	});

	it('reads the push errors of the account once for all items', async () => {
		await withActivity();
		const inputs = [{ email: BOB.email }, { email: 'ada@shop.example' }];
		const { items } = await operate(
			sandbox,
			'profile/getActivity',
			by('email', '={{ $json.email }}'),
			{ inputs },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(ids(items[1].json.orders)).toEqual(['other']);
		expect(asked(sandbox).filter((one) => one === 'GET /push/_errors')).toHaveLength(1);
	});

	it.each([
		['/orders', 'orders'],
		['/contacts', 'contacts'],
		['/push/_errors', 'push_errors'],
	])('says that what %s gives was not read, and brings the rest', async (path, part) => {
		await withActivity();
		for (let time = 0; time < 2; time++) sandbox.server.script({ path, status: 403, body: '{}' });
		const { json } = await operate(sandbox, 'profile/getActivity', by('email', BOB.email));
		expect(json[0].profile).toMatchObject({ email: BOB.email });
		expect(json[0].not_read).toContainEqual({
			part,
			why: expect.stringContaining('HTTP 403') as unknown,
		});
	});

	it('leaves out orders of other people, should Ometria ignore the filter', async () => {
		const body = JSON.stringify([order('mine', 10), order('foreign', 11, { id: '7' })]);
		for (let time = 0; time < 2; time++) {
			sandbox.server.script({ path: '/orders', status: 200, body });
		}
		const { json } = await operate(sandbox, 'profile/getActivity', by('email', BOB.email));
		expect(ids(json[0].orders)).toEqual(['mine']);
		expect(parts(json[0])).toContain('orders');
	});

	it('does not take the first of several profiles for the person', async () => {
		const others = [{ id: 'p-1', email: 'eve@shop.example' }, { id: 'p-2' }];
		sandbox.server.script({ path: '/profiles', status: 200, body: JSON.stringify(others) });
		const { error } = await operate(sandbox, 'profile/getActivity', by('email', BOB.email));
		expect(error?.message).toBe('Profile not found');
	});

	it('says so where the profile names another email', async () => {
		const other = [{ id: 'p-1', email: 'eve@shop.example' }];
		sandbox.server.script({ path: '/profiles', status: 200, body: JSON.stringify(other) });
		const { json } = await operate(sandbox, 'profile/getActivity', by('email', BOB.email));
		expect(parts(json[0])).toContain('profile');
	});

	it('does not take the profile of another customer who has the email of an order', async () => {
		const record = order('o-9', 10, { id: '999', email: 'ada@shop.example' });
		await push(sandbox, [record], { resource: 'order' });
		const { json } = await operate(sandbox, 'profile/getActivity', by('customerId', '999'));
		expect(json[0].profile).toBeNull();
		expect(ids(json[0].orders)).toEqual(['o-9']);
		expect(parts(json[0])).toContain('profile');
	});

	it.each([
		['email', 'no@shop.example'],
		['id', 'none'],
		['customerId', 'none'],
	])('says what is not found, by %s', async (mode, value) => {
		const { error } = await operate(sandbox, 'profile/getActivity', by(mode, value));
		expect(error).toMatchObject({ message: 'Profile not found', context: { itemIndex: 0 } });
	});

	it('fails the item where the profile cannot be looked up', async () => {
		sandbox.server.script({ path: '/profiles', status: 403, body: '{}' });
		const { error } = await operate(sandbox, 'profile/getActivity', by('email', BOB.email));
		expect(error?.message).toBe('Activity could not be read: Ometria answered with HTTP 403');
	});

	it.each([
		[by('email', 'ada'), 'Person must be an email address'],
		[by('customerId', '..'), 'Person must be an ID'],
		[
			by('id', '={{ $json.none }}'),
			'Person must be an email address, a customer ID or a profile ID',
		],
		[{ ...by('email', BOB.email), maxOrders: 0 }, 'Max Orders must be a whole number from 1'],
	])('names bad input before any request (%#)', async (parameters, message) => {
		const { error } = await operate(sandbox, 'profile/getActivity', parameters);
		expect(error?.message).toMatch(message);
		expect(asked(sandbox)).toEqual([]);
	});
});
