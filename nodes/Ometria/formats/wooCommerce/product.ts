import { Findings } from '../../records/findings';
import { isObject } from '../../utils/json';
import { convertEach } from '../shared/envelope';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { amountNumber, listings, prefixed, required, shopTime } from '../shared/shopRecords';
import { labelledAs, slug, text, withoutUndefined } from '../shared/values';
import type { FormatOperation, FormatSettings, Formatted, Json, MappingRow } from '../types';
import { decodeHtml } from './html';

const VARIATIONS: ReadonlySet<string> = new Set(['variation', 'subscription_variation']);
const ACTIVE = 'publish';
/** Source: post statuses of WordPress (documented). */
const INACTIVE: ReadonlySet<string> = new Set([
	'auto-draft',
	'draft',
	'future',
	'inherit',
	'pending',
	'private',
	'trash',
]);
/** Source: REST API docs v3, product properties (documented). */
const IN_STOCK: ReadonlyMap<string, boolean> = new Map([
	['instock', true],
	['onbackorder', true],
	['outofstock', false],
]);

const MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: 'id',
		rule: 'With ID Prefix. With Product ID set to SKU: sku',
	},
	{ field: 'title', source: 'name', rule: 'As plain text: HTML entities are decoded' },
	{ field: 'sku', source: 'sku', rule: '' },
	{
		field: 'price',
		source: 'regular_price, price',
		rule: 'The first one with a value. Variable products have the lowest price in price',
	},
	{
		field: 'special_price',
		source: 'sale_price',
		rule: 'If on_sale is true; null if it is false; left out if the payload has no sale_price',
	},
	{ field: 'special_price_dt_from', source: 'date_on_sale_from_gmt', rule: 'Is UTC' },
	{ field: 'special_price_dt_to', source: 'date_on_sale_to_gmt', rule: 'Is UTC' },
	{ field: 'currency', source: '', rule: 'The setting Product Currency' },
	{
		field: 'is_active',
		source: 'status',
		rule: 'True for publish; false for drafts, pending, private, scheduled and trashed products',
	},
	{
		field: 'is_in_stock',
		source: 'stock_status',
		rule: 'True for instock and onbackorder, false for outofstock; left out for other words',
	},
	{
		field: 'is_variant',
		source: 'type, image',
		rule: 'True for variations: the type says so, or the row of /products/{id}/variations has image and neither type nor images',
	},
	{
		field: 'parent_id',
		source: 'parent_id',
		rule: 'For variations, with ID Prefix; such a row without it is refused. Variations inside of their product take its ID',
	},
	{ field: 'url', source: 'permalink', rule: 'For products, not for variations' },
	{ field: 'image_url', source: 'images[0].src, image.src', rule: '' },
	{
		field: 'attributes',
		source: 'categories[], attributes[].option, attributes[].options[]',
		rule: 'Categories with their IDs, and each value of each attribute',
	},
	{
		field: 'listings',
		source: '',
		rule: 'One for products, with the values above; only with the settings Store and Product Currency',
	},
];

function isVariation({ json }: Payload): boolean {
	const type = text(json.type);
	if (type !== undefined) return VARIATIONS.has(type);
	return Object.hasOwn(json, 'image') && !Object.hasOwn(json, 'images');
}

function productId(product: Payload, settings: FormatSettings): string | undefined {
	const id =
		settings.productId === 'sku'
			? required(product, 'sku', product.text('sku'), 'a SKU, as Product ID is set to SKU')
			: required(product, 'id', product.id('id'), 'the ID of the product');
	return prefixed(id, settings);
}

/** null where the payload says that there is no sale; undefined where it does not say it. */
function specialPrice(product: Payload): number | null | undefined {
	const onSale = product.json.on_sale;
	if (onSale !== true) return onSale === false ? null : undefined;
	if (!product.has('sale_price')) return undefined;
	return amountNumber(product, 'sale_price') ?? null;
}

function isActive(product: Payload): boolean | undefined {
	return product.read(
		['status'],
		(value) => {
			const status = text(value);
			if (status === ACTIVE) return true;
			return status !== undefined && INACTIVE.has(status) ? false : undefined;
		},
		'a status such as "publish" or "draft"',
	);
}

function isInStock(product: Payload): boolean | undefined {
	const word = product.text('stock_status');
	const known = word === undefined ? undefined : IN_STOCK.get(word);
	if (word !== undefined && known === undefined) {
		product.findings.add('is_in_stock', 'stock_left_out', { word });
	}
	return known;
}

function imageUrl(product: Payload): string | undefined {
	const [first] = product.rows('images') ?? [];
	return (
		first?.text('src') ?? (isObject(product.json.image) ? text(product.json.image.src) : undefined)
	);
}

function attributes(product: Payload): Json[] | undefined {
	const found: Json[] = [];
	for (const category of product.rows('categories') ?? []) {
		const id = category.id('id');
		const label = decodeHtml(category.text('name'));
		if (id !== undefined && label !== undefined) found.push({ type: 'category', id, label });
	}
	for (const attribute of product.rows('attributes') ?? []) {
		const name = decodeHtml(attribute.text('name'));
		if (name === undefined) continue;
		const type = slug(name);
		const { option, options } = attribute.json;
		const values = Array.isArray(options) ? attribute.values('options') : [option];
		for (const value of values) {
			const entry = labelledAs(type, decodeHtml(text(value)));
			if (entry) found.push(entry);
		}
	}
	return found.length > 0 ? found : undefined;
}

/** What products and variations have in common. */
function common(product: Payload, id: string | undefined, settings: FormatSettings): Json {
	const price = amountNumber(product, 'regular_price', 'price');
	if (price === undefined) {
		product.findings.add('price', 'no_price');
	}
	return {
		id,
		title: decodeHtml(product.text('name')),
		sku: product.text('sku'),
		price,
		special_price: specialPrice(product),
		special_price_dt_from: shopTime(product, 'date_on_sale_from_gmt'),
		special_price_dt_to: shopTime(product, 'date_on_sale_to_gmt'),
		currency: settings.productCurrency,
		is_active: isActive(product),
		is_in_stock: isInStock(product),
		image_url: imageUrl(product),
		attributes: attributes(product),
	};
}

function convertVariation(
	variation: Payload,
	parentId: string | undefined,
	settings: FormatSettings,
): Formatted {
	const record = common(variation, productId(variation, settings), settings);
	return settle(
		variation.findings,
		withoutUndefined({ ...record, is_variant: true, parent_id: parentId }),
	);
}

/** A variation that is a separate item, a row of `/products/{id}/variations` or of a webhook. */
function convertVariationRow(variation: Payload, settings: FormatSettings): Formatted {
	const parentId = variation.id('parent_id');
	if (settings.productId === 'sku') {
		variation.refuse(
			'parent_id',
			'the SKU of the product, which a variation does not hold. Set Product ID to ID, or put the variations into "variations" of their product',
		);
	} else if (parentId === undefined) {
		variation.refuse(
			'parent_id',
			'the ID of its product. Add it with an Edit Fields node: rows of /products/{id}/variations do not hold it',
		);
	}
	return convertVariation(variation, prefixed(parentId, settings), settings);
}

/** A product, and its variations where they are inside of it and not only their IDs. */
function* convertProduct(product: Payload, settings: FormatSettings): Generator<Formatted> {
	const id = productId(product, settings);
	const record = {
		...common(product, id, settings),
		is_variant: false,
		url: product.text('permalink'),
	};
	const rows = product.values('variations');
	if (!rows.every(isObject)) {
		product.findings.add('', 'variations_by_id');
	}
	const parent = settle(
		product.findings,
		withoutUndefined({ ...record, listings: listings(record, settings, product.findings) }),
	);
	yield parent;
	if (parent.kind === 'invalid') return;
	for (const [index, row] of rows.entries()) {
		if (!isObject(row)) continue;
		const path = `${product.at('variations')}[${index}]`;
		yield convertVariation(new Payload(row, path, new Findings()), id, settings);
	}
}

function convert(json: Json, path: string, settings: FormatSettings): Iterable<Formatted> {
	const product = new Payload(json, path, new Findings());
	return isVariation(product)
		? [convertVariationRow(product, settings)]
		: convertProduct(product, settings);
}

/** A product or a variation of the REST API v3 or of a webhook. */
export const PRODUCT: FormatOperation = {
	convert: (json, settings) =>
		convertEach(json, 'WooCommerce', 'product', (payload, path) =>
			convert(payload, path, settings),
		),
	merge: true,
	settings: ['store', 'idPrefix', 'productId', 'productCurrency'],
	mapping: MAPPING,
};
