import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import Slugger from 'github-slugger';
import { lexer, type Token, type Tokens, walkTokens } from 'marked';

import { OmetriaTrigger } from '../../../nodes/Ometria/OmetriaTrigger.node';
import { properties } from '../../../nodes/Ometria/resources';
import { ROOT } from '../../../playground/src/pack';
import { optionsDoc } from '../../../scripts/optionsDoc';
import { jsonOf, textOf, tracked } from '../../support/project';

const DOCS = tracked('*.md', '**/*.md');

function tokensOf(path: string): Token[] {
	const tokens: Token[] = [];
	void walkTokens(lexer(textOf(path)), (token) => {
		tokens.push(token);
	});
	return tokens;
}

const headingsOf = (path: string) =>
	tokensOf(path).filter((token): token is Tokens.Heading => token.type === 'heading');

function anchorsOf(path: string): string[] {
	const slugger = new Slugger();
	return headingsOf(path).map(({ text }) => slugger.slug(text.replaceAll('`', '')));
}

/** What is wrong with a link of a document; undefined when it leads somewhere. */
function wrongWith(from: string, href: string): string | undefined {
	if (/^[a-z]+:/i.test(href)) {
		return href.startsWith('https://') && URL.canParse(href)
			? undefined
			: `${href}: not an https address`;
	}
	const [file, anchor] = href.split('#');
	const path = file === '' ? from : normalize(join(dirname(from), file));
	if (!existsSync(join(ROOT, path))) return `${href}: no such file`;
	if (anchor !== undefined && !anchorsOf(path).includes(anchor)) return `${href}: no such heading`;
	return undefined;
}

test('links that lead nowhere are found', () => {
	expect(wrongWith('README.md', 'docs/nothing.md')).toBe('docs/nothing.md: no such file');
	expect(wrongWith('README.md', 'docs/records.md#nothing')).toBe(
		'docs/records.md#nothing: no such heading',
	);
	expect(wrongWith('README.md', 'http://ometria.com')).toContain('not an https address');
	expect(
		wrongWith('docs/architecture.md', '../CONTRIBUTING.md#rules-that-tests-hold'),
	).toBeUndefined();
});

test.each(DOCS)('%s: every link and picture leads somewhere', (path) => {
	const links = tokensOf(path).filter((token): token is Tokens.Link | Tokens.Image =>
		['link', 'image'].includes(token.type),
	);
	expect(links.flatMap(({ href }) => wrongWith(path, href) ?? [])).toEqual([]);
	for (const link of links) expect(link.text).not.toBe('');
});

test.each(DOCS)('%s: every file that it names is there', (path) => {
	const names = [
		...textOf(path).matchAll(
			/`((?:test|docs|nodes|examples|scripts|sandbox|playground)\/[\w./-]+\.\w+)`/g,
		),
	];
	expect(names.map(([, name]) => name).filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
});

test('each threat that SECURITY.md names has a test', () => {
	const [table] = tokensOf('SECURITY.md').filter(
		(token): token is Tokens.Table => token.type === 'table',
	);
	const untested = table.rows.filter(
		([, , tests]) => !/`(test\/[\w./-]+\.test\.ts|npm run \w+)`/.test(tests.text),
	);
	expect(table.rows).not.toEqual([]);
	expect(untested.map(([threat]) => threat.text)).toEqual([]);
});

describe('the README', () => {
	const tables = tokensOf('README.md').filter(
		(token): token is Tokens.Table => token.type === 'table',
	);

	test("has the sections that n8n's verification asks for, in the order of a user's first minute", () => {
		const asked = [
			'Installation',
			'Credentials',
			'Try it without an Ometria account',
			'First workflow',
			'Operations',
			'What happens on errors',
			'Example workflows',
			'AI agents',
			'Limits',
			'Compatibility',
			'Contributing',
		];
		const headings = headingsOf('README.md').map(({ text }) => text);
		expect(headings.filter((heading) => asked.includes(heading))).toEqual(asked);
	});

	test('lists the operations that the node has, and no others', () => {
		const table = tables.find(({ header }) => header[1].text === 'operation');
		const named = (table?.rows ?? []).flatMap(([resources, operations]) =>
			resources.text
				.split(', ')
				.flatMap((resource) =>
					operations.text.split(', ').map((operation) => `${resource} > ${operation}`),
				),
		);
		expect(named.sort()).toEqual(operationNames().sort());
	});
});

interface Choice {
	name: string;
	value: string;
}

/** "Contact > Push" and so on, as the editor shows them. */
function operationNames(): string[] {
	const resources = (properties.find(({ name }) => name === 'resource')?.options ?? []) as Choice[];
	return resources.flatMap(({ name: resource, value }) => {
		const operations = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(value) === true,
		);
		return ((operations?.options ?? []) as Choice[]).map(({ name }) => `${resource} > ${name}`);
	});
}

test('docs/options.md is what the parameters say; if not, run "npm run docs"', async () => {
	expect(textOf('docs/options.md')).toBe(await optionsDoc());
});

test.each(DOCS)('%s: every option that it names is one of the nodes', (path) => {
	const ofBoth = [...properties, ...new OmetriaTrigger().description.properties];
	const options = ofBoth.flatMap(({ name, options: found = [] }) =>
		name === 'options'
			? found.flatMap((option) => ('type' in option ? [option.displayName] : []))
			: [],
	);
	const text = textOf(path).replaceAll(/\s+/g, ' ');
	const names = [...text.matchAll(/_Options > ([^_:]+?)(?:: [^_]+)?_/g)].map(([, name]) => name);
	expect(names.filter((name) => !options.includes(name))).toEqual([]);
});

test.each(DOCS)('%s: every command that it names is in package.json', (path) => {
	const { scripts } = jsonOf('package.json') as { scripts: Record<string, string> };
	const names = [...textOf(path).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
	expect(names.filter((name) => !(name in scripts))).toEqual([]);
});

test('each rule that CONTRIBUTING names has a test or a lint rule that is there', () => {
	const table = tokensOf('CONTRIBUTING.md')
		.filter((token): token is Tokens.Table => token.type === 'table')
		.find(({ header }) => header[0].text === 'rule');
	const missing = (table?.rows ?? []).filter(([, where]) => {
		const files = [...where.text.matchAll(/(?:`|\()([\w./-]+(?:\/|\.\w+))[`)]/g)];
		return files.length === 0 || files.some(([, file]) => !existsSync(join(ROOT, file)));
	});
	expect(table?.rows).not.toEqual([]);
	expect(missing.map(([rule]) => rule.text)).toEqual([]);
});

test('every page, example and picture is linked from somewhere', () => {
	const linked = new Set(
		DOCS.flatMap((path) =>
			tokensOf(path).flatMap((token) =>
				token.type === 'link' || token.type === 'image'
					? [normalize(join(dirname(path), String(token.href).split('#')[0]))]
					: [],
			),
		),
	);
	const files = tracked('docs/*', 'docs/**/*', 'examples/*.json');
	expect(files.filter((path) => !linked.has(path))).toEqual([]);
});

test('each reason that the alerting page explains is one that the node gives', () => {
	const sources = tracked('nodes/**/*.ts').map(textOf).join('\n');
	const rows = textOf('docs/errors-and-alerting.md').match(/^\| `.*$/gm) ?? [];
	const reasons = rows.flatMap((row) =>
		[...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, reason]) => reason),
	);
	expect(reasons).not.toEqual([]);
	const given = (reason: string) =>
		/^http_\d+$|^E[A-Z]+$/.test(reason) || sources.includes(`'${reason}'`);
	expect(reasons.filter((reason) => !given(reason))).toEqual([]);
});

describe('examples', () => {
	interface Example {
		nodes: Array<{ type: string; credentials?: object; parameters: Record<string, unknown> }>;
	}
	const examples = tracked('examples/*.json');

	test.each(examples)('%s explains itself, and holds no credential', (path) => {
		const { nodes } = jsonOf(path) as Example;
		expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
		for (const node of nodes) expect(node.credentials).toBeUndefined();
		expect(Object.keys(jsonOf(path) as object)).not.toContain('pinData');
	});
});
