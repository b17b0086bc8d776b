/**
 * Runs the core of the e2e tests on other versions of n8n: `npm run test:versions -- 1.123.81`. By hand, as each version
 * is an installation of some gigabytes, kept in `.cache`. What it came to is written into docs/versioning.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
	buildDatabaseDriver,
	installInCache,
	node24,
	setUpPlayground,
	setUpRoot,
} from './setup.mjs';
import { commitOfRun, writeRun } from './versionsTable.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/** What does not depend on the editor of one version. */
const CORE = 'e2e/(node|tool|reads|examples|trigger|httpRequestNode)\\.';
const PINNED = JSON.parse(readFileSync(join(ROOT, 'playground', 'package.json'), 'utf8'))
	.dependencies.n8n;

/** @returns path of the program of an n8n that is installed */
async function n8nOf(version) {
	if (version === PINNED) {
		return join(ROOT, 'playground', 'node_modules', 'n8n', 'bin', 'n8n');
	}
	// Older versions take xlsx from outside of the registry; no test needs it.
	const manifest = { dependencies: { n8n: version }, overrides: { xlsx: '0.18.5' } };
	const folder = await installInCache(`n8n-${version}`, manifest, buildDatabaseDriver);
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

/** Runs the tests. @returns how many passed and failed; undefined where they could not be run */
async function testOn(version) {
	const results = join(ROOT, 'reports', `versions-${version}.json`);
	mkdirSync(join(ROOT, 'reports'), { recursive: true });
	const program = await n8nOf(version);
	console.log(`The core of the end-to-end tests on n8n ${version}`);
	const { status } = spawnSync(
		node24(),
		[
			'node_modules/jest/bin/jest.js',
			...['--config', 'test/e2e/jest.config.js', '--testPathPatterns', CORE],
			...['--json', '--outputFile', results],
		],
		{
			cwd: ROOT,
			// Jest prints the results as JSON, too.
			stdio: ['inherit', 'ignore', 'inherit'],
			env: { ...process.env, N8N_UNDER_TEST: program },
		},
	);
	const { numPassedTests: passed, numTotalTests: all } = JSON.parse(readFileSync(results, 'utf8'));
	return { passed, failed: all - passed + (status === 0 || all > passed ? 0 : 1) };
}

const versions = process.argv.slice(2);
if (versions.length === 0 || !versions.every((version) => /^\d+\.\d+\.\d+$/.test(version))) {
	console.error('Which versions of n8n? For example: npm run test:versions -- 1.123.81');
	process.exit(2);
}
await setUpRoot();
await setUpPlayground();
const build = spawnSync('npm', ['run', '--silent', 'build'], {
	cwd: ROOT,
	stdio: 'inherit',
	shell: process.platform === 'win32',
});
if (build.status !== 0) process.exit(1);
const commit = commitOfRun();
let failed = 0;
for (const version of versions) {
	const result = await testOn(version);
	failed += result.failed;
	console.log(`n8n ${version}: ${result.passed} passed, ${result.failed} failed`);
	if (commit) writeRun(version, commit, result);
	else console.log('Not written into docs/versioning.md: commit your changes first.');
}
process.exit(failed > 0 ? 1 : 0);
