import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { SandboxOptions } from '../sandbox/core/types';

const ROOT = join(__dirname, '..');

export interface ServerProcess {
	/** Base URL: `http://127.0.0.1:PORT/v2`. */
	url: string;
	setOptions(options: Partial<SandboxOptions>): Promise<void>;
	/** Forgets what arrived. */
	reset(): Promise<void>;
	/** What arrived: requests, answers by status, records. */
	state(): Promise<{ pushes: number; statuses: Record<string, number>; records_received: number }>;
	stop(): void;
}

/** Starts the sandbox in a separate process. */
export async function startServer(options: Partial<SandboxOptions>): Promise<ServerProcess> {
	const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
	const child = spawn(
		process.execPath,
		[tsx, join(__dirname, 'server.ts'), JSON.stringify(options)],
		{
			stdio: ['pipe', 'pipe', 'inherit'],
		},
	);
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
		child.once('exit', () => reject(new Error('the sandbox ended while starting')));
	});
	const control = url.replace(/\/v2$/, '/_sandbox');
	// A connection kept open would be closed from the other side while a contender blocks this process.
	const headers = { 'content-type': 'application/json', connection: 'close' };
	const post = async (path: string, body: unknown) => {
		await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
	};
	return {
		url,
		setOptions: async (change) => await post('/options', change),
		reset: async () => await post('/reset', {}),
		state: async () =>
			(await (await fetch(`${control}/state`, { headers })).json()) as Awaited<
				ReturnType<ServerProcess['state']>
			>,
		stop: () => child.stdin.end(),
	};
}
