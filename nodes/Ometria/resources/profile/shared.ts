import type { INodeProperties } from 'n8n-workflow';

import type { GetRequest } from '../../operations/get';
import { ANY_EMAIL } from '../../operations/readProperties';
import { isSameEmail } from '../../pushErrors/filter';

interface Whose extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	byCustomerId?: boolean;
}

/** Whose profile is meant, with the ways to say it. */
export const whose = ({ byCustomerId = false, ...own }: Whose): INodeProperties => ({
	...own,
	type: 'resourceLocator',
	required: true,
	default: { mode: 'email', value: '' },
	modes: [
		{ displayName: 'By Email', name: 'email', type: 'string', placeholder: ANY_EMAIL },
		{
			displayName: 'By Profile ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 2695-c473e2-4aaf58',
		},
		...(byCustomerId
			? [
					{
						displayName: 'By Customer ID',
						name: 'customerId',
						type: 'string' as const,
						placeholder: 'e.g. 55555',
					},
				]
			: []),
	],
});

/**
 * Looks a profile up by email.
 * Source: GET /profiles?email= (documented).
 */
export const requestByEmail = (email: string): GetRequest => ({
	path: '/profiles',
	query: { email },
	isOwn: ({ email: own }) => typeof own === 'string' && isSameEmail(own, email),
	doubtOf: ({ email: own }) =>
		typeof own === 'string' && !isSameEmail(own, email)
			? 'The profile that Ometria gave names another email, which may be one more of the person.'
			: undefined,
});

/** The most used fields of a profile. */
export const SIMPLE = [
	'id',
	'email',
	'customer_id',
	'firstname',
	'lastname',
	'phone_number',
	'marketing_optin',
	'lifecycle_status',
	'tags',
	'stats',
];
