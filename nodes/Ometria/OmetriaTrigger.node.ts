import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { readEvent } from './errors/event';
import { pollPushErrors } from './errors/poll';
import { filters, includeRecord } from './resources/pushError/properties';

/** Starts a workflow with what Ometria found wrong. Ometria sends no webhooks, so it is asked. */
export class OmetriaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ometria Trigger',
		name: 'ometriaTrigger',
		icon: { light: 'file:../../icons/ometria.svg', dark: 'file:../../icons/ometria.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description: 'Starts the workflow when Ometria reports errors in pushed records',
		defaults: { name: 'Ometria Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ometriaApi', required: true }],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Push Error',
						value: 'pushError',
						description:
							'Ometria found something wrong with a record pushed to the account, by whichever program. It lists the latest 100: poll often enough to see all.',
					},
				],
				default: 'pushError',
			},
			filters,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [includeRecord],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollPushErrors(this, readEvent(this));
	}
}
