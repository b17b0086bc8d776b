import { progressReporter } from '../../../nodes/Ometria/push/progress';
import { VirtualClock } from '../../support/virtualClock';

/** Completes 100 records every 100 ms for 25 s. */
async function run(mode: 'manual' | 'trigger') {
	const clock = new VirtualClock();
	const messages: string[] = [];
	const log: string[] = [];
	const logger = { info: (text: string) => log.push(text) };
	const report = progressReporter(
		{
			getMode: () => mode,
			sendMessageToUI: (text: string) => messages.push(text),
			logger: logger as never,
		},
		25_000,
		clock,
	);
	for (let n = 1; n <= 250; n++) {
		await clock.run(clock.sleep(100));
		report({
			recordsDone: n * 100,
			statistics: { requests: n, retries: 2, throttled: 0, waitedMs: 0 },
		});
	}
	return { messages, log };
}

test('manual runs report to the browser how far they are, once a second at most', async () => {
	const { messages } = await run('manual');
	expect(messages.length).toBeGreaterThanOrEqual(20);
	expect(messages.length).toBeLessThanOrEqual(25);
	expect(messages[0]).toBe(
		'Ometria: 1,000 of 25,000 records, 10 requests, 2 repeated, about 24 s left',
	);
});

test('other runs only log, every ten seconds', async () => {
	const { messages, log } = await run('trigger');
	expect(messages).toEqual([]);
	expect(log).toHaveLength(2);
	expect(log[1]).toBe(
		'Ometria: 20,000 of 25,000 records, 200 requests, 2 repeated, about 5 s left',
	);
});
