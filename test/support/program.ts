import { type ChildProcess, spawn } from 'node:child_process';

import { waitFor } from '../../playground/src/wait';

const started: ChildProcess[] = [];

/** A program of the project's that runs, as its user started it. */
export interface Program {
	/** What it has printed. */
	output: () => string;
	/** Waits for words in its output; fails at once when it ends without. */
	prints: (words: string, timeoutMs?: number) => Promise<void>;
	/** Its exit code; null when a signal ended it. */
	exit: Promise<number | null>;
	/** Ctrl-C: the signal goes to all of its processes. */
	interrupt: () => Promise<void>;
}

/** Starts an npm script with arguments, in a folder. */
export function npmRun(script: string, args: string[], cwd: string): Program {
	return start('npm', ['run', script, '--', ...args], cwd);
}

/** Starts a program in a folder. */
export function start(command: string, args: string[], cwd: string): Program {
	const child = spawn(command, args, {
		cwd,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	started.push(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let ended = false;
	void exit.then(() => (ended = true));
	return {
		exit,
		output: () => output,
		prints: async (words, timeoutMs = 600_000) => {
			const found = await waitFor(`"${words}"`, timeoutMs, () => {
				if (output.includes(words)) return true;
				return ended ? false : undefined;
			});
			if (!found) throw new Error(`${command} ${args.join(' ')} ended early:\n${output}`);
		},
		interrupt: async () => {
			process.kill(-(child.pid ?? 0), 'SIGINT');
			// npm itself ends by the signal.
			await exit;
		},
	};
}

/** Whether something answers there. */
export async function answers(url: string): Promise<boolean> {
	return await fetch(url).then(
		() => true,
		() => false,
	);
}

/** For `afterAll`: ends what a failed test has left, in the way that takes n8n along. */
export function endPrograms(): void {
	for (const { pid, exitCode, signalCode } of started) {
		if (pid !== undefined && exitCode === null && signalCode === null) {
			process.kill(-pid, 'SIGTERM');
		}
	}
}
