import { Sending } from '../../../nodes/Ometria/push/send';
import type { Http, HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { RateLimiter as ServerLimiter } from '../../../sandbox/core/rateLimiter';
import { contactsNamed, failuresIn, planOf, textsOf } from '../../support/outcomes';
import { RULES } from '../../support/sending';
import { answered, received, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const RATE = 8;
/** The outage begins when the run is under way, ms. */
const DOWN_FROM = 3000;
const LATENCY_MS = 50;

const networkError = (code: string): HttpOutcome => ({
	kind: 'networkError',
	code,
	message: code,
});
const KINDS: Record<string, HttpOutcome> = {
	'HTTP 503': answered(503),
	resets: networkError('ECONNRESET'),
	'refused connections': networkError('ECONNREFUSED'),
	hangs: networkError('ETIMEDOUT'),
};

interface Outage {
	kind: string;
	downMs: number;
	executions: number;
	/** Requests of each. */
	requests: number;
	timeoutMs?: number;
	giveUpAfterMs?: number;
	/** Which cannot see each other; the executions are dealt out to them. */
	processes?: number;
}

/** Executions of one account push through an outage in virtual time; times are ms since their start. */
async function outage({
	kind,
	downMs,
	executions,
	requests,
	timeoutMs = 60_000,
	giveUpAfterMs = RULES.giveUpAfterMs,
	processes = 1,
}: Outage) {
	const clock = new VirtualClock();
	const began = clock.now();
	const upAt = began + DOWN_FROM + downMs;
	const starts: number[] = [];
	const successes: number[] = [];
	const accepted = new Map<string, number>();
	const limit = new ServerLimiter({ model: 'slidingWindow', perSecond: RATE });
	const http: Http = async (request) => {
		const at = clock.now();
		starts.push(at - began);
		if (at >= began + DOWN_FROM && at < upAt) {
			await clock.sleep(kind === 'hangs' ? request.timeoutMs : LATENCY_MS);
			return KINDS[kind];
		}
		const isAllowed = limit.allows(at);
		await clock.sleep(LATENCY_MS);
		if (!isAllowed) return answered(429);
		const records = JSON.parse(String(request.body)) as Array<{ id: string }>;
		for (const { id } of records) accepted.set(id, (accepted.get(id) ?? 0) + 1);
		successes.push(at - began);
		return received(records.length);
	};
	const sessions = Array.from({ length: processes }, () => ({
		...virtualSession(clock, () => answered(500), { rate: RATE }).session,
		http,
	}));
	const run = async (_: unknown, execution: number) => {
		const session = sessions[execution % processes];
		const records = contactsNamed(requests, (n) => `${execution}-${n}`);
		const text = (n: number) => JSON.stringify({ '@type': 'contact', id: `${execution}-${n}` });
		const rules = { ...RULES, maxRetries: undefined, timeoutMs, giveUpAfterMs };
		const all = { ...records, ...textsOf(text) };
		await new Sending(all, rules, session).run(await planOf(records, 1));
		return failuresIn(records);
	};
	const failures = await clock.run(Promise.all(Array.from({ length: executions }, run)));
	const down = starts.filter((at) => at >= DOWN_FROM && at < DOWN_FROM + downMs);
	const firstUp = successes.find((at) => at >= DOWN_FROM + downMs) ?? NaN;
	return { failures: failures.flat(), accepted, successes, down, firstUp };
}

describe.each(Object.keys(KINDS))('an outage of %s', (kind) => {
	it.each([
		[60_000, 1, 1500],
		[300_000, 1, 1500],
		[60_000, 30, 40],
		[300_000, 30, 40],
	])(
		'is bridged after %i ms by %i executions of %i requests',
		async (downMs, executions, requests) => {
			const { failures, accepted, successes, down, firstUp } = await outage({
				kind,
				downMs,
				executions,
				requests,
			});
			expect(failures).toEqual([]);
			expect(accepted.size).toBe(executions * requests);
			expect(new Set(accepted.values())).toEqual(new Set([1]));
			expect(down.length).toBeLessThanOrEqual(downMs / 1000);
			// Once it is known, at most one attempt a second.
			const known = down.filter((at) => at >= DOWN_FROM + 6000);
			known.slice(1).forEach((at, i) => expect(at - known[i]).toBeGreaterThanOrEqual(1000));
			expect(firstUp).toBeLessThanOrEqual(DOWN_FROM + downMs + 30_000);
			// Requests that hung fail when the server is up again; that says nothing of it.
			const growing = successes.filter((at) => at >= firstUp && at < firstUp + 5000);
			expect(growing.length).toBeGreaterThanOrEqual((RATE * 5) / 3);
			const full = successes.filter((at) => at >= firstUp + 10_000 && at < firstUp + 20_000);
			expect(full.length).toBeGreaterThanOrEqual(RATE * 9.5);
			const atFirst = successes.filter((at) => at >= firstUp && at < firstUp + 1000);
			expect(atFirst.length).toBeLessThanOrEqual(RATE / 2);
		},
	);
});

describe.each(Object.keys(KINDS))('two processes that cannot see each other', (kind) => {
	it.each([60_000, 300_000])(
		`share one attempt a second in ${kind} of %i ms, and use the rate within 10 s after`,
		async (downMs) => {
			const [executions, requests] = [4, 200];
			const run = { kind, downMs, executions, requests, processes: 2 };
			const { failures, accepted, successes, down, firstUp } = await outage(run);
			expect(failures).toEqual([]);
			expect(accepted.size).toBe(executions * requests);
			expect(new Set(accepted.values())).toEqual(new Set([1]));
			expect(down.length).toBeLessThanOrEqual(downMs / 1000);
			const upAt = DOWN_FROM + downMs;
			expect(firstUp).toBeLessThanOrEqual(upAt + 5000 + LATENCY_MS);
			// What two processes use of a rate that they cannot divide.
			const full = successes.filter((at) => at >= upAt + 10_000 && at < upAt + 20_000);
			expect(full.length).toBeGreaterThanOrEqual(RATE * 8.5);
		},
	);
});

test('a long outage is met with attempts that grow rarer, up to 30 s apart', async () => {
	const { failures, down } = await outage({
		kind: 'HTTP 503',
		downMs: 3_600_000,
		executions: 1,
		requests: 100,
		giveUpAfterMs: 7_200_000,
	});
	expect(failures).toEqual([]);
	const gaps = down.slice(1).map((at, i) => at - down[i]);
	expect(Math.max(...gaps)).toBe(30_000);
	expect(down.length).toBeLessThanOrEqual(300);
});

test('a server that is usually slow is not taken for down', async () => {
	const clock = new VirtualClock();
	const { session, calls } = virtualSession(clock, () => received(1), {
		rate: RATE,
		latencyMs: 3000,
	});
	const records = contactsNamed(200, String);
	const text = (n: number) => JSON.stringify({ '@type': 'contact', id: String(n) });
	const all = { ...records, ...textsOf(text) };
	await clock.run(new Sending(all, RULES, session).run(await planOf(records, 1)));
	expect(calls[199].at - calls[0].at).toBeLessThanOrEqual(25_500);
});

test('executions of one record each are not failed by an outage, and share its probes', async () => {
	const { failures, down } = await outage({
		kind: 'HTTP 503',
		downMs: 60_000,
		executions: 200,
		requests: 1,
	});
	expect(failures).toEqual([]);
	expect(down.length).toBeLessThanOrEqual(60);
});

test('requests that always fail do not hold up others for long', async () => {
	const clock = new VirtualClock();
	const { session, calls } = virtualSession(clock, ({ records: [{ id }] }) =>
		String(id).startsWith('bad') ? answered(500) : received(1),
	);
	const push = async (id: string) => {
		const records = contactsNamed(1, () => id);
		const text = () => JSON.stringify({ '@type': 'contact', id });
		const all = { ...records, ...textsOf(text) };
		const began = clock.now();
		await new Sending(all, { ...RULES, maxRetries: undefined }, session).run(
			await planOf(records, 1),
		);
		return clock.now() - began;
	};
	const bad = Promise.all(['bad 1', 'bad 2', 'bad 3', 'bad 4'].map(push));
	const good = async () => {
		const took: number[] = [];
		for (let n = 0; n < 20; n++) {
			await clock.sleep(20_000);
			took.push(await push(`good ${n}`));
		}
		return took;
	};
	const took = await clock.run(good());
	// The first may find the server taken for down, and waits for its turn to try.
	expect(took[0]).toBeLessThanOrEqual(31_000);
	expect(Math.max(...took.slice(1))).toBeLessThanOrEqual(2000);
	await clock.run(bad);
	expect(calls.length).toBeLessThan(300);
});
