import { build } from 'esbuild';

import { ROOT } from '../../../playground/src/pack';

/** Files that a program is made of. */
async function inputsOf(entry: string): Promise<string[]> {
	const { metafile } = await build({
		absWorkingDir: ROOT,
		entryPoints: [entry],
		bundle: true,
		write: false,
		metafile: true,
		platform: 'node',
		external: ['fastify', 'esbuild'],
		logLevel: 'silent',
	});
	return Object.keys(metafile.inputs);
}

test.each(['checker/worker.ts', 'sandbox/cli.ts'])(
	'%s needs nothing of n8n when it runs, and of other packages only the reader of CSV',
	async (entry) => {
		const packages = (await inputsOf(entry))
			.filter((path) => path.startsWith('node_modules/'))
			.map((path) => path.split('/')[1]);
		expect([...new Set(packages)]).toEqual(['csv-parse']);
	},
);

test("the sandbox's core is made of its own files alone, so that it can disagree with the node", async () => {
	const inputs = await inputsOf('sandbox/server.ts');
	expect(inputs.filter((path) => !path.startsWith('sandbox/'))).toEqual([]);
});
