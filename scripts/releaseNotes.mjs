/**
 * Prints what the changelog says of a version: `node scripts/releaseNotes.mjs v0.1.0`. Fails when the changelog or
 * one of the packages is of another version.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

function fail(message) {
	console.error(message);
	process.exit(1);
}

const version = (process.argv[2] ?? '').replace(/^v/, '');
if (!/^\d+\.\d+\.\d+$/.test(version)) fail('Which version? For example: v0.1.0');
for (const path of ['package.json', 'sandbox/package.json']) {
	const found = JSON.parse(read(path)).version;
	if (found !== version) fail(`${path} has version ${found}, not ${version}.`);
}
const [, ...sections] = read('CHANGELOG.md').split(/^## /m);
const notes = sections.find((section) => section.split('\n', 1)[0].trim() === version);
if (!notes) fail(`CHANGELOG.md says nothing of ${version}.`);
console.log(notes.slice(notes.indexOf('\n')).trim());
