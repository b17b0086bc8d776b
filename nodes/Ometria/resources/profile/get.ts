import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { BY_EMAIL, BY_ID, SIMPLE } from './shared';

const profile: INodeProperties = {
	displayName: 'Profile',
	name: 'profileId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'email', value: '' },
	description: 'The profile to get',
	modes: [BY_EMAIL, BY_ID],
};

/** Source: GET /profiles?email= and GET /profiles/{profile_id} (documented). */
export const get = getOperation({
	singular: 'profile',
	description:
		'Look up a person by email address or profile ID. Items with the same address share one request.',
	properties: [profile],
	simple: SIMPLE,
	request: (parameters) => {
		const { mode, value } = parameters.locator(profile, 'an email address or a profile ID');
		if (mode !== 'email') return { path: `/profiles/${parameters.pathStep(profile, value)}` };
		return { path: '/profiles', query: { email: parameters.address(profile, value) } };
	},
});
