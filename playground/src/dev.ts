import { spawn } from 'node:child_process';
import { cpSync, existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { readExample } from './examples';
import { forgetInstalled, installedPackage, ROOT } from './pack';
import { CREDENTIAL, runSession, type Session } from './session';

const EXAMPLES = ['push-contacts', 'get-push-errors'];
/** What the compiler leaves behind, as in gulpfile.js. */
const STATIC = /\.(json|svg)$/;

/**
 * Compiles into the package that n8n has installed, again with each change. n8n watches that folder, loads the
 * node again, and notifies the open editor.
 */
function compileInto(dist: string): () => Promise<void> {
	const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
	const compiler = spawn(
		process.execPath,
		[tsc, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput', '--outDir', dist],
		{ cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
	);
	const ended = new Promise<void>((resolve) => compiler.once('exit', () => resolve()));
	return async () => {
		compiler.kill();
		await ended;
	};
}

function copyStaticInto(dist: string): () => Promise<void> {
	const watchers = ['icons', 'nodes'].map((folder) =>
		watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
			if (!name || !STATIC.test(name)) return;
			const from = join(ROOT, folder, name);
			// Editors write a file beside the old one and rename it: what is gone again is of no interest.
			if (existsSync(from)) cpSync(from, join(dist, folder, name));
		}),
	);
	return async () => watchers.forEach((watcher) => watcher.close());
}

async function importExamples({ api, credentialId }: Session): Promise<void> {
	for (const name of EXAMPLES) await api.saveWorkflow(readExample(name, credentialId, CREDENTIAL));
}

const { values } = parseArgs({
	options: {
		/** Where n8n keeps its data. */
		folder: { type: 'string', default: join(ROOT, '.cache', 'playground') },
	},
});

const env = { N8N_DEV_RELOAD: 'true' };
runSession({ folder: values.folder, env, endedBySignal: 0 }, async (session) => {
	forgetInstalled(values.folder);
	const dist = join(installedPackage(values.folder), 'dist');
	session.onEnd(compileInto(dist));
	session.onEnd(copyStaticInto(dist));
	await importExamples(session);
	console.log(session.addresses);
	console.log(
		'Watching nodes/, credentials/ and icons/: n8n loads the node again with each change.',
	);
});
