import { progressText, reportProgress } from '../../../nodes/Ometria/push/sendAndReconcile';
import { VirtualClock } from '../../support/virtualClock';

test('a run of 100 s says three times how far it is', async () => {
	const clock = new VirtualClock();
	const began = clock.now();
	const lines: string[] = [];
	const now = () => {
		const requests = Math.round((clock.now() - began) / 125);
		return { records: requests * 100, all: 80_000, requests };
	};
	const sent = clock.sleep(100_000);
	await clock.run(reportProgress(now, sent, { clock, log: (text) => lines.push(text) }));
	expect(lines).toEqual([
		'Pushed 24,000 of 80,000 records, 8.0 requests a second in the last 30 s; about 70 s left',
		'Pushed 48,000 of 80,000 records, 8.0 requests a second in the last 30 s; about 40 s left',
		'Pushed 72,000 of 80,000 records, 8.0 requests a second in the last 30 s; about 10 s left',
	]);
	expect(clock.now() - began).toBe(100_000);
});

test.each([
	[
		{ records: 500, requests: 5 },
		'Pushed 500 of 1,000,000 records, 0.0 requests a second in the last 30 s',
	],
	[
		{ records: 24_500, requests: 245 },
		'Pushed 24,500 of 1,000,000 records, 8.0 requests a second in the last 30 s; about 21 min left',
	],
])('%j is said as it is', (present, text) => {
	const before = { records: 500, all: 1_000_000, requests: 5 };
	expect(progressText({ ...present, all: 1_000_000 }, before)).toBe(text);
});
