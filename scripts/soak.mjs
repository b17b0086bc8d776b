/** `npm run test:soak`: the property tests of the push path over 20,000 random scenarios, or `-- 200` of them. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

await setUpRoot();
const { status } = spawnSync(
	process.execPath,
	[jest, '--selectProjects', 'unit', '--testPathPatterns', 'push/invariants'],
	{ cwd: ROOT, stdio: 'inherit', env: { ...process.env, SOAK_RUNS: process.argv[2] ?? '20000' } },
);
process.exit(status ?? 1);
