import type { INodeParameters } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { columnsOf } from '../../nodes/Ometria/records/columns';
import type { RunningSandbox } from '../../sandbox/server';
import { runNode, TOKEN } from '../support/engine';
import { arrived, contacts, FAST, push, type PushRun, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

/** Hints behind the first, which sums the run up. */
async function warningsOf(records: unknown[], run: PushRun = {}): Promise<string[]> {
	const parameters = { inputFormat: 'ometria', ...run.parameters };
	const { hints } = await push(sandbox, records, { ...run, parameters });
	return hints.slice(1).map(({ message }) => message);
}

const mapped = (value: object) => ({
	fields: {
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [],
		schema: columnsOf('contact'),
	} as unknown as INodeParameters,
});

describe('warnings of a push', () => {
	test('an ID that all items share comes first, and all are sent in order', async () => {
		const people = contacts(5, (i) => ({ id: 'shop-', firstname: `P${i}`, shoe: 1 }));
		const warnings = await warningsOf(people);
		expect(warnings[0]).toMatch(/^5 of 5 records share the ID "shop-" \(items 0, 1, 2 …\)/);
		expect(warnings).toHaveLength(2);
		expect(arrived(sandbox).map(({ firstname }) => firstname)).toEqual([
			'P0',
			'P1',
			'P2',
			'P3',
			'P4',
		]);
	});

	test('a mapped column that gives nothing for any item is named', async () => {
		const parameters = mapped({
			id: '=c-{{ $json.nr }}',
			email: '={{ $json.mial }}',
			firstname: '={{ $json.name }}',
		});
		const items = [
			{ nr: 1, mail: 'a@b.example', name: 'Ada' },
			{ nr: 2, mail: 'c@d.example' },
		];
		expect((await warningsOf(items, { parameters })).slice(0, 1)).toEqual([
			'"email": the mapped column gave no value for any of the 2 items. Check the names in its expression',
		]);
		expect(
			await warningsOf([{ nr: 1 }, { nr: 2, mial: 'a@b.example', name: 'B' }], { parameters }),
		).toEqual(expect.not.arrayContaining([expect.stringContaining('gave no value')]));
	});

	test('the zone of times without one is the one of the option, or is named', async () => {
		const items = contacts(2, () => ({ timestamp_acquired: '2026-07-01 08:00:00' }));
		expect(await warningsOf(items)).toEqual([expect.stringContaining("the workflow's time zone")]);
		expect(await warningsOf(items, { options: { textTimezone: 'Asia/Kolkata' } })).toEqual([]);
		expect(arrived(sandbox).at(-1)).toMatchObject({
			timestamp_acquired: '2026-07-01T08:00:00+05:30',
		});
	});

	test('day numbers and empty values are treated as the options say', async () => {
		const items = [{ id: 'a', email: '', lastname: null, date_of_birth: 33217, firstname: 'Ada' }];
		const options = { excelDates: 'convert', emptyValues: 'leaveOutEmptyTextsAndNulls' };
		const warnings = await warningsOf(items, { options });
		expect(arrived(sandbox)).toEqual([
			{
				'@type': 'contact',
				'@merge': true,
				id: 'a',
				firstname: 'Ada',
				date_of_birth: '1990-12-10',
			},
		]);
		expect(warnings).toHaveLength(3);
		await push(sandbox, [{ id: 'b', email: '' }], { options: { emptyValues: 'sendAll' } });
		expect(arrived(sandbox).at(-1)).toMatchObject({ id: 'b', email: '' });
	});

	test('Execute Once is said', async () => {
		const warnings = await warningsOf(contacts(1), { settings: { executeOnce: true } });
		expect(warnings).toEqual([expect.stringContaining('Execute Once is on')]);
	});

	test('an item with a file and no fields says that it has a file', async () => {
		const { outputs } = await runNode({
			nodeType: new Ometria(),
			items: [
				{ json: {}, binary: { data: { data: '', mimeType: 'text/csv', fileName: 'people.csv' } } },
			],
			parameters: { resource: 'contact', operation: 'push', options: {} },
			credential: { accessToken: TOKEN, baseUrl: sandbox.url, pushRequestsPerSecond: FAST },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(JSON.stringify(outputs)).toContain('has a file (people.csv) and no fields');
	});
});
