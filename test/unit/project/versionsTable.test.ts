import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ROOT } from '../../../playground/src/pack';

/** A repository with the script and what it reads. */
let folder: string;
const SCRIPT = join('scripts', 'versionsTable.mjs');
const PAGE = join('docs', 'versioning.md');

const git = (...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@shop.example', ...args], {
		cwd: folder,
		encoding: 'utf8',
	}).trim();

function change(path: string, text: string): void {
	writeFileSync(join(folder, path), text);
	git('add', '.');
	git('commit', '-qm', path);
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'ometria-versions-'));
	for (const name of ['scripts', 'docs', 'nodes', 'playground']) mkdirSync(join(folder, name));
	cpSync(join(ROOT, SCRIPT), join(folder, SCRIPT));
	git('init', '-q');
	change(join('scripts', 'engineVersions.mjs'), "const LOWEST = '1.123.81';");
	change(join('playground', 'package.json'), '{"dependencies":{"n8n":"2.41.1"}}');
	change(join('nodes', 'node.ts'), '1');
	change(
		PAGE,
		'Before\n\n| n8n | commit | date | tests | result |\n| - | - | - | - | - |\n\nAfter\n',
	);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What `npm run test:versions` does at its end. */
function writeRun(version: string, passed: number, failed = 0): void {
	const url = JSON.stringify(pathToFileURL(join(folder, SCRIPT)).href);
	const result = `{ passed: ${passed}, failed: ${failed} }`;
	const code = `import(${url}).then(({ commitOfRun, writeRun }) => {
		const commit = commitOfRun();
		if (commit) writeRun('${version}', commit, ${result});
	})`;
	execFileSync(process.execPath, ['-e', code], { cwd: folder });
}

function check() {
	const { status, stderr } = spawnSync(process.execPath, [join(folder, SCRIPT)], {
		encoding: 'utf8',
	});
	return { status, problems: stderr.split('\n').slice(0, -2) };
}

test('runs are written with version, commit, date and result, the newest version first', () => {
	const commit = git('rev-parse', '--short=7', 'HEAD');
	writeRun('2.9.0', 40);
	writeRun('1.123.81', 40, 2);
	writeRun('2.41.1', 41);
	writeRun('1.123.81', 42);
	const lines = readFileSync(join(folder, PAGE), 'utf8').split('\n');
	expect(lines.slice(0, 2)).toEqual(['Before', '']);
	expect(lines.slice(-3)).toEqual(['', 'After', '']);
	const date = expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string;
	const rows = lines.slice(4, 7).map((line) =>
		line
			.split('|')
			.map((cell) => cell.trim())
			.slice(1, -1),
	);
	expect(rows).toEqual([
		['2.41.1', commit, date, '41', 'all pass'],
		['2.9.0', commit, date, '40', 'all pass'],
		['1.123.81', commit, date, '42', 'all pass'],
	]);
});

test('a table of this state passes, also after a change of the docs', () => {
	writeRun('2.41.1', 41);
	writeRun('1.123.81', 41);
	git('commit', '-qam', 'runs');
	expect(check()).toEqual({ status: 0, problems: [] });
	change(join('docs', 'other.md'), 'x');
	expect(check().status).toBe(0);
});

test('a run before the last change of the node, a failed one and a missing one are refused', () => {
	writeRun('2.41.1', 41);
	const commit = git('rev-parse', '--short=7', 'HEAD');
	change(join('nodes', 'node.ts'), '2');
	writeRun('2.20.12', 40, 3);
	expect(check()).toEqual({
		status: 1,
		problems: [
			'n8n 1.123.81 is not in the table of docs/versioning.md.',
			`n8n 2.41.1: nodes or credentials changed after the run on ${commit}.`,
			'n8n 2.20.12: 3 fail.',
		],
	});
});

test('a run of what no commit holds is not written', () => {
	const before = readFileSync(join(folder, PAGE), 'utf8');
	writeFileSync(join(folder, 'nodes', 'node.ts'), 'not committed');
	writeRun('2.41.1', 41);
	expect(readFileSync(join(folder, PAGE), 'utf8')).toBe(before);
});

test('a commit that is not known is refused', () => {
	writeRun('2.41.1', 41);
	writeRun('1.123.81', 41);
	const page = join(folder, PAGE);
	const commit = git('rev-parse', '--short=7', 'HEAD');
	writeFileSync(page, readFileSync(page, 'utf8').replaceAll(commit, 'abcdef1'));
	expect(check().status).toBe(1);
});
