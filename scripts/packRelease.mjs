/**
 * Packs the built node and the built sandbox into a folder, with their checksums in the format of sha256sum:
 * `node scripts/packRelease.mjs FOLDER`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '..');
const [given] = process.argv.slice(2);
if (!given) throw new Error('The folder for the tarballs is missing');
const folder = resolve(given);
mkdirSync(folder, { recursive: true });

const sums = [project, join(project, 'sandbox')].map((directory) => {
	const packed = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
	);
	// npm 11 gives an object by name, older ones a list.
	const [{ filename }] = Object.values(JSON.parse(packed)).flat();
	const hash = createHash('sha256').update(readFileSync(join(folder, filename)));
	return `${hash.digest('hex')}  ${filename}\n`;
});
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
process.stdout.write(sums.join(''));
