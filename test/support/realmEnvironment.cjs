/**
 * Jest environment in which all test files of a process run in Node's own realm, as nodes do in n8n. Jest's usual
 * environment has a realm for each file: globals are slow in it, packages cannot be shared, and what comes from
 * outside is an instance of another `Error` or `Array`.
 *
 * What a test file changes in globals and in environment variables is undone after it.
 */
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const GLOBALS = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
const VARIABLES = { ...process.env };
const EXIT = process.exit;
const TIMERS = { idToRef: (id) => id, refToId: (timer) => timer };

function restore() {
	process.exit = EXIT;
	for (const name of Object.keys(process.env)) if (!(name in VARIABLES)) delete process.env[name];
	Object.assign(process.env, VARIABLES);
	for (const [name, descriptor] of GLOBALS) {
		if (descriptor.configurable) Object.defineProperty(globalThis, name, descriptor);
	}
}

module.exports = class RealmEnvironment {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);

	constructor({ projectConfig: config }) {
		const { global, moduleMocker } = this;
		this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker, timerConfig: TIMERS });
		this.fakeTimersModern = new ModernFakeTimers({ config, global });
	}

	/** n8n reads the stack of each of its errors, and Jest takes that of each `expect`: 100 calls, as Jest asks for. */
	async setup() {
		Error.stackTraceLimit = 20;
	}

	async teardown() {
		this.moduleMocker.restoreAllMocks();
		this.fakeTimers.dispose();
		this.fakeTimersModern.dispose();
		restore();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** Jest only looks whether there is one: `realmRuntime.cjs` compiles without it. */
	getVmContext() {
		return this.global;
	}
};
