import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { isCore, runNode, TOKEN } from '../support/engine';
import { sandboxFor } from '../support/push';

/** n8n's two helpers for nodes with credentials; the HTTP Request node uses the first. */
const HELPERS = ['request', 'httpRequest'] as const;
type HelperName = (typeof HELPERS)[number];
type Helper = (this: IExecuteFunctions, credential: string, options: object) => Promise<unknown>;

/** Any node that makes one request with the credential. */
function nodeThatRequests(helper: HelperName, url: string, options: object = {}): INodeType {
	const description: Partial<INodeTypeDescription> = {
		displayName: 'Other Node',
		name: 'otherNode',
		group: [],
		version: 1,
		inputs: ['main'],
		outputs: ['main'],
		defaults: {},
		properties: [],
		credentials: [{ name: 'ometriaApi', required: true }],
		description: '',
	};
	async function execute(this: IExecuteFunctions) {
		const helpers = this.helpers as unknown as Record<string, Helper>;
		const answer = await helpers[`${helper}WithAuthentication`].call(this, 'ometriaApi', {
			method: 'GET',
			timeout: 5000,
			...(helper === 'request' ? { uri: url } : { url }),
			...options,
		});
		return [[{ json: { answer: String(answer) } }]];
	}
	return { description: description as INodeTypeDescription, execute };
}

const request = async (helper: HelperName, url: string, baseUrl: string, options?: object) =>
	await runNode({
		nodeType: nodeThatRequests(helper, url, options),
		items: [{ json: {} }],
		credential: { accessToken: TOKEN, baseUrl },
	});

/** A server that notes whatever it is asked for, as a whole; as proxy or by its own address. */
async function startForeign() {
	const seen: string[] = [];
	const server: Server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
		response.end('from elsewhere');
	});
	server.on('connect', (request, socket) => {
		seen.push(`CONNECT ${request.url} ${JSON.stringify(request.headers)}`);
		socket.destroy();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		close: async () => await new Promise((resolve) => server.close(resolve)),
	};
}

describe.each(HELPERS)("n8n's helper %sWithAuthentication", (helper) => {
	let sandbox: RunningSandbox;
	let foreign: Awaited<ReturnType<typeof startForeign>>;

	beforeAll(async () => {
		sandbox = await sandboxFor();
		foreign = await startForeign();
	});
	beforeEach(() => {
		sandbox.server.reset();
		foreign.seen.length = 0;
	});
	afterAll(async () => {
		await sandbox.close();
		await foreign.close();
	});

	test('reaches the base URL, with the token', async () => {
		const { status } = await request(helper, `${sandbox.url}/products`, sandbox.url);
		expect(status).toBe('success');
		expect(sandbox.server.log).toMatchObject([{ path: '/products', status: 200 }]);
	});

	test.each<[string, object]>([
		['another address', { uri: 'FOREIGN', url: 'FOREIGN' }],
		['another address beside its own', { uri: 'OWN', url: 'FOREIGN' }],
		['another base of the address', { uri: '/products', url: '/products', baseURL: 'FOREIGN' }],
		['a proxy', { proxy: 'FOREIGN' }],
		['a proxy as an object', { proxy: { host: '127.0.0.1', port: 1 } }],
		['unverified TLS of the older helper', { rejectUnauthorized: false }],
		['unverified TLS', { skipSslCertificateValidation: true }],
		['options of an agent', { agentOptions: { rejectUnauthorized: false } }],
	])('is refused with %s', async (_name, options) => {
		const given = JSON.stringify(options)
			.replaceAll('FOREIGN', foreign.url)
			.replaceAll('OWN', `${sandbox.url}/products`);
		const { error } = await request(
			helper,
			`${sandbox.url}/products`,
			sandbox.url,
			JSON.parse(given) as object,
		);
		expect(error?.message).toMatch(/^This credential may /);
		expect(foreign.seen).toEqual([]);
		expect(sandbox.server.log).toEqual([]);
	});

	test.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
		for (const method of ['GET', 'POST']) {
			const headers = { location: foreign.url };
			sandbox.server.script({ path: '/products', status, headers });
			const options = { method, followRedirect: true, followAllRedirects: true, maxRedirects: 5 };
			await request(helper, `${sandbox.url}/products`, sandbox.url, options);
		}
		expect(foreign.seen).toEqual([]);
		expect(sandbox.server.log.map((entry) => entry.status)).toEqual([status, status]);
	});
});

/** An address of documentation's own (RFC 5737), which no machine has. */
const PROXY_ELSEWHERE = 'http://203.0.113.1:3128';

describe.each(HELPERS)(
	"n8n's helper %sWithAuthentication, when n8n is set to use a proxy,",
	(helper) => {
		const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];
		const names = [...variables, ...variables.map((name) => name.toLowerCase())];
		const before = names.map((name) => [name, process.env[name]] as const);
		let sandbox: RunningSandbox;
		let proxy: Awaited<ReturnType<typeof startForeign>>;

		const get = async (baseUrl: string) => await request(helper, `${baseUrl}/products`, baseUrl);

		beforeAll(async () => {
			sandbox = await sandboxFor();
			proxy = await startForeign();
		});
		beforeEach(() => {
			for (const name of names) process.env[name] = '';
			sandbox.server.reset();
			proxy.seen.length = 0;
		});
		afterAll(async () => {
			for (const [name, value = ''] of before) process.env[name] = value;
			await sandbox.close();
			await proxy.close();
		});

		// Older versions of the newer helper pass the local address to no proxy: SECURITY.md says so.
		const isKept = helper === 'request' || isCore(2, 20);
		(isKept ? test : test.skip).each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])(
			'never sends plain http to a proxy on another machine (%s)',
			async (name) => {
				process.env[name] = PROXY_ELSEWHERE;
				const { error } = await get(sandbox.url);
				// The system itself refuses a connection from a loopback address to anywhere else.
				expect(JSON.stringify(error)).toContain('203.0.113.1:3128 - Local (127.0.0.1');
				expect(sandbox.server.log).toEqual([]);
			},
		);

		test('asks no proxy for what NO_PROXY names', async () => {
			process.env.HTTP_PROXY = proxy.url;
			process.env.NO_PROXY = '127.0.0.1';
			expect((await get(sandbox.url)).status).toBe('success');
			expect(sandbox.server.log).toHaveLength(1);
			expect(proxy.seen).toEqual([]);
		});

		test('gives a proxy no token with https, only the name of the host', async () => {
			process.env.HTTPS_PROXY = proxy.url;
			expect((await get('https://api.ometria.example/v2')).status).toBe('error');
			expect(proxy.seen).toEqual([expect.stringMatching(/^CONNECT api\.ometria\.example:443 /)]);
			expect(proxy.seen.join()).not.toContain(TOKEN);
		});

		test('still uses a proxy on this machine, which README tells to name in NO_PROXY', async () => {
			process.env.HTTP_PROXY = proxy.url;
			await get(sandbox.url);
			expect(proxy.seen).toHaveLength(1);
		});

		test.each(['127.0.0.1', 'localhost'])('reaches %s without a proxy', async (host) => {
			const { status } = await get(sandbox.url.replace('127.0.0.1', host));
			expect(status).toBe('success');
		});
	},
);
