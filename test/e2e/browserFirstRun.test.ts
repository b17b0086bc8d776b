import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { arrived } from '../support/push';
import { pushWorkflow, type RealN8n, realN8n } from '../support/realN8n';

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

test('a sheet of 1,000 rows arrives after four clicks', async () => {
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	const credential = { id: await real.api.saveCredential('Ometria', data), name: 'Ometria' };
	const workflow = pushWorkflow('First run', credential, SHEET);
	const [start, source] = workflow.nodes;
	source.position = [240, 0];
	const { id } = await real.api.saveWorkflow({
		...workflow,
		nodes: [start, source],
		connections: { Start: workflow.connections.Start },
	});
	await editor.openWorkflow(id);
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
