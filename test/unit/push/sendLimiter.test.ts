import { planRequests } from '../../../nodes/Ometria/push/plan';
import { sendRequests, type SendObserver, type SendRules } from '../../../nodes/Ometria/push/send';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
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

/** Sends contacts to a server, and records the calls of the rate limiter. */
function prepared(
	serve: (call: Call) => HttpOutcome | Promise<HttpOutcome>,
	settings: Settings = {},
) {
	const clock = new VirtualClock();
	const { count = 2, batchSize = 1, observer = {} } = settings;
	const { session, calls } = virtualSession(clock, serve, settings);
	const limiter = {
		release: jest.spyOn(session.pushLimiter, 'release'),
		succeeded: jest.spyOn(session.pushLimiter, 'succeeded'),
		throttled: jest.spyOn(session.pushLimiter, 'throttled'),
		pause: jest.spyOn(session.pushLimiter, 'pause'),
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
	return { run, limiter, calls, clock };
}

/** Serves the n-th call by the n-th outcome, the rest by success. */
function first(...outcomes: HttpOutcome[]) {
	let n = 0;
	return ({ records }: Call) => outcomes[n++] ?? received(records.length);
}

describe("the account's rate limiter", () => {
	it('learns that a request was received', async () => {
		const { run, limiter } = prepared(first(), { count: 1 });
		await run();
		expect(limiter.succeeded).toHaveBeenCalledTimes(1);
		expect(limiter.release.mock.calls).toEqual([
			[expect.objectContaining({ records: 1 }), undefined],
		]);
		expect(limiter.throttled).not.toHaveBeenCalled();
		expect(limiter.pause).not.toHaveBeenCalled();
	});

	it('is throttled by a 429, with the wait that it asks for', async () => {
		const { run, limiter } = prepared(first(answered(429, '', { 'retry-after': '3' })), {
			count: 1,
		});
		const { statistics } = await run();
		expect(limiter.throttled.mock.calls).toEqual([[expect.anything(), 3000]]);
		expect(limiter.succeeded).toHaveBeenCalledTimes(1);
		expect(statistics).toMatchObject({ throttled: 1, retries: 1, requests: 2 });
	});

	it('pauses for the Retry-After of a 503 and does not lower the rate', async () => {
		const { run, limiter } = prepared(first(answered(503, '', { 'retry-after': '3' })), {
			count: 1,
		});
		const { statistics } = await run();
		expect(limiter.pause.mock.calls).toEqual([[3000]]);
		expect(limiter.throttled).not.toHaveBeenCalled();
		expect(statistics.throttled).toBe(0);
		expect(statistics.waitedMs).toBe(3000);
	});

	it('does not lower the rate after a 502', async () => {
		const { run, limiter } = prepared(first(answered(502)), { count: 1 });
		const { statistics } = await run();
		expect(limiter.throttled).not.toHaveBeenCalled();
		expect(limiter.pause).not.toHaveBeenCalled();
		expect(limiter.release).toHaveBeenCalledTimes(2);
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
	])('reads how much room the backlog has from the header %j', async (header, room) => {
		const serve = ({ records }: Call): HttpOutcome => ({
			...(received(records.length) as Extract<HttpOutcome, { kind: 'answer' }>),
			headers: { 'x-queuesize-remaining': header },
		});
		const { run, limiter } = prepared(serve, { count: 1 });
		await run();
		expect(limiter.release.mock.calls[0][1]).toBe(room);
	});

	it('waits for a full backlog and does not lower the rate', async () => {
		const full = answered(429, '', { 'x-queuesize-remaining': '1', 'retry-after': '2' });
		const { run, limiter } = prepared(first(full), { count: 2, batchSize: 2 });
		await run();
		expect(limiter.release.mock.calls[0][1]).toBe(1);
		expect(limiter.throttled).not.toHaveBeenCalled();
		expect(limiter.pause.mock.calls).toEqual([[2000]]);
	});

	it('lowers the rate after a 429 when the backlog has room', async () => {
		const busy = answered(429, '', { 'x-queuesize-remaining': '2' });
		const { run, limiter } = prepared(first(busy), { count: 2, batchSize: 2 });
		await run();
		expect(limiter.throttled).toHaveBeenCalledTimes(1);
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

	it('are as many as cover some seconds of latency at the account rate', async () => {
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

test('progress counts the records that are done, whatever became of them', async () => {
	const seen: number[] = [];
	const observer: SendObserver = {
		progress: ({ recordsDone }) => void seen.push(recordsDone),
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
