import type { Json } from '../../../../../nodes/Ometria/formats/types';
import { description, gatheredOf, problemOf } from '../tableRows';
import { rowOf } from './exportRows';

const HEADINGS = {
	shopify:
		'Title|URL handle|Description|Vendor|Product category|Type|Tags|Published on online store|Status|SKU|Barcode|Option1 name|Option1 value|Option1 Linked To|Option2 name|Option2 value|Option2 Linked To|Option3 name|Option3 value|Option3 Linked To|Price|Compare-at price|Cost per item|Charge tax|Tax code|Inventory tracker|Inventory quantity|Continue selling when out of stock|Weight value (grams)|Product image URL|Image position|Image alt text|Variant image URL|Gift card|SEO title',
	shopifyBefore:
		'Handle|Title|Body (HTML)|Vendor|Type|Tags|Published|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|Variant SKU|Variant Grams|Variant Inventory Tracker|Variant Inventory Qty|Variant Inventory Policy|Variant Price|Variant Compare At Price|Variant Barcode|Image Src|Image Position|Image Alt Text|Gift Card|Variant Image|Cost per item|Status',
	woo: 'ID|Type|SKU|GTIN|Name|Published|Is featured?|Visibility in catalog|Short description|Description|Date sale price starts|Date sale price ends|Tax status|In stock?|Stock|Backorders allowed?|Sale price|Regular price|Categories|Tags|Images|Parent|Position|Attribute 1 name|Attribute 1 value(s)',
	magento:
		'sku|store_view_code|attribute_set_code|product_type|categories|product_websites|name|description|product_online|visibility|price|special_price|special_price_from_date|special_price_to_date|url_key|base_image|created_at|qty|is_in_stock|configurable_variations',
};

const productsOf = (rows: readonly Json[]) => gatheredOf('product', rows).flat();

const recordsOf = (rows: readonly Json[]) =>
	productsOf(rows).map((entry) => {
		if (entry.kind === 'record') return entry.record;
		return entry.kind === 'skipped' ? entry.reason : entry.kind;
	});

describe.each([
	[
		"Shopify's export of products",
		HEADINGS.shopify,
		{
			handle: 'URL handle',
			published: 'Published on online store',
			sku: 'SKU',
			optionName: 'Option1 name',
			option: 'Option1 value',
			price: 'Price',
			before: 'Compare-at price',
			picture: 'Product image URL',
			ownPicture: 'Variant image URL',
			tracker: 'Inventory tracker',
			quantity: 'Inventory quantity',
			policy: 'Continue selling when out of stock',
			policies: ['DENY', 'CONTINUE'],
		},
	],
	[
		"Shopify's export of products in its older form",
		HEADINGS.shopifyBefore,
		{
			handle: 'Handle',
			published: 'Published',
			sku: 'Variant SKU',
			optionName: 'Option1 Name',
			option: 'Option1 Value',
			price: 'Variant Price',
			before: 'Variant Compare At Price',
			picture: 'Image Src',
			ownPicture: 'Variant Image',
			tracker: 'Variant Inventory Tracker',
			quantity: 'Variant Inventory Qty',
			policy: 'Variant Inventory Policy',
			policies: ['deny', 'continue'],
		},
	],
])('%s', (name, headings, of) => {
	const first = (cells: Json = {}) =>
		rowOf(headings, {
			Title: 'Rug',
			[of.handle]: 'rug',
			Vendor: 'Acme',
			Type: 'Home',
			Status: 'active',
			[of.published]: 'true',
			[of.sku]: 'R-1',
			[of.optionName]: 'Colour',
			[of.option]: 'Red',
			[of.price]: '40.00',
			[of.before]: '50.00',
			[of.picture]: 'https://cdn.example/rug.jpg',
			[of.tracker]: 'shopify',
			[of.quantity]: '0',
			[of.policy]: of.policies[0],
			...cells,
		});
	const next = (cells: Json = {}) =>
		rowOf(headings, {
			[of.handle]: 'rug',
			[of.sku]: 'R-2',
			[of.option]: 'Blue',
			[of.price]: '45.00',
			[of.ownPicture]: 'https://cdn.example/blue.jpg',
			[of.quantity]: '3',
			...cells,
		});
	const shared = [
		{ type: 'brand', id: 'acme', label: 'Acme' },
		{ type: 'category', id: 'home', label: 'Home' },
	];

	test('has a product for each variant, with what the first row says of all', () => {
		expect(recordsOf([first(), next()])).toEqual([
			{
				id: 'R-1',
				sku: 'R-1',
				title: 'Rug - Red',
				price: '50.00',
				special_price: '40.00',
				is_active: true,
				is_in_stock: false,
				image_url: 'https://cdn.example/rug.jpg',
				attributes: [...shared, { type: 'colour', id: 'red', label: 'Red' }],
			},
			{
				id: 'R-2',
				sku: 'R-2',
				title: 'Rug - Blue',
				price: '45.00',
				is_active: true,
				is_in_stock: true,
				image_url: 'https://cdn.example/blue.jpg',
				attributes: [...shared, { type: 'colour', id: 'blue', label: 'Blue' }],
			},
		]);
		expect(description('product', first())).toContain(`This is ${name}. `);
	});

	test('has rows of further pictures, which are skipped', () => {
		const picture = rowOf(headings, {
			[of.handle]: 'rug',
			[of.picture]: 'https://cdn.example/2.jpg',
		});
		expect(productsOf([first(), picture])[1]).toEqual({
			kind: 'skipped',
			reason: 'row of a further picture of a product',
		});
	});

	test('has products without options, drafts, and stock that may be oversold', () => {
		const row = first({
			[of.option]: 'Default Title',
			Status: 'draft',
			[of.policy]: of.policies[1],
		});
		expect(recordsOf([row])).toMatchObject([
			{ title: 'Rug', is_active: false, is_in_stock: true, attributes: shared },
		]);
		expect(problemOf('product', first({ Status: 'odd' }))).toContain(
			'expected active, draft, archived or unlisted, found "odd"',
		);
		const uncounted = first({ [of.tracker]: '', [of.quantity]: '' });
		expect(recordsOf([uncounted])[0]).not.toHaveProperty('is_in_stock');
	});

	test('has variants without a SKU, which are refused', () => {
		expect(problemOf('product', first({ [of.sku]: '' }))).toContain(
			`"${of.sku}" is the ID Column and is empty`,
		);
	});
});

test("WooCommerce's export of products is named, and linked by its IDs", () => {
	const row = (cells: Json) => rowOf(HEADINGS.woo, { Published: '1', 'In stock?': '1', ...cells });
	const parent = row({ ID: '70', Type: 'variable', SKU: 'RUG', Name: 'Rug' });
	const variant = row({
		ID: '71',
		Type: 'variation',
		SKU: 'RUG-R',
		Name: 'Rug - Red',
		Parent: 'RUG',
		'Regular price': '40',
	});
	expect(description('product', parent)).toContain("This is WooCommerce's export of products. ");
	expect(recordsOf([parent, variant])).toMatchObject([
		{ id: '70', is_variant: false },
		{ id: '71', parent_id: '70', is_variant: true, price: '40' },
	]);
});

describe("Magento's export of products", () => {
	const row = (cells: Json) =>
		rowOf(HEADINGS.magento, {
			attribute_set_code: 'Default',
			product_type: 'simple',
			product_websites: 'base',
			product_online: '1',
			visibility: 'Catalog, Search',
			...cells,
		});
	const parent = row({
		sku: 'RUG',
		name: 'Rug',
		product_type: 'configurable',
		configurable_variations: 'sku=RUG-R,color=Red|sku=RUG-B,color=Blue',
	});
	const variant = (sku: string, cells: Json = {}) =>
		row({ sku, name: sku, price: '40', visibility: 'Not Visible Individually', ...cells });

	test('has products and variants, in whatever order', () => {
		const shown = variant('RUG-B', { visibility: 'Catalog, Search', product_online: '2' });
		expect(recordsOf([variant('RUG-R'), parent, shown])).toEqual([
			{
				id: 'RUG-R',
				sku: 'RUG-R',
				title: 'RUG-R',
				price: '40',
				is_active: true,
				is_variant: true,
				parent_id: 'RUG',
			},
			{ id: 'RUG', sku: 'RUG', title: 'Rug', is_active: true },
			{ id: 'RUG-B', sku: 'RUG-B', title: 'RUG-B', price: '40', is_active: false },
		]);
		expect(description('product', parent)).toContain("This is Magento's export of products. ");
	});

	test('has rows of store views, which are skipped, and bundles, whose sale is a percentage', () => {
		const view = row({ sku: 'RUG', name: 'Tapis', store_view_code: 'fr' });
		const bundle = row({ sku: 'SET', product_type: 'bundle', special_price: '80' });
		expect(recordsOf([parent, view, bundle])).toEqual([
			expect.objectContaining({ title: 'Rug' }),
			'row of a store view of a product',
			{ id: 'SET', sku: 'SET', is_active: true },
		]);
	});
});
