import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import redos from 'eslint-plugin-redos';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** What n8n's verification lints. Its rules are for these files only: the rest is not shipped. */
const SHIPPED = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts'];

/** Narrows configuration to some files; its own patterns stay, within those. */
const within = (patterns, configs) =>
	configs.map((config) => ({
		...config,
		files: (config.files ?? [null]).flatMap((own) =>
			patterns.map((p) => (own ? [p, own].flat() : p)),
		),
	}));

/** Rooms of the node, from the top down: a module imports from its own room and from those below. */
const ROOMS = [
	'trigger',
	'resources',
	'operations',
	'methods',
	'push',
	'pushErrors',
	'formats',
	'transport',
	'n8n',
	'records',
	'utils',
];

const downwardImportsOnly = ROOMS.map((room, index) => ({
	files: [`nodes/Ometria/${room}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					{
						regex: `^(\\.\\./)+((${['', ...ROOMS.slice(0, index)].filter(Boolean).join('|') || 'none'})(/|$)|[^/]*\\.node$)`,
						message: `${room}/ imports from rooms below it only.`,
					},
				],
			},
		],
	},
}));

/** What calls of `it`, `test` and `describe` whose name begins with one of these words look like. */
const named = (words) => {
	const isTest = '/^(it|test|describe)$/';
	const begins = `/^(${words.join('|')})\\b/i`;
	return (
		`CallExpression:matches([callee.name=${isTest}], [callee.object.name=${isTest}], [callee.callee.object.name=${isTest}])` +
		`:matches([arguments.0.value=${begins}], [arguments.0.quasis.0.value.raw=${begins}])`
	);
};

/** Words at the beginning of a test's name that leave its subject out. */
const NO_SUBJECT = [
	...['about', 'after', 'although', 'and', 'as', 'at', 'before', 'behind', 'but', 'by', 'even'],
	...['for', 'from', 'if', 'in', 'inside', 'of', 'on', 'over', 'since', 'that', 'though', 'to'],
	...['under', 'unless', 'until', 'when', 'whenever', 'where', 'whether', 'which', 'while', 'who'],
	...['whose', 'with', 'without'],
];
const VERBS = [
	...['are', 'can', 'does', 'finds', 'gives', 'has', 'have', 'is', 'keeps', 'leaves', 'may'],
	...['must', 'never', 'refuses', 'says', 'sends', 'shows', 'takes'],
];

export default [
	{
		ignores: [
			'**/node_modules/',
			'dist/',
			'sandbox/dist/',
			'sandbox/page/built/',
			'sandbox/package.json',
			'.cache/',
			'coverage/',
			'reports/',
			'playground/package*.json',
			'package-lock.json',
			'test/registry/package*.json',
		],
	},
	// n8n's gate as the scanner has it, and the newest version of its plugin, which holds more rules.
	...within(SHIPPED, await buildScanConfig()),
	...within(SHIPPED, [
		{
			plugins: { 'n8n-newest': n8nCommunityNodesPlugin },
			rules: Object.fromEntries(
				Object.entries(n8nCommunityNodesPlugin.configs.recommended.rules).map(([name, level]) => [
					name.replace('@n8n/community-nodes', 'n8n-newest'),
					level,
				]),
			),
		},
	]),
	...within(
		['**/*.ts'],
		[...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
	),
	{
		files: ['**/*.ts'],
		languageOptions: {
			parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true },
			],
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// It trusts that indexed access never misses and that fields do not change across an await.
			'@typescript-eslint/no-unnecessary-condition': 'off',
			'@typescript-eslint/return-await': 'off',
			// n8n's interfaces ask for async functions also where there is nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/array-type': ['error', { default: 'array-simple' }],
			// Fakes do nothing in many methods.
			'@typescript-eslint/no-empty-function': 'off',
			// `||` also replaces an empty text and zero.
			'@typescript-eslint/prefer-nullish-coalescing': [
				'error',
				{ ignorePrimitives: { string: true, boolean: true, bigint: true } },
			],
			eqeqeq: ['error', 'always'],
		},
	},
	{
		files: ['**/*.{ts,mjs,cjs,js}'],
		plugins: { 'simple-import-sort': simpleImportSort },
		rules: { curly: ['error', 'multi-line'], 'simple-import-sort/imports': 'error' },
	},
	...downwardImportsOnly,
	// Arguments in a row say nothing of what they are: an object names them.
	{
		files: ['**/*.{ts,mjs,cjs,js}'],
		rules: { 'max-params': ['error', 4] },
	},
	// One way to write a number for people. Tests write what they expect without it.
	{
		files: ['**/*.{ts,mjs,cjs,js}'],
		ignores: ['nodes/Ometria/utils/text.ts', 'sandbox/page/view.js', 'test/**'],
		rules: {
			'no-restricted-properties': [
				'error',
				...[{ property: 'toLocaleString' }, { object: 'Intl', property: 'NumberFormat' }].map(
					(property) => ({ ...property, message: 'Call formatNumber.' }),
				),
			],
		},
	},
	// A test's name is a sentence that starts with its subject, or with the verb where `describe` has it.
	{
		files: ['test/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				...[named(NO_SUBJECT), `Program > ExpressionStatement > ${named(VERBS)}`].map(
					(selector) => ({ selector, message: "A test's name starts with its subject." }),
				),
			],
		},
	},
	// No text that comes in may make a regular expression slow.
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'checker/**/*.ts', 'sandbox/**/*.{ts,js}'],
		plugins: { redos },
		rules: { 'redos/no-vulnerable': 'error' },
	},
];
