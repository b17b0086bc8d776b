import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { itemsOf, N8nApi } from '../../playground/src/n8nApi';
import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { answers, endPrograms, npmRun } from '../support/program';

/** `npm start`, run and judged from outside. */
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-start-'));

afterAll(() => {
	endPrograms();
	rmSync(folder, { recursive: true, force: true });
});

interface Logged {
	path: string;
	body: string;
}

test('npm start pushes what the workflow holds, record by record, and leaves the editor open until Ctrl-C', async () => {
	const { output, prints, interrupt } = npmRun('start', ['--folder', folder], ROOT);
	await prints('Ctrl-C ends both.');
	const n8nUrl = /n8n's editor\s+(\S+)/.exec(output())?.[1] ?? '';
	const pageUrl = /What arrived\s+(\S+)/.exec(output())?.[1] ?? '';
	const controlUrl = `${pageUrl}_sandbox`;

	const password = /password\s+(\S+)/.exec(output())?.[1];
	const api = new N8nApi(n8nUrl, password);
	await api.signIn();
	const execution = await api.latestExecution('Ometria: push 1,000 contacts');
	const source = itemsOf(execution, 'Sample contacts');
	expect(source).toHaveLength(1000);

	const log = (await (await fetch(`${controlUrl}/requests`)).json()) as Logged[];
	const received = log
		.filter(({ path }) => path === '/push')
		.flatMap(({ body }) => JSON.parse(body) as Array<Record<string, unknown>>);
	const byId = (a: Record<string, unknown>, b: Record<string, unknown>) =>
		String(a.id).localeCompare(String(b.id));
	const expected = source.map((contact) => ({
		'@type': 'contact',
		'@collection': 'n8n',
		'@merge': true,
		...contact,
	}));
	expect([...received].sort(byId)).toEqual([...expected].sort(byId));

	const requests = itemsOf(execution, 'Push contacts');
	expect(requests.map(({ sent, accepted, rejected }) => [sent, accepted, rejected])).toEqual(
		Array.from({ length: 10 }, () => [100, 100, 0]),
	);
	for (const { request_id } of requests) expect(output()).toContain(String(request_id));

	const errors = itemsOf(await api.latestExecution('Ometria: get push errors'), 'Get push errors');
	expect(errors.map(({ record_id, field }) => [record_id, field]).sort()).toEqual([
		['c-1013', 'email'],
		['c-1346', 'country_id'],
		['c-1679', 'gender'],
	]);

	await interrupt();
	await waitFor('The end of n8n', 30_000, async () => !(await answers(n8nUrl)) || undefined);
	await waitFor(
		'The end of the sandbox',
		30_000,
		async () => !(await answers(controlUrl)) || undefined,
	);
});

test('npm start -- --once ends with status 0 after the run', async () => {
	const { exit, output } = npmRun('start', ['--folder', folder, '--once'], ROOT);
	expect(await exit).toBe(0);
	expect(output()).toContain('Pushed 1,000 contacts in 10 requests; 0 rejected on receipt.');
	expect(output()).toContain('Push errors found by Ometria afterwards: 3');
	expect(output()).toContain('The sandbox counts 1,000 records received.');
	expect(output()).toContain('Credential test: Connection successful!');
});
