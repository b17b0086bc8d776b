import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { pushWorkflow, type RealN8n, realN8n } from '../support/realN8n';

/** The words of the node in n8n's editor: what a user reads before anything has run. */
let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;

beforeAll(async () => {
	sandbox = await startSandbox();
	real = await realN8n();
	editor = await Editor.open(real.n8n.url);
});
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
});

async function open(parameters: object): Promise<void> {
	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	const credential = { id: await real.api.saveCredential('Ometria', data), name: 'Ometria' };
	const code = 'return [{ json: { id: "c-1" } }];';
	const workflow = pushWorkflow('Words', credential, code, parameters);
	workflow.nodes.forEach((node, index) => (node.position = [index * 240, 0]));
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
}

test.each(['newsletter', 'email marketing', 'upsert', 'unsubscribe'])(
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
	await editor.newWorkflow();
	await editor.search('ometria');
	await editor.page
		.locator('[data-test-id=node-creator-item-name]', { hasText: /^Ometria$/ })
		.first()
		.click();
	await editor.page.getByText(/^Actions \(/).click();
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

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
	beforeAll(async () => await editor.page.emulateMedia({ colorScheme }));
	afterAll(async () => await editor.page.emulateMedia({ colorScheme: 'light' }));

	test('the mapper keeps the ID, names formats, and shows choices as words', async () => {
		const fields = { mappingMode: 'defineBelow', value: null };
		await open({ resource: 'contact', operation: 'push', fields });
		await editor.openNode('Ometria');
		await editor.part('parameter-input-marketing_optin').waitFor();
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
		await editor.part('collection-parameter-add').click();
		for (const label of ['Add to Segment Names or IDs', 'Remove From Segment Names or IDs']) {
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
