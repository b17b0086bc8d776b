import type { INodeProperties } from 'n8n-workflow';

const isGroup = ({ type }: INodeProperties) => type === 'collection' || type === 'fixedCollection';

/**
 * Adds to each collection a hidden parameter of the same name. n8n empties a collection that is one
 * expression before the node sees it (`getNodeParameters`), but hands on a hidden one as it is saved,
 * and the later of two counts.
 */
export function withGroupsAsSaved(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property): INodeProperties[] => {
		const { displayName, name, displayOptions } = property;
		if (!isGroup(property)) return [property];
		const saved: INodeProperties = { displayName, name, type: 'hidden', default: {} };
		return [property, { ...saved, ...(displayOptions && { displayOptions }) }];
	});
}
