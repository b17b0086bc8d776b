import { lexer, type Token, type Tokens, walkTokens } from 'marked';

import type { WorkflowData } from '../../../playground/src/n8nApi';
import { jsonOf, textOf, tracked } from '../../support/project';
import { INSERTED, sourceTexts } from '../../support/sourceTexts';

/** Written by a person; the others are generated from the code. */
const DOCS = tracked('README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/*.md').filter(
	(path) => !/^docs\/(records|formats|options|benchmarks)\.md$/.test(path),
);
const EXAMPLES = tracked('examples/*.json').map((path) => jsonOf(path) as WorkflowData);
const SOURCES = sourceTexts();

/** Labels of n8n's editor and of its nodes. */
const N8N = [
	'Approve',
	'Authentication',
	'Continue (using error output)',
	'Credential Type',
	'Data tables',
	'Decline',
	'Do not save',
	'Exclude Byte Order Mark (BOM)',
	'Execute Once',
	'Extract from File',
	'Filter',
	'Get many products',
	'If',
	'Ignore SSL Issues',
	'Immediately',
	'Map Automatically',
	'Map Each Column Manually',
	'Mapping Column Mode',
	'On Error',
	'Poll Times',
	'Predefined Credential Type',
	'Production URL',
	'Respond',
	'Retry',
	'Retry On Fail',
	'Save successful production executions',
	'Schedule Trigger',
	'Send Email',
	'Stop Workflow',
	'Switch',
	'Timeout Workflow',
	'Wait',
	'When Last Node Finishes',
];
/** Labels of Ometria, Shopify and GitHub. */
const OTHERS = [
	'Access settings',
	'Add action',
	'Add new connection',
	'Administer account',
	'Call webhook',
	'Connect',
	'Connections',
	'Custom fields',
	'Manage webhook connections',
	'Pending',
	'Report a vulnerability',
	'Send test notification',
	'Test',
	'Update',
];

function tokensOf<T extends Token>(text: string, type: T['type']): T[] {
	const tokens: T[] = [];
	void walkTokens(lexer(text), (token) => {
		if (token.type === type) tokens.push(token as T);
	});
	return tokens;
}

/** Whether a text of the code reads like this, with anything in place of `…`. */
function isInCode(quoted: string): boolean {
	return SOURCES.some((text) => {
		let from = 0;
		return quoted.split(INSERTED).every((part) => {
			const at = text.indexOf(part, from);
			from = at + part.length;
			return at >= 0;
		});
	});
}

test('a message that the code does not have is found', () => {
	expect(isInCode('This credential may only be used with …')).toBe(true);
	expect(isInCode('This credential may only be used for …')).toBe(false);
});

test('each message that the troubleshooting page explains is one that the node gives', () => {
	const [messages] = tokensOf<Tokens.Table>(textOf('docs/troubleshooting.md'), 'table');
	expect(messages.header[0].text).toBe('message');
	const quoted = messages.rows.map(([{ text }]) => text);
	expect(quoted.filter((text) => !isInCode(text))).toEqual([]);
});

describe('the JSON that the docs show', () => {
	const shownIn = (path: string) =>
		tokensOf<Tokens.Code>(textOf(path), 'code')
			.filter(({ lang }) => lang === 'json')
			.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
	const fieldsOf = (schema: string) => {
		const { properties } = jsonOf(`nodes/Ometria/__schema__/v1.0.0/${schema}.json`) as {
			properties: object;
		};
		return Object.keys(properties).sort();
	};

	test('is what a push outputs', () => {
		const [output] = shownIn('docs/pushing.md');
		expect(Object.keys(output).sort()).toEqual(fieldsOf('contact/push'));
	});

	test('has a message that the node writes', () => {
		const [{ message }] = shownIn('docs/errors-and-alerting.md');
		expect(SOURCES).toContain(String(message).split(':')[0]);
	});

	test('is a push error as the node outputs it', () => {
		const [, pushError] = shownIn('docs/errors-and-alerting.md');
		expect(fieldsOf('pushError/getMany')).toEqual(expect.arrayContaining(Object.keys(pushError)));
	});
});

/** The parts of "Options > Output: Summary"; a workflow's name is one part. */
function partsOf(label: string): string[] {
	const name = label.replaceAll(/\s+/g, ' ');
	return EXAMPLES.some((example) => example.name === name) ? [name] : name.split(/ > |: /);
}

/** Labels are in italics in the docs, and begin with a capital letter. */
const ofDocs = DOCS.map((path) => {
	const texts = tokensOf<Tokens.Em>(textOf(path), 'em').map(({ text }) => text);
	return { where: path, labels: texts.filter((text) => /^[A-Z]/.test(text)).flatMap(partsOf) };
});
/** They are bold in the notes on a canvas. */
const ofNotes = EXAMPLES.map(({ name, nodes }) => {
	const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	const texts = notes.flatMap(({ parameters: { content } }) =>
		tokensOf<Tokens.Strong>(String(content), 'strong').map(({ text }) => text),
	);
	return {
		where: name,
		labels: texts.filter((text) => /^[A-Z]/.test(text)).flatMap(partsOf),
	};
});

test.each([...ofDocs, ...ofNotes])(
	'$where: each label that it names is one that the user finds',
	({ labels }) => {
		const known = new Set([
			...SOURCES,
			...EXAMPLES.flatMap(({ name, nodes }) => [name, ...nodes.map((node) => node.name)]),
			...N8N,
			...OTHERS,
		]);
		expect(labels.filter((label) => !known.has(label))).toEqual([]);
	},
);
