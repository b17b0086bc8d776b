import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = resolve(__dirname, '..', '..');

const run = promisify(execFile);
const WINDOWS = process.platform === 'win32';

/** Packs the built project as npm would publish it. @returns the tarball's path */
export async function packProject(directory: string): Promise<string> {
	const { stdout } = await run(
		'npm',
		['pack', '--silent', '--ignore-scripts', '--pack-destination', directory],
		{ cwd: ROOT, shell: WINDOWS },
	);
	return join(directory, stdout.trim().split('\n').at(-1) ?? '');
}

/** Where `installPackage` notes what it installed. */
const stampIn = (userFolder: string) => join(userFolder, '.n8n', 'nodes', 'installed');

/** Folder of the package in an n8n that keeps its data there. */
export function installedPackage(userFolder: string): string {
	return join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-ometria');
}

/** The installed package is about to be changed: the next `installPackage` has to install it again. */
export function forgetInstalled(userFolder: string): void {
	rmSync(stampIn(userFolder), { force: true });
}

/**
 * Puts the packed project where n8n looks for community nodes, as n8n's own installation does: no
 * development and no peer packages. Nothing is done when the same tarball is there already.
 */
export async function installPackage(userFolder: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const work = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-pack-'));
	try {
		const tarball = await packProject(work);
		const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
		const stamp = stampIn(userFolder);
		if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
		mkdirSync(nodesFolder, { recursive: true });
		writeFileSync(join(nodesFolder, 'package.json'), '{"name":"installed-nodes","private":true}\n');
		await run(
			'npm',
			[
				'install',
				'--ignore-scripts',
				'--omit=dev',
				'--omit=peer',
				'--legacy-peer-deps',
				'--no-package-lock',
				tarball,
			],
			{ cwd: nodesFolder, shell: WINDOWS },
		);
		writeFileSync(stamp, hash);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}
