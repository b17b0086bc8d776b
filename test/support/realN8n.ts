import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	type Execution,
	N8nApi,
	type WorkflowData,
	type WorkflowNode,
} from '../../playground/src/n8nApi';
import { N8N, type RunningN8n, startN8n } from '../../playground/src/n8nProcess';
import { installPackage } from '../../playground/src/pack';
import { DEFAULTS } from '../../sandbox/core/types';
import type { RunningSandbox } from '../../sandbox/server';

const manifest = readFileSync(join(N8N, '..', '..', 'package.json'), 'utf8');
const [MAJOR, MINOR] = (JSON.parse(manifest) as { version: string }).version.split('.').map(Number);

/** Whether the tests run on this version of n8n or a newer one, as in `isN8n(2, 36)`. */
export function isN8n(major: number, minor: number): boolean {
	return MAJOR > major || (MAJOR === major && MINOR >= minor);
}

/** n8n refuses schedules of less than a minute, but takes several of a minute each: every five seconds. */
export const EVERY_5_S = Array.from({ length: 12 }, (_, i) => ({
	mode: 'custom',
	cronExpression: `${i * 5} * * * * *`,
}));

export interface RealN8n {
	/** A test may put another process over the same folder in its place. */
	n8n: RunningN8n;
	api: N8nApi;
	userFolder: string;
	end(): Promise<void>;
}

/** A real n8n in a fresh folder, with the packed node installed and the owner signed in. */
export async function realN8n(env: Record<string, string> = {}): Promise<RealN8n> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-e2e-'));
	await installPackage(userFolder);
	const n8n = await startN8n({ userFolder, env });
	const api = new N8nApi(n8n.url);
	await api.signIn();
	const real: RealN8n = {
		n8n,
		api,
		userFolder,
		end: async () => {
			await real.n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
	return real;
}

/**
 * Saves a credential for a sandbox.
 *
 * @param perSecond the account's rate, requests/s
 * @returns what nodes name it by
 */
export async function sandboxCredential(
	api: N8nApi,
	sandbox: RunningSandbox,
	{ name = 'Ometria', perSecond = 8, accessToken = DEFAULTS.token } = {},
): Promise<{ id: string; name: string }> {
	const data = { accessToken, baseUrl: sandbox.url, pushRequestsPerSecond: perSecond };
	return { id: await api.saveCredential(name, data), name };
}

/** Runs a saved workflow, which must succeed. */
export async function runToSuccess(
	api: N8nApi,
	workflow: WorkflowData & { id: string },
): Promise<Execution> {
	const execution = await api.runWorkflow(workflow);
	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

const node = (name: string, type: string, parameters: object, more: object = {}): WorkflowNode => ({
	name,
	id: name,
	type,
	typeVersion: type.endsWith('.code') ? 2 : 1,
	position: [0, 0],
	parameters: { ...parameters },
	...more,
});

/** The Ometria Trigger. */
export const triggerNode = (
	credential: { id: string; name: string },
	parameters: object = {},
): WorkflowNode =>
	node('Ometria Trigger', 'n8n-nodes-ometria.ometriaTrigger', parameters, {
		credentials: { ometriaApi: credential },
	});

const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });

/** Webhook → its body → Ometria: an execution for each order that is posted to `/webhook/orders`. */
export function orderWebhook(credential: { id: string; name: string }): WorkflowData {
	return {
		name: 'Orders, one by one',
		nodes: [
			node(
				'Webhook',
				'n8n-nodes-base.webhook',
				{ httpMethod: 'POST', path: 'orders' },
				{ typeVersion: 2 },
			),
			node(
				'Order',
				'n8n-nodes-base.set',
				{ mode: 'raw', jsonOutput: '={{ $json.body }}' },
				{ typeVersion: 3.4 },
			),
			node(
				'Push orders',
				'n8n-nodes-ometria.ometria',
				{ resource: 'order', operation: 'push', options: {} },
				{ credentials: { ometriaApi: credential } },
			),
		],
		connections: { Webhook: link('Order'), Order: link('Push orders') },
		settings: { executionOrder: 'v1' },
	};
}

/** Manual trigger → Code (the items) → Ometria. */
export function pushWorkflow(
	name: string,
	credential: { id: string; name: string },
	jsCode: string,
	{ parameters, settings }: { parameters?: object; settings?: object } = {},
): WorkflowData {
	return {
		name,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Source', 'n8n-nodes-base.code', { jsCode }),
			node(
				'Ometria',
				'n8n-nodes-ometria.ometria',
				{ resource: 'contact', operation: 'push', options: {}, ...parameters },
				{ credentials: { ometriaApi: credential }, ...settings },
			),
		],
		connections: { Start: link('Source'), Source: link('Ometria') },
		settings: { executionOrder: 'v1' },
	};
}
