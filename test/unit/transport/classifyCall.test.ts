import { classifyCall } from '../../../nodes/Ometria/transport/classifyCall';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';
import { answered } from '../../support/session';

describe('classifying the answer to a read', () => {
	const classify = (outcome: HttpOutcome) =>
		classifyCall(outcome, (body) => (body === 1 ? 'one' : undefined), 0, '');

	it('hands on what was read', () => {
		expect(classify(answered(200, '1'))).toEqual({ kind: 'done', value: 'one' });
	});

	it('retries a success whose body is not what was requested', () => {
		for (const text of ['2', '', 'not json']) {
			expect(classify(answered(200, text))).toMatchObject({ kind: 'retry', throttled: false });
		}
	});

	it('passes on cancellation', () => {
		expect(classify({ kind: 'cancelled' })).toEqual({ kind: 'cancelled' });
	});
});
