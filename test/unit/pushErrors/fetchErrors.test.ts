import { fetchPushErrors } from '../../../nodes/Ometria/pushErrors/fetchErrors';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { answered, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const ENTRY = {
	request_id: 'r-1',
	record_id: 'c-1',
	message: { error_message: 'bad', error_path: 'root > id' },
};
const LIST = answered(200, [ENTRY]);
const RESET: HttpOutcome = { kind: 'networkError', code: 'ECONNRESET', message: 'socket hang up' };

/** Serves the outcomes one after another, the last one for ever. */
function reading(
	outcomes: readonly HttpOutcome[],
	options: Parameters<typeof fetchPushErrors>[1] = {},
	signal?: AbortSignal,
) {
	const clock = new VirtualClock();
	let index = 0;
	const serve = () => outcomes[Math.min(index++, outcomes.length - 1)];
	const { session, calls } = virtualSession(clock, serve, { random: 1, ...(signal && { signal }) });
	const start = clock.now();
	const read = async () => await clock.run(fetchPushErrors(session, options));
	return { clock, session, calls, read, elapsed: () => clock.now() - start };
}

describe('reading the list', () => {
	it('is one GET of the documented path', async () => {
		const { read, calls } = reading([LIST], { timeoutMs: 1234 });
		expect(await read()).toMatchObject({
			ok: true,
			windowFull: false,
			errors: [{ requestId: 'r-1', field: 'id' }],
		});
		expect(calls).toHaveLength(1);
		expect(calls[0]).toMatchObject({ method: 'GET', path: '/push/_errors', timeoutMs: 1234 });
	});

	it('says when the list is full, counting entries and not messages', async () => {
		const list = (entries: number, messages: number) =>
			answered(
				200,
				Array.from({ length: entries }, () => ({ ...ENTRY, message: Array(messages).fill('bad') })),
			);
		expect(await reading([list(99, 2)]).read()).toMatchObject({ ok: true, windowFull: false });
		expect(await reading([list(100, 1)]).read()).toMatchObject({ ok: true, windowFull: true });
	});

	it.each([
		['a reset', RESET],
		['a 503', answered(503, 'busy')],
		['a 429', answered(429)],
		['HTML', answered(200, '<html></html>')],
		['JSON that is no list', answered(200, { errors: [] })],
	])('is repeated after %s', async (_name, failure) => {
		const { read, calls } = reading([failure, failure, LIST]);
		expect(await read()).toMatchObject({ ok: true });
		expect(calls).toHaveLength(3);
	});

	it('is retried no more than allowed, with growing waits', async () => {
		const { read, calls } = reading([answered(502, { message: 'down' })], { maxRetries: 3 });
		expect(await read()).toEqual({
			ok: false,
			kind: 'failed',
			message: 'HTTP 502: down',
			httpStatus: 502,
		});
		const gaps = calls.slice(1).map(({ at }, index) => at - calls[index].at);
		expect(gaps).toEqual([1020, 2020, 4020]);
	});

	it('does not count 429 as a retry, and waits as long as asked', async () => {
		const busy = answered(429, '', { 'retry-after': '7' });
		const { read, calls, elapsed } = reading([busy, busy, LIST], { maxRetries: 0 });
		expect(await read()).toMatchObject({ ok: true });
		expect(calls).toHaveLength(3);
		expect(elapsed()).toBeGreaterThanOrEqual(14_000);
	});

	it('gives up at once when the wait asked for goes beyond its time', async () => {
		const { read, elapsed } = reading([answered(429, '', { 'retry-after': '120' })], {
			giveUpAfterMs: 30_000,
		});
		expect(await read()).toMatchObject({
			ok: false,
			kind: 'throttled',
			httpStatus: 429,
			retryAfterMs: 120_000,
		});
		expect(elapsed()).toBeLessThan(1000);
	});

	it('gives up in time while the account rests for a Retry-After seen by another execution', async () => {
		const { read, session, elapsed, calls } = reading([LIST], { giveUpAfterMs: 5000 });
		const slot = await session.dataLimiter.acquire({ cost: 0, signal: undefined });
		if (slot) session.dataLimiter.release(slot, { outcome: 'other', retryAfterMs: 60_000 });
		expect(await read()).toMatchObject({ ok: false, kind: 'throttled' });
		expect(calls).toHaveLength(0);
		expect(elapsed()).toBeLessThanOrEqual(5020);
	});

	it('never takes longer than its time, whatever happens', async () => {
		for (const failure of [answered(429), answered(500), RESET]) {
			const { read, elapsed } = reading([failure], { giveUpAfterMs: 10_000, maxRetries: 1000 });
			expect(await read()).toMatchObject({ ok: false });
			expect(elapsed()).toBeLessThanOrEqual(10_020);
		}
	});

	it.each([
		[401, 'unauthorised'],
		[403, 'unauthorised'],
		[404, 'not_found'],
		[302, 'redirected'],
		[400, 'refused'],
		[501, 'unexpected_status'],
	])('is not repeated after %i', async (status, kind) => {
		const { read, calls } = reading([answered(status, { message: 'no' })]);
		expect(await read()).toEqual({
			ok: false,
			kind,
			httpStatus: status,
			message: `HTTP ${status}: no`,
		});
		expect(calls).toHaveLength(1);
	});

	it('ends when the execution is cancelled, while waiting and while reading', async () => {
		for (const [outcome, cancelAt] of [
			[answered(503), 500],
			[LIST, 10],
		] as const) {
			const controller = new AbortController();
			const { read, clock, elapsed } = reading([outcome], {}, controller.signal);
			clock.after(cancelAt, () => controller.abort());
			expect(await read()).toMatchObject({ ok: false, kind: 'cancelled' });
			expect(elapsed()).toBeLessThanOrEqual(cancelAt + 20);
		}
	});

	it('does not start when the execution is cancelled already', async () => {
		const { read, calls } = reading([LIST], {}, AbortSignal.abort());
		expect(await read()).toMatchObject({ ok: false, kind: 'cancelled' });
		expect(calls).toHaveLength(0);
	});

	it('releases every slot, whatever became of the call', async () => {
		const { read, session, calls } = reading([RESET, answered(429), answered(500), answered(403)]);
		const release = jest.spyOn(session.dataLimiter, 'release');
		await read();
		expect(calls).toHaveLength(4);
		expect(release).toHaveBeenCalledTimes(4);
	});

	it('makes the whole account wait after a 429', async () => {
		const { read, session, clock } = reading([answered(429, '', { 'retry-after': '60' })], {
			giveUpAfterMs: 5000,
		});
		await read();
		const from = clock.now();
		await clock.run(session.dataLimiter.acquire({ cost: 0, signal: undefined }));
		expect(clock.now() - from).toBeGreaterThanOrEqual(59_000);
	});
});
