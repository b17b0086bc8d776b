import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { push, sandboxFor } from '../support/push';
import { asked, operate } from '../support/read';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
});
afterEach(async () => await sandbox.close());

const byEmail = (value: string): INodeParameters => ({
	profileId: { __rl: true, mode: 'email', value },
});
const ADA = '2695-a00001-000001';

describe('Profile: Get', () => {
	it('looks a person up by e-mail, in the shape that clients receive (an array)', async () => {
		const { status, json } = await operate(sandbox, 'profile/get', byEmail('ada@shop.example'));
		expect(status).toBe('success');
		expect(json).toEqual([
			{
				id: ADA,
				email: 'ada@shop.example',
				customer_id: null,
				firstname: 'Ada',
				lastname: null,
				phone_number: '+447700900123',
				marketing_optin: true,
				lifecycle_status: 'active',
				tags: ['VIP'],
				stats: expect.objectContaining({ orders: 1 }) as unknown,
			},
		]);
	});

	it('reads the shape that the documentation says (an object), too', async () => {
		sandbox.server.script({
			path: '/profiles',
			status: 200,
			body: '{"id":"1","email":"a@b.example"}',
		});
		const { json } = await operate(sandbox, 'profile/get', byEmail('a@b.example'));
		expect(json).toEqual([{ id: '1', email: 'a@b.example' }]);
	});

	it('sends an address with a plus sign as it is', async () => {
		const { json } = await operate(sandbox, 'profile/get', byEmail('grace+news@shop.example'));
		expect(json).toMatchObject([{ firstname: 'Grace' }]);
	});

	it('gets the whole profile when it is not simplified, also by id', async () => {
		const { json } = await operate(sandbox, 'profile/get', {
			profileId: { __rl: true, mode: 'id', value: ADA },
			simplify: false,
		});
		expect(json).toEqual([sandbox.server.data.rows('profiles')[1]]);
		expect(asked(sandbox)).toEqual([`GET /profiles/${ADA}`]);
	});

	it('asks for the same address once, and pairs each answer with the items that asked', async () => {
		const inputs = [
			'ada@shop.example',
			'bob22@example.com',
			'ada@shop.example',
			' ada@shop.example ',
		].map((email) => ({ email }));
		const { items } = await operate(sandbox, 'profile/get', byEmail('={{ $json.email }}'), {
			inputs,
		});
		expect(items.map(({ json, pairedItem }) => [json.firstname, pairedItem])).toEqual([
			['Ada', { item: 0 }],
			['Bob', { item: 1 }],
			['Ada', { item: 2 }],
			['Ada', { item: 3 }],
		]);
		expect(asked(sandbox)).toHaveLength(2);
	});

	it('says what is not found, and what to do', async () => {
		const { error } = await operate(sandbox, 'profile/get', byEmail('no@shop.example'));
		expect(error).toMatchObject({
			message: 'Profile not found',
			description: expect.stringContaining('Check the value that you look for') as unknown,
			context: { itemIndex: 0 },
		});
	});

	it('gives one error item for each that is not found, after the others, under Continue', async () => {
		const inputs = ['no@shop.example', 'ada@shop.example', 'not an address'].map((email) => ({
			email,
		}));
		const { items } = await operate(sandbox, 'profile/get', byEmail('={{ $json.email }}'), {
			inputs,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(
			items.map(({ json, pairedItem }) => [json.firstname ?? json.message, pairedItem]),
		).toEqual([
			['Ada', { item: 1 }],
			[expect.stringMatching(/^Profile must be an email address\. Found/), { item: 2 }],
			[expect.stringMatching(/^Profile not found\. /), { item: 0 }],
		]);
		expect(items[2].json.error).toEqual({ reason: 'not_found', http_status: 200 });
	});

	it('sends those not found out of the error branch with their input, under Continue (using error output)', async () => {
		const inputs = [{ email: 'no@shop.example', row: 7 }];
		const { outputs } = await operate(sandbox, 'profile/get', byEmail('={{ $json.email }}'), {
			inputs,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toMatchObject([{ json: { row: 7, error: { reason: 'not_found' } } }]);
	});
});

describe('a list that is not found', () => {
	it('says to look at what was asked for before the base URL', async () => {
		sandbox.server.script({ path: '/profiles', status: 404 });
		const { error } = await operate(sandbox, 'profile/getMany');
		expect(error?.description).toMatch(/^HTTP 404.* lower the limit.* base URL/);
	});
});

describe('what can be named before any request', () => {
	it.each([
		[
			'profile/get',
			byEmail('={{ $json.none }}'),
			'Profile must be an email address or a profile ID',
		],
		['profile/get', byEmail('ada'), 'Profile must be an email address'],
		[
			'profile/get',
			{ profileId: { __rl: true, mode: 'id', value: '..' } },
			'Profile must be an ID',
		],
		[
			'profile/get',
			{ profileId: { __rl: true, mode: 'customerId', value: '55555' } },
			'Profile must be chosen By Email or By Profile ID',
		],
		['order/get', { orderId: '={{ $json.none }}' }, 'Order ID must be an ID'],
		['order/get', { orderId: 'half \ud800' }, 'Order ID must be an ID of whole characters'],
		[
			'order/getMany',
			{ filters: { createdSince: '31/02/2026' } },
			'Created Since must be a date and time',
		],
		['order/getMany', { filters: { email: 'x y' } }, 'Email must be an email address'],
		[
			'pushError/getMany',
			{ filters: { requestIds: ' , ,' } },
			'Request IDs must be values separated by commas',
		],
		['order/getMany', { limit: '={{ 0 }}' }, 'Limit must be a whole number from 1'],
		['order/getMany', { returnAll: '={{ "yes" }}' }, 'Return All must be true or false'],
		['segment/getMany', { filters: { status: 'old' } }, 'Status must be active, all or archived'],
		[
			'contact/getMany',
			{ contactCollection: '={{ "" }}' },
			'Collection must be the name of a collection',
		],
		[
			'transactionalEmail/send',
			{ templateId: 'welcome', toEmail: 'a@b.example' },
			'Template ID must be',
		],
		[
			'transactionalEmail/send',
			{ templateId: '1', toEmail: 'a@b', data: '[1]' },
			'Data must be a JSON object',
		],
		['profile/merge', { survivorValue: '1' }, 'Profiles to Merge must be 1 to 5 profiles'],
	] as const)('is named: %s %j gives "%s"', async (operation, parameters, message) => {
		const { error } = await operate(sandbox, operation, parameters);
		expect(error?.message).toContain(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(asked(sandbox)).toEqual([]);
	});

	it('is named for any item, though the others are right', async () => {
		const inputs = [{ id: 'a' }, { id: '' }];
		const { error } = await operate(
			sandbox,
			'order/get',
			{ orderId: '={{ $json.id }}' },
			{ inputs },
		);
		expect(error).toMatchObject({
			message: 'Order ID must be an ID, but its expression gives nothing for item 1',
			context: { itemIndex: 1 },
		});
		expect(asked(sandbox)).toEqual([]);
	});
});

describe('segments', () => {
	it('are listed where active, and others when asked for', async () => {
		const titles = async (filters: INodeParameters) =>
			(await operate(sandbox, 'segment/getMany', { filters })).json.map(({ title }) => title);
		expect(await titles({})).toEqual([
			'VIP event guests',
			'Newsletter: spring',
			'Lapsed customers',
		]);
		expect(await titles({ status: 'archived' })).toEqual(['Old competition']);
		expect(await titles({ status: 'all' })).toHaveLength(4);
	});

	it('are limited where an endpoint without pages gives more', async () => {
		expect((await operate(sandbox, 'segment/getMany', { limit: 2 })).json).toHaveLength(2);
		expect(asked(sandbox)).toEqual(['GET /lists']);
	});

	it('are read one by one, with their contacts', async () => {
		const segmentId = { __rl: true, mode: 'list', value: '635' };
		expect((await operate(sandbox, 'segment/get', { segmentId })).json).toMatchObject([
			{ size: 3 },
		]);
		const { json } = await operate(sandbox, 'segment/getContacts', { segmentId });
		expect(json.map(({ email }) => email)).toEqual([
			'bob22@example.com',
			'ada@shop.example',
			'grace+news@shop.example',
		]);
	});

	it('are refused by an ID that none has', async () => {
		const { error } = await operate(sandbox, 'segment/get', {
			segmentId: { __rl: true, mode: 'id', value: '999' },
		});
		expect(error).toMatchObject({
			message: 'Segment not found',
			description: expect.stringContaining('Check the value that you look for') as unknown,
		});
	});
});

describe('what was pushed', () => {
	it('can be read back: contacts by collection', async () => {
		await push(sandbox, [{ id: 'a/1?x', firstname: 'Zoë' }, { id: 'b' }], {
			parameters: { collection: 'my shop' },
		});
		expect((await operate(sandbox, 'contact/getCollections')).json).toEqual([
			{ collection: 'my shop', count: 2 },
		]);
		const contactCollection = { __rl: true, mode: 'list', value: 'my shop' };
		const one = await operate(sandbox, 'contact/get', { contactCollection, contactId: 'a/1?x' });
		expect(one.json).toMatchObject([{ '@collection': 'my shop', id: 'a/1?x', firstname: 'Zoë' }]);
		const many = await operate(sandbox, 'contact/getMany', { contactCollection });
		expect(many.json.map(({ id }) => id)).toEqual(['a/1?x', 'b']);
		const since = { updatedSince: new Date(Date.now() + 60_000).toISOString() };
		const none = await operate(sandbox, 'contact/getMany', { contactCollection, filters: since });
		expect(none.json).toEqual([]);
		expect(none.hints).toMatchObject([{ message: 'Ometria has no contacts that match.' }]);
	});

	it('can be read back: products, with and without variants', async () => {
		const products = [
			{ id: 'p', title: 'Coat', price: 10 },
			{ id: 'v', title: 'Coat red', price: 10, is_variant: true, parent_id: 'p' },
			{ id: 'old', title: 'Hat', price: 5, is_active: false },
		];
		await push(sandbox, products, { resource: 'product' });
		const ids = async (filters: INodeParameters) =>
			(await operate(sandbox, 'product/getMany', { filters })).json.map(({ id }) => id);
		expect(await ids({})).toEqual(['p', 'old']);
		expect(await ids({ active: true, includeVariants: true })).toEqual(['p', 'v']);
		expect(await ids({ active: false, includeVariants: false })).toEqual(['old']);
		const productId = { __rl: true, mode: 'list', value: 'v' };
		expect((await operate(sandbox, 'product/get', { productId })).json).toMatchObject([
			{ title: 'Coat red' },
		]);
	});

	it('can be read back: orders by customer and time; times without zone are in the workflow time zone', async () => {
		const order = (id: string, email: string, timestamp: string) => ({
			id,
			timestamp,
			grand_total: 1,
			currency: 'GBP',
			customer: { id: `c-${id}`, email },
			lineitems: [{ product_id: 'p', quantity: 1, unit_price: 1 }],
		});
		await push(
			sandbox,
			[
				order('1', 'a@b.example', '2026-01-15T10:00:00Z'),
				order('2', 'x@b.example', '2026-01-16T10:00:00Z'),
			],
			{ resource: 'order' },
		);
		const ids = async (filters: INodeParameters) =>
			(await operate(sandbox, 'order/getMany', { filters })).json.map(({ id }) => id);
		expect(await ids({ email: 'a@b.example' })).toEqual(['1']);
		expect(await ids({ customerId: 'c-2' })).toEqual(['2']);
		expect(await ids({ placedSince: '2026-01-16T00:00:00Z' })).toEqual(['2']);
		expect(await ids({ placedBefore: '2026-01-16T00:00:00Z' })).toEqual(['1']);
		expect(asked(sandbox).at(-1)).toBe(
			'GET /orders?timestampBefore=2026-01-16T00%3A00%3A00&limit=50&offset=0',
		);
		expect((await operate(sandbox, 'order/get', { orderId: '2' })).json).toMatchObject([
			{ id: '2' },
		]);
	});
});

describe('a server that ignores who is asked for', () => {
	const gives = (path: string, rows: object[]) =>
		sandbox.server.script({ path, status: 200, body: JSON.stringify(rows), times: 'always' });
	const people = ['eve', 'ada', 'zoe'].map((name) => ({ id: name, email: `${name}@shop.example` }));

	it('is not believed about the profile of an email', async () => {
		gives('/profiles', people);
		const { json } = await operate(sandbox, 'profile/get', byEmail('Ada@shop.example'));
		expect(json).toEqual([{ id: 'ada', email: 'ada@shop.example' }]);
		const { error } = await operate(sandbox, 'profile/get', byEmail('bob@shop.example'));
		expect(error?.message).toBe('Profile not found');
		expect(error?.description).toContain('Ometria gave 3 others');
	});

	it('gives one profile with another email, which may be of the same person, with a warning', async () => {
		gives('/profiles', people.slice(0, 1));
		const { json } = await operate(sandbox, 'profile/get', byEmail('bob@shop.example'));
		expect(json).toMatchObject([
			{ id: 'eve', warning: expect.stringContaining('names another email') as unknown },
		]);
		const own = await operate(sandbox, 'profile/get', byEmail('eve@shop.example'));
		expect(own.json[0]).not.toHaveProperty('warning');
	});

	it.each([
		['email', 'ada@shop.example', 'zoe@shop.example'],
		['customerId', 'c-ada', 'c-zoe'],
	])('brings no orders of other customers, by %s', async (filter, known, unknown) => {
		const orders = ['eve', 'ada', 'eve'].map((name, n) => ({
			id: `o-${n}`,
			customer: { id: `c-${name}`, email: `${name}@shop.example` },
		}));
		gives('/orders', [...orders, { id: 'o-3' }]);
		const some = await operate(sandbox, 'order/getMany', { filters: { [filter]: known } });
		expect(some.json.map(({ id }) => id)).toEqual(['o-1', 'o-3']);
		expect(some.json[0].warning).toBe(
			'Ometria gave 2 orders of other customers too, which were left out.',
		);
		sandbox.server.reset();
		gives('/orders', orders);
		const { error } = await operate(sandbox, 'order/getMany', { filters: { [filter]: unknown } });
		expect(error?.message).toBe('No orders of this customer were found');
		expect(error?.description).toContain('Ometria gave 3 orders, all of other customers');
		const all = await operate(sandbox, 'order/getMany', {});
		expect(all.json).toHaveLength(3);
	});
});

describe('custom events', () => {
	const event = (id: string, type: string) => ({
		id,
		event_type: type,
		timestamp: '2026-01-15T10:07:12Z',
		identity_email: 'ada@shop.example',
		properties: { price: 25 },
	});
	beforeEach(async () => {
		await push(sandbox, [event('1', 'wishlist_added'), event('2', 'reviewed / liked')], {
			resource: 'customEvent',
		});
	});
	const ids = async (parameters: INodeParameters) =>
		(await operate(sandbox, 'customEvent/getMany', parameters)).json.map(({ id }) => id);

	it('are listed, all or those of a type', async () => {
		expect(await ids({})).toEqual(['1', '2']);
		expect(await ids({ eventType: 'reviewed / liked' })).toEqual(['2']);
		expect(sandbox.server.log.at(-1)?.path).toBe('/custom-events/reviewed%20%2F%20liked');
	});

	it('are listed as they are, also where two types share an ID', async () => {
		const rows = [event('1', 'a'), event('1', 'b'), event('1', 'b')];
		sandbox.server.script({ path: '/custom-events', status: 200, body: JSON.stringify(rows) });
		const { json } = await operate(sandbox, 'customEvent/getMany');
		expect(json).toEqual(rows.slice(0, 2));
	});

	it('one is read by type and ID', async () => {
		const one = { eventType: 'wishlist_added', eventId: '1' };
		const { json } = await operate(sandbox, 'customEvent/get', one);
		expect(json).toMatchObject([{ id: '1', properties: { price: 25 } }]);
		const other = await operate(sandbox, 'customEvent/get', { ...one, eventId: '2' });
		expect(other.error?.message).toBe('Custom event not found');
	});
});

describe('answers of a shape that is not documented', () => {
	it('custom fields are listed', async () => {
		const { json } = await operate(sandbox, 'customField/getMany');
		expect(json).toEqual(sandbox.server.data.rows('customFields'));
	});

	it('an object instead of a list is given as it is', async () => {
		const body = { contact: [{ id: 'tier' }], order: [] };
		sandbox.server.script({ path: '/custom-fields', status: 200, body: JSON.stringify(body) });
		const { json } = await operate(sandbox, 'customField/getMany', { returnAll: true });
		expect(json).toEqual([body]);
		expect(asked(sandbox)).toHaveLength(1);
	});
});

describe('merge jobs', () => {
	const job = {
		survivor: { type: 'customer_id', value: '1' },
		customers_to_merge: [{ type: 'customer_id', value: '2' }],
	};
	beforeEach(() => sandbox.server.data.put('merges', [job], Date.now()));

	it('are listed', async () => {
		const { json } = await operate(sandbox, 'mergeJob/getMany');
		expect(json).toEqual([{ id: '1', status: 'done', ...job }]);
	});

	it('one is read', async () => {
		const { json } = await operate(sandbox, 'mergeJob/get', { mergeJobId: '1' });
		expect(json).toEqual([{ id: '1', status: 'done', ...job }]);
	});

	it('says that there is none with an ID', async () => {
		const { error } = await operate(sandbox, 'mergeJob/get', { mergeJobId: '9' });
		expect(error?.message).toBe('Merge job not found');
	});
});

describe('pages', () => {
	const unsubscribes = (count: number) =>
		Array.from({ length: count }, (_, n) => ({
			email_address: `p${n}@shop.example`,
			timestamp: '2026-01-15 22:08:07+00',
			type: 'app',
		}));
	const add = (count: number) =>
		sandbox.server.data.put('unsubscribes', unsubscribes(count), Date.now());

	it('are read to the end with Return All', async () => {
		add(550);
		const { json } = await operate(sandbox, 'unsubscribe/getMany', { returnAll: true });
		expect(json).toHaveLength(551);
		expect(asked(sandbox)).toEqual([
			'GET /unsubscribes?limit=250&offset=0',
			'GET /unsubscribes?limit=250&offset=240',
			'GET /unsubscribes?limit=250&offset=480',
		]);
	});

	it('are read no further than the limit', async () => {
		add(550);
		const { json } = await operate(sandbox, 'unsubscribe/getMany', { limit: 260 });
		expect(json).toHaveLength(260);
		expect(asked(sandbox).at(-1)).toBe('GET /unsubscribes?limit=20&offset=240');
	});

	it('filter by type and time', async () => {
		add(3);
		const { json } = await operate(sandbox, 'unsubscribe/getMany', {
			filters: { type: 'app', since: '2026-01-01T00:00:00Z', before: '2100-01-01T00:00:00Z' },
		});
		expect(json).toHaveLength(3);
	});

	it('end when a server gives the same rows for ever, and say so', async () => {
		const body = JSON.stringify(unsubscribes(250));
		sandbox.server.script({ path: '/unsubscribes', status: 200, body, times: 100 });
		const { json, hints } = await operate(sandbox, 'unsubscribe/getMany', { returnAll: true });
		expect(json).toHaveLength(250);
		expect(asked(sandbox)).toHaveLength(2);
		expect(hints).toMatchObject([
			{ type: 'warning', message: expect.stringContaining('same unsubscribes') as unknown },
		]);
		expect(json.map(({ warning }) => warning).filter((warning) => warning !== undefined)).toEqual([
			'Ometria gave the same unsubscribes again instead of the next page, so there may be more.',
		]);
		expect(json[0]).toMatchObject({
			...unsubscribes(1)[0],
			warning: expect.any(String) as unknown,
		});
	});

	it('leave out a row that a shift brings again', async () => {
		const rows = Array.from({ length: 300 }, (_, n) => ({ id: `s-${n}` }));
		const bodies = [rows.slice(0, 250), rows.slice(249)];
		for (const body of bodies) {
			sandbox.server.script({ path: '/profiles', status: 200, body: JSON.stringify(body) });
		}
		const { json } = await operate(sandbox, 'profile/getMany', { returnAll: true });
		expect(json.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
	});

	it('are asked for again after a passing failure', async () => {
		add(260);
		sandbox.server.script({ path: '/unsubscribes', status: 503, after: 1 });
		const { json } = await operate(sandbox, 'unsubscribe/getMany', { returnAll: true });
		expect(json).toHaveLength(261);
		expect(asked(sandbox)).toHaveLength(3);
	});

	it('are read once for all items that ask the same question', async () => {
		const { items } = await operate(sandbox, 'unsubscribe/getMany', {}, { inputs: [{}, {}] });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(asked(sandbox)).toHaveLength(1);
	});
});

describe('failures that concern all', () => {
	it('end the asking: a token that is not accepted is tried no more', async () => {
		const inputs = Array.from({ length: 30 }, (_, n) => ({ id: String(n) }));
		const { items } = await operate(
			sandbox,
			'order/get',
			{ orderId: '={{ $json.id }}' },
			{
				inputs,
				settings: { onError: 'continueRegularOutput' },
				credential: { accessToken: 'wrong', baseUrl: sandbox.url, pushRequestsPerSecond: 8 },
			},
		);
		expect(items).toHaveLength(30);
		expect(items[29].json).toMatchObject({ error: { reason: 'unauthorised', http_status: 403 } });
		expect(asked(sandbox).length).toBeLessThanOrEqual(8);
	});
});

describe('data deletion requests', () => {
	it('are listed and read', async () => {
		const { json } = await operate(sandbox, 'dataDeletionRequest/getMany');
		const id = json[0].id as string;
		const one = await operate(sandbox, 'dataDeletionRequest/get', { dataDeletionRequestId: id });
		expect(one.json).toEqual(json);
	});
});
