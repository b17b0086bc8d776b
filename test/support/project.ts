import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../../playground/src/pack';

/** Paths of the files that are, or are about to be, in the repository. */
export function tracked(...patterns: string[]): string[] {
	const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
	return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const jsonOf = (path: string): unknown => JSON.parse(textOf(path));
