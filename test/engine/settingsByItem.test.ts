import type { RunningSandbox } from '../../sandbox/server';
import { arrived, contacts, push, sandboxFor } from '../support/push';
import { anOrder } from '../unit/formats/wooCommerce/payloads';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

test('format settings are those of each item', async () => {
	const orders = ['uk', 'de', 'fr'].map((shop, item) => ({ ...anOrder({ id: item + 1 }), shop }));
	await push(sandbox, orders, {
		resource: 'order',
		parameters: {
			inputFormat: 'wooCommerce',
			formatSettings: { store: '={{ $json.shop }}', idPrefix: '={{ $json.shop + "-" }}' },
		},
	});
	expect(arrived(sandbox)).toMatchObject([
		{ id: 'uk-1', store: 'uk' },
		{ id: 'de-2', store: 'de' },
		{ id: 'fr-3', store: 'fr' },
	]);
});

test('an item without a shop fails alone and is not sent without its prefix', async () => {
	const orders = [{ ...anOrder({ id: 1 }) }, { ...anOrder({ id: 2 }), shop: 'de' }];
	const { outputs } = await push(sandbox, orders, {
		resource: 'order',
		parameters: {
			inputFormat: 'wooCommerce',
			formatSettings: { idPrefix: '={{ $json.shop }}' },
		},
		settings: { onError: 'continueErrorOutput' },
	});
	expect(arrived(sandbox)).toMatchObject([{ id: 'de2' }]);
	expect(outputs[1]).toMatchObject([
		{ json: { error: { reason: 'wrong_parameter' } }, pairedItem: { item: 0 } },
	]);
});

test('Time Zone of Texts is that of each item, and a wrong one fails its item alone', async () => {
	const zones = ['Europe/Berlin', 'Asia/Tokyo', 'Berlin'];
	const items = contacts(zones.length, (i) => ({
		zone: zones[i],
		timestamp_acquired: '2026-07-01 10:00:00',
	}));
	const { outputs } = await push(sandbox, items, {
		options: { textTimezone: '={{ $json.zone }}', unknownFields: 'drop' },
		settings: { onError: 'continueErrorOutput' },
	});
	expect(arrived(sandbox).map((contact) => contact.timestamp_acquired)).toEqual([
		'2026-07-01T10:00:00+02:00',
		'2026-07-01T10:00:00+09:00',
	]);
	expect(outputs[1]).toMatchObject([
		{ json: { error: { reason: 'wrong_parameter' } }, pairedItem: { item: 2 } },
	]);
});

test.each([
	['batchSize', 'Batch Size', [10, 10, 20], '10 for item 0 and 20 for item 2'],
	['output', 'Output', ['summary', 'records'], '"summary" for item 0 and "records" for item 1'],
	['dryRun', 'Dry Run', [false, true], 'false for item 0 and true for item 1'],
	['maxRetries', 'Max Retries', [1, '1', 2], '1 for item 0 and 2 for item 2'],
	['giveUpAfterSeconds', 'Give Up After (Seconds)', [60, 61], '60 for item 0 and 61 for item 1'],
])('%s must be the same for all items', async (name, label, values, found) => {
	const { outputs } = await push(
		sandbox,
		contacts(values.length, (i) => ({ value: values[i] })),
		{
			...(name === 'dryRun'
				? { parameters: { dryRun: '={{ $json.value }}' } }
				: { options: { [name]: '={{ $json.value }}' } }),
			settings: { onError: 'continueErrorOutput' },
		},
	);
	expect(outputs[0]).toEqual([]);
	expect(outputs[1]).toHaveLength(values.length);
	expect(outputs[1][0].json).toMatchObject({ error: { reason: 'wrong_parameter' } });
	const { message } = outputs[1][0].json;
	expect(message).toContain(`${label} must be the same for all items of a run`);
	expect(message).toContain(found);
	expect(arrived(sandbox)).toEqual([]);
});

test('an option whose expression gives the same for all items is applied', async () => {
	const { outputs } = await push(
		sandbox,
		contacts(3, () => ({ size: 2 })),
		{
			options: { batchSize: '={{ $json.size }}', unknownFields: 'drop' },
		},
	);
	expect(outputs[0]).toHaveLength(2);
});
