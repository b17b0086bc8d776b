import { Pace, paceOf } from '../../../nodes/Ometria/transport/pace';
import { VirtualClock } from '../../support/virtualClock';

const LIMIT = 8;

function setUp(limit = LIMIT) {
	const clock = new VirtualClock();
	const pace = new Pace(clock, limit, () => 0.5);
	return { clock, pace, zero: clock.now() };
}

async function take(pace: Pace, records = 100, signal?: AbortSignal, repeat = false) {
	return await pace.turn({ records, signal, repeat });
}

/** Start times in ms after `zero`, of turns given back at once. */
async function takeMany(pace: Pace, count: number, zero: number): Promise<number[]> {
	const starts: number[] = [];
	for (let i = 0; i < count; i++) {
		const at = await take(pace);
		if (at === undefined) throw new Error('no turn');
		starts.push(at - zero);
		pace.settled(100);
	}
	return starts;
}

function mostInAnySecond(starts: number[]): number {
	return Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length));
}

test('the first window starts at once, the next a second later', async () => {
	const { clock, pace, zero } = setUp();
	const starts = await clock.run(takeMany(pace, 9, zero));
	expect(starts.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
	expect(starts[8]).toBeGreaterThanOrEqual(1000);
	expect(starts[8]).toBeLessThanOrEqual(1030);
});

test('never more starts in any trailing second than allowed, and hardly fewer', async () => {
	const { clock, pace, zero } = setUp();
	const starts = await clock.run(takeMany(pace, 200, zero));
	expect(mostInAnySecond(starts)).toBe(LIMIT);
	// 200 requests are 24 full windows after the first one.
	expect(starts[199]).toBeLessThan(24 * 1000 * 1.025);
});

test('executions that share the pace get turns alternately', async () => {
	const { clock, pace } = setUp();
	const order: string[] = [];
	const worker = async (name: string) => {
		for (let i = 0; i < 12; i++) {
			await take(pace);
			order.push(name);
			pace.settled(100);
		}
	};
	await clock.run(Promise.all([worker('a'), worker('b')]));
	const afterBurst = order.slice(8);
	expect(afterBurst.filter((name) => name === 'a')).toHaveLength(8);
	expect(afterBurst.slice(0, 8).filter((name) => name === 'b').length).toBeGreaterThanOrEqual(3);
});

test('a repeat goes before first attempts that wait longer', async () => {
	const { clock, pace, zero } = setUp(1);
	const order: string[] = [];
	await clock.run(takeMany(pace, 1, zero));
	const first = take(pace).then(() => order.push('first'));
	const repeat = take(pace, 100, undefined, true).then(() => order.push('repeat'));
	await clock.run(Promise.all([first, repeat]));
	expect(order).toEqual(['repeat', 'first']);
});

test('after a 429 starts are evenly spaced, slower, and regrow to the limit', async () => {
	const { clock, pace, zero } = setUp();
	await clock.run(takeMany(pace, 8, zero));
	pace.throttled(clock.now(), undefined);
	const from = clock.now();
	const starts = await clock.run(takeMany(pace, 100, from));
	const gaps = starts.slice(1).map((at, i) => at - starts[i]);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / LIMIT - 1);
	expect(gaps[2]).toBeGreaterThan(140);
	expect(gaps[90]).toBeLessThan(130);
});

test('several 429s of requests under way together lower the pace once', async () => {
	const { clock, pace, zero } = setUp();
	await clock.run(takeMany(pace, 8, zero));
	await clock.run(clock.sleep(20));
	for (let i = 0; i < 8; i++) pace.throttled(zero, undefined);
	const starts = await clock.run(takeMany(pace, 3, clock.now()));
	// 80 % of 8/s are 156 ms apart; eight falls would make it seconds.
	expect(starts[2] - starts[1]).toBeLessThan(170);
});

test('Retry-After pauses the account', async () => {
	const { clock, pace } = setUp();
	pace.throttled(clock.now(), 7000);
	const [start] = await clock.run(takeMany(pace, 1, clock.now()));
	expect(start).toBe(7000);
});

test('when nothing gets through the account rests longer and longer, up to 30 s', async () => {
	const { clock, pace } = setUp();
	const gaps: number[] = [];
	let last = clock.now();
	for (let i = 0; i < 16; i++) {
		const at = await clock.run(take(pace));
		if (at === undefined) throw new Error('no turn');
		gaps.push(at - last);
		last = at;
		pace.settled(100);
		pace.throttled(at, undefined);
	}
	expect(gaps[8]).toBeGreaterThan(gaps[4]);
	expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000);
	expect(gaps[15]).toBeGreaterThan(10_000);
});

test('an aborted wish is withdrawn and takes no turn', async () => {
	const { clock, pace, zero } = setUp(1);
	await clock.run(takeMany(pace, 1, zero));
	const abort = new AbortController();
	const withdrawn = take(pace, 100, abort.signal);
	const next = take(pace);
	clock.after(10, () => abort.abort());
	expect(await clock.run(withdrawn)).toBeUndefined();
	expect(clock.now() - zero).toBe(10);
	expect(((await clock.run(next)) ?? 0) - zero).toBeLessThan(1100);
	expect(await take(pace, 1, AbortSignal.abort())).toBeUndefined();
});

describe('when the backlog is nearly full', () => {
	test('no more records start than there is room for', async () => {
		const { clock, pace, zero } = setUp();
		await clock.run(take(pace));
		pace.settled(100, 250);
		const starts = await clock.run(takeMany(pace, 3, zero));
		expect(starts.slice(0, 2)).toEqual([0, 0]);
		expect(starts[2]).toBeGreaterThanOrEqual(500);
	});

	test('records under way count against the room', async () => {
		const { clock, pace, zero } = setUp();
		await clock.run(Promise.all([take(pace), take(pace)]));
		pace.settled(100, 150);
		const at = await clock.run(take(pace));
		expect((at ?? 0) - zero).toBeGreaterThanOrEqual(500);
	});

	test('one request at a time checks for room, at growing distances', async () => {
		const { clock, pace, zero } = setUp();
		await clock.run(take(pace));
		const starts: number[] = [];
		for (let i = 0; i < 10; i++) {
			pace.settled(100, 0);
			starts.push(((await clock.run(take(pace))) ?? 0) - zero);
		}
		const gaps = starts.slice(1).map((at, i) => at - starts[i]);
		expect(gaps.slice(0, 3)).toEqual([1000, 2000, 4000]);
		expect(Math.max(...gaps)).toBe(30_000);
	});

	test('a check whose answer says nothing of the backlog is followed by another', async () => {
		const { clock, pace, zero } = setUp();
		await clock.run(take(pace));
		pace.settled(100, 0);
		await clock.run(take(pace));
		const next = take(pace);
		clock.after(5000, () => pace.settled(100));
		expect(((await clock.run(next)) ?? 0) - zero).toBe(500 + 5000 + 1000);
	});

	test('room ends the waiting at once', async () => {
		const { clock, pace } = setUp();
		await clock.run(take(pace));
		pace.settled(100, 0);
		await clock.run(take(pace));
		pace.settled(100, 50_000);
		const before = clock.now();
		expect(await clock.run(take(pace))).toBe(before);
	});
});

describe('paceOf', () => {
	test('gives all executions of an account one pace, and takes over a new limit', async () => {
		const clock = new VirtualClock();
		const pace = paceOf('push a', 2, clock);
		expect(paceOf('push a', 2, clock)).toBe(pace);
		expect(paceOf('push b', 2, clock)).not.toBe(pace);
		paceOf('push a', 4, clock);
		const starts = await clock.run(takeMany(pace, 4, clock.now()));
		expect(starts).toEqual([0, 0, 0, 0]);
	});

	test('forgets accounts at rest, never one that is in use', async () => {
		const clock = new VirtualClock();
		const used = paceOf('push used', 2, clock);
		const idle = paceOf('push idle', 2, clock);
		await clock.run(take(used));
		for (let i = 0; i < 600; i++) paceOf(`push ${i}`, 2, clock);
		expect(paceOf('push used', 2, clock)).toBe(used);
		expect(paceOf('push idle', 2, clock)).not.toBe(idle);
	});
});
