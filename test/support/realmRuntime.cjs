/**
 * Jest runtime for `realmEnvironment.cjs`. Each test file has its own modules of this project; packages are loaded
 * once in a process, as n8n-core alone is 1,700 files.
 */
const { sep } = require('node:path');
const { compileFunction } = require('node:vm');

const { default: Runtime } = require('jest-runtime');

// It gives BigInt a JSON form. All test files have this, as nodes have it in n8n, whichever file runs first.
require('n8n-workflow');

const PACKAGES = `${sep}node_modules${sep}`;
/** Needs the resolver of the tests (see engineResolver.cjs). */
const NODES = `${PACKAGES}n8n-nodes-base${sep}`;
/** n8n-core 2.0 needs a package that only has ES modules, which an older Node.js cannot require. */
const canShare = process.env.ENGINE_FOLDER === undefined || process.features.require_module;

/** What was compiled of each file: in one realm it can run again, as a new module, for the next test file. */
const compiled = new Map();

module.exports = class RealmRuntime extends Runtime {
	constructor(...options) {
		super(...options);
		const parameters = this.executor.injectedModuleParameters;
		this.executor.compile = (source, filename) => {
			const known = compiled.get(filename);
			if (known?.source === source) return known.run;
			const run = compileFunction(source, parameters, { filename });
			compiled.set(filename, { source, run });
			return run;
		};
	}

	requireModule(from, name, options, isActual) {
		if (canShare && name !== undefined && !this._resolution.isCoreModule(name)) {
			const path = options?.isInternalModule ? '' : this._resolution.resolveCjs(from, name);
			if (path.includes(PACKAGES) && !path.includes(NODES)) return require(path);
		}
		return super.requireModule(from, name, options, isActual);
	}
};
