import { request } from 'node:http';

import { startSandbox, type RunningSandbox } from '../../../sandbox/server';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await startSandbox()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
	await fetch(`${sandbox.controlUrl}${path}`, {
		method: 'POST',
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', ...headers },
	});

/** `fetch` does not let a host be named. */
const statusFor = async (headers: Record<string, string>) =>
	await new Promise<number | undefined>((resolve, reject) => {
		const sent = request(`${sandbox.controlUrl}/reset`, { method: 'POST', headers }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		sent.on('error', reject);
		sent.end();
	});

test.each([
	['another page of the browser', { origin: 'https://elsewhere.example' }],
	['a page that hides its origin', { origin: 'null' }],
	['a page whose name was bound to this machine', { host: 'elsewhere.example' }],
	['another server on this machine', { origin: 'http://127.0.0.1:1' }],
])('%s cannot control it', async (_name, headers) => {
	sandbox.server.script({ name: 'kept' });
	expect(await statusFor(headers)).toBe(403);
	expect(sandbox.server.faults.pending()).toHaveLength(1);
});

test('its own page and programs can', async () => {
	expect(await statusFor({ origin: sandbox.pageUrl.slice(0, -1) })).toBe(200);
	expect(await statusFor({})).toBe(200);
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
