/**
 * Runs a script of the project under the Node.js that n8n needs, after setting everything up and building:
 * `node scripts/run24.mjs bench/main.ts …`. Node.js options may go before the script.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { node24, setUpPlayground, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');

await setUpRoot();
await setUpPlayground();
const options = { cwd: ROOT, stdio: 'inherit', shell: false };
const build = spawnSync('npm', ['run', '--silent', 'build'], {
	...options,
	shell: process.platform === 'win32',
});
if (build.status !== 0) process.exit(1);
const { status } = spawnSync(node24(), process.argv.slice(2), options);
process.exit(status ?? 1);
