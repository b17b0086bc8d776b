import { readAccount } from '../../../nodes/Ometria/transport/account';

describe('account', () => {
	const good = {
		accessToken: 'abc-123',
		baseUrl: 'https://api.ometria.com/v2',
		pushRequestsPerSecond: 4,
	};

	test('is read from the credential; its key does not show the token', () => {
		const check = readAccount(good);
		expect(check).toMatchObject({
			ok: true,
			account: { accessToken: 'abc-123', pushRequestsPerSecond: 4 },
		});
		expect(check.ok && check.account.key).not.toContain('abc-123');
	});

	test('accounts differ by token and by host, not by how the host is spelt', () => {
		const key = (change: object) => {
			const check = readAccount({ ...good, ...change });
			return check.ok ? check.account.key : undefined;
		};
		expect(key({ accessToken: 'other' })).not.toBe(key({}));
		expect(key({ baseUrl: 'http://localhost:1/v2' })).not.toBe(key({}));
		expect(key({ baseUrl: 'https://api.ometria.com/v2/', pushRequestsPerSecond: 8 })).toBe(key({}));
		expect(key({ baseUrl: 'https://API.ometria.com./v2' })).toBe(key({}));
		const local = ['localhost', '127.0.0.1', '[::1]'].map((host) =>
			key({ baseUrl: `http://${host}:3000/v2` }),
		);
		expect(new Set(local).size).toBe(1);
		expect(key({ baseUrl: 'http://localhost:3001/v2' })).not.toBe(local[0]);
	});

	test('credentials saved before the field existed get the published default', () => {
		const check = readAccount({ accessToken: 'a', baseUrl: good.baseUrl });
		expect(check.ok && check.account.pushRequestsPerSecond).toBe(8);
	});

	test.each([
		[{ accessToken: '' }, 'Access Token'],
		[{ accessToken: 12345 }, 'Access Token'],
		[{ accessToken: 'two words' }, 'Access Token'],
		[{ accessToken: 'line\nbreak' }, 'Access Token'],
		[{ accessToken: 'ключ' }, 'Access Token'],
		[{ baseUrl: 'http://api.ometria.com' }, 'Base URL'],
		[{ pushRequestsPerSecond: 0 }, 'Push Requests per Second'],
		[{ pushRequestsPerSecond: 2.5 }, 'Push Requests per Second'],
		[{ pushRequestsPerSecond: 'many' }, 'Push Requests per Second'],
	])('%j names the field %s, and what it should be', (change, field) => {
		expect(readAccount({ ...good, ...change })).toMatchObject({
			ok: false,
			field,
			expected: expect.stringMatching(/./) as string,
		});
	});

	test('one request per second is enough', () => {
		expect(readAccount({ ...good, pushRequestsPerSecond: 1 })).toMatchObject({
			ok: true,
			account: { pushRequestsPerSecond: 1 },
		});
	});
});
