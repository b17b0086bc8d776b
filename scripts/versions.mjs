/**
 * Runs the core of the e2e tests on another n8n: `npm run test:versions -- 1.123.81`. By hand, as each
 * version is an installation of some gigabytes, kept in `.cache`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { node24, setUpPlayground, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
/** What does not depend on the editor of one version. */
const CORE = 'e2e/(node|tool|reads|examples)';
/** n8n 1.x says of a credential that fails what it thinks itself. */
const NAMES = '^(?!the credential dialog says of a wrong)';

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
const folder = join(ROOT, '.cache', `n8n-${version}`);
const installed = join(folder, 'installed');
if (!existsSync(installed)) {
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({
			name: 'n8n-other-version',
			private: true,
			dependencies: { n8n: version },
			// Older versions take it from outside of the registry; no test needs it.
			overrides: { xlsx: '0.18.5' },
		}),
	);
	const path = [dirname(node24()), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
	run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
	run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: folder,
		env: { ...process.env, PATH: path },
	});
	writeFileSync(installed, version);
}
run('npm', ['run', '--silent', 'build']);
run(
	node24(),
	[
		'node_modules/jest/bin/jest.js',
		'--config',
		'test/e2e/jest.config.js',
		'--testPathPatterns',
		CORE,
		'-t',
		NAMES,
	],
	{ env: { ...process.env, N8N_UNDER_TEST: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') } },
);
