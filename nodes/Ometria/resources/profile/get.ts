import type { INodeProperties } from 'n8n-workflow';

import { getOperation } from '../../operations/get';
import { ANY_EMAIL } from '../../operations/readProperties';
import { SIMPLE } from './shared';

export const profile: INodeProperties = {
	displayName: 'Profile',
	name: 'profileId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'email', value: '' },
	description: 'The profile to get',
	modes: [
		{ displayName: 'By Email', name: 'email', type: 'string', placeholder: ANY_EMAIL },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 2695-c473e2-4aaf58' },
	],
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
