import { ANSWER_TOO_LARGE, type HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { backoffMs, makeCall, type RequestPolicy } from '../../../nodes/Ometria/transport/request';
import { answered, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const RESET: HttpOutcome = { kind: 'networkError', code: 'ECONNRESET', message: 'reset' };
const NEVER_SENT: HttpOutcome = { kind: 'networkError', code: 'ECONNREFUSED', message: 'refused' };

/** Calls an endpoint; the n-th call is answered by the n-th outcome, the rest by the last. */
async function call(
	outcomes: HttpOutcome[],
	{
		once,
		policy,
		cancelAfterMs,
	}: { once?: true; policy?: Partial<RequestPolicy>; cancelAfterMs?: number } = {},
) {
	const clock = new VirtualClock();
	const abort = new AbortController();
	let n = 0;
	const serve = () => outcomes[Math.min(n++, outcomes.length - 1)];
	const { session, calls } = virtualSession(clock, serve, { signal: abort.signal });
	if (cancelAfterMs !== undefined) clock.after(cancelAfterMs, () => abort.abort());
	const began = clock.now();
	const read = (body: unknown) => (body === 'unknown' ? undefined : body);
	const result = await clock.run(
		makeCall(session, { path: '/profiles', read, ...(once && { once }) }, policy),
	);
	return { result, calls, tookMs: clock.now() - began };
}

test('a call that is answered gives what was read, and when', async () => {
	const date = 'Thu, 15 Jan 2026 00:00:30 GMT';
	const { result, calls } = await call([answered(200, { id: 1 }, { date })]);
	expect(result).toEqual({
		ok: true,
		value: { id: 1 },
		httpStatus: 200,
		durationMs: 20,
		answeredAt: Date.parse(date),
		attempts: 1,
		throttled: 0,
		waitedMs: 0,
	});
	expect(calls).toMatchObject([{ method: 'GET', path: '/profiles', timeoutMs: 60_000 }]);
});

test.each<Record<string, string>>([{}, { date: 'soon' }])(
	'the time of the answer is not known from %j',
	async (headers) => {
		const { result } = await call([answered(200, '1', headers)]);
		expect(result).toMatchObject({ ok: true, answeredAt: undefined });
	},
);

test.each([
	['Fri, 31 Dec 2099 00:00:00 GMT', 1],
	['Sat, 13 Sep 275760 00:00:00 GMT', 1],
	['Thu, 01 Jan 1970 00:00:00 GMT', -1],
	['-1', -1],
])('a server whose clock says %s is taken to be a day from ours', async (date, days) => {
	const { result } = await call([answered(200, '1', { date })]);
	const answeredAt = result.ok ? result.answeredAt : undefined;
	const present = Date.parse('2026-01-15T00:00:00Z');
	expect(Math.abs((answeredAt ?? 0) - present - days * 86_400_000)).toBeLessThan(60_000);
});

test('a call is retried three times', async () => {
	const { result, calls } = await call([answered(502)]);
	expect(calls).toHaveLength(4);
	expect(result).toEqual({ ok: false, kind: 'failed', message: 'HTTP 502', httpStatus: 502 });
});

test('an attempt has no more time than is left of the whole call', async () => {
	const { calls } = await call([answered(503, '', { 'retry-after': '40' })], {
		policy: { giveUpAfterMs: 50_000 },
	});
	expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([50_000, 9480]);
});

test('no attempt starts without time for an answer', async () => {
	const { calls, result, tookMs } = await call([answered(503, '', { 'retry-after': '8' })], {
		policy: { giveUpAfterMs: 10_000 },
	});
	expect(calls).toHaveLength(1);
	expect(result).toMatchObject({ kind: 'failed', httpStatus: 503 });
	expect(tookMs).toBeLessThan(9000);
});

test('an answer that is too large is not asked for again', async () => {
	const { calls, result } = await call([
		{ kind: 'networkError', code: ANSWER_TOO_LARGE, message: 'the answer is larger than 10 MB' },
	]);
	expect(calls).toHaveLength(1);
	expect(result).toMatchObject({
		ok: false,
		kind: 'answer_too_large',
		message: 'No usable answer: the answer is larger than 10 MB',
	});
});

test('calls that wait at the same time do not share one signal', async () => {
	const warnings: unknown[] = [];
	const note = (warning: Error) => void warnings.push(warning.name);
	process.on('warning', note);
	const clock = new VirtualClock();
	const { session } = virtualSession(clock, () => answered(200, '1'));
	const read = (body: unknown) => body;
	const many = Array.from({ length: 30 }, async () => {
		return await makeCall(session, { path: '/profiles', read });
	});
	await clock.run(Promise.all(many));
	await new Promise(setImmediate);
	process.off('warning', note);
	expect(warnings).toEqual([]);
});

test.each<[string, HttpOutcome, object]>([
	['a refusal', answered(422, { message: 'no' }), { kind: 'refused', httpStatus: 422 }],
	['a token', answered(403), { kind: 'unauthorised', httpStatus: 403 }],
	['a missing thing', answered(404), { kind: 'not_found', httpStatus: 404 }],
])('%s is not asked for again', async (_name, outcome, failure) => {
	const { result, calls } = await call([outcome]);
	expect(calls).toHaveLength(1);
	expect(result).toMatchObject({ ok: false, ...failure });
});

test('a call that no answer came to has no status, and says nothing of what may have happened', async () => {
	const { result } = await call([RESET], { policy: { maxRetries: 0 } });
	expect(result).toEqual({ ok: false, kind: 'failed', message: 'No answer: reset' });
});

test.each([
	[false, undefined, 1, 500],
	[false, undefined, 3, 2000],
	[false, undefined, 9, 15_000],
	[false, 2000, 1, 2500],
	[true, 2000, 0, 2500],
	[true, undefined, 0, 0],
])(
	'a retry after 429 (%s), Retry-After %s ms and %i failures waits %i ms',
	(throttled, retryAfterMs, failures, ms) => {
		const verdict = {
			kind: 'retry' as const,
			reason: 'http_503' as const,
			explanation: 'e',
			httpStatus: undefined,
			throttled,
			maybeApplied: false,
			retryAfterMs,
		};
		expect(backoffMs(verdict, failures, 0.5)).toBe(ms);
	},
);

test('waits before retries are counted, and the one for the first slot is not', async () => {
	const clock = new VirtualClock();
	const { session } = virtualSession(clock, () => answered(200, '1'));
	const slot = await session.dataLimiter.acquire({ cost: 0, signal: undefined });
	if (slot) session.dataLimiter.release(slot, { outcome: 'throttled', retryAfterMs: 5000 });
	const began = clock.now();
	const result = await clock.run(makeCall(session, { path: '/profiles', read: (body) => body }));
	expect(result).toMatchObject({ ok: true, attempts: 1, waitedMs: 0 });
	expect(clock.now() - began).toBe(5020);
});

test('the wait that the server asks for is passed on where it is too long', async () => {
	const { result, calls } = await call([answered(429, '', { 'retry-after': '250' })]);
	expect(calls).toHaveLength(1);
	expect(result).toEqual({
		ok: false,
		kind: 'throttled',
		message: 'HTTP 429',
		httpStatus: 429,
		retryAfterMs: 250_000,
	});
});

describe('what must not happen twice', () => {
	test.each([
		['is never sent', NEVER_SENT],
		['is answered with 429', answered(429)],
	])('is repeated when it %s', async (_name, outcome) => {
		const { result, calls } = await call([outcome, answered(200, '1')], { once: true });
		expect(calls).toHaveLength(2);
		expect(result).toMatchObject({ ok: true, attempts: 2 });
	});

	test.each([
		['the connection is lost', RESET],
		['the answer is a 500', answered(500)],
		['the answer cannot be read', answered(200, '"unknown"')],
	])('is not repeated when %s, as it may have happened', async (_name, outcome) => {
		const { result, calls } = await call([outcome, answered(200, '1')], { once: true });
		expect(calls).toHaveLength(1);
		expect(result).toMatchObject({ ok: false, kind: 'failed', maybeApplied: true });
	});

	test('is known not to have happened when it was never sent', async () => {
		const { result } = await call([NEVER_SENT], { once: true, policy: { maxRetries: 0 } });
		expect(result).toEqual({ ok: false, kind: 'failed', message: 'No answer: refused' });
	});
});

describe('a cancelled execution', () => {
	test('ends a call that is in flight', async () => {
		const { result, tookMs } = await call([answered(200, '1')], { cancelAfterMs: 5 });
		expect(tookMs).toBe(5);
		expect(result).toEqual({
			ok: false,
			kind: 'cancelled',
			message: 'The execution was cancelled',
		});
	});

	test('ends the wait before a retry, whatever the answer was', async () => {
		const outcome = answered(503, '', { 'retry-after': '30' });
		const { result, tookMs, calls } = await call([outcome], { cancelAfterMs: 7000 });
		expect(tookMs).toBe(7000);
		expect(calls).toHaveLength(1);
		expect(result).toMatchObject({ ok: false, kind: 'cancelled' });
	});
});

test('a call that gets no slot in time is throttled, and nothing was sent', async () => {
	const clock = new VirtualClock();
	const { session, calls } = virtualSession(clock, () => answered(200, '1'));
	const slot = await session.dataLimiter.acquire({ cost: 0, signal: undefined });
	if (slot) session.dataLimiter.release(slot, { outcome: 'throttled', retryAfterMs: 120_000 });
	const began = clock.now();
	const result = await clock.run(makeCall(session, { path: '/profiles', read: (body) => body }));
	expect(result).toMatchObject({ ok: false, kind: 'throttled' });
	expect(result).not.toHaveProperty('httpStatus');
	expect(clock.now() - began).toBe(60_000);
	expect(calls).toEqual([]);
});
