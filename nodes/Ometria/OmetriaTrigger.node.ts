import type {
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { searchSegments } from './methods/listSearch';
import { withPlainTexts } from './n8n/plainText';
import { withGroupsAsSaved } from './operations/groupAsSaved';
import { triggerParameters } from './operations/parameters';
import { simplifyOutput } from './operations/readProperties';
import { filters, includeRecord } from './resources/pushError/properties';
import { readFilter } from './resources/pushError/readFilter';
import { segment, segmentPath } from './resources/segment/shared';
import { CHANGE_EVENTS } from './trigger/changeEvent';
import { openPoll } from './trigger/poll';
import { pollChanges } from './trigger/pollChanges';
import { pollPushErrors } from './trigger/pollPushErrors';
import { CHANGES, changes, pollSegment } from './trigger/pollSegment';
import { MAX_MEMBERS } from './trigger/segmentReading';
import { formatNumber } from './utils/text';

const PUSH_ERROR = 'pushError';
const OPTIONS = 'options';
const SEGMENT = 'segmentEnteredOrLeft';
const EVENTS: INodePropertyOptions[] = [
	{
		name: 'Contact Entered or Left Segment',
		value: SEGMENT,
		description: 'A contact entered or left a segment',
	},
	...CHANGE_EVENTS.map(({ name, value, description }) => ({ name, value, description })),
	{
		name: 'Push Error',
		value: PUSH_ERROR,
		description: 'Ometria found an error in a pushed record, whichever program pushed it',
	},
];
const only = (event: string) => ({ show: { event: [event] } });
const notice = (event: string, displayName: string): INodeProperties => ({
	displayName,
	name: `${event}Notice`,
	type: 'notice',
	default: '',
	displayOptions: only(event),
});
const SIMPLIFIED = CHANGE_EVENTS.filter(({ simple }) => simple).map(({ value }) => value);

const warningItems: INodeProperties = {
	displayName: 'Warnings Without Events',
	name: 'warningItems',
	type: 'boolean',
	default: false,
	description:
		'Whether to start the workflow with a warning alone if no event comes within 15 minutes. By default, a warning waits for the next event and is part of its first item.',
};

async function pollEvent(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = triggerParameters(context);
	const open = async () => await openPoll(context, parameters.boolean(warningItems, OPTIONS));
	const value = context.getNodeParameter('event', PUSH_ERROR) as string;
	if (value === PUSH_ERROR) {
		const filter = readFilter(parameters);
		const withRecord = parameters.boolean(includeRecord, OPTIONS);
		return await pollPushErrors(await open(), { filter, includeRecord: withRecord });
	}
	if (value === SEGMENT) {
		const event = {
			segmentId: parameters.locator(segment, 'the ID of a segment').value,
			path: `${segmentPath(parameters)}/contacts`,
			changes: parameters.choice(changes, CHANGES),
		};
		return await pollSegment(await open(), event);
	}
	const event = CHANGE_EVENTS.find((one) => one.value === value);
	if (event) {
		const simple = parameters.boolean(simplifyOutput);
		return await pollChanges(await open(), event, simple);
	}
	throw new NodeOperationError(context.getNode(), `Ometria Trigger has no event "${value}"`, {
		description: 'Choose the event again.',
	});
}

/** Starts a workflow when something happens in Ometria, which offers no webhooks for it, so it polls. */
export class OmetriaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ometria Trigger',
		name: 'ometriaTrigger',
		icon: { light: 'file:../../icons/ometria.svg', dark: 'file:../../icons/ometria.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"].replace(/([A-Z])/g, " $1").toTitleCase() }}',
		// The nodes panel shows it for both nodes.
		description:
			'Push contacts, products, orders and events to Ometria, or start a workflow on its push errors, orders, profiles, unsubscribes and segments',
		defaults: { name: 'Ometria Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ometriaApi', required: true }],
		properties: withGroupsAsSaved([
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: EVENTS,
				default: PUSH_ERROR,
			},
			notice(
				PUSH_ERROR,
				'Ometria lists only the latest 100 push errors of the account. Poll often enough to see them all.',
			),
			notice(
				SEGMENT,
				`Ometria recomputes dynamic segments every 4 to 6 hours, so polling once an hour is enough. Each poll reads all members: up to ${formatNumber(MAX_MEMBERS)} are compared.`,
			),
			{ ...segment, displayOptions: only(SEGMENT) },
			{ ...changes, displayOptions: only(SEGMENT) },
			{ ...filters, displayOptions: only(PUSH_ERROR) },
			{ ...simplifyOutput, displayOptions: { show: { event: SIMPLIFIED } } },
			{
				displayName: 'Options',
				name: OPTIONS,
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{ ...includeRecord, displayOptions: { show: { '/event': [PUSH_ERROR] } } },
					warningItems,
				],
			},
		]),
	};

	methods = { listSearch: { searchSegments } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return await pollEvent(this);
		} catch (error) {
			throw withPlainTexts(error);
		}
	}
}
