/**
 * The table of docs/versioning.md that says on which n8n the core of the end-to-end tests was run:
 * `node scripts/versionsTable.mjs` fails where a run is older than the last change of what is shipped, did not pass, or
 * is missing for a version that is promised. `npm run test:versions` writes its rows.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs', 'versioning.md');
const HEADINGS = ['n8n', 'commit', 'date', 'tests', 'result'];
/** What a workflow of a user runs. */
const SHIPPED = ['nodes', 'credentials'];

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

const cellsOf = (line) =>
	line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());

/** The lines of the page, and where the table's rows begin and end. */
function tableIn(text) {
	const lines = text.split('\n');
	const head = lines.findIndex((line) => cellsOf(line).join() === HEADINGS.join());
	if (head < 0) throw new Error(`docs/versioning.md has no table with ${HEADINGS.join(', ')}`);
	const start = head + 2;
	const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
	return { lines, head, start, end: length < 0 ? lines.length : start + length };
}

function rowsIn(text) {
	const { lines, start, end } = tableIn(text);
	return lines.slice(start, end).map(cellsOf);
}

/** A table as prettier writes it. */
function tableOf(rows) {
	const all = [HEADINGS, ...rows];
	const widths = HEADINGS.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
	const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
	return [line(HEADINGS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

const byVersion = ([a], [b]) => b.localeCompare(a, 'en', { numeric: true });

/** The commit that a run is of; undefined where what is shipped has changes that no commit holds. */
export function commitOfRun() {
	const isCommitted = git('status', '--porcelain', '--', ...SHIPPED) === '';
	return isCommitted ? git('rev-parse', '--short=7', 'HEAD') : undefined;
}

/** Writes what a run of a commit came to: `{ passed: 40, failed: 0 }`. */
export function writeRun(version, commit, { passed, failed }) {
	const row = [
		version,
		commit,
		new Date().toISOString().slice(0, 10),
		String(passed + failed),
		failed === 0 && passed > 0 ? 'all pass' : `${failed} fail`,
	];
	const text = readFileSync(PAGE, 'utf8');
	const { lines, head, end } = tableIn(text);
	const others = rowsIn(text).filter(([other]) => other !== version);
	lines.splice(head, end - head, ...tableOf([...others, row].sort(byVersion)));
	writeFileSync(PAGE, lines.join('\n'));
}

/** Whether what is shipped differs between a commit and this one; true for a commit that is not known. */
function isChangedSince(commit) {
	try {
		return git('diff', '--name-only', commit, 'HEAD', '--', ...SHIPPED) !== '';
	} catch {
		return true;
	}
}

/** The versions of n8n that must have passed: the oldest that is supported, and the playground's. */
function promised() {
	const script = readFileSync(join(ROOT, 'scripts', 'engineVersions.mjs'), 'utf8');
	const { dependencies } = JSON.parse(
		readFileSync(join(ROOT, 'playground', 'package.json'), 'utf8'),
	);
	return [/LOWEST = '([\d.]+)'/.exec(script)[1], dependencies.n8n];
}

function problems() {
	const rows = rowsIn(readFileSync(PAGE, 'utf8'));
	const missing = promised().filter((version) => !rows.some(([known]) => known === version));
	return [
		...missing.map((version) => `n8n ${version} is not in the table of docs/versioning.md.`),
		...rows.flatMap(([version, commit, , , result]) => [
			...(result === 'all pass' ? [] : [`n8n ${version}: ${result}.`]),
			...(isChangedSince(commit)
				? [`n8n ${version}: ${SHIPPED.join(' or ')} changed after the run on ${commit}.`]
				: []),
		]),
	];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const found = problems();
	for (const problem of found) console.error(problem);
	if (found.length > 0) {
		console.error('Run npm run test:versions -- VERSION for each, and commit what it writes.');
		process.exit(1);
	}
}
