import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, type PushRun, sandboxFor } from '../support/push';
import * as shopify from '../unit/formats/shopify/payloads';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ROW = { 'Customer No': 'c-1', 'E-Mail': 'ada@shop.example', Newsletter: 'no' };
const RECORD = { id: 'c-2', email: 'eve@shop.example' };
const UNCLEAR = { id: 'c-3', Phone: '+447700900123', properties: {}, shoe: 39 };

/** Pushes items with all defaults, or what the run says. */
async function pushed(items: unknown[], run: PushRun = {}) {
	return await push(sandbox, items, run);
}

test('a webhook of Shopify gives the whole order, with all defaults', async () => {
	const webhook = { headers: {}, params: {}, query: {}, body: shopify.restOrder() };
	const { outputs, hints } = await pushed([webhook], { resource: 'order' });
	const whole: IDataObject = { '@type': 'order', ...shopify.orderRecord() };
	// Only the settings have it.
	delete whole.store;
	expect(arrived(sandbox)).toEqual([whole]);
	expect(outputs[0][0].json).toMatchObject({ input_format: 'shopify', accepted: 1 });
	expect(hints.map(({ message }) => message)).toContain(
		'Input Format was detected: 1 payload of Shopify.',
	);
});

test('a run of several kinds sends what is certain, and refuses the rest', async () => {
	const items = [ROW, RECORD, UNCLEAR, { body: shopify.restCustomer(), headers: {} }];
	const { outputs, hints } = await pushed(items, { settings: CONTINUE });
	expect(outputs[0]).toHaveLength(2);
	expect(outputs[0][0].json).toMatchObject({ sent: 3, input_format: 'table, ometria, shopify' });
	expect(outputs[0][1]).toMatchObject({
		json: { error: { reason: 'unclear_format' } },
		pairedItem: { item: 2 },
	});
	expect(arrived(sandbox)).toMatchObject([
		{ id: 'c-1', marketing_optin: 'EXPLICITLY_OPTEDOUT', '@merge': true },
		{ id: 'c-2', '@merge': true },
		{ id: String(shopify.restCustomer().id) },
	]);
	expect(hints.map(({ message }) => message).join('\n')).toContain(
		'Input Format was detected: 1 row of a table and 1 record with Ometria\'s names and 1 payload of Shopify. "Customer No" is the ID.',
	);
});

test('each record says what its item was taken for', async () => {
	const { outputs } = await pushed([ROW, RECORD], { options: { output: 'records' } });
	expect(outputs[0].map(({ json }) => json.input_format)).toEqual(['table', 'ometria']);
	const summary = await pushed([ROW, RECORD], { options: { output: 'summary' } });
	expect(summary.outputs[0][0].json.input_format).toBe('table, ometria');
	const dry = await pushed([ROW], { parameters: { dryRun: true } });
	expect(dry.outputs[0][0].json.input_format).toBe('table');
});

test('nothing is guessed where each column is mapped by hand', async () => {
	const fields = { mappingMode: 'defineBelow', value: { id: '={{ $json["Customer No"] }}' } };
	const parameters = {
		fields: fields as unknown as INodeParameters,
		additionalFields: '{"properties": {"tier": "gold"}}',
	};
	const { outputs } = await pushed([ROW], { parameters });
	expect(outputs[0][0].json.input_format).toBe('ometria');
	expect(arrived(sandbox)).toEqual([
		{ '@type': 'contact', '@merge': true, id: 'c-1', properties: { tier: 'gold' } },
	]);
});

test('rows and records of one run are merged or replaced as the user says', async () => {
	await pushed([ROW, RECORD], { parameters: { merge: false } });
	for (const record of arrived(sandbox)) expect(record).not.toHaveProperty('@merge');
});

test('Format Settings > ID Column makes rows of records without an ID', async () => {
	const parameters = { formatSettings: { idColumn: 'email' } };
	await pushed([{ email: 'ada@shop.example' }], { parameters });
	expect(arrived(sandbox)).toMatchObject([{ id: 'ada@shop.example' }]);
});
