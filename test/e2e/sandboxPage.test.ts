import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser, Page } from 'playwright-core';

import { waitFor } from '../../playground/src/wait';
import { DEFAULTS } from '../../sandbox/core/types';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { launchBrowser, picturePath, violations } from '../support/browser';

/** The sandbox's page in Chromium, with what its user does on it. */
let browser: Browser;
let page: Page;
let sandbox: RunningSandbox;
const problems: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
	browser = await launchBrowser();
	const context = await browser.newContext({
		viewport: { width: 1400, height: 1000 },
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	page = await context.newPage();
	page.setDefaultTimeout(15_000);
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	await page.goto(sandbox.pageUrl);
});
afterEach(() => {
	sandbox.server.reset();
	sandbox.server.setOptions(DEFAULTS);
	expect(problems.splice(0)).toEqual([]);
});
afterAll(async () => {
	await browser?.close();
	await sandbox.close();
});

async function push(records: object[]): Promise<number> {
	const { status } = await fetch(`${sandbox.url}/push`, {
		method: 'POST',
		headers: {
			'X-Ometria-Auth': 'sandbox-token',
			'X-Request-ID': 'sent-by-me',
			'content-type': 'application/json',
		},
		body: JSON.stringify(records),
	});
	return status;
}

const contact = (id: string, more: object = {}) => ({
	'@type': 'contact',
	id,
	email: `${id}@shop.example`,
	...more,
});

async function shows(id: string, expected: string | RegExp): Promise<void> {
	await waitFor(`${String(expected)} in ${id}`, 15_000, async () => {
		const text = await page.locator(`#${id}`).innerText();
		return (
			(typeof expected === 'string' ? text.includes(expected) : expected.test(text)) || undefined
		);
	});
}

test('the page shows what arrives while it arrives', async () => {
	await push([contact('c-1'), contact('c-2'), contact('c-3', { email: 'nobody' })]);
	await push([{ '@type': 'product', id: 'p-1', title: 'Tea', price: 4.5 }]);
	await shows('total-received', '4');
	await shows('total-stored', '3');
	await shows('types', /Contacts\s+3\s+2/);
	await shows('latest', /POST \/push\s+202\s+3 contacts\s+3\s+[0-9a-f-]{36}\s+sent-by-me/);
	await shows('latest', /202\s+1 product\s+1/);
	await shows('errors', /contact\s+c-3\s+not a valid value\s+root > email/);
	await shows('rate-words', '2 received, 0 over the limit');
	expect(await page.locator('#chart rect.received').count()).toBeGreaterThan(0);
});

test('what arrives is text, whatever it holds', async () => {
	const id = '<img src=x onerror="document.title=1"><b id="bold">x</b>';
	await push([{ '@type': 'contact', id, email: 'nobody' }]);
	await shows('errors', id);
	expect(await page.locator('#bold').count()).toBe(0);
	expect(await page.title()).toBe('Ometria sandbox');
});

test('a record is found by its ID, and shows its contents, which stay open', async () => {
	await push(Array.from({ length: 30 }, (_, i) => contact(`c-${i}`, { firstname: `Name ${i}` })));
	await shows('records', 'contact c-29');
	await page.getByLabel('Find by ID or email').fill('c-17');
	await shows('records', /^\d\d:\d\d:\d\d contact c-17$/);
	await page.getByText('contact c-17').click();
	await shows('records', '"firstname": "Name 17"');
	await push([contact('c-17', { firstname: 'Ada' })]);
	await shows('records', '"firstname": "Ada"');
	await page.getByLabel('Find by ID or email').fill('x-1');
	await shows('records-empty', 'No stored record has "x-1" in its ID or email.');
	await page.getByLabel('Find by ID or email').fill('');
	await shows('records', 'contact c-29');
});

test('a rejected record is found by its email, and opens to what was pushed', async () => {
	await push([
		contact('c-1'),
		contact('c-2', { email: 'Eve@other.example', gender: 'x', country_id: 'GBR' }),
	]);
	await page.getByLabel('Find by ID or email').fill('eve@other');
	await shows('rejected', /contact, root > gender, root > country_id: c-2$/);
	await shows('records-empty', 'No stored record has "eve@other" in its ID or email.');
	await page.locator('#rejected summary').click();
	await shows('rejected', '"country_id": "GBR"');
	await page.getByLabel('Find by ID or email').fill('c-1@shop');
	await shows('records', 'contact c-1');
	await shows('rejected-empty', 'No rejected record has "c-1@shop" in its ID or email.');
	await page.getByLabel('Find by ID or email').fill('');
});

test('the page shows the limit at work', async () => {
	const statuses = await Promise.all(
		Array.from({ length: 12 }, (_, i) => push([contact(`c-${i}`)])),
	);
	const limited = statuses.filter((status) => status === 429).length;
	expect(limited).toBeGreaterThan(0);
	await shows('total-limited', String(limited));
	await shows('latest', '429');
	await shows('rate-words', 'The limit is 8 a second.');
});

test('a fault is switched on, holds, and is switched off', async () => {
	const fault = page.getByRole('switch', { name: 'Pushes answer 503' });
	await fault.check();
	await shows('said', 'On: Pushes answer 503');
	expect([await push([contact('1')]), await push([contact('1')])]).toEqual([503, 503]);
	await fault.uncheck();
	await shows('said', 'Off: Pushes answer 503');
	expect(await push([contact('1')])).toBe(202);
	await shows('latest', '503');
});

test('a fault for one request switches itself off', async () => {
	await page.getByLabel('A fault stays on').selectOption('for 1 request');
	const fault = page.getByRole('switch', { name: 'Pushes answer 403' });
	await fault.check();
	await shows('left-refused', 'For 1 more request.');
	expect([await push([contact('1')]), await push([contact('1')])]).toEqual([403, 202]);
	await waitFor('The switch', 15_000, async () => !(await fault.isChecked()) || undefined);
});

test('the page shows errors of another integration, more than the list holds', async () => {
	await page.getByRole('button', { name: 'Add 150 errors' }).click();
	await shows('total-errors', '100');
	await shows('errors', 'other-150');
});

test('settings are applied, and one that cannot be is not sent', async () => {
	await page.getByRole('spinbutton', { name: 'Push requests per second' }).fill('3');
	await page.getByLabel('Form of the error list').selectOption('short: message and path');
	await page.getByLabel(/^Reject every/).fill('2');
	await page.getByRole('button', { name: 'Apply settings' }).click();
	await shows('said', 'Settings applied.');
	expect(sandbox.server.options).toMatchObject({
		pushLimit: { model: 'slidingWindow', perSecond: 3 },
		errorShape: 'short',
		rejectEvery: 2,
	});
	await page.getByLabel('Time per answer (ms)').fill('-5');
	await page.getByRole('button', { name: 'Apply settings' }).click();
	expect(sandbox.server.options.latencyMs).toBe(0);
	await page.reload();
});

test('base URL and token are copied', async () => {
	await page.getByRole('button', { name: 'Copy base URL' }).click();
	await shows('said', 'Copied.');
	expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(sandbox.url);
	await page.getByRole('button', { name: 'Copy access token' }).click();
	await waitFor('The token', 15_000, async () => {
		const text = await page.evaluate<string>('navigator.clipboard.readText()');
		return text === 'sandbox-token' || undefined;
	});
});

test('everything is deleted on request', async () => {
	await push([contact('c-1', { email: 'nobody' })]);
	await shows('total-errors', '1');
	await page.getByRole('button', { name: 'Delete everything' }).click();
	await shows('total-errors', '0');
	await shows('latest-empty', 'Nothing has arrived yet');
	expect(sandbox.server.log).toEqual([]);
});

test.each(['light', 'dark'] as const)(
	'the page is accessible in the %s theme, also on a small screen',
	async (colorScheme) => {
		await page.emulateMedia({ colorScheme });
		for (let i = 0; i < 12; i++) {
			await push([contact(`c-${i}`, i % 4 === 0 ? { gender: 'x' } : {})]);
		}
		await push([{ '@type': 'order', id: 'o-1' }]);
		sandbox.server.script({ status: 503 });
		await push([contact('c-13')]);
		await shows('latest', '503');
		await page.getByRole('switch', { name: 'Pushes answer 429' }).check();
		await shows('said', 'On: ');
		expect(await violations(page)).toEqual([]);
		await page.screenshot({ path: picturePath(`sandbox-${colorScheme}`) });
		await page.setViewportSize({ width: 390, height: 844 });
		expect(await violations(page)).toEqual([]);
		const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
		expect(wide).toBeLessThanOrEqual(390);
		await page.screenshot({ path: picturePath(`sandbox-${colorScheme}-small`), fullPage: true });
		await page.setViewportSize({ width: 1400, height: 1000 });
	},
);

test('the page says when the sandbox is gone', async () => {
	const other = await startSandbox();
	const visitor = await browser.newPage();
	await visitor.goto(other.pageUrl);
	await visitor.getByText('sandbox-token').waitFor();
	await other.close();
	await visitor.getByText('The sandbox does not answer.').waitFor();
	await visitor.close();
});

test('the page says what was dropped', async () => {
	const error = { request_id: 'r', record_type: 'contact', record_id: 'c', record: {} };
	const message = { error_message: 'wrong', error_path: 'root' };
	const rest = { timestamp: '2026-01-15T10:00:00Z', account: 'a', source: 'api', message };
	sandbox.server.addErrors(
		Array.from({ length: 10_005 }, () => ({ ...error, ...rest })),
		Date.now(),
	);
	await shows('dropped', '5 push errors');
});

test('the sandbox answers no page of another site, whatever a browser lets it send', async () => {
	const other = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html').end('<form method="post"></form>');
	});
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const foreign = await browser.newPage();
	const statuses: number[] = [];
	foreign.on('response', (response) => {
		if (response.url().startsWith(sandbox.pageUrl)) statuses.push(response.status());
	});
	try {
		sandbox.server.script({ name: 'kept' });
		// By another name than the sandbox's, so that it is another site.
		await foreign.goto(`http://localhost:${(other.address() as AddressInfo).port}/`);
		await foreign.evaluate(async (address) => {
			const options = { mode: 'no-cors' } as const;
			await fetch(`${address}_sandbox/requests`, options);
			await fetch(`${address}_sandbox/reset`, { ...options, method: 'POST', body: 'x' });
			await fetch(`${address}v2/push/_errors`, options);
		}, sandbox.pageUrl);
		expect(sandbox.server.faults.pending()).toHaveLength(1);
		expect(statuses).toEqual([403, 403, 403]);
		expect(sandbox.server.log).toEqual([]);
	} finally {
		await foreign.close();
		other.close();
	}
});
