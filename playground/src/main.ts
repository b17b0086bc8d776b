import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { formatNumber } from '../../nodes/Ometria/utils/text';
import { readExample } from './examples';
import { type Execution, itemsOf, type N8nApi } from './n8nApi';
import { ROOT } from './pack';
import { CREDENTIAL, runSession } from './session';

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
Pushed ${formatNumber(sent)} contacts in ${requests} requests; ${rejected} rejected on receipt.
Request IDs:
${requestIds.map((id) => `  ${id}`).join('\n')}
Push errors found by Ometria afterwards: ${errors.length}`);
	for (const error of errors) {
		console.log(
			`  ${String(error.record_id)}: ${String(error.error_message)} at ${String(error.error_path)}`,
		);
	}
}

const { values } = parseArgs({
	options: {
		/** End after the run. */
		once: { type: 'boolean', default: false },
		/** Where n8n keeps its data. */
		folder: { type: 'string', default: join(ROOT, '.cache', 'playground') },
	},
});

const endedBySignal = values.once ? 1 : 0;
runSession(
	{ folder: values.folder, endedBySignal },
	async ({ sandbox, api, credentialId, addresses, end }) => {
		const report = await runExamples(api, credentialId);
		print(report);
		const { log } = sandbox.server;
		const arrived = log.reduce((total, { taken }) => total + taken, 0);
		console.log(`The sandbox counts ${formatNumber(arrived)} records received.`);
		if (arrived !== report.sent) throw new Error('What was sent and what arrived differ.');
		if (values.once) await end();
		else console.log(addresses);
	},
);
