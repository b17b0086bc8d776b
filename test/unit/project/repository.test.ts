import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'yaml';

import { ROOT } from '../../../playground/src/pack';
import { jsonOf, textOf, tracked } from '../../support/project';

const isText = (path: string) => !/\.(png|gif|ico)$/.test(path);

test('no file names a folder of a machine', () => {
	// n8n's own image keeps its files in the home of the user `node`.
	const folders = /(?<![\w./:@-])\/(home(?!\/node\/)|root|Users|work|mnt|workspace)\/\w/;
	const found = tracked()
		.filter((path) => isText(path) && path !== 'test/unit/project/repository.test.ts')
		.filter((path) => folders.test(textOf(path)));
	expect(found).toEqual([]);
});

test('the scan for secrets, which the lint runs, finds what should not be there', () => {
	const folder = mkdtempSync(join(tmpdir(), 'ometria-secrets-'));
	try {
		// Put together here, so that this file holds none.
		const token = ['npm', '_', 'a1B2'.repeat(9)].join('');
		writeFileSync(join(folder, 'npm.txt'), `//registry.npmjs.org/:_authToken=${token}\n`);
		writeFileSync(
			join(folder, 'ometria.ts'),
			`const headers = { 'X-Ometria-Auth': '${'0a1b2c3d'.repeat(4)}' };\n`,
		);
		writeFileSync(
			join(folder, 'fine.ts'),
			"const headers = { 'X-Ometria-Auth': 'sandbox-token' };\n",
		);
		const secretlint = join(ROOT, 'node_modules', 'secretlint', 'bin', 'secretlint.js');
		const { status, stdout } = spawnSync(
			process.execPath,
			[secretlint, '--secretlintrc', join(ROOT, '.secretlintrc.json'), '**/*'],
			{ cwd: folder, encoding: 'utf8' },
		);
		expect(status).toBe(1);
		expect(stdout).toContain('npm.txt');
		expect(stdout).toContain('ometria.ts');
		expect(stdout).not.toContain('fine.ts');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
	env?: Record<string, string>;
}

interface Job {
	permissions?: Record<string, string>;
	'timeout-minutes'?: number;
	steps?: Step[];
	uses?: string;
	needs?: string | string[];
	outputs?: Record<string, string>;
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

describe('workflows', () => {
	const files = tracked('.github/workflows/*.yml');
	const workflow = (name: string) => parse(textOf(`.github/workflows/${name}.yml`)) as Workflow;

	test.each(files)('%s: actions are pinned by commit, with their version beside it', (path) => {
		const uses = [...textOf(path).matchAll(/uses: (.+)/g)].map(([, what]) => what);
		expect(uses.length).toBeGreaterThan(0);
		for (const what of uses) {
			expect(what).toMatch(/^(\.\/.+\.yml|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
		}
	});

	test.each(files)('%s: may only read, but for what a job needs', (path) => {
		const { permissions, jobs } = parse(textOf(path)) as Workflow;
		expect(permissions).toEqual({ contents: 'read' });
		const writing = Object.values(jobs).flatMap((job) =>
			Object.entries(job.permissions ?? {}).filter(([, level]) => level === 'write'),
		);
		const allowed: Record<string, string[]> = {
			'.github/workflows/publish.yml': ['id-token', 'contents'],
			'.github/workflows/security.yml': ['security-events', 'security-events'],
		};
		expect(writing.map(([name]) => name)).toEqual(allowed[path] ?? []);
	});

	test.each(files)(
		'%s: no job takes text of a stranger into a shell, keeps the token, or runs for ever',
		(path) => {
			const { on, jobs } = parse(textOf(path)) as Workflow;
			expect(Object.keys(on)).not.toContain('pull_request_target');
			for (const job of Object.values(jobs)) {
				if (job.uses) continue;
				expect(job['timeout-minutes']).toBeGreaterThan(0);
				for (const { uses = '', run = '', with: options } of job.steps ?? []) {
					expect(run).not.toContain('${{');
					if (uses.startsWith('actions/checkout')) {
						expect(options).toMatchObject({ 'persist-credentials': false });
					}
				}
			}
		},
	);

	const runsOf = ({ steps = [] }: Job) => steps.map(({ run = '' }) => run).join('\n');

	test('publishing waits for all that must hold, and names where it comes from', () => {
		const { on, jobs } = workflow('publish');
		expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
		expect(jobs.ci.uses).toBe('./.github/workflows/ci.yml');
		expect(jobs.scan.needs).toBe('pack');
		expect(jobs.pack.needs).toBe('ci');
		expect(jobs.publish.needs).toEqual(['pack', 'scan', 'rules']);
		expect(textOf('.github/workflows/publish.yml')).not.toMatch(
			/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/,
		);
	});

	test('what is packed is made with the packages of the lock, and with no other', () => {
		const { pack } = workflow('publish').jobs;
		expect(runsOf(pack)).toContain('npm ci --ignore-scripts\n');
		expect(runsOf(pack)).not.toMatch(/npm (?:install|i) |setup\.mjs/);
	});

	test('nothing is packed while the runs on the versions of n8n are older than what is shipped', () => {
		const { steps = [] } = workflow('publish').jobs.pack;
		const at = steps.findIndex(({ run = '' }) => run === 'node scripts/versionsTable.mjs');
		expect(at).toBeGreaterThan(0);
		expect(at).toBeLessThan(steps.findIndex(({ run = '' }) => run.includes('packRelease')));
		expect(steps[0].with).toMatchObject({ 'fetch-depth': 0 });
	});

	test('publishing stops where no person has to approve it, or anybody may set a tag', () => {
		const { rules } = workflow('publish').jobs;
		expect(rules.permissions).toEqual({ actions: 'read', contents: 'read' });
		for (const rule of ['required_reviewers', 'branch_policy']) {
			expect(runsOf(rules)).toContain(`any(.protection_rules[]; .type == "${rule}")`);
		}
		expect(runsOf(rules)).toContain('any(.[]; .target == "tag" and .enforcement == "active")');
		// Without it, the answer "false" would count as success.
		expect(runsOf(rules).match(/grep -qx true/g)).toHaveLength(3);
	});

	test.each(files)('%s: a job that may publish runs no code but npm, on a file', (path) => {
		const { jobs } = parse(textOf(path)) as Workflow;
		const publishing = Object.values(jobs).filter(
			({ permissions = {} }) => 'id-token' in permissions,
		);
		expect(publishing).toHaveLength(path.endsWith('publish.yml') ? 1 : 0);
		for (const job of publishing) {
			// Nothing of the repository or of a package is there: no checkout, no installation, no script.
			expect(job.permissions).toEqual({ 'id-token': 'write' });
			const actions = (job.steps ?? []).flatMap(({ uses = [] }) => uses);
			expect(actions.map((action) => action.replace(/@.*/, '')).sort()).toEqual([
				'actions/download-artifact',
				'actions/setup-node',
			]);
			const [check, ...publish] = runsOf(job).split('\n').filter(Boolean);
			expect(check).toBe('sha256sum --check --strict <<< "$CHECKSUMS"');
			const file = /^npm publish "\.\/([\w-]+)-\$\{GITHUB_REF_NAME#v\}\.tgz" (.+)$/;
			expect(publish.map((line) => file.exec(line)?.slice(1))).toEqual(
				['n8n-nodes-ometria', 'ometria-sandbox'].map((name) => [
					name,
					'--provenance --access public --ignore-scripts',
				]),
			);
		}
	});

	test('what is published is what was packed, and scanned by the newest scanner in a job of its own', () => {
		const { pack, scan, publish, ...others } = workflow('publish').jobs;
		expect(pack.outputs).toEqual({ checksums: '${{ steps.pack.outputs.checksums }}' });
		expect(runsOf(pack)).toContain('node scripts/packRelease.mjs tarballs');
		expect(runsOf(scan)).toContain(
			'node scripts/scan.mjs --newest --tarball "tarballs/n8n-nodes-ometria-${GITHUB_REF_NAME#v}.tgz"',
		);
		for (const job of [scan, publish]) {
			const checking = (job.steps ?? []).filter(({ run = '' }) =>
				run.includes('sha256sum --check --strict <<< "$CHECKSUMS"'),
			);
			expect(checking.map(({ env }) => env)).toEqual([
				{ CHECKSUMS: '${{ needs.pack.outputs.checksums }}' },
			]);
		}
		for (const job of [pack, publish, ...Object.values(others)]) {
			expect(runsOf(job)).not.toContain('--newest');
		}
	});

	test('the checksums are those of the tarballs', () => {
		const folder = mkdtempSync(join(tmpdir(), 'ometria-tarballs-'));
		try {
			const script = join(ROOT, 'scripts', 'packRelease.mjs');
			const { stdout } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
			const lines = stdout.trim().split('\n');
			expect(lines.map((line) => line.split('  ')[1])).toEqual([
				expect.stringMatching(/^n8n-nodes-ometria-\d+\.\d+\.\d+\.tgz$/),
				expect.stringMatching(/^ometria-sandbox-\d+\.\d+\.\d+\.tgz$/),
			]);
			for (const line of lines) {
				const [sum, name] = line.split('  ');
				const content = readFileSync(join(folder, name));
				expect(createHash('sha256').update(content).digest('hex')).toBe(sum);
			}
			expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(stdout);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	test('CI runs what must hold for every change', () => {
		const runs = Object.values(workflow('ci').jobs).flatMap(({ steps = [] }) =>
			steps.map(({ run }) => run),
		);
		expect(runs).toContain('.ci/run');
		expect(textOf('.ci/run').match(/(?<=^step )npm.*$/gm)).toEqual([
			'npm test',
			'npm run test:engine:versions -- --lowest',
			'npm run test:engine:versions -- --newest',
			'npm run test:engine:versions -- --credential',
			'npm run scan',
			'npm run test:e2e',
		]);
	});

	test('the oldest n8n that the README supports is the one that CI runs', () => {
		const [, oldest] = /LOWEST = '([\d.]+)'/.exec(textOf('scripts/engineVersions.mjs')) ?? [];
		expect(textOf('README.md')).toContain(`The oldest supported n8n is ${oldest},`);
	});

	test("the README's table has each n8n that the tests are set to run on", () => {
		const [, older] = /OLDER = \[(.+)\]/.exec(textOf('scripts/engineVersions.mjs')) ?? [];
		const { dependencies } = jsonOf('playground/package.json') as {
			dependencies: { n8n: string };
		};
		const versions = [dependencies.n8n, ...older.replaceAll("'", '').split(', ')];
		const table = textOf('README.md')
			.split('## Compatibility')[1]
			.match(/^\| \d.*?(?= *\| )/gm);
		const listed = table?.flatMap((cell) => cell.replace('| ', '').split(', '));
		expect(versions.filter((version) => !listed?.includes(version))).toEqual([]);
	});
});
