import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, type PushRun, sandboxFor } from '../support/push';
import * as shopify from '../unit/formats/shopify/payloads';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => {
	expect(arrived(sandbox)).toEqual([]);
	sandbox.server.reset();
});
afterAll(async () => await sandbox.close());

const COLUMNS = { dryRun: true, dryRunOutput: 'columns' };

/** Runs a dry run with the output Columns. */
async function report(rows: unknown[], run: PushRun = {}) {
	const result = await push(sandbox, rows, {
		...run,
		parameters: { ...COLUMNS, ...run.parameters },
	});
	const items = (result.outputs[0] ?? []).map(({ json }) => json);
	const about = (column: string): IDataObject | undefined =>
		items.find((item) => item.column === column);
	return { ...result, items, about, rest: items.at(-1) };
}

const ROWS = [
	{ No: 1, 'E-Mail': 'ada@shop.example', Birthday: '25/12/1990', Newsletter: 'Y', Shoe: 38 },
	{ No: 2, 'E-Mail': 'zoe@shop.example', Birthday: '03/04/1990', Newsletter: 'N', Shoe: 39 },
	{ No: 3, 'E-Mail': '', Birthday: '1990-05-06', Newsletter: 'Y', Shoe: '' },
	{ No: 4, 'E-Mail': 'nobody', Birthday: '', Newsletter: '', Shoe: 40 },
];
const TABLE: PushRun = { parameters: { formatSettings: { idColumn: 'No' } } };

describe('Dry Run with the output Columns', () => {
	test('says of each column of a table what it is sent as and what becomes of its values', async () => {
		const { items, about, error } = await report(ROWS, TABLE);
		expect(error).toBeUndefined();
		expect(items.map(({ column }) => column)).toEqual([...Object.keys(ROWS[0]), null]);
		expect(about('No')).toMatchObject({
			field: 'id',
			values: 4,
			converted: 4,
			before: 1,
			after: '1',
		});
		expect(about('Birthday')).toMatchObject({
			field: 'date_of_birth',
			record_type: 'contact',
			values: 3,
			empty: 1,
			converted: 1,
			left_out: 0,
			refused: 1,
			before: '25/12/1990',
			after: '1990-12-25',
			note: expect.stringContaining('found "03/04/1990"') as unknown,
		});
		expect(about('Newsletter')).toMatchObject({
			field: 'marketing_optin',
			values: 3,
			empty: 1,
			converted: 3,
			before: 'Y',
			after: 'EXPLICITLY_OPTEDIN',
		});
		expect(about('E-Mail')).toMatchObject({ field: 'email', values: 3, empty: 1, doubtful: 1 });
		expect(about('Shoe')).toMatchObject({
			field: null,
			values: 3,
			left_out: 3,
			before: 38,
			after: null,
			note: expect.stringContaining('no field has this name') as unknown,
		});
	});

	test('names the fields that nothing was found for, and counts the records', async () => {
		const { rest, hints } = await report(ROWS, TABLE);
		expect(rest).toMatchObject({ column: null, records: 4, would_be_sent: 3, invalid: 1 });
		expect(rest?.fields_without_values).toContain('phone_number');
		expect(rest?.fields_without_values).not.toContain('email');
		// Under On Error: Stop, too: it is for seeing what is not valid yet.
		expect(hints[0].message).toContain('1 was not valid. "Birthday": 1 record');
	});

	test('has an error item for each record that is not valid, where the run goes on', async () => {
		const { outputs } = await report(ROWS, {
			...TABLE,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[0]).toHaveLength(6);
		expect(outputs[1]).toMatchObject([{ json: { error: { record_id: '2' } } }]);
	});

	test('says of a column that Custom Fields reads that it is not left out', async () => {
		const customFields = { field: [{ name: 'shoe', value: '={{ $json.Shoe }}' }] };
		const { about, items } = await report(ROWS, {
			parameters: { ...TABLE.parameters, customFields },
		});
		expect(about('Shoe')).toMatchObject({
			left_out: 0,
			note: 'Read by Custom Fields or Additional Fields',
		});
		expect(items).toContainEqual(
			expect.objectContaining({ column: null, field: 'properties > shoe', values: 3 }),
		);
	});

	test('says which question keeps a table from being read', async () => {
		const { about } = await report([{ 'Customer No': 1, Kundennummer: 2, Email: 'a@b.example' }]);
		expect(about('Email')).toMatchObject({
			refused: 1,
			note: expect.stringContaining('may each identify the contact') as unknown,
		});
	});

	test('counts the columns of lines over all rows of an order', async () => {
		const line = { 'Order ID': 'o-1', 'Order Date': '2026-01-15T09:00:00Z', Total: 9 };
		const { about, rest } = await report(
			[
				{ ...line, 'Product ID': 1, Quantity: '2', 'Unit Price': 3 },
				{ ...line, 'Product ID': 2, Quantity: '1', 'Unit Price': 3 },
			],
			{ resource: 'order' },
		);
		expect(about('Quantity')).toMatchObject({
			field: 'lineitems > quantity',
			values: 2,
			converted: 2,
			before: '2',
			after: 2,
		});
		expect(rest).toMatchObject({ records: 1 });
	});

	test('says of mapped columns which expression each field comes from', async () => {
		const value = {
			id: '={{ $json.nr }}',
			email: '={{ $json.mail }}',
			firstname: '={{ $json.nam }}',
		};
		const fields = { mappingMode: 'defineBelow', value } as unknown as INodeParameters;
		const { about } = await report([{ nr: 1, mail: 'ada@shop.example' }], {
			parameters: { fields },
		});
		expect(about('{{ $json.nr }}')).toMatchObject({
			field: 'id',
			before: 1,
			after: '1',
			converted: 1,
		});
		expect(about('{{ $json.mail }}')).toMatchObject({ field: 'email', values: 1, converted: 0 });
		expect(about('{{ $json.nam }}')).toMatchObject({ field: 'firstname', values: 0, empty: 1 });
	});

	test("says of records with Ometria's names what becomes of each of their fields", async () => {
		const lineitems = [
			{ product_id: 1, quantity: '2', unit_price: 3, total: 6 },
			{ product_id: 2, quantity: 1, unit_price: 3, total: 3 },
		];
		const order = {
			id: 'o-1',
			timestamp: '2026-01-15T09:00:00Z',
			grand_total: 9,
			'customer.email': 'ada@shop.example',
			lineitems,
			colour: 'red',
		};
		const { about, rest } = await report([order], {
			resource: 'order',
			options: { unknownFields: 'moveToProperties' },
		});
		expect(about('lineitems > quantity')).toMatchObject({
			field: 'lineitems > quantity',
			values: 2,
			converted: 1,
			before: '2',
			after: 2,
		});
		expect(about('customer.email')).toMatchObject({ field: 'customer > email', left_out: 0 });
		expect(about('colour')).toMatchObject({ field: 'properties > colour' });
		expect(rest?.fields_without_values).not.toContain('lineitems');
	});

	test("says of a shop's payload which of its names each field comes from", async () => {
		const { about, items } = await report([shopify.restOrder()], {
			resource: 'order',
			parameters: { inputFormat: 'shopify' },
		});
		expect(items.find(({ field }) => field === 'grand_total')).toMatchObject({
			column: 'total_price, totalPriceSet',
			values: 1,
			before: null,
		});
		expect(about('lineitems > quantity')).toBeUndefined();
	});

	test.each([
		['customEvent', { id: 'e-1', event_type: 'loyalty', timestamp: '2026-01-15T09:00:00Z' }],
		['product', { id: 'p-1', title: 'Lamp', price: '25' }],
	])('works for %s', async (resource, record) => {
		const { items } = await report([record], { resource });
		for (const field of Object.keys(record)) {
			expect(items).toContainEqual(expect.objectContaining({ field, values: 1 }));
		}
	});

	test('says of mixed input which type each field is of', async () => {
		const records = [
			{ '@type': 'contact', id: 'c-1', email: 'ada@shop.example' },
			{ '@type': 'product', id: 'p-1', title: 'Lamp' },
		];
		const { items } = await report(records, { resource: 'record' });
		const types = (name: string) =>
			items.filter(({ field }) => field === name).map(({ record_type: type }) => type);
		expect(types('id')).toEqual(['contact', 'product']);
		expect(types('title')).toEqual(['product']);
	});
});
