import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

async function pushed(row: object, mapped: object = {}, output = 'records') {
	const value = { id: '={{ $json.id }}', email: '={{ $json.email }}', ...mapped };
	const { outputs } = await push(sandbox, [{ id: 'c1', email: 'ada@shop.example', ...row }], {
		parameters: { fields: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] } },
		options: { output },
		settings: { onError: 'continueErrorOutput' },
	});
	return { sent: arrived(sandbox), outputs };
}

const IN = { marketing_optin: 'EXPLICITLY_OPTEDIN' };

test.each<object>([
	{ unsubscribed: true },
	{ Bounced: 'yes' },
	{ newsletter: 'nein' },
	{ 'Email Suppressions': 'USER_SUPPRESSED' },
	{ email_marketing_consent: { state: 'unsubscribed' } },
	{ properties: { hs_email_optout: 'true' } },
	{ marketing_optin: 'EXPLICITLY_OPTEDOUT' },
])('a mapped opt-in is refused where the item says no: %j', async (row) => {
	const { sent, outputs } = await pushed(row, IN);
	expect(sent).toEqual([]);
	expect(outputs[1]).toMatchObject([
		{ json: { error: { reason: 'contradicted_opt_in', field: 'marketing_optin' } } },
	]);
});

test('an item that says no without a mapped consent is sent, and it is said', async () => {
	const { sent, outputs } = await pushed({ Unsubscribed: 'Yes' });
	expect(sent).toMatchObject([{ id: 'c1' }]);
	expect(outputs[0]).toMatchObject([
		{ json: { warnings: [expect.stringContaining('"marketing_optin"')] } },
	]);
	const summary = await pushed({ Unsubscribed: 'Yes' }, {}, 'summary');
	expect(summary.outputs[0]).toMatchObject([
		{ json: { warnings: [{ reason: 'unmapped_no', field: 'marketing_optin' }] } },
	]);
});

test.each<[object, object]>([
	[{ unsubscribed: false, bounced: 'no', newsletter: 'yes' }, IN],
	[{ Unsubscribed: 'yes' }, { marketing_optin: 'EXPLICITLY_OPTEDOUT' }],
	[{ subscription: 'no', unsubscribe_link: 'https://a.example/u' }, IN],
	[{ orders: 3, tags: ['a'], address: { city: 'Leeds' } }, {}],
])('nothing is said where the item does not say no: %j', async (row, mapped) => {
	const { sent, outputs } = await pushed(row, mapped);
	expect(sent).toHaveLength(1);
	expect(outputs[0]).toMatchObject([{ json: { warnings: [] } }]);
});
