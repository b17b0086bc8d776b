import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { N8nApi } from '../../playground/src/n8nApi';
import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { answers, endPrograms, npmRun } from '../support/program';

/** `npm run dev` in a copy of the project, whose files may be changed. */
const copy = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-dev-'));
const COPIED = [
	'.npmrc',
	'LICENSE',
	'README.md',
	'checker',
	'credentials',
	'examples',
	'gulpfile.js',
	'icons',
	'nodes',
	'package-lock.json',
	'package.json',
	'playground/package-lock.json',
	'playground/package.json',
	'playground/src',
	'sandbox',
	'scripts',
	'tsconfig.build.json',
	'tsconfig.json',
];

beforeAll(() => {
	for (const path of COPIED) {
		mkdirSync(dirname(join(copy, path)), { recursive: true });
		cpSync(join(ROOT, path), join(copy, path), { recursive: true });
	}
	for (const path of ['node_modules', 'playground/node_modules']) {
		symlinkSync(join(ROOT, path), join(copy, path));
	}
});
afterAll(() => {
	endPrograms();
	rmSync(copy, { recursive: true, force: true });
});

function change(file: string, from: string, to: string): void {
	const path = join(copy, file);
	const text = readFileSync(path, 'utf8');
	expect(text).toContain(from);
	writeFileSync(path, text.replace(from, to));
}

test('npm run dev makes n8n load the node again with each change of code and of an icon', async () => {
	const { output, prints, interrupt } = npmRun('dev', ['--folder', join(copy, 'n8n')], copy);
	await prints('Found 0 errors. Watching for file changes.');
	const url = /n8n's editor\s+(\S+)/.exec(output())?.[1] ?? '';
	const api = new N8nApi(url, /password\s+(\S+)/.exec(output())?.[1]);
	await api.signIn();
	const description = async () =>
		(await api.nodeTypes()).find(({ name }) => name === 'n8n-nodes-ometria.ometria')?.description;
	const file = 'nodes/Ometria/Ometria.node.ts';
	const says = async (words: string) =>
		await waitFor(words, 60_000, async () => (await description())?.startsWith(words) || undefined);
	await says('Send contacts');
	for (const [from, to] of [
		["'Send contacts", "'Loaded again: send contacts"],
		["'Loaded again", "'And again"],
	]) {
		change(file, from, to);
		await says(to.slice(1));
	}

	change('icons/ometria.svg', '<svg', '<svg id="changed"');
	const icon = `${url}/icons/n8n-nodes-ometria/dist/icons/ometria.svg`;
	await waitFor(
		'The icon',
		60_000,
		async () => (await (await fetch(icon)).text()).includes('id="changed"') || undefined,
	);

	await interrupt();
	await waitFor('The end of n8n', 30_000, async () => !(await answers(url)) || undefined);
});
