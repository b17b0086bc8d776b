import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { Editor } from '../support/editor';
import { type HostileTexts, startHostileTexts } from '../support/hostileTexts';
import { pushWorkflow, type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

/** n8n renders hints, descriptions of errors and toasts as HTML: texts of others stay text there. */
let real: RealN8n;
let sandbox: RunningSandbox;
let editor: Editor;
let hostile: HostileTexts;

beforeAll(async () => {
	hostile = await startHostileTexts();
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	editor = await Editor.open(real.n8n.url);
});
afterEach(async () => {
	const { currentTestName = '' } = expect.getState();
	await editor.picture(`hostile ${currentTestName.replace(/[^a-z ]/gi, '').slice(0, 40)}`);
	sandbox.server.reset();
	hostile.visits.splice(0);
});
afterAll(async () => {
	await editor?.close();
	await real?.end();
	await sandbox.close();
	await hostile.close();
});

async function credential(): Promise<{ id: string; name: string }> {
	return await sandboxCredential(real.api, sandbox);
}

async function open(
	items: object[],
	parameters: object = {},
	settings: object = {},
): Promise<void> {
	const code = `return ${JSON.stringify(items)}.map((json) => ({ json }));`;
	await openCode(code, parameters, settings);
}

/** Opens a workflow whose items are made by code. */
async function openCode(
	code: string,
	parameters: object = {},
	settings: object = {},
): Promise<void> {
	const workflow = pushWorkflow('Hostile texts', await credential(), code, {
		parameters,
		settings,
	});
	workflow.nodes.forEach((node, index) => (node.position = [index * 240, 0]));
	await editor.openWorkflow((await real.api.saveWorkflow(workflow)).id);
	await editor.openNode('Ometria');
}

/** Which elements a hostile text has made anywhere on the page. */
async function foreignElements(): Promise<string[]> {
	const selectors = [
		'h1:has-text("Expired")',
		'a:has-text("Sign in")',
		`a[href*="${hostile.origin}"]`,
		`img[src*="${hostile.origin}"]`,
		'code:has-text("code ")',
		'code:text-is("x")',
	];
	const found: string[] = [];
	for (const selector of selectors) {
		if ((await editor.page.locator(selector).count()) > 0) found.push(selector);
	}
	return found;
}

/** The place of the output that holds our own words holds theirs as text, and nothing became HTML. */
async function staysText(
	ownWords: RegExp,
	theirs: string,
	panel = editor.part('output-panel'),
): Promise<void> {
	const place = panel.getByText(ownWords).first();
	await place.waitFor();
	expect(await foreignElements()).toEqual([]);
	expect(await place.innerText()).toContain(theirs);
	expect(hostile.visits).toEqual([]);
}

const contact = (more: object = {}) => ({ id: 'c-1', email: 'ada@shop.example', ...more });
const refusal = () => JSON.stringify({ message: hostile.long('answer') });

describe('a push', () => {
	test.each([{ dryRun: true }, {}])(
		'shows names and values of fields as text in its hints (parameters %j)',
		async (parameters) => {
			await open([contact({ [hostile.long('name')]: 1, gender: hostile.short })], parameters);
			await editor.part('node-execute-button').click();
			await staysText(/^"gender"/, '<img src=');
			await staysText(/is not an Ometria field|Expired name/, '<h1>Expired name');
		},
	);

	test('shows a value as text in the error of an invalid record', async () => {
		await open([contact({ timestamp_acquired: hostile.short })]);
		await editor.part('node-execute-button').click();
		await staysText(/timestamp_acquired/, '<img src=');
	});

	test('shows names of fields as text when no record has an id', async () => {
		const items = [1, 2].map((n) => ({ [hostile.long('column')]: n, mail: 'a@b.example' }));
		await open(items, { inputFormat: 'ometria' });
		await editor.part('node-execute-button').click();
		await staysText(/The input has the fields/, '<h1>Expired column');
	});

	test('shows names of columns as text when it reads a table', async () => {
		const row = { 'Customer No': '1', 'E-Mail': 'a@b.example', [hostile.long('heading')]: 'x' };
		await open([row], { inputFormat: 'table', dryRun: true });
		await editor.part('node-execute-button').click();
		await staysText(/Expired heading/, '<h1>Expired heading');
	});

	test('shows status and request id of an answer as text', async () => {
		const answer = { request_id: hostile.long('request'), status: hostile.long('status') };
		sandbox.server.script({ status: 202, body: JSON.stringify(answer), apply: true });
		await open([contact()]);
		await editor.part('node-execute-button').click();
		await staysText(/answered with status/, '<h1>Expired status');
	});

	test.each([400, 403])('shows what a server says with %i as text', async (status) => {
		sandbox.server.script({ status, times: 'always', body: refusal() });
		await open([contact()]);
		await editor.part('node-execute-button').click();
		await staysText(/HTTP \d+: /, '<h1>Expired answer');
	});
});

describe('reading', () => {
	const id = { __rl: true, mode: 'id', value: '1' };
	test.each([
		['one contact', '/contacts/shop/1', { resource: 'contact', operation: 'get' }],
		['many profiles', '/profiles', { resource: 'profile', operation: 'getMany' }],
		['push errors', '/push/_errors', { resource: 'pushError', operation: 'getMany' }],
	])('%s shows what a server refuses with as text', async (_what, path, parameters) => {
		sandbox.server.script({ path, status: 403, times: 'always', body: refusal() });
		const contactCollection = { ...id, value: 'shop' };
		await open([{}], { ...parameters, contactCollection, contactId: '1' });
		await editor.part('node-execute-button').click();
		await staysText(/HTTP 403: /, '<h1>Expired answer');
	});

	// Names of fields are left out: n8n itself makes HTML of a column's name in its table.
	test('hostile values in rows stay text', async () => {
		const rows = [{ id: hostile.long('row'), email: hostile.short }];
		sandbox.server.script({ path: '/profiles', status: 200, body: JSON.stringify(rows) });
		await open([{}], { resource: 'profile', operation: 'getMany', simplify: false });
		await editor.part('node-execute-button').click();
		await staysText(/Expired row/, '<h1>Expired row');
	});
});

test('a trigger shows what a server refuses with as text', async () => {
	sandbox.server.script({ path: '/push/_errors', status: 403, times: 'always', body: refusal() });
	const trigger = {
		name: 'Ometria',
		id: 'trigger',
		type: 'n8n-nodes-ometria.ometriaTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { event: 'pushError' },
		credentials: { ometriaApi: await credential() },
	};
	const { id } = await real.api.saveWorkflow({
		name: 'Hostile texts for a trigger',
		nodes: [trigger],
		connections: {},
	});
	await editor.openWorkflow(id);
	await editor.openNode('Ometria');
	await editor.page.getByText('Fetch Test Event').first().click();
	await staysText(/HTTP 403: /, '<h1>Expired answer');
});

describe('the toast of a failed run', () => {
	const toast = () => editor.page.locator('.el-notification');

	// Webhook nodes name binary fields as the sender does.
	test('shows names of binary fields as text', async () => {
		const binary = {
			[hostile.long('field')]: { data: 'JVBERi0=', mimeType: 'application/pdf', fileName: 'a.pdf' },
		};
		const email = { email: 'ada@shop.example' };
		await openCode(`return ${JSON.stringify([{ json: email, binary }])};`, {
			resource: 'transactionalEmail',
			operation: 'send',
			toEmail: '={{ $json.email }}',
			templateId: '1567',
			options: { attachments: 'invoice' },
		});
		await editor.part('node-execute-button').click();
		await staysText(/Attachments must be names/, '\u2039h1>Expired field', toast());
	});

	test('shows what a server says as text', async () => {
		sandbox.server.script({ status: 403, times: 'always', body: refusal() });
		await open([contact()]);
		await editor.part('node-execute-button').click();
		await toast().first().waitFor();
		expect(await foreignElements()).toEqual([]);
		expect(hostile.visits).toEqual([]);
	});
});

test('a wrong parameter is shown as text', async () => {
	await open([{}], { resource: 'profile', operation: 'getMany', limit: `=${hostile.short}` });
	await editor.part('node-execute-button').click();
	await staysText(/Found/, '<img src=');
});

test('a list that cannot be read says why as text', async () => {
	sandbox.server.script({ path: '/lists', status: 403, times: 'always', body: refusal() });
	await open([{}], {
		resource: 'segment',
		operation: 'get',
		segmentId: { __rl: true, mode: 'list', value: '' },
	});
	await editor.part('rlc-input').click();
	await editor.page
		.getByText(/could not be read|Could not load/)
		.first()
		.waitFor();
	expect(await foreignElements()).toEqual([]);
	expect(hostile.visits).toEqual([]);
});

test('hostile names in a list of segments stay text', async () => {
	const rows = [{ id: 1, title: hostile.long('segment') }];
	sandbox.server.script({
		path: '/lists',
		status: 200,
		times: 'always',
		body: JSON.stringify(rows),
	});
	await open([{}], {
		resource: 'segment',
		operation: 'get',
		segmentId: { __rl: true, mode: 'list', value: '' },
	});
	await editor.part('rlc-input').click();
	await staysText(/Expired segment/, '<h1>Expired segment', editor.page.locator('body'));
});
