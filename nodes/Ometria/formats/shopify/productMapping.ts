import type { MappingRow } from '../types';

const VARIANT = 'variants[]';

/** Where the fields of a product and of its variants come from. */
export const PRODUCT_MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: `id, legacyResourceId; ${VARIANT}.id`,
		rule: "The number: of GraphQL's gid://shopify/Product/71 it is 71. ID Prefix goes before it. The product is one record and each variant another; a product whose only variant is the default one has none",
	},
	{ field: 'parent_id', source: 'id', rule: "Variants only: the product's ID" },
	{
		field: 'title',
		source: `title; ${VARIANT}.title`,
		rule: 'Variants: "product - variant". A variant without a title is called by its options, else as its product',
	},
	{
		field: 'sku',
		source: `${VARIANT}.sku, ${VARIANT}.inventoryItem.sku`,
		rule: 'Products: only where there is one variant',
	},
	{
		field: 'price',
		source: `${VARIANT}.price, ${VARIANT}.compare_at_price, ${VARIANT}.compareAtPrice`,
		rule: 'compare_at_price if it is higher than price, else price. Products: of the variant with the lowest price',
	},
	{
		field: 'special_price',
		source: 'as price',
		rule: 'price if compare_at_price is higher and price is not 0, else null for none. Left out where the payload has no compare_at_price',
	},
	{ field: 'currency', source: '', rule: 'The setting Product Currency' },
	{ field: 'is_variant', source: '', rule: 'false for products, true for variants' },
	{
		field: 'is_active',
		source: 'status, published_at, publishedAt',
		rule: "active and not unpublished. An unknown status is an error. Variants: the product's",
	},
	{
		field: 'is_in_stock',
		source: `${VARIANT}.inventory_management, inventory_policy, inventory_quantity; ${VARIANT}.inventoryItem.tracked, availableForSale, inventoryPolicy, inventoryQuantity`,
		rule: 'true if the stock is not counted, if there is some, or if it is sold without; false only if the stock is counted, is 0 and the policy is deny, or if availableForSale is false. Left out where the payload leaves it open: REST does not say since API 2024-07 whether stock is counted. Products: true with any variant, false if all are known to be false',
	},
	{
		field: 'url',
		source: 'handle, onlineStoreUrl',
		rule: 'Page URL and /products/ before handle; without the setting onlineStoreUrl. Products only',
	},
	{
		field: 'image_url',
		source: 'image.src, images[0].src, featuredImage.url, featuredMedia.preview.image.url',
		rule: 'Products only',
	},
	{
		field: 'attributes',
		source: `vendor, product_type, productType; options[].name with ${VARIANT}.option1 to option3, ${VARIANT}.selectedOptions`,
		rule: 'Products: vendor as brand, product_type as category. Variants: their options',
	},
	{
		field: 'listings',
		source: 'the fields above',
		rule: 'One, only with the settings Store and Product Currency. Products only',
	},
];
