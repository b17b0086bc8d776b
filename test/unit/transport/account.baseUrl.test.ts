import { checkBaseUrl } from '../../../nodes/Ometria/transport/account';

describe('base URL', () => {
	test.each([
		['https://api.ometria.com/v2', 'https://api.ometria.com/v2'],
		[' https://api.ometria.com/v2/ ', 'https://api.ometria.com/v2'],
		['https://proxy.shop.example', 'https://proxy.shop.example'],
		['http://localhost:4010/v2', 'http://localhost:4010/v2'],
		['http://127.0.0.100:4010/v2', 'http://127.0.0.100:4010/v2'],
		['http://127.0.0.1:4010/v2//', 'http://127.0.0.1:4010/v2'],
		['http://[::1]:4010/v2', 'http://[::1]:4010/v2'],
		['HTTPS://API.OMETRIA.COM/v2', 'https://api.ometria.com/v2'],
	])('%s is accepted', (value, url) => {
		expect(checkBaseUrl(value)).toEqual({ ok: true, url });
	});

	test.each([
		'http://api.ometria.com/v2',
		'http://127.0.0.1.evil.example/v2',
		'http://localhost.evil.example',
		'http://128.0.0.1/',
		'http://0.0.0.0/',
		'ftp://localhost/v2',
		'file:///etc/passwd',
		'https://user:pass@api.ometria.com/v2', // secretlint-disable-line
		'https://user@api.ometria.com/v2',
		'https://:pass@api.ometria.com/v2', // secretlint-disable-line
		'https://api.ometria.com/v2?x=1',
		'https://api.ometria.com/v2#x',
		'api.ometria.com/v2',
		'',
		'   ',
		undefined,
		42,
	])('%s is refused, and what is expected is said', (value) => {
		expect(checkBaseUrl(value)).toEqual({
			ok: false,
			expected: expect.stringMatching(/./) as string,
		});
	});
});
