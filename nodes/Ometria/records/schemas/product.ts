import { currency, boolean, id, dateTime, number, objects, text, url, type Shape } from '../field';
import { labelShape, merge, properties, type } from './shared';

/** One per store. Source: PRODUCTS (documented); required fields seen in public clients. */
const listingShape: Shape = {
	store: text({
		label: 'Store',
		description: 'The store, as in orders',
		example: 'shop.example/uk',
		source: 'described',
		required: 'create',
		maxLength: 32,
	}),
	currency: currency({
		label: 'Currency',
		description: 'Three letters',
		example: 'GBP',
		source: 'seen',
		required: 'create',
	}),
	title: text({
		label: 'Title',
		description: 'Name in this store',
		example: 'Organic cotton tee',
		source: 'seen',
		required: 'create',
	}),
	price: number({
		label: 'Price',
		description: 'Full price',
		example: 25,
		source: 'seen',
		required: 'create',
	}),
	special_price: number({
		label: 'Special Price',
		description: 'Sale price',
		example: 19,
		source: 'documented',
	}),
	is_active: boolean({
		label: 'Is Active',
		description: 'Whether it is sold in this store',
		example: true,
		source: 'described',
	}),
	url: url({
		label: 'URL',
		description: 'Page of the product',
		example: 'https://shop.example/uk/p/tee-01',
		source: 'described',
	}),
	image_url: url({
		label: 'Image URL',
		description: 'Picture',
		example: 'https://shop.example/i/tee-01.jpg',
		source: 'described',
	}),
};

/** Source: PRODUCTS (documented). */
export const productShape: Shape = {
	'@type': type('product'),
	id: id({
		label: 'ID',
		description: 'Identifies the product, often its SKU',
		example: 'tee-01',
		source: 'described',
		required: 'always',
		maxLength: 255,
	}),
	title: text({
		label: 'Title',
		description: 'Name of the product',
		example: 'Organic cotton tee',
		source: 'described',
		required: 'create',
		maxLength: 140,
	}),
	price: number({
		label: 'Price',
		description: 'Full price',
		example: 25,
		source: 'described',
		required: 'create',
	}),
	sku: text({
		label: 'SKU',
		description: 'Stock keeping unit',
		example: 'TEE-01',
		source: 'described',
		maxLength: 255,
		common: true,
	}),
	special_price: number({
		label: 'Special Price',
		description: 'Sale price; null for none',
		example: 19,
		source: 'documented',
	}),
	special_price_dt_from: dateTime({
		label: 'Special Price From',
		description: 'When the sale begins',
		example: '2026-01-02T00:00:00+00:00',
		source: 'documented',
	}),
	special_price_dt_to: dateTime({
		label: 'Special Price To',
		description: 'When the sale ends',
		example: '2026-01-31T23:59:59+00:00',
		source: 'documented',
	}),
	currency: currency({
		label: 'Currency',
		description: 'Three letters',
		example: 'GBP',
		source: 'seen',
	}),
	is_active: boolean({
		label: 'Is Active',
		description: 'Whether it is sold; false overrides every listing',
		example: true,
		source: 'documented',
		common: true,
	}),
	is_in_stock: boolean({
		label: 'Is in Stock',
		description: 'Whether it is in stock',
		example: true,
		source: 'described',
		common: true,
	}),
	is_variant: boolean({
		label: 'Is Variant',
		description: 'Whether it is a variant of another product, without a page of its own',
		example: false,
		source: 'documented',
	}),
	parent_id: id({
		label: 'Parent ID',
		description: 'For variants: ID of the product they belong to',
		example: 'tee-00',
		source: 'described',
		maxLength: 255,
	}),
	url: url({
		label: 'URL',
		description: 'Page of the product',
		example: 'https://shop.example/p/tee-01',
		source: 'described',
		maxLength: 1024,
		common: true,
	}),
	image_url: url({
		label: 'Image URL',
		description: 'Picture',
		example: 'https://shop.example/i/tee-01.jpg',
		source: 'described',
		maxLength: 1024,
		common: true,
	}),
	attributes: objects('attribute', labelShape, {
		label: 'Attributes',
		description: 'Category, brand, colour and the like; an update replaces all of them',
		example: [{ type: 'brand', id: 'acme', label: 'Acme' }],
		source: 'described',
	}),
	listings: objects('listing', listingShape, {
		label: 'Listings',
		description: 'Price and page per store; for parents, not for variants',
		example: [
			{ store: 'shop.example/uk', currency: 'GBP', title: 'Organic cotton tee', price: 25 },
		],
		source: 'documented',
	}),
	'@merge': merge,
	properties: properties({ example: { season: 'SS26' } }),
};
