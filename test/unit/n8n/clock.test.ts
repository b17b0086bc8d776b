import { endWait, systemClock } from '../../../nodes/Ometria/n8n/clock';

describe('system clock', () => {
	test('sleeps until an abort', async () => {
		const abort = new AbortController();
		const from = systemClock.now();
		const slept = systemClock.sleep(60_000, abort.signal);
		abort.abort();
		await slept;
		expect(systemClock.now() - from).toBeLessThan(30_000);
	});

	test('sleeps until the wait is ended, which makes no new error', async () => {
		const [first, second] = [new AbortController(), new AbortController()];
		const from = systemClock.now();
		const slept = systemClock.sleep(60_000, first.signal);
		endWait(first);
		endWait(second);
		await slept;
		expect(systemClock.now() - from).toBeLessThan(30_000);
		expect(first.signal.reason).toBeInstanceOf(Error);
		expect(first.signal.reason).toBe(second.signal.reason);
	});

	test('does not wake before its time', async () => {
		const from = systemClock.now();
		await systemClock.sleep(15);
		expect(systemClock.now() - from).toBeGreaterThanOrEqual(15);
	});
});
