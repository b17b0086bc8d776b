import { RateLimiter, type Slot } from '../../nodes/Ometria/transport/rateLimiter';
import { RateLimiter as ServerLimiter } from '../../sandbox/core/rateLimiter';
import type { RateModel } from '../../sandbox/core/types';
import { VirtualClock } from './virtualClock';

/** Limit of the simulated account, requests/s. */
const LIMIT = 8;

export interface SharedRun {
	model: RateModel;
	/** Usual time from start to answer, ms. */
	latencyMs: number;
	/** Each way takes up to this much longer, ms. */
	jitterMs: number;
	/** Requests of each process; the processes cannot see each other. */
	requests: number[];
	seed: number;
}

export interface SharedResult {
	/** Share of the account's rate that was used, from the first to the last accepted request. */
	used: number;
	/** Answers of 429. */
	throttled: number;
}

function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** Runs processes with a limiter each against one account of 8 requests/s, in virtual time. */
export async function shareAccount(run: SharedRun): Promise<SharedResult> {
	const { model, latencyMs, jitterMs, requests, seed } = run;
	const clock = new VirtualClock();
	const random = randomFrom(seed);
	const server = new ServerLimiter({ model, perSecond: LIMIT });
	const accepted: number[] = [];
	let throttled = 0;

	const oneWay = async () => await clock.sleep(latencyMs / 2 + random() * jitterMs);
	const send = async (limiter: RateLimiter, first: Slot) => {
		for (let slot: Slot | undefined = first; slot;) {
			await oneWay();
			const allowed = server.allows(clock.now());
			if (allowed) accepted.push(clock.now());
			else throttled++;
			await oneWay();
			limiter.release(slot, { outcome: allowed ? 'success' : 'throttled' });
			slot = allowed
				? undefined
				: await limiter.acquire({ cost: 0, signal: undefined, priority: true });
		}
	};
	const work = async (count: number) => {
		const limiter = new RateLimiter(clock, LIMIT, { random });
		const sending: Array<Promise<void>> = [];
		for (let i = 0; i < count; i++) {
			const slot = await limiter.acquire({ cost: 0, signal: undefined });
			if (slot) sending.push(send(limiter, slot));
		}
		await Promise.all(sending);
	};
	await clock.run(Promise.all(requests.map(work)));
	const seconds = (Math.max(...accepted) - Math.min(...accepted)) / 1000;
	return { used: (accepted.length - LIMIT) / (LIMIT * seconds), throttled };
}

/** The means of several runs. */
export async function meanOf(runs: SharedRun[]): Promise<SharedResult> {
	const results: SharedResult[] = [];
	for (const run of runs) results.push(await shareAccount(run));
	const mean = (figure: (result: SharedResult) => number) =>
		results.reduce((sum, result) => sum + figure(result), 0) / results.length;
	return { used: mean(({ used }) => used), throttled: mean(({ throttled }) => throttled) };
}
