import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import type { RunningSandbox } from '../../sandbox/server';
import { type NodeResult, type NodeRun, runNode, TOKEN } from './engine';

/** Runs an operation of the Ometria node in n8n's engine against a sandbox. */
export async function operate(
	sandbox: { url: string },
	operation: `${string}/${string}`,
	parameters: INodeParameters = {},
	run: Partial<NodeRun> & { inputs?: IDataObject[] } = {},
): Promise<NodeResult & { items: INodeExecutionData[]; json: IDataObject[] }> {
	const [resource, name] = operation.split('/');
	const { inputs = [{}], ...rest } = run;
	const result = await runNode({
		nodeType: new Ometria(),
		items: inputs.map((json) => ({ json })),
		parameters: { resource, operation: name, ...parameters },
		credential: { accessToken: TOKEN, baseUrl: sandbox.url, pushRequestsPerSecond: 8 },
		...rest,
	});
	const items = result.outputs.at(0) ?? [];
	return { ...result, items, json: items.map((item) => item.json) };
}

/** The requests that a sandbox got, without those of push. */
export const asked = ({ server }: RunningSandbox): string[] =>
	server.log
		.filter(({ path }) => path !== '/push')
		.map(({ method, path, query }) => {
			const text = new URLSearchParams(query).toString();
			return `${method} ${path}${text && `?${text}`}`;
		});
