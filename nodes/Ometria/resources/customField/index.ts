import { getManyOperation } from '../../operations/getMany';
import type { Resource } from '../../operations/operation';

/**
 * Definitions of custom fields. Source: GET /custom-fields (from a third party's description).
 * Making and deleting them is not offered: the fields of the bodies are not known.
 */
export const customField: Resource = {
	value: 'customField',
	name: 'Custom Field',
	description: 'The custom fields that are defined in Ometria',
	operations: [
		getManyOperation({
			plural: 'custom fields',
			description: 'List the custom fields that are defined in Ometria',
			path: () => '/custom-fields',
			anyShape: true,
		}),
	],
};
