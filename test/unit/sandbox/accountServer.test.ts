import { AccountServer } from '../../../sandbox/core/accountServer';
import { RateLimiter } from '../../../sandbox/core/rateLimiter';
import type { RateModel, SandboxOptions } from '../../../sandbox/core/types';

const NOW = Date.UTC(2026, 0, 15);
const UNLIMITED: Partial<SandboxOptions> = {
	pushLimit: { model: 'none', perSecond: 0 },
	dataLimit: { model: 'none', perSecond: 0 },
};

function call(
	server: AccountServer,
	method: string,
	path: string,
	{ body, at = NOW, token = 'sandbox-token' }: { body?: unknown; at?: number; token?: string } = {},
) {
	const [plain, search = ''] = path.split('?');
	const query = Object.fromEntries(new URLSearchParams(search));
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const reply = server.handle(
		{ method, path: plain, query, headers: { 'x-ometria-auth': token }, body: text },
		at,
	);
	return {
		...reply,
		json: reply.body === '' ? undefined : (JSON.parse(reply.body) as Record<string, unknown>),
	};
}

const push = (server: AccountServer, body: unknown, at = NOW) =>
	call(server, 'POST', '/push', { body, at });
const contact = (id: unknown, more: object = {}) => ({ '@type': 'contact', id, ...more });
const errorsOf = (server: AccountServer, at = NOW) =>
	call(server, 'GET', '/push/_errors', { at }).json as unknown as Array<Record<string, unknown>>;

describe('receiving', () => {
	test('answers OK with a request id, before anything is validated', () => {
		const server = new AccountServer(UNLIMITED);
		const reply = push(server, [contact('1', { lastname: 42 }), contact('2')]);
		expect(reply.status).toBe(202);
		expect(reply.json).toMatchObject({ status: 'OK', accepted: 2, rejected: 0 });
		expect(reply.json?.request_id).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
		);
		expect(errorsOf(server)).toMatchObject([
			{
				request_id: reply.json?.request_id,
				record_id: '1',
				message: { error_path: 'root > lastname' },
			},
		]);
		expect(server.store.all('contact')).toEqual([contact('2')]);
	});

	test.each([
		['a single object', contact('1')],
		['an empty array', []],
		['101 records', Array.from({ length: 101 }, (_, i) => contact(String(i)))],
		['two types', [contact('1'), { '@type': 'order', id: '1' }]],
		['an unknown type', [{ '@type': 'profile', id: '1' }]],
		['no type', [{ id: '1' }]],
		['no id', [{ '@type': 'contact' }]],
		['something that is no object', ['x']],
		['broken JSON', '[{'],
	])('refuses %s as a whole', (_name, body) => {
		const server = new AccountServer(UNLIMITED);
		expect(push(server, body).status).toBe(400);
		expect(server.log[0].applied).toBe(false);
	});

	test('the limit of 60 KB is one of bytes', () => {
		const server = new AccountServer(UNLIMITED);
		const fill = (bytes: number) => [
			contact('1', { note: 'x'.repeat(bytes - JSON.stringify(contact('1', { note: '' })).length) }),
		];
		expect(push(server, fill(61_440)).status).toBe(202);
		expect(push(server, fill(61_441)).json?.message).toBe('Payload invalid: Record is too large.');
		expect(push(server, [contact('1', { note: 'ü'.repeat(31_000) })]).status).toBe(400);
	});

	test('refuses a wrong token with 403', () => {
		const server = new AccountServer();
		expect(call(server, 'GET', '/products', { token: 'other' }).status).toBe(403);
	});
});

describe('validation afterwards', () => {
	const pathsOf = (record: object) => {
		const server = new AccountServer(UNLIMITED);
		push(server, [record]);
		// The list is newest first.
		return errorsOf(server)
			.map(({ message }) => (message as { error_path: string }).error_path)
			.reverse();
	};

	test.each<[object, string[]]>([
		[{ '@type': 'order', id: '1', status: 'cancelled', is_valid: false }, []],
		[{ '@type': 'product', id: 1, is_in_stock: false, '@merge': true }, []],
		[{ '@type': 'product', id: '1' }, ['root > title', 'root > price']],
		[contact('1', { email: 'a@b', country_id: 'GB', gender: null }), []],
		[
			contact('1', { email: 'nobody', country_id: 'England' }),
			['root > email', 'root > country_id'],
		],
		[
			{ '@type': 'custom_event', id: '1' },
			['root > event_type', 'root > timestamp', 'root > properties'],
		],
		[
			{
				'@type': 'order',
				id: '1',
				lineitems: [
					{ product_id: 'p', quantity: 1 },
					{ product_id: 'p', quantity: '2' },
				],
			},
			['root > lineitems > 1 > quantity'],
		],
		[
			{ '@type': 'order', id: '1', timestamp: 'yesterday', customer: 'x' },
			['root > timestamp', 'root > customer'],
		],
	])('%j has errors at %j', (record, paths) => {
		expect(pathsOf(record)).toEqual(paths);
	});

	test('errors appear after the delay, newest first, 100 at most, in the short form on request', () => {
		const server = new AccountServer({ ...UNLIMITED, errorDelayMs: 5000 });
		for (let i = 0; i < 150; i++) push(server, [contact(`c-${i}`, { lastname: i })], NOW + i);
		expect(errorsOf(server, NOW + 4999)).toEqual([]);
		const errors = errorsOf(server, NOW + 60_000);
		expect(errors).toHaveLength(100);
		expect(errors[0].record_id).toBe('c-149');
		server.setOptions({ errorShape: 'short' });
		expect(errorsOf(server, NOW + 60_000)[0]).toEqual({
			error_message: 'not a valid value',
			error_path: 'root > lastname',
		});
	});
});

test('a refusal is a problem document on request', () => {
	const server = new AccountServer({ ...UNLIMITED, refusalShape: 'problem' });
	const { status, headers, body } = push(server, []);
	expect(status).toBe(400);
	expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
	expect(JSON.parse(body)).toEqual({
		type: 'about:blank',
		title: 'Bad Request',
		detail: 'Payload invalid: no records.',
		status: 400,
	});
	expect(push(server, [contact('1', {})]).status).toBe(202);
});

test('@merge keeps stored fields, replacing does not; collections are apart', () => {
	const server = new AccountServer(UNLIMITED);
	push(server, [contact('1', { firstname: 'Ada', lastname: 'Byron' })]);
	push(server, [contact('1', { lastname: 'King', '@merge': true })]);
	expect(server.store.all('contact')).toEqual([
		contact('1', { firstname: 'Ada', lastname: 'King', '@merge': true }),
	]);
	push(server, [contact('1', { lastname: 'L' })]);
	push(server, [contact('1', { lastname: 'M', '@collection': 'b' })]);
	expect(server.store.all('contact')).toEqual([
		contact('1', { lastname: 'L' }),
		contact('1', { lastname: 'M', '@collection': 'b' }),
	]);
});

describe('rate limits of 4/s', () => {
	const allowed = (model: RateModel, times: number[]) => {
		const limiter = new RateLimiter({ model, perSecond: 4 });
		return times.map((at) => limiter.allows(NOW + at));
	};
	const [T, F] = [true, false];

	test.each<[RateModel, number[], boolean[]]>([
		['none', [0, 0, 0, 0, 0], [T, T, T, T, T]],
		['slidingWindow', [900, 900, 900, 900, 999, 1000, 1899, 1900], [T, T, T, T, F, F, F, T]],
		['fixedWindow', [900, 900, 900, 900, 999, 1000], [T, T, T, T, F, T]],
		['tokenBucket', [0, 0, 0, 0, 1, 250, 251, 500], [T, T, T, T, F, T, F, T]],
		['spacing', [0, 249, 250, 499, 500], [T, F, T, F, T]],
	])('follow the model %s', (model, times, expected) => {
		expect(allowed(model, times)).toEqual(expected);
	});

	test('are answered with 429, with Retry-After when asked for', () => {
		const server = new AccountServer({
			pushLimit: { model: 'slidingWindow', perSecond: 1 },
			retryAfterSeconds: 3,
		});
		push(server, [contact('1')]);
		const reply = push(server, [contact('2')]);
		expect(reply.status).toBe(429);
		expect(reply.headers).toMatchObject({ 'retry-after': '3', 'x-queuesize-remaining': '49999' });
	});
});

test('a full backlog is answered with 429 until it has drained', () => {
	const server = new AccountServer({ ...UNLIMITED, backlogLimit: 150, backlogDrainPerSecond: 10 });
	const hundred = Array.from({ length: 100 }, (_, i) => contact(`c-${i}`));
	expect(push(server, hundred).headers['x-queuesize-remaining']).toBe('50');
	expect(push(server, hundred).status).toBe(429);
	expect(push(server, hundred, NOW + 5000).status).toBe(202);
	expect(server.store.count()).toBe(100);
});

test('faults hold for the requests they are for, and say whether records were taken in', () => {
	const server = new AccountServer(UNLIMITED);
	server.script(
		{ after: 1, status: 503, headers: { 'retry-after': '1' } },
		{ delivery: 'reset', apply: true, after: 1 },
	);
	const replies = [1, 2, 3, 4].map((i) => push(server, [contact(String(i))]));
	expect(replies.map(({ status, delivery }) => [status, delivery])).toEqual([
		[202, 'answer'],
		[503, 'answer'],
		[202, 'reset'],
		[202, 'answer'],
	]);
	expect(server.store.all('contact').map(({ id }) => id)).toEqual(['1', '3', '4']);
});

test('products and orders can be read, with paging', () => {
	const server = new AccountServer(UNLIMITED);
	const product = (id: string, more: object = {}) => ({
		'@type': 'product',
		id,
		title: 'T',
		price: 1,
		...more,
	});
	push(server, [
		product('a'),
		product('b', { is_variant: true }),
		product('c', { is_active: false }),
	]);
	const ids = (path: string) =>
		(call(server, 'GET', path).json as unknown as Array<{ id: string }>).map(({ id }) => id);
	expect(ids('/products')).toEqual(['a', 'c']);
	expect(ids('/products?includeVariants=true&limit=1&offset=1')).toEqual(['b']);
	expect(ids('/products?active=false')).toEqual(['c']);
	expect(call(server, 'GET', '/products/b').json).toMatchObject({ id: 'b' });
	expect(call(server, 'GET', '/products/x').status).toBe(404);
	expect(call(server, 'GET', '/products?limit=x').status).toBe(400);
	expect(call(server, 'GET', '/nowhere').status).toBe(404);
});
