/** The most used fields of a contact. */
export const SIMPLE = [
	'@collection',
	'id',
	'email',
	'phone_number',
	'customer_id',
	'firstname',
	'lastname',
	'country_id',
	'marketing_optin',
	'properties',
];
