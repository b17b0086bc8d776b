/**
 * Builds what needs a bundler: with `--page`, the checker for the sandbox's page, which runs in a web worker; without,
 * the sandbox's package (`sandbox/dist`), in which the node's own code is bundled for the command `check`.
 */
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const SANDBOX = join(ROOT, 'sandbox');
const DIST = join(SANDBOX, 'dist');

const common = { absWorkingDir: ROOT, bundle: true, target: 'es2022', logLevel: 'warning' };

async function buildChecker(folder) {
	await build({
		...common,
		entryPoints: ['checker/worker.ts'],
		outfile: join(folder, 'checker.js'),
		platform: 'browser',
		format: 'iife',
		alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' },
		inject: ['checker/browserBuffer.ts'],
	});
}

if (process.argv.includes('--page')) {
	await buildChecker(join(SANDBOX, 'page', 'built'));
} else {
	rmSync(DIST, { recursive: true, force: true });
	await build({
		...common,
		entryPoints: ['sandbox/cli.ts'],
		outfile: join(DIST, 'cli.js'),
		platform: 'node',
		format: 'cjs',
		external: ['fastify'],
	});
	for (const file of [
		'index.html',
		'check.html',
		'page.css',
		'page.js',
		'view.js',
		'check.js',
		'icon.svg',
	]) {
		cpSync(join(SANDBOX, 'page', file), join(DIST, 'page', file));
	}
	await buildChecker(join(DIST, 'page', 'built'));
	// Its code is in both bundles; its licence asks for this.
	cpSync(join(ROOT, 'node_modules', 'csv-parse', 'LICENSE'), join(DIST, 'csv-parse.LICENSE'));
}
