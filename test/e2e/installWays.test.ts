import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { N8nApi } from '../../playground/src/n8nApi';
import { type RunningN8n, startN8n } from '../../playground/src/n8nProcess';
import { ROOT } from '../../playground/src/pack';
import { type Registry, startRegistry } from '../support/registry';

/** The ways of installing that the README names beside the Community Nodes screen. */
const run = promisify(execFile);
const PACKAGE = 'n8n-nodes-ometria';
const PINNED = '0.0.9';

let registry: Registry;
const folders: string[] = [];
let n8n: RunningN8n | undefined;

beforeAll(async () => {
	registry = await startRegistry();
	await registry.publish(PINNED);
	await registry.publish();
});
afterEach(async () => {
	await n8n?.stop();
	n8n = undefined;
});
afterAll(async () => {
	await registry?.stop();
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-ways-'));
	folders.push(folder);
	return folder;
}

async function start(userFolder: string, env: Record<string, string> = {}): Promise<N8nApi> {
	n8n = await startN8n({
		userFolder,
		env: {
			N8N_COMMUNITY_PACKAGES_REGISTRY: registry.url,
			npm_config_registry: registry.url,
			NODE_OPTIONS: `--require ${join(ROOT, 'test', 'support', 'ownRegistry.cjs')}`,
			...env,
		},
	});
	const api = new N8nApi(n8n.url);
	await api.signIn();
	return api;
}

const hasNode = async (api: N8nApi) =>
	(await api.nodeTypes()).some(({ name }) => name === `${PACKAGE}.ometria`);

test('an n8n with N8N_UNVERIFIED_PACKAGES_ENABLED=false, the default of n8n 3, refuses to install the package and says why', async () => {
	const api = await start(newFolder(), { N8N_UNVERIFIED_PACKAGES_ENABLED: 'false' });
	await expect(api.installCommunityPackage(PACKAGE)).rejects.toThrow(
		'Installation of unverified community packages is forbidden!',
	);
	expect(await api.communityPackages()).toEqual([]);
});

test('the screen installs the version that is named, where unverified packages are allowed', async () => {
	const api = await start(newFolder(), { N8N_UNVERIFIED_PACKAGES_ENABLED: 'true' });
	await api.installCommunityPackage(`${PACKAGE}@${PINNED}`);
	expect(await api.communityPackages()).toMatchObject([
		{ packageName: PACKAGE, installedVersion: PINNED },
	]);
	expect(await hasNode(api)).toBe(true);
});

test('a container that loses the folder loses the package, and gets it back with N8N_REINSTALL_MISSING_PACKAGES', async () => {
	const userFolder = newFolder();
	await (await start(userFolder)).installCommunityPackage(PACKAGE);
	await n8n?.stop();
	expect(await hasNode(await start(userFolder))).toBe(true);
	await n8n?.stop();
	rmSync(join(userFolder, '.n8n', 'nodes'), { recursive: true });
	expect(await hasNode(await start(userFolder))).toBe(false);
	await n8n?.stop();
	const api = await start(userFolder, { N8N_REINSTALL_MISSING_PACKAGES: 'true' });
	expect(await hasNode(api)).toBe(true);
});

test('N8N_COMMUNITY_PACKAGES installs the version that it names when n8n starts, and removes what it does not name', async () => {
	const userFolder = newFolder();
	const naming = (packages: object[]) => ({
		N8N_COMMUNITY_PACKAGES_MANAGED_BY_ENV: 'true',
		N8N_COMMUNITY_PACKAGES: JSON.stringify(packages),
	});
	const api = await start(userFolder, naming([{ name: PACKAGE, version: PINNED }]));
	expect(await api.communityPackages()).toMatchObject([
		{ packageName: PACKAGE, installedVersion: PINNED },
	]);
	expect(await hasNode(api)).toBe(true);
	await n8n?.stop();
	expect(await hasNode(await start(userFolder, naming([])))).toBe(false);
});

test('npm installs a pinned version by hand, and n8n loads it even if it forbids unverified packages', async () => {
	const userFolder = newFolder();
	const nodes = join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	await run(
		'npm',
		['install', '--omit=peer', '--legacy-peer-deps', '--ignore-scripts', `${PACKAGE}@${PINNED}`],
		{ cwd: nodes, env: { ...process.env, npm_config_registry: registry.url } },
	);
	const api = await start(userFolder, { N8N_UNVERIFIED_PACKAGES_ENABLED: 'false' });
	expect(await hasNode(api)).toBe(true);
});
