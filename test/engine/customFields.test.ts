import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
});
afterEach(async () => await sandbox.close());

const rows = (...field: object[]) => ({ customFields: { field } }) as INodeParameters;
const TIER = { name: 'loyalty_tier', value: '={{ $json.tier }}' };

test('custom fields are laid over those in properties; what gives nothing is left out', async () => {
	const records = [
		{ id: 'c-1', tier: 'gold', properties: { points: 3, loyalty_tier: 'old' } },
		{ id: 'c-2', properties: '{"points": 4}' },
		{ id: 'c-3' },
		{ id: 'c-4', tier: 'gold', properties: ' ' },
	];
	await push(sandbox, records, {
		options: { unknownFields: 'drop' },
		parameters: rows(TIER, { name: 'visits', value: '={{ $json.id === "c-2" ? 7 : "" }}' }),
	});
	expect(arrived(sandbox).map(({ properties }) => properties)).toEqual([
		{ points: 3, loyalty_tier: 'gold' },
		{ points: 4, visits: 7 },
		undefined,
		{ loyalty_tier: 'gold' },
	]);
});

test('custom fields join what an input format makes of an item', async () => {
	await push(sandbox, [{ ID: 'c-1', Email: 'ada@shop.example', tier: 'gold' }], {
		parameters: { inputFormat: 'table', ...rows(TIER) },
	});
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-1', properties: { loyalty_tier: 'gold' } }]);
});

test('custom fields without an ID fail their item alone', async () => {
	const { outputs } = await push(sandbox, [{ id: 'c-1' }, { id: 'c-2' }], {
		parameters: rows({ name: '={{ $itemIndex === 0 ? "" : "tier" }}', value: 'gold' }),
		settings: { onError: 'continueErrorOutput' },
	});
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-2', properties: { tier: 'gold' } }]);
	expect(outputs[1]).toMatchObject([
		{
			json: {
				error: { reason: 'wrong_parameter' },
				message: expect.stringContaining('Field must be') as unknown,
			},
			pairedItem: { item: 0 },
		},
	]);
});
