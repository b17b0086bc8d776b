/**
 * Jest resolver: lets the project's code, the tests included, take n8n's packages from the folder that
 * ENGINE_FOLDER names instead of from the development packages.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = process.env.ENGINE_FOLDER;
// Without it the development packages, which lie above it, would be found instead.
if (!existsSync(join(FOLDER, 'node_modules'))) throw new Error(`Nothing is installed in ${FOLDER}`);
const NODES = join(FOLDER, 'node_modules', 'n8n-nodes-base');
/** What n8n gives to a node, and what the tests start n8n's engine with. */
const FROM_THERE = /^(n8n-core|n8n-workflow|@n8n\/di|zod|reflect-metadata)(\/|$)/;

/** What the HTTP Request node loads only to shorten web pages for AI agents; not installed here. */
const FOR_AGENTS = /^(jsdom|cheerio|html-to-text|@mozilla\/readability)$/;
const NOTHING = require.resolve('./nothing.cjs');

module.exports = (request, options) => {
	if (FOR_AGENTS.test(request) && options.basedir.startsWith(NODES)) return NOTHING;
	const inside = options.basedir.startsWith(FOLDER);
	const basedir = !inside && FROM_THERE.test(request) ? FOLDER : options.basedir;
	return options.defaultResolver(request, { ...options, basedir });
};
