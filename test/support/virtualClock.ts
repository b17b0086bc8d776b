import type { Clock } from '../../nodes/Ometria/n8n/clock';

interface Timer {
	at: number;
	order: number;
	wake(): void;
}

/** A clock whose time passes only when nothing is left to do: an hour takes milliseconds. */
export class VirtualClock implements Clock {
	private time: number;
	private order = 0;
	private readonly timers: Timer[] = [];

	/** @param start ms since the epoch */
	constructor(start = Date.UTC(2026, 0, 15)) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted || ms <= 0) return;
		await new Promise<void>((resolve) => {
			const timer: Timer = {
				at: this.time + ms,
				order: this.order++,
				wake: () => {
					signal?.removeEventListener('abort', onAbort);
					resolve();
				},
			};
			const onAbort = () => {
				this.timers.splice(this.timers.indexOf(timer), 1);
				resolve();
			};
			signal?.addEventListener('abort', onAbort, { once: true });
			this.timers.push(timer);
		});
	}

	/** Calls `action` after `ms`. */
	after(ms: number, action: () => void): void {
		void this.sleep(ms).then(action);
	}

	/** Lets time pass until the promise has settled; rejects when nothing is left that could settle it. */
	async run<T>(promise: Promise<T>): Promise<T> {
		const state = { settled: false };
		const outcome = promise.finally(() => (state.settled = true));
		outcome.catch(() => undefined);
		for (;;) {
			await new Promise(setImmediate);
			if (state.settled) return await outcome;
			let next = 0;
			for (let i = 1; i < this.timers.length; i++) {
				const [a, b] = [this.timers[i], this.timers[next]];
				if (a.at < b.at || (a.at === b.at && a.order < b.order)) next = i;
			}
			if (this.timers.length === 0) {
				throw new Error('nothing left to wait for, and the promise is pending');
			}
			const [timer] = this.timers.splice(next, 1);
			this.time = Math.max(this.time, timer.at);
			timer.wake();
		}
	}
}
