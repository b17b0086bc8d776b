import { readExample } from '../../playground/src/examples';
import { itemsOf, type WorkflowData } from '../../playground/src/n8nApi';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { postSlackTo } from '../support/exampleWorkflows';
import { startMailServer } from '../support/mailServer';
import { arrived } from '../support/push';
import { type RealN8n, realN8n, runToSuccess, sandboxCredential } from '../support/realN8n';
import { type Receiver, startReceiver } from '../support/receiver';

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	receiver = await startReceiver();
	real = await realN8n();
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
afterEach(() => {
	sandbox.server.reset();
	receiver.received.length = 0;
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
});

/** An example as a user would set it up: with its addresses and further credentials entered. */
async function run(example: string, setUp: (workflow: WorkflowData) => void = () => undefined) {
	const workflow = readExample(example, credentialId, 'Ometria');
	setUp(workflow);
	return await runToSuccess(real.api, await real.api.saveWorkflow(workflow));
}

function nodeOf(workflow: WorkflowData, name: string) {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`The example has no node "${name}"`);
	return found;
}

function errorsOf(count: number, collection = 'n8n'): void {
	sandbox.server.addErrors(
		Array.from({ length: count }, (_, i) => ({
			request_id: 'r',
			record_type: 'contact',
			record_id: `c-${i + 1}`,
			record: { '@collection': collection },
			timestamp: new Date().toISOString(),
			account: 'a',
			source: 'api',
			message: { error_message: 'not a valid value', error_path: 'root > country_id' },
		})),
		Date.now(),
	);
}

const DIGEST =
	/^Ometria found 3 errors in pushed records\n• contact: country_id, not a valid value \(3\): c-\d, c-\d, c-\d$/;

test('an alert in Slack is one message for all errors of a poll', async () => {
	errorsOf(3);
	await run('alert-slack', (workflow) => postSlackTo(receiver, workflow));
	expect(receiver.received).toEqual([{ text: expect.stringMatching(DIGEST) as string }]);
});

test('an alert by email is one email for all errors of a poll', async () => {
	const mailServer = await startMailServer();
	try {
		const id = await real.api.saveCredential('Mail', mailServer.credential, 'smtp');
		errorsOf(3);
		await run('alert-email', (workflow) => {
			nodeOf(workflow, 'Send digest').credentials = { smtp: { id, name: 'Mail' } };
		});
	} finally {
		await mailServer.close();
	}
	const { mails } = mailServer;
	expect(mails).toHaveLength(1);
	expect(mails[0]).toMatch(/^Subject: Ometria: 3 push errors\r$/m);
	expect(mails[0]).toContain('Ometria found 3 errors in pushed records');
});

test('a nightly run fetches the records of the last day’s errors again and pushes them once', async () => {
	errorsOf(3);
	errorsOf(2);
	const execution = await run('reconcile-nightly');
	expect(itemsOf(execution, 'Each record once')).toHaveLength(3);
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-2', country_id: 'ES' }]);
});

test('a nightly run marks nobody for an error of another source with the same ID', async () => {
	errorsOf(3, 'till');
	const execution = await run('reconcile-nightly');
	expect(itemsOf(execution, 'Get push errors')).toHaveLength(3);
	expect(arrived(sandbox)).toEqual([]);
});
