/**
 * n8n's verification scan without its network part (provenance, download): lints the source as the
 * scanner does, then the packed tarball. Exit code 1 when either fails. `--newest` takes the scanner's newest
 * version from the registry, as n8n will, instead of the pinned one. `--tarball FILE` looks at that tarball instead
 * of packing one.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const project = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'n8n-scan-'));

const { values: options } = parseArgs({
	options: {
		newest: { type: 'boolean', default: false },
		tarball: { type: 'string' },
	},
});

const SCANNER = '@n8n/scan-community-package';

/** Installs the newest scanner beside the work; without scripts, one of which refuses npm. @returns its folder */
function newestScanner() {
	const folder = join(work, 'scanner');
	mkdirSync(folder);
	writeFileSync(join(folder, 'package.json'), '{"private":true}');
	execFileSync('npm', ['install', '--ignore-scripts', '--no-save', `${SCANNER}@latest`], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	return folder;
}

async function loadScanner() {
	const folder = options.newest ? newestScanner() : project;
	const scanner = join(folder, 'node_modules', SCANNER);
	const { version } = JSON.parse(readFileSync(join(scanner, 'package.json'), 'utf8'));
	console.log(`${SCANNER} ${version}`);
	return await import(pathToFileURL(join(scanner, 'scanner', 'scanner.mjs')).href);
}

/** Packs the project. @returns the tarball's path */
function pack() {
	const packed = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', work],
		{
			cwd: project,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const [{ filename, files, size }] = Object.values(JSON.parse(packed)).flat();
	console.log(`packed ${filename}: ${files.length} files, ${(size / 1024).toFixed(1)} KB`);
	return join(work, filename);
}

/** Unpacks a tarball of npm. @returns the folder of its package */
function unpack(tarball) {
	const directory = join(work, 'package');
	mkdirSync(directory);
	execFileSync('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1']);
	return directory;
}

let passed = true;
try {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await loadScanner();
	const legs = [
		['source', project, SOURCE_FILE_PATTERNS],
		['tarball', unpack(options.tarball ?? pack()), ['**/*.js', 'package.json']],
	];
	for (const [leg, directory, patterns] of legs) {
		const result = await analyzePackage(directory, patterns);
		passed &&= result.passed;
		console.log(
			`${result.passed ? 'PASS' : 'FAIL'} ${leg}${result.message ? `: ${result.message}` : ''}`,
		);
		if (result.details) console.log(result.details);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
process.exitCode = passed ? 0 : 1;
