/**
 * n8n's own HTTP Request node with this package's credential. Whoever may use the credential in a
 * workflow chooses the address, so the credential has to refuse every address that n8n's HTTP client
 * would not take to its own host. Which addresses those are depends on the client, so these tests run
 * on many versions of n8n (`npm run test:engine:versions -- --credential`), and on no other occasion:
 * the node is no development package.
 */
import type { IVersionedNodeType } from 'n8n-workflow';

import { runNode, TOKEN } from '../support/engine';
import { SPELLINGS, spelt } from '../support/spellings';
import { type WatchedServer, watchedServer } from '../support/watchedServer';

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- only this folder has the node
const { HttpRequest } = require(
	`${process.env.ENGINE_FOLDER}/node_modules/n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js`,
) as { HttpRequest: new () => IVersionedNodeType };

/** The versions of the node that offer predefined credentials; 1 does not. */
const versions = Object.keys(new HttpRequest().nodeVersions)
	.map(Number)
	.filter((version) => version >= 2);

let own: WatchedServer;
let foreign: WatchedServer;
/** What the own server names as the next page, and where it redirects to. */
let next: string;

beforeAll(async () => {
	foreign = await watchedServer();
	own = await watchedServer((path) => {
		const status = Number(/\/redirect\/(\d+)/.exec(path)?.[1] ?? 200);
		// A header takes no control characters, and of a text only Latin letters.
		const location = next.replaceAll(/[^\u0020-\u007e]/g, '');
		return { status, ...(status !== 200 && { headers: { location } }), body: { next } };
	});
});
beforeEach(() => {
	own.seen.length = 0;
	foreign.seen.length = 0;
	next = '';
});
afterAll(async () => {
	await own.close();
	await foreign.close();
});

const spelled = (spelling: string) => spelt(spelling, own.host, foreign.host);

interface Asked {
	url: string;
	method?: string;
	proxy?: string;
	paged?: true | undefined;
}

function parametersOf(version: number, { url, method = 'GET', proxy, paged }: Asked) {
	const pagination = {
		paginationMode: 'responseContainsNextURL',
		nextURL: '={{ $response.body.next }}',
		paginationCompleteWhen: 'other',
		completeExpression: '={{ false }}',
		limitPagesFetched: true,
		maxRequests: 2,
	};
	return {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'ometriaApi',
		...(version === 2 ? { requestMethod: method } : { method }),
		options: {
			...(version === 2
				? { followRedirect: true }
				: { redirect: { redirect: { followRedirects: true, maxRedirects: 5 } } }),
			...(proxy !== undefined && { proxy }),
			...(paged && { pagination: { pagination } }),
		},
	};
}

/** Runs the node once; the answer comes within a second, or not at all. */
async function ask(version: number, asked: Asked) {
	const nodeType = new HttpRequest().nodeVersions[version];
	return await runNode({
		nodeType,
		items: [{ json: {} }],
		parameters: parametersOf(version, asked),
		settings: { type: HTTP_REQUEST, typeVersion: version },
		credential: { accessToken: TOKEN, baseUrl: `http://${own.host}/v2` },
	});
}

/** No other host was asked, and the own one only under its own name. */
function expectNothingElsewhere(what: string) {
	expect([what, foreign.seen]).toEqual([what, []]);
	expect(own.seen.filter(({ host }) => host !== own.host)).toEqual([]);
}

describe.each(versions)('the HTTP Request node of version %d', (version) => {
	const ownUrl = () => `http://${own.host}/v2/products`;

	test('reaches its own address, page by page, with the token', async () => {
		next = `${ownUrl()}?page=2`;
		const paged = version === 2 ? undefined : true;
		expect((await ask(version, { url: ownUrl(), paged })).error).toBeUndefined();
		const pages = own.seen.map(({ request }) => request);
		expect(pages).toEqual(['GET /v2/products', ...(paged ? ['GET /v2/products?page=2'] : [])]);
		for (const { headers } of own.seen) expect(headers).toContain(TOKEN);
	});

	// n8n runs no node without a URL, and takes an empty proxy for none.
	const given = SPELLINGS.filter(Boolean);
	test.each(given)('takes the token to no other host by the URL %j', async (spelling) => {
		const { status } = await ask(version, { url: spelled(spelling) });
		expectNothingElsewhere('url');
		expect(own.seen).toEqual([]);
		expect(status).toBe('error');
	});

	test.each(SPELLINGS)('takes the token to no other host by a redirect to %j', async (spelling) => {
		next = spelled(spelling);
		for (const status of [301, 307]) {
			await ask(version, { url: `http://${own.host}/v2/redirect/${status}` });
			await ask(version, { url: `http://${own.host}/v2/redirect/${status}`, method: 'POST' });
		}
		expectNothingElsewhere('redirect');
		expect(own.seen).toHaveLength(4);
	});

	test.each(given)('uses no proxy %j', async (spelling) => {
		const { status } = await ask(version, { url: ownUrl(), proxy: spelled(spelling) });
		expectNothingElsewhere('proxy');
		expect(own.seen).toEqual([]);
		expect(status).toBe('error');
	});

	// Version 2 has no pagination.
	if (version === 2) return;
	test.each(SPELLINGS)('takes the token to no other host by the next page %j', async (spelling) => {
		next = spelled(spelling);
		const { status } = await ask(version, { url: ownUrl(), paged: true });
		expectNothingElsewhere('next page');
		expect(own.seen.map(({ request }) => request)).toEqual(['GET /v2/products']);
		expect(status).toBe('error');
	});
});
