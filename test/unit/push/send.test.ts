import { Sending, type SendResult } from '../../../nodes/Ometria/push/send';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import {
	contactsNamed,
	type FailedRecord,
	failuresIn,
	planOf,
	textsOf,
} from '../../support/outcomes';
import { RULES, send } from '../../support/sending';
import { answered, type Call, received, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const EMPTY_TEXTS = textsOf(() => '{}');

const sizes = (calls: Call[]) => calls.map(({ records }) => records.length);
const itemsReceived = ({ received: all }: SendResult) =>
	all.flatMap(({ records }) => Array.from<number>(records)).sort((a, b) => a - b);
const itemsFailed = ({ failures }: { failures: FailedRecord[] }) =>
	failures.map(({ item }) => item).sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const ok = ({ records }: Call) => received(records.length);

/** Serves the n-th call by the n-th entry, the rest by the last. */
function inTurn(...serves: Array<(call: Call) => HttpOutcome>): (call: Call) => HttpOutcome {
	let n = 0;
	return (call) => serves[Math.min(n++, serves.length - 1)](call);
}

test('a run sends everything once when all goes well', async () => {
	const { result, calls } = await send(ok);
	expect(sizes(calls)).toEqual([5, 5]);
	expect(itemsReceived(result)).toEqual(upTo(10));
	expect(result).toMatchObject({
		failures: [],
		stop: undefined,
		statistics: { requests: 2, retries: 0 },
	});
	expect(calls[0]).toMatchObject({ method: 'POST', path: '/push', timeoutMs: 60_000 });
});

test('the text of a record is dropped when its outcome is known, and not before', async () => {
	const left: number[] = [];
	const { result, dropped } = await send(({ records }) => {
		left.push(records.length);
		return records.length === 1 && records[0].item === 3
			? answered(422, { message: 'no' })
			: answered(records.some(({ item }) => item === 3) ? 413 : 202, { accepted: records.length });
	});
	expect(itemsFailed(result)).toEqual([3]);
	expect(left.length).toBeGreaterThan(2);
	expect([...dropped].sort((a, b) => a - b)).toEqual(upTo(10));
});

test('latency does not lower the throughput: requests are under way together', async () => {
	const { tookMs } = await send(ok, { count: 80, batchSize: 1, latencyMs: 3000 });
	// 80 requests at 8/s are 9 full windows after the first one; those before the first answer, three of
	// them, are given 100 ms more. Each window begins 1 ms later, as the event loop runs after a start.
	expect(tookMs).toBeLessThanOrEqual(9 * 1011 + 3 * 100 + 3000);
});

test.each([20, 250, 1000])(
	'20,000 records take the floor of the rate and one latency of %i ms, within 2 %%',
	async (latencyMs) => {
		const { tookMs, calls } = await send(ok, { count: 20_000, batchSize: 100, latencyMs });
		const floor = ((calls.length - 8) / 8) * 1000;
		expect(calls).toHaveLength(200);
		expect(tookMs).toBeLessThanOrEqual(1.02 * (floor + latencyMs));
		calls.slice(8).forEach(({ at }, i) => expect(at - calls[i].at).toBeGreaterThanOrEqual(1000));
	},
);

describe.each([
	['a 502', () => answered(502)],
	['a 503 with Retry-After', () => answered(503, '', { 'retry-after': '2' })],
	['a 408', () => answered(408)],
	['a 429', () => answered(429)],
	['an unreadable 2xx', () => answered(202, '<html>')],
	[
		'a reset',
		(): HttpOutcome => ({ kind: 'networkError', code: 'ECONNRESET', message: 'socket hang up' }),
	],
	[
		'a time-out',
		(): HttpOutcome => ({ kind: 'networkError', code: 'ECONNABORTED', message: 'timed out' }),
	],
])('%s', (_name, failure) => {
	test('repeats only its own request, with the same bytes', async () => {
		const { result, calls } = await send(inTurn(failure, ok), { count: 20 });
		expect(itemsReceived(result)).toEqual(upTo(20));
		expect(calls).toHaveLength(5);
		expect(calls.filter(({ body }) => body?.equals(calls[0].body ?? Buffer.of()))).toHaveLength(2);
		expect(new Set(calls.map(({ body }) => String(body))).size).toBe(4);
		expect(result.statistics.retries).toBe(1);
		expect(result.received.find(({ records }) => Number(records[0]) === 0)?.attempts).toBe(2);
	});
});

test('a run gives a request up after the retries, says so, and sends the others', async () => {
	const { result, calls } = await send(
		(call) => (call.records[0].item === 0 ? answered(502) : ok(call)),
		{
			count: 20,
			rules: { maxRetries: 3 },
		},
	);
	expect(calls).toHaveLength(3 + 4);
	expect(itemsReceived(result)).toEqual(upTo(20).slice(5));
	expect(result.stop).toBeUndefined();
	expect(result.failures[0]).toMatchObject({
		item: 0,
		kind: 'undelivered',
		recordId: 'c-0',
		reason: 'http_502',
		httpStatus: 502,
		message: 'HTTP 502 (tried 4 times; Ometria may have received it)',
	});
});

test('no retries are made when none are allowed', async () => {
	const { calls, result } = await send(() => answered(500), {
		rules: { maxRetries: 0 },
		count: 5,
	});
	expect(calls).toHaveLength(1);
	expect(result.failures[0].message).toBe('HTTP 500 (tried once; Ometria may have received it)');
});

test('a request that never left is told from one that may have been received', async () => {
	const refused: HttpOutcome = { kind: 'networkError', code: 'ECONNREFUSED', message: 'refused' };
	const { result } = await send(() => refused, { rules: { maxRetries: 0 }, count: 1 });
	expect(result.failures[0].message).toBe('No answer: refused (tried once)');
});

test('429 does not spend the retries', async () => {
	const serve = inTurn(...Array.from({ length: 30 }, () => () => answered(429)), ok);
	const { result } = await send(serve, { count: 5, rules: { maxRetries: 1 } });
	expect(itemsReceived(result)).toEqual(upTo(5));
	expect(result.statistics.throttled).toBe(30);
});

test('429 without end is given up when the time is over, and the run stops', async () => {
	const { result, tookMs } = await send(() => answered(429), {
		count: 100,
		rules: { giveUpAfterMs: 60_000 },
	});
	expect(itemsFailed(result)).toEqual(upTo(100));
	expect(result.stop).toMatchObject({ reason: 'http_429', httpStatus: 429 });
	expect(tookMs).toBeLessThan(100_000);
});

test('Retry-After beyond the time that is left is not waited for', async () => {
	const { tookMs, result } = await send(() => answered(503, '', { 'retry-after': '250' }), {
		rules: { giveUpAfterMs: 100_000 },
		count: 5,
	});
	expect(tookMs).toBeLessThan(1000);
	expect(result.failures).toHaveLength(5);
});

test('waits grow with full jitter between repeats', async () => {
	const { calls } = await send(() => answered(500), { count: 1 });
	const gaps = calls.slice(1).map(({ at }, i) => at - calls[i].at - 20);
	// Half of 1, 2, 4, 8, 16 s, as the random number is always 0.5.
	expect(gaps).toEqual([500, 1000, 2000, 4000, 8000]);
});

describe.each([400, 413, 422])('a %i', (status) => {
	test('is halved until the bad records are known; all others are received', async () => {
		const bad = new Set([3, 17, 18]);
		const { result } = await send(
			(call) =>
				call.records.some(({ item }) => bad.has(item as number))
					? answered(status, { message: 'no' })
					: ok(call),
			{ count: 40, batchSize: 20 },
		);
		expect(itemsFailed(result)).toEqual([...bad]);
		expect(itemsReceived(result)).toEqual(upTo(40).filter((item) => !bad.has(item)));
		expect(result.failures[0]).toMatchObject({
			kind: 'rejected',
			reason: `http_${status}`,
			message: `HTTP ${status}: no`,
		});
	});

	test('costs about two requests per halving for one bad record in a hundred', async () => {
		const { calls } = await send(
			(call) => (call.records.some(({ item }) => item === 61) ? answered(status) : ok(call)),
			{ count: 100, batchSize: 100 },
		);
		expect(calls.length).toBeLessThanOrEqual(15);
	});

	test('leaves no record out when everything meets it', async () => {
		const { result } = await send(() => answered(status), { count: 33, batchSize: 10 });
		expect(itemsFailed(result)).toEqual(upTo(33));
		expect(result.stop?.reason).toBe('all_refused');
	});
});

test('a half that is not tried alone because the run stopped keeps why its whole was refused', async () => {
	const { result, calls } = await send(
		inTurn(
			() => answered(422, { message: 'no' }),
			() => answered(403),
		),
		{ count: 4, batchSize: 4 },
	);
	expect(sizes(calls)).toEqual([4, 2]);
	expect(result.failures.map(({ item, kind, reason }) => [item, kind, reason])).toEqual([
		[0, 'undelivered', 'http_403'],
		[1, 'undelivered', 'http_403'],
		[2, 'undelivered', 'http_422'],
		[3, 'undelivered', 'http_422'],
	]);
	expect(result.failures[3]).toMatchObject({
		httpStatus: 422,
		message: expect.stringMatching(/^HTTP 422: no \(.*not tried alone/) as string,
	});
});

test('halves go before batches that were not tried yet', async () => {
	const { calls } = await send(
		inTurn(ok, () => answered(422), ok),
		{ count: 8, batchSize: 2, rate: 1 },
	);
	expect(sizes(calls).slice(1, 4)).toEqual([2, 1, 1]);
});

describe.each([401, 403, 404, 301, 302, 307, 409, 501])('a %i', (status) => {
	test('stops the run at once; the rest is not sent', async () => {
		const { result, calls } = await send(
			inTurn(ok, () => answered(status)),
			{
				count: 100,
				rate: 1,
			},
		);
		expect(calls).toHaveLength(2);
		expect(itemsReceived(result)).toEqual(upTo(5));
		expect(result.stop).toMatchObject({ httpStatus: status });
		const kinds = result.failures.map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind === 'undelivered')).toHaveLength(5);
		expect(kinds.filter((kind) => kind === 'notSent')).toHaveLength(90);
		expect(itemsFailed(result)).toEqual(upTo(100).slice(5));
	});
});

test('a batch that waits for a retry when the run stops keeps its HTTP status', async () => {
	const { result } = await send(
		inTurn(
			() => answered(502),
			() => answered(403),
		),
		{ count: 10 },
	);
	expect(result.failures.find(({ recordId }) => recordId === 'c-0')).toMatchObject({
		kind: 'undelivered',
		reason: 'http_502',
		httpStatus: 502,
		message: expect.stringContaining('not retried because the run was stopped') as string,
	});
});

test('a run under On Error: Stop ends at the first request given up', async () => {
	const { result, calls } = await send(
		(call) => (call.records[0].item === 0 ? answered(500) : ok(call)),
		{
			count: 1000,
			rate: 1,
			rules: { stopAtFailure: true, maxRetries: 1 },
		},
	);
	expect(calls.length).toBeLessThan(10);
	expect(result.stop?.reason).toBe('http_500');
	expect(itemsReceived(result).length + itemsFailed(result).length).toBe(1000);
});

test('records with the same id are never under way together, and in order', async () => {
	const { calls } = await send(ok, {
		count: 8,
		batchSize: 1,
		ids: (item) => `c-${item % 2}`,
		latencyMs: 70,
	});
	expect(calls.map(({ records }) => records[0].item)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	// Two ids start together; the next two only when those were answered.
	expect(calls.slice(0, 6).map(({ at }) => at - calls[0].at)).toEqual([0, 0, 70, 70, 140, 140]);
});

describe('cancelling', () => {
	test('stops new requests, and says of each record how far it came', async () => {
		const abort = new AbortController();
		let n = 0;
		const serve = (call: Call) => {
			if (++n === 10) abort.abort();
			return ok(call);
		};
		const { result, calls } = await send(serve, { count: 500, signal: abort.signal });
		expect(calls.length).toBeLessThanOrEqual(17);
		expect(result.stop?.reason).toBe('cancelled');
		expect(itemsReceived(result).length + itemsFailed(result).length).toBe(500);
		expect(result.failures.at(-1)?.kind).toBe('notSent');
	});

	test('ends a long wait at once', async () => {
		const abort = new AbortController();
		const clock = new VirtualClock();
		const { session } = virtualSession(clock, () => answered(503, '', { 'retry-after': '300' }), {
			signal: abort.signal,
		});
		const records = contactsNamed(1, () => 'a');
		const plan = await planOf(records, 1);
		const sending = new Sending({ ...records, ...EMPTY_TEXTS }, RULES, session).run(plan);
		clock.after(5000, () => abort.abort());
		await clock.run(sending);
		expect(clock.now() % 86_400_000).toBeLessThan(5500);
		expect(failuresIn(records)).toMatchObject([{ kind: 'undelivered', reason: 'http_503' }]);
	});

	test('sends nothing before the first request', async () => {
		const { calls, result } = await send(ok, { signal: AbortSignal.abort() });
		expect(calls).toEqual([]);
		expect(result.failures.every(({ kind }) => kind === 'notSent')).toBe(true);
	});
});

test('a run gives up in time while the account pauses for a Retry-After that another execution got', async () => {
	const clock = new VirtualClock();
	const { session, calls } = virtualSession(clock, ok);
	const slot = await session.pushLimiter.acquire({ cost: 1, signal: undefined });
	if (slot) session.pushLimiter.release(slot, { outcome: 'throttled', retryAfterMs: 300_000 });
	const records = contactsNamed(10, (item) => `c-${item}`);
	const plan = await planOf(records, 5);
	const rules = { ...RULES, giveUpAfterMs: 2000 };
	const began = clock.now();
	const sending = new Sending({ ...records, ...EMPTY_TEXTS }, rules, session).run(plan);
	const { stop } = await clock.run(sending);
	expect(clock.now() - began).toBeLessThanOrEqual(2500);
	expect(stop).toMatchObject({ reason: 'http_429' });
	expect(stop?.message).toContain('no request slot became free in time');
	const failed = failuresIn(records);
	expect(failed).toHaveLength(10);
	expect(failed[0]).toMatchObject({ kind: 'notSent', reason: 'not_sent' });
	expect(failed[0]).not.toHaveProperty('httpStatus');
	expect(calls).toEqual([]);
});
