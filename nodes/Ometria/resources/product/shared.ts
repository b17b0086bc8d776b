/** The most used fields of a product. */
export const SIMPLE = [
	'id',
	'title',
	'sku',
	'price',
	'special_price',
	'currency',
	'is_active',
	'is_in_stock',
	'is_variant',
	'url',
];
