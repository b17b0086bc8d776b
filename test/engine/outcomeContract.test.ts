import { createServer } from 'node:http';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { TOKEN } from '../support/engine';
import { listen, OPERATIONS, PARAMETERS, type Listening } from '../support/operations';
import { sandboxFor } from '../support/push';
import { operate } from '../support/read';

/** Two input items that every operation can use. */
const INPUTS = ['c-1', 'c-2'].map((id) => ({ '@type': 'contact', id, email: 'a@shop.example' }));
/** n8n refuses it: there is no such node. */
const REFUSED = "={{ $('Nowhere').item.json.id }}";
const REFUSED_PARAMETERS = {
	...Object.fromEntries(Object.keys(PARAMETERS).map((name) => [name, REFUSED])),
	collection: REFUSED,
	limit: REFUSED,
	onlyInputRequests: REFUSED,
	simplify: REFUSED,
	options: { batchSize: REFUSED, includeRecord: REFUSED },
};
const WRONG_PARAMETERS = {
	...PARAMETERS,
	contactId: { odd: true },
	orderId: { odd: true },
	dataDeletionRequestId: { odd: true },
	eventId: { odd: true },
	mergeJobId: { odd: true },
	templateId: { odd: true },
	survivorValue: { odd: true },
	collection: { odd: true },
	limit: 0,
	simplify: 'odd',
	options: { batchSize: 500, timeout: 0 },
};
/** They have no parameter that can be wrong here. */
const WITHOUT_PARAMETERS = ['contact/getCollections', 'segment/get'];

let broken: Listening;
let requests = 0;
let runs = 0;
beforeAll(async () => {
	broken = await listen(
		createServer((_request, response) => {
			requests++;
			response.writeHead(501).end();
		}),
	);
});
afterAll(async () => await broken.close());

const itemsOf = (output: readonly INodeExecutionData[]) =>
	output
		.flatMap(({ pairedItem }) => pairedItem ?? [])
		.map((paired) => (typeof paired === 'number' ? paired : paired.item))
		.sort((a, b) => a - b);

describe.each(OPERATIONS)('%s', (operation) => {
	const breakages: Array<[string, INodeParameters, string]> = [
		['an unusable credential', PARAMETERS, ''],
		['an answer of 501 from Ometria', PARAMETERS, TOKEN],
		['an expression that n8n refuses', REFUSED_PARAMETERS, TOKEN],
		['a wrong value', WRONG_PARAMETERS, TOKEN],
		['an unknown operation', { ...PARAMETERS, operation: 'odd' }, TOKEN],
	];

	test.each(breakages)(
		'%s gives one error item for each input item',
		async (breakage, parameters, accessToken) => {
			for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
				requests = 0;
				const { outputs, error } = await operate(broken, operation, parameters, {
					inputs: INPUTS,
					settings: { onError },
					// An account of its own each time, as a merge waits for the account's minute.
					credential: {
						accessToken: accessToken && `${accessToken}-${++runs}`,
						baseUrl: broken.url,
						pushRequestsPerSecond: 1000,
					},
				});
				expect(error).toBeUndefined();
				const [success, failures] = onError === 'continueErrorOutput' ? outputs : [[], outputs[0]];
				expect(success).toEqual([]);
				expect(itemsOf(failures)).toEqual([0, 1]);
				for (const { json } of failures) {
					if (onError === 'continueRegularOutput') {
						expect(Object.keys(json)).toEqual(['error', 'message']);
					}
					expect(json.error).toMatchObject({ reason: expect.stringMatching(/^\w+$/) as string });
					expect(json.message).toEqual(expect.any(String));
				}
				const sends = breakage.includes('501') || WITHOUT_PARAMETERS.includes(operation);
				if (!sends) expect(requests).toBe(0);
			}
		},
	);

	test('an unusable credential stops the node under On Error: Stop', async () => {
		const { error } = await operate(broken, operation, PARAMETERS, {
			inputs: INPUTS,
			settings: { onError: 'stopWorkflow' },
			credential: { accessToken: '', baseUrl: broken.url, pushRequestsPerSecond: 8 },
		});
		expect(error?.message).toBe("The Ometria credential's Access Token is not usable");
	});
});

describe('a wrong value of one item', () => {
	let sandbox: Awaited<ReturnType<typeof sandboxFor>>;
	beforeAll(async () => {
		sandbox = await sandboxFor();
	});
	afterAll(async () => await sandbox.close());

	test('fails that item alone; the other contacts are pushed', async () => {
		const inputs = [{ id: 'c-1', shop: 'uk' }, { id: 'c-2', shop: { odd: true } }, { id: 'c-3' }];
		const { outputs } = await operate(
			sandbox,
			'contact/push',
			{ collection: '={{ $json.shop }}' },
			{ inputs, settings: { onError: 'continueErrorOutput' } },
		);
		expect(itemsOf(outputs[0])).toEqual([0, 2]);
		expect(outputs[1]).toMatchObject([
			{
				json: {
					id: 'c-2',
					error: { reason: 'wrong_parameter' },
					message: expect.stringContaining('Collection must be a text') as string,
				},
			},
		]);
	});

	test('sends no email whose data expression failed', async () => {
		const inputs = [{ name: { first: 'Ada' } }, { other: 1 }];
		const { outputs } = await operate(
			sandbox,
			'transactionalEmail/send',
			{
				...PARAMETERS,
				data: '={{ { contact: { firstname: $json.name.first } } }}',
			},
			{ inputs, settings: { onError: 'continueErrorOutput' } },
		);
		expect(itemsOf(outputs[0])).toEqual([0]);
		expect(outputs[1]).toMatchObject([
			{ json: { other: 1, error: { reason: 'wrong_parameter' } } },
		]);
	});
});

test('field names of an item become no HTML in hints', async () => {
	const sandbox = await listen(
		createServer((_request, response) =>
			response.writeHead(202).end('{"status":"<b>OK</b>","accepted":1,"rejected":0}'),
		),
	);
	const { hints } = await operate(
		sandbox,
		'contact/push',
		{},
		{
			inputs: [{ id: 'c-1', '<h1>Session expired</h1><img src="x">': 1 }],
			settings: { onError: 'continueRegularOutput' },
		},
	);
	await sandbox.close();
	expect(hints.map(({ message }) => message).join()).toContain('&lt;h1>');
	for (const { message } of hints) expect(message).not.toMatch(/[<`]/);
});
