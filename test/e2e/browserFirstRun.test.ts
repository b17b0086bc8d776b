import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { arrived } from '../support/push';
import { quotesIn } from '../support/quotes';
import { pushWorkflow, type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

/** The first run of somebody who has a sheet and has never used the node. */
let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;

const SHEET = `return Array.from({ length: 1000 }, (_, i) => ({ json: {
	'Customer No': 'c-' + i,
	'E-Mail': i + '@shop.example',
	'First Name': 'Ada',
	'Newsletter': i % 2 ? 'yes' : 'no',
} }));`;

/** As a person types it: dates with the day first, words for countries, four rows without an ID. */
const MESSY_SHEET = `const two = (n) => String(n).padStart(2, '0');
return Array.from({ length: 1000 }, (_, i) => ({ json: {
	row_number: i + 2,
	'Customer No': i % 250 === 7 ? '' : 'c-' + i,
	Name: 'Ada Byron',
	'E-Mail': i + '@shop.example',
	Birthday: two(i % 28 + 1) + '/' + two(i % 12 + 1) + '/1990',
	'Newsletter?': i % 2 ? 'Y' : 'N',
	Country: ['United Kingdom', 'Germany', 'France'][i % 3],
	Phone: '+44 7700 900 ' + String(i).padStart(3, '0'),
} }));`;

beforeAll(async () => {
	// No 429, so that the hint is the same on a machine that delays requests.
	const pushLimit = { model: 'slidingWindow', perSecond: 100 } as const;
	sandbox = await startSandbox({ errorDelayMs: 0, pushLimit });
	real = await realN8n();
	editor = await Editor.open(real.n8n.url);
});
afterEach(async () => await editor.picture('after the first run'));
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
});

/** Opens a workflow that has a source of items and no node behind it. */
async function openSource(name: string, code: string): Promise<void> {
	sandbox.server.reset();
	const credential = await sandboxCredential(real.api, sandbox);
	const workflow = pushWorkflow(name, credential, code);
	const [start, source] = workflow.nodes;
	source.position = [240, 0];
	const { id } = await real.api.saveWorkflow({
		...workflow,
		nodes: [start, source],
		connections: { Start: workflow.connections.Start },
	});
	await editor.openWorkflow(id);
}

test('a sheet of 1,000 rows arrives after four clicks', async () => {
	await openSource('First run', SHEET);
	const clicks = await editor.countClicks();
	const output = editor.part('output-panel');

	await editor.addNodeAfter('Source', 'Ometria', 'Push contacts');
	await editor.part('node-execute-button').click();
	await output.getByText('Sent 1,000 contacts in 10 requests.').first().waitFor();
	await editor.picture('first-run');
	expect(arrived(sandbox)).toHaveLength(1000);
	// Requests are sent side by side, so their order at the server is not that of the rows.
	expect(arrived(sandbox)).toContainEqual(
		expect.objectContaining({ id: 'c-1', email: '1@shop.example' }),
	);
	expect(await clicks()).toBe(4);
});

test('a messy sheet of 1,000 rows is understood after ten clicks, and the first error names every cause', async () => {
	await openSource('Messy first run', MESSY_SHEET);
	const clicks = await editor.countClicks();
	const output = editor.part('output-panel');

	await editor.addNodeAfter('Source', 'Ometria', 'Push contacts');
	await editor.part('node-execute-button').click();
	await output.getByText('of 1,000 contacts are not valid, so nothing was sent').first().waitFor();
	await editor.docsPicture('first-hour-sheet');
	const said = await output.innerText();
	expect(said).toMatch(
		/"Birthday": \d+ rows such as "\d\d\/\d\d\/1990" \(rows \d+, \d+ and \d+\)\. Set Format Settings > Date Order/,
	);
	expect(said).toContain(
		'"Customer No": 4 rows (rows 9, 259 and 509). "Customer No" is the ID Column and is empty.',
	);
	expect(arrived(sandbox)).toEqual([]);

	await editor.page.getByPlaceholder('Add setting').first().click();
	await editor.page.locator('[role=option]:visible', { hasText: 'Date Order' }).first().click();
	await editor.part('tab-settings').click();
	await editor.part('parameter-input-onError').click();
	await editor.page
		.locator('[role=option]:visible', { hasText: 'using error output' })
		.first()
		.click();
	await editor.part('node-execute-button').click();
	await output.getByText('Sent 996 of 1,000 contacts in 10 requests.').first().waitFor();
	await editor.docsPicture('sheet-sent');
	const hint = await output.innerText();
	expect(hint).toContain('4 were not sent: see the error branch.');
	for (const quote of quotesIn('docs/first-hour.md', 'A sheet')) {
		expect(`${said}\n${hint}`).toContain(quote);
	}
	expect(await clicks()).toBeLessThanOrEqual(10);
	expect(arrived(sandbox)).toHaveLength(996);
	expect(arrived(sandbox)).toContainEqual({
		'@type': 'contact',
		'@merge': true,
		id: 'c-1',
		customer_id: 'c-1',
		email: '1@shop.example',
		date_of_birth: '1990-02-02',
		marketing_optin: 'EXPLICITLY_OPTEDIN',
		country_id: 'DE',
		phone_number: '+447700900001',
	});
});
