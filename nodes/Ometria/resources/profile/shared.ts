import type { INodePropertyMode } from 'n8n-workflow';

import { ANY_EMAIL } from '../../operations/readProperties';

export const BY_EMAIL: INodePropertyMode = {
	displayName: 'By Email',
	name: 'email',
	type: 'string',
	placeholder: ANY_EMAIL,
};

export const BY_ID: INodePropertyMode = {
	displayName: 'By ID',
	name: 'id',
	type: 'string',
	placeholder: 'e.g. 2695-c473e2-4aaf58',
};

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
