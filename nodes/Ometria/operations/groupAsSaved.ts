import type { INodeProperties } from 'n8n-workflow';

const isGroup = ({ type }: INodeProperties) => type === 'collection' || type === 'fixedCollection';

/**
 * Adds to each collection a hidden parameter of the same name. n8n makes a collection that is saved as
 * one expression into an empty one before the node sees it (`getNodeParameters` of n8n-workflow), so
 * that a filter or a dry run given like this would be ignored. A parameter without parts it hands on as
 * it is saved, and where two have one name, the later counts. The editor shows no hidden parameters.
 */
export function withGroupsAsSaved(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property): INodeProperties[] => {
		const { displayName, name, displayOptions } = property;
		if (!isGroup(property)) return [property];
		return [property, { displayName, name, displayOptions, type: 'hidden', default: {} }];
	});
}
