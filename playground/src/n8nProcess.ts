import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './pack';
import { freePort } from './ports';
import { waitFor } from './wait';

/** The pinned n8n, or another version that is to be tried. */
export const N8N =
	process.env.N8N_UNDER_TEST ?? join(ROOT, 'playground', 'node_modules', 'n8n', 'bin', 'n8n');

/** A cold first start on a busy machine runs a hundred migrations. */
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 30_000;
const LOG_LINES_KEPT = 300;

export interface N8nOptions {
	/** Folder that holds `.n8n`. */
	userFolder: string;
	/** `start` (default) or `worker`, with arguments. */
	command?: string[];
	env?: Record<string, string>;
	port?: number;
}

export interface RunningN8n {
	/** `http://127.0.0.1:PORT` */
	url: string;
	pid: number;
	/** The last lines it printed. */
	log(): string;
	/** Ends it with all its children. */
	stop(signal?: NodeJS.Signals): Promise<void>;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		// n8n starts its own task runners; the group ends them too.
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// It has ended by itself.
	}
}

/** Starts n8n on a free loopback port, under the Node.js of this process, and waits until it serves. */
export async function startN8n(options: N8nOptions): Promise<RunningN8n> {
	const { userFolder, command = ['start'], env = {} } = options;
	const port = options.port ?? (await freePort());
	const brokerPort = await freePort();
	mkdirSync(userFolder, { recursive: true });
	const lines: string[] = [];
	const child = spawn(process.execPath, [N8N, ...command], {
		cwd: userFolder,
		detached: process.platform !== 'win32',
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			// Under a test runner this would be `test`, in which n8n does not start.
			NODE_ENV: 'production',
			N8N_USER_FOLDER: userFolder,
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_SECURE_COOKIE: 'false',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			...env,
		},
	});
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			lines.push(...chunk.toString().split('\n'));
			lines.splice(0, lines.length - LOG_LINES_KEPT);
		});
	}
	let ended = false;
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	void exited.then(() => (ended = true));
	const url = `http://127.0.0.1:${port}`;
	const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
		if (ended) return;
		killGroup(child, signal);
		const forced = setTimeout(() => killGroup(child, 'SIGKILL'), STOP_TIMEOUT_MS);
		await exited;
		clearTimeout(forced);
	};
	try {
		await waitFor('n8n', START_TIMEOUT_MS, async () => {
			if (ended) return 'ended' as const;
			// The health check answers before the REST interface does, and that first with a page. Workers have no more.
			const response = await fetch(
				`${url}${command[0] === 'worker' ? '/healthz' : '/rest/settings'}`,
			);
			const settings: unknown = await response.json();
			return response.ok && settings ? ('ready' as const) : undefined;
		});
		if (ended) throw new Error(`n8n ended while starting:\n${lines.slice(-30).join('\n')}`);
	} catch (error) {
		await stop('SIGKILL');
		throw error;
	}
	return { url, pid: child.pid ?? 0, log: () => lines.join('\n'), stop };
}
