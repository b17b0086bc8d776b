import { readExample } from '../../playground/src/examples';
import { waitFor } from '../../playground/src/wait';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { type MailServer, startMailServer } from '../support/mailServer';
import { type ModelStub, startModelStub } from '../support/modelStub';
import { arrived } from '../support/push';
import { asked } from '../support/read';
import { type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

/** The example of docs/agents.md: n8n's human review stands between an agent and a change of consent. */
let real: RealN8n;
let sandbox: RunningSandbox;
let model: ModelStub;
let mailServer: MailServer;
let credentialId: string;
/** Credentials of the nodes that are not Ometria's, by their type. */
let others: Record<string, Record<string, { id: string; name: string }>>;

beforeAll(async () => {
	mailServer = await startMailServer();
	model = await startModelStub();
	sandbox = await startSandbox();
	real = await realN8n();
	const save = async (name: string, data: Record<string, unknown>, type: string) => ({
		[type]: { id: await real.api.saveCredential(name, data, type), name },
	});
	others = {
		'n8n-nodes-base.emailSendHitlTool': await save('Mail', mailServer.credential, 'smtp'),
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': await save(
			'Model',
			{ apiKey: 'none', url: model.url },
			'openAiApi',
		),
	};
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
beforeEach(async () => {
	mailServer.mails.length = 0;
	sandbox.server.reset();
	const contact = {
		'@type': 'contact',
		'@collection': 'n8n',
		id: 'c-7',
		email: 'ada@shop.example',
	};
	await fetch(`${sandbox.url}/push`, {
		method: 'POST',
		headers: { 'x-ometria-auth': 'sandbox-token', 'content-type': 'application/json' },
		body: JSON.stringify([contact]),
	});
});
afterAll(async () => {
	await real?.end();
	await sandbox.close();
	await model.close();
	await mailServer.close();
});

/** The text of an email that is quoted-printable. */
function plain(mail: string): string {
	return mail
		.replaceAll('=\r\n', '')
		.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.replaceAll('&amp;', '&');
}

/** Runs the example until a person is asked. @returns what the person gets, and the execution */
async function runUntilAsked() {
	const workflow = readExample('agent-consent', credentialId, 'Ometria');
	for (const node of workflow.nodes) {
		if (node.type in others) node.credentials = others[node.type];
	}
	model.calls(
		['Look_up_profile', { email: 'ada@shop.example' }],
		[
			'Set_marketing_consent',
			{ toolParameters: { customer: 'c-7', consent: 'optedOut' }, hitlParameters: {} },
		],
	);
	const id = await real.api.startWorkflow(await real.api.saveWorkflow(workflow));
	const mail = await waitFor('The email', 120_000, () => mailServer.mails.at(0));
	return { mail: plain(mail), id };
}

/** Clicks one of the two buttons of the email, and waits for the end of the execution. */
async function decide(mail: string, id: string, approved: boolean) {
	const links = [...mail.matchAll(/href="(http[^"]+)"/g)].map(([, link]) => link);
	const link = links.find((url) => url.includes(`approved=${approved}`));
	// n8n answers no program that says it is one: mail servers open links, too.
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
	const response = await fetch(link ?? '', { headers });
	expect(response.status).toBe(200);
	return await waitFor('The end', 120_000, async () => {
		const execution = await real.api.execution(id);
		return ['success', 'error'].includes(execution.status) ? execution : undefined;
	});
}

const changes = () => arrived(sandbox).slice(1);

test('a person sees the words of the customer and the change, and nothing is sent before they agree', async () => {
	const { mail, id } = await runUntilAsked();
	expect(mail).toContain('May this marketing consent be changed?');
	expect(mail).toContain('Please stop sending me your newsletter.');
	expect(mail).toContain('to set the marketing consent of customer c-7 to optedOut.');
	expect(asked(sandbox)).toContain('GET /profiles?email=ada%40shop.example');
	expect(changes()).toEqual([]);
	expect((await decide(mail, id, true)).status).toBe('success');
	expect(changes()).toMatchObject([
		{
			'@collection': 'n8n',
			id: 'c-7',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_unsubscribed: expect.stringMatching(/^20/) as string,
		},
	]);
	expect(model.toolAnswers()[0]).toContain('2695-a00001-000001');
	expect(model.toolAnswers()[1]).toContain('has not validated it yet');
});

test('a refusal of the person sends nothing, and the agent learns it', async () => {
	const { mail, id } = await runUntilAsked();
	expect((await decide(mail, id, false)).status).toBe('success');
	expect(changes()).toEqual([]);
	expect(model.toolAnswers()[1]).toContain('rejected the tool call');
});
