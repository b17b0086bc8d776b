/**
 * Runs the engine tests on n8n-core of other n8n versions: `npm run test:engine:versions` on all of them,
 * `-- --lowest`, `-- --newest` or `-- 2.20.12` on one. `--credential` runs only the tests of where the access
 * token may go, which takes seconds for each version. Each is an installation of some 350 MB in `.cache`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { installInCache, NPM, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/**
 * Versions of n8n, oldest first: the first and the last 1.123, the first 2.x, the last whose HTTP client takes
 * an address without "//" (axios below 1.18; so do 1.123.0 and 2.0.3), and the last that routes errors the old way.
 */
const OLDER = ['1.123.0', '1.123.81', '2.0.3', '2.20.12', '2.30.8'];

/** The files that say where the access token may go. */
const CREDENTIAL_TESTS = ['credential', 'httpRequestNode'];

/** The oldest that the README supports. */
const LOWEST = '1.123.81';
const NEWEST = 'newest';

function npmViewOnce(query) {
	const text = execFileSync(NPM, ['view', ...query, '--json'], {
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	return JSON.parse(text);
}

/** What the registry says of a package; asks once more, as registries have hiccups. */
function npmView(...query) {
	try {
		return npmViewOnce(query);
	} catch {
		return npmViewOnce(query);
	}
}

/** The versions of n8n's packages in a version of n8n, or in the newest n8n on the registry. */
function packagesOf(version) {
	const n8n = npmView(`n8n@${version === NEWEST ? 'latest' : version}`, 'dependencies');
	const core = version === NEWEST ? npmView('n8n-core', 'version') : n8n['n8n-core'];
	const dependencies = npmView(`n8n-core@${core}`, 'dependencies');
	return {
		nodes: n8n['n8n-nodes-base'],
		engine: {
			'n8n-core': core,
			'n8n-workflow': dependencies['n8n-workflow'],
			'@n8n/di': dependencies['@n8n/di'],
			zod: n8n.zod,
		},
	};
}

/**
 * Puts n8n's own HTTP Request node beside the engine, without the other 400 nodes and what they need. What the
 * node itself needs comes with n8n-core (see engineResolver.cjs).
 */
function addHttpRequestNode(folder, version) {
	const inside = join(folder, 'node_modules', 'n8n-nodes-base');
	rmSync(inside, { recursive: true, force: true });
	mkdirSync(inside, { recursive: true });
	const filename = execFileSync(NPM, ['pack', `n8n-nodes-base@${version}`, '--silent'], {
		cwd: folder,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	}).trim();
	const parts = ['package.json', 'dist/nodes/HttpRequest', 'dist/utils'];
	execFileSync(
		'tar',
		[
			...['-xzf', filename, '-C', join('node_modules', 'n8n-nodes-base'), '--strip-components=1'],
			...parts.map((part) => `package/${part}`),
		],
		{ cwd: folder },
	);
	rmSync(join(folder, filename));
}

/** @returns whether the tests passed */
async function testOn(version, files) {
	const { engine, nodes } = packagesOf(version);
	const core = engine['n8n-core'];
	if (core === developed['n8n-core'] && files.length === 0) {
		console.log(`n8n-core ${core} is the development package: \`npm test\` runs on it.`);
		return true;
	}
	console.log(`Engine tests on n8n ${version} (n8n-core ${core})`);
	const folder = await installInCache(
		`engine-${version === NEWEST ? core : version}`,
		{
			dependencies: { ...engine, 'reflect-metadata': developed['reflect-metadata'] },
			n8nNodesBase: nodes,
		},
		(directory) => addHttpRequestNode(directory, nodes),
	);
	// n8n-core of 1.x leaves timers running that would keep Jest from ending.
	const options = ['--selectProjects', 'engine', '--forceExit', '--testTimeout=30000', ...files];
	const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...options], {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, ENGINE_FOLDER: folder },
	});
	return status === 0;
}

const { values: asked, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		lowest: { type: 'boolean' },
		newest: { type: 'boolean' },
		credential: { type: 'boolean', default: false },
	},
});

function chosen() {
	if (asked.lowest) return [LOWEST];
	if (asked.newest) return [NEWEST];
	if (positionals.length === 0) return [...OLDER, NEWEST];
	if (positionals.every((version) => /^\d+\.\d+\.\d+$/.test(version))) return positionals;
	console.error('Give versions of n8n (2.20.12), --lowest, --newest, or nothing for all.');
	process.exit(2);
}

const versions = chosen();
await setUpRoot();
const { devDependencies: developed } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const files = asked.credential ? CREDENTIAL_TESTS.map((name) => `test/engine/${name}.test.ts`) : [];
const failed = [];
for (const version of versions) if (!(await testOn(version, files))) failed.push(version);
if (failed.length > 0) {
	console.error(`Engine tests failed on ${failed.join(', ')}`);
	process.exit(1);
}
