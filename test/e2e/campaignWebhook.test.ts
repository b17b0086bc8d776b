import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readExample } from '../../playground/src/examples';
import { itemsOf } from '../../playground/src/n8nApi';
import { ROOT } from '../../playground/src/pack';
import { waitFor } from '../../playground/src/wait';
import { type RealN8n, realN8n } from '../support/realN8n';
import { type Receiver, startReceiver } from '../support/receiver';

const SECRET = { name: 'X-Webhook-Secret', value: 'a-long-random-text' };

let real: RealN8n;
let receiver: Receiver;

beforeAll(async () => {
	receiver = await startReceiver();
	real = await realN8n();
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
});

/** A call as Ometria's step may send it. @returns the HTTP status */
async function call(body: string, headers: Record<string, string>): Promise<number> {
	const response = await fetch(`${real.n8n.url}/webhook/ometria-campaign`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	return response.status;
}

const [, template] =
	/```jinja\n([^`]*)\n```/.exec(readFileSync(join(ROOT, 'docs', 'campaign-webhooks.md'), 'utf8')) ??
	[];

/** The template of the docs, filled in as Ometria would. */
function reached(email: string): string {
	const profile: Record<string, string> = { email, firstname: 'Ada', lastname: 'Byron' };
	return template.replace(
		/\{\{ profile\.(\w+) \}\}/g,
		(_tag, field: string) => profile[field] ?? '',
	);
}

const message = (email: string) => ({
	text: `Win-back: Ada Byron (${email}) reached "Second reminder"`,
});

test('the template of the example is the one of the docs', () => {
	const notes = readExample('campaign-webhook', '', '').nodes.map(
		({ parameters }) => parameters.content,
	);
	expect(notes).toContainEqual(expect.stringContaining(template));
});

test('a campaign webhook acts once on each contact, and only with the right header', async () => {
	const id = await real.api.saveCredential('Ometria webhook', SECRET, 'httpHeaderAuth');
	const workflow = readExample('campaign-webhook', '', '');
	for (const node of workflow.nodes) {
		if (node.name === 'Webhook') {
			node.credentials = { httpHeaderAuth: { id, name: 'Ometria webhook' } };
		}
		if (node.name === 'Post to Slack') node.parameters.url = receiver.url;
	}
	await real.api.activate(await real.api.saveWorkflow(workflow));

	// n8n registers the webhook after it has answered the activation.
	const registered = async () => (await call(reached('nobody@shop.example'), {})) !== 404;
	await waitFor('the webhook', 60_000, async () => (await registered()) || undefined);

	const right = { [SECRET.name]: SECRET.value };
	expect(await call(reached('no.header@shop.example'), {})).toBe(403);
	expect(await call(reached('wrong@shop.example'), { [SECRET.name]: 'guessed' })).toBe(403);
	expect(await call('{ "email": "broken@shop.example', right)).toBeGreaterThanOrEqual(400);
	// A test of the connection may come without a contact.
	expect(await call(reached(''), right)).toBe(200);
	expect(await call(reached('ada@shop.example'), right)).toBe(200);
	await waitFor('the first message', 60_000, () => receiver.received.length > 0 || undefined);
	expect(await call(reached('Ada@shop.example'), right)).toBe(200);
	const repeated = await waitFor('the end of the repeated call', 60_000, async () => {
		const execution = await real.api.latestExecution(workflow.name);
		return execution.status === 'success' ? execution : undefined;
	});
	expect(itemsOf(repeated, 'Keep contacts')).toMatchObject([{ email: 'Ada@shop.example' }]);
	// A content type that n8n does not parse.
	const text = { ...right, 'content-type': 'text/plain' };
	expect(await call(reached('zoe@shop.example'), text)).toBe(200);
	await waitFor('the second message', 60_000, () => receiver.received.length > 1 || undefined);
	expect(receiver.received).toEqual([message('ada@shop.example'), message('zoe@shop.example')]);
});
