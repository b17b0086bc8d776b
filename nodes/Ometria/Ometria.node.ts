import type {
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { methods } from './methods';
import { systemClock } from './n8n/clock';
import { withFastShift } from './n8n/fastShift';
import { withPlainTexts } from './n8n/plainText';
import { Yielder } from './n8n/yielder';
import {
	AGENT_TOOL,
	errorForAgent,
	itemsForAgent,
	refuseErrorOutput,
} from './operations/agentTool';
import { wholeNodeFailure } from './push/nodeFailure';
import { builderHint, findOperation, properties } from './resources';
import { openSession } from './transport/session';

async function executeOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = findOperation(resource, name);
	if (operation) return await operation.execute(context, await openSession(context));
	throw new NodeOperationError(
		context.getNode(),
		`Ometria has no operation "${name}" for "${resource}"`,
		{ description: 'Choose the resource and the operation again.' },
	);
}

/** The items as n8n is given them, which divides them in two where there is an error branch. */
function outputOf(node: INode, items: INodeExecutionData[]): INodeExecutionData[] {
	return node.onError === 'continueErrorOutput' ? withFastShift(items) : items;
}

/** Describes the node and hands the work to the chosen operation. */
export class Ometria implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ometria',
		name: 'ometria',
		icon: { light: 'file:../../icons/ometria.svg', dark: 'file:../../icons/ometria.dark.svg' },
		group: ['output'],
		version: 1,
		// "getMany" and "pushError" are shown as "Get Many: Push Error".
		subtitle:
			'={{ ($parameter["operation"] + ": " + $parameter["resource"]).replace(/([A-Z])/g, " $1").toTitleCase() }}',
		description:
			'Send contacts, products, orders and custom events to Ometria, read data and errors back, and react to changes',
		defaults: { name: 'Ometria' },
		usableAsTool: true,
		builderHint,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ometriaApi', required: true }],
		properties,
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const node = this.getNode();
		const isTool = node.type.endsWith(AGENT_TOOL);
		if (isTool && node.onError === 'continueErrorOutput') refuseErrorOutput(node);
		try {
			const items = await executeOperation(this);
			return [isTool ? itemsForAgent(items) : outputOf(node, items)];
		} catch (error) {
			const cancelled = this.getExecutionCancelSignal()?.aborted === true;
			if (!this.continueOnFail() || cancelled) {
				throw withPlainTexts(isTool ? errorForAgent(node, error) : error);
			}
			const { length } = this.getInputData();
			return [outputOf(node, await wholeNodeFailure(error, length, new Yielder(systemClock)))];
		}
	}
}
