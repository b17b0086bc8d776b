import { readExample } from '../../playground/src/examples';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { arrived } from '../support/push';
import { quotesIn } from '../support/quotes';
import {
	pushWorkflow,
	type RealN8n,
	realN8n,
	sandboxCredential,
	triggerNode,
} from '../support/realN8n';
import { restOrder } from '../unit/formats/shopify/payloads';

/** What docs/first-hour.md says, but for the sheet: that is the first run. */
const PAGE = 'docs/first-hour.md';

let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;
let credential: { id: string; name: string };

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	credential = await sandboxCredential(real.api, sandbox);
	editor = await Editor.open(real.n8n.url);
});
afterEach(async () => {
	await editor.picture('after the first hour');
	sandbox.server.reset();
});
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
});

/** Opens a workflow in which a Code node stands for the user's source. */
async function open(name: string, items: object[], parameters: object): Promise<void> {
	const code = `return ${JSON.stringify(items)}.map((json) => ({ json }));`;
	const workflow = pushWorkflow(name, credential, code, {
		parameters,
		settings: { onError: 'continueErrorOutput' },
	});
	workflow.nodes.forEach((node, index) => (node.position = [index * 240, 0]));
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
}

/** What another integration pushed before. */
async function push(records: object[]): Promise<void> {
	const { ok } = await fetch(`${sandbox.url}/push`, {
		method: 'POST',
		headers: { 'x-ometria-auth': 'sandbox-token', 'content-type': 'application/json' },
		body: JSON.stringify(records),
	});
	expect(ok).toBe(true);
}

/** Runs the open workflow and opens the node. @returns what the editor shows of its output */
async function runAndOpen(shows: string): Promise<string> {
	await editor.part('execute-workflow-button').click();
	await editor.page.getByText('1 item').first().waitFor();
	await editor.openNode('Ometria');
	const output = editor.part('output-panel');
	await output.getByText(shows).first().waitFor();
	return await output.innerText();
}

test('a dry run of a sheet shows what becomes of each column', async () => {
	const row = (number: number, Birthday: string, Country: string) => ({
		'Customer No': `C-${number}`,
		'E-Mail': `p${number}@shop.example`,
		Birthday,
		Country,
		Shelf: 'A1',
	});
	await open('My sheet', [row(1, '25/12/1990', 'Germany'), row(2, '03/04/1990', 'FR')], {
		dryRun: true,
		dryRunOutput: 'columns',
	});
	expect(await runAndOpen('date_of_birth')).toContain('Date Order');
	await editor.docsPicture('columns');
	expect(arrived(sandbox)).toEqual([]);
});

test('a payload of a shop is recognised, and a dry run shows the record', async () => {
	await open('My shop', [restOrder()], { resource: 'order', dryRun: true });
	const said = await runAndOpen('Input Format was detected');
	for (const quote of quotesIn(PAGE, 'A shop')) expect(said).toContain(quote);
	await editor.docsPicture('first-hour-shop');
	expect(arrived(sandbox)).toEqual([]);
});

test('a trigger for alerts shows what Ometria found', async () => {
	sandbox.server.addErrors(
		[
			['c-1017', 'contact', 'not a valid value', 'root > country_id'],
			['c-1042', 'contact', 'not a valid value', 'root > email'],
			['5012', 'order', 'required field is missing', 'root > lineitems > 0 > product_id'],
		].map(([record_id, record_type, error_message, error_path], i) => ({
			request_id: `0b0f6c3e-0000-4000-8000-00000000000${i}`,
			record_type,
			record_id,
			record: { '@collection': 'newsletter sheet' },
			timestamp: new Date(Date.now() - i * 60_000).toISOString(),
			account: 'a',
			source: 'api',
			message: { error_message, error_path },
		})),
		Date.now(),
	);
	const workflow = {
		name: 'My alert',
		nodes: [triggerNode(credential)],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
	await editor.openNode('Ometria Trigger');
	await editor.page.getByText('Fetch Test Event').first().click();
	await editor.page.getByText('c-1017').first().waitFor();
	await editor.docsPicture('first-hour-alert');
});

test('a look-up gives what Ometria has of a person, and says of another that there is none', async () => {
	const parameters = {
		resource: 'profile',
		operation: 'getActivity',
		person: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
	};
	const bob = { id: '55555', email: 'bob22@example.com' };
	await push([
		{
			'@type': 'contact',
			'@collection': 'shop',
			...bob,
			customer_id: bob.id,
			marketing_optin: 'EXPLICITLY_OPTEDIN',
		},
	]);
	await push([
		{
			'@type': 'order',
			id: '5012',
			timestamp: '2026-11-03T09:00:00+00:00',
			status: 'complete',
			is_valid: true,
			currency: 'GBP',
			grand_total: 96.45,
			customer: bob,
		},
	]);
	const people = [{ email: bob.email }, { email: 'nobody@shop.example' }];
	await open('My look-up', people.slice(0, 1), parameters);
	expect(await runAndOpen('@collection')).toContain('5012');
	await editor.docsPicture('first-hour-look-up');
	await open('My look-up', people, parameters);
	await editor.part('execute-workflow-button').click();
	await editor.page.getByText('1 item').first().waitFor();
	await editor.openNode('Ometria');
	const output = editor.part('output-panel');
	await output
		.getByText(/^Error Branch/)
		.first()
		.click();
	await output.getByText('nobody@shop.example').first().waitFor();
	const said = await output.innerText();
	for (const quote of quotesIn(PAGE, 'A look-up')) expect(said).toContain(quote);
});

test.each([
	['push-contacts', 'Push contacts', '10 items', 1000],
	['table-to-contacts', 'Write the problem', '3 items', 1],
])('the example %s runs on its canvas', async (example, last, count, contacts) => {
	const workflow = readExample(example, credential.id, credential.name);
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
	await editor.part('execute-workflow-button').click();
	const node = `[data-test-id="canvas-node"][data-node-name="${last}"]`;
	await editor.page.locator(`${node} [data-test-id="canvas-node-status-success"]`).waitFor();
	await editor.page.getByText(count, { exact: true }).first().waitFor();
	await editor.part('execute-workflow-button').getByText('Execute workflow').waitFor();
	await editor.part('zoom-to-fit').click();
	await editor.docsPicture(example);
	expect(arrived(sandbox)).toHaveLength(contacts);
});
