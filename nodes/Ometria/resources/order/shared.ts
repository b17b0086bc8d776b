/** The most used fields of an order. */
export const SIMPLE = [
	'id',
	'timestamp',
	'status',
	'is_valid',
	'currency',
	'grand_total',
	'store',
	'channel',
	'customer',
	'lineitems',
];
