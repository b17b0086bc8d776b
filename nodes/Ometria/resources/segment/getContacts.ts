import { getManyOperation } from '../../operations/getMany';
import { segment, segmentPath } from './shared';

/** Source: GET /lists/{list_id}/contacts (from a third party's description; its paging is not known). */
export const getContacts = getManyOperation({
	plural: 'contacts of the segment',
	description: 'List the members of a segment',
	operation: { value: 'getContacts', name: 'Get Contacts', action: 'Get contacts of a segment' },
	properties: [segment],
	path: (parameters) => `${segmentPath(parameters)}/contacts`,
});
