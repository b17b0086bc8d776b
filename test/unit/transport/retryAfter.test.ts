import { retryAfterMs } from '../../../nodes/Ometria/transport/retryAfter';
import { fc } from '../../support/fastCheck';

describe('Retry-After', () => {
	const now = Date.UTC(2026, 0, 15);

	test.each([
		['0', 0],
		['12', 12_000],
		[' 7 ', 7000],
		['1.25', 1250],
		['100000', 300_000],
		['Thu, 15 Jan 2026 00:00:30 GMT', 30_000],
		['Wed, 14 Jan 2026 00:00:00 GMT', 0],
		['Fri, 16 Jan 2026 00:00:00 GMT', 300_000],
	])('%s is %i ms', (header, ms) => {
		expect(retryAfterMs(header, now)).toBe(ms);
	});

	test.each([undefined, '', 'soon', '-5', '12s', '2026-01-15T00:00:30Z'])(
		'%s is not known',
		(header) => {
			expect(retryAfterMs(header, now)).toBeUndefined();
		},
	);

	test('is never negative nor beyond the cap, whatever the header', () => {
		fc.assert(
			fc.property(fc.string(), (header) => {
				const ms = retryAfterMs(header, now);
				return ms === undefined || (ms >= 0 && ms <= 300_000);
			}),
		);
	});
});
