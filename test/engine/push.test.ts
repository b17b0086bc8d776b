import type { INode } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, contacts, push, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => {
	sandbox.server.reset();
	sandbox.server.setOptions({ onReceipt: () => 'take', backlogHeaders: true });
});
afterAll(async () => await sandbox.close());

const STOP: Partial<INode> = { onError: 'stopWorkflow' };
const CONTINUE: Partial<INode> = { onError: 'continueRegularOutput' };
const ERROR_OUTPUT: Partial<INode> = { onError: 'continueErrorOutput' };

const pushes = () => sandbox.server.log.filter(({ path }) => path === '/push');

describe('sending', () => {
	test('packs items into requests of 100 and puts out one item per request', async () => {
		const { outputs, status } = await push(sandbox, contacts(250), {
			parameters: { collection: 'n8n' },
		});
		expect(status).toBe('success');
		expect(pushes().map(({ recordIds }) => recordIds.length)).toEqual([100, 100, 50]);
		expect(outputs[0]).toHaveLength(3);
		const [first] = outputs[0];
		expect(first.json).toEqual({
			request_id: pushes()[0].requestId,
			status: 'OK',
			record_type: 'contact',
			input_format: 'ometria',
			sent: 100,
			accepted: 100,
			rejected: 0,
			attempts: 1,
			http_status: 202,
			duration_ms: expect.any(Number) as number,
			warnings: [],
		});
		expect(first.pairedItem).toEqual(Array.from({ length: 100 }, (_, item) => ({ item })));
		expect(outputs[0][2].pairedItem).toEqual(
			Array.from({ length: 50 }, (_, i) => ({ item: 200 + i })),
		);
		expect(arrived(sandbox)[0]).toEqual({
			'@type': 'contact',
			'@collection': 'n8n',
			'@merge': true,
			...contacts(1)[0],
		});
	});

	const event = { event_type: 'wishlist_added', timestamp: '2026-01-15T10:07:12Z' };
	test.each([
		['contact', 'contact', { '@merge': true }, {}],
		['product', 'product', { '@merge': true }, {}],
		['order', 'order', { '@merge': true }, {}],
		['customEvent', 'custom_event', {}, event],
	])('%s is sent as @type %s', async (resource, type, more, fields) => {
		await push(sandbox, [{ id: 'x', ...fields }], { resource });
		expect(arrived(sandbox)).toEqual([{ '@type': type, ...more, id: 'x', ...fields }]);
	});

	test('what the item says of itself wins over the parameters', async () => {
		const own = { '@type': 'contact', '@collection': 'own', '@merge': false, id: '1' };
		await push(sandbox, [own], { parameters: { collection: 'n8n', merge: true } });
		expect(arrived(sandbox)).toEqual([own]);
	});

	test('merge off sends no @merge; an empty collection none either', async () => {
		await push(sandbox, [{ id: '1' }], { parameters: { merge: false, collection: '' } });
		expect(arrived(sandbox)).toEqual([{ '@type': 'contact', id: '1' }]);
	});

	test('the collection can be an expression over each item', async () => {
		await push(
			sandbox,
			contacts(3, (i) => ({ source: `s${i % 2}` })),
			{
				parameters: { collection: '={{ $json.source }}' },
			},
		);
		expect(arrived(sandbox).map((record) => record['@collection'])).toEqual(['s0', 's1', 's0']);
	});

	test('a whole number is the name of a collection, another value fails its item', async () => {
		const people = contacts(4, (i) => ({ source: [7, 0, 1.5, true][i] }));
		const { outputs } = await push(sandbox, people, {
			parameters: { collection: '={{ $json.source }}' },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(arrived(sandbox).map((record) => record['@collection'])).toEqual(['7', '0']);
		expect(outputs[1].map(({ json }) => json.id)).toEqual(['c-2', 'c-3']);
	});

	test('a numeric id becomes text; nothing else is altered, null is sent', async () => {
		const odd = {
			id: 7,
			nothing: null,
			emoji: '👩‍👩‍👧',
			nested: { a: [1, { b: null }] },
			zero: 0,
			no: false,
		};
		await push(sandbox, [odd]);
		expect(arrived(sandbox)).toEqual([{ '@type': 'contact', '@merge': true, ...odd, id: '7' }]);
		sandbox.server.reset();
		await push(sandbox, [odd], { options: { convertTypes: false } });
		expect(arrived(sandbox)[0].id).toBe(7);
	});

	test('keys that could pollute prototypes are data', async () => {
		const json = JSON.parse('{"id":"1","__proto__":{"polluted":true},"constructor":"x"}') as object;
		await push(sandbox, [json]);
		expect(pushes()[0].body).toContain('"__proto__":{"polluted":true},"constructor":"x"');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test('repeated ids go out in order, in requests of their own', async () => {
		await push(
			sandbox,
			contacts(250, (i) => ({ id: `c-${i % 125}`, step: i })),
		);
		const steps = arrived(sandbox).filter(({ id }) => id === 'c-3');
		expect(steps.map(({ step }) => step)).toEqual([3, 128]);
		expect(pushes().map(({ recordIds }) => new Set(recordIds).size)).toEqual([100, 25, 100, 25]);
	});

	test('one item per record on request, in input order', async () => {
		const { outputs } = await push(sandbox, contacts(150), { options: { output: 'records' } });
		expect(outputs[0]).toHaveLength(150);
		expect(outputs[0][120]).toEqual({
			json: {
				record_type: 'contact',
				input_format: 'ometria',
				record_id: 'c-120',
				request_id: pushes().find(({ recordIds }) => recordIds.includes('c-120'))?.requestId,
				outcome: 'accepted',
				http_status: 202,
				attempts: 1,
				warnings: [],
			},
			pairedItem: { item: 120 },
		});
	});

	test('mixed input is grouped by type and sent contacts first', async () => {
		const mixed = [
			{ '@type': 'custom_event', id: 'e', event_type: 'viewed', timestamp: '2026-01-15T10:07:12Z' },
			{ '@type': 'order', id: 'o' },
			{ '@type': 'contact', id: 'c' },
			{ '@type': 'product', id: 'p' },
			{ '@type': 'contact', id: 'c2' },
		];
		const { outputs } = await push(sandbox, mixed, { resource: 'record' });
		expect(pushes().map(({ type, recordIds }) => [type, ...recordIds])).toEqual([
			['contact', 'c', 'c2'],
			['product', 'p'],
			['order', 'o'],
			['custom_event', 'e'],
		]);
		// Output is in order of the first record of each request.
		expect(outputs[0].map(({ json }) => json.record_type)).toEqual([
			'custom_event',
			'order',
			'contact',
			'product',
		]);
	});

	test('the size of a request follows the option', async () => {
		await push(sandbox, contacts(10), { options: { batchSize: 4 } });
		expect(pushes().map(({ recordIds }) => recordIds.length)).toEqual([4, 4, 2]);
	});

	test('a hint sums the run up', async () => {
		const { hints } = await push(sandbox, contacts(150));
		expect(hints[0].message).toMatch(/^Sent 150 contacts in 2 requests\. Accepted means received/);
		expect(hints[0].type).toBe('info');
	});

	test('a dry run shows each record as it would be sent, and sends nothing', async () => {
		const { outputs, hints } = await push(
			sandbox,
			contacts(120, () => ({ customer_id: 7 })),
			{ parameters: { dryRun: true } },
		);
		expect(pushes()).toEqual([]);
		expect(outputs[0]).toHaveLength(120);
		expect(outputs[0][3]).toMatchObject({
			json: {
				item: 3,
				record_type: 'contact',
				record_id: 'c-3',
				record: { '@type': 'contact', '@merge': true, id: 'c-3', customer_id: '7' },
				warnings: [],
			},
			pairedItem: { item: 3 },
		});
		expect(hints[0].message).toBe(
			'Dry run: 120 contacts would be sent in 2 requests. Nothing was sent.',
		);
	});

	test.each([
		['an option, as up to 0.1', { options: { dryRun: true } }],
		['options that one expression gives', { options: '={{ ({ dryRun: $json.dry }) }}' }],
	])('a dry run sends nothing either where it is given by %s', async (_name, parameters) => {
		const { outputs } = await push(sandbox, [{ id: 'c', dry: true }], { parameters });
		expect(pushes()).toEqual([]);
		expect(outputs[0]).toMatchObject([{ json: { record_id: 'c', record: { id: 'c' } } }]);
	});

	test('record ids are listed where the user wants them', async () => {
		const { outputs } = await push(sandbox, contacts(3), { options: { includeRecordIds: true } });
		expect(outputs[0][0].json.record_ids).toEqual(['c-0', 'c-1', 'c-2']);
	});

	test('a summary is one item for the whole run, and failures leave as error items', async () => {
		const people = contacts(150, (i) => (i === 7 ? { id: '' } : { email: ` p${i}@shop.example` }));
		const { outputs } = await push(sandbox, people, {
			options: { output: 'summary' },
			settings: ERROR_OUTPUT,
		});
		const [[summary, ...others], failed] = outputs;
		expect(others).toEqual([]);
		expect(failed).toHaveLength(1);
		expect(summary.json).toMatchObject({
			record_type: 'contact',
			items: 150,
			records: 150,
			accepted: 149,
			invalid: 1,
			skipped: 0,
			requests: 2,
			request_ids: pushes().map(({ requestId }) => requestId),
			stopped: null,
			warnings: [{ field: 'email', records: 149, record_ids: ['c-0', 'c-1', 'c-2'] }],
		});
		expect(summary.pairedItem).toHaveLength(149);
	});

	test('warnings are in the item of the request that has the records', async () => {
		const { outputs } = await push(
			sandbox,
			contacts(3, (i) => (i === 1 ? { email: ' p@shop.example' } : {})),
			{ options: { batchSize: 1 } },
		);
		expect(outputs[0].map(({ json }) => (json.warnings as unknown[]).length)).toEqual([0, 1, 0]);
	});

	test('what concerns the run as a whole is in the first item', async () => {
		const { outputs } = await push(
			sandbox,
			contacts(3, () => ({ id: 'same' })),
		);
		const [first, ...others] = outputs[0].map(({ json }) => json.warnings);
		expect(first).toEqual([
			expect.stringMatching(/^3 of 3 records share the ID "same".* \(same and 2 more\)$/),
		]);
		expect(others).toEqual([[], []]);
	});

	test('a sheet without ids is said once, with its columns and what to choose', async () => {
		const rows = Array.from({ length: 1000 }, (_, i) => ({
			'Customer No': i,
			'E-Mail': `p${i}@shop.example`,
		}));
		const parameters = { inputFormat: 'ometria' };
		const { error } = await push(sandbox, rows, { parameters });
		expect(error?.message).toBe('None of the 1,000 contacts has an id, so nothing was sent');
		expect(error?.description).toMatch(
			/^The input has the fields Customer No, E-Mail\. .*set Input Format to "Table"/,
		);
		const { hints } = await push(sandbox, rows, { parameters, settings: CONTINUE });
		expect(hints[0].message).toMatch(
			/^None of the 1,000 contacts has an id\. The input has the fields Customer No, E-Mail\./,
		);
	});
});

describe('input that cannot be sent', () => {
	const big = 'ü'.repeat(31_000);
	const bad: Array<[string, unknown, string, string]> = [
		['an item without an id', { email: 'a@shop.example' }, 'id', 'missing_id'],
		['an empty item', {}, 'id', 'missing_id'],
		['an empty id', { id: '' }, 'id', 'missing_id'],
		['an id that is an object', { id: { a: 1 } }, 'id', 'invalid_id'],
		['an id beyond safe integers', { id: 2 ** 60 }, 'id', 'invalid_id'],
		['another @type', { id: '1', '@type': 'order' }, '@type', 'contradicting_type'],
		[
			'a collection that is no text',
			{ id: '1', '@collection': true },
			'@collection',
			'invalid_collection',
		],
		['a record over 60 KB in bytes, not in characters', { id: '1', note: big }, '', 'too_large'],
	];

	test.each(bad)(
		'%s stops the run before anything is sent, and the error names item and field',
		async (_name, json, field) => {
			const { status, error } = await push(sandbox, [...contacts(150), json], { settings: STOP });
			expect(status).toBe('error');
			expect(pushes()).toEqual([]);
			expect(error?.message).toBe('1 of 151 contacts is not valid, so nothing was sent');
			expect(error?.description).toContain('(item 150)');
			expect(error?.description).toContain(field);
			expect(error?.context?.itemIndex).toBe(150);
		},
	);

	test.each(bad)(
		'%s is refused alone where the run continues',
		async (_name, json, field, reason) => {
			const { outputs } = await push(sandbox, [json, ...contacts(150)], { settings: CONTINUE });
			expect(arrived(sandbox)).toHaveLength(150);
			expect(outputs[0]).toHaveLength(3);
			const failure = outputs[0][2];
			expect(Object.keys(failure.json).sort()).toEqual(['error', 'message']);
			expect(failure.json.error).toMatchObject({ reason, ...(field && { field }) });
			expect(failure.pairedItem).toEqual({ item: 0 });
		},
	);

	test('a record just below 60 KB is sent, with a warning', async () => {
		const { hints } = await push(sandbox, [
			{ id: '1', properties: { note: 'x'.repeat(61_440 - 67) } },
		]);
		expect(pushes()[0].bytes).toBe(61_440 + 2);
		expect(hints.map(({ message }) => message).join('\n')).toContain('close to the limit of 60 KB');
	});

	test('an id behind the byte order mark of a file is explained', async () => {
		const parameters = { inputFormat: 'ometria' };
		const items = [{ '\uFEFFid': 'c-1' }];
		const { outputs } = await push(sandbox, items, { parameters, settings: CONTINUE });
		expect(outputs[0][0].json.message).toContain('Exclude Byte Order Mark');
	});

	test('an item that is not an object is refused', async () => {
		const { outputs } = await push(sandbox, ['text'], { settings: CONTINUE });
		expect(outputs[0][0].json.error).toMatchObject({ reason: 'not_a_record' });
	});

	test('no items give no request', async () => {
		const { status } = await push(sandbox, []);
		expect(status).toBe('success');
		expect(pushes()).toEqual([]);
	});

	test.each([
		['batchSize', 0, 'Batch Size must be a whole number from 1 to 100'],
		['batchSize', 101, 'Batch Size must be a whole number from 1 to 100'],
		['batchSize', 2.5, 'Batch Size must be a whole number from 1 to 100'],
		['maxRetries', 21, 'Max Retries must be a whole number from 0 to 20'],
		['timeout', 0, 'Timeout (Ms) must be a whole number from 1 to 3600000'],
		['giveUpAfterSeconds', -1, 'Give Up After (Seconds) must be a whole number from 1 to 86400'],
		['output', 'all', 'Output must be one of requests, records, summary'],
		['onRejected', 'x', 'If Records Are Rejected must be one of fail, report'],
		[
			'textTimezone',
			'Mars/Base',
			'Time Zone of Texts must be a time zone such as UTC or Europe/London',
		],
		['excelDates', 'guess', 'Excel Dates must be one of refuse, convert'],
	])('option %s = %s is refused by name', async (name, value, message) => {
		const { error } = await push(sandbox, contacts(1), { options: { [name]: value } });
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(JSON.stringify(value));
		expect(pushes()).toEqual([]);
	});
});

describe('the credential', () => {
	test('a missing credential is named before anything is sent', async () => {
		const { error } = await push(sandbox, contacts(1), { credential: undefined });
		expect(error?.message).toMatch(/credentials/i);
		expect(pushes()).toEqual([]);
	});

	test('a credential with a plain-http address elsewhere is refused before anything is sent', async () => {
		const { error } = await push({ url: 'http://api.ometria.example/v2' }, contacts(1));
		expect(error?.message).toBe("The Ometria credential's Base URL is not usable");
		expect(error?.description).toContain('https');
	});

	test('a wrong token stops the run at once and is not shown', async () => {
		const { error, run } = await push(sandbox, contacts(500), {
			credential: {
				accessToken: 'wrong-token-123',
				baseUrl: sandbox.url,
				pushRequestsPerSecond: 1,
			},
		});
		expect(pushes()).toHaveLength(1);
		expect(error?.message).toBe('Pushed 0 of 500 contacts, then Ometria answered with HTTP 403');
		expect(error?.description).toContain('Check the access token');
		expect(JSON.stringify(run.data)).not.toContain('wrong-token-123');
	});
});

describe('the setting On Error', () => {
	test('Stop reports an unreachable server with what was pushed and what to do', async () => {
		sandbox.server.script({ after: 2, status: 503, times: 99 });
		const { error } = await push(sandbox, contacts(500), {
			settings: STOP,
			rate: 1000,
			options: { maxRetries: 0, batchSize: 100 },
		});
		expect(error?.message).toMatch(
			/^Pushed 200 of 500 contacts, then Ometria answered with HTTP 503$/,
		);
		const [a, b] = pushes().map(({ requestId }) => requestId);
		expect(error?.description).toContain(`Request IDs received: ${a}, ${b}.`);
		expect(error?.description).toContain('Run the workflow again');
		expect(error?.httpCode).toBe('503');
	});

	test('Continue (using error output) sends failures out of the error branch, with their input', async () => {
		sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-7' ? 'refuseRequest' : 'take') });
		const { outputs, status } = await push(sandbox, [{ x: 1 }, ...contacts(20)], {
			settings: ERROR_OUTPUT,
			options: { includeRecordIds: true },
		});
		expect(status).toBe('success');
		const [good, failed] = outputs;
		expect(good.flatMap(({ json }) => json.record_ids)).toHaveLength(19);
		expect(failed).toHaveLength(2);
		expect(failed[0].json).toMatchObject({ x: 1, error: { reason: 'missing_id', field: 'id' } });
		expect(failed[1].json).toMatchObject({
			id: 'c-7',
			email: 'person7@shop.example',
			message: 'Record was rejected by Ometria: HTTP 400: Payload invalid',
			error: { record_type: 'contact', record_id: 'c-7', reason: 'http_400', http_status: 400 },
		});
	});

	test('Continue makes a rejection counted in the answer the record’s error, after looking it up', async () => {
		sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-3' ? 'reject' : 'take') });
		const { outputs, hints } = await push(sandbox, contacts(10), {
			settings: CONTINUE,
			options: { includeRecordIds: true },
		});
		const [good, failed] = outputs[0];
		expect(good.json).toMatchObject({ sent: 10, accepted: 9, rejected: 1 });
		expect(good.json.record_ids).toHaveLength(9);
		expect(failed.json).toMatchObject({
			message: expect.stringMatching(/^Record was rejected by Ometria: /) as string,
			error: { record_id: 'c-3', request_id: pushes()[0].requestId, reason: 'rejected' },
		});
		expect(hints[0].type).toBe('warning');
	});

	test('Stop ends the run at a rejection, and names it', async () => {
		sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-3' ? 'reject' : 'take') });
		const { error } = await push(sandbox, contacts(300), { settings: STOP, rate: 1 });
		expect(arrived(sandbox)).toHaveLength(100);
		expect(error?.message).toBe('Pushed 99 of 300 contacts, 1 rejected, 200 not sent');
		expect(error?.description).toContain('(item 3)');
		expect(error?.context?.itemIndex).toBe(3);
	});

	test('rejections can be only reported', async () => {
		sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-3' ? 'reject' : 'take') });
		const { outputs, status } = await push(sandbox, contacts(10), {
			settings: STOP,
			options: { onRejected: 'report' },
		});
		expect(status).toBe('success');
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[0][0].json).toMatchObject({
			rejected: 1,
			rejected_records: [{ record_id: 'c-3' }],
		});
	});

	test('rejections that Ometria does not name are nobody’s plain success', async () => {
		sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-3' ? 'rejectUnnamed' : 'take') });
		const { outputs } = await push(sandbox, contacts(10), { settings: CONTINUE });
		expect(outputs[0]).toHaveLength(10);
		expect(outputs[0][0].json).toMatchObject({
			error: { reason: 'rejected_not_named' },
			message:
				'Record was possibly rejected by Ometria: Ometria rejected 1 of 10 contacts (1 of 10 contacts not named by Ometria)',
		});
	});

	test('no success item has a field "error", whatever Ometria answers', async () => {
		sandbox.server.script({
			status: 202,
			apply: true,
			body: JSON.stringify({
				status: 'OK',
				request_id: 'r',
				accepted: 1,
				rejected: 0,
				error: 'x',
				queue: 'eu',
			}),
		});
		const { outputs } = await push(sandbox, contacts(1));
		expect(outputs[0][0].json).toMatchObject({ request_id: 'r', answer_error: 'x', queue: 'eu' });
		expect(outputs[0][0].json).not.toHaveProperty('error');
	});

	test('a run with failures is not repeated by Retry On Fail when it continues', async () => {
		await push(sandbox, [...contacts(10), { x: 1 }], {
			settings: { ...CONTINUE, retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		});
		expect(arrived(sandbox)).toHaveLength(10);
	});
});

describe('traps of HTTP', () => {
	test('a 401 is sent once', async () => {
		sandbox.server.script({ status: 401 });
		await push(sandbox, contacts(1));
		expect(pushes()).toHaveLength(1);
	});

	test('a redirect is not followed', async () => {
		sandbox.server.script({ status: 302, headers: { location: `${sandbox.url}/products` } });
		const { error } = await push(sandbox, contacts(1));
		expect(sandbox.server.log).toHaveLength(1);
		expect(error?.message).toBe('Pushed 0 of 1 contact, then Ometria answered with HTTP 302');
		expect(error?.description).toContain('base URL');
	});

	test.each([
		['a reset before the records were taken in', { delivery: 'reset' as const }],
		['a reset after they were', { delivery: 'reset' as const, apply: true }],
		['an answer cut off', { delivery: 'truncate' as const }],
		['an answer that is no JSON', { body: '<html>' }],
		['a 502', { status: 502 }],
	])('%s is repeated, and only that request', async (_name, fault) => {
		sandbox.server.script({ after: 1, ...fault });
		const { outputs } = await push(sandbox, contacts(300));
		expect(outputs[0].map(({ json }) => json.accepted)).toEqual([100, 100, 100]);
		expect(outputs[0].map(({ json }) => json.attempts).sort()).toEqual([1, 1, 2]);
		expect(pushes()).toHaveLength(4);
	});

	test('a server that never answers is given up after the time-out', async () => {
		sandbox.server.script({ delivery: 'hang', times: 9 });
		const { error } = await push(sandbox, contacts(1), {
			options: { timeout: 200, maxRetries: 1 },
		});
		expect(pushes()).toHaveLength(2);
		expect(error?.message).toBe('Pushed 0 of 1 contact, then no answer came from Ometria');
	});

	test('each attempt has an X-Request-ID of its own, which names one that got no answer', async () => {
		sandbox.server.script({ delivery: 'reset', times: 2 });
		const lost = await push(sandbox, contacts(1), { options: { maxRetries: 1 } });
		const [first, second] = pushes().map(({ sentId }) => sentId);
		expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect(second).not.toBe(first);
		expect(lost.error?.description).toContain(`(X-Request-ID ${second})`);
		sandbox.server.script({ status: 503, times: 2 });
		const answered = await push(sandbox, contacts(1), { options: { maxRetries: 1 } });
		expect(answered.error?.description).not.toContain('X-Request-ID');
	});

	test('cancelling ends a run that waits', async () => {
		sandbox.server.script({ status: 503, headers: { 'retry-after': '200' }, times: 99 });
		const began = Date.now();
		await push(sandbox, contacts(10), { cancelAfterMs: 1500 });
		expect(Date.now() - began).toBeLessThan(5000);
		expect(pushes()).toHaveLength(1);
	});
});
