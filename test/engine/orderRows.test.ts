import type { IDataObject } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, type PushRun, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const row = (id: string, product: string, more: IDataObject = {}): IDataObject => ({
	'Order ID': id,
	'Order Date': '2026-02-03 10:00',
	Email: 'nora@home.example',
	Currency: 'EUR',
	'Grand Total': 20,
	'Product ID': product,
	Quantity: 1,
	'Unit Price': 10,
	...more,
});
const ROWS = [row('B-1', 'a'), row('B-2', 'c'), row('B-1', 'b'), row('B-2', 'd')];

const pushRows = async (rows: unknown[], run: PushRun = {}) =>
	await push(sandbox, rows, { resource: 'order', ...run });

/** Positions of the input items that an output item is linked to. */
const linksOf = ({ pairedItem }: { pairedItem?: unknown }) =>
	[pairedItem].flat().map((link) => (link as { item: number }).item);

test('rows of an order arrive as one order with its lines, as detected', async () => {
	const { outputs, status, hints } = await pushRows(ROWS);
	expect(status).toBe('success');
	expect(arrived(sandbox)).toMatchObject([
		{ id: 'B-1', grand_total: 20, lineitems: [{ product_id: 'a' }, { product_id: 'b' }] },
		{ id: 'B-2', grand_total: 20, lineitems: [{ product_id: 'c' }, { product_id: 'd' }] },
	]);
	expect(outputs[0]).toHaveLength(1);
	expect(linksOf(outputs[0][0])).toEqual([0, 2, 1, 3]);
	expect(hints.map(({ message }) => message).join(' ')).toContain(
		'Rows with the same "Order ID" are one order',
	);
});

test.each(['records', 'summary'])('each output links all rows of an order: %s', async (output) => {
	const { outputs } = await pushRows(ROWS, { options: { output } });
	expect(outputs[0].flatMap(linksOf).sort()).toEqual([0, 1, 2, 3]);
});

test('an order that is not valid is one error item with all its rows', async () => {
	const wrong = [...ROWS, row('B-2', 'e', { Email: 'other@home.example' })];
	const { outputs } = await pushRows(wrong, { settings: CONTINUE });
	const failed = outputs[0].filter(({ json }) => json.error);
	expect(failed).toHaveLength(1);
	expect(failed[0].json.error).toEqual({
		reason: 'rows_contradict',
		record_type: 'order',
		record_id: 'B-2',
		field: 'Email',
		rows: 3,
	});
	expect(linksOf(failed[0])).toEqual([1, 3, 4]);
	expect(arrived(sandbox).map(({ id }) => id)).toEqual(['B-1']);
});

test('an order that Ometria refuses is one error item with all its rows', async () => {
	sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'B-9' ? 'refuseRequest' : 'take') });
	const rows = [row('B-9', 'a'), row('B-2', 'c'), row('B-9', 'b')];
	const { outputs } = await pushRows(rows, { settings: CONTINUE });
	const failed = outputs[0].filter(({ json }) => json.error);
	expect(failed.map(linksOf)).toEqual([[0, 2]]);
	expect(failed[0].json.error).toMatchObject({ record_id: 'B-9', rows: 2 });
});

test('the first row of an order that comes out of the error branch is not sent alone', async () => {
	const error = { reason: 'http_400', record_type: 'order', record_id: 'B-1', rows: 2 };
	const again = { ...ROWS[0], error, message: 'Record was rejected' };
	const { outputs } = await pushRows([again], { settings: CONTINUE });
	expect(outputs[0]).toMatchObject([{ json: { error: { reason: 'rows_missing' } } }]);
	expect(arrived(sandbox)).toEqual([]);
});

test('the error names the fault, and nothing is sent, under On Error: Stop', async () => {
	const wrong = [...ROWS, row('B-2', 'e', { Email: 'other@home.example' })];
	const { error } = await pushRows(wrong);
	expect(error?.description).toContain('"Email" is "nora@home.example" in item 1');
	expect(arrived(sandbox)).toEqual([]);
});

test('a dry run shows an order once, with its rows', async () => {
	const { outputs } = await pushRows(ROWS, { parameters: { dryRun: true } });
	expect(outputs[0]).toMatchObject([
		{ json: { record_id: 'B-1', record: { lineitems: [{}, {}] } } },
		{ json: { record_id: 'B-2' } },
	]);
	expect(outputs[0].map(linksOf)).toEqual([
		[0, 2],
		[1, 3],
	]);
});

test('an order of which a setting fails for one row is not sent, and each row has one outcome', async () => {
	const rows = ROWS.map((own, index) => ({ ...own, by: index === 2 ? 'wrong' : 'id' }));
	const { outputs } = await pushRows(rows, {
		settings: CONTINUE,
		parameters: { inputFormat: 'table', formatSettings: { productId: '={{ $json.by }}' } },
	});
	expect(arrived(sandbox).map(({ id }) => id)).toEqual(['B-2']);
	const failed = outputs[0].filter(({ json }) => json.error);
	expect(failed.map(({ json }) => (json.error as IDataObject).reason)).toEqual([
		'row_not_read',
		'wrong_parameter',
	]);
	expect(failed.map(linksOf)).toEqual([[0], [2]]);
});

test('fields that are added belong to the order, by its first row', async () => {
	const rows = ROWS.map((own, index) => ({ ...own, note: `n${index}` }));
	await pushRows(rows, {
		parameters: {
			additionalFields: '={{ ({ properties: { note: $json.note } }) }}',
			customFields: { field: [{ name: 'own', value: '={{ $json.note }}' }] },
		},
	});
	expect(arrived(sandbox)).toMatchObject([
		{ id: 'B-1', properties: { note: 'n0', own: 'n0' } },
		{ id: 'B-2', properties: { note: 'n1', own: 'n1' } },
	]);
});

test('Strict stops an order whose lines do not add up', async () => {
	const rows = [row('B-1', 'a', { Subtotal: 20, is_valid: true })];
	const { outputs } = await pushRows(rows, {
		settings: CONTINUE,
		options: { validation: 'strict', textTimezone: 'UTC' },
	});
	expect(outputs[0]).toMatchObject([{ json: { error: { reason: 'lines_differ' } } }]);
});
