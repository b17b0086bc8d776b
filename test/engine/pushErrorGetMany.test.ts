import type { INode, INodeExecutionData } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { runNode } from '../support/engine';
import { credentialFor, recordIds, storedError, storedErrors } from './errorsSupport';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ dataLimit: { model: 'none', perSecond: 4 } });
});
afterEach(async () => await sandbox.close());

const add = (from: number, to: number) =>
	sandbox.server.addErrors(storedErrors(from, to), Date.now());

async function getMany(
	parameters: INode['parameters'] = {},
	{
		items = [{ json: {} }],
		onError,
	}: { items?: INodeExecutionData[]; onError?: INode['onError'] } = {},
) {
	const result = await runNode({
		nodeType: new Ometria(),
		items,
		parameters: { resource: 'pushError', operation: 'getMany', ...parameters },
		settings: onError && { onError },
		credential: credentialFor(sandbox),
	});
	return { ...result, items: result.outputs.at(0) ?? [] };
}

const pairs = (items: readonly INodeExecutionData[]) => items.map(({ pairedItem }) => pairedItem);
const requests = () => sandbox.server.log.length;

describe('Get Many push errors', () => {
	it('lists the latest errors, newest first, without their records', async () => {
		add(0, 3);
		const { status, items, hints } = await getMany();
		expect(status).toBe('success');
		expect(recordIds(items)).toEqual(['c-2', 'c-1', 'c-0']);
		expect(Object.keys(items[0].json)).toEqual([
			'record_id',
			'error_message',
			'field',
			'record_type',
			'timestamp',
			'request_id',
			'error_path',
			'source',
			'other_fields',
		]);
		expect(JSON.stringify(items)).not.toContain('@shop.example');
		expect(hints).toEqual([]);
	});

	it('puts out the record where it is asked for', async () => {
		add(0, 1);
		const { items } = await getMany({ options: { includeRecord: true } });
		expect(items[0].json.record).toEqual(storedError(0).record);
	});

	it('lists the short form as well', async () => {
		sandbox.server.setOptions({ errorShape: 'short' });
		add(0, 1);
		const { items } = await getMany();
		expect(items[0].json).toMatchObject({
			error_message: 'not a valid value',
			field: 'lastname',
			record_id: null,
		});
	});

	it('limits after filtering, to 50 by default', async () => {
		add(0, 90);
		expect((await getMany()).items).toHaveLength(50);
		expect(recordIds((await getMany({ limit: 2, filters: { requestIds: 'r-1' } })).items)).toEqual([
			'c-19',
			'c-18',
		]);
	});

	it('filters by all that is given together', async () => {
		add(0, 20);
		sandbox.server.addErrors([storedError(5, { record_type: 'order' })], Date.now());
		const filters = {
			requestIds: 'r-0, r-9',
			recordTypes: ['contact'],
			recordIds: 'c-4, c-5, c-6, c-15',
			since: '2026-01-15T00:00:05Z',
		};
		expect(recordIds((await getMany({ filters })).items)).toEqual(['c-6', 'c-5']);
	});

	it('filters by the email of the record, in any case, and says what it cannot decide', async () => {
		const errors = [
			{ record: { '@type': 'contact', id: 'a', email: 'Ada@Shop.example ' } },
			{ record: { '@type': 'order', id: 'b', customer: { email: 'ada@shop.example' } } },
			{ record: { '@type': 'custom_event', id: 'c', identity_email: 'ADA@shop.example' } },
			{ record: { '@type': 'contact', id: 'd', email: 'bob@shop.example' } },
			{ record: { '@type': 'product', id: 'e' } },
			{ record: undefined } as object,
		];
		const stored = errors.map((more, n) => storedError(n, more));
		sandbox.server.addErrors(stored, Date.now());
		const emails = '={{ ["\u200bada@SHOP.example", "none@shop.example"] }}';
		const { items, hints } = await getMany({ filters: { emails } });
		expect(recordIds(items)).toEqual(['c-2', 'c-1', 'c-0']);
		expect(hints.map(({ message }) => message)).toEqual([
			'1 push error was left out because a field that the filters use is missing.',
		]);
		const { error } = await getMany({ filters: { emails: 'ada' } });
		expect(error?.message).toBe('Emails must be an email address');
	});

	it('says that there are no errors, or none that match', async () => {
		const none = await getMany();
		expect(none.items).toEqual([]);
		expect(none.hints).toMatchObject([
			{ message: expect.stringMatching(/^Ometria lists no push errors\./) as string },
		]);
		add(0, 3);
		const { items, hints } = await getMany({ filters: { recordIds: 'x' } });
		expect(items).toEqual([]);
		expect(hints).toMatchObject([
			{
				message: expect.stringMatching(/^Ometria lists 3 push errors, and none matches/) as string,
			},
		]);
	});

	it('says that older errors may exist, and that some do not tell what the filters ask for', async () => {
		sandbox.server.setOptions({ errorShape: 'short' });
		add(0, 120);
		const { hints } = await getMany({ filters: { recordTypes: ['contact'] } });
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Ometria lists 100 push errors, and none matches/),
			expect.stringMatching(/there may be older ones/),
			expect.stringMatching(/^100 push errors were left out/),
		]);
	});
});

describe('Get Many for the input items', () => {
	const asking = (...ids: unknown[]): INodeExecutionData[] =>
		ids.map((id) => ({ json: { request_id: id } as never }));

	it('takes one call for all, and pairs each error with the item that asked for its request', async () => {
		add(0, 40);
		const { items } = await getMany(
			{ onlyInputRequests: true },
			{ items: asking('r-3', null, 'r-1') },
		);
		expect(requests()).toBe(1);
		expect(recordIds(items)).toEqual([...idsDown(39, 30), ...idsDown(19, 10)]);
		const tenOf = (item: number) => Array.from({ length: 10 }, () => [{ item }]);
		expect(pairs(items)).toEqual([...tenOf(0), ...tenOf(2)]);
	});

	it('takes the request ids of an expression of all items, in one call', async () => {
		add(0, 40);
		const { items } = await getMany(
			{ filters: { requestIds: '={{ $json.request_id }}' } },
			{ items: asking('r-3', 'r-1') },
		);
		expect(requests()).toBe(1);
		expect(items).toHaveLength(20);
		expect(pairs([items[0], items[19]])).toEqual([[{ item: 0 }], [{ item: 1 }]]);
	});

	it('pairs with the item about the same record where there is one', async () => {
		add(0, 2);
		const items = [5, 1, 0].map((n) => ({ json: { request_id: 'r-0', record_id: `c-${n}` } }));
		const result = await getMany({ onlyInputRequests: true }, { items });
		expect(recordIds(result.items)).toEqual(['c-1', 'c-0']);
		expect(pairs(result.items)).toEqual([[{ item: 1 }], [{ item: 2 }]]);
	});

	it('adds requests that are typed in, and pairs their errors with the first item', async () => {
		add(0, 40);
		const { items } = await getMany(
			{ onlyInputRequests: true, filters: { requestIds: 'r-2' } },
			{ items: asking('r-0', 'r-1') },
		);
		expect(items).toHaveLength(30);
		expect(pairs([items[0], items[29]])).toEqual([[{ item: 0 }], [{ item: 0 }]]);
	});

	it('answers each item with the errors that its own filters ask for', async () => {
		sandbox.server.addErrors(
			[
				storedError(1, { request_id: 'r-1', record_type: 'order' }),
				storedError(2, { request_id: 'r-1' }),
				storedError(3, { request_id: 'r-2', record_type: 'order' }),
				storedError(4, { request_id: 'r-2' }),
			],
			Date.now(),
		);
		const { items } = await getMany(
			{
				filters: {
					requestIds: '={{ $json.request }}',
					recordTypes: '={{ [$json.type] }}',
				},
			},
			{
				items: [
					{ json: { request: 'r-1', type: 'contact' } },
					{ json: { request: 'r-2', type: 'order' } },
				],
			},
		);
		expect(recordIds(items)).toEqual(['c-3', 'c-2']);
		expect(pairs(items)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
	});

	it('links an error to the item that asks for its record', async () => {
		add(0, 3);
		const { items } = await getMany(
			{ filters: { recordIds: '={{ $json.id }}' } },
			{ items: [{ json: { id: 'c-1' } }, { json: { id: 'c-2' } }] },
		);
		expect(recordIds(items)).toEqual(['c-2', 'c-1']);
		expect(pairs(items)).toEqual([[{ item: 1 }], [{ item: 0 }]]);
	});

	it('applies the limit of each item', async () => {
		add(0, 20);
		const { items } = await getMany(
			{ limit: '={{ $json.most }}', filters: { requestIds: '={{ $json.request_id }}' } },
			{
				items: [{ json: { request_id: 'r-0', most: 1 } }, { json: { request_id: 'r-1', most: 2 } }],
			},
		);
		expect(recordIds(items)).toEqual(['c-19', 'c-18', 'c-9']);
	});

	it('fails the item with a wrong filter alone', async () => {
		add(0, 2);
		const { outputs } = await getMany(
			{ filters: { recordIds: '={{ $json.id }}', since: '={{ $json.since }}' } },
			{
				items: [
					{ json: { id: 'c-0', since: '2026-01-01' } },
					{ json: { id: 'c-1', since: 'tomorrow' } },
					{ json: { since: '2026-01-01' } },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(pairs(outputs[0])).toEqual([[{ item: 0 }]]);
		expect(outputs[1].map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[{ reason: 'wrong_parameter' }, { item: 1 }],
			[{ reason: 'wrong_parameter' }, { item: 2 }],
		]);
	});

	it('asks for all requests of a Summary', async () => {
		add(0, 40);
		const { items } = await getMany(
			{ onlyInputRequests: true },
			{ items: [{ json: { request_ids: ['r-1', 'r-3'] } }] },
		);
		expect(recordIds(items)).toEqual([...idsDown(39, 30), ...idsDown(19, 10)]);
	});

	it('says so when no item names a request', async () => {
		const { status, error } = await getMany(
			{ onlyInputRequests: true },
			{ items: [{ json: { id: 1 } }] },
		);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/"request_id"/);
		expect(error?.description).toContain('["id"]');
		expect(requests()).toBe(0);
	});
});

describe('Get Many that cannot', () => {
	it.each([
		[{ limit: '={{ 0 }}' }, 'Limit must be a whole number from 1 to 100', 'Found 0.'],
		[{ limit: '={{ 101 }}' }, 'Limit must be a whole number from 1 to 100', 'Found 101.'],
		[{ filters: { since: 'tomorrow' } }, 'Since must be a date and time', 'Found "tomorrow".'],
		[
			{ filters: { recordTypes: '={{ ["customEvent"] }}' } },
			'Record Types must be any of',
			'Found "customEvent".',
		],
		[{ options: { timeout: 0 } }, 'Timeout (Ms) must be', 'Found 0.'],
		[
			{ options: { includeRecord: '={{ 1 }}' } },
			'Include Record must be true or false',
			'Found 1.',
		],
	])('use a parameter names it before any request: %j', async (parameters, message, found) => {
		const { error } = await getMany(parameters);
		expect(error?.message).toContain(message);
		expect(error?.description).toContain(found);
		expect(requests()).toBe(0);
	});

	it('read the list stops with what happened and what to do', async () => {
		sandbox.server.script({ path: '/push/_errors', status: 403 });
		const { error } = await getMany();
		expect(error).toMatchObject({
			message: 'Push errors could not be read: Ometria answered with HTTP 403',
			httpCode: '403',
			description: expect.stringContaining('Check the access token') as string,
		});
		expect(requests()).toBe(1);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'gives one error item for each input item under %s',
		async (onError) => {
			sandbox.server.script({ path: '/push/_errors', status: 404 });
			const items = [{ json: { a: 1 } }, { json: { b: 2 } }];
			const { status, outputs } = await getMany({}, { items, onError });
			expect(status).toBe('success');
			const [branch, other] = onError === 'continueErrorOutput' ? [...outputs].reverse() : outputs;
			expect(other ?? []).toEqual([]);
			expect(branch.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			for (const { json } of branch) {
				expect(json).toMatchObject({
					error: { reason: 'not_found', http_status: 404 },
					message: expect.stringMatching(
						/^Push errors could not be read: Ometria answered with HTTP 404.*Check the base URL/,
					) as string,
				});
			}
		},
	);

	it('use a parameter gives an error item under On Error: Continue', async () => {
		const { items } = await getMany({ limit: 101 }, { onError: 'continueRegularOutput' });
		expect(items.map(({ json }) => json.error)).toEqual([{ reason: 'wrong_parameter' }]);
	});

	it('reads again after passing failures', async () => {
		add(0, 1);
		sandbox.server.script(
			{ path: '/push/_errors', status: 503 },
			{ path: '/push/_errors', delivery: 'reset' },
		);
		expect((await getMany()).items).toHaveLength(1);
		expect(requests()).toBe(3);
	});
});

function idsDown(from: number, to: number): string[] {
	return Array.from({ length: from - to + 1 }, (_, index) => `c-${from - index}`);
}
