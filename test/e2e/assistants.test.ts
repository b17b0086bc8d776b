import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { SHAPES } from '../../nodes/Ometria/records/schemas';
import { ROOT } from '../../playground/src/pack';

/** What n8n's assistants and its MCP server are given of the node, made by n8n's own generator. */
const fromN8n = createRequire(join(ROOT, 'playground', 'node_modules', 'n8n', 'package.json'));
const { generateNodeTypeFile } = fromN8n('@n8n/workflow-sdk') as {
	generateNodeTypeFile: (description: INodeTypeDescription) => string;
};
const { Ometria } = createRequire(__filename)('../../dist/nodes/Ometria/Ometria.node.js') as {
	Ometria: new () => { description: INodeTypeDescription };
};

const { description } = new Ometria();
const generated = generateNodeTypeFile(description);

const choices = (property: INodeProperties | undefined) =>
	(property?.options ?? []) as INodePropertyOptions[];
const pascal = (text: string) => text[0].toUpperCase() + text.slice(1);

/** The type that n8n generates for one operation. */
function typeOf(resource: string, operation: string): string {
	const name = `${pascal(resource)}${pascal(operation)}Params = {`;
	const from = generated.indexOf(name);
	expect(from).toBeGreaterThan(0);
	const end = generated.indexOf('export type', from);
	return generated.slice(from, end < 0 ? undefined : end);
}

const OPERATIONS = choices(description.properties.find(({ name }) => name === 'resource')).flatMap(
	({ value: resource }) =>
		choices(
			description.properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(String(resource)),
			),
		).map((operation) => [String(resource), String(operation.value), operation] as const),
);

test.each(OPERATIONS)('%s %s carries its own description', (resource, operation, option) => {
	expect(typeOf(resource, operation)).toContain(option.description);
});

const PUSHES = [
	['contact', 'contact'],
	['product', 'product'],
	['order', 'order'],
	['customEvent', 'custom_event'],
] as const;

test.each(PUSHES)('push of %s names every field of the record and shows one', (resource, type) => {
	const text = typeOf(resource, 'push');
	const missing = Object.keys(SHAPES[type]).filter((name) => !text.includes(`- ${name}: `));
	expect(missing).toEqual([]);
	expect(text).toContain('<patterns>');
	expect(text).toMatch(
		/@builderHint Keys of value with mappingMode "defineBelow": id \(required\)/,
	);
	expect(text).toContain('No Loop Over Items');
	expect(text).toContain('continueErrorOutput');
});

test('no operation carries the description of another resource', () => {
	for (const shared of ['Create or update contacts', 'List the contacts of a collection']) {
		expect(generated).not.toContain(`/** ${shared}`);
	}
});

test('a search for nodes finds what the node is for', () => {
	expect(generated).toContain('customer data platform');
});
