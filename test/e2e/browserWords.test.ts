import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { pushWorkflow, type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

/** The words of the node in n8n's editor: what a user reads before anything has run. */
let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;

beforeAll(async () => {
	sandbox = await startSandbox();
	real = await realN8n();
	editor = await Editor.open(real.n8n.url);
});
afterEach(async () => {
	await editor.picture(`after ${expect.getState().currentTestName ?? ''}`);
});
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
});

async function open(
	parameters: object,
	code = 'return [{ json: { id: "c-1" } }];',
	accessToken = 'sandbox-token',
): Promise<void> {
	const credential = await sandboxCredential(real.api, sandbox, { accessToken });
	const workflow = pushWorkflow('Words', credential, code, { parameters });
	workflow.nodes.forEach((node, index) => (node.position = [index * 240, 0]));
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
}

test.each(['newsletter', 'email marketing', 'loyalty', 'gdpr'])(
	'a search for "%s" finds the node',
	async (words) => {
		await editor.newWorkflow();
		await editor.search(words);
		const names = editor.page.locator('[data-test-id=node-creator-item-name]');
		await names
			.filter({ hasText: /^Ometria$/ })
			.first()
			.waitFor();
	},
);

test('actions begin with Push in each group', async () => {
	await editor.openActions();
	const names = editor.page.locator('[data-test-id=node-creator-item-name]');
	for (const group of [
		/CONTACT ACTIONS\s+Push contacts\s+Get a contact\s+Get contact collections\s+Get many contacts/i,
		/CUSTOM EVENT ACTIONS\s+Push custom events/i,
		/ORDER ACTIONS\s+Push orders\s+Get an order/i,
		/PRODUCT ACTIONS\s+Push products\s+Get a product/i,
	]) {
		await waitFor(String(group), 30_000, async () => {
			// The panel draws what is in sight, and more when its end is.
			await names.last().scrollIntoViewIfNeeded();
			return group.test(await editor.part('node-creator').innerText()) || undefined;
		});
	}
	await editor.picture('words-nodes-panel');
});

test.each([
	['contact', 'push', 'Push: Contact'],
	['pushError', 'getMany', 'Get Many: Push Error'],
	['transactionalEmail', 'send', 'Send: Transactional Email'],
])('%s and %s are shown under the node as words', async (resource, operation, subtitle) => {
	await open({ resource, operation });
	await editor.page.getByText(subtitle).first().waitFor();
});

test('the options begin with those that a user needs often', async () => {
	await open({ resource: 'order', operation: 'push' });
	await editor.openNode('Ometria');
	await editor.addOption();
	const options = editor.page.locator('[role=option]:visible, [role=menuitem]:visible');
	await options.filter({ hasText: 'Empty Values' }).first().waitFor();
	const names = (await options.allInnerTexts()).map((text) => text.trim());
	expect(names.filter((name) => name !== '')).toEqual([
		'Empty Values',
		'Excel Dates',
		'If Records Are Rejected',
		'Output',
		'Time Zone of Texts',
		'Unknown Fields',
		'Validation',
		'Wait for Validation (Seconds)',
		'Batch Size',
		'Convert Types',
		'Give Up After (Seconds)',
		'Include Record IDs',
		'Max Retries',
		'Timeout (Ms)',
	]);
});

/** Runs the node and returns what its output panel shows. */
async function outputOfRun(until: string): Promise<string> {
	await editor.openNode('Ometria');
	await editor.part('node-execute-button').click();
	const output = editor.part('output-panel');
	await output.getByText(until).first().waitFor();
	return await output.innerText();
}

test('the output begins with the most useful columns, and names unsent columns in one hint', async () => {
	const code = 'return [{ json: { "Customer No": "c-1", "E-Mail": "1@shop.example", Shoe: 42 } }];';
	await open({ inputFormat: 'table' }, code);
	// n8n draws the table after the hints.
	const said = await outputOfRun('request_id');
	expect(said).toContain('Sent 1 contact in 1 request.');
	// Once in the hints, and once in the item's warnings.
	expect(said.split('Columns that are not sent')).toHaveLength(3);
	expect(said).toMatch(/record_type\s+sent\s+accepted\s+rejected\s+request_id/);
});

test('an ID under another name brings the advice to name its column, or to map it', async () => {
	const code = 'return [1, 2].map((n) => ({ json: { customer_id: n } }));';
	await open({}, code);
	const said = await outputOfRun('None of the 2 contacts has an id');
	expect(said).toContain('"customer_id" may be the ID.');
	expect(said).toContain('Set Format Settings > ID Column');
	expect(said).toContain('set Mapping Column Mode to "Map Each Column Manually"');
	expect(said).not.toContain('Edit Fields');
});

test('a refused key is called API key, with the permission that it needs', async () => {
	await open({}, 'return [{ json: { id: "c-1" } }];', 'revoked');
	expect(await outputOfRun('Ometria answered with HTTP 403')).toContain(
		'Check the access token (API key) in the Ometria credential, and that the key has permission to push data.',
	);
});

describe.each(['light', 'dark'] as const)('the %s theme', (colorScheme) => {
	beforeAll(async () => await editor.page.emulateMedia({ colorScheme }));
	afterAll(async () => await editor.page.emulateMedia({ colorScheme: 'light' }));

	test('the mapper keeps the ID, names formats, and shows choices as words', async () => {
		const fields = { mappingMode: 'defineBelow', value: null };
		// On a busy machine n8n sometimes shows no fields until the node is opened again.
		await waitFor('The fields of the mapper', 120_000, async () => {
			await open({ resource: 'contact', operation: 'push', fields });
			await editor.openNode('Ometria');
			await editor.part('parameter-input-marketing_optin').waitFor({ timeout: 30_000 });
			return true;
		});
		const form = await editor.part('mapping-fields-container').innerText();
		expect(form).toContain('Subscribed At (ISO 8601)');
		await editor.part('parameter-input-marketing_optin').click();
		const options = editor.page.locator('[role=option]:visible');
		await options.filter({ hasText: 'Opted In' }).first().waitFor();
		expect((await options.allInnerTexts()).map((text) => text.trim())).toEqual([
			'Opted In',
			'Opted Out',
			'Not Specified',
		]);
		await editor.picture(`words-choices-${colorScheme}`);
		await editor.page.keyboard.press('Escape');
		expect(await editor.part('remove-field-button-email').count()).toBe(1);
		expect(await editor.part('remove-field-button-id').count()).toBe(0);
		await editor.part('parameter-input-id').scrollIntoViewIfNeeded();
		await editor.picture(`words-mapper-${colorScheme}`);
		await editor.addOption();
		for (const label of ['Add to Segments', 'Remove From Segments']) {
			await editor.page.getByText(label).first().waitFor();
		}
		await editor.picture(`words-options-${colorScheme}`);
	});

	test('the credential says that its token is an API key, and who can make one', async () => {
		await open({});
		await editor.openNode('Ometria');
		await editor.part('credential-edit-button').click();
		await editor.part('parameter-input-accessToken').waitFor();
		const label = editor.part('accessToken').locator('label');
		const help = editor.page.getByText('(administrators only)').first();
		// The dialog may still be moving into place under the pointer.
		await waitFor('The help of the token', 30_000, async () => {
			await label.hover();
			await label.locator('[data-icon=circle-help]').hover();
			await help.waitFor({ timeout: 2000 });
			return true;
		});
		await editor.picture(`words-credential-${colorScheme}`);
	});
});
