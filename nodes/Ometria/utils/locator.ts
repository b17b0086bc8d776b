import type { INodeProperties } from 'n8n-workflow';

interface LocatorChoices {
	/** Undefined where there is no list to choose from. */
	searchListMethod?: string;
	placeholder: string;
	required?: boolean;
}

/** A choice by list or by id. */
export const locator = (
	name: string,
	displayName: string,
	description: string,
	{ searchListMethod, placeholder, required = true }: LocatorChoices,
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	...(required && { required }),
	default: { mode: searchListMethod === undefined ? 'id' : 'list', value: '' },
	description,
	modes: [
		...(searchListMethod === undefined
			? []
			: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list' as const,
						typeOptions: { searchListMethod, searchable: true },
					},
				]),
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
	],
});

/** A custom field, from the account's list or by its ID. */
export const customFieldLocator = (name: string, displayName: string): INodeProperties =>
	locator(name, displayName, 'The custom field, by its ID in Ometria, not its title', {
		searchListMethod: 'searchOrNameCustomField',
		placeholder: 'e.g. loyalty_tier',
		required: false,
	});
