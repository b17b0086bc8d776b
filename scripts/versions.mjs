/**
 * Runs the core of the e2e tests on another n8n: `npm run test:versions -- 1.123.81`. By hand, as each
 * version is an installation of some gigabytes, kept in `.cache`.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import {
	buildDatabaseDriver,
	installInCache,
	node24,
	setUpPlayground,
	setUpRoot,
} from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/** What does not depend on the editor of one version. */
const CORE = 'e2e/(node|tool|reads|examples)';

function run(command, args, options = {}) {
	const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
	if (status !== 0) process.exit(status ?? 1);
}

const version = process.argv[2];
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
	console.error('Which version of n8n? For example: npm run test:versions -- 1.123.81');
	process.exit(2);
}
await setUpRoot();
await setUpPlayground();
// Older versions take xlsx from outside of the registry; no test needs it.
const manifest = { dependencies: { n8n: version }, overrides: { xlsx: '0.18.5' } };
const folder = await installInCache(`n8n-${version}`, manifest, buildDatabaseDriver);
run('npm', ['run', '--silent', 'build'], { shell: process.platform === 'win32' });
run(
	node24(),
	[
		'node_modules/jest/bin/jest.js',
		'--config',
		'test/e2e/jest.config.js',
		'--testPathPatterns',
		CORE,
	],
	{ env: { ...process.env, N8N_UNDER_TEST: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') } },
);
