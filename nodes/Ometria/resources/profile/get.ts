import { getOperation } from '../../operations/get';
import { requestByEmail, SIMPLE, whose } from './shared';

const profile = whose({
	displayName: 'Profile',
	name: 'profileId',
	description: 'The profile to get',
});

/** Source: GET /profiles/{profile_id} (documented); for emails, see {@link requestByEmail}. */
export const get = getOperation({
	singular: 'profile',
	description:
		'Look up a person by email address or profile ID. Items with the same address share one request.',
	properties: [profile],
	simple: SIMPLE,
	request: (parameters) => {
		const { mode, value } = parameters.locator(profile, 'an email address or a profile ID');
		if (mode !== 'email') return { path: `/profiles/${parameters.pathStep(profile, value)}` };
		return requestByEmail(parameters.address(profile, value));
	},
});
