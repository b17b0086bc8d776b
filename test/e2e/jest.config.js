const [unit] = require('../../jest.config.js').projects;

/** Tests that start a real n8n: one at a time, as each needs the machine. */
module.exports = {
	transform: unit.transform,
	testEnvironment: 'node',
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	maxWorkers: 1,
	testTimeout: 900_000,
};
