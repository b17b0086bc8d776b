import type { SandboxOptions } from '../sandbox/core/types';
import { startSandbox } from '../sandbox/server';

/** The sandbox in a separate process, so that its work is not counted as the contender's. */
async function main(): Promise<void> {
	const options = JSON.parse(process.argv[2] ?? '{}') as Partial<SandboxOptions>;
	const { url } = await startSandbox({ keepBodies: false, backlogLimit: 1e9, ...options });
	console.log(url);
	// It ends with its parent.
	process.stdin.on('end', () => process.exit(0)).resume();
}

void main();
