import type {
	INodeExecutionData,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { Parameters, triggerParameters } from './operations/parameters';
import { readFilter } from './resources/pushError/readFilter';
import { CHANGE_EVENTS } from './trigger/changeEvent';
import { pollChanges } from './trigger/pollChanges';
import { pollPushErrors } from './trigger/pollPushErrors';
import { filters, includeRecord } from './resources/pushError/properties';
import { simplifyOutput } from './operations/readProperties';
import { withPlainDescription } from './utils/plainText';

const PUSH_ERROR = 'pushError';
const OPTIONS = 'options';
const EVENTS: INodePropertyOptions[] = [
	...CHANGE_EVENTS.map(({ name, value, description }) => ({ name, value, description })),
	{
		name: 'Push Error',
		value: PUSH_ERROR,
		description:
			'Ometria found something wrong with a record pushed to the account, by whichever program. It lists the latest 100: poll often enough to see all.',
	},
];
const SIMPLIFIED = CHANGE_EVENTS.filter(({ simple }) => simple).map(({ value }) => value);

async function pollEvent(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = new Parameters(triggerParameters(context));
	const value = context.getNodeParameter('event', PUSH_ERROR) as string;
	if (value === PUSH_ERROR) {
		return await pollPushErrors(context, {
			filter: readFilter(parameters),
			includeRecord: parameters.boolean(includeRecord, OPTIONS),
		});
	}
	const event = CHANGE_EVENTS.find((one) => one.value === value);
	if (event) {
		return await pollChanges(context, event, parameters.boolean(simplifyOutput));
	}
	throw new NodeOperationError(context.getNode(), `Ometria Trigger has no event "${value}"`, {
		description: 'Choose the event again.',
	});
}

/** Starts a workflow with what Ometria found wrong. Ometria sends no webhooks, so the trigger polls. */
export class OmetriaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ometria Trigger',
		name: 'ometriaTrigger',
		icon: { light: 'file:../../icons/ometria.svg', dark: 'file:../../icons/ometria.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"]}}',
		description:
			'Starts the workflow when Ometria reports push errors, or orders, profiles or unsubscribes change',
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
				options: EVENTS,
				default: PUSH_ERROR,
			},
			{ ...filters, displayOptions: { show: { event: [PUSH_ERROR] } } },
			{ ...simplifyOutput, displayOptions: { show: { event: SIMPLIFIED } } },
			{
				displayName: 'Options',
				name: OPTIONS,
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				displayOptions: { show: { event: [PUSH_ERROR] } },
				options: [includeRecord],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await pollEvent(this);
		} catch (error) {
			throw withPlainDescription(error);
		}
	}
}
