import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { launchBrowser, picturePath, violations } from '../support/browser';

/** The page that checks records, in Chromium. */
let browser: Browser;
let page: Page;
let sandbox: RunningSandbox;
const problems: string[] = [];
/** Requests of the page, once it is loaded. */
const requests: string[] = [];

beforeAll(async () => {
	execFileSync(process.execPath, [join(ROOT, 'scripts', 'buildSandbox.mjs'), '--page']);
	sandbox = await startSandbox();
	browser = await launchBrowser();
	page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
	page.setDefaultTimeout(15_000);
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	page.on('request', (request) => requests.push(new URL(request.url()).pathname));
});
beforeEach(async () => {
	await page.goto(`${sandbox.pageUrl}check`);
	await page.locator('#option-validation').waitFor();
	requests.length = 0;
});
afterEach(() => {
	expect(problems.splice(0)).toEqual([]);
});
afterAll(async () => {
	await browser?.close();
	await sandbox.close();
});

const SHEET = `Customer No,E-Mail,Newsletter,Birthday
c-1,ada@shop.example,yes,25/12/1990
c-2,bob@shop.example,no,03/04/1990
c-3,eve@shop.example,perhaps,
`;

async function shows(id: string, expected: string | RegExp): Promise<void> {
	await waitFor(`${String(expected)} in ${id}`, 30_000, async () => {
		const text = await page.locator(`#${id}`).innerText();
		const isThere = typeof expected === 'string' ? text.includes(expected) : expected.test(text);
		return isThere || undefined;
	});
}

async function checkText(text: string): Promise<void> {
	await page.getByLabel("Paste JSON, CSV or a shop's payload").fill(text);
	await page.getByRole('button', { name: 'Check', exact: true }).click();
}

test('a pasted sheet shows what would be sent, what is refused and why, and nothing leaves the page', async () => {
	await checkText(SHEET);
	await shows('said', '3 records checked, 2 refused.');
	await shows('count-sent', '1');
	await shows('notes', 'Input Format was detected: 3 rows of a table');
	await shows('causes', /"Newsletter": 1 row \(row 4\)/);
	await shows('records', /^Row 3 c-2\s+Row 4 c-3$/);
	await page.locator('summary', { hasText: 'Row 4' }).click();
	await shows('records', 'The node');
	await shows('records', 'The sandbox');
	await shows('records', 'found "perhaps"');
	await page.getByLabel('Show').selectOption('would be sent');
	await page.locator('summary', { hasText: 'Row 2' }).click();
	await shows('records', '"marketing_optin": "EXPLICITLY_OPTEDIN"');
	await shows('records', 'Finds nothing wrong');
	expect(requests).toEqual([]);
	expect(sandbox.server.log).toEqual([]);
});

test('the page can connect to nothing, not even to the sandbox', async () => {
	const outcome = await page.evaluate<string>(
		"fetch('/_sandbox/overview').then(() => 'sent', () => 'blocked')",
	);
	expect(outcome).toBe('blocked');
	expect(problems.splice(0).join()).toContain('Content Security Policy');
});

test('both verdicts stand side by side where they differ', async () => {
	await page.getByLabel('Validation').selectOption('Off');
	await checkText(JSON.stringify({ id: 'c-1', email: 'no address' }));
	await shows('notes', 'The sandbox would reject 1 record that the node sends.');
	await page.locator('#records summary').click();
	await shows('records', 'not a valid value: root > email');
	await shows('records', 'Would be sent');
});

test('resource, format and settings are those of the node', async () => {
	const settings = page.locator('#settings .field:visible label');
	await page.getByLabel('Input Format').selectOption('Table');
	expect(await settings.allInnerTexts()).toEqual([
		'Date Order',
		'ID Column',
		'Mailchimp File',
		'No Consent on Record',
		'Phone Country',
	]);
	await page.getByLabel('Date Order').selectOption('Day First');
	await page.getByLabel('Columns').fill('Newsletter=\nBirthday=date_of_birth');
	await checkText(SHEET);
	await shows('said', '3 records checked, 0 refused.');
	await page.locator('#records summary').nth(1).click();
	await shows('records', '"date_of_birth": "1990-04-03"');
	await page.getByLabel('Resource').selectOption('Order');
	await page.getByLabel('Input Format').selectOption('Shopify');
	expect(await settings.allInnerTexts()).toContain('Unpaid Orders');
	await page.getByLabel('Resource').selectOption('Record (mixed)');
	expect(await page.locator('#format-field').isVisible()).toBe(false);
});

test('what cannot be read or used is said', async () => {
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('said', 'Paste records or choose a file first.');
	await checkText('[{"id": 1},]');
	await shows('said', 'cannot be read as JSON');
	await page.getByLabel('Phone Country').fill('XX');
	await checkText(SHEET);
	await shows('said', 'Phone Country must be');
});

test('a file is dropped, or chosen with its encoding', async () => {
	const bytes = Buffer.from('id;E-Mail;First Name\nc-1;zoe@shop.example;Zo\u00eb\n', 'latin1');
	const file = { name: 'people.csv', mimeType: 'text/csv', buffer: bytes };
	await page.locator('#file').setInputFiles(file);
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('said', 'The file is not text in the encoding utf-8');
	await page.getByLabel('Encoding of the file').selectOption('windows-1252');
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('said', '1 record checked, 0 refused.');
	await shows('notes', 'set Delimiter of Extract from File');
	const dropped = await page.evaluateHandle(
		`(() => {
			const data = new DataTransfer();
			data.items.add(new File([${JSON.stringify(SHEET)}], 'dropped.csv'));
			return data;
		})()`,
	);
	await page.dispatchEvent('#given', 'drop', { dataTransfer: dropped });
	await shows('said', 'dropped.csv is to be checked.');
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('said', '3 records checked, 2 refused.');
});

/** A sheet of this many rows, of which each tenth is refused. */
function longSheet(rows: number): string {
	const lines = Array.from(
		{ length: rows },
		(_, i) => `c-${i},p${i}@shop.example,${i % 10 === 0 ? 'perhaps' : 'no'},25/12/1990`,
	);
	return `Customer No,E-Mail,Newsletter,Born\n${lines.join('\n')}`;
}

const asFile = (text: string) => ({
	name: 'long.csv',
	mimeType: 'text/csv',
	buffer: Buffer.from(text),
});

test('100,000 rows are checked while the page goes on answering, with progress', async () => {
	await page.locator('#file').setInputFiles(asFile(longSheet(100_000)));
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('progress-words', /of 100,000/);
	// The page itself is not at work.
	expect(await page.evaluate<number>('1 + 1')).toBe(2);
	await waitFor('The end', 120_000, async () => {
		const said = await page.locator('#said').innerText();
		return said.startsWith('100,000 records checked, 10,000 refused.') || undefined;
	});
	await shows('shown', '1 to 25 of 10,000');
	await page.getByRole('button', { name: 'Next records' }).click();
	await shows('shown', '26 to 50 of 10,000');
	await shows('records', 'Row 252 c-250');
});

test('a check is stopped, and another one begins afterwards', async () => {
	await page.locator('#file').setInputFiles(asFile(longSheet(100_000)));
	await page.getByRole('button', { name: 'Check', exact: true }).click();
	await shows('progress-words', /of 100,000/);
	await page.getByRole('button', { name: 'Stop' }).click();
	await shows('said', /^Stopped: .* of 100,000\.$/);
	await checkText(SHEET);
	await shows('said', '3 records checked, 2 refused.');
});

test('what is checked is text, whatever it holds', async () => {
	await checkText(
		JSON.stringify({ id: '<img src=x onerror="document.title=1"><b id="bold">x</b>' }),
	);
	await shows('records', '<b id="bold">');
	expect(await page.locator('#bold').count()).toBe(0);
	expect(await page.title()).toBe('Check records - Ometria sandbox');
});

test.each(['light', 'dark'] as const)(
	'the page is accessible in the %s theme, also on a small screen',
	async (colorScheme) => {
		await page.emulateMedia({ colorScheme });
		await checkText(SHEET);
		await shows('said', '3 records checked, 2 refused.');
		await page.locator('summary', { hasText: 'Row 4' }).click();
		expect(await violations(page)).toEqual([]);
		await page.screenshot({ path: picturePath(`check-${colorScheme}`) });
		await page.setViewportSize({ width: 390, height: 844 });
		expect(await violations(page)).toEqual([]);
		const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
		expect(wide).toBeLessThanOrEqual(390);
		await page.setViewportSize({ width: 1400, height: 1000 });
	},
);

test('the two pages lead to each other', async () => {
	await page.getByRole('link', { name: 'What arrives' }).click();
	await page.getByRole('heading', { name: 'Ometria sandbox' }).waitFor();
	await page.getByRole('link', { name: 'Check records' }).click();
	await page.getByRole('heading', { name: 'Check records' }).waitFor();
});
