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
