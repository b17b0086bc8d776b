import type { NodeApiError } from 'n8n-workflow';

import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { CORE_VERSION, isCore } from '../support/engine';
import { PolledWorkflow, recordIds, storedError, storedErrors } from './errorsSupport';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ dataLimit: { model: 'none', perSecond: 4 } });
});
afterEach(async () => await sandbox.close());

const add = (from: number, to = from + 1) =>
	sandbox.server.addErrors(storedErrors(from, to), Date.now());
const fault = (status: number, more: { headers?: Record<string, string>; times?: number } = {}) =>
	sandbox.server.script({ path: '/push/_errors', status, times: 100, ...more });

async function activated(
	settings: ConstructorParameters<typeof PolledWorkflow>[1] = {},
): Promise<PolledWorkflow> {
	const workflow = new PolledWorkflow(sandbox, settings);
	expect(await workflow.poll()).toBeNull();
	return workflow;
}

async function failureOf(poll: Promise<unknown>): Promise<NodeApiError> {
	return await poll.then(
		() => {
			throw new Error('the poll did not fail');
		},
		(error: unknown) => error as NodeApiError,
	);
}

describe('the trigger', () => {
	it('emits nothing on activation, then each new error once, oldest first', async () => {
		add(0, 3);
		const workflow = await activated();
		expect(await workflow.poll()).toBeNull();
		add(3, 5);
		expect(recordIds(await workflow.poll())).toEqual(['c-3', 'c-4']);
		expect(await workflow.poll()).toBeNull();
	});

	it('emits the normalised error without the record', async () => {
		const workflow = await activated();
		add(7);
		expect(await workflow.poll()).toEqual([
			{
				json: {
					request_id: 'r-0',
					record_type: 'contact',
					record_id: 'c-7',
					error_message: 'not a valid value',
					error_path: 'root > lastname',
					field: 'lastname',
					timestamp: '2026-01-15T00:00:07.000Z',
					source: 'api',
					other_fields: { account: 'sandbox' },
				},
			},
		]);
	});

	it('emits the record where it is asked for', async () => {
		const workflow = await activated({ parameters: { options: { includeRecord: true } } });
		add(7);
		expect((await workflow.poll())?.[0].json.record).toEqual(storedError(7).record);
	});

	it('delivers 300 errors of several polls exactly once, across restarts of n8n', async () => {
		let workflow = await activated();
		const received: unknown[] = [];
		for (let from = 0; from < 300; from += 60) {
			add(from, from + 60);
			received.push(...(recordIds(await workflow.poll()) ?? []));
			workflow = workflow.restarted();
			expect(await workflow.poll('trigger', 'init')).toBeNull();
		}
		expect(received).toEqual(Array.from({ length: 300 }, (_, n) => `c-${n}`));
		expect(workflow.warnings).toEqual([]);
	});

	it('goes on where it was after being inactive', async () => {
		const workflow = await activated();
		add(0, 2);
		expect(recordIds(await workflow.restarted().poll('trigger', 'activate'))).toEqual([
			'c-0',
			'c-1',
		]);
	});

	it('counts errors that do not say which record they are about', async () => {
		sandbox.server.setOptions({ errorShape: 'short' });
		add(0, 2);
		const workflow = (await activated()).restarted();
		add(2, 5);
		expect(await workflow.poll()).toHaveLength(3);
		expect(await workflow.restarted().poll()).toBeNull();
	});

	it('says when errors may have been missed', async () => {
		add(0, 100);
		const workflow = await activated();
		add(100, 199);
		expect((await workflow.poll())?.some(({ json }) => 'warning' in json)).toBe(false);
		add(199, 350);
		const items = (await workflow.poll()) ?? [];
		expect(items).toHaveLength(100);
		expect(items[0].json.warning).toMatch(/missed: poll more often/);
		expect(workflow.warnings).toEqual([expect.stringMatching(/missed: poll more often/)]);
	});

	it('filters, and does not bring back what the filter kept back', async () => {
		const workflow = await activated({ parameters: { filters: { recordIds: 'c-1' } } });
		add(0, 3);
		expect(recordIds(await workflow.poll())).toEqual(['c-1']);
		expect(await workflow.restarted({}).poll()).toBeNull();
	});

	it('says when new errors do not tell what the filter asks for, once', async () => {
		sandbox.server.setOptions({ errorShape: 'short' });
		const workflow = await activated({ parameters: { filters: { recordTypes: ['contact'] } } });
		add(0, 2);
		expect(await workflow.poll()).toBeNull();
		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([expect.stringMatching(/2 push errors were left out/)]);
	});

	it('has its position saved only when it changed', async () => {
		add(0, 3);
		const workflow = await activated();
		expect(workflow.hasChanged()).toBe(true);
		workflow.markSaved();
		await workflow.poll();
		expect(workflow.hasChanged()).toBe(false);
	});

	it('begins again, and says so, when its stored position cannot be read', async () => {
		const workflow = new PolledWorkflow(
			sandbox,
			{},
			{ 'node:Ometria Trigger': { pushErrors: { version: 99 } } },
		);
		add(0, 3);
		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([
			expect.stringMatching(/cannot be read, so it begins again/),
		]);
		add(3);
		expect(recordIds(await workflow.poll())).toEqual(['c-3']);
	});

	it('begins again with a warning when the credential has another token', async () => {
		add(0, 3);
		const workflow = await activated();
		add(3, 5);
		const accessToken = 'second-token';
		sandbox.server.setOptions({ token: accessToken });
		const other = workflow.restarted({ accessToken });
		expect(await other.poll()).toBeNull();
		expect(other.warnings).toEqual([expect.stringMatching(/access token is not the same/)]);
		add(5, 7);
		const items = await other.poll();
		expect(recordIds(items)).toEqual(['c-5', 'c-6']);
		expect(items?.map(({ json }) => json.warning)).toEqual([
			expect.stringMatching(/does not report push errors from before that/),
			undefined,
		]);
	});

	it('gives a warning an item of its own after 15 minutes where it is asked to', async () => {
		sandbox.server.setOptions({ errorShape: 'short' });
		const filters = { recordTypes: ['contact'] };
		const workflow = await activated({ parameters: { filters, options: { warningItems: true } } });
		add(0, 2);
		expect(await workflow.poll()).toBeNull();
		const now = performance.now() + 16 * 60_000;
		const clock = jest.spyOn(performance, 'now').mockReturnValue(now);
		try {
			const warning = expect.stringMatching(/2 push errors were left out/) as unknown;
			expect(await workflow.poll()).toEqual([{ json: { warning } }]);
			expect(await workflow.poll()).toBeNull();
		} finally {
			clock.mockRestore();
		}
	});

	it('does not take the positions of overlapping polls for one another', async () => {
		const workflow = await activated();
		add(0, 3);
		const both = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(both.map(recordIds)).toEqual(expect.arrayContaining([['c-0', 'c-1', 'c-2'], null]));
	});
});

describe('a manual test of the trigger', () => {
	it('shows the latest errors and moves no position', async () => {
		add(0, 30);
		const workflow = await activated();
		const before = workflow.stored();
		expect(recordIds(await workflow.poll('manual', 'manual'))).toEqual(
			Array.from({ length: 10 }, (_, index) => `c-${29 - index}`),
		);
		expect(workflow.stored()).toEqual(before);
	});

	it('says that there is nothing to show', async () => {
		const failure = await failureOf(new PolledWorkflow(sandbox).poll('manual', 'manual'));
		expect(failure.message).toMatch(/no push errors/);
	});
});

describe('a poll that cannot read the list', () => {
	it('leaves the position where it is', async () => {
		const workflow = await activated();
		const before = workflow.stored();
		add(0, 3);
		fault(403, { times: 1 });
		await failureOf(workflow.poll());
		expect(workflow.stored()).toEqual(before);
		expect(recordIds(await workflow.poll())).toEqual(['c-0', 'c-1', 'c-2']);
	});

	it.each([403, 401, 404])('says so after a single request with %i', async (status) => {
		fault(status);
		const failure = await failureOf(new PolledWorkflow(sandbox).poll());
		expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: String(status) });
		expect(failure.message).toBe(
			`Push errors could not be read: Ometria answered with HTTP ${status}`,
		);
		expect(sandbox.server.log).toHaveLength(1);
	});

	it('does not wait for a long Retry-After', async () => {
		fault(429, { headers: { 'retry-after': '120' } });
		const started = Date.now();
		const failure = await failureOf(new PolledWorkflow(sandbox, { budgetMs: 36_000 }).poll());
		expect(failure.httpCode).toBe('429');
		expect(Date.now() - started).toBeLessThan(2000);
	});

	it('ends within the budget that n8n grants', async () => {
		fault(503);
		const started = Date.now();
		const failure = await failureOf(new PolledWorkflow(sandbox, { budgetMs: 1000 }).poll());
		expect(failure.httpCode).toBe('503');
		expect(Date.now() - started).toBeLessThan(1000);
	});

	it('does so too when Ometria never answers', async () => {
		sandbox.server.script({ path: '/push/_errors', delivery: 'hang', times: 10 });
		const started = Date.now();
		const failure = await failureOf(new PolledWorkflow(sandbox, { budgetMs: 1000 }).poll());
		expect(failure.message).toBe('Push errors could not be read: no answer came from Ometria');
		expect(Date.now() - started).toBeLessThan(1000);
	});

	it('keeps the access token out of the failure', async () => {
		fault(403);
		const failure = await failureOf(new PolledWorkflow(sandbox).poll());
		expect(JSON.stringify(failure)).not.toContain('sandbox-token');
	});
});

/** The cause times n8n's next poll. Errors of older versions have no room for it. */
const describeFrom237 = isCore(2, 37) ? describe : describe.skip;
describeFrom237(
	`the cause of a failed poll, which n8n takes from 2.37 on, on ${CORE_VERSION}`,
	() => {
		it.each([
			[403, 'credential-invalid', {}],
			[401, 'credential-invalid', {}],
			[404, 'configuration-invalid', {}],
			[503, 'temporarily-unavailable', {}],
			[429, 'rate-limited', { retryAfterMs: 120_000 }],
		])('is known by the status %i: %s', async (status, cause, more) => {
			fault(status, { headers: status === 429 ? { 'retry-after': '120' } : {} });
			const { failure } = await failureOf(new PolledWorkflow(sandbox, { budgetMs: 1000 }).poll());
			expect(failure).toEqual({ cause, ...more });
		});
	},
);

describe('the parameters of the trigger', () => {
	it.each([
		[{ filters: { since: 'soon' } }, /^Since must be a date and time/],
		[
			{ filters: { recordTypes: ['customer'] } },
			/^Record Types must be any of contact, custom_event/,
		],
		[{ options: { includeRecord: 'yes' } }, /^Include Record must be true or false/],
	])('are named before any request when they cannot be used: %j', async (parameters, message) => {
		const failure = await failureOf(new PolledWorkflow(sandbox, { parameters }).poll());
		expect(failure.message).toMatch(message);
		expect(sandbox.server.log).toHaveLength(0);
	});
});
