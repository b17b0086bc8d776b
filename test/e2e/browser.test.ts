import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { OPERATIONS } from '../support/operations';
import { arrived } from '../support/push';
import {
	pushWorkflow,
	type RealN8n,
	realN8n,
	sandboxCredential,
	triggerNode,
} from '../support/realN8n';

let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	editor = await Editor.open(real.n8n.url);
});
afterEach(async () => {
	const { currentTestName = '' } = expect.getState();
	await editor.picture(`after ${currentTestName.replace(/[^a-z ]/gi, '').slice(0, 40)}`);
	sandbox.server.reset();
});
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
});

const text = async (testId: string) => await editor.part(testId).innerText();
const shows = async (words: string | RegExp) =>
	await editor.page.getByText(words).first().waitFor();

async function credential(name = 'Ometria'): Promise<{ id: string; name: string }> {
	return await sandboxCredential(real.api, sandbox, { name });
}

async function saved(
	code: string,
	parameters: object = {},
	settings: object = {},
): Promise<string> {
	const workflow = pushWorkflow('In the editor', await credential(), code, {
		parameters,
		settings,
	});
	workflow.nodes.forEach((node, index) => (node.position = [index * 240, 0]));
	return (await real.api.saveWorkflow(workflow)).id;
}

test('a credential is made in the editor: its test fails with a reason, then passes', async () => {
	const workflow = pushWorkflow('New credential', { id: '', name: '' }, 'return [{ json: {} }];');
	delete workflow.nodes[2].credentials;
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
	await editor.openNode('Ometria');
	// What stands there as long as there is no credential.
	await editor.page.getByText('Connect to Ometria').click();
	await editor.fill('accessToken', 'wrong');
	await editor.page.getByText('The access token is sent to the host above').waitFor();
	await editor.fill('baseUrl', sandbox.url);
	await editor.part('credential-save-button').click();
	await shows(/connect with these settings/);
	await editor.page.getByText('More details').click();
	await shows('Ometria rejected the access token (API key)');
	await editor.picture('credential-refused');
	await editor.fill('accessToken', 'sandbox-token');
	await editor.part('credential-save-button').click();
	// n8n closes the dialog when the test has passed.
	await editor.part('editCredential-modal').waitFor({ state: 'hidden' });
	await editor.closeNode();
});

test('the node is found by its name, with its triggers and actions', async () => {
	await editor.openActions();
	const panel = await text('node-creator');
	for (const words of [
		'On push error',
		'On contact entered or left segment',
		`Actions (${OPERATIONS.length})`,
		'Get a contact',
		'Push contacts',
		'Push custom events',
	]) {
		expect(panel).toContain(words);
	}
	await editor.docsPicture('nodes-panel');
});

test.each([
	['light', 'ometria.svg'],
	['dark', 'ometria.dark.svg'],
] as const)('its icon fits the %s theme', async (colorScheme, file) => {
	await editor.page.emulateMedia({ colorScheme });
	await editor.openWorkflow(await saved('return [{ json: { id: "c-1" } }];'));
	await editor.page.locator(`[data-test-id=canvas-node] img[src$="/${file}"]`).first().waitFor();
	await editor.picture(`canvas-${colorScheme}`);
	await editor.page.emulateMedia({ colorScheme: 'light' });
});

test('contacts are mapped column by column, a segment is chosen, and they arrive so', async () => {
	const rows = [
		{ nr: 'c-1', mail: 'ada@shop.example' },
		{ nr: 'c-2', mail: 'zoe@shop.example' },
	];
	await editor.openWorkflow(
		await saved(`return ${JSON.stringify(rows)}.map((json) => ({ json }));`),
	);
	await editor.openNode('Ometria');
	await editor.part('mapping-mode-select').click();
	await editor.page.getByText('Map Each Column Manually').first().click();
	for (const [column, expression] of [
		['id', '{{ $json.nr }}'],
		['email', '{{ $json.mail }}'],
	] as const) {
		await editor.express(column, expression);
	}
	await editor.addOption();
	await editor.page.getByText('Add to Segments').first().click();
	await editor.page.getByText('Add segment').first().click();
	await editor.chooseFromList('segmentId', 'VIP event guests');
	await editor.part('parameter-input-id').scrollIntoViewIfNeeded();
	await editor.docsPicture('mapping');
	await editor.part('execute-previous-node').click();
	await shows('2 items');
	// n8n ignores the button until it has noted that the source has run, which nothing shows.
	await waitFor('The output', 120_000, async () => {
		await editor.part('node-execute-button').click();
		await editor.page
			.getByText(/request_id/)
			.first()
			.waitFor({ timeout: 20_000 });
		return true;
	});
	await editor.picture('mapped-output');
	expect(arrived(sandbox)).toMatchObject([
		{ id: 'c-1', email: 'ada@shop.example', '@add_to_lists': [635] },
		{ id: 'c-2', email: 'zoe@shop.example' },
	]);
});

test('a run shows output, the summary as a hint, and the error branch', async () => {
	const code = `return [1, 2, 3].map((n) => ({ json: { id: n === 2 ? '' : 'c-' + n, email: n + '@shop.example' } }));`;
	await editor.openWorkflow(await saved(code, {}, { onError: 'continueErrorOutput' }));
	await editor.part('execute-workflow-button').click();
	await shows('1 item');
	await editor.openNode('Ometria');
	await editor
		.part('output-panel')
		.getByText(/^Error Branch/)
		.first()
		.click();
	await shows(/expected text that identifies the record/);
	await editor.docsPicture('error-branch');
	await editor.closeNode();
});

test('the trigger shows samples of its events', async () => {
	const workflow = {
		name: 'Trigger in the editor',
		nodes: [triggerNode(await credential(), { event: 'profileUpdated' })],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
	await editor.openNode('Ometria Trigger');
	await editor.page.getByText('Fetch Test Event').first().click();
	await shows('ada@shop.example');
	await editor.picture('trigger');
});
