import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { PARAMETERS } from '../support/operations';
import { arrived, push, sandboxFor } from '../support/push';
import { asked, operate } from '../support/read';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

const settings = { onError: 'continueErrorOutput' as const };

test('options that are one expression are applied', async () => {
	const parameters: INodeParameters = { options: '={{ ({ output: $json.as }) }}' };
	const { outputs } = await push(sandbox, [{ id: 'c-1', as: 'records' }], { parameters });
	expect(outputs[0]).toMatchObject([{ json: { record_id: 'c-1' } }]);
});

test('custom fields that are one expression are sent', async () => {
	const tier = [{ name: 'tier', value: 'gold' }];
	for (const customFields of [
		'={{ ({ field: $json.cf }) }}',
		{ field: '={{ $json.cf }}' },
	] as INodeParameters[]) {
		await push(sandbox, [{ id: 'c-1', cf: tier }], {
			parameters: { customFields },
			options: { unknownFields: 'drop' },
		});
	}
	const properties = { tier: 'gold' };
	expect(arrived(sandbox)).toMatchObject([{ properties }, { properties }]);
});

test('format settings that are one expression are applied', async () => {
	await push(sandbox, [{ Number: 'c-1', ID: 'x', Email: 'ada@shop.example' }], {
		parameters: {
			inputFormat: 'table',
			formatSettings: '={{ ({ idColumn: "Number" }) }}',
		},
	});
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-1' }]);
});

test('filters that are one expression restrict what is read', async () => {
	await operate(sandbox, 'order/getMany', { filters: '={{ ({ email: "ada@shop.example" }) }}' });
	expect(asked(sandbox)).toEqual(['GET /orders?email=ada%40shop.example&limit=50&offset=0']);
});

test('the sender of an email may be one expression', async () => {
	const person = { email: 'shop@shop.example' };
	await operate(
		sandbox,
		'transactionalEmail/send',
		{ ...PARAMETERS, options: { from: '={{ ({ person: $json.from }) }}' } },
		{ inputs: [{ from: person }] },
	);
	expect(sandbox.server.data.rows('emails')).toMatchObject([{ from: person }]);
});

describe.each<[string, `${string}/${string}`, string]>([
	['filters', 'order/getMany', 'Filters'],
	['filters', 'pushError/getMany', 'Filters'],
	['options', 'contact/push', 'Options'],
	['options', 'segment/addContacts', 'Options'],
	['options', 'pushError/getMany', 'Options'],
	['options', 'transactionalEmail/send', 'Options'],
	['customFields', 'contact/push', 'Custom Fields'],
	['customersToMerge', 'profile/merge', 'Profiles to Merge'],
])('%s of %s', (name, operation, label) => {
	test.each([undefined, null, '', ' ', [], {}, 'text', 7, { odd: 1 }])(
		'is refused where its expression gives %j',
		async (value) => {
			const inputs = [{ id: 'c-1', ...(value !== undefined && { value }) }] as IDataObject[];
			const parameters = { ...PARAMETERS, [name]: '={{ $json.value }}' };
			const { outputs } = await operate(sandbox, operation, parameters, { inputs, settings });
			expect(outputs[0]).toEqual([]);
			expect(outputs[1]).toMatchObject([{ json: { error: { reason: 'wrong_parameter' } } }]);
			expect(outputs[1][0].json.message).toContain(`${label} must be an object with`);
			expect(sandbox.server.log).toEqual([]);
		},
	);
});
