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
		{ url: 'products' },
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

	it.each([
		[{ baseUrl: 'http://api.ometria.com/v2' }, /^Base URL must be an https address/],
		[{ accessToken: 'a b' }, /^Access Token must be/],
	])('refuses to work with %j', async (data, message) => {
		const failure = sign({ url: '/push' }, data);
		await expect(failure).rejects.toThrow(message);
		await expect(failure).rejects.not.toThrow('secret-token');
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
