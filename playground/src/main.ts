import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startSandbox } from '../../sandbox/server';
import { readExample } from './examples';
import { itemsOf, N8nApi, OWNER, type Execution } from './n8nApi';
import { startN8n } from './n8nProcess';
import { installPackage, ROOT } from './pack';

const CREDENTIAL = 'Ometria sandbox';
const TOKEN = 'sandbox-token';

interface Report {
	requests: number;
	requestIds: string[];
	sent: number;
	rejected: number;
	errors: Array<Record<string, unknown>>;
}

function succeeded(execution: Execution, workflow: string): Execution {
	if (execution.status === 'success') return execution;
	const { message = 'no message', description = '' } = execution.error ?? {};
	throw new Error(
		`The workflow "${workflow}" ended with status ${execution.status}: ${message} ${description}`,
	);
}

async function runExamples(api: N8nApi, credentialId: string): Promise<Report> {
	const run = async (name: string) => {
		const workflow = await api.saveWorkflow(readExample(name, credentialId, CREDENTIAL));
		console.log(`Running "${workflow.name}" …`);
		return succeeded(await api.runWorkflow(workflow), workflow.name);
	};
	const pushed = itemsOf(await run('push-contacts'), 'Push contacts');
	const errors = itemsOf(await run('get-push-errors'), 'Get push errors');
	const sum = (field: string) => pushed.reduce((total, item) => total + Number(item[field]), 0);
	return {
		requests: pushed.length,
		requestIds: pushed.map((item) => String(item.request_id)),
		sent: sum('sent'),
		rejected: sum('rejected'),
		errors,
	};
}

function print({ requests, requestIds, sent, rejected, errors }: Report): void {
	console.log(`
Pushed ${sent.toLocaleString('en-US')} contacts in ${requests} requests; ${rejected} rejected on receipt.
Request IDs:
${requestIds.map((id) => `  ${id}`).join('\n')}
Push errors found by Ometria afterwards: ${errors.length}`);
	for (const error of errors) {
		console.log(
			`  ${String(error.record_id)}: ${String(error.error_message)} at ${String(error.error_path)}`,
		);
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			/** End after the run. */
			once: { type: 'boolean', default: false },
			/** Where n8n keeps its data. */
			folder: { type: 'string', default: join(ROOT, '.cache', 'playground') },
		},
	});
	const stops: Array<() => Promise<void>> = [];
	let ending: Promise<void> | undefined;
	const endAll = () =>
		(ending ??= (async () => {
			for (const stop of stops.reverse()) await stop();
		})());
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => void endAll().then(() => process.exit(values.once ? 1 : 0)));
	}
	try {
		const sandbox = await startSandbox({ token: TOKEN });
		stops.push(() => sandbox.close());
		console.log(`Sandbox of Ometria's API: ${sandbox.url}`);
		console.log('Packing the node and installing it into n8n …');
		await installPackage(values.folder);
		console.log('Starting n8n (the first start takes a minute) …');
		const n8n = await startN8n({ userFolder: values.folder });
		stops.push(() => n8n.stop());
		const api = new N8nApi(n8n.url);
		await api.signIn();
		const data = { accessToken: TOKEN, baseUrl: sandbox.url, pushRequestsPerSecond: 8 };
		const credentialId = await api.saveCredential(CREDENTIAL, data);
		const test = await api.testCredential(credentialId, CREDENTIAL, data);
		console.log(`Credential test: ${test.message}`);
		if (test.status !== 'OK') throw new Error(`The credential test failed: ${test.message}`);

		const report = await runExamples(api, credentialId);
		print(report);
		const { log } = sandbox.server;
		const arrived = log.reduce((total, { taken }) => total + taken, 0);
		console.log(`The sandbox counts ${arrived.toLocaleString('en-US')} records received.`);
		if (arrived !== report.sent) throw new Error('What was sent and what arrived differ.');
		if (values.once) {
			await endAll();
			return;
		}
		console.log(`
n8n's editor     ${n8n.url}
  e-mail         ${OWNER.email}
  password       ${OWNER.password}
What arrived     ${sandbox.pageUrl}
Ctrl-C ends both.`);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
		await endAll();
	}
}

void main();
