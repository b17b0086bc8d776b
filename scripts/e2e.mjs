/** `npm run test:e2e`: runs the tests that need a real n8n, under the Node.js that n8n needs. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { node24, setUpPlayground, setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');

await setUpRoot();
await setUpPlayground();
const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
if (build.status !== 0) process.exit(1);
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const config = join(ROOT, 'test', 'e2e', 'jest.config.js');
const { status } = spawnSync(node24(), [jest, '--config', config, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
