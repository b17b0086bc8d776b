import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { getManyOperation } from '../../operations/getMany';
import type { Resource } from '../../operations/operation';
import type { Session } from '../../transport/session';

/** One request a minute is documented for merging; that reading jobs counts is an assumption. */
const limiter = (session: Session) => session.groupLimiter('merge');

const jobId: INodeProperties = {
	displayName: 'Job ID',
	name: 'mergeJobId',
	type: 'string',
	required: true,
	default: '',
	description: 'The ID of the job, from the response of Profile: Merge',
};

/**
 * What became of merges. Source: GET /merge-profile and /merge-profile/{job_id} (from a third party's
 * description; the answers' fields are not known).
 */
export const mergeJob: Resource = {
	value: 'mergeJob',
	name: 'Merge Job',
	operations: [
		getOperation({
			singular: 'merge job',
			description: 'Get what became of a merge of profiles. One request a minute.',
			properties: [jobId],
			request: (parameters) => ({
				path: `/merge-profile/${parameters.pathStep(jobId, parameters.text(jobId, 'an ID'))}`,
			}),
			limiter,
		}),
		getManyOperation({
			plural: 'merge jobs',
			description: 'List what became of merges of profiles. One request a minute.',
			path: () => '/merge-profile',
			anyShape: true,
			limiter,
		}),
	],
};
