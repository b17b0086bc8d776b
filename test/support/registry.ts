import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packProject, ROOT } from '../../playground/src/pack';
import { freePort } from '../../playground/src/ports';
import { waitFor } from '../../playground/src/wait';

const run = promisify(execFile);

export interface Registry {
	url: string;
	/** Publishes the packed project as it is, or as if it had another version. */
	publish(version?: string): Promise<void>;
	stop(): Promise<void>;
}

/** A local npm registry that holds nothing but what is published to it. */
export async function startRegistry(): Promise<Registry> {
	await run(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), '--registry'], { cwd: ROOT });
	const folder = mkdtempSync(join(tmpdir(), 'ometria-registry-'));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const config = join(folder, 'config.yaml');
	writeFileSync(
		config,
		[
			`storage: ${join(folder, 'storage')}`,
			`auth: { htpasswd: { file: ${join(folder, 'htpasswd')} } }`,
			'uplinks: {}',
			"packages: { '**': { access: $all, publish: $all, unpublish: $all } }",
			'log: { type: stdout, level: error }',
		].join('\n'),
	);
	const verdaccio = join(ROOT, 'test', 'registry', 'node_modules', 'verdaccio', 'bin', 'verdaccio');
	const server = spawn(
		process.execPath,
		[verdaccio, '--config', config, '--listen', `127.0.0.1:${port}`],
		{
			stdio: 'ignore',
		},
	);
	await waitFor('the registry', 60_000, async () =>
		(await fetch(`${url}/-/ping`)).ok ? true : undefined,
	);
	return {
		url,
		publish: async (version) => {
			const tarball = await packProject(folder);
			const unpacked = join(folder, 'unpacked');
			mkdirSync(unpacked, { recursive: true });
			await run('tar', ['-xzf', tarball, '-C', unpacked]);
			const manifest = join(unpacked, 'package', 'package.json');
			const content = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
			const scripts = {};
			writeFileSync(
				manifest,
				JSON.stringify({ ...content, scripts, ...(version && { version }) }, null, 2),
			);
			const login = `--//127.0.0.1:${port}/:_authToken=anybody`;
			await run('npm', ['publish', '--registry', url, login], { cwd: join(unpacked, 'package') });
			rmSync(unpacked, { recursive: true });
		},
		stop: async () => {
			const ended = new Promise((resolve) => server.once('exit', resolve));
			server.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
