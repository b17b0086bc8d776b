import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import type { SandboxOptions } from '../../sandbox/core/types';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { type NodeResult, type NodeRun, runNode, TOKEN } from './engine';

export const FAST = 1000;

export interface PushRun extends Partial<Omit<NodeRun, 'items'>> {
	resource?: string;
	options?: IDataObject;
	/** Requests/s of the credential. */
	rate?: number;
}

/** Starts a sandbox without rate limit unless told otherwise. */
export async function sandboxFor(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
	return await startSandbox({
		pushLimit: { model: 'none', perSecond: 0 },
		dataLimit: { model: 'none', perSecond: 0 },
		...options,
	});
}

/** Runs the Ometria node over items in n8n's engine against a sandbox. */
export async function push(
	sandbox: { url: string },
	records: unknown[],
	run: PushRun = {},
): Promise<NodeResult> {
	const { resource = 'contact', options = {}, rate = FAST, parameters, ...rest } = run;
	const items = records.map((json): INodeExecutionData => ({ json: json as IDataObject }));
	return await runNode({
		nodeType: new Ometria(),
		items,
		parameters: { resource, operation: 'push', options: options as INodeParameters, ...parameters },
		credential: { accessToken: TOKEN, baseUrl: sandbox.url, pushRequestsPerSecond: rate },
		...rest,
	});
}

export function contacts(
	count: number,
	change: (item: number) => object = () => ({}),
): IDataObject[] {
	return Array.from({ length: count }, (_, i) => ({
		id: `c-${i}`,
		email: `person${i}@shop.example`,
		firstname: 'Zoë',
		...change(i),
	}));
}

/** Records that the sandbox received, in order of arrival. */
export function arrived(sandbox: RunningSandbox): IDataObject[] {
	return sandbox.server.log
		.filter(({ path, applied }) => path === '/push' && applied)
		.flatMap(({ body }) => JSON.parse(body) as IDataObject[]);
}
