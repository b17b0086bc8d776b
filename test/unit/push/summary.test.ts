import type { INode } from 'n8n-workflow';

import type { Failure, Statistics } from '../../../nodes/Ometria/push/outcome';
import type { SettledRequest } from '../../../nodes/Ometria/push/settle';
import {
	invalidRecordsError,
	pushError,
	runHints,
	warningHints,
	type RunResult,
} from '../../../nodes/Ometria/push/summary';

const node = {
	id: 'n',
	name: 'Ometria',
	type: 'ometria',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as INode;

const failure = (item: number, more: Partial<Failure> = {}): Failure => ({
	item,
	kind: 'rejected',
	recordType: 'contact',
	recordId: `c-${item}`,
	reason: 'rejected',
	message: `email ${item}: not a valid value`,
	...more,
});

const settled = (requestId: string | undefined, more: object = {}): SettledRequest => ({
	type: 'contact',
	items: Uint32Array.from([0]),
	answer: { requestId, status: 'OK', accepted: 1, rejected: 0, skipped: undefined, fields: {} },
	attempts: 1,
	httpStatus: 202,
	durationMs: 1,
	named: [],
	unnamed: 0,
	trouble: undefined,
	...more,
});

const result = (more: Partial<RunResult>): RunResult => ({
	total: 1000,
	type: 'contact',
	settled: [],
	failures: [],
	stop: undefined,
	...more,
});
const QUIET: Statistics = { requests: 10, retries: 0, throttled: 0, waitedMs: 0 };

describe('the error of invalid records', () => {
	it('names the first five and counts the rest', () => {
		const failures = Array.from({ length: 7 }, (_, i) =>
			failure(i + 3, { kind: 'invalid', message: `"id": ${i}` }),
		);
		const error = invalidRecordsError(node, failures, 2000, 'order');
		expect(error.message).toBe('7 of 2,000 orders are not valid, so nothing was sent');
		expect(error.description).toMatch(
			/^Item 3: "id": 0\. .*Item 7: "id": 4\. And 2 more\. Correct the data/,
		);
		expect(error.description).not.toContain('Item 8');
		expect(error.context.itemIndex).toBe(3);
	});

	it('speaks of one record in the singular', () => {
		expect(invalidRecordsError(node, [failure(0)], 1, 'contact').message).toBe(
			'The record is not valid, so nothing was sent',
		);
		expect(invalidRecordsError(node, [failure(0)], 2, undefined).message).toBe(
			'1 of 2 records is not valid, so nothing was sent',
		);
		expect(invalidRecordsError(node, [failure(0)], 2, 'contact').description).not.toContain('more');
	});
});

describe('the error of a run', () => {
	it('says how far it came, why it stopped, what to do, and which requests were received', () => {
		const failures = Array.from({ length: 700 }, (_, i) => failure(300 + i, { kind: 'notSent' }));
		const stop = { reason: 'unauthorised', message: 'HTTP 403: token rejected', httpStatus: 403 };
		const error = pushError(
			node,
			result({ failures, stop, settled: [settled('r-1'), settled(undefined), settled('r-2')] }),
		);
		expect(error.message).toBe('Pushed 300 of 1,000 contacts, then Ometria answered with HTTP 403');
		expect(error.description).toMatch(
			/^HTTP 403: token rejected\. Check the access token.* Request IDs received: r-1, r-2\.$/,
		);
		expect(error.httpCode).toBe('403');
	});

	it.each([
		['not_found', 'Check the base URL'],
		['redirected', 'Enter the final address'],
		['cancelled', 'Run the workflow again to send the rest'],
		['gaveUp', 'already received are updated, not duplicated'],
	])('advises after %s', (reason, advice) => {
		const error = pushError(
			node,
			result({ failures: [failure(0, { kind: 'notSent' })], stop: { reason, message: 'm' } }),
		);
		expect(error.description).toContain(advice);
		expect(error.message).toContain(
			reason === 'cancelled' ? 'the execution was cancelled' : 'no answer came from Ometria',
		);
	});

	it('counts records, not failures, and tells rejections from a stop', () => {
		const error = pushError(node, result({ total: 3, failures: [failure(1), failure(1)] }));
		expect(error.message).toBe('Pushed 2 of 3 contacts, 1 rejected');
		expect(error.description).toMatch(/Item 1: email 1.*Correct these records/);
	});

	it('takes the status of an undelivered request', () => {
		const failures = [
			failure(0),
			failure(1, { kind: 'undelivered', reason: 'http_502', httpStatus: 502 }),
		];
		expect(pushError(node, result({ total: 2, failures })).message).toBe(
			'Pushed 0 of 2 contacts, then Ometria answered with HTTP 502',
		);
	});

	it('lists twenty request ids at most', () => {
		const many = Array.from({ length: 25 }, (_, i) => settled(`r-${i}`));
		const { description } = pushError(node, result({ failures: [failure(0)], settled: many }));
		expect(description).toMatch(/r-19 and 5 more\.$/);
		expect(description).not.toContain('r-20,');
	});
});

describe('hints', () => {
	it('sum the run up', () => {
		const [hint, ...more] = runHints(result({ settled: [settled('a'), settled('b')] }), QUIET, []);
		expect(hint).toMatchObject({ type: 'info', location: 'outputPane' });
		expect(hint.message).toBe(
			'1,000 contacts: 2 accepted, 0 rejected (10 requests). Accepted means received: Ometria validates afterwards. Use Push Error > Get Many to see what it found.',
		);
		expect(more).toEqual([]);
	});

	it('count equal rejections of several requests', () => {
		const trouble = 'Ometria rejected 2 of 5 contacts';
		const [hint] = runHints(
			result({
				settled: [
					settled('a', { trouble }),
					settled('b', { trouble }),
					settled('c', { trouble: 'Ometria answered with status "ERROR"' }),
				],
			}),
			QUIET,
			[],
		);
		expect(hint.message).toContain(
			'Ometria rejected 2 of 5 contacts (in 2 requests). Ometria answered with status "ERROR". ',
		);
	});

	it('tell retries, 429, waits and skipped records', () => {
		const answer = { ...settled('a').answer, skipped: 4, rejected: 2 };
		const [hint] = runHints(
			result({ settled: [settled('a', { answer })] }),
			{ requests: 1, retries: 2, throttled: 3, waitedMs: 12_345 },
			[],
		);
		expect(hint.message).toContain(
			'1 accepted, 2 rejected, 4 skipped (1 request, 2 repeated, 3 slowed down by Ometria (HTTP 429), 12 s waited)',
		);
		const [short] = runHints(result({}), { ...QUIET, waitedMs: 1500 }, []);
		expect(short.message).toContain('1.5 s waited');
		expect(runHints(result({}), { ...QUIET, waitedMs: 999 }, [])[0].message).not.toContain(
			'waited',
		);
	});

	it('warn of failures, of a stop, and of up to three kinds of trouble', () => {
		const troubled = ['a', 'a', 'b', 'c', 'd'].map((trouble) =>
			settled('r', { trouble: `trouble ${trouble}` }),
		);
		const [hint] = runHints(
			result({
				settled: troubled,
				failures: [failure(0)],
				stop: { reason: 'x', message: 'it stopped' },
			}),
			QUIET,
			[],
		);
		expect(hint.type).toBe('warning');
		expect(hint.message).toContain(
			'1 contact failed. Stopped early: it stopped. trouble a (in 2 requests). trouble b. trouble c. Accepted',
		);
		expect(hint.message).not.toContain('trouble d');
		expect(runHints(result({ stop: { reason: 'x', message: 'm' } }), QUIET, [])[0].type).toBe(
			'warning',
		);
		expect(runHints(result({ settled: troubled }), QUIET, [])[0].type).toBe('warning');
		expect(runHints(result({ failures: [failure(0)] }), QUIET, [])[0].type).toBe('warning');
	});

	it('give each kind of doubt one line, with the first item and the number of others', () => {
		const doubts = [1, 2, 1501].map((count) => ({ message: 'doubt', count, item: 7 }));
		expect(warningHints(doubts).map(({ message }) => message)).toEqual([
			'doubt (item 7)',
			'doubt (item 7 and 1 other record)',
			'doubt (item 7 and 1,500 other records)',
		]);
		expect(runHints(result({}), QUIET, doubts)).toHaveLength(4);
	});
});
