import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Execution, WorkflowData, WorkflowNode } from '../../playground/src/n8nApi';
import { N8N } from '../../playground/src/n8nProcess';
import { type RealN8n, realN8n } from '../support/realN8n';
import { SPELLINGS, spelt } from '../support/spellings';
import { type WatchedServer, watchedServer } from '../support/watchedServer';

/**
 * n8n's own HTTP Request node with this package's credential: whoever may use the credential in a
 * workflow chooses the address, so the credential has to refuse every address but its own.
 */
const TOKEN = 'http-request-node-token';

interface NodeType {
	name: string;
	version?: number | number[];
	properties?: Array<{ options?: Array<{ value?: unknown }> }>;
}

/** Every version of the node of this n8n that offers predefined credentials (1 does not). */
const VERSIONS = (
	JSON.parse(
		readFileSync(
			join(N8N, '..', '..', '..', 'n8n-nodes-base', 'dist', 'types', 'nodes.json'),
			'utf8',
		),
	) as NodeType[]
)
	.filter(({ name, properties = [] }) => {
		const values = properties.flatMap(({ options = [] }) => options.map(({ value }) => value));
		return name === 'httpRequest' && values.includes('predefinedCredentialType');
	})
	.flatMap(({ version = [] }) => version)
	.sort();

const ONLY_OWN = 'This credential may only be used with';

let real: RealN8n;
let own: WatchedServer;
let foreign: WatchedServer;
let credential: { id: string; name: string };

beforeAll(async () => {
	foreign = await watchedServer();
	own = await watchedServer((path) =>
		path.includes('/redirect/')
			? {
					status: Number(path.split('/').at(-1)),
					headers: { location: `http://${foreign.host}/redirected` },
				}
			: {},
	);
	real = await realN8n();
	const data = { accessToken: TOKEN, baseUrl: `http://${own.host}/v2`, pushRequestsPerSecond: 8 };
	credential = { id: await real.api.saveCredential('Ometria', data), name: 'Ometria' };
});
beforeEach(() => {
	own.seen.length = 0;
	foreign.seen.length = 0;
});
afterAll(async () => {
	await real?.end();
	await own.close();
	await foreign.close();
});

/** What one HTTP Request node asks for; each version has its own name for each part. */
interface Asked {
	url: string;
	method?: string;
	header?: { name: string; value: string };
	proxy?: string;
	ignoreSslIssues?: boolean;
	nextUrl?: string;
}

function parametersOf(version: number, asked: Asked): Record<string, unknown> {
	const { url, method = 'GET', header, proxy, ignoreSslIssues, nextUrl } = asked;
	const common = {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'ometriaApi',
	};
	if (version === 2) {
		return {
			...common,
			requestMethod: method,
			allowUnauthorizedCerts: ignoreSslIssues ?? false,
			headerParametersUi: { parameter: header ? [header] : [] },
			options: { followRedirect: true, ...(proxy && { proxy }) },
		};
	}
	const pagination = {
		paginationMode: 'responseContainsNextURL',
		nextURL: nextUrl,
		paginationCompleteWhen: 'other',
		completeExpression: '={{ false }}',
		limitPagesFetched: true,
		maxRequests: 3,
	};
	return {
		...common,
		method,
		sendHeaders: header !== undefined,
		headerParameters: { parameters: header ? [header] : [] },
		options: {
			redirect: { redirect: { followRedirects: true, maxRedirects: 5 } },
			...(proxy && { proxy }),
			...(ignoreSslIssues && { allowUnauthorizedCerts: true }),
			...(nextUrl && { pagination: { pagination } }),
		},
	};
}

/** Runs the nodes one beside the other; a failure of one leaves the others alone. */
async function runNodes(version: number, nodes: Record<string, Asked>): Promise<Execution> {
	const requestNodes = Object.entries(nodes).map(([name, asked], index): WorkflowNode => ({
		name,
		id: name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: version,
		onError: 'continueRegularOutput',
		parameters: parametersOf(version, asked),
		credentials: { ometriaApi: credential },
		// n8n runs branches from top to bottom.
		position: [200, 100 * index],
	}));
	const workflow: WorkflowData = {
		name: `HTTP Request ${version}`,
		nodes: [
			{
				name: 'Start',
				id: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				parameters: {},
				position: [0, 0],
			},
			...requestNodes,
		],
		connections: {
			Start: { main: [requestNodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		},
	};
	return await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
}

/** What the run of a node left: its items and its error, as text. */
const leftBy = (execution: Execution, node: string) => JSON.stringify(execution.runs[node]);

test('the versions of the oldest supported n8n are among those that are tried', () => {
	expect(VERSIONS).toEqual(expect.arrayContaining([2, 3, 4, 4.1, 4.2]));
});

describe.each(VERSIONS)('the HTTP Request node of version %d', (version) => {
	test('reaches the base URL, with the token and the right Host header', async () => {
		const url = `http://${own.host}/v2/products`;
		const execution = await runNodes(version, {
			plain: { url },
			host: { url: `${url}?host`, header: { name: 'Host', value: 'foreign.example' } },
			token: { url: `${url}?token`, header: { name: 'x-ometria-auth', value: 'other' } },
		});
		const withToken = expect.stringContaining(TOKEN) as string;
		expect(own.seen).toEqual([
			{ request: 'GET /v2/products', host: own.host, headers: withToken },
			{ request: 'GET /v2/products?host', host: own.host, headers: withToken },
			{ request: 'GET /v2/products?token', host: own.host, headers: withToken },
		]);
		for (const node of ['plain', 'host', 'token']) {
			expect(leftBy(execution, node)).toContain('"answer":"yes"');
		}
		expect(JSON.stringify(execution)).not.toContain(TOKEN);
	});

	test('is refused for every other address, proxy and unverified connection', async () => {
		const url = `http://${own.host}/v2/products`;
		const nodes: Record<string, [Asked, string]> = {
			'other host': [{ url: `http://localhost:${foreign.port}/v2` }, ONLY_OWN],
			'other port': [{ url: `http://${foreign.host}/v2` }, ONLY_OWN],
			'other scheme': [{ url: `https://${own.host}/v2` }, ONLY_OWN],
			'user name': [{ url: `http://user:password@${own.host}/v2` }, ONLY_OWN],
			'own address as user name': [{ url: `http://${own.host}@${foreign.host}/v2` }, ONLY_OWN],
			'post elsewhere': [{ url: `http://${foreign.host}/v2`, method: 'POST' }, ONLY_OWN],
			proxy: [
				{ url, proxy: `http://${foreign.host}` },
				'This credential may not be used through a proxy',
			],
			'unverified connection': [
				{ url, ignoreSslIssues: true },
				'This credential may not be used with SSL issues ignored',
			],
		};
		const asked = Object.entries(nodes).map(([name, [parameters]]) => [name, parameters] as const);
		const execution = await runNodes(version, Object.fromEntries(asked));
		expect(foreign.seen).toEqual([]);
		expect(own.seen).toEqual([]);
		for (const [name, [, message]] of Object.entries(nodes)) {
			expect([name, leftBy(execution, name)]).toEqual([name, expect.stringContaining(message)]);
		}
		expect(JSON.stringify(execution)).not.toContain(TOKEN);
	});

	test('takes the token to no other host, however an address is spelt', async () => {
		const spellings = SPELLINGS.filter(Boolean);
		const asked = spellings.map((spelling, i) => [
			`spelling ${i}`,
			{ url: spelt(spelling, own.host, foreign.host) },
		]);
		const execution = await runNodes(version, Object.fromEntries(asked) as Record<string, Asked>);
		expect(foreign.seen).toEqual([]);
		expect(own.seen).toEqual([]);
		for (const [index, spelling] of spellings.entries()) {
			expect([spelling, leftBy(execution, `spelling ${index}`)]).toEqual([
				spelling,
				expect.stringContaining('error'),
			]);
		}
		expect(JSON.stringify(execution)).not.toContain(TOKEN);
	});

	test('follows no redirect', async () => {
		const redirect = (status: number) => `http://${own.host}/redirect/${status}`;
		const execution = await runNodes(version, {
			'get 302': { url: redirect(302) },
			'get 307': { url: redirect(307) },
			'post 302': { url: redirect(302), method: 'POST' },
			'post 307': { url: redirect(307), method: 'POST' },
		});
		expect(foreign.seen).toEqual([]);
		expect(own.seen.map(({ request }) => request)).toEqual([
			'GET /redirect/302',
			'GET /redirect/307',
			'POST /redirect/302',
			'POST /redirect/307',
		]);
		expect(leftBy(execution, 'get 307')).toContain('307');
		expect(JSON.stringify(execution)).not.toContain(TOKEN);
	});

	// Version 2 has no pagination.
	if (version === 2) return;
	test('stays at home when the next page is elsewhere', async () => {
		const url = `http://${own.host}/v2/products`;
		const execution = await runNodes(version, {
			pages: { url, nextUrl: `={{ $pageCount === 0 ? "${url}" : "http://${foreign.host}/next" }}` },
		});
		expect(foreign.seen).toEqual([]);
		expect(own.seen.map(({ request }) => request)).toEqual(['GET /v2/products']);
		expect(leftBy(execution, 'pages')).toContain(ONLY_OWN);
		expect(JSON.stringify(execution)).not.toContain(TOKEN);
	});
});
