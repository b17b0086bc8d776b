import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nApi } from '../../playground/src/n8nApi';
import { type RunningN8n, startN8n } from '../../playground/src/n8nProcess';
import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { arrived } from '../support/push';
import { pushWorkflow } from '../support/realN8n';
import { type Registry, startRegistry } from '../support/registry';

const OLDER = '0.0.9';

let registry: Registry;
let sandbox: RunningSandbox;
let n8n: RunningN8n;
let api: N8nApi;
let editor: Editor;
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-install-'));
const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-ometria');

beforeAll(async () => {
	sandbox = await startSandbox();
	registry = await startRegistry();
	await registry.publish(OLDER);
	n8n = await startN8n({
		userFolder,
		env: {
			N8N_COMMUNITY_PACKAGES_REGISTRY: registry.url,
			// n8n asks npm's own setting when it looks for updates.
			npm_config_registry: registry.url,
			NODE_OPTIONS: `--require ${join(ROOT, 'test', 'support', 'ownRegistry.cjs')}`,
		},
	});
	api = new N8nApi(n8n.url);
	await api.signIn();
	editor = await Editor.open(n8n.url);
});
afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
	await registry?.stop();
	await sandbox.close();
	rmSync(userFolder, { recursive: true, force: true });
});

const versions = async () =>
	(await api.communityPackages()).map(({ installedVersion }) => installedVersion);

test('the package is installed, updated and removed through the Community Nodes screen; workflows and credentials stay', async () => {
	const { page } = editor;
	await page.goto(`${n8n.url}/settings/community-nodes`);
	await page
		.getByRole('button', { name: /^Install/ })
		.first()
		.click();
	await page.locator('input[name="packageNameInput"]').fill('n8n-nodes-ometria');
	await editor.part('user-agreement-checkbox').click();
	await editor.picture('install');
	await editor.part('install-community-package-button').click();
	await waitFor('the installation', 120_000, async () =>
		(await versions())[0] === OLDER ? true : undefined,
	);
	await page.locator('[data-test-id="community-package-card"]').first().waitFor();
	await editor.picture('installed');

	const data = { accessToken: 'sandbox-token', baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
	const credential = { id: await api.saveCredential('Ometria', data), name: 'Ometria' };
	const code = 'return [{ json: { id: "c-1", email: "ada@shop.example" } }];';
	const workflow = await api.saveWorkflow(pushWorkflow('Kept', credential, code));
	expect((await api.runWorkflow(workflow)).status).toBe('success');

	await registry.publish();
	await page.reload();
	await page.getByRole('button', { name: 'Update' }).first().click();
	await editor.picture('update');
	await page
		.locator('[role=dialog]')
		.getByRole('button', { name: /update/i })
		.last()
		.click();
	await waitFor('the update', 120_000, async () =>
		(await versions())[0] === OLDER ? undefined : true,
	);
	sandbox.server.reset();
	expect((await api.runWorkflow(workflow)).status).toBe('success');
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-1' }]);
	expect(await api.testCredential(credential.id, credential.name, data)).toMatchObject({
		status: 'OK',
	});

	await page.reload();
	await page
		.locator('[data-test-id="community-package-card"] [data-test-id="action-toggle"]')
		.first()
		.click();
	await page.getByText('Uninstall package').first().click();
	await page
		.locator('[role=dialog]')
		.getByRole('button', { name: /uninstall/i })
		.last()
		.click();
	await waitFor('the removal', 60_000, async () =>
		(await versions()).length === 0 ? true : undefined,
	);
	expect(existsSync(installed)).toBe(false);
}, 600_000);
