import type { IHttpRequestOptions } from 'n8n-workflow';

import { OmetriaApi } from '../../credentials/OmetriaApi.credentials';

const DATA = {
	accessToken: 'secret-token',
	baseUrl: 'https://api.ometria.com/v2',
	pushRequestsPerSecond: 8,
};

const sign = async (request: IHttpRequestOptions, data: object = DATA) =>
	await new OmetriaApi().authenticate({ ...DATA, ...data }, request);

describe('the credential, also when the HTTP Request node uses it', () => {
	it.each([
		{ url: 'https://api.ometria.com/v2/push' },
		{ url: '/products', baseURL: 'https://api.ometria.com/v2' },
		{ url: 'https://api.ometria.com/v2', baseURL: '' },
		{ url: '', baseURL: 'https://api.ometria.com/v2' },
		{ url: 'products?a=b:c//d', baseURL: 'https://API.ometria.com/v2' },
		{ url: 'https://api.ometria.com/v2/products?q=a b#c@d' },
		{ url: new URL('https://api.ometria.com/v2') as never },
		{ url: 'https://api.ometria.com:443/anything' },
	])('signs what goes to its own host, and follows no redirect: %j', async (request) => {
		const signed = await sign({ ...request, headers: { Accept: 'text/plain' } });
		expect(signed.headers).toEqual({ Accept: 'text/plain', 'X-Ometria-Auth': 'secret-token' });
		expect(signed.disableFollowRedirect).toBe(true);
		expect(signed.url).toBe(request.url);
	});

	it.each([
		{ url: 'https://evil.example/v2/push' },
		{ url: 'http://api.ometria.com/v2/push' },
		{ url: 'https://api.ometria.com:8443/v2/push' },
		{ url: 'https://api.ometria.com.evil.example/' },
		{ url: 'https://api.ometria.com@evil.example/' },
		{ url: '//evil.example/v2/push' },
		{ url: '/push', baseURL: 'https://evil.example' },
		{ url: 'https://evil.example/', baseURL: 'https://api.ometria.com/v2' },
	])('gives its token to no other: %j', async (request) => {
		await expect(sign(request)).rejects.toThrow(
			'This credential may only be used with https://api.ometria.com',
		);
	});

	// Each is a path to one HTTP client, and a host to another.
	it.each([
		'https:evil.example/x',
		'https:/evil.example/x',
		'https:\\evil.example\\x',
		'https:\\\\evil.example\\x',
		'https:/\\evil.example/x',
		'https:///evil.example/x',
		'https:api.ometria.com/v2',
		'https:///api.ometria.com/v2',
		'HTTPS:evil.example/x',
		' https:evil.example/x',
		'\thttps:evil.example/x',
		'ht\ntps://evil.example/x',
		' https://api.ometria.com/v2',
		'https://api.ometria.com/v2\u00a0',
		'https://api.ometria.com\\@evil.example/x',
		'https://@api.ometria.com/v2',
		'//evil.example',
		'//api.ometria.com/v2',
		'/\\evil.example',
		'\\\\evil.example',
		'javascript:alert(1)',
		'api.ometria.com:443/v2',
		'evil.example:443',
		{ toString: () => 'https://api.ometria.com/v2' } as unknown as string,
		null as unknown as string,
	])('gives its token to no address that clients read differently: %j', async (address) => {
		const own = 'https://api.ometria.com/v2';
		const requests = [
			{ url: address },
			{ uri: address },
			{ url: own, uri: address },
			{ url: address, baseURL: own },
			{ url: '/products', baseURL: address },
		];
		for (const request of requests) {
			await expect(sign(request as IHttpRequestOptions)).rejects.toThrow(
				'This credential may only be used with https://api.ometria.com',
			);
		}
	});

	it.each(['/products', 'products', '?x', '#x', '.', ''])(
		'gives its token to no address without a host, where no base URL is given: %j',
		async (url) => {
			for (const request of [{ url }, { url, baseURL: '' }]) {
				await expect(sign(request)).rejects.toThrow('This credential may only be used with');
			}
		},
	);

	it.each([
		[{ baseUrl: 'http://api.ometria.com/v2' }, /^Base URL must be an https address/],
		[{ accessToken: 'a b' }, /^Access Token must be/],
	])('refuses to work with %j', async (data, message) => {
		const failure = sign({ url: 'https://api.ometria.com/v2/push' }, data);
		await expect(failure).rejects.toThrow(message);
		await expect(failure).rejects.not.toThrow('secret-token');
	});
});

test.each([
	['http://127.0.0.1:4010/v2', { localAddress: '127.0.0.1', family: 4 }],
	['http://localhost:4010/v2', { localAddress: '127.0.0.1', family: 4 }],
	['http://[::1]:4010/v2', { localAddress: '::1', family: 6 }],
	['https://api.ometria.com/v2', undefined],
])(
	'plain http starts at a loopback address, which it cannot leave: %s',
	async (baseUrl, options) => {
		expect((await sign({ url: `${baseUrl}/push` }, { baseUrl })).agentOptions).toEqual(options);
	},
);

describe('the form', () => {
	test('has no condition, which n8n would evaluate for each request', () => {
		const { properties } = new OmetriaApi();
		expect(properties.filter(({ displayOptions }) => displayOptions !== undefined)).toEqual([]);
	});

	test('names the address of Ometria, beside that which the token is sent to', () => {
		const [notice] = new OmetriaApi().properties.filter(({ type }) => type === 'notice');
		expect(notice.displayName).toMatch(/is sent to the host above\. .*https:\/\/api\.ometria\.com/);
	});

	test('says which host gets the token', () => {
		const [baseUrl] = new OmetriaApi().properties.filter(({ name }) => name === 'baseUrl');
		expect(baseUrl.description).toContain('The access token is sent to this host only.');
	});
});

describe('requests of the HTTP Request node, which hold their address in `uri`', () => {
	const credentials = { accessToken: 'token', baseUrl: 'https://api.ometria.com/v2' };
	const sent = async (request: object) =>
		await new OmetriaApi().authenticate(credentials, request as IHttpRequestOptions);

	test('carry the token to the own host, without redirects', async () => {
		expect(await sent({ uri: 'https://api.ometria.com/v2/products' })).toMatchObject({
			headers: { 'X-Ometria-Auth': 'token' },
			followRedirect: false,
			followAllRedirects: false,
			maxRedirects: 0,
		});
	});

	test.each([
		{ uri: 'https://evil.example/v2/products' },
		{ uri: 'https://api.ometria.com:444/v2' },
		{ uri: 'http://api.ometria.com/v2' },
		{ uri: 'https://user@api.ometria.com/v2' },
		{ url: 'https://api.ometria.com/v2', uri: 'https://evil.example' },
		{},
		{ uri: 'https://api.ometria.com/v2', proxy: 'http://evil.example' },
		{ uri: 'https://api.ometria.com/v2', rejectUnauthorized: false },
		{ uri: 'https://api.ometria.com/v2', agentOptions: { rejectUnauthorized: false } },
		{ uri: 'https://api.ometria.com/v2', agent: {} },
		{ uri: { host: 'evil.example' } },
		{ url: 'https://api.ometria.com/v2', baseURL: 'https://evil.example' },
	])('never carry the token elsewhere: %j', async (request) => {
		await expect(sent(request)).rejects.toThrow('This credential may ');
	});

	test('keep no given Host header and no given token', async () => {
		const headers = { host: 'evil.example', 'x-ometria-auth': 'other' };
		expect((await sent({ uri: 'https://api.ometria.com/v2', headers })).headers).toEqual({
			'X-Ometria-Auth': 'token',
		});
	});
});
