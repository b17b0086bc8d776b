import { itemsOf } from '../../playground/src/n8nApi';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { isN8n, pushWorkflow, type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

const TOKEN = 'sandbox-token';
const LIMIT = 50;

let real: RealN8n;
let sandbox: RunningSandbox;
let credential: { id: string; name: string };

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: LIMIT },
		backlogDrainPerSecond: 50_000,
	});
	real = await realN8n();
	credential = await sandboxCredential(real.api, sandbox, { perSecond: LIMIT });
});
afterEach(() => {
	sandbox.server.reset();
	sandbox.server.setOptions({ onReceipt: () => 'take' });
});
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

const CONTACTS = (count: number) => `
	const items = [];
	for (let i = 0; i < ${count}; i++) items.push({ json: { id: 'c-' + i, email: 'p' + i + '@shop.example', firstname: 'Zoë 😀' } });
	return items;`;

test('10,000 contacts arrive once each, in 100 requests', async () => {
	const workflow = await real.api.saveWorkflow(
		pushWorkflow('ten thousand', credential, CONTACTS(10_000)),
	);
	const execution = await real.api.runWorkflow(workflow);
	expect(execution.status).toBe('success');
	expect(itemsOf(execution, 'Ometria')).toHaveLength(100);
	const pushes = sandbox.server.log.filter(
		({ path, status }) => path === '/push' && status === 202,
	);
	expect(pushes).toHaveLength(100);
	const ids = pushes.flatMap(({ recordIds }) => recordIds);
	expect(ids).toHaveLength(10_000);
	expect(new Set(ids).size).toBe(10_000);
});

test('failures go down the error branch with their input under On Error: Continue (using error output)', async () => {
	sandbox.server.setOptions({ onReceipt: ({ id }) => (id === 'c-42' ? 'refuseRequest' : 'take') });
	const source = `${CONTACTS(200).replace('return items;', '')} items.push({ json: { email: 'no-id@shop.example' } }); return items;`;
	const workflow = await real.api.saveWorkflow(
		pushWorkflow('error branch', credential, source, {
			parameters: { options: { includeRecordIds: true } },
			settings: { onError: 'continueErrorOutput' },
		}),
	);
	const execution = await real.api.runWorkflow(workflow);
	expect(execution.status).toBe('success');
	const failed = itemsOf(execution, 'Ometria', 1);
	expect(failed).toMatchObject([
		{ id: 'c-42', error: { reason: 'http_400' } },
		{ email: 'no-id@shop.example', error: { field: 'id' } },
	]);
	const good = itemsOf(execution, 'Ometria').flatMap(({ record_ids }) => record_ids);
	expect(good).toHaveLength(199);
});

test('the error under On Error: Stop names the bad item, and nothing is sent', async () => {
	const source = `${CONTACTS(200).replace('return items;', '')} items.push({ json: { email: 'x@shop.example' } }); return items;`;
	const workflow = await real.api.saveWorkflow(pushWorkflow('stop', credential, source));
	const execution = await real.api.runWorkflow(workflow);
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toBe('1 of 201 contacts is not valid, so nothing was sent');
	expect(execution.error?.description).toContain(
		'"id": 1 record (item 200). Expected text that identifies the record.',
	);
	expect(sandbox.server.log).toEqual([]);
});

describe('the credential dialog', () => {
	// n8n-core up to 2.33.2 gives no status with the error, so that n8n applies no rule of the credential;
	// from 2.35.0 on it does.
	const appliesRules = isN8n(2, 35);
	const test403 = appliesRules
		? 'Ometria rejected the access token (API key), or the key has no permission to read data'
		: 'Forbidden - perhaps check your credentials?';
	const test404 = appliesRules
		? 'Ometria was not found at this base URL. It ends with the version and has nothing after it: https://api.ometria.com/v2'
		: 'The resource you are requesting could not be found';
	test.each([
		['a good credential', {}, 'OK', 'Connection successful!'],
		['a wrong token', { accessToken: 'wrong' }, 'Error', test403],
		['a wrong path', { path: '/v3' }, 'Error', test404],
		[
			'plain http elsewhere',
			{ baseUrl: 'http://api.ometria.example/v2' },
			'Error',
			/Base URL must be an https address/,
		],
		['no address', { baseUrl: 'ometria' }, 'Error', /Base URL must be an address like/],
		['a token with a space', { accessToken: 'a b' }, 'Error', /Access Token must be the API key/],
	])(
		'gives its verdict on %s',
		async (
			_name,
			change: { path?: string; baseUrl?: string; accessToken?: string },
			status,
			message,
		) => {
			const { path, ...fields } = change;
			const baseUrl = path ? sandbox.url.replace('/v2', path) : sandbox.url;
			const data = { accessToken: TOKEN, baseUrl, pushRequestsPerSecond: 8, ...fields };
			const id = await real.api.saveCredential('tested', data);
			const result = await real.api.testCredential(id, 'tested', data);
			expect(result.message).toEqual(
				typeof message === 'string' ? message : expect.stringMatching(message),
			);
			expect(result.status).toBe(status);
		},
	);
});
