import { request } from 'node:http';

import { type RunningSandbox, startSandbox } from '../../../sandbox/server';
import { textOf } from '../../support/project';

let sandbox: RunningSandbox;

const UNLIMITED = { model: 'none', perSecond: 0 } as const;

beforeAll(
	async () => (sandbox = await startSandbox({ pushLimit: UNLIMITED, dataLimit: UNLIMITED })),
);
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
	await fetch(`${sandbox.controlUrl}${path}`, {
		method: 'POST',
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', ...headers },
	});

/** `fetch` sets some headers itself. */
const statusFor = async (
	headers: Record<string, string>,
	{ path = '/_sandbox/reset', method = 'POST', body = '' } = {},
) =>
	await new Promise<number | undefined>((resolve, reject) => {
		const { port } = sandbox;
		const options = { host: '127.0.0.1', port, path, method, headers };
		const sent = request(options, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		sent.on('error', reject);
		sent.end(body);
	});

const ROUTES = [
	{ path: '/', method: 'GET' },
	{ path: '/page.js', method: 'GET' },
	{ path: '/_sandbox/overview', method: 'GET' },
	{ path: '/_sandbox/records', method: 'GET' },
	{ path: '/_sandbox/rejected', method: 'GET' },
	{ path: '/check', method: 'GET' },
	{ path: '/_sandbox/reset', method: 'POST' },
	{ path: '/v2/push/_errors', method: 'GET' },
	{ path: '/v2/push', method: 'POST', body: '[{"@type":"contact","id":"1"}]' },
	{ path: '/nowhere', method: 'GET' },
];

describe.each(ROUTES)('$method $path is refused for', (route) => {
	test.each([
		['a page of another site', { 'sec-fetch-site': 'cross-site' }],
		['a page of another server on this machine', { 'sec-fetch-site': 'same-site' }],
		[
			'a form of another page, which sends a simple type',
			{ 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
		],
		['a page that names its origin', { origin: 'https://elsewhere.example' }],
		['a page that hides its origin', { origin: 'null' }],
		['another server on this machine', { origin: 'http://127.0.0.1:1' }],
		['a page whose name was bound to this machine', { host: 'elsewhere.example' }],
		['a name without the port', { host: '127.0.0.1' }],
		['the same name at another port', { host: '127.0.0.1:1' }],
	])('%s', async (_name, headers) => {
		sandbox.server.script({ name: 'kept' });
		expect(await statusFor({ 'x-ometria-auth': 'sandbox-token', ...headers }, route)).toBe(403);
		expect(sandbox.server.faults.pending()).toHaveLength(1);
		expect(sandbox.server.log).toEqual([]);
	});
});

test('the faults that the README shows can be set', async () => {
	const [, faults] = /```json\n([^`]+)```/.exec(textOf('sandbox/README.md')) ?? [];
	expect((await post('/faults', faults)).status).toBe(200);
	sandbox.server.faults.clear();
});

test('every call that the README names is there', async () => {
	const rows = textOf('sandbox/README.md').match(/^\| `(?:GET|POST|DELETE)\b.*?(?= +\| )/gm) ?? [];
	const calls = rows
		.filter((row) => row.includes('/_sandbox/'))
		.flatMap((row) =>
			(row.match(/GET|POST|DELETE/g) ?? []).flatMap((method) =>
				(row.match(/\/_sandbox\/[^`]+/g) ?? []).map((path) => ({ method, path })),
			),
		);
	expect(calls).toContainEqual({ method: 'DELETE', path: '/_sandbox/faults/{name}' });
	const missing = [];
	for (const { method, path } of calls) {
		const url = path.replace('{name}', 'down').replace('{table}', 'profiles');
		const body = method === 'POST' ? '[]' : '';
		const headers: Record<string, string> =
			body === '' ? {} : { 'content-type': 'application/json' };
		const status = await statusFor(
			{ host: `127.0.0.1:${sandbox.port}`, ...headers },
			{ path: url, method, body },
		);
		if (status === 404) missing.push(`${method} ${path}`);
	}
	expect(missing).toEqual([]);
});

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])(
	'programs reach every route by the name %s',
	async (name) => {
		const host = `${name}:${sandbox.port}`;
		const statuses = [];
		for (const route of ROUTES) {
			statuses.push(await statusFor({ host, 'x-ometria-auth': 'sandbox-token' }, route));
		}
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 202, 404]);
	},
);

test('its own page, and whoever opens it, reach it', async () => {
	const origin = sandbox.pageUrl.slice(0, -1);
	expect(await statusFor({ origin, 'sec-fetch-site': 'same-origin' })).toBe(200);
	const page = { path: '/', method: 'GET' };
	expect(await statusFor({ 'sec-fetch-site': 'none' }, page)).toBe(200);
});

test.each([
	['/faults', [{ stauts: 500 }], 'stauts'],
	['/faults', [{ status: 99 }], 'status'],
	['/faults', { status: 500 }, 'array'],
	['/options', { latencyMs: null }, 'latencyMs'],
	['/options', { pushLimit: { model: 'never', perSecond: 1 } }, 'model'],
	['/options', { speed: 3 }, 'speed'],
	['/errors', 'no JSON', 'JSON'],
	['/rows/nothing', [], 'table'],
])('what it cannot do is refused: %s %j', async (path, body, named) => {
	const before = sandbox.server.options;
	const response = await post(path, body);
	expect(response.status).toBe(400);
	expect(JSON.stringify(await response.json())).toContain(named);
	expect(sandbox.server.options).toEqual(before);
	expect(sandbox.server.faults.pending()).toEqual([]);
});

test('the state says what was dropped', async () => {
	const response = await fetch(`${sandbox.controlUrl}/state`);
	const dropped = { requests: 0, records: 0, errors: 0, rows: 0 };
	expect(await response.json()).toMatchObject({ dropped });
});

test('faults are set and taken away by name', async () => {
	await post('/faults', [
		{ name: 'a', status: 503, times: 'always' },
		{ name: 'b', status: 500 },
	]);
	expect((await fetch(`${sandbox.controlUrl}/faults/a`, { method: 'DELETE' })).status).toBe(200);
	expect(sandbox.server.faults.pending()).toEqual([{ name: 'b', left: 1 }]);
});

test('the page runs nothing but its own files', async () => {
	const response = await fetch(sandbox.pageUrl);
	expect(response.headers.get('content-type')).toContain('text/html');
	expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	const page = await response.text();
	const files = [...page.matchAll(/(?:src|href)="([\w.]+)"/g)].map(([, file]) => file);
	expect(files).toEqual(['icon.svg', 'page.css', 'page.js']);
	for (const file of [...files, 'view.js']) {
		expect((await fetch(`${sandbox.pageUrl}${file}`)).status).toBe(200);
	}
	expect((await fetch(`${sandbox.pageUrl}server.ts`)).status).toBe(404);
});
