import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import type { Fault } from '../../sandbox/core/types';
import type { RunningSandbox } from '../../sandbox/server';
import { arrived, contacts, push, sandboxFor } from '../support/push';

/**
 * Every status and network error in every On Error mode: 30 contacts in requests of 10, of which the
 * second always meets the fault.
 */
let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const MODES: Array<NonNullable<INode['onError']>> = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/** What the second request comes to: repeated in vain, halved to single records, or the end of the run. */
const FAULTS: Array<[string, Fault, 'undelivered' | 'rejected' | 'stopped']> = [
	...[408, 425, 500, 502, 503, 504, 507, 599].map((status): [string, Fault, 'undelivered'] => [
		`HTTP ${status}`,
		{ status },
		'undelivered',
	]),
	...[400, 413, 422].map((status): [string, Fault, 'rejected'] => [
		`HTTP ${status}`,
		{ status },
		'rejected',
	]),
	...[301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 409, 410, 415, 418, 451, 501].map(
		(status): [string, Fault, 'stopped'] => [
			`HTTP ${status}`,
			{ status, headers: status < 400 ? { location: '/elsewhere' } : {} },
			'stopped',
		],
	),
	['a reset', { delivery: 'reset' }, 'undelivered'],
	['a reset after the records were taken in', { delivery: 'reset', apply: true }, 'undelivered'],
	['an answer cut off', { delivery: 'truncate' }, 'undelivered'],
	['no answer', { delivery: 'hang' }, 'undelivered'],
	['an answer that is a page', { body: '<html>' }, 'undelivered'],
	['an empty answer', { status: 204, apply: true }, 'undelivered'],
];

/** Makes each request that holds a record of the second ten meet the fault. */
function failSecondBatch(fault: Fault): void {
	const handle = sandbox.server.handle.bind(sandbox.server);
	jest.spyOn(sandbox.server, 'handle').mockImplementation((request, now) => {
		if (request.path === '/push' && /"id":"c-1\d"/.test(request.body)) sandbox.server.script(fault);
		return handle(request, now);
	});
}

afterEach(() => jest.restoreAllMocks());

describe.each(MODES)('a push with On Error: %s', (onError) => {
	test.each(FAULTS)('shows one outcome of each record after %s', async (_name, fault, expected) => {
		failSecondBatch(fault);
		const { outputs, error, status } = await push(sandbox, contacts(30), {
			settings: { onError },
			// One request at a time, so that what comes after the fault is certain.
			options: { batchSize: 10, maxRetries: 0, timeout: 2000, includeRecordIds: true },
			rate: 1000,
		});
		const ids = (from: number, to: number) =>
			contacts(to)
				.slice(from)
				.map(({ id }) => id);
		const received = new Set(arrived(sandbox).map(({ id }) => id));
		expect(ids(0, 10).every((id) => received.has(id))).toBe(true);

		if (onError === 'stopWorkflow') {
			expect(status).toBe('error');
			const pushed = {
				undelivered: /^Pushed (10|20) of 30/,
				rejected: /^Pushed 20 of 30/,
				stopped: /^Pushed (10|20) of 30/,
			};
			expect(error?.message).toMatch(pushed[expected]);
			expect(error?.description).toContain('Request IDs received: ');
			return;
		}
		expect(status).toBe('success');
		const failures =
			onError === 'continueErrorOutput' ? outputs[1] : outputs[0].filter(({ json }) => json.error);
		const successes = outputs[0].filter(({ json }) => !json.error);
		const good = successes.flatMap(({ json }) => json.record_ids as string[]);
		const bad = failures.map(({ json }) => (json.error as { record_id: string }).record_id);
		expect([...good, ...bad].sort()).toEqual(ids(0, 30).sort());
		expect(good.every((id) => received.has(id))).toBe(true);
		expect(ids(10, 20).every((id) => bad.includes(id as string))).toBe(true);
		if (expected !== 'stopped') expect(bad).toHaveLength(10);
		for (const { json } of failures) {
			expect(json.message).toEqual(expect.stringMatching(/\w{4}/));
			expect((json.error as { reason: string }).reason).toMatch(/^\w+$/);
		}
	});
});

describe('the output', () => {
	test.each(MODES.slice(1))(
		'has success and error items in input order, On Error: %s',
		async (onError) => {
			const records = contacts(40, (i) => (i % 4 === 1 ? { id: null } : {}));
			const { outputs } = await push(sandbox, records, {
				settings: { onError },
				options: { output: 'records' },
			});
			const items = outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item);
			const isFailure = (item: number) => item % 4 === 1;
			const all = records.map((_, i) => i);
			expect(items).toEqual([...all.filter((i) => !isFailure(i)), ...all.filter(isFailure)]);
		},
	);

	test.each(MODES)('is quick to shift where n8n shifts it, On Error: %s', async (onError) => {
		let isQuick: boolean | undefined;
		class Observed extends Ometria {
			override async execute(this: IExecuteFunctions) {
				const outputs = await super.execute.call(this);
				isQuick = Object.hasOwn(outputs[0], 'shift');
				return outputs;
			}
		}
		await push(sandbox, contacts(3), { settings: { onError }, nodeType: new Observed() });
		expect(isQuick).toBe(onError === 'continueErrorOutput');
	});
});
