/**
 * Prints each text that a user of the node can read, with its place: labels, descriptions,
 * placeholders, notices, hints, warnings and errors. For whoever edits them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

/** Properties whose texts n8n shows, even when they are one word. */
const SHOWN = /^(?:displayName|label|name|action|description|placeholder|title)$/;

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	const spans = node.templateSpans.map(({ literal }) => `…${literal.text}`);
	return [node.head.text, ...spans].join('');
}

function isShown(node: ts.Node, text: string): boolean {
	const { parent } = node;
	if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return false;
	const isProperty = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
	return /\S \S/.test(text) || (isProperty && SHOWN.test(parent.name.getText()));
}

const paths = ['credentials', 'nodes'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
);
for (const path of paths.filter((one) => one.endsWith('.ts')).sort()) {
	const source = ts.createSourceFile(
		path,
		readFileSync(path, 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		if (text !== undefined && isShown(node, text)) {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart());
			console.log(`${path}:${line + 1}\t${text}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
}
