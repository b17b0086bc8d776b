import { planRequests } from '../../../nodes/Ometria/push/plan';
import { sendRequests } from '../../../nodes/Ometria/push/send';
import type { SendObserver, SendRules } from '../../../nodes/Ometria/push/sendContract';
import type { Exchange } from '../../../nodes/Ometria/transport/httpOutcome';
import { answered, received, virtualSession, type Call } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const RULES: SendRules = {
	timeoutMs: 60_000,
	maxRetries: 5,
	giveUpAfterMs: 900_000,
	stopAtFailure: false,
};

interface Settings {
	count?: number;
	batchSize?: number;
	rules?: Partial<SendRules>;
	latencyMs?: number;
	rate?: number;
	signal?: AbortSignal;
	observer?: SendObserver;
	text?: (item: number) => string;
}

/** Sends contacts to a server, and notes what the account's pace is told. */
function prepared(serve: (call: Call) => Exchange | Promise<Exchange>, settings: Settings = {}) {
	const clock = new VirtualClock();
	const { count = 2, batchSize = 1, observer = {} } = settings;
	const { session, calls } = virtualSession(clock, serve, settings);
	const pace = {
		settled: jest.spyOn(session.pushPace, 'settled'),
		succeeded: jest.spyOn(session.pushPace, 'succeeded'),
		throttled: jest.spyOn(session.pushPace, 'throttled'),
		pause: jest.spyOn(session.pushPace, 'pause'),
	};
	const records = Array.from({ length: count }, (_, item) => ({
		item,
		type: 'contact' as const,
		id: `c-${item}`,
	}));
	const source = {
		id: (item: number) => `c-${item}`,
		text:
			settings.text ?? ((item: number) => JSON.stringify({ '@type': 'contact', id: `c-${item}` })),
	};
	const run = async () =>
		await clock.run(
			sendRequests(
				planRequests(() => records, batchSize),
				source,
				{ ...RULES, ...settings.rules },
				session,
				observer,
				() => 1,
			),
		);
	return { run, pace, calls, clock };
}

/** Serves the n-th call by the n-th exchange, the rest by success. */
function first(...exchanges: Exchange[]) {
	let n = 0;
	return ({ records }: Call) => exchanges[n++] ?? received(records.length);
}

describe("the account's pace is told", () => {
	it('that a request was received', async () => {
		const { run, pace } = prepared(first(), { count: 1 });
		await run();
		expect(pace.succeeded).toHaveBeenCalledTimes(1);
		expect(pace.settled.mock.calls).toEqual([[expect.objectContaining({ records: 1 }), undefined]]);
		expect(pace.throttled).not.toHaveBeenCalled();
		expect(pace.pause).not.toHaveBeenCalled();
	});

	it('of a 429, with the wait that it asks for', async () => {
		const { run, pace } = prepared(first(answered(429, '', { 'retry-after': '3' })), { count: 1 });
		const { statistics } = await run();
		expect(pace.throttled.mock.calls).toEqual([[expect.anything(), 3000]]);
		expect(pace.succeeded).toHaveBeenCalledTimes(1);
		expect(statistics).toMatchObject({ throttled: 1, retries: 1, requests: 2 });
	});

	it('to rest for the Retry-After of a 503, which is no sign of too high a pace', async () => {
		const { run, pace } = prepared(first(answered(503, '', { 'retry-after': '3' })), { count: 1 });
		const { statistics } = await run();
		expect(pace.pause.mock.calls).toEqual([[3000]]);
		expect(pace.throttled).not.toHaveBeenCalled();
		expect(statistics.throttled).toBe(0);
		expect(statistics.waitedMs).toBe(3000);
	});

	it('nothing of a 502 but its end', async () => {
		const { run, pace } = prepared(first(answered(502)), { count: 1 });
		const { statistics } = await run();
		expect(pace.throttled).not.toHaveBeenCalled();
		expect(pace.pause).not.toHaveBeenCalled();
		expect(pace.settled).toHaveBeenCalledTimes(2);
		expect(statistics.waitedMs).toBeGreaterThanOrEqual(1000);
		expect(statistics.waitedMs).toBeLessThan(3000);
	});

	it.each([
		['50000', 50_000],
		['0', 0],
		['12x', undefined],
		['x12', undefined],
		['', undefined],
		['-5', undefined],
	])('how much room the backlog has: %j', async (header, room) => {
		const serve = ({ records }: Call): Exchange => ({
			...(received(records.length) as Extract<Exchange, { kind: 'answer' }>),
			headers: { 'x-queuesize-remaining': header },
		});
		const { run, pace } = prepared(serve, { count: 1 });
		await run();
		expect(pace.settled.mock.calls[0][1]).toBe(room);
	});

	it('that the backlog is full, and not that the pace is too high', async () => {
		const full = answered(429, '', { 'x-queuesize-remaining': '1', 'retry-after': '2' });
		const { run, pace } = prepared(first(full), { count: 2, batchSize: 2 });
		await run();
		expect(pace.settled.mock.calls[0][1]).toBe(1);
		expect(pace.throttled).not.toHaveBeenCalled();
		expect(pace.pause.mock.calls).toEqual([[2000]]);
	});

	it('that the pace is too high when the backlog has room', async () => {
		const busy = answered(429, '', { 'x-queuesize-remaining': '2' });
		const { run, pace } = prepared(first(busy), { count: 2, batchSize: 2 });
		await run();
		expect(pace.throttled).toHaveBeenCalledTimes(1);
	});
});

describe('requests in flight', () => {
	async function mostInFlight(settings: Settings): Promise<number> {
		let now = 0;
		let most = 0;
		const { run } = prepared(
			async ({ records }) => {
				most = Math.max(most, ++now);
				await Promise.resolve();
				return received(records.length);
			},
			{
				...settings,
				observer: {
					received: () => {
						now--;
					},
				},
			},
		);
		await run();
		return most;
	}

	it('are as many as cover some seconds of latency at the pace', async () => {
		expect(await mostInFlight({ count: 60, rate: 1, latencyMs: 50_000 })).toBe(4);
	});

	it('are no more than 64, however fast the account', async () => {
		expect(await mostInFlight({ count: 300, rate: 100, latencyMs: 50_000 })).toBe(64);
	});

	it('are fewer when they are large', async () => {
		const text = (item: number) =>
			JSON.stringify({ '@type': 'contact', id: `c-${item}`, note: 'x'.repeat(60_000) });
		const most = await mostInFlight({
			count: 2000,
			batchSize: 100,
			rate: 100,
			latencyMs: 50_000,
			text,
		});
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThan(20);
	});
});

describe('when the run ends early', () => {
	it('by cancellation, says of each record what became of it', async () => {
		const abort = new AbortController();
		const { run, clock } = prepared(first(), { count: 30, latencyMs: 2000, signal: abort.signal });
		clock.after(500, () => abort.abort());
		const { failures, stop } = await run();
		expect(stop).toEqual({ reason: 'cancelled', message: 'The execution was cancelled' });
		const kinds = new Set(
			failures.map(({ kind, reason, message }) => `${kind}|${reason}|${message}`),
		);
		expect([...kinds].sort()).toEqual([
			'notSent|not_sent|Not sent because the run was stopped: The execution was cancelled',
			'undelivered|cancelled|Cancelled while it was being sent',
		]);
		expect(failures).toHaveLength(30);
	});

	it('by a token that is not accepted, names the reason for the rest', async () => {
		const { run } = prepared(() => answered(403, { message: 'no' }), { count: 40, latencyMs: 10 });
		const { failures } = await run();
		expect(failures[0]).toMatchObject({ kind: 'undelivered', reason: 'http_403', httpStatus: 403 });
		expect(failures).toContainEqual(
			expect.objectContaining({
				kind: 'notSent',
				message: 'Not sent because the run was stopped: HTTP 403: no',
			}),
		);
	});
});

test('progress counts the records that are settled, whatever became of them', async () => {
	const seen: number[] = [];
	const observer: SendObserver = {
		progress: ({ recordsSettled }) => void seen.push(recordsSettled),
	};
	const { run } = prepared(first(answered(400, { message: 'bad' })), {
		count: 4,
		batchSize: 2,
		observer,
	});
	await run();
	expect(seen.at(-1)).toBe(4);
	expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
