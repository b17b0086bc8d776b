const { availableParallelism } = require('node:os');

const compile = [
	'@swc/jest',
	{
		jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
		module: { type: 'commonjs' },
	},
];

/** Takes n8n's packages from another folder: set by `npm run test:engine:versions`. */
const otherEngine = process.env.ENGINE_FOLDER && {
	resolver: '<rootDir>/test/support/engineResolver.cjs',
	// n8n-core 2.0 needs a package that only has ES modules, which Jest cannot load under Node.js 20.
	transform: { '^.+\\.[jt]s$': compile },
	transformIgnorePatterns: ['/node_modules/(?!(p-retry|is-network-error)/)'],
};

/** Unit and engine tests; each project is named so that one can be run alone: `npx jest --selectProjects unit`. */
const shared = {
	transform: { '^.+\\.ts$': compile },
	testEnvironment: '<rootDir>/test/support/realmEnvironment.cjs',
	runtime: '<rootDir>/test/support/realmRuntime.cjs',
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/sandbox/dist',
		'<rootDir>/playground/node_modules',
		'<rootDir>/.cache',
	],
	...otherEngine,
};

module.exports = {
	// Jest's own choice, one less than there are, leaves half of a machine with two idle.
	maxWorkers: Math.max(2, availableParallelism() - 1),
	// A noisy machine may take long for what takes milliseconds.
	testTimeout: 300_000,
	// For `npm run test:coverage`: what ships, by the lines that ran.
	coverageProvider: 'v8',
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text-summary', 'json-summary'],
	projects: [
		{ ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
		{
			...shared,
			displayName: 'engine',
			testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
			// n8n's own nodes are only beside the other engines.
			testPathIgnorePatterns: otherEngine ? [] : ['/httpRequestNode\\.test\\.ts$'],
		},
	],
};
