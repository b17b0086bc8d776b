import { Backlog } from '../../../nodes/Ometria/transport/backlog';
import type { RetryVerdict } from '../../../nodes/Ometria/transport/classify';
import { RateLimiter, type Slot } from '../../../nodes/Ometria/transport/rateLimiter';
import { limiterFor } from '../../../nodes/Ometria/transport/session';
import { meanOf, type SharedRun } from '../../support/sharedRate';
import { VirtualClock } from '../../support/virtualClock';

const LIMIT = 8;

function setUp(limit = LIMIT) {
	const clock = new VirtualClock();
	const limiter = new RateLimiter(clock, limit, {
		random: () => 0.5,
		backlog: new Backlog(clock),
	});
	return { clock, limiter, zero: clock.now() };
}

async function take(limiter: RateLimiter, signal?: AbortSignal, priority = false): Promise<Slot> {
	const slot = await limiter.acquire({ cost: 100, signal, priority });
	if (!slot) throw new Error('no slot');
	return slot;
}

/** Start times in ms after `zero`, of slots released at once. */
async function takeMany(limiter: RateLimiter, count: number, zero: number): Promise<number[]> {
	const starts: number[] = [];
	for (let i = 0; i < count; i++) {
		const slot = await take(limiter);
		starts.push(slot.startedAt - zero);
		limiter.release(slot);
	}
	return starts;
}

function mostInAnySecond(starts: number[]): number {
	return Math.max(
		...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length),
	);
}

test('the first window starts at once, the next a second later', async () => {
	const { clock, limiter, zero } = setUp();
	const starts = await clock.run(takeMany(limiter, 9, zero));
	expect(starts.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
	expect(starts[8]).toBeGreaterThanOrEqual(1000);
	expect(starts[8]).toBeLessThanOrEqual(1030);
});

test('the starts in any trailing second are never more than allowed, and hardly fewer', async () => {
	const { clock, limiter, zero } = setUp();
	const starts = await clock.run(takeMany(limiter, 200, zero));
	expect(mostInAnySecond(starts)).toBe(LIMIT);
	// 200 requests are 24 full windows after the first one.
	expect(starts[199]).toBeLessThan(24 * 1000 * 1.025);
});

test('executions that share a limiter get slots alternately', async () => {
	const { clock, limiter } = setUp();
	const order: string[] = [];
	const worker = async (name: string) => {
		for (let i = 0; i < 12; i++) {
			const slot = await take(limiter);
			order.push(name);
			limiter.release(slot);
		}
	};
	await clock.run(Promise.all([worker('a'), worker('b')]));
	const afterBurst = order.slice(8);
	expect(afterBurst.filter((name) => name === 'a')).toHaveLength(8);
	expect(afterBurst.slice(0, 8).filter((name) => name === 'b').length).toBeGreaterThanOrEqual(3);
});

test('a repeat goes before first attempts that wait longer', async () => {
	const { clock, limiter, zero } = setUp(1);
	const order: string[] = [];
	await clock.run(takeMany(limiter, 1, zero));
	const first = limiter.acquire({ cost: 100, signal: undefined }).then(() => order.push('first'));
	const repeat = take(limiter, undefined, true).then(() => order.push('repeat'));
	await clock.run(Promise.all([first, repeat]));
	expect(order).toEqual(['repeat', 'first']);
});

test('starts after a 429 are evenly spaced, and within a second nearly at the limit again', async () => {
	const { clock, limiter, zero } = setUp();
	await clock.run(takeMany(limiter, 7, zero));
	const last = await clock.run(take(limiter));
	limiter.release(last, { outcome: 'throttled' });
	// What was rejected took no room: the next goes as soon as the limit itself allows.
	const again = await clock.run(take(limiter));
	expect(again.startedAt - last.startedAt).toBeLessThanOrEqual(1130);
	limiter.release(again, { outcome: 'success' });
	const from = clock.now();
	const starts = await clock.run(takeMany(limiter, 150, from));
	const gaps = starts.slice(1).map((at, i) => at - starts[i]);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / LIMIT - 1);
	expect(gaps[0]).toBeLessThan(130);
	expect(gaps[140]).toBeLessThan(126.5);
});

test('the rate stays near what was too high for a while, and goes beyond it later', async () => {
	const { clock, limiter } = setUp();
	const refuse = async () => {
		const slot = await clock.run(take(limiter));
		limiter.release(slot, { outcome: 'throttled' });
		const next = await clock.run(take(limiter));
		limiter.release(next, { outcome: 'success' });
	};
	// Six falls: 8 × 0.85⁶ = 3.0.
	for (let i = 0; i < 6; i++) await refuse();
	const gap = async () => {
		const [a, b] = await clock.run(takeMany(limiter, 2, clock.now()));
		return b - a;
	};
	expect(await gap()).toBeGreaterThan(190);
	await clock.run(clock.sleep(1000));
	expect(await gap()).toBeGreaterThan(180);
	await clock.run(clock.sleep(30_000));
	expect(await gap()).toBeLessThan(130);
});

test('a limit that was lowered in the credential holds at once', async () => {
	const { clock, limiter } = setUp();
	await clock.run(takeMany(limiter, 8, clock.now()));
	limiter.setLimit(2);
	const starts = await clock.run(takeMany(limiter, 6, clock.now()));
	for (let i = 2; i < starts.length; i++) {
		expect(starts[i] - starts[i - 2]).toBeGreaterThanOrEqual(1000);
	}
});

test('a limiter is idle when nothing runs, waits or rests', async () => {
	const { clock, limiter } = setUp();
	expect(limiter.isIdle()).toBe(true);
	const slot = await clock.run(take(limiter));
	await clock.run(clock.sleep(10_000));
	expect(limiter.isIdle()).toBe(false);
	limiter.release(slot);
	expect(limiter.isIdle()).toBe(true);
	const next = await clock.run(take(limiter));
	limiter.release(next);
	expect(limiter.isIdle()).toBe(false);
	await clock.run(clock.sleep(1500));
	expect(limiter.isIdle()).toBe(false);
	await clock.run(clock.sleep(10_000));
	limiter.release(await clock.run(take(limiter)), { outcome: 'other', retryAfterMs: 20_000 });
	await clock.run(clock.sleep(10_000));
	expect(limiter.isIdle()).toBe(false);
	await clock.run(clock.sleep(10_001));
	expect(limiter.isIdle()).toBe(true);
});

test('several 429s of requests under way together lower the rate once', async () => {
	const { clock, limiter } = setUp();
	const slots = await clock.run(Promise.all(Array.from({ length: 8 }, () => take(limiter))));
	await clock.run(clock.sleep(20));
	for (const slot of slots) limiter.release(slot, { outcome: 'throttled' });
	const starts = await clock.run(takeMany(limiter, 3, clock.now()));
	// The account does not pause.
	expect(starts[0]).toBeLessThan(1200);
	// 85 % of 8/s are 147 ms apart; eight falls would make it 459.
	expect(starts[2] - starts[1]).toBeLessThan(170);
});

test.each([
	[99, false],
	[100, true],
])(
	'a 429 to 100 records while there is room for %i lowers the rate: %s',
	async (backlogRoom, lowers) => {
		const { clock, limiter } = setUp();
		limiter.release(await clock.run(take(limiter)), { outcome: 'throttled', backlogRoom });
		await clock.run(clock.sleep(2000));
		const success = { outcome: 'success' as const, backlogRoom: 50_000 };
		limiter.release(await clock.run(take(limiter)), success);
		const starts = await clock.run(takeMany(limiter, 3, clock.now()));
		expect(starts[2] > starts[1]).toBe(lowers);
	},
);

test('the account pauses after the third 429 in a row, not before', async () => {
	const clock = new VirtualClock();
	const limiter = new RateLimiter(clock, LIMIT, { random: () => 1 });
	const gaps: number[] = [];
	let last = await take(limiter);
	for (let i = 0; i < 3; i++) {
		limiter.release(last, { outcome: 'throttled' });
		const next = await clock.run(take(limiter));
		gaps.push(next.startedAt - last.startedAt);
		last = next;
	}
	expect(gaps[1]).toBeLessThan(200);
	expect(gaps[2]).toBe(500);
});

test('Retry-After pauses the account', async () => {
	const { clock, limiter } = setUp();
	const slot = await clock.run(take(limiter));
	limiter.release(slot, { outcome: 'throttled', retryAfterMs: 7000 });
	const [start] = await clock.run(takeMany(limiter, 1, clock.now()));
	expect(start).toBe(7000);
});

test('the account rests longer and longer when nothing gets through, up to 30 s', async () => {
	const { clock, limiter } = setUp();
	const gaps: number[] = [];
	let last = clock.now();
	for (let i = 0; i < 16; i++) {
		const slot = await clock.run(take(limiter));
		gaps.push(slot.startedAt - last);
		last = slot.startedAt;
		limiter.release(slot, { outcome: 'throttled' });
	}
	expect(gaps[8]).toBeGreaterThan(gaps[4]);
	expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000);
	expect(gaps[15]).toBeGreaterThan(10_000);
});

test('an aborted request for a slot is withdrawn and takes no slot', async () => {
	const { clock, limiter, zero } = setUp(1);
	await clock.run(takeMany(limiter, 1, zero));
	const abort = new AbortController();
	const withdrawn = limiter.acquire({ cost: 100, signal: abort.signal });
	const next = take(limiter);
	clock.after(10, () => abort.abort());
	expect(await clock.run(withdrawn)).toBeUndefined();
	expect(clock.now() - zero).toBe(10);
	expect((await clock.run(next)).startedAt - zero).toBeLessThan(1100);
	expect(await limiter.acquire({ cost: 1, signal: AbortSignal.abort() })).toBeUndefined();
});

describe('a request that took longer than the fastest', () => {
	/** Starts of the window that follows one with these round trips (ms), from the start of that one. */
	const window = async (delays: number[], usual: number | undefined) => {
		const { clock, limiter } = setUp(delays.length);
		const requests = async (roundTrips: number[]) => {
			const slots = await clock.run(Promise.all(roundTrips.map(() => take(limiter))));
			for (const [index, slot] of slots.entries()) {
				clock.after(roundTrips[index], () => limiter.release(slot));
			}
			return slots.map(({ startedAt }) => startedAt);
		};
		if (usual !== undefined) {
			for (let i = 0; i < 3; i++) await requests(delays.map(() => usual));
			await clock.run(clock.sleep(5000));
		}
		const [zero] = await requests(delays);
		await clock.run(clock.sleep(1005));
		return (await requests(delays)).map((at) => Math.round((at - zero) / 10) * 10);
	};

	test('may have reached the server late: the window that it opens ends as much later', async () => {
		expect(await window([20, 20, 80], 20)).toEqual([1010, 1010, 1070]);
	});

	test('delays one request of the next window only, whichever it was', async () => {
		expect(await window([80, 20, 20], 20)).toEqual([1010, 1010, 1070]);
	});

	test('says nothing of the way to the server when it failed', async () => {
		const { clock, limiter } = setUp();
		const slots = await clock.run(Promise.all(Array.from({ length: 24 }, () => take(limiter))));
		await clock.run(clock.sleep(60_000));
		const failure = { kind: 'retry' } as RetryVerdict;
		for (const slot of slots) limiter.release(slot, { outcome: 'failed', failure });
		limiter.release(await clock.run(take(limiter)), { outcome: 'success' });
		await clock.run(clock.sleep(5000));
		const starts = await clock.run(takeMany(limiter, 16, clock.now()));
		expect(starts[15]).toBeLessThanOrEqual(1020);
	});

	test('delays the next by 300 ms at most', async () => {
		expect(await window([20, 900], 20)).toEqual([1010, 1310]);
	});

	test('is forgotten when the server has become slower', async () => {
		const { clock, limiter } = setUp();
		const serve = async (count: number, tookMs: number) => {
			const from = clock.now();
			for (let i = 0; i < count; i++) {
				const slot = await take(limiter);
				clock.after(tookMs, () => limiter.release(slot));
			}
			return clock.now() - from;
		};
		await clock.run(serve(40, 20));
		await clock.run(serve(40, 200));
		expect(await clock.run(serve(80, 200))).toBeLessThan(10 * 1020);
	});

	test('is unknown for the first requests of all: 100 ms are added', async () => {
		expect(await window([700, 700], undefined)).toEqual([1110, 1110]);
		expect(await window([30, 30], undefined)).toEqual([1040, 1040]);
	});

	test('a latency that is the same for all delays nothing', async () => {
		expect(await window([700, 700], 700)).toEqual([1010, 1010]);
	});
});

describe('a backlog that is nearly full', () => {
	test('no more records start than there is room for', async () => {
		const { clock, limiter, zero } = setUp();
		limiter.release(await clock.run(take(limiter)), { outcome: 'other', backlogRoom: 250 });
		const starts = await clock.run(takeMany(limiter, 3, zero));
		expect(starts.slice(0, 2)).toEqual([0, 0]);
		expect(starts[2]).toBeGreaterThanOrEqual(500);
	});

	test('records under way count against the room', async () => {
		const { clock, limiter, zero } = setUp();
		const [first] = await clock.run(Promise.all([take(limiter), take(limiter)]));
		limiter.release(first, { outcome: 'other', backlogRoom: 150 });
		const next = await clock.run(take(limiter));
		expect(next.startedAt - zero).toBeGreaterThanOrEqual(500);
	});

	test('one request at a time checks for room, at growing distances', async () => {
		const { clock, limiter, zero } = setUp();
		let slot = await clock.run(take(limiter));
		const starts: number[] = [];
		for (let i = 0; i < 10; i++) {
			limiter.release(slot, { outcome: 'other', backlogRoom: 0 });
			slot = await clock.run(take(limiter));
			starts.push(slot.startedAt - zero);
		}
		const gaps = starts.slice(1).map((at, i) => at - starts[i]);
		expect(gaps.slice(0, 3)).toEqual([1000, 2000, 4000]);
		expect(Math.max(...gaps)).toBe(30_000);
	});

	test('a check whose answer says nothing of the backlog is followed by another', async () => {
		const { clock, limiter, zero } = setUp();
		limiter.release(await clock.run(take(limiter)), { outcome: 'other', backlogRoom: 0 });
		const check = await clock.run(take(limiter));
		const next = take(limiter);
		clock.after(5000, () => limiter.release(check));
		expect((await clock.run(next)).startedAt - zero).toBe(500 + 5000 + 1000);
	});

	test('room ends the waiting at once', async () => {
		const { clock, limiter } = setUp();
		limiter.release(await clock.run(take(limiter)), { outcome: 'other', backlogRoom: 0 });
		limiter.release(await clock.run(take(limiter)), { outcome: 'other', backlogRoom: 50_000 });
		const before = clock.now();
		expect((await clock.run(take(limiter))).startedAt).toBe(before);
	});
});

test('a request that takes unusually long does not delay one that comes later', async () => {
	const { clock, limiter } = setUp();
	for (let i = 0; i < 40; i++) {
		limiter.release(await clock.run(take(limiter)), { outcome: 'success' });
	}
	await clock.run(clock.sleep(2000));
	await clock.run(take(limiter));
	await clock.run(clock.sleep(4000));
	const before = clock.now();
	expect((await clock.run(take(limiter))).startedAt).toBe(before);
	expect((await clock.run(take(limiter))).startedAt).toBe(before + 1000);
});

describe('processes that share an account and cannot see each other', () => {
	const runs = (requests: number[]): SharedRun[] =>
		[0, 40].flatMap((jitterMs) =>
			[20, 250].flatMap((latencyMs) =>
				[1, 2].map((seed): SharedRun => {
					return { model: 'slidingWindow', latencyMs, jitterMs, requests, seed };
				}),
			),
		);

	test('use 91 % of the rate over a whole run in which one ends before the other', async () => {
		const results = [];
		for (const requests of [
			[250, 250],
			[300, 150],
			[400, 100],
		]) {
			results.push(await meanOf(runs(requests)));
		}
		const used = results.reduce((sum, result) => sum + result.used, 0) / results.length;
		expect(used).toBeGreaterThanOrEqual(0.91);
		// The tail after the other's end must not cost more than the time in which both work.
		for (const result of results) expect(result.used).toBeGreaterThanOrEqual(0.89);
	}, 60_000);

	test('a process that has the account for itself is hardly ever rejected', async () => {
		const { used, throttled } = await meanOf(runs([500]));
		expect(used).toBeGreaterThanOrEqual(0.95);
		expect(throttled).toBeLessThanOrEqual(1);
	}, 60_000);

	test('a process whose answers come later than the next window and vary is hardly ever rejected', async () => {
		const { used, throttled } = await meanOf(
			[1, 2].map((seed): SharedRun => {
				return { model: 'slidingWindow', latencyMs: 1000, jitterMs: 40, requests: [500], seed };
			}),
		);
		expect(used).toBeGreaterThanOrEqual(0.93);
		expect(throttled).toBeLessThanOrEqual(1);
	}, 60_000);

	test('a process that has the account and a steady server for itself takes 1 % longer than the floor', async () => {
		const { used, throttled } = await meanOf(
			[20, 250, 1000].map((latencyMs): SharedRun => {
				return { model: 'slidingWindow', latencyMs, jitterMs: 0, requests: [504], seed: 1 };
			}),
		);
		expect(used).toBeGreaterThanOrEqual(0.99);
		expect(throttled).toBe(0);
	}, 60_000);
});

describe('limiterFor', () => {
	test('gives all executions of an account one limiter', async () => {
		const clock = new VirtualClock();
		const limiter = limiterFor('push a', 2, clock);
		expect(limiterFor('push a', 2, clock)).toBe(limiter);
		expect(limiterFor('push b', 2, clock)).not.toBe(limiter);
	});

	test('lets the lowest limit of credentials of one account hold while both are in use', async () => {
		const clock = new VirtualClock();
		const limiter = limiterFor('push shared', 4, clock);
		limiterFor('push shared', 2, clock);
		limiterFor('push shared', 4, clock);
		expect((await clock.run(takeMany(limiter, 3, clock.now())))[2]).toBeGreaterThanOrEqual(1000);
		await clock.run(clock.sleep(600_001));
		limiterFor('push shared', 4, clock);
		expect(await clock.run(takeMany(limiter, 4, clock.now()))).toEqual([0, 0, 0, 0]);
	});

	test('forgets accounts at rest, never one that is in use', async () => {
		const clock = new VirtualClock();
		const used = limiterFor('push used', 2, clock);
		const idle = limiterFor('push idle', 2, clock);
		await clock.run(take(used));
		for (let i = 0; i < 600; i++) limiterFor(`push ${i}`, 2, clock);
		expect(limiterFor('push used', 2, clock)).toBe(used);
		expect(limiterFor('push idle', 2, clock)).not.toBe(idle);
	});
});
