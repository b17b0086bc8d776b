import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { getManyOperation } from '../../operations/getMany';
import type { Resource } from '../../operations/operation';
import type { Session } from '../../transport/session';

const limiter = (session: Session) => session.groupLimiter('dataDeletion');

const requestId: INodeProperties = {
	displayName: 'Request ID',
	name: 'dataDeletionRequestId',
	type: 'string',
	required: true,
	default: '',
	description: 'The ID of the data deletion request',
};

/**
 * Requests to anonymise a person. Source: GET /data-deletion-requests (documented, 6 requests a
 * minute). Making one is not offered: the fields of its body are not known, and it cannot be undone.
 */
export const dataDeletionRequest: Resource = {
	value: 'dataDeletionRequest',
	name: 'Data Deletion Request',
	description: 'Requests to anonymise people, and what came of them',
	operations: [
		getOperation({
			singular: 'data deletion request',
			description: 'Get a request to anonymise a person, and what came of it',
			properties: [requestId],
			request: (parameters) => ({
				path: `/data-deletion-requests/${parameters.pathStep(requestId, parameters.text(requestId, 'an ID'))}`,
			}),
			limiter,
		}),
		getManyOperation({
			plural: 'data deletion requests',
			description: 'List requests to anonymise people, and what came of them',
			path: () => '/data-deletion-requests',
			limiter,
		}),
	],
};
