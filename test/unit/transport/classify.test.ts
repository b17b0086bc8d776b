import { readPushAnswer } from '../../../nodes/Ometria/push/reconcile';
import { classify as classifyBy } from '../../../nodes/Ometria/transport/classify';
import type { HttpOutcome } from '../../../nodes/Ometria/transport/httpOutcome';

const NOW = Date.UTC(2026, 0, 15);
const OK = JSON.stringify({ status: 'OK', request_id: 'r-1', accepted: 2, rejected: 0 });

function answer(status: number, text = '', headers: Record<string, string> = {}): HttpOutcome {
	return { kind: 'answer', status, text, headers };
}

const classify = (outcome: HttpOutcome) => classifyBy(outcome, readPushAnswer, NOW);

describe('a 2xx', () => {
	test.each([200, 201, 202, 207])('%i with an answer of Ometria is received', (status) => {
		expect(classify(answer(status, OK))).toMatchObject({
			kind: 'success',
			value: { status: 'OK', requestId: 'r-1', accepted: 2, rejected: 0, skipped: undefined },
		});
	});

	test('keeps fields it does not know, and reads those it knows tolerantly', () => {
		const text = JSON.stringify({ request_id: 17, accepted: 'many', rejected: -1, queue: 'eu' });
		expect(classify(answer(202, text))).toEqual({
			kind: 'success',
			value: {
				status: undefined,
				requestId: '17',
				accepted: undefined,
				rejected: undefined,
				skipped: undefined,
				fields: { request_id: 17, accepted: 'many', rejected: -1, queue: 'eu' },
			},
			httpStatus: 202,
		});
	});

	test.each([
		['empty', ''],
		['cut off', OK.slice(0, 20)],
		['a page', '<html><title>Login</title></html>'],
		['a list', '[]'],
		['something else', '{"hello":"world"}'],
		['null', 'null'],
	])('is tried again when %s, and may have been applied', (_name, text) => {
		expect(classify(answer(202, text))).toMatchObject({
			kind: 'retry',
			reason: 'unreadable_answer',
			explanation: expect.stringContaining('HTTP 202') as string,
			throttled: false,
			maybeApplied: true,
		});
	});
});

test('a network code that is not known is a reason of its own, and in the text', () => {
	const outcome = { kind: 'networkError' as const, code: 'EWEIRD', message: '' };
	expect(classify(outcome)).toMatchObject({
		kind: 'retry',
		reason: 'network_error',
		explanation: 'No answer: EWEIRD',
	});
});

describe('statuses', () => {
	const again = [408, 425, 429, 500, 502, 503, 504, 505, 520, 599];
	const refused = [400, 413, 422];
	const stop = {
		unauthorised: [401, 403],
		not_found: [404],
		redirected: [300, 301, 302, 303, 304, 307, 308],
		unexpected_status: [
			100, 402, 405, 406, 409, 410, 411, 415, 418, 423, 426, 431, 451, 499, 501, 600,
		],
	};

	test.each(again)('%i is tried again', (status) => {
		expect(classify(answer(status))).toMatchObject({
			kind: 'retry',
			reason: `http_${status}`,
			throttled: status === 429,
			maybeApplied: status >= 500 || status === 408,
		});
	});

	test.each(refused)('%i is rejected', (status) => {
		expect(classify(answer(status)).kind).toBe('rejected');
	});

	test.each(
		Object.entries(stop).flatMap(([reason, all]) => all.map((status) => [status, reason] as const)),
	)('%i stops: %s', (status, reason) => {
		expect(classify(answer(status))).toMatchObject({ kind: 'fatal', reason });
	});
});

test('Retry-After is read in both forms', () => {
	expect(classify(answer(503, '', { 'retry-after': '12' }))).toMatchObject({
		retryAfterMs: 12_000,
	});
	expect(
		classify(answer(429, '', { 'retry-after': 'Thu, 15 Jan 2026 00:01:00 GMT' })),
	).toMatchObject({
		retryAfterMs: 60_000,
	});
	expect(classify(answer(429))).toMatchObject({ retryAfterMs: undefined });
});

test('a network error is retried, and may have been applied', () => {
	expect(
		classify({ kind: 'networkError', code: 'ECONNRESET', message: 'socket hang up' }),
	).toMatchObject({
		kind: 'retry',
		reason: 'ECONNRESET',
		explanation: 'No answer: socket hang up',
		throttled: false,
		maybeApplied: true,
	});
});

test('a network error without a message is explained by its code', () => {
	expect(classify({ kind: 'networkError', code: 'EPIPE', message: '' })).toMatchObject({
		explanation: 'No answer: EPIPE',
	});
});

test('a request without an answer is named by the ID that was sent, unless nothing can have arrived', () => {
	const lost = { kind: 'networkError' as const, message: 'socket hang up', sentId: 'id-1' };
	expect(classify({ ...lost, code: 'ECONNRESET' })).toMatchObject({
		explanation: 'No answer: socket hang up (X-Request-ID id-1)',
	});
	expect(classify({ ...lost, code: 'ECONNREFUSED' })).toMatchObject({
		explanation: 'No answer: socket hang up',
	});
});

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])(
	'%s comes before there is a connection: nothing can have been applied',
	(code) => {
		expect(classify({ kind: 'networkError', code, message: 'm' })).toMatchObject({
			kind: 'retry',
			maybeApplied: false,
		});
	},
);

test('a cancelled call is neither received nor retried', () => {
	expect(classify({ kind: 'cancelled' })).toEqual({ kind: 'cancelled' });
});

test('the explanation says what the server said', () => {
	const text = JSON.stringify({ message: 'this key is not authorised' });
	expect(classify(answer(403, text))).toMatchObject({
		explanation: 'HTTP 403: this key is not authorised',
	});
	expect(classify(answer(502, '<html><head><title>Bad gateway</title>'))).toMatchObject({
		explanation: 'HTTP 502: Bad gateway',
	});
	expect(classify(answer(404))).toMatchObject({ explanation: 'HTTP 404' });
});

describe('the answer to a read', () => {
	const classifyRead = (outcome: HttpOutcome) =>
		classifyBy(outcome, (body) => (body === 1 ? 'one' : undefined), NOW);

	test('gives what was read', () => {
		expect(classifyRead(answer(200, '1'))).toEqual({
			kind: 'success',
			value: 'one',
			httpStatus: 200,
		});
	});

	test.each(['2', '', 'not json'])(
		'is retried when its body is %j, which is not what was asked for',
		(text) => {
			expect(classifyRead(answer(200, text))).toMatchObject({ kind: 'retry', throttled: false });
		},
	);
});

test('every failed verdict carries the status of its answer', () => {
	for (const status of [302, 400, 403, 404, 429, 503]) {
		expect(classify(answer(status))).toMatchObject({ httpStatus: status });
	}
	expect(classify(answer(202, ''))).toMatchObject({ kind: 'retry', httpStatus: 202 });
});
