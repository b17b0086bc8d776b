import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { AccountServer } from '../../../sandbox/core/accountServer';
import type { JsonObject, SandboxReply, SandboxRequest } from '../../../sandbox/core/types';
import { AS_ASSUMED, DIFFERS, NOT_VERIFIED, runVerify } from '../../../sandbox/verify/command';
import { COLLECTION, pushFacts, READ_FACTS } from '../../../sandbox/verify/facts';

const TOKEN = 'very-secret-token';
const NO_LIMIT = { model: 'none', perSecond: 0 } as const;

/** Changes an answer of the sandbox; undefined leaves it as it is. */
type Change = (request: SandboxRequest, reply: SandboxReply) => Partial<SandboxReply> | undefined;

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** An account with something in each of its lists. */
function account(): AccountServer {
	const server = new AccountServer({
		token: TOKEN,
		pushLimit: NO_LIMIT,
		dataLimit: NO_LIMIT,
		mergeLimit: NO_LIMIT,
		deletionLimit: NO_LIMIT,
	});
	const push = (records: JsonObject[], at: number) =>
		server.handle(
			{
				method: 'POST',
				path: '/push',
				query: {},
				headers: { 'x-ometria-auth': TOKEN },
				body: JSON.stringify(records),
			},
			at,
		);
	const now = Date.now();
	for (let page = 0; page < 3; page++) {
		const ids = Array.from({ length: 100 }, (_, i) => `p-${page}-${i}`);
		push(
			ids.map((id) => ({ '@type': 'product', id, title: 'Tea', price: 4 })),
			now,
		);
	}
	push([{ '@type': 'order', id: 'o-1', timestamp: '2026-01-15T10:00:00Z', currency: 'GBP' }], now);
	push([{ '@type': 'contact', id: 'c-1', email: 'ada@shop.example' }], now);
	push([{ '@type': 'contact', id: 'c-2', email: 'nobody' }], now - 5000);
	push([{ '@type': 'contact', id: 'c-3', email: 'nobody' }], now);
	return server;
}

/** Serves an account over HTTP on this machine. @returns its base URL */
async function serve(change: Change = () => undefined, from = account()): Promise<string> {
	const server = createServer((request, response) => {
		void (async () => {
			const url = new URL(request.url ?? '', 'http://server');
			const asked: SandboxRequest = {
				method: request.method ?? '',
				path: url.pathname.replace(/^\/v2/, ''),
				query: Object.fromEntries(url.searchParams),
				headers: request.headers as Record<string, string>,
				body: await text(request),
			};
			const plain = from.handle(asked, Date.now());
			const { status, headers, body } = { ...plain, ...change(asked, plain) };
			response.writeHead(status, headers).end(body);
		})();
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
}

async function verify(baseUrl: string, ...args: string[]) {
	const lines: string[] = [];
	const errors: string[] = [];
	const status = await runVerify(['--base-url', baseUrl, '--wait', '0', ...args], {
		environment: { OMETRIA_TOKEN: TOKEN },
		out: (line) => lines.push(line),
		error: (line) => errors.push(line),
		pause: 0,
	});
	const report = lines.join('\n');
	const verdicts = new Map(
		[...report.matchAll(/^\| (.+?) \|.* \| (as assumed|differs|not seen) \|$/gm)].map(
			([, name, verdict]) => [name, verdict],
		),
	);
	return { status, report, error: errors.join('\n'), verdicts };
}

/** An answer with another JSON body. */
const json = (body: unknown, status = 200): Partial<SandboxReply> => ({
	status,
	body: JSON.stringify(body),
});

const rowsOf = ({ body }: SandboxReply) => JSON.parse(body) as JsonObject[];

/** Changes answers to one path, with one query where that matters. */
const at =
	(
		path: string,
		change: (
			reply: SandboxReply,
			query: SandboxRequest['query'],
		) => Partial<SandboxReply> | undefined,
	): Change =>
	(request, reply) =>
		request.path === path && reply.status < 300 ? change(reply, request.query) : undefined;

/** As if a list did not know a parameter: the value that lets everything pass. */
const unheeded = (path: string, name: string): Change => {
	const whole = account();
	return (request) => {
		if (request.path !== path || request.query[name] === undefined) return undefined;
		const others = Object.entries(request.query).filter(([other]) => other !== name);
		const query = Object.fromEntries(others);
		return whole.handle({ ...request, query }, Date.now());
	};
};

const refusalWith =
	(change: Partial<SandboxReply>): Change =>
	(_request, reply) =>
		reply.status === 403 ? change : undefined;

/** For each fact, a server that differs in it. */
const DIFFERENCES: Record<string, Change> = {
	'a wrong token': refusalWith({ status: 401 }),
	'the body of a refusal': refusalWith({ body: '<html>Forbidden</html>' }),
	'a product that is not there': (request, reply) =>
		request.path.startsWith('/products/') && reply.status === 404 ? json(null) : undefined,
	'a profile that is not there': (request, reply) =>
		request.path.startsWith('/profiles/') && reply.status === 404 ? json({}, 400) : undefined,
	'headers of an answer': (_request, { headers }) => ({
		headers: { ...headers, 'content-type': 'text/plain' },
	}),
	'limit of a list': at('/products', () => json(Array.from({ length: 300 }, (_, id) => ({ id })))),
	'offset of a list': unheeded('/products', 'offset'),
	'a page without limit': at('/products', (_reply, query) =>
		query.limit === undefined ? json([{ id: '1' }]) : undefined,
	),
	'the largest page': at('/products', (_reply, query) =>
		query.limit === '1000' ? json(Array.from({ length: 300 }, (_, id) => ({ id }))) : undefined,
	),
	'push errors': at('/push/_errors', (reply) => json({ errors: rowsOf(reply) })),
	'fields of a push error': at('/push/_errors', (reply) =>
		json(rowsOf(reply).map(({ request_id, record }) => ({ request_id, record, text: 'wrong' }))),
	),
	'number of push errors': at('/push/_errors', (reply) =>
		json(Array.from({ length: 101 }, () => rowsOf(reply)[0])),
	),
	'order of push errors': at('/push/_errors', (reply) => json(rowsOf(reply).reverse())),
	'pages of push errors': at('/push/_errors', (reply, query) =>
		query.limit === '1' ? json(rowsOf(reply).slice(0, 1)) : undefined,
	),
	'profiles by an email of nobody': unheeded('/profiles', 'email'),
	'profiles, updateSince': unheeded('/profiles', 'updateSince'),
	'orders by an email of nobody': unheeded('/orders', 'email'),
	'orders, createSince': unheeded('/orders', 'createSince'),
	'orders, updateSince': unheeded('/orders', 'updateSince'),
	'orders, timestampSince': unheeded('/orders', 'timestampSince'),
	'unsubscribes, since': unheeded('/unsubscribes', 'since'),
	'fields of a collection': at('/contacts', () => json([{ name: 'default' }])),
	'fields of a segment': at('/lists', () => json([{ id: '1', name: 'VIP' }])),
	'fields of an unsubscribe': at('/unsubscribes', () => json([{ email: 'x' }])),
	'fields of a profile': at('/profiles', (_reply, query) =>
		query.email === undefined && query.updateSince === undefined ? json([{ key: 1 }]) : undefined,
	),
	'GET /custom-events': at('/custom-events', () => json({})),
	'GET /custom-fields': at('/custom-fields', () => json({}, 404)),
	'GET /merge-profile': at('/merge-profile', () => json('none')),
	'GET /data-deletion-requests': at('/data-deletion-requests', () => ({ body: '' })),
	'an empty push': (request) => (request.body === '[]' ? json({ status: 'OK' }, 202) : undefined),
	'a push of one contact': at('/push', (reply) => ({ ...reply, status: 200 })),
	'the answer to a push': at('/push', () =>
		json({ status: 'OK', request_id: 'x', accepted: 1 }, 202),
	),
	'headers of the answer to a push': at('/push', () => ({ headers: {} })),
	'the contact that was pushed': (request) =>
		request.path.startsWith(`/contacts/${COLLECTION}/`) ? json({}, 404) : undefined,
	'the push error of a wrong value': at('/push/_errors', () => json([])),
};

const FACTS = [...READ_FACTS, ...pushFacts(0)].map(({ name }) => name);

test('the sandbox is as assumed in each fact, all of which are seen', async () => {
	const { status, verdicts } = await verify(await serve(), '--push');
	expect([...verdicts.keys()]).toEqual(FACTS);
	expect([...verdicts].filter(([, verdict]) => verdict !== 'as assumed')).toEqual([]);
	expect(status).toBe(AS_ASSUMED);
});

test('there is a server that differs for each fact, and for no other', () => {
	expect(Object.keys(DIFFERENCES).sort()).toEqual([...FACTS].sort());
});

test.each(Object.keys(DIFFERENCES))('a server that differs in: %s', async (name) => {
	const { status, verdicts } = await verify(await serve(DIFFERENCES[name]), '--push');
	expect(verdicts.get(name)).toBe('differs');
	expect(status).toBe(DIFFERS);
});

test('the other forms that the node knows are as assumed, too', async () => {
	const from = account();
	from.setOptions({ errorShape: 'short', refusalShape: 'problem' });
	const { verdicts } = await verify(await serve(undefined, from));
	expect(verdicts.get('fields of a push error')).toBe('as assumed');
	expect(verdicts.get('the body of a refusal')).toBe('as assumed');
	expect(verdicts.get('order of push errors')).toBe('not seen');
});

test('an account that has nothing shows little, which does not differ', async () => {
	const { status, verdicts } = await verify(
		await serve((request, reply) =>
			reply.status === 200 && !/[0-9a-f]{8}-/.test(request.path) ? json([]) : undefined,
		),
	);
	expect(status).toBe(AS_ASSUMED);
	expect(verdicts.get('limit of a list')).toBe('not seen');
	expect(verdicts.get('fields of a push error')).toBe('not seen');
	expect(verdicts.get('orders, updateSince')).toBe('not seen');
});

test('nothing is pushed unless that is asked for, and then only into a collection of its own', async () => {
	const from = account();
	const before = from.log.length;
	const url = await serve(undefined, from);
	await verify(url);
	expect(from.log.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
	await verify(url, '--push');
	const pushed = from.log
		.slice(before)
		.filter(({ path, method }) => path === '/push' && method === 'POST')
		.flatMap(({ body }) => JSON.parse(body) as JsonObject[]);
	expect(pushed).toHaveLength(2);
	expect(new Set(pushed.map(({ id }) => id)).size).toBe(1);
	for (const contact of pushed) {
		expect(contact).toMatchObject({ '@type': 'contact', '@collection': COLLECTION });
	}
});

test('the report holds nothing of a person, a shop or the token, wherever the server puts it', async () => {
	const secret = 'ada.byron+1@shop.example';
	const taint = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(taint);
		if (typeof value === 'string') return `${secret} ${value} ${TOKEN}`;
		if (typeof value !== 'object' || value === null) return value;
		const entries = Object.entries(value).map(([name, inner]) => [name, taint(inner)]);
		return { ...Object.fromEntries(entries), [secret]: secret, [TOKEN]: TOKEN, tier_of_ada_9: 1 };
	};
	const { report, error } = await verify(
		await serve((_request, reply) => ({
			headers: { ...reply.headers, 'x-person': secret, [`x-${TOKEN}-7`]: TOKEN },
			body: JSON.stringify(taint(JSON.parse(reply.body))),
		})),
		'--push',
	);
	expect(report).toContain('x-person');
	for (const text of [report, error]) {
		expect(text).not.toContain('ada');
		expect(text).not.toContain('byron');
		expect(text).not.toContain('127.0.0.1');
		expect(text).not.toContain(TOKEN);
	}
});

test('a rate limit is waited for', async () => {
	let limited = 0;
	const { status } = await verify(
		await serve((request) => {
			if (request.path !== '/lists' || limited === 3) return undefined;
			limited++;
			return json({ message: 'Rate limit exceeded' }, 429);
		}),
	);
	expect(limited).toBe(3);
	expect(status).toBe(AS_ASSUMED);
});

test('the report goes into a file on request', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'ometria-verify-'));
	try {
		const file = join(folder, 'report.md');
		const { report } = await verify(await serve(), '--out', file);
		expect(report).toBe('');
		expect(readFileSync(file, 'utf8')).toMatch(
			/^# Ometria's API .*\n\n\d{4}-\d\d-\d\d, another server: /,
		);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

describe('a verification', () => {
	const run = async (
		args: string[],
		environment: Record<string, string> = { OMETRIA_TOKEN: TOKEN },
	) => {
		const errors: string[] = [];
		const status = await runVerify(args, {
			environment,
			out: () => undefined,
			error: (line) => errors.push(line),
			pause: 0,
		});
		expect(status).toBe(NOT_VERIFIED);
		expect(errors.join()).not.toContain(TOKEN);
		return errors.join();
	};

	test.each([
		['without a token', [], {}, /Put the access token into OMETRIA_TOKEN/],
		['with a token of two lines', [], { OMETRIA_TOKEN: 'a\nb' }, /characters that no token has/],
		[
			'at an address that is not safe',
			['--base-url', 'http://api.ometria.example'],
			undefined,
			/https/,
		],
		['at no address', ['--base-url', 'ometria'], undefined, /https/],
		['with a wait that is no number', ['--wait', 'long'], undefined, /--wait must be/],
		['with an option that is not there', ['--token', 'x'], undefined, /Unknown option/],
	])('is not made %s', async (_name, args, environment, message) => {
		expect(await run(args, environment)).toMatch(message);
	});

	test('is not made with a token that is not accepted', async () => {
		const url = await serve();
		const said = await run(['--base-url', url], { OMETRIA_TOKEN: 'other-token' });
		expect(said).toMatch(/token in OMETRIA_TOKEN is not accepted \(HTTP 403\)/);
		expect(said).not.toContain('other-token');
	});

	test('is not made where there is nothing of Ometria', async () => {
		expect(await run(['--base-url', (await serve()).replace('/v2', '/v3')])).toMatch(/HTTP 404/);
	});

	test('is not made where nobody answers', async () => {
		const url = await serve();
		for (const server of servers.splice(0)) {
			await new Promise((resolve) => server.close(resolve));
		}
		expect(await run(['--base-url', url])).toMatch(/got no answer \(ECONNREFUSED\)/);
	});
});
