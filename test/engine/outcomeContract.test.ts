import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { OPERATION_POLICY } from '../../nodes/Ometria/operations/operation';
import { CORE_VERSION, TOKEN } from '../support/engine';
import { listen, type Listening, OPERATIONS, PARAMETERS, RECORDS } from '../support/operations';
import { sandboxFor } from '../support/push';
import { operate } from '../support/read';

/** Input items that the operation can use. */
function inputsOf(operation: string): IDataObject[] {
	const record = RECORDS[operation.split('/')[0]] ?? RECORDS.contact;
	// A second merge waits a minute, as Ometria takes one a minute.
	const ids = operation === 'profile/merge' ? ['r-1'] : ['r-1', 'r-2'];
	return ids.map((id) => ({ ...record, id }));
}

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
const WRONG_OPTIONS = { limit: 0, simplify: 'odd', options: { batchSize: 500, timeout: 0 } };
const WRONG_ITEM_VALUES = {
	contactId: { odd: true },
	orderId: { odd: true },
	dataDeletionRequestId: { odd: true },
	eventId: { odd: true },
	mergeJobId: { odd: true },
	templateId: { odd: true },
	survivorValue: { odd: true },
	collection: { odd: true },
};
/** Ends a push to a server that does not recover. */
const NO_PATIENCE = { options: { giveUpAfterSeconds: 1, maxRetries: 1 } };

interface Breakage {
	name: string;
	/** Laid over the parameters that work. */
	parameters?: INodeParameters;
	accessToken?: string;
	/** What the server answers with; undefined: nobody listens. */
	status?: number;
	/** Whether requests are made although the node is set up wrongly, or rightly. */
	sends?: boolean;
}

const BREAKAGES: Breakage[] = [
	{ name: 'an unusable credential', accessToken: '', status: 501 },
	{ name: 'a wrong option', parameters: WRONG_OPTIONS, status: 501 },
	{ name: 'an unknown operation', parameters: { operation: 'odd' }, status: 501 },
	{ name: 'an expression that n8n refuses', parameters: REFUSED_PARAMETERS, status: 501 },
	{ name: 'a wrong item value', parameters: WRONG_ITEM_VALUES, status: 501 },
	{ name: 'answers of 501', status: 501, sends: true },
	{ name: 'answers of 500 without end', parameters: NO_PATIENCE, status: 500, sends: true },
	{ name: 'a refused connection', parameters: NO_PATIENCE },
];
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** Names of the parameters that an operation reads, those of its collections among them. */
function namesOf(operation: string): Set<string> {
	const [resource, name] = operation.split('/');
	const own = new Ometria().description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(name),
	);
	return new Set(
		own.flatMap(({ name: parameter, type, options = [] }) =>
			type === 'collection' ? options.map((option) => option.name) : [parameter],
		),
	);
}

/** Whether an operation reads one of the parameters that a breakage changes. */
function concerns({ parameters = {} }: Breakage, operation: string): boolean {
	const names = namesOf(operation);
	const { options = {}, ...rest } = parameters;
	return Object.keys({ ...rest, ...(options as INodeParameters) }).some((name) => names.has(name));
}

/** A run as the report tells it. */
interface Run {
	operation: string;
	mode: string;
	breakage: string;
	/** Items on the success branch; none of them was received. */
	success: number;
	failures: number;
}

/** Writes what was seen for the version of n8n-core to `reports/`. */
function report(runs: readonly Run[]): void {
	const sum = (of: readonly Run[], field: 'success' | 'failures') =>
		of.reduce((total, run) => total + run[field], 0);
	const row = (cells: ReadonlyArray<string | number>) => `| ${cells.join(' | ')} |`;
	const table = (head: string[], rows: string[]) =>
		[row(head), row(head.map(() => '---')), ...rows].join('\n');
	const figures = ['on the success branch, not received', 'error items'];
	const condensed = BREAKAGES.flatMap(({ name }) =>
		MODES.map((mode) => {
			const of = runs.filter(({ breakage, mode: own }) => breakage === name && own === mode);
			return row([name, mode, of.length, sum(of, 'success'), sum(of, 'failures')]);
		}),
	);
	const all = runs.map((run) =>
		row([run.operation, run.mode, run.breakage, run.success, run.failures]),
	);
	mkdirSync('reports', { recursive: true });
	writeFileSync(
		`reports/outcome-contract-${CORE_VERSION}.md`,
		[
			`# Outcomes of broken runs on n8n-core ${CORE_VERSION}`,
			table(['breakage', 'On Error', 'operations', ...figures], condensed),
			table(['operation', 'On Error', 'breakage', ...figures], all),
		].join('\n\n') + '\n',
	);
}

let server: Listening;
let closed: Listening;
let status = 501;
let requests = 0;
let accounts = 0;
const runs: Run[] = [];
beforeAll(async () => {
	server = await listen(
		createServer((_request, response) => {
			requests++;
			response.writeHead(status).end();
		}),
	);
	closed = await listen(createServer());
	await closed.close();
	// Reads would be repeated for 15 minutes.
	Object.assign(OPERATION_POLICY, { giveUpAfterMs: 1000, maxRetries: 1 });
	// No jitter: what is repeated is repeated at once.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await server.close();
	report(runs);
});

const itemsOf = (output: readonly INodeExecutionData[]) =>
	output
		.flatMap(({ pairedItem }) => pairedItem ?? [])
		.map((paired) => (typeof paired === 'number' ? paired : paired.item))
		.sort((a, b) => a - b);
const isErrorItem = ({ json }: INodeExecutionData) =>
	Object.keys(json).join() === 'error,message' && typeof json.error === 'object';

describe.each(OPERATIONS)('%s', (operation) => {
	const inputs = inputsOf(operation);
	// Repeating a merge that did not arrive waits a minute, too.
	const breakages = BREAKAGES.filter(
		({ status: answer }) => answer !== undefined || operation !== 'profile/merge',
	);

	describe.each(breakages)('$name', (breakage) => {
		test.each(MODES)('lets no item pass as received under %s', async (onError) => {
			requests = 0;
			status = breakage.status ?? 0;
			const { url } = breakage.status === undefined ? closed : server;
			const parameters = { ...PARAMETERS, ...breakage.parameters };
			const { outputs, error } = await operate({ url }, operation, parameters, {
				inputs,
				settings: { onError },
				// An account of its own each time, as a merge waits for the account's minute.
				credential: {
					accessToken: breakage.accessToken ?? `${TOKEN}-${++accounts}`,
					baseUrl: url,
					pushRequestsPerSecond: 1000,
				},
			});
			const [first = [], second = []] = outputs;
			const success = first.filter((item) => !isErrorItem(item));
			const failures = onError === 'continueErrorOutput' ? second : first.filter(isErrorItem);
			runs.push({
				operation,
				mode: onError,
				breakage: breakage.name,
				success: success.length,
				failures: failures.length,
			});

			expect(success).toEqual([]);
			if (onError === 'stopWorkflow') {
				expect(error?.message).toEqual(expect.any(String));
				expect(failures).toEqual([]);
			} else {
				expect(error).toBeUndefined();
				expect(itemsOf(failures)).toEqual([...inputs.keys()]);
			}
			for (const { json } of failures) {
				expect(json.error).toMatchObject({ reason: expect.stringMatching(/^\w+$/) as string });
				expect(json.message).toEqual(expect.any(String));
			}
			const foundBefore = breakage.parameters?.operation ?? concerns(breakage, operation);
			if (breakage.sends) expect(requests).toBeGreaterThan(0);
			else if (breakage.accessToken === '' || foundBefore) expect(requests).toBe(0);
		});
	});

	test('an unusable credential is named under On Error: Stop', async () => {
		const { error } = await operate(server, operation, PARAMETERS, {
			inputs,
			settings: { onError: 'stopWorkflow' },
			credential: { accessToken: '', baseUrl: server.url, pushRequestsPerSecond: 8 },
		});
		expect(error?.message).toBe("The Ometria credential's Access Token is not usable");
	});
});

describe.each(OPERATIONS.filter((operation) => /(push|send)$/.test(operation)))(
	'%s to a server that fails after the first item',
	(operation) => {
		let failing: Listening;
		beforeAll(async () => {
			failing = await listen(
				createServer((request, response) => {
					void text(request).then((body) => {
						if (!body.includes('r-1')) return response.writeHead(500).end();
						return response
							.writeHead(202, { 'content-type': 'application/json' })
							.end('{"status":"OK","accepted":1,"rejected":0,"request_id":"q-1"}');
					});
				}),
			);
		});
		afterAll(async () => await failing.close());

		test.each(MODES)('lets only the received item pass under %s', async (onError) => {
			const { outputs, error } = await operate(
				failing,
				operation,
				{
					...PARAMETERS,
					toEmail: '={{ $json.id }}@shop.example',
					options: { batchSize: 1, maxRetries: 0 },
				},
				{
					inputs: inputsOf(operation),
					settings: { onError },
					credential: {
						accessToken: `${TOKEN}-${++accounts}`,
						baseUrl: failing.url,
						pushRequestsPerSecond: 1000,
					},
				},
			);
			const [first = [], second = []] = outputs;
			if (onError === 'stopWorkflow') {
				expect(outputs.flat()).toEqual([]);
				expect(error?.message).toContain('1 of 2 ');
				return;
			}
			const failures = onError === 'continueErrorOutput' ? second : first.filter(isErrorItem);
			expect(itemsOf(first.filter((item) => !isErrorItem(item)))).toEqual([0]);
			expect(itemsOf(failures)).toEqual([1]);
		});
	},
);

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
					message: expect.stringContaining('Collection must be the name of a collection') as string,
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
