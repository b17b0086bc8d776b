import { labelled, text, withoutUndefined } from '../../shared/values';
import type { Json, SkipReason } from '../../types';
import { type Cell, type ExportFile, type Finishing, NOT_SENT } from './exportFile';

/** The option of a product that has only one variant. */
const DEFAULT_OPTION = 'default title';
const OPTIONS = [1, 2, 3];

/** What a shopper chooses of a product: its names and values. */
function optionsOf(cell: Cell): Array<{ name: string | undefined; value: string }> {
	return OPTIONS.flatMap((number) => {
		const value = cell(`Option${number} Value`);
		const isDefault = value?.toLowerCase() === DEFAULT_OPTION;
		return value === undefined || isDefault ? [] : [{ name: cell(`Option${number} Name`), value }];
	});
}

/** Whether a variant can be bought; undefined where the file leaves it open. */
function isShopifyInStock(cell: Cell): boolean | undefined {
	const policy = (
		cell('Variant Inventory Policy') ?? cell('Continue selling when out of stock')
	)?.toLowerCase();
	if (policy === 'continue' || policy === 'true') return true;
	const quantity = Number(cell('Variant Inventory Qty') ?? cell('Inventory quantity') ?? NaN);
	if (quantity > 0) return true;
	const isTracked = (cell('Variant Inventory Tracker') ?? cell('Inventory tracker')) !== undefined;
	const isDenied = policy === 'deny' || policy === 'false';
	return isTracked && isDenied && quantity <= 0 ? false : undefined;
}

/** Active and published; undefined where the file does not say. */
function isShopifyActive({ cell, findings }: Finishing): boolean | undefined {
	const status = cell('Status')?.toLowerCase();
	const published = (cell('Published') ?? cell('Published on online store'))?.toLowerCase();
	if (status === undefined) return published === undefined ? undefined : published === 'true';
	if (status === 'active') return published !== 'false';
	if (['draft', 'archived', 'unlisted'].includes(status)) return false;
	findings.add('Status', 'invalid_payload', {
		expected: 'active, draft, archived or unlisted',
		found: `"${status}"`,
	});
	return undefined;
}

function finishShopify(finishing: Finishing): SkipReason | undefined {
	const { record, cell } = finishing;
	const options = optionsOf(cell);
	const title = text(record.title);
	if (title !== undefined && options.length > 0) {
		record.title = `${title} - ${options.map(({ value }) => value).join(' / ')}`;
	}
	const known: Json = {
		is_active: isShopifyActive(finishing),
		is_in_stock: isShopifyInStock(cell),
		image_url: cell('Variant Image') ?? cell('Variant image URL'),
	};
	Object.assign(record, withoutUndefined(known));
	const attributes = [
		labelled('brand', cell('Vendor')),
		labelled('category', cell('Type')),
		...options.map(({ name, value }) => labelled(name, value)),
	].filter((attribute) => attribute !== undefined);
	if (attributes.length > 0) record.attributes = attributes;
	return undefined;
}

/** Each further picture of a product is a separate row. */
function isPicture(cell: Cell, picture: string, others: readonly string[]): SkipReason | undefined {
	const isOne = cell(picture) !== undefined && others.every((name) => cell(name) === undefined);
	return isOne ? 'row of a further picture of a product' : undefined;
}

const SHOPIFY_LACKS =
	'It has no IDs of products: their SKUs are sent as the IDs, so set Product ID to SKU when you push orders. To have Shopify\'s own IDs, get the products with n8n\'s Shopify node and set Input Format to "Shopify"';

/** "sku=A-1,color=Red|sku=A-2,color=Blue". */
function magentoVariants(cell: Cell): readonly string[] {
	const text = cell('configurable_variations') ?? '';
	return text.split('|').flatMap((variant) => {
		const part = variant.split(',').find((own) => own.trim().startsWith('sku='));
		return part === undefined ? [] : [part.trim().slice('sku='.length)];
	});
}

function finishMagento({ record, cell, findings, parent }: Finishing): SkipReason | undefined {
	const online = cell('product_online');
	if (online === '1' || online === '2') record.is_active = online === '1';
	if (cell('product_type') === 'bundle' && record.special_price !== undefined) {
		delete record.special_price;
		findings.add('special_price', 'sale_is_percentage');
	}
	// Source: Ometria's own extension (seen): what is not shown by itself is a variant.
	if (parent !== undefined && cell('visibility') === 'Not Visible Individually') {
		record.is_variant = true;
		record.parent_id = parent;
	}
	return undefined;
}

/** Files of products. Heading rows: the vendors' help pages and exports in public repositories. */
export const PRODUCT_EXPORTS: readonly ExportFile[] = [
	{
		name: "Shopify's export of products in its older form",
		type: 'product',
		signs: [['Handle', 'Variant SKU', 'Variant Price', 'Option1 Value']],
		id: 'Variant SKU',
		columns: { 'Variant SKU': 'sku', Published: NOT_SENT, 'Variant Image': NOT_SENT },
		reads: [
			...['Published', 'Status', 'Vendor', 'Type', 'Option1 Name', 'Option1 Value'],
			...['Option2 Name', 'Option2 Value', 'Option3 Name', 'Option3 Value', 'Variant Image'],
			...['Variant Inventory Tracker', 'Variant Inventory Qty', 'Variant Inventory Policy'],
		],
		inherits: {
			by: 'Handle',
			headings: [
				...['Title', 'Vendor', 'Type', 'Published', 'Status', 'Image Src', 'Option1 Name'],
				...['Option2 Name', 'Option3 Name'],
			],
		},
		skips: (cell) => isPicture(cell, 'Image Src', ['Variant SKU', 'Variant Price', 'Title']),
		finish: finishShopify,
		lacks: SHOPIFY_LACKS,
	},
	{
		name: "Shopify's export of products",
		type: 'product',
		signs: [['URL handle', 'SKU', 'Price', 'Option1 value']],
		id: 'SKU',
		columns: {
			SKU: 'sku',
			'Product image URL': 'image_url',
			'Published on online store': NOT_SENT,
			'Variant image URL': NOT_SENT,
		},
		reads: [
			...['Published on online store', 'Status', 'Vendor', 'Type', 'Option1 name'],
			...['Option1 value', 'Option2 name', 'Option2 value', 'Option3 name', 'Option3 value'],
			...['Variant image URL', 'Inventory tracker', 'Inventory quantity'],
			'Continue selling when out of stock',
		],
		inherits: {
			by: 'URL handle',
			headings: [
				...['Title', 'Vendor', 'Type', 'Published on online store', 'Status'],
				...['Product image URL', 'Option1 name', 'Option2 name', 'Option3 name'],
			],
		},
		skips: (cell) => isPicture(cell, 'Product image URL', ['SKU', 'Price', 'Title']),
		finish: finishShopify,
		lacks: SHOPIFY_LACKS,
	},
	{
		name: "WooCommerce's export of products",
		type: 'product',
		signs: [['ID', 'Type', 'SKU', 'Published', 'Visibility in catalog', 'Regular price']],
		id: 'ID',
		columns: {},
	},
	{
		name: "Magento's export of products",
		type: 'product',
		signs: [['sku', 'attribute_set_code', 'product_type', 'product_websites']],
		id: 'sku',
		columns: {
			sku: 'sku',
			special_price_from_date: 'special_price_dt_from',
			special_price_to_date: 'special_price_dt_to',
			product_online: NOT_SENT,
			base_image: NOT_SENT,
			url_key: NOT_SENT,
		},
		reads: ['product_online', 'product_type', 'visibility', 'configurable_variations'],
		variantsOf: magentoVariants,
		skips: (cell) =>
			cell('store_view_code') === undefined ? undefined : 'row of a store view of a product',
		finish: finishMagento,
		lacks:
			'It has no address of pages and pictures, and the SKUs are sent as IDs. To have them, and Magento\'s own IDs, get the products from Magento\'s API and set Input Format to "Magento 2"',
	},
];
