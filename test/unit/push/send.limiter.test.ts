import type { Received } from '../../../nodes/Ometria/push/outcome';
import { Sending, type SendRules } from '../../../nodes/Ometria/push/send';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { contactsNamed, failuresIn, planOf, textsOf } from '../../support/outcomes';
import { answered, type Call, received, virtualSession } from '../../support/session';
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
	onReceived?: (received: Received) => void;
	text?: (item: number) => string;
}

/** Sends contacts to a server. */
function prepared(
	serve: (call: Call) => HttpOutcome | Promise<HttpOutcome>,
	settings: Settings = {},
) {
	const clock = new VirtualClock();
	const { count = 2, batchSize = 1, onReceived } = settings;
	const { session, calls } = virtualSession(clock, serve, { ...settings, random: 1 });
	const records = contactsNamed(count, (item) => `c-${item}`);
	const text =
		settings.text ?? ((item: number) => JSON.stringify({ '@type': 'contact', id: `c-${item}` }));
	const run = async () => {
		const plan = await planOf(records, batchSize);
		const rules = { ...RULES, ...settings.rules };
		const result = await clock.run(
			new Sending({ ...records, ...textsOf(text) }, rules, session, onReceived).run(plan),
		);
		return { ...result, failures: failuresIn(records) };
	};
	const startedAt = clock.now();
	const starts = () => calls.map(({ at }) => at - startedAt);
	return { run, starts, calls, clock };
}

/** Serves the n-th call by the n-th outcome, the rest by success. */
function first(...outcomes: HttpOutcome[]) {
	let n = 0;
	return ({ records }: Call) => outcomes[n++] ?? received(records.length);
}

describe("the account's rate", () => {
	it('is paused for the Retry-After of a 429', async () => {
		const { run, starts } = prepared(first(answered(429, '', { 'retry-after': '3' })), {
			count: 20,
		});
		const { statistics } = await run();
		expect(starts().filter((at) => at < 3000)).toHaveLength(8);
		expect(statistics).toMatchObject({ throttled: 1, retries: 1, requests: 21 });
	});

	it('is paused for the Retry-After of a 503, and stays as high', async () => {
		const { run, starts } = prepared(first(answered(503, '', { 'retry-after': '3' })), {
			count: 24,
		});
		const { statistics } = await run();
		const after = starts().filter((at) => at >= 3000);
		expect(starts().filter((at) => at < 3000)).toHaveLength(8);
		expect(after.filter((at) => at < after[0] + 1000)).toHaveLength(8);
		expect(statistics).toMatchObject({ throttled: 0, retries: 1 });
		// Full jitter on top of what the server asks for; the random number is always 1.
		expect(statistics.waitedMs).toBeGreaterThanOrEqual(4000);
		expect(statistics.waitedMs).toBeLessThan(4500);
	});

	it('stays as high after a 502', async () => {
		const { run, starts } = prepared(first(answered(502)), { count: 24 });
		const { statistics } = await run();
		expect(starts().filter((at) => at < 1000)).toHaveLength(8);
		expect(starts().filter((at) => at >= 1000 && at < 2000)).toHaveLength(8);
		expect(statistics.waitedMs).toBeGreaterThanOrEqual(1000);
		expect(statistics.waitedMs).toBeLessThan(3000);
	});

	it('falls after a 429 when the backlog has room', async () => {
		const busy = answered(429, '', { 'x-queuesize-remaining': '2' });
		const { run, starts } = prepared(first(busy), { count: 40 });
		await run();
		expect(starts().filter((at) => at >= 2000 && at < 3000).length).toBeLessThan(8);
	});

	it('stays as high after a 429 for a full backlog', async () => {
		const full = answered(429, '', { 'x-queuesize-remaining': '1', 'retry-after': '2' });
		const room = ({ records }: Call) =>
			answered(
				202,
				{ status: 'OK', request_id: 'r', accepted: records.length, rejected: 0 },
				{ 'x-queuesize-remaining': '50000' },
			);
		let n = 0;
		const serve = (call: Call) => (n++ === 0 ? full : room(call));
		const { run, starts } = prepared(serve, { count: 48, batchSize: 2, rate: 4 });
		const { statistics } = await run();
		expect(statistics.throttled).toBe(1);
		const later = starts().filter((at) => at >= 2000);
		expect(later.filter((at) => at < later[1] + 1000).length).toBeGreaterThanOrEqual(4);
	});

	it.each([
		['50000', false],
		['0', true],
		['12x', false],
		['x12', false],
		['', false],
		['-5', false],
	])('waits for room in the backlog when the header is %j: %s', async (header, waits) => {
		const serve = ({ records }: Call): HttpOutcome => ({
			...(received(records.length) as Extract<HttpOutcome, { kind: 'answer' }>),
			headers: { 'x-queuesize-remaining': header },
		});
		const { run, starts } = prepared(serve, { count: 3, rate: 2, latencyMs: 900 });
		await run();
		// Without waiting the third request starts when the second is over; with it, 500 ms after the answers.
		expect(starts()[2] >= 1400).toBe(waits);
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
				onReceived: () => {
					now--;
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

	it('start one by one when many are awaited, so that answers do not pile up', async () => {
		const { run, starts } = prepared(first(), { count: 40, rate: 1000, latencyMs: 500 });
		await run();
		const atOnce = starts().filter((at) => at === 0);
		expect(atOnce).toHaveLength(6);
		const later = starts().slice(6);
		expect(new Set(later).size).toBe(later.length);
	});

	it('are fewer when they are large', async () => {
		const text = (item: number) =>
			JSON.stringify({ '@type': 'contact', id: `c-${item}`, note: 'x'.repeat(60_000) });
		const most = await mostInFlight({
			count: 1000,
			batchSize: 100,
			rate: 100,
			latencyMs: 50_000,
			text,
		});
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThan(20);
	});
});

describe('a run that ends early', () => {
	it('says of each record what became of it when it is cancelled', async () => {
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

	it('names the reason for the rest when a token is not accepted', async () => {
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
