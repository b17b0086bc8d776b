import { newestFirst } from '../../../nodes/Ometria/pushErrors/order';
import { anonymous, identified } from './build';

describe('the order of errors', () => {
	it('is newest first across time zones; those without a time come last, as listed', () => {
		const errors = [
			anonymous('a'),
			identified(1, { timestamp: '2026-01-15T10:00:00+02:00' }),
			identified(2, { timestamp: 'unreadable' }),
			identified(3, { timestamp: '2026-01-15T09:00:00Z' }),
			identified(4, { timestamp: '2026-01-15T05:00:00-05:00' }),
		];
		expect(newestFirst(errors).map((error) => error.recordId)).toEqual([
			'c-4',
			'c-3',
			'c-1',
			undefined,
			'c-2',
		]);
	});
});
