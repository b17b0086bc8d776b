import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { answers, endPrograms, npmRun, type Program, start } from '../support/program';
import { textOf } from '../support/project';

/** Every command that README and CONTRIBUTING give is run: here, by another test, or by CI itself. */
const ELSEWHERE: Record<string, string> = {
	'npm start': 'test/e2e/start.test.ts',
	'npm start -- --once': 'test/e2e/start.test.ts',
	'npm run dev': 'test/e2e/dev.test.ts',
	'npm test': '.ci/run',
	'npm run scan': '.ci/run',
	'npm run test:engine:versions': '.ci/run',
	'npm run test:engine:versions -- --credential': '.ci/run',
	'npm run test:e2e': '.ci/run',
	'npm run lint': 'scripts/test.mjs',
	'npm run typecheck': 'scripts/test.mjs',
};
/** With arguments that make them short. */
const HERE: Record<string, string[]> = {
	'npm run build': [],
	'npm run docs': [],
	'npm run strings': [],
	'npm run test:coverage': ['test/unit/utils', '--selectProjects', 'unit'],
	'npm run test:soak': ['50'],
	'npm run bench': ['--quick'],
};
const SANDBOX = 'npm run sandbox';

afterAll(() => endPrograms());

const scriptOf = (command: string) => command.replace('npm run ', '');

test('no command is left out', () => {
	const commands =
		`${textOf('README.md')}\n${textOf('CONTRIBUTING.md')}`.match(
			/(?<=`|^)npm (?:start|test|run [\w:]+)(?: -- --\w+)?(?=`|$)/gm,
		) ?? [];
	const known = [...Object.keys(ELSEWHERE), ...Object.keys(HERE), SANDBOX];
	expect([...new Set(commands)].sort()).toEqual(known.sort());
	for (const [command, place] of Object.entries(ELSEWHERE)) {
		const name = command.split(' -- ')[0].replace('npm run ', '').replace('npm ', '');
		expect(textOf(place)).toMatch(new RegExp(`(npm|run|npmRun\\(').*${name}`));
	}
});

test.each(Object.entries(HERE))('%s ends with status 0', async (command, args) => {
	const { exit, output } = npmRun(scriptOf(command), args, ROOT);
	const code = await exit;
	expect(code === 0 ? '' : output()).toBe('');
});

async function serves(program: Program): Promise<void> {
	await program.prints('Ctrl-C ends it.');
	const page = /What arrived\s+(\S+)/.exec(program.output())?.[1] ?? '';
	expect(await (await fetch(page)).text()).toContain('<h1>Ometria sandbox</h1>');
	expect(await (await fetch(`${page}_sandbox/overview`)).json()).toMatchObject({ requests: 0 });
	for (const file of ['check', 'check.js', 'checker.js']) {
		expect((await fetch(`${page}${file}`)).status).toBe(200);
	}
	await program.interrupt();
	await waitFor('The end of the sandbox', 30_000, async () => !(await answers(page)) || undefined);
}

test('npm run sandbox serves its pages', async () => {
	await serves(npmRun('sandbox', ['--port', '0'], ROOT));
	const wrong = npmRun('sandbox', ['--port', 'next'], ROOT);
	expect(await wrong.exit).toBe(1);
	expect(wrong.output()).toContain('--port must be a number of 0 or more. Found: next');
});

test('the sandbox serves its pages from a package of its own, installed from its tarball', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'ometria-sandbox-'));
	try {
		const built = npmRun('build:sandbox', [], ROOT);
		expect((await built.exit) === 0 ? '' : built.output()).toBe('');
		const npm = async (...args: string[]) => {
			const program = start('npm', args, folder);
			expect((await program.exit) === 0 ? '' : program.output()).toBe('');
		};
		await npm('pack', join(ROOT, 'sandbox'));
		await npm(
			'install',
			'--no-audit',
			'--prefix',
			folder,
			join(folder, 'ometria-sandbox-0.1.0.tgz'),
		);
		const installed = (...args: string[]) =>
			start('npx', ['--no', 'ometria-sandbox', '--', ...args], folder);
		await serves(installed('--port', '0'));
		const file = join(folder, 'people.csv');
		writeFileSync(file, 'Customer No,Newsletter\nc-1,yes\nc-2,perhaps\n');
		const checked = installed('check', file, '--type', 'contact');
		expect(await checked.exit).toBe(1);
		expect(checked.output()).toContain('row 3 (c-2): "Newsletter" decides on');
		const verified = installed('verify', '--base-url', 'http://127.0.0.1:1/v2');
		expect(await verified.exit).toBe(2);
		expect(verified.output()).toContain('Put the access token into OMETRIA_TOKEN');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
