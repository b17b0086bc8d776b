import { systemClock } from '../../../nodes/Ometria/utils/clock';

describe('system clock', () => {
	test('sleeps until an abort', async () => {
		const abort = new AbortController();
		const from = systemClock.now();
		const slept = systemClock.sleep(60_000, abort.signal);
		abort.abort();
		await slept;
		expect(systemClock.now() - from).toBeLessThan(30_000);
	});

	test('does not wake before its time', async () => {
		const from = systemClock.now();
		await systemClock.sleep(15);
		expect(systemClock.now() - from).toBeGreaterThanOrEqual(15);
	});
});
