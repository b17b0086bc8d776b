/** `npm run test:soak`: the property tests, with random seeds and 20,000 runs of each, or `-- 2000`. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { setUpRoot } from './setup.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const PROPERTIES = join('test', 'support', 'fastCheck.ts');
const HOUR_MS = 3_600_000;

await setUpRoot();
const { status } = spawnSync(
	process.execPath,
	[jest, '--findRelatedTests', PROPERTIES, `--testTimeout=${HOUR_MS}`, '--selectProjects', 'unit'],
	{
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, PROPERTY_SEED: 'random', PROPERTY_RUNS: process.argv[2] ?? '20000' },
	},
);
process.exit(status ?? 1);
