import { createServer } from 'node:http';

import type { IDataObject, INodeParameters, NodeApiError } from 'n8n-workflow';

import { INPUT_FORMATS } from '../../nodes/Ometria/formats';
import { SHAPES } from '../../nodes/Ometria/records/schemas';
import { type NodeResult, TOKEN } from '../support/engine';
import { listen, type Listening, OPERATIONS, PARAMETERS } from '../support/operations';
import { operate } from '../support/read';
import * as magento2 from '../unit/formats/magento2/payloads';
import * as shopify from '../unit/formats/shopify/payloads';
import * as wooCommerce from '../unit/formats/wooCommerce/payloads';
import { PolledWorkflow } from './errorsSupport';

const LONG = 'x'.repeat(100_000);
/** Characters of a message, hint, warning or description; a run may list the first failures. */
const MOST = 4000;
const MOST_OF_FIELD = 250;

const isLongName = (value: unknown) => typeof value === 'string' && value.length > MOST_OF_FIELD;
const isLong = (value: unknown) => typeof value === 'string' && value.length > MOST;

/** Each place of a payload whose text, or whose name, may be anyone's. */
function longAt(value: unknown): unknown[] {
	if (typeof value === 'string' || typeof value === 'number') return [LONG];
	if (typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) {
		const list: unknown[] = value;
		return longAt(list[0]).map((entry) => [entry, ...list.slice(1)]);
	}
	return Object.entries(value as IDataObject).flatMap(([name, inner]) => [
		...longAt(inner).map((changed) => ({ ...value, [name]: changed })),
		{ ...value, [name]: undefined, [`${name}${LONG}`]: inner },
	]);
}

/** Whatever a run says: of each text, where it is and how long it is. */
function saidTooMuch({ error, hints, outputs }: NodeResult): string[] {
	const texts: Array<[string, unknown]> = [
		['message', error?.message],
		['description', error?.description],
		...hints.map(({ message }): [string, unknown] => ['hint', message]),
	];
	const found: string[] = [];
	for (const { json } of outputs.flat()) {
		if (typeof json.error === 'object') {
			texts.push(['error item', json.message]);
			const { field, reason } = json.error as IDataObject;
			if (isLongName(field)) found.push(`field of ${JSON.stringify(reason)}`);
		}
		for (const warning of Array.isArray(json.warnings)
			? (json.warnings as Array<IDataObject | string>)
			: []) {
			if (typeof warning === 'string') {
				texts.push(['warning', warning]);
				continue;
			}
			texts.push(['warning', warning.message]);
			if (isLongName(warning.field)) found.push('field of a warning');
			const ids = JSON.stringify(warning.record_ids);
			if (ids.length > MOST) found.push('IDs of a warning');
		}
	}
	for (const [where, text] of texts) {
		if (isLong(text)) found.push(`${where}: ${String(text).slice(0, 200)}`);
	}
	return found;
}

const ROWS = {
	contact: { ID: '1', Email: 'a@b.example', Newsletter: 'yes', 'Opt-Out': 'no', Shoe: '9' },
	product: { ID: '1', Title: 'A', Price: '1.50', attributes: '[]' },
	order: { ID: '1', Total: '1.50', SKU: 'a', lineitems: '[]', 'customer.email': 'a@b.example' },
};
const SAMPLES: Record<string, Record<string, unknown>> = {
	table: ROWS,
	shopify: {
		contact: shopify.restCustomer(),
		product: shopify.restProduct(),
		order: shopify.restOrder(),
	},
	wooCommerce: {
		contact: wooCommerce.aCustomer(),
		product: wooCommerce.aProduct(),
		order: wooCommerce.anOrder(),
	},
	magento2: {
		contact: magento2.aCustomer(),
		product: magento2.aProduct(),
		order: magento2.anOrder(),
	},
};

const formats = INPUT_FORMATS.flatMap(({ value, operations }) =>
	Object.keys(operations).map((type) => [value, type] as const),
);

/** A server that answers everything in the way of `answer`. */
let answer: { status: number; body: (method: string) => string };
let server: Listening;
beforeAll(async () => {
	server = await listen(
		createServer((request, response) => {
			request.resume().on('end', () => {
				response.writeHead(answer.status, { 'content-type': 'application/json' });
				response.end(answer.body(request.method ?? ''));
			});
		}),
	);
});
afterAll(async () => await server.close());
beforeEach(() => {
	answer = { status: 202, body: () => '{"status":"OK"}' };
});

const PDF = Buffer.from('%PDF-1.7\n').toString('base64');
const pdf = (fileName: string) => ({ data: PDF, mimeType: 'application/pdf', fileName });
/** Names of 60 files, as a sender may choose them. */
function longNames() {
	return Object.fromEntries(
		Array.from({ length: 60 }, (_entry, index) => [`${index}${LONG.slice(0, 5000)}`, pdf('a.pdf')]),
	);
}

let runs = 0;
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput'] as const;

async function said(
	operation: `${string}/${string}`,
	inputs: IDataObject[],
	parameters: INodeParameters = {},
): Promise<string[]> {
	const found: string[] = [];
	for (const onError of ON_ERROR) {
		const result = await operate(server, operation, parameters, {
			inputs,
			settings: { onError },
			// An account of its own each time, as a merge waits for the account's minute.
			credential: {
				accessToken: `${TOKEN}-long-${++runs}`,
				baseUrl: server.url,
				pushRequestsPerSecond: 1000,
			},
		});
		found.push(...saidTooMuch(result));
	}
	return [...new Set(found)];
}

test.each(formats)('texts of 100 KB make no long message: format %s, %s', async (format, type) => {
	const sample = SAMPLES[format][type];
	expect(sample).toBeDefined();
	const items = longAt(sample) as IDataObject[];
	const parameters = { inputFormat: format, options: { output: 'records' } };
	expect(await said(`${type}/push`, items, parameters)).toEqual([]);
	for (const item of items.slice(0, 5)) {
		expect(await said(`${type}/push`, [item], { inputFormat: format })).toEqual([]);
	}
});

test.each(Object.keys(SHAPES) as Array<keyof typeof SHAPES>)(
	'texts of 100 KB make no long message: fields of an Ometria record, %s',
	async (type) => {
		const resource = type === 'custom_event' ? 'customEvent' : type;
		const items = Object.keys(SHAPES[type]).flatMap((name): IDataObject[] => [
			{ '@type': type, id: '1', [name]: LONG },
			{ '@type': type, id: '1', [name]: [LONG] },
			{ '@type': type, id: '1', [name]: { [LONG]: LONG } },
			{ '@type': type, id: '1', [name]: { [`a b${LONG}`]: 'Invalid Date' } },
		]);
		items.push({ '@type': type, id: '1', [LONG]: 1 }, { '@type': type, [`${LONG}id`]: '1' });
		// Below a record's limit, so that its fields are looked at.
		const half = 'y'.repeat(25_000);
		items.push(
			{ '@type': type, id: half, [`${half}@`]: half },
			{ '@type': type, id: '1', [`properties.${half}`]: half, [`a.${half}`]: half },
			{ '@type': type, id: '1', customer: { [half]: 1 }, lineitems: [{ [half]: 1 }] },
			{ '@type': type, id: '1', '@collection': half, channels: { [half]: 1 }, country_id: half },
			{ '@type': half, id: half },
			{ '@type': type, id: '1', status: half, timestamp: half, currency: half, gender: half },
		);
		for (const unknownFields of ['send', 'reject', 'moveToProperties', 'drop']) {
			const options = { unknownFields, output: 'records' };
			expect(await said(`${resource}/push`, items, { options })).toEqual([]);
		}
		expect(await said('record/push', items)).toEqual([]);
	},
	60_000,
);

const lengthened = (value: unknown): unknown => {
	if (typeof value === 'string') return LONG;
	if (Array.isArray(value)) return value.map(lengthened);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value as IDataObject).map(([name, inner]) => [
			name,
			['mode', 'type'].includes(name) ? inner : lengthened(inner),
		]),
	);
};

const entry = {
	request_id: LONG,
	record_id: LONG,
	record_type: LONG,
	error_path: LONG,
	message: { error_message: LONG, [LONG]: LONG },
	[LONG]: LONG,
};
const answers: Array<[string, (typeof answer)['status'], (method: string) => string]> = [
	['an error', 403, () => JSON.stringify({ message: LONG, errors: [{ detail: LONG }] })],
	['a text', 400, () => LONG],
	['a page', 501, () => `<html><title>${LONG}</title>${LONG}</html>`],
	[
		'an answer',
		200,
		(method) =>
			JSON.stringify(
				method === 'GET'
					? [entry]
					: { status: LONG, request_id: LONG, accepted: 0, rejected: 1, [LONG]: LONG },
			),
	],
];

test.each(OPERATIONS)(
	'texts of 100 KB in parameters and answers make no long message: %s',
	async (operation) => {
		const input = { '@type': 'contact', id: 'c-1', email: 'ada@shop.example' };
		for (const [, status, body] of answers) {
			answer = { status, body };
			expect(await said(operation, [input], PARAMETERS)).toEqual([]);
		}
		const parameters = lengthened(PARAMETERS) as INodeParameters;
		expect(await said(operation, [input], parameters)).toEqual([]);
	},
	60_000,
);

test.each([
	['a binary field that is not there', 'invoice', { [LONG]: pdf('a.pdf') }],
	['many binary fields', 'invoice', longNames()],
	['a file without extension', 'a', { a: pdf(LONG) }],
	['two files of one name', 'a,b', { a: pdf(`${LONG}.pdf`), b: pdf(`${LONG}.pdf`) }],
	['a list of attachments', LONG, { a: pdf('a.pdf') }],
	['a file of another kind', 'a', { a: pdf(`${LONG}.png`) }],
])('texts of 100 KB make no long message: %s', async (_what, attachments, binary) => {
	const found: string[] = [];
	for (const onError of ON_ERROR) {
		const result = await operate(
			server,
			'transactionalEmail/send',
			{ templateId: '1', toEmail: 'ada@shop.example', options: { attachments } },
			{ items: [{ json: {}, binary }], settings: { onError } },
		);
		found.push(...saidTooMuch(result));
	}
	expect(found).toEqual([]);
});

test('texts of 100 KB make no long message: an item with a file only', async () => {
	const items = [{ json: {}, binary: { [LONG]: pdf(LONG) } }];
	const result = await operate(server, 'contact/push', {}, { items });
	expect(result.error).toBeDefined();
	expect(saidTooMuch(result)).toEqual([]);
});

test.each(answers)(
	'texts of 100 KB make no long message: a trigger that gets %s',
	async (_what, status, body) => {
		answer = { status: 200, body: () => '[]' };
		for (const event of ['pushError', 'orderCreated', 'segmentEnteredOrLeft']) {
			const workflow = new PolledWorkflow(server, {
				parameters: { event, segmentId: { __rl: true, mode: 'id', value: '1' } },
				accessToken: `${TOKEN}-poll-${event}-${status}`,
			});
			await workflow.poll().catch(() => undefined);
			answer = { status, body };
			const said = await workflow.poll().then(
				() => [],
				(error: unknown) => {
					const { message, description } = error as NodeApiError;
					return [message, description];
				},
			);
			expect([...said, ...workflow.warnings].filter(isLong)).toEqual([]);
		}
	},
);
