/**
 * Jest resolver: lets the project's code, the tests included, take n8n's packages from the folder that
 * ENGINE_FOLDER names instead of from the development packages.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = process.env.ENGINE_FOLDER;
// Without it the development packages, which lie above it, would be found instead.
if (!existsSync(join(FOLDER, 'node_modules'))) throw new Error(`Nothing is installed in ${FOLDER}`);
/** What n8n gives to a node, and what the tests start n8n's engine with. */
const FROM_THERE = /^(n8n-core|n8n-workflow|@n8n\/di|zod|reflect-metadata)(\/|$)/;

module.exports = (request, options) => {
	const inside = options.basedir.startsWith(FOLDER);
	const basedir = !inside && FROM_THERE.test(request) ? FOLDER : options.basedir;
	return options.defaultResolver(request, { ...options, basedir });
};
