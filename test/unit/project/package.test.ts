import { execFileSync, spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import ts from 'typescript';

import { ROOT } from '../../../playground/src/pack';
import { jsonOf, textOf, tracked } from '../../support/project';

/** What is published, and what stands behind it. Needs `npm run build`, which `npm test` has run before. */
interface Manifest {
	name: string;
	version: string;
	scripts: Record<string, string>;
	files: string[];
	n8n: { nodes: string[]; credentials: string[] };
	dependencies?: Record<string, string>;
	devDependencies: Record<string, string>;
	peerDependencies: Record<string, string>;
	[field: string]: unknown;
}

interface Packed {
	size: number;
	files: Array<{ path: string }>;
}

const manifest = jsonOf('package.json') as Manifest;

function packed(directory: string): Packed {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: join(ROOT, directory),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	// npm 11 gives an object by name, older ones a list.
	return Object.values(JSON.parse(output) as Record<string, Packed>)[0];
}

describe('the manifest', () => {
	test('has no runtime dependency of any kind', () => {
		for (const field of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
		]) {
			expect(manifest[field]).toBeUndefined();
		}
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	test('runs nothing when it is installed', () => {
		const hooks =
			/^(pre|post)?(install|prepare|publish|pack|uninstall)$|^dependencies$|^prepublishOnly$/;
		expect(Object.keys(manifest.scripts).filter((name) => hooks.test(name))).toEqual([]);
	});

	test('names exact versions of what is used for development', () => {
		const loose = Object.entries(manifest.devDependencies).filter(
			([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version),
		);
		expect(loose).toEqual([]);
	});

	test('has the version of the changelog, the lock and the sandbox', () => {
		const { version } = manifest;
		expect(/^## (\d\S*)/m.exec(textOf('CHANGELOG.md'))?.[1]).toBe(version);
		expect(jsonOf('package-lock.json')).toMatchObject({ version, packages: { '': { version } } });
		const sandbox = jsonOf('sandbox/package.json') as Manifest;
		expect(sandbox.version).toBe(version);
		expect(sandbox.dependencies).toEqual({ fastify: manifest.devDependencies.fastify });
	});
});

describe.each(['.', 'playground', 'test/registry'])('the lock in %s', (folder) => {
	interface Locked {
		version?: string;
		resolved?: string;
		integrity?: string;
		link?: true;
		[kind: string]: unknown;
	}
	const wanted = jsonOf(join(folder, 'package.json')) as Manifest;
	const { packages } = jsonOf(join(folder, 'package-lock.json')) as {
		packages: Record<string, Locked>;
	};
	const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

	// npm install would take others than the lock's where the two differ, without a word.
	test('is that of the manifest', () => {
		const kinds = (of: Record<string, unknown>) => KINDS.map((kind) => of[kind]);
		expect(kinds(packages[''])).toEqual(kinds(wanted));
	});

	test('has the hash of each package, and names no place but the registry', () => {
		const others = Object.entries(packages).filter(
			([path, { resolved, integrity = '' }]) =>
				path !== '' && (resolved !== undefined || !/^sha(512|256)-/.test(integrity)),
		);
		expect(others.map(([path]) => path)).toEqual([]);
	});
});

describe('the tarball', () => {
	const { files, size } = packed('.');
	const paths = files.map(({ path }) => path).sort();

	test('holds built code, icons, texts for n8n, and nothing else', () => {
		const expected =
			/^(LICENSE|README\.md|package\.json|dist\/icons\/[\w.]+\.svg|dist\/(nodes|credentials)\/[\w./-]+\.js|dist\/nodes\/[\w./-]+\.json)$/;
		expect(paths.filter((path) => !expected.test(path))).toEqual([]);
		expect(size).toBeLessThan(280_000);
	});

	test('holds the code of each source file, and no other', () => {
		const sources = tracked('nodes/**/*.ts', 'credentials/*.ts').map(
			(path) => `dist/${path.replace(/ts$/, 'js')}`,
		);
		expect(paths.filter((path) => path.endsWith('.js'))).toEqual(sources.sort());
	});

	test('holds each file that package.json names for n8n', () => {
		expect(paths).toEqual(
			expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials]),
		);
	});

	test('imports only itself and what n8n has: no file system, no network of its own', () => {
		const foreign = paths
			.filter((path) => path.endsWith('.js'))
			.flatMap((path) => {
				const { importedFiles } = ts.preProcessFile(
					readFileSync(join(ROOT, path), 'utf8'),
					true,
					true,
				);
				return importedFiles.map(({ fileName }) => fileName);
			})
			.filter((name) => !name.startsWith('.'));
		expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow', 'zod']);
	});
});

describe('zod, which n8n brings and n8n allows no package to declare,', () => {
	/** Loads the built node, as n8n does, from a folder that has of n8n's modules only those linked here. */
	function load(modules: string[]) {
		const folder = mkdtempSync(join(tmpdir(), 'ometria-modules-'));
		try {
			const installed = join(folder, 'node_modules');
			mkdirSync(installed);
			for (const name of modules) {
				symlinkSync(
					realpathSync(join(ROOT, 'node_modules', name)),
					join(installed, name),
					'junction',
				);
			}
			cpSync(join(ROOT, 'dist'), join(installed, 'n8n-nodes-ometria', 'dist'), { recursive: true });
			return spawnSync(
				process.execPath,
				['-e', `require('n8n-nodes-ometria/${manifest.n8n.nodes[0]}')`],
				{
					cwd: folder,
					encoding: 'utf8',
					env: { ...process.env, NODE_PATH: '' },
				},
			);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}

	test('is found beside the package', () => {
		expect(load(['n8n-workflow', 'zod'])).toMatchObject({ status: 0, stderr: '' });
	});

	test('is named when it is missing, and so is the package that asks for it', () => {
		const { status, stderr } = load(['n8n-workflow']);
		expect(status).not.toBe(0);
		expect(stderr).toContain("Cannot find module 'zod'");
		expect(stderr).toContain(join('node_modules', 'n8n-nodes-ometria', 'dist'));
	});

	test('is named in README and SECURITY', () => {
		for (const path of ['README.md', 'SECURITY.md']) expect(textOf(path)).toMatch(/\bzod\b/);
	});
});

interface Lock {
	packages: Record<
		string,
		{
			license?: string;
			link?: boolean;
			integrity?: string;
			resolved?: string;
			hasInstallScript?: boolean;
		}
	>;
}

describe('what is installed for development', () => {
	/** Free to use, change and pass on, without conditions for what is built with it. */
	const FREE =
		/^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|Unlicense|WTFPL|CC0-1\.0|CC-BY-[34]\.0|Artistic-2\.0|AFL-2\.1)( (OR|AND) [\w.-]+)*\)?$/;
	/** Used for testing only, each for a reason: n8n itself (fair code), axe (changes must be published). */
	const OTHERWISE: Record<string, RegExp> = {
		'LicenseRef-n8n-enterprise': /^@n8n(_io)?\//,
		'SEE LICENSE IN LICENSE.md': /^(@n8n\/|n8n-)/,
		'MPL-2.0': /^axe-core$/,
	};
	/** Their manifests name no licence; the files beside them say MIT. */
	const UNNAMED = new Set(['buildcheck', 'cpu-features', 'ssh2']);
	const nameOf = (path: string) =>
		path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

	test.each(['package-lock.json', 'test/registry/package-lock.json'])(
		'%s: every licence may be used',
		(path) => {
			const { packages } = jsonOf(path) as Lock;
			const wrong = Object.entries(packages).filter(([at, { license }]) => {
				if (at === '') return false;
				const name = nameOf(at);
				if (license === undefined) return !UNNAMED.has(name);
				return !FREE.test(license) && !OTHERWISE[license]?.test(name);
			});
			expect(wrong.map(([at, { license }]) => `${nameOf(at)}: ${license}`)).toEqual([]);
		},
	);

	test.each([
		'package-lock.json',
		'playground/package-lock.json',
		'test/registry/package-lock.json',
	])('%s names contents, and no registry', (path) => {
		const { packages } = jsonOf(path) as Lock;
		const wrong = Object.entries(packages).filter(
			([at, { link, integrity, resolved }]) =>
				at !== '' && (resolved !== undefined || (!link && !integrity?.startsWith('sha512-'))),
		);
		expect(wrong.map(([at]) => at)).toEqual([]);
	});
});
