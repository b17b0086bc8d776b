import type { RunningSandbox } from '../../sandbox/server';
import { contacts, push, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor({ errorDelayMs: 700 })));
afterEach(() => {
	sandbox.server.reset();
	sandbox.server.setOptions({ errorShape: 'full', onReceipt: () => 'take' });
});
afterAll(async () => await sandbox.close());

const BAD = [3, 99, 100, 101, 250, 333, 499, 500, 777, 888, 998, 999];
const thousand = contacts(1000, (item) => (BAD.includes(item) ? { gender: 'unknown' } : {}));
const confirm = { options: { confirmSeconds: 2, includeRecordIds: true } };

const errorsOfOthers = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		request_id: `other-${i}`,
		record_type: 'contact',
		record_id: `c-${i}`,
		record: {},
		timestamp: new Date().toISOString(),
		account: 'a',
		source: 'other integration',
		message: { error_message: 'not a valid value', error_path: 'root > email' },
	}));

test('1,000 contacts of which 12 are bad give exactly those 12 in the error branch', async () => {
	sandbox.server.addErrors(errorsOfOthers(30), Date.now());
	const { outputs } = await push(sandbox, thousand, {
		...confirm,
		settings: { onError: 'continueErrorOutput' },
	});
	const [good, bad] = outputs;
	expect(bad).toHaveLength(12);
	expect(bad.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(BAD);
	for (const [i, { json }] of bad.entries()) {
		expect(json).toMatchObject({
			id: `c-${BAD[i]}`,
			error: { record_id: `c-${BAD[i]}`, field: 'gender', reason: 'rejected' },
		});
		expect(json.message).toContain('not a valid value');
	}
	expect(good.flatMap(({ json }) => json.record_ids)).toHaveLength(988);
	expect(good[0].json.confirmed).toEqual({
		waited_seconds: expect.any(Number) as number,
		errors_found: 2,
		window_full: false,
		unread: false,
		unmatched: 0,
	});
});

test('a run under On Error: Stop fails and names them', async () => {
	const { error } = await push(sandbox, thousand.slice(0, 102), confirm);
	expect(error?.message).toBe('Pushed 98 of 102 contacts, 4 rejected');
	expect(error?.description).toContain('gender');
});

test('a push without confirmation is a success, and claims nothing', async () => {
	const { outputs, status } = await push(sandbox, thousand.slice(0, 102));
	expect(status).toBe('success');
	expect(outputs[0][0].json).not.toHaveProperty('confirmed');
});

test('one item per record says what was seen of each', async () => {
	const { outputs } = await push(sandbox, thousand.slice(0, 5), {
		options: { confirmSeconds: 2, output: 'records', onRejected: 'report' },
	});
	expect(
		outputs[0].map(({ json }) => [
			json.record_id,
			json.outcome,
			(json.confirmed as { errors_found: number }).errors_found,
		]),
	).toEqual([
		['c-0', 'accepted', 0],
		['c-1', 'accepted', 0],
		['c-2', 'accepted', 0],
		['c-3', 'rejected', 1],
		['c-4', 'accepted', 0],
	]);
});

test('errors without a request, and a full list, are said plainly', async () => {
	sandbox.server.addErrors(errorsOfOthers(120), Date.now());
	sandbox.server.setOptions({ errorShape: 'short' });
	const { outputs, hints } = await push(sandbox, contacts(2), confirm);
	expect(outputs[0][0].json.confirmed).toMatchObject({ errors_found: 0, window_full: true });
	const said = hints.map(({ message }) => message).join(' ');
	expect(said).toMatch(/list of push errors was full/);
	expect(said).toMatch(/100 push errors could not be matched/);
});

test('the option is checked', async () => {
	const { error } = await push(sandbox, contacts(1), { options: { confirmSeconds: 601 } });
	expect(error?.message).toBe('Wait for Validation (Seconds) must be a whole number from 0 to 600');
});

test('a list that cannot be read confirms nothing, and the output says so', async () => {
	sandbox.server.script({ path: '/push/_errors', status: 403, times: 20 });
	const { outputs } = await push(sandbox, contacts(2), confirm);
	const [{ json }] = outputs[0];
	expect(json.confirmed).toMatchObject({ unread: true });
	expect(json.warnings).toEqual([expect.stringContaining('could not be read')]);
});

test('errors without a request ID are counted as unmatched, in the output and in the summary', async () => {
	sandbox.server.setOptions({ errorShape: 'short' });
	sandbox.server.addErrors(errorsOfOthers(3), Date.now());
	const { outputs } = await push(sandbox, contacts(2), {
		...confirm,
		options: { ...confirm.options, output: 'summary' },
	});
	const [{ json }] = outputs[0];
	expect(json.confirmed).toMatchObject({ unmatched: 3, unread: false });
	expect(json.warnings).toMatchObject([{ reason: 'errors_unmatched' }]);
});
