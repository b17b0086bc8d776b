import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import Slugger from 'github-slugger';
import { lexer, walkTokens, type Token, type Tokens } from 'marked';

import { ROOT } from '../../../playground/src/pack';
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
	expect(table.rows.length).toBeGreaterThan(15);
	expect(untested.map(([threat]) => threat.text)).toEqual([]);
});

test("the README's sections are in the order that n8n's verification asks for", () => {
	const headings = headingsOf('README.md')
		.filter(({ depth }) => depth === 2)
		.map(({ text }) => text);
	const asked = [
		'Installation',
		'Operations',
		'Credentials',
		'Compatibility',
		'Usage',
		'Resources',
		'Version history',
	];
	expect(headings.filter((heading) => asked.includes(heading))).toEqual(asked);
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
	expect(reasons.length).toBeGreaterThan(30);
	const given = (reason: string) =>
		/^http_\d+$|^E[A-Z]+$/.test(reason) || sources.includes(`'${reason}'`);
	expect(reasons.filter((reason) => !given(reason))).toEqual([]);
});

describe('examples', () => {
	interface Example {
		nodes: Array<{ type: string; credentials?: object; parameters: Record<string, unknown> }>;
	}
	const examples = tracked('examples/*.json');

	test('there are at least eight', () => expect(examples.length).toBeGreaterThanOrEqual(8));

	test.each(examples)('%s explains itself, and holds no credential', (path) => {
		const { nodes } = jsonOf(path) as Example;
		expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
		for (const node of nodes) expect(node.credentials).toBeUndefined();
		expect(Object.keys(jsonOf(path) as object)).not.toContain('pinData');
	});
});
