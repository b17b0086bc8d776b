import type { IBuilderHint, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withGroupsAsSaved } from '../operations/groupAsSaved';
import type { Operation, Resource } from '../operations/operation';
import { contact } from './contact';
import { customEvent } from './customEvent';
import { customField } from './customField';
import { dataDeletionRequest } from './dataDeletionRequest';
import { mergeJob } from './mergeJob';
import { order } from './order';
import { product } from './product';
import { profile } from './profile';
import { pushError } from './pushError';
import { record } from './record';
import { segment } from './segment';
import { transactionalEmail } from './transactionalEmail';
import { unsubscribe } from './unsubscribe';

/** Everything the node offers. Adding an operation is one folder, and one line where it belongs. */
const RESOURCES: readonly Resource[] = [
	contact,
	customEvent,
	customField,
	dataDeletionRequest,
	mergeJob,
	order,
	product,
	profile,
	pushError,
	record,
	segment,
	transactionalEmail,
	unsubscribe,
];

function resourceProperty(): INodeProperties {
	const [first] = RESOURCES.map(({ value }) => value);
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ name, value, description }) => ({ name, value, description })),
		default: first,
	};
}

function operationProperty({ value, operations }: Resource): INodeProperties {
	const [first] = operations.map((operation) => operation.value);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(
			({ name, value: operation, action, description }): INodePropertyOptions => ({
				name,
				value: operation,
				action,
				description,
			}),
		),
		default: first,
	};
}

/** An operation's own parameters, shown for it alone. */
function ownProperties(resource: Resource, operation: Operation): INodeProperties[] {
	return withGroupsAsSaved(operation.properties).map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				...property.displayOptions?.show,
				resource: [resource.value],
				operation: [operation.value],
			},
		},
	}));
}

/** All parameters of the node. */
export const properties: INodeProperties[] = [
	resourceProperty(),
	...RESOURCES.flatMap((resource) => [
		operationProperty(resource),
		...resource.operations.flatMap((operation) => ownProperties(resource, operation)),
	]),
];

/**
 * What n8n's assistants and its MCP server read beside the parameters (n8n 2.29 and newer; older ones
 * ignore it). n8n describes an operation by the first one of the same value, so each stands here, too.
 */
export const builderHint: IBuilderHint = {
	searchHint:
		'Marketing platform for retailers (customer data platform, CDP). Pushes contacts, products, orders and custom events in batches of 100 with its own rate limit: give all items to one node, without Loop Over Items or Wait before it.',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-ometria.ometriaTrigger',
			relationHint: 'Starts a workflow when records are rejected after a push, or data changes',
		},
	],
	extraTypeDefContent: RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value: operation, description, assistantHints = [] }) => ({
			displayOptions: { show: { resource: [resource], operation: [operation] } },
			content: [description, ...assistantHints].join('\n'),
		})),
	),
};

/** @returns the operation, or undefined when the node does not have it */
export function findOperation(resource: string, operation: string): Operation | undefined {
	return RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
}
