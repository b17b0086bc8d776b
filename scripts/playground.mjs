/**
 * Installs what is missing, builds the node, then hands over to a program of the playground, which runs a
 * real n8n with it: `node scripts/playground.mjs main.ts` is `npm start`, `dev.ts` is `npm run dev`.
 * Everything started ends with this process.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { node24, setUpPlayground, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');

await setUpRoot();
await setUpPlayground();

const build = spawnSync('npm', ['run', '--silent', 'build'], {
	cwd: ROOT,
	stdio: 'inherit',
	shell: process.platform === 'win32',
});
if (build.status !== 0) process.exit(1);

const [program, ...args] = process.argv.slice(2);
const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const playground = spawn(node24(), [tsx, join(ROOT, 'playground', 'src', program), ...args], {
	cwd: ROOT,
	stdio: 'inherit',
	// A separate group: Ctrl-C reaches it through this program, once, and not n8n directly.
	detached: process.platform !== 'win32',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => playground.kill('SIGTERM'));
}
playground.on('exit', (code) => process.exit(code ?? 1));
