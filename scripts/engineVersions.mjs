/**
 * Runs the engine tests on n8n-core of other n8n versions: `npm run test:engine:versions` on all of them,
 * `-- --lowest`, `-- --newest` or `-- 2.20.12` on one. Each is an installation of some 350 MB in `.cache`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { installInCache, NPM, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/** Versions of n8n, oldest first: the last 1.x, the first 2.x, and the last that routes errors the old way. */
const OLDER = ['1.123.81', '2.0.3', '2.30.8'];

const LOWEST = OLDER[0];
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

/** The versions of n8n's packages in a version of n8n, or in the newest n8n-core on the registry. */
function packagesOf(version) {
	const n8n = npmView(`n8n@${version === NEWEST ? 'latest' : version}`, 'dependencies');
	const core = version === NEWEST ? npmView('n8n-core', 'version') : n8n['n8n-core'];
	const dependencies = npmView(`n8n-core@${core}`, 'dependencies');
	return {
		'n8n-core': core,
		'n8n-workflow': dependencies['n8n-workflow'],
		'@n8n/di': dependencies['@n8n/di'],
		zod: n8n.zod,
	};
}

/** @returns whether the tests passed */
async function testOn(version) {
	const packages = packagesOf(version);
	const core = packages['n8n-core'];
	if (core === developed['n8n-core']) {
		console.log(`n8n-core ${core} is the development package: \`npm test\` runs on it.`);
		return true;
	}
	console.log(`Engine tests on n8n ${version} (n8n-core ${core})`);
	const folder = await installInCache(`engine-${version === NEWEST ? core : version}`, {
		dependencies: { ...packages, 'reflect-metadata': developed['reflect-metadata'] },
	});
	// n8n-core of 1.x leaves timers running that would keep Jest from ending.
	const options = ['--selectProjects', 'engine', '--forceExit', '--testTimeout=30000'];
	const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...options], {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, ENGINE_FOLDER: folder },
	});
	return status === 0;
}

function chosen(argument) {
	if (argument === undefined) return [...OLDER, NEWEST];
	if (argument === '--lowest') return [LOWEST];
	if (argument === '--newest') return [NEWEST];
	if (/^\d+\.\d+\.\d+$/.test(argument)) return [argument];
	console.error('Give a version of n8n (2.20.12), --lowest, --newest, or nothing for all.');
	process.exit(2);
}

const versions = chosen(process.argv[2]);
await setUpRoot();
const { devDependencies: developed } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const failed = [];
for (const version of versions) if (!(await testOn(version))) failed.push(version);
if (failed.length > 0) {
	console.error(`Engine tests failed on ${failed.join(', ')}`);
	process.exit(1);
}
