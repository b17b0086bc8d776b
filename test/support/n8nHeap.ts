import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';

/** Environment of an n8n whose heap `heapOf` can measure. */
export function heapEnv(heapFile: string): Record<string, string> {
	return {
		NODE_OPTIONS: `--expose-gc --require ${join(ROOT, 'test', 'support', 'heap.cjs')}`,
		HEAP_FILE: heapFile,
	};
}

/** What n8n's main process holds after garbage collection, bytes. */
export async function heapOf(pid: number, heapFile: string): Promise<number> {
	rmSync(heapFile, { force: true });
	process.kill(pid, 'SIGUSR2');
	return await waitFor(
		"n8n's heap",
		30_000,
		() => Number(readFileSync(heapFile, 'utf8')) || undefined,
	);
}
