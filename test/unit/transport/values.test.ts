import fc from 'fast-check';

import { readAccount } from '../../../nodes/Ometria/transport/account';
import { checkBaseUrl } from '../../../nodes/Ometria/transport/baseUrl';
import { systemClock } from '../../../nodes/Ometria/transport/clock';
import { retryAfterMs } from '../../../nodes/Ometria/transport/retryAfter';
import { shorten } from '../../../nodes/Ometria/utils/text';
import { serverText } from '../../../nodes/Ometria/transport/serverText';

describe('base URL', () => {
	test.each([
		['https://api.ometria.com/v2', 'https://api.ometria.com/v2'],
		[' https://api.ometria.com/v2/ ', 'https://api.ometria.com/v2'],
		['https://proxy.shop.example', 'https://proxy.shop.example'],
		['http://localhost:4010/v2', 'http://localhost:4010/v2'],
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
		'https://api.ometria.com/v2?x=1',
		'https://api.ometria.com/v2#x',
		'api.ometria.com/v2',
		'',
		'   ',
		undefined,
		42,
	])('%s is refused', (value) => {
		expect(checkBaseUrl(value).ok).toBe(false);
	});
});

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

	test('accounts differ by token and by base URL', () => {
		const key = (change: object) => {
			const check = readAccount({ ...good, ...change });
			return check.ok ? check.account.key : undefined;
		};
		expect(key({ accessToken: 'other' })).not.toBe(key({}));
		expect(key({ baseUrl: 'http://localhost:1/v2' })).not.toBe(key({}));
		expect(key({ baseUrl: 'https://api.ometria.com/v2/', pushRequestsPerSecond: 8 })).toBe(key({}));
	});

	test('credentials saved before the field existed get the published default', () => {
		const check = readAccount({ accessToken: 'a', baseUrl: good.baseUrl });
		expect(check.ok && check.account.pushRequestsPerSecond).toBe(8);
	});

	test.each([
		[{ accessToken: '' }, 'Access Token'],
		[{ accessToken: 'two words' }, 'Access Token'],
		[{ accessToken: 'line\nbreak' }, 'Access Token'],
		[{ accessToken: 'ключ' }, 'Access Token'],
		[{ baseUrl: 'http://api.ometria.com' }, 'Base URL'],
		[{ pushRequestsPerSecond: 0 }, 'Push Requests per Second'],
		[{ pushRequestsPerSecond: 2.5 }, 'Push Requests per Second'],
		[{ pushRequestsPerSecond: 'many' }, 'Push Requests per Second'],
	])('%j names the field %s', (change, field) => {
		expect(readAccount({ ...good, ...change })).toMatchObject({ ok: false, field });
	});
});

describe('Retry-After', () => {
	const now = Date.UTC(2026, 0, 15);

	test.each([
		['0', 0],
		['12', 12_000],
		[' 7 ', 7000],
		['1.5', 1500],
		['100000', 300_000],
		['Thu, 15 Jan 2026 00:00:30 GMT', 30_000],
		['Wed, 14 Jan 2026 00:00:00 GMT', 0],
		['Fri, 16 Jan 2026 00:00:00 GMT', 300_000],
	])('%s is %i ms', (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});

	test.each([undefined, '', 'soon', '-5', '12s'])('%s is not known', (header) => {
		expect(retryAfterMs(header, now)).toBeUndefined();
	});

	test('is never negative nor beyond the cap, whatever the header', () => {
		fc.assert(
			fc.property(fc.string(), (header) => {
				const ms = retryAfterMs(header, now);
				return ms === undefined || (ms >= 0 && ms <= 300_000);
			}),
		);
	});
});

describe('server text', () => {
	const said = (text: string) => serverText({ kind: 'answer', status: 400, headers: {}, text });

	test.each([
		['{"message":"no"}', 'no'],
		['{"error":{"detail":"deep"}}', 'deep'],
		['{"errors":[{"error_message":"first"},{"error_message":"second"}]}', 'first'],
		['{"errors":[]}', '{"errors":[]}'],
		['"plain"', 'plain'],
		['Payload invalid: Record is too large.', 'Payload invalid: Record is too large.'],
		['<html><head><title> 502 Bad Gateway </title></head>', '502 Bad Gateway'],
		['', ''],
		[`{"message":${'['.repeat(60)}${']'.repeat(60)}}`, ''],
	])('%s says %s', (text, expected) => {
		expect(said(text)).toBe(expected);
	});

	test('is shortened without cutting an emoji', () => {
		const short = shorten(`${'x'.repeat(299)}😀😀`);
		expect(short).toBe(`${'x'.repeat(299)}…`);
	});
});

describe('system clock', () => {
	test('sleeps until an abort', async () => {
		const abort = new AbortController();
		const from = systemClock.now();
		const slept = systemClock.sleep(60_000, abort.signal);
		abort.abort();
		await slept;
		expect(systemClock.now() - from).toBeLessThan(30_000);
	});

	test('does not wake before its time', async () => {
		const from = systemClock.now();
		await systemClock.sleep(15);
		expect(systemClock.now() - from).toBeGreaterThanOrEqual(15);
	});
});
