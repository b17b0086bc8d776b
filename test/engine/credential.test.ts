import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { sandboxFor } from '../support/push';
import type { RunningSandbox } from '../../sandbox/server';
import { runNode, TOKEN } from '../support/engine';

type Helper = (this: IExecuteFunctions, credential: string, options: object) => Promise<unknown>;

/** Any node that uses the credential through one of n8n's two helpers, the second of which is the HTTP Request node's. */
function nodeThatRequests(url: string, helper: 'request' | 'httpRequest'): INodeType {
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
		});
		return [[{ json: { answer: String(answer) } }]];
	}
	return { description: description as INodeTypeDescription, execute };
}

/** A proxy that notes whatever it is asked for, as a whole. */
async function startProxy() {
	const seen: string[] = [];
	const server: Server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
		response.end('by proxy');
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

/** An address of documentation's own (RFC 5737), which no machine has. */
const PROXY_ELSEWHERE = 'http://203.0.113.1:3128';

describe.each(['request', 'httpRequest'] as const)(
	"n8n's helper %sWithAuthentication, when n8n is set to use a proxy,",
	(helper) => {
		const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];
		const names = [...variables, ...variables.map((name) => name.toLowerCase())];
		const before = names.map((name) => [name, process.env[name]] as const);
		let sandbox: RunningSandbox;
		let proxy: Awaited<ReturnType<typeof startProxy>>;

		const get = async (baseUrl: string) =>
			await runNode({
				nodeType: nodeThatRequests(`${baseUrl}/products`, helper),
				items: [{ json: {} }],
				credential: { accessToken: TOKEN, baseUrl },
			});

		beforeAll(async () => {
			sandbox = await sandboxFor();
			proxy = await startProxy();
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

		test.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])(
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
