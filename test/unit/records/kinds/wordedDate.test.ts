import { isRefused, sent } from '../../../support/checked';
import { WHOLE_ORDER } from '../../../support/records';

describe('dates in English words', () => {
	it.each<[string, string]>([
		['May 2, 2026 10:20:00 AM', '2026-05-02T10:20:00+01:00'],
		['Jan 2, 2026 12:20:00 AM', '2026-01-02T00:20:00+00:00'],
		['2 January 2026 18:05', '2026-01-02T18:05:00+00:00'],
	])('%j is %s', (timestamp, expected) => {
		expect(sent('order', { ...WHOLE_ORDER, timestamp }).timestamp).toBe(expected);
	});

	it.each(['Mai 2, 2026', 'May 2, 2026 25:00', '13:00 PM', 'Feb 31, 2026'])(
		'%j is refused',
		(timestamp) => {
			expect(isRefused('order', { ...WHOLE_ORDER, timestamp })).toBe(true);
		},
	);
});
