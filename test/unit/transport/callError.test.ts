import { callError } from '../../../nodes/Ometria/transport/callError';
import type { CallFailure, CallFailureKind } from '../../../nodes/Ometria/transport/request';
import { TEST_NODE as node } from '../../support/testNode';

const failure = (kind: CallFailureKind, more: Partial<CallFailure> = {}): CallFailure => ({
	ok: false,
	kind,
	message: 'HTTP 502: busy',
	...more,
});

const errorOf = (kind: CallFailureKind, more?: Partial<CallFailure>) =>
	callError(node, 'Orders could not be read', failure(kind, more));

describe('the error of a call', () => {
	it.each<[CallFailureKind, number | undefined, string]>([
		['cancelled', undefined, 'the execution was cancelled'],
		['failed', undefined, 'no answer came from Ometria'],
		['failed', 502, 'Ometria answered with HTTP 502'],
		['throttled', undefined, 'no request slot became free in time'],
		['answer_too_large', undefined, "Ometria's answer is too large"],
	])('says how it ended: %s, %s', (kind, httpStatus, ending) => {
		const error = errorOf(kind, { httpStatus });
		expect(error.message).toBe(`Orders could not be read: ${ending}`);
		expect(error.httpCode).toBe(httpStatus === undefined ? null : '502');
	});

	it('says what the server said, and what to do, in its description', () => {
		expect(errorOf('failed').description).toBe(
			'HTTP 502: busy. Try again when Ometria is reachable.',
		);
		const context = { advice: 'Choose another profile.', itemIndex: 3, message: 'No profile' };
		const error = callError(node, 'x', failure('not_found'), context);
		expect(error.message).toBe('No profile');
		expect(error.description).toBe('HTTP 502: busy. Choose another profile.');
		expect(error.context.itemIndex).toBe(3);
	});

	it.each<CallFailureKind>([
		'cancelled',
		'throttled',
		'answer_too_large',
		'failed',
		'refused',
		'unauthorised',
		'not_found',
		'redirected',
		'unexpected_status',
	])('advises after %s', (kind) => {
		expect(errorOf(kind).description).toMatch(/^HTTP 502: busy\. [A-Z].*\.$/);
	});

	it.each<[CallFailureKind, object | undefined]>([
		['throttled', { cause: 'rate-limited', retryAfterMs: 5000 }],
		['failed', { cause: 'temporarily-unavailable', retryAfterMs: 5000 }],
		['unauthorised', { cause: 'credential-invalid' }],
		['answer_too_large', { cause: 'configuration-invalid' }],
		['not_found', { cause: 'configuration-invalid' }],
		['redirected', { cause: 'configuration-invalid' }],
		['unexpected_status', { cause: 'configuration-invalid' }],
		['refused', undefined],
		['cancelled', undefined],
	])('tells n8n the cause of %s: %j', (kind, cause) => {
		const error: object = errorOf(kind, { retryAfterMs: 5000 });
		expect('failure' in error ? error.failure : undefined).toEqual(cause);
	});

	it('warns before a second try where Ometria may have done it, whatever the advice', () => {
		const unclear = failure('failed', { maybeApplied: true });
		expect(callError(node, 'x', unclear, { advice: 'Try again.' }).description).toMatch(
			/may have received the request, so it was not repeated/,
		);
	});
});
