import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { getManyOperation } from '../../operations/getMany';
import type { Resource } from '../../operations/operation';

const jobId: INodeProperties = {
	displayName: 'Job ID',
	name: 'mergeJobId',
	type: 'string',
	required: true,
	default: '',
	description: 'The ID of the job, from the response to Profile: Merge',
};

/**
 * What became of merges. Source: GET /merge-profile and /merge-profile/{job_id} (from a third party's
 * description; the answers' fields are not known).
 */
export const mergeJob: Resource = {
	value: 'mergeJob',
	name: 'Merge Job',
	description: 'What became of merges of profiles',
	operations: [
		getOperation({
			singular: 'merge job',
			description: 'Get a merge job, which says what became of a merge of profiles',
			properties: [jobId],
			request: (parameters) => ({
				path: `/merge-profile/${parameters.pathStep(jobId, parameters.text(jobId, 'an ID'))}`,
			}),
		}),
		getManyOperation({
			plural: 'merge jobs',
			description: 'List merge jobs, which say what became of merges of profiles',
			path: () => '/merge-profile',
			anyShape: true,
		}),
	],
};
