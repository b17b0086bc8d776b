import { readExample } from '../../playground/src/examples';
import { itemsOf, type WorkflowData } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { DataTable } from '../support/dataTables';
import { pin, showSheetUpdates } from '../support/exampleWorkflows';
import { arrived } from '../support/push';
import { type RealN8n, realN8n, runToSuccess, sandboxCredential } from '../support/realN8n';

/** The examples in which a person repairs rows: in n8n's own tables, and in a sheet. */
let real: RealN8n;
let sandbox: RunningSandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
afterEach(() => sandbox.server.reset());
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

const table = async (name: string) => await DataTable.named(real.api, name);

/** Saves an example that waits for push errors no longer than a test needs. */
async function save(example: string, setUp: (workflow: WorkflowData) => void = () => undefined) {
	const workflow = readExample(example, credentialId, 'Ometria');
	for (const { parameters } of workflow.nodes) {
		const options = parameters.options as { confirmSeconds?: number } | undefined;
		if (options?.confirmSeconds !== undefined) options.confirmSeconds = 1;
	}
	setUp(workflow);
	return await real.api.saveWorkflow(workflow);
}

async function run(example: string, setUp?: (workflow: WorkflowData) => void) {
	return await runToSuccess(real.api, await save(example, setUp));
}

const ids = () => arrived(sandbox).map(({ id }) => id);

describe('a table of contacts', () => {
	const NAME = 'Ometria contacts';
	const states = async () =>
		(await (await table(NAME)).rows()).map(({ email, sent, problem }) => [
			email,
			sent === null ? 'waits' : 'sent',
			problem,
		]);
	afterAll(async () => await (await table(NAME)).delete());

	test('is made by the first run, and each of its rows says what became of it', async () => {
		await run('table-to-contacts');
		expect(ids()).toEqual(['C-1001']);
		expect(await states()).toEqual([
			['ada@shop.example', 'sent', ''],
			['jose@shop.example', 'waits', expect.stringContaining('"birthday" (date_of_birth): ')],
			['misaki@shop.example', 'waits', expect.stringContaining('"customer_no"')],
			['zoe@shop.example', 'waits', expect.stringContaining('perhaps')],
		]);
	});

	test('pushes rows that were repaired and rows that are new, and no row twice', async () => {
		const rows = await table(NAME);
		const [, jose, misaki] = await rows.rows();
		await rows.edit(jose.id, { birthday: '1990-04-03' });
		await rows.edit(misaki.id, { customer_no: 'C-1003' });
		await rows.insert([{ customer_no: 'C-1005', email: 'new@shop.example', country: 'Atlantis' }]);
		await run('table-to-contacts');
		expect(ids()).toEqual(['C-1002', 'C-1003', 'C-1005']);
		expect(arrived(sandbox)[0]).toEqual({
			'@type': 'contact',
			'@collection': 'contacts table',
			'@merge': true,
			id: 'C-1002',
			customer_id: 'C-1002',
			email: 'jose@shop.example',
			firstname: 'José',
			lastname: 'Álvarez',
			date_of_birth: '1990-04-03',
			country_id: 'ES',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		});
		expect(await states()).toEqual([
			['ada@shop.example', 'sent', ''],
			['jose@shop.example', 'sent', ''],
			['misaki@shop.example', 'sent', ''],
			['zoe@shop.example', 'waits', expect.stringContaining('perhaps')],
			['new@shop.example', 'waits', expect.stringContaining('rejected by Ometria')],
		]);
	});

	test('sends a row again that was changed while the workflow ran', async () => {
		const rows = await table(NAME);
		const zoe = (await rows.rows())[3];
		await rows.edit(zoe.id, { newsletter: 'yes' });
		const executionId = await real.api.startWorkflow(await save('table-to-contacts'));
		await waitFor('the push', 60_000, () => (ids().includes('C-1004') ? true : undefined));
		await rows.edit(zoe.id, { newsletter: 'no' });
		await waitFor('the end', 60_000, async () =>
			(await real.api.execution(executionId)).status === 'success' ? true : undefined,
		);
		expect((await states())[3]).toEqual(['zoe@shop.example', 'waits', expect.anything()]);
		sandbox.server.reset();
		await run('table-to-contacts');
		expect(arrived(sandbox)).toContainEqual(
			expect.objectContaining({ id: 'C-1004', marketing_optin: 'EXPLICITLY_OPTEDOUT' }),
		);
		expect((await states())[3]).toEqual(['zoe@shop.example', 'sent', '']);
	});
});

describe('failed records', () => {
	const NAME = 'Ometria rows to repair';
	const problems = async () =>
		(await (await table(NAME)).rows()).map(({ contact_id, problem, repaired, state }) => [
			contact_id,
			problem,
			repaired,
			state,
		]);
	afterAll(async () => await (await table(NAME)).delete());

	test('go to a table with what is wrong with them', async () => {
		await run('failed-records-to-table');
		const invalid = [
			'c-3',
			expect.stringMatching(/^Record is not valid.*03\/04\/1990/s),
			false,
			'waiting',
		];
		const rejected = ['c-2', expect.stringContaining('country_id'), false, 'waiting'];
		const rows = await problems();
		expect(rows).toHaveLength(2);
		expect(rows).toEqual(expect.arrayContaining([invalid, rejected]));
	});

	test('are not added again while they wait in the table for their repair', async () => {
		const rows = await table(NAME);
		const before = await rows.rows();
		const jose = before.find(({ contact_id }) => contact_id === 'c-2');
		await rows.edit(Number(jose?.id), { country_id: 'ES' });
		await run('failed-records-to-table');
		const after = await rows.rows();
		expect(after).toHaveLength(2);
		expect(after).toContainEqual(expect.objectContaining({ contact_id: 'c-2', country_id: 'ES' }));
	});

	test('are pushed again where they are ticked as repaired, and marked', async () => {
		const rows = await table(NAME);
		for (const { id } of await rows.rows()) await rows.edit(id, { repaired: true });
		await run('push-repaired-rows');
		const common = { '@type': 'contact', '@collection': 'n8n', '@merge': true };
		expect(arrived(sandbox)).toEqual([
			{
				...common,
				id: 'c-2',
				email: 'jose@shop.example',
				firstname: 'José',
				country_id: 'ES',
			},
		]);
		const marked = await problems();
		expect(marked).toContainEqual(['c-2', '', true, expect.stringMatching(/^pushed /)]);
		expect(marked).toContainEqual(['c-3', expect.stringContaining('03/04/1990'), false, 'waiting']);
	});

	test('are not pushed twice', async () => {
		const rows = await table(NAME);
		const misaki = (await rows.rows()).find(({ contact_id }) => contact_id === 'c-3');
		await rows.edit(Number(misaki?.id), { date_of_birth: '1990-04-03', repaired: true });
		await run('push-repaired-rows');
		expect(ids()).toEqual(['c-3']);
		sandbox.server.reset();
		await run('push-repaired-rows');
		expect(arrived(sandbox)).toEqual([]);
	});
});

test('a sheet of contacts has its unsent rows pushed, and each row gets its own reason', async () => {
	const row = (row_number: number, more: object) => ({
		row_number,
		'Customer No': `C-${row_number}`,
		'E-Mail': `p${row_number}@home.example`,
		Birthday: '',
		Country: 'France',
		Ometria: '',
		...more,
	});
	const execution = await run('sheet-to-contacts', (workflow) => {
		pin(workflow, 'Rows of the sheet', [
			row(2, { Ometria: 'sent 2026-11-30 09:00' }),
			row(3, { Birthday: '03/04/1990' }),
			row(4, { Ometria: 'Record is not valid: …' }),
			row(5, { 'Customer No': '' }),
			row(6, { Country: 'Atlantis' }),
			row(7, {}),
		]);
		showSheetUpdates(workflow);
	});
	expect(arrived(sandbox).map(({ id }) => id)).toEqual(['C-4', 'C-6', 'C-7']);
	const sent = expect.stringMatching(/^sent \d{4}-\d\d-\d\d \d\d:\d\d$/) as string;
	expect(itemsOf(execution, 'Mark as sent')).toEqual([
		{ row_number: 4, Ometria: sent },
		{ row_number: 7, Ometria: sent },
	]);
	const written = itemsOf(execution, 'Write the reason');
	expect(written).toHaveLength(3);
	expect(written).toEqual(
		expect.arrayContaining([
			{ row_number: 3, Ometria: expect.stringContaining('"Birthday" (date_of_birth): ') as string },
			{ row_number: 5, Ometria: expect.stringContaining('"Customer No"') as string },
			{ row_number: 6, Ometria: expect.stringContaining('rejected by Ometria') as string },
		]),
	);
});
