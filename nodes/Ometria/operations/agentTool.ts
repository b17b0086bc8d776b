import type { INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { errorText } from '../n8n/errorItem';

/** How n8n's name for the form of a node that an AI agent uses ends: `ometriaTool`. */
export const AGENT_TOOL = 'Tool';

/**
 * Refuses an error output, which would hide everything from an agent; n8n replaces what a tool
 * answers by what it finds for the error output, also where nothing failed (seen in n8n-core 2.41.1,
 * `handleNodeErrorOutput`).
 *
 * @throws NodeOperationError, before anything is read or sent
 */
export function refuseErrorOutput(node: INode): never {
	throw new NodeOperationError(
		node,
		'Nothing was done: set On Error of this tool to "Stop Workflow" or "Continue". With an error output, n8n gives the agent no answer of a tool at all.',
	);
}

/** An agent sees the message of an error and nothing else, so that it says what to do, too. */
export function errorForAgent(node: INode, error: unknown): Error {
	return new NodeOperationError(node, errorText(error));
}

const RECEIVED =
	'Ometria received the record and has not validated it yet. Push Error > Get Many shows what it finds later.';

/** Says of what was pushed how far it is, as an agent would take "OK" for stored. */
export function itemsForAgent(items: INodeExecutionData[]): INodeExecutionData[] {
	return items.map((item) =>
		typeof item.json.request_id === 'string' &&
		item.json.error === undefined &&
		'accepted' in item.json
			? { ...item, json: { message: RECEIVED, ...item.json } }
			: item,
	);
}
