import ts from 'typescript';

import { textOf, tracked } from './project';

/** Stands for what a template inserts. */
export const INSERTED = '…';

function textIn(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node)) {
		const { head, templateSpans } = node;
		return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join(INSERTED);
	}
	return undefined;
}

/** Every text in what ships: string literals, and templates with `…` for what they insert. */
export function sourceTexts(): string[] {
	const texts = new Set<string>();
	const collect = (node: ts.Node): void => {
		const text = textIn(node);
		if (text !== undefined) texts.add(text);
		ts.forEachChild(node, collect);
	};
	for (const path of tracked('nodes/**/*.ts', 'credentials/*.ts')) {
		collect(ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest));
	}
	return [...texts];
}
