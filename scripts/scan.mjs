/**
 * n8n's verification scan without its network part (provenance, download): lints the source as the
 * scanner does, then the packed tarball. Exit code 1 when either fails.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const project = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'n8n-scan-'));

/** The packed package, unpacked again. */
function unpackTarball() {
	const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
		cwd: project,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [{ filename, files, size }] = Object.values(JSON.parse(packed)).flat();
	console.log(`packed ${filename}: ${files.length} files, ${(size / 1024).toFixed(1)} KB`);
	const directory = join(work, 'package');
	mkdirSync(directory);
	execFileSync('tar', ['-xzf', join(work, filename), '-C', directory, '--strip-components=1']);
	return directory;
}

let passed = true;
try {
	const legs = [
		['source', project, SOURCE_FILE_PATTERNS],
		['tarball', unpackTarball(), ['**/*.js', 'package.json']],
	];
	for (const [leg, directory, patterns] of legs) {
		const result = await analyzePackage(directory, patterns);
		passed &&= result.passed;
		console.log(`${result.passed ? 'PASS' : 'FAIL'} ${leg}${result.message ? `: ${result.message}` : ''}`);
		if (result.details) console.log(result.details);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
process.exitCode = passed ? 0 : 1;
