import {
	dryRunHint,
	invalidRecordsError,
	notesHint,
	runError,
	runHint,
	type RunResult,
} from '../../../nodes/Ometria/push/messages';
import {
	type Failed,
	failuresWhen,
	type ItemIndex,
	type OnRejected,
	type Outcome,
	recordIndexes,
	type Statistics,
	type Stop,
} from '../../../nodes/Ometria/push/outcome';
import type { ReconciledRequest } from '../../../nodes/Ometria/push/reconcile';
import { type RunSummary, summarise } from '../../../nodes/Ometria/push/summary';
import { warningHint } from '../../../nodes/Ometria/push/warnings';
import type { Reason } from '../../../nodes/Ometria/records';
import { yielder } from '../../support/outcomes';
import { TEST_NODE as node } from '../../support/testNode';

const request = (requestId?: string, more: Partial<ReconciledRequest> = {}): ReconciledRequest => ({
	type: 'contact',
	records: recordIndexes([0]),
	answer: { requestId, status: 'OK', accepted: 1, rejected: 0, skipped: undefined, fields: {} },
	attempts: 1,
	httpStatus: 202,
	durationMs: 1,
	named: 0,
	issue: undefined,
	isUnclear: false,
	...more,
});

const failure = (item: number, more: Partial<Failed> = {}): Failed => ({
	kind: 'rejected',
	reason: 'rejected',
	message: `email ${item}: not a valid value`,
	...more,
});

/** The summary of a run of accepted records, but for those whose outcomes are given by index. */
async function summaryOf(
	total: number,
	others: Readonly<Record<number, Outcome>> = {},
	onRejected: OnRejected = 'fail',
): Promise<RunSummary> {
	const accepted: Outcome = { kind: 'accepted', request: request() };
	const outcomes = Array.from({ length: total }, (_, record) => others[record] ?? accepted);
	const item = (record: number) => record as ItemIndex;
	return await summarise({ outcomes, item }, failuresWhen(onRejected), yielder());
}

async function result(
	total: number,
	others: Readonly<Record<number, Outcome>> = {},
	more: Partial<RunResult> = {},
): Promise<RunResult> {
	const summary = await summaryOf(total, others);
	return { summary, type: 'contact', reconciled: [request('a')], stop: undefined, ...more };
}

const QUIET: Statistics = { requests: 10, retries: 0, throttled: 0, waitedMs: 0 };
const SKIPPED: Outcome = { kind: 'skipped', reason: 'draft order' };
const MISSING = () => ({ fields: ['Customer No', 'E-Mail'], advice: 'Choose one.' });

describe('the error of invalid records', () => {
	const invalid = (message: string): Failed => ({ kind: 'invalid', reason: 'invalid_id', message });

	it('counts the records of a cause, and names the first three items', async () => {
		const failures = Array.from({ length: 7 }, (_, i) => [i + 3, invalid('bad')]);
		const summary = await summaryOf(2000, Object.fromEntries(failures) as Record<number, Outcome>);
		const error = invalidRecordsError(node, summary, 'order', MISSING);
		expect(error.message).toBe('7 of 2,000 orders are not valid, so nothing was sent');
		expect(error.description).toBe(
			'7 records (items 3, 4 and 5): bad. To send the others, set On Error to "Continue (using error output)".',
		);
		expect(error.context.itemIndex).toBe(3);
	});

	it('speaks of one record in the singular', async () => {
		const of = async (total: number) => await summaryOf(total, { 0: invalid('bad') });
		expect(invalidRecordsError(node, await of(1), 'contact', MISSING).message).toBe(
			'The contact is not valid, so nothing was sent',
		);
		const error = invalidRecordsError(node, await of(2), undefined, MISSING);
		expect(error.message).toBe('1 of 2 records is not valid, so nothing was sent');
		expect(error.description).toMatch(/^1 record \(item 0\): bad\. To send the others/);
	});

	it('says what all records have in common once', async () => {
		const summary = await summaryOf(3, { 0: invalid('bad'), 2: invalid('bad') });
		expect(invalidRecordsError(node, summary, 'contact', MISSING).description).toMatch(
			/^2 records \(items 0 and 2\): bad\. To send the others/,
		);
	});

	it('names the item when the only record has no id', async () => {
		const missing = { ...invalid('"id": expected text'), reason: 'missing_id' as const };
		const error = invalidRecordsError(node, await summaryOf(1, { 0: missing }), 'contact', MISSING);
		expect(error.message).toBe('The contact is not valid, so nothing was sent');
		expect(error.context.itemIndex).toBe(0);
	});

	it('says one cause once when no record has an id', async () => {
		const missing = { ...invalid('"id": expected text'), reason: 'missing_id' as const };
		const all = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i, missing]));
		const error = invalidRecordsError(node, await summaryOf(1000, all), 'contact', MISSING);
		expect(error.message).toBe('None of the 1,000 contacts has an id, so nothing was sent');
		// n8n writes "[item 0]" behind the message of an error that names an item.
		expect(error.context.itemIndex).toBeUndefined();
		expect(error.description).toBe('The input has the fields Customer No, E-Mail. Choose one.');
	});

	it.each([
		[0, 'The input has no fields. Choose one.'],
		[1, 'The input has the field f0. Choose one.'],
		[12, 'f10, f11. Choose one.'],
		[13, 'f10, f11 and 1 more. Choose one.'],
	])('names twelve fields at most where no record has an id: %i', async (count, text) => {
		const missing = { ...invalid('"id": expected text'), reason: 'missing_id' as const };
		const fields = Array.from({ length: count }, (_, i) => `f${i}`);
		const summary = await summaryOf(2, { 0: missing, 1: missing });
		const error = invalidRecordsError(node, summary, 'contact', () => ({ ...MISSING(), fields }));
		expect(error.description?.endsWith(text)).toBe(true);
	});
});

describe('the error of a run', () => {
	it('says how far it came, why it stopped, what to do, and which requests were received', async () => {
		const failures = Array.from({ length: 700 }, (_, i) => [
			300 + i,
			failure(i, { kind: 'notSent' }),
		]);
		const stop: Stop = {
			reason: 'unauthorised',
			message: 'HTTP 403: token rejected',
			httpStatus: 403,
		};
		const error = runError(
			node,
			await result(1000, Object.fromEntries(failures) as Record<number, Outcome>, {
				stop,
				reconciled: [request('r-1'), request(), request('r-2')],
			}),
		);
		expect(error.message).toBe('Pushed 300 of 1,000 contacts, then Ometria answered with HTTP 403');
		expect(error.description).toMatch(
			/^HTTP 403: token rejected\. Check the access token \(API key\).* permission to push data\. Request IDs received: r-1, r-2\.$/,
		);
		expect(error.httpCode).toBe('403');
	});

	it.each<[Reason, string]>([
		['not_found', 'Check the base URL'],
		['redirected', 'Enter the final address'],
		['cancelled', 'Run the workflow again to send the rest'],
		['http_503', 'already received are updated, not duplicated'],
	])('advises after %s', async (reason, advice) => {
		const error = runError(
			node,
			await result(
				1000,
				{ 0: failure(0, { kind: 'notSent' }) },
				{ stop: { reason, message: 'm' } },
			),
		);
		expect(error.description).toContain(advice);
		expect(error.message).toContain(
			reason === 'cancelled' ? 'the execution was cancelled' : 'no answer came from Ometria',
		);
		expect(error.httpCode).toBeNull();
	});

	it('tells rejections from a stop, and does not count what was skipped as pushed', async () => {
		const error = runError(
			node,
			await result(4, { 0: { kind: 'skipped', reason: 'draft order' }, 1: failure(1) }),
		);
		expect(error.message).toBe('Pushed 2 of 4 contacts, 1 rejected');
		expect(error.description).toMatch(/^1 record \(item 1\): email 1.*Correct these records/);
	});

	it('takes the status of an undelivered request', async () => {
		const failures = {
			0: failure(0),
			1: failure(1, { kind: 'undelivered', reason: 'http_502', httpStatus: 502 }),
		};
		expect(runError(node, await result(2, failures)).message).toBe(
			'Pushed 0 of 2 contacts, then Ometria answered with HTTP 502',
		);
	});

	it('lists twenty request ids at most', async () => {
		const reconciled = Array.from({ length: 25 }, (_, i) => request(`r-${i}`));
		const { description } = runError(node, await result(1000, { 0: failure(0) }, { reconciled }));
		expect(description).toMatch(/r-19 and 5 more\.$/);
		expect(description).not.toContain('r-20,');
		const twenty = await result(9, { 0: failure(0) }, { reconciled: reconciled.slice(0, 20) });
		expect(runError(node, twenty).description).toMatch(/r-18, r-19\.$/);
	});

	it('does not speak of request ids when no request was received', async () => {
		const run = await result(9, { 0: failure(0) }, { reconciled: [request()] });
		expect(runError(node, run).description).toMatch(/"Continue \(using error output\)"\.$/);
	});
});

describe('the hint of a run', () => {
	const hint = (run: RunResult, statistics = QUIET, on = node) =>
		runHint(on, run, statistics, MISSING);

	it('sums the run up', async () => {
		const { message, ...rest } = hint(await result(1000));
		expect(rest).toEqual({ type: 'info', location: 'outputPane' });
		expect(message).toBe(
			'Sent 1,000 contacts in 10 requests. Accepted means received: Ometria validates afterwards. Use Push Error > Get Many to see what it found.',
		);
	});

	it('says how many were not sent and where they are', async () => {
		const run = await result(6, {
			0: failure(0, { kind: 'invalid' }),
			2: failure(2, { kind: 'invalid' }),
			4: failure(4, { kind: 'notSent' }),
		});
		const one = { ...QUIET, requests: 1 };
		const text = 'Sent 3 of 6 contacts in 1 request. 3 were not sent: ';
		const branch = { ...node, onError: 'continueErrorOutput' as const };
		expect(hint(run, one, branch).message).toContain(`${text}see the error branch.`);
		expect(hint(run, one, branch).type).toBe('warning');
		const items = { ...node, onError: 'continueRegularOutput' as const };
		expect(hint(run, one, items).message).toContain(`${text}see the error items.`);
	});

	it('names every other outcome', async () => {
		const run = await result(5, {
			0: failure(0, { kind: 'undelivered' }),
			1: failure(1),
			2: failure(2, { kind: 'possiblyRejected' }),
			3: { kind: 'skipped', reason: 'test order' },
			4: { kind: 'skipped', reason: 'draft order' },
		});
		expect(hint(run).message).toContain(
			'Sent 2 of 5 contacts in 10 requests. 1 was not delivered, 1 was rejected, 1 was possibly rejected: see the error items. 2 were skipped: test order (1), draft order (1).',
		);
	});

	it('does not claim that anything was accepted when nothing was sent', async () => {
		const run = await result(1, { 0: failure(0, { kind: 'invalid' }) }, { reconciled: [] });
		const { message } = hint(run, { ...QUIET, requests: 0 });
		expect(message).toBe(
			'The contact was not sent: see the error items. 1 record (item 0): email 0: not a valid value.',
		);
	});

	it('tells apart that nothing was sent and that nothing was delivered', async () => {
		const others = { 0: failure(0, { kind: 'invalid' }), 1: SKIPPED };
		const skipped = await result(2, others, { reconciled: [] });
		expect(hint(skipped, { ...QUIET, requests: 0 }).message).toBe(
			'Nothing was sent. 1 was not sent: see the error items. 1 was skipped: draft order (1). 1 record (item 0): email 0: not a valid value.',
		);
		const lost = await result(1, { 0: failure(0, { kind: 'undelivered' }) }, { reconciled: [] });
		expect(hint(lost).message).toBe(
			'Sent 0 of 1 contact in 10 requests. 1 was not delivered: see the error items.',
		);
	});

	it('warns of rejections that are only reported, and points to no error items', async () => {
		const others = {
			0: failure(0, { request: request('a') }),
			1: failure(1, { kind: 'possiblyRejected', request: request('a') }),
		};
		const summary = await summaryOf(3, others, 'report');
		const { message, type } = hint(await result(3, {}, { summary }));
		expect(message).toContain(
			'Sent 3 contacts in 10 requests. 1 was rejected, 1 was possibly rejected. Accepted means',
		);
		expect(type).toBe('warning');
	});

	it('does not repeat what an answer says of rejections as an unclear answer', async () => {
		const issue = 'Ometria rejected 1 of 9 contacts';
		const reconciled = [request('r', { issue, isUnclear: false })];
		expect(hint(await result(9, { 0: failure(0) }, { reconciled })).message).not.toContain(issue);
	});

	it('says one cause once when no record has an id', async () => {
		const missing = failure(0, { kind: 'invalid', reason: 'missing_id' });
		const run = await result(2, { 0: missing, 1: missing }, { reconciled: [] });
		expect(hint(run).message).toBe(
			'None of the 2 contacts has an id. The input has the fields Customer No, E-Mail. Choose one.',
		);
		expect(hint(await result(1, { 0: missing }, { reconciled: [] })).message).toMatch(
			/^The contact has no id\. The input has/,
		);
	});

	it('does not say that no record has an id when some have, or there are none', async () => {
		const missing = failure(0, { kind: 'invalid', reason: 'missing_id' });
		expect(hint(await result(2, { 0: missing })).message).toMatch(/^Sent 1 of 2 contacts/);
		expect((await summaryOf(0)).noneHasId).toBe(false);
	});

	it('says what all failures have in common once', async () => {
		const invalid = failure(0, { kind: 'invalid', message: 'two columns may be the ID' });
		const run = await result(2, { 0: invalid, 1: invalid }, { reconciled: [] });
		expect(hint(run, { ...QUIET, requests: 0 }).message).toBe(
			'None of the 2 contacts was sent: see the error items. 2 records (items 0 and 1): two columns may be the ID.',
		);
		const other = failure(1, { kind: 'invalid' });
		const mixed = await result(2, { 0: invalid, 1: other }, { reconciled: [] });
		expect(hint(mixed, { ...QUIET, requests: 0 }).message).toMatch(
			/1 record \(item 0\): two columns may be the ID\. 1 record \(item 1\): email 1: not a valid value\.$/,
		);
	});

	it('states retries, 429 and waits', async () => {
		const statistics = { requests: 1, retries: 2, throttled: 3, waitedMs: 12_345 };
		expect(hint(await result(1), statistics).message).toContain(
			'in 1 request (2 repeated, 3 slowed down by HTTP 429, 12 s waited).',
		);
		expect(hint(await result(1), { ...QUIET, waitedMs: 10_000 }).message).toContain('(10 s waited');
		expect(hint(await result(1), { ...QUIET, waitedMs: 1500 }).message).toContain('1.5 s waited');
		expect(hint(await result(1), { ...QUIET, waitedMs: 1000 }).message).toContain('1.0 s waited');
		expect(hint(await result(1), { ...QUIET, waitedMs: 999 }).message).not.toContain('waited');
	});

	it('warns of a stop, and of up to three kinds of unclear answers', async () => {
		const reconciled = ['a', 'a', 'b', 'c', 'd'].map((issue) =>
			request('r', { issue: `issue ${issue}`, isUnclear: true }),
		);
		const stop: Stop = { reason: 'failed', message: 'it stopped' };
		const { message, type } = hint(await result(9, { 0: failure(0) }, { reconciled, stop }));
		expect(type).toBe('warning');
		expect(message).toContain(
			'Stopped early: it stopped. issue a (in 2 requests). issue b. issue c. Accepted means',
		);
		expect(message).not.toContain('issue d');
		expect(hint(await result(1, {}, { stop })).type).toBe('warning');
		expect(hint(await result(1, {}, { reconciled })).type).toBe('warning');
		expect(hint(await result(1, { 0: failure(0) })).type).toBe('warning');
	});
});

describe('the hint of a dry run', () => {
	it('says plainly that nothing would be sent', async () => {
		const summary = await summaryOf(2, {
			0: failure(0, { kind: 'invalid' }),
			1: failure(1, { kind: 'invalid' }),
		});
		expect(dryRunHint(node, { summary, type: 'contact' }, 0, MISSING).message).toBe(
			'Dry run: nothing would be sent. 2 were not valid: see the error items. 1 record (item 0): email 0: not a valid value. 1 record (item 1): email 1: not a valid value.',
		);
	});

	it('says what would be sent, what is not valid and what is skipped', async () => {
		const summary = await summaryOf(3, {
			0: failure(0, { kind: 'notSent' }),
			1: failure(1, { kind: 'invalid' }),
			2: { kind: 'skipped', reason: 'draft order' },
		});
		expect(dryRunHint(node, { summary, type: 'order' }, 1, MISSING)).toMatchObject({
			type: 'warning',
			message:
				'Dry run: 1 order would be sent in 1 request. Nothing was sent. 1 was not valid: see the error items. 1 record (item 1): email 1: not a valid value. 1 was skipped: draft order (1).',
		});
	});

	it('warns of nothing when all records are valid', async () => {
		const notSent = failure(0, { kind: 'notSent' });
		const summary = await summaryOf(2, { 0: notSent, 1: notSent });
		expect(dryRunHint(node, { summary, type: 'order' }, 2, MISSING)).toEqual({
			type: 'info',
			message: 'Dry run: 2 orders would be sent in 2 requests. Nothing was sent.',
			location: 'outputPane',
		});
	});

	it('says one cause once when no record has an id', async () => {
		const missing = failure(0, { kind: 'invalid', reason: 'missing_id' });
		const summary = await summaryOf(2, { 0: missing, 1: missing });
		expect(dryRunHint(node, { summary, type: 'order' }, 0, MISSING)).toMatchObject({
			type: 'warning',
			message:
				'None of the 2 orders has an id. The input has the fields Customer No, E-Mail. Choose one.',
		});
	});
});

test('notes on how the input is read are one hint, and none without notes', () => {
	expect(notesHint(['Read as a table', 'Dates are UTC'])).toEqual([
		{ message: 'Read as a table. Dates are UTC.', type: 'info', location: 'outputPane' },
	]);
	expect(notesHint([])).toEqual([]);
});

test('each kind of warning has a hint of its own, with the first item and the number of others', () => {
	const warnings = [1, 2, 1501].map((records) => ({
		reason: 'too_long' as const,
		message: 'warning',
		field: '',
		records,
		recordIds: [],
		item: 7,
		places: 1,
	}));
	expect(warnings.map((warning) => warningHint(warning).message)).toEqual([
		'warning (item 7)',
		'warning (item 7 and 1 other record)',
		'warning (item 7 and 1,500 other records)',
	]);
});
