import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CheckedRecord } from '../../../checker/check';
import { OK, REFUSED, runCheck, USAGE } from '../../../checker/command';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'ometria-check-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command on a file with this text. */
async function run(text: string, ...args: string[]) {
	const file = join(folder, 'file');
	writeFileSync(file, text);
	return await runArgs(file, ...args);
}

async function runArgs(...args: string[]) {
	const lines: string[] = [];
	const errors: string[] = [];
	const status = await runCheck(args, {
		out: (line) => lines.push(line),
		error: (line) => errors.push(line),
	});
	const records = () => lines.map((line) => JSON.parse(line) as CheckedRecord);
	return { status, text: lines.join('\n'), error: errors.join('\n'), records };
}

const GOOD = 'Customer No,E-Mail,Newsletter\nc-1,ada@shop.example,yes\nc-2,bob@shop.example,no\n';
const BAD = `${GOOD}c-3,eve@shop.example,perhaps\n`;
const ODD = JSON.stringify([{ id: 'c-1', email: 'ada@shop.example', fistname: 'Ada' }]);

test('a file in which nothing is refused ends with 0', async () => {
	const { status, text } = await run(GOOD, '--type', 'contact', '--format', 'table');
	expect(status).toBe(OK);
	expect(text).toContain('2 would be sent, 0 of them with warnings; 0 refused; 0 skipped.');
});

test('a file in which something is refused ends with 1, and names row, ID and cause', async () => {
	const { status, text } = await run(BAD, '--type', 'contact');
	expect(status).toBe(REFUSED);
	expect(text).toMatch(/2 would be sent, .* 1 refused/);
	expect(text).toMatch(/row 4 \(c-3\): "Newsletter" decides .*found "perhaps"/);
	expect(text).toContain('Why records are refused\n  "Newsletter": 1 row (row 4).');
});

test('warnings end with 1 on request only', async () => {
	const plain = await run(ODD, '--type', 'contact');
	expect(plain.status).toBe(OK);
	expect(plain.text).toMatch(/Warnings\n {2}.*fistname.*firstname/);
	expect((await run(ODD, '--type', 'contact', '--fail-on-warnings')).status).toBe(REFUSED);
});

test('a record that only the sandbox would reject is said, and counts as a warning', async () => {
	const text = JSON.stringify({ id: 'c-1', email: 'no address' });
	const args = ['--type', 'contact', '--validation', 'off'];
	const plain = await run(text, ...args);
	expect(plain.status).toBe(OK);
	expect(plain.text).toContain('1 would be sent, 0 of them with warnings');
	expect(plain.text).toContain('1 record that the node sends, the sandbox would reject');
	expect((await run(text, ...args, '--fail-on-warnings')).status).toBe(REFUSED);
	const [record] = (await run(text, ...args, '--json')).records();
	expect(record).toMatchObject({ verdict: 'sent', sandbox: ['root > email'] });
});

test('the sandbox judges a refused record by itself', async () => {
	const items = [
		{ id: 'c-1', date_of_birth: '03/04/1990' },
		{ email: 'x@shop.example' },
		{ id: 'c-3', marketing_optin: 'EXPLICITLY_OPTEDIN', status: 'unsubscribed' },
	];
	const args = ['--type', 'contact'];
	const records = (await run(JSON.stringify(items), ...args, '--json')).records();
	expect(records.map(({ verdict, record, sandbox }) => [verdict, record, sandbox])).toEqual([
		['refused', null, ['root > date_of_birth']],
		['refused', null, ['Payload invalid: a record has no id.']],
		['refused', null, []],
	]);
	expect((await run(JSON.stringify(items), ...args)).text).toContain(
		'1 record that the node refuses, the sandbox would take',
	);
});

test('settings, columns and options of the node are read as the node reads them', async () => {
	const sheet = 'No;Mobile;Born;Tier;Note\n1;07700 900123;03/04/1990;gold;x\n';
	const { status, records } = await run(
		sheet,
		...['--type', 'contact', '--format', 'table', '--id-column', 'No', '--date-order', 'dayFirst'],
		...['--phone-country', 'gb', '--collection', 'shop', '--json'],
		...['--column', 'Mobile=phone_number', '--column', 'Tier=properties.tier'],
		...['--column', 'Born=date_of_birth', '--column', 'Note='],
	);
	expect(status).toBe(OK);
	expect(records()[0].record).toEqual({
		'@type': 'contact',
		'@collection': 'shop',
		'@merge': true,
		id: '1',
		phone_number: '+447700900123',
		date_of_birth: '1990-04-03',
		properties: { tier: 'gold' },
	});
});

test.each([
	['true', true],
	['false', undefined],
])('--merge %s is that of the node', async (merge, expected) => {
	const args = ['--type', 'contact', '--format', 'ometria', '--merge', merge, '--json'];
	const [{ record }] = (await run('[{"id":"c-1","email":"a@shop.example"}]', ...args)).records();
	expect(record?.['@merge']).toBe(expected);
});

test.each([
	[['--type', 'contact', '--format', 'excel'], /Input Format must be one of auto, ometria, table/],
	[['--type', 'custom_event', '--format', 'table'], /Input Format must be one of/],
	[['--type', 'person'], /--type must be one of contact/],
	[[], /--type must be one of/],
	[['--type', 'contact', '--date-order', 'yearFirst'], /Date Order must be one of dayFirst/],
	[['--type', 'contact', '--phone-country', 'XX'], /Phone Country must be/],
	[['--type', 'contact', '--text-timezone', 'Mars/Base'], /Time Zone of Texts must be/],
	[['--type', 'contact', '--validation', 'loose'], /Validation must be one of standard/],
	[['--type', 'contact', '--merge', 'maybe'], /Merge With Stored Record must be one of/],
	[['--type', 'contact', '--column', 'Mobile'], /A column must be HEADING=FIELD/],
	[['--type', 'contact', '--format', 'ometria', '--store', 'x'], /Store is not a setting of this/],
	[['--type', 'contact', '--colour', 'red'], /Unknown option '--colour'/],
	[['--type', 'contact', '--encoding', 'martian'], /The encoding "martian" is not known/],
	[['--type', 'contact', 'another'], /Give one file to check/],
])('%j cannot be used, which ends with 2', async (args, message) => {
	const { status, error, text } = await run(GOOD, ...args);
	expect(status).toBe(USAGE);
	expect(error).toMatch(message);
	expect(text).toBe('');
});

test('a file that is not there or cannot be read ends with 2', async () => {
	const missing = await runArgs(join(folder, 'missing'), '--type', 'contact');
	expect(missing).toMatchObject({
		status: USAGE,
		error: expect.stringContaining('ENOENT') as string,
	});
	expect(await run('{"id":', '--type', 'contact')).toMatchObject({ status: USAGE });
});

test('each of mixed records is read by its own @type', async () => {
	const text = [
		{ '@type': 'contact', id: 'c-1', email: 'ada@shop.example' },
		{ '@type': 'product', id: 'p-1', title: 'Tea', price: 4 },
		{ id: 'x' },
	];
	const { records } = await run(JSON.stringify(text), '--type', 'mixed', '--json');
	expect(records().map(({ type, verdict }) => [type, verdict])).toEqual([
		['contact', 'sent'],
		['product', 'sent'],
		[null, 'refused'],
	]);
});

test('long lists of refused records are cut, and say how many more there are', async () => {
	const rows = Array.from({ length: 1025 }, (_, i) => `c-${i},x${i}@shop.example,perhaps`);
	const { text } = await run(
		['Customer No,E-Mail,Newsletter', ...rows].join('\n'),
		'--type',
		'contact',
	);
	expect(text).toContain('0 would be sent, 0 of them with warnings; 1,025 refused; 0 skipped.');
	expect(text).toContain('And 1,005 more; --json lists all.');
});

test('help names each setting and option, and the exit statuses', async () => {
	const { status, text } = await runArgs('--help');
	expect(status).toBe(OK);
	for (const flag of ['--date-order', '--unpaid-orders', '--validation', '--merge', '--column']) {
		expect(text).toContain(flag);
	}
	expect(text).toContain('Exit status: 0');
});
