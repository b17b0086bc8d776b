import { cannotTell, matches } from '../../../nodes/Ometria/pushErrors/filter';
import { anonymous, identified } from './build';

describe('a filter', () => {
	it('lets an error through only when all of it agrees', () => {
		const error = identified(5);
		const since = Date.UTC(2026, 0, 15) + 5000;
		const full = {
			requestIds: new Set(['r-0']),
			recordTypes: new Set(['contact']),
			recordIds: new Set(['c-5']),
			sinceMs: since,
		};
		expect(matches(error, full)).toBe(true);
		expect(matches(error, {})).toBe(true);
		expect(matches(error, { ...full, requestIds: new Set(['r-1']) })).toBe(false);
		expect(matches(error, { ...full, recordTypes: new Set(['order']) })).toBe(false);
		expect(matches(error, { ...full, recordIds: new Set(['c-6']) })).toBe(false);
		expect(matches(error, { ...full, sinceMs: since + 1 })).toBe(false);
	});

	it('excludes an error that does not say what the filter needs, and reports it', () => {
		const filter = { requestIds: new Set(['r-0']), recordTypes: new Set(['contact']) };
		expect(matches(anonymous('id'), filter)).toBe(false);
		expect(cannotTell(anonymous('id'), filter)).toBe(true);
		expect(cannotTell({ ...anonymous('id'), recordType: 'order' }, filter)).toBe(false);
		expect(cannotTell(identified(1), filter)).toBe(false);
		expect(cannotTell(identified(50), filter)).toBe(false);
	});

	it('never finds an error without a time too old', () => {
		expect(matches(anonymous('id'), { sinceMs: Date.now() })).toBe(true);
	});
});
