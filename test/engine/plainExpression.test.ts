import { createRequire } from 'node:module';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Expression } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { NOT_PLAIN, plainExpression } from '../../nodes/Ometria/operations/plainExpression';
import { runNode } from '../support/engine';
import { fc } from '../support/fastCheck';

interface Runtime {
	ExpressionEvaluator: new (options: object) => {
		initialize: () => Promise<void>;
		dispose: () => Promise<void>;
	};
	IsolatedVmBridge: new (options: object) => object;
}

/** What n8n gives for expressions over an item; undefined for one that it refuses. */
async function inN8n(json: object, expressions: readonly string[]): Promise<unknown[]> {
	const given: unknown[] = [];
	class Probe extends Ometria {
		override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			for (const index of expressions.keys()) {
				try {
					given.push(this.getNodeParameter(`fields.value["c${index}"]`, 0, null));
				} catch (error) {
					given.push({ refused: String(error) });
				}
			}
			return await Promise.resolve([[]]);
		}
	}
	await runNode({
		nodeType: new Probe(),
		items: [{ json } as INodeExecutionData],
		parameters: {
			resource: 'contact',
			operation: 'push',
			fields: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(expressions.map((text, index) => [`c${index}`, text])),
			},
		},
	});
	return given;
}

/**
 * The isolate in which newer versions of n8n evaluate. Jest cannot load it as n8n does.
 *
 * @returns ends it; undefined where there is none
 */
async function startIsolate(): Promise<(() => Promise<void>) | undefined> {
	const own = Expression as unknown as { expressionEngine?: string; vmEvaluator?: unknown };
	if (own.expressionEngine === undefined) return undefined;
	const { ExpressionEvaluator, IsolatedVmBridge } = createRequire(require.resolve('n8n-workflow'))(
		'@n8n/expression-runtime',
	) as Runtime;
	const { expressionSandboxHooks } = createRequire(require.resolve('n8n-workflow'))(
		'./expression-sandboxing',
	) as { expressionSandboxHooks: unknown };
	const evaluator = new ExpressionEvaluator({
		createBridge: () => new IsolatedVmBridge({ timeout: 5000, memoryLimit: 128 }),
		maxCodeCacheSize: 1024,
		poolSize: 1,
		hooks: expressionSandboxHooks,
	});
	try {
		await evaluator.initialize();
	} catch {
		// Its binary is for the Node.js that n8n needs, which may not be the one that runs the tests.
		return undefined;
	}
	own.vmEvaluator = evaluator;
	own.expressionEngine = 'vm';
	return async () => {
		own.expressionEngine = 'legacy';
		own.vmEvaluator = undefined;
		await evaluator.dispose();
	};
}

const USUAL = ['a', 'email', 'First Name', 'größe', 'b_c', '$x', '0', '1', 'b-c', 'id'];
const ODD = [
	...Object.getOwnPropertyNames(Object.prototype),
	...[
		'prototype',
		'length',
		'name',
		'call',
		'arguments',
		'caller',
		'binding',
		'mainModule',
		'_load',
	],
	...['first', 'isEmpty', 'map', 'then', 'toJSON', 'isProxy', 'json', 'item', '_id', '_x', '__x'],
	...[
		'',
		' ',
		' a',
		"it's",
		'say "x"',
		'}}',
		'{{',
		'{',
		'\\',
		'`',
		'a.b',
		'a[0]',
		'\u00a0',
		'a\u00a0b',
	],
	...[
		'a  b',
		'a\tb',
		'a\nb',
		'\u2028',
		'\u200b',
		'😀',
		'\ud83d',
		'class',
		'null',
		'//',
		'/* x */',
		';',
	],
	...[
		'this',
		'eval',
		'process',
		'globalThis',
		'window',
		'$json',
		'$input',
		'ſ',
		'İ',
		'01',
		'-1',
		'1e3',
	],
];
const names = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...USUAL) },
	{ weight: 1, arbitrary: fc.constantFrom(...ODD) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const { object: objects } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
	object: fc
		.array(fc.tuple(names, tie('value')), { maxLength: 5 })
		.map((entries) => Object.fromEntries(entries)),
	value: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		fc.oneof(
			fc.string(),
			fc.double(),
			fc.boolean(),
			fc.constantFrom(null, undefined, '', 0, -0, '={{ 1 }}', '{{ 1 }}', 10n, new Date(0)),
			fc.constantFrom(new Date(NaN), /x/, new Map([[1, 2]]), Buffer.from('a'), Symbol('s')),
		),
		fc.array(tie('value'), { maxLength: 3 }),
		tie('object'),
	),
}));

const step = fc
	.record({
		name: names,
		form: fc.constantFrom('dot', 'double', 'single', 'bare', 'spaced'),
		optional: fc.boolean(),
	})
	.map(({ name, form, optional }) => {
		const dot = optional ? '?.' : '';
		if (form === 'dot') return `${optional ? '?.' : '.'}${name}`;
		if (form === 'double') return `${dot}["${name}"]`;
		if (form === 'single') return `${dot}['${name}']`;
		if (form === 'bare') return `${dot}[${name}]`;
		return ` ${dot}[ "${name}" ]`;
	});
const spaces = fc.constantFrom('', ' ', ' ', '  ', '\n', '\t', '\u00a0');
const around = fc.constantFrom('', '', '', '', ' ', 'x', '\n');
const root = fc.constantFrom(
	'$json',
	'$json',
	'$json',
	'$json',
	'$input.item.json',
	'json',
	'$jsonx',
);
const expressions = fc
	.tuple(around, spaces, root, fc.array(step, { maxLength: 4 }), spaces, around)
	.map(([before, open, from, steps, close, after]) => {
		return `=${before}{{${open}${from}${steps.join('')}${close}}}${after}`;
	});

/** Paths to values that are there, as drag and drop writes them. */
function draggedPaths(value: unknown, path = '$json'): string[] {
	if (typeof value !== 'object' || value === null || path.length > 60) return [path];
	const steps = Array.isArray(value)
		? value.map((inner: unknown, index) => [`[${index}]`, inner] as const)
		: Object.entries(value).map(
				([name, inner]) =>
					[/^[a-z_$][\w$]*$/i.test(name) ? `.${name}` : `["${name}"]`, inner] as const,
			);
	return [path, ...steps.flatMap(([text, inner]) => draggedPaths(inner, path + text))];
}

describe.each(['legacy', 'vm'] as const)('the engine %s', (engine) => {
	let isThere = true;
	let stop: Awaited<ReturnType<typeof startIsolate>>;
	beforeAll(async () => {
		if (engine === 'legacy') return;
		stop = await startIsolate();
		isThere = stop !== undefined;
	});
	afterAll(async () => await stop?.());

	test('evaluates a plain expression as n8n does, or leaves it to n8n', async () => {
		if (!isThere) return;
		let direct = 0;
		await fc.assert(
			fc.asyncProperty(
				objects,
				fc.array(expressions, { minLength: 10, maxLength: 30 }),
				async (json, written) => {
					const dragged = draggedPaths(json).slice(0, 20);
					const all = [...written, ...dragged.map((path) => `={{ ${path} }}`)];
					const theirs = await inN8n(json, all);
					for (const [index, text] of all.entries()) {
						const read = plainExpression(text);
						const value = read ? read(json) : NOT_PLAIN;
						if (value === NOT_PLAIN) continue;
						direct++;
						expect({ text, value }).toStrictEqual({ text, value: theirs[index] });
					}
				},
			),
			// Each run starts n8n's engine once.
			{ numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 500) / 25) },
		);
		expect(direct).toBeGreaterThan(100);
	});
});
