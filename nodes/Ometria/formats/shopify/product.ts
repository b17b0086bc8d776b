import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { type Money, toNumber } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { listings, prefixed, required } from '../shared/shopRecords';
import { labelled, labelledAs, slug, withoutUndefined } from '../shared/values';
import type {
	Convert,
	FormatOperation,
	FormatSettings,
	Formatted,
	Json,
	MappingRow,
} from '../types';
import { amount, keyOf, SHOPIFY, shopifyId } from './read';
import { isAnyInStock, isInStock, STOCK_MAPPING } from './stock';

/** The title of the variant of a product that has only one. */
const DEFAULT_TITLE = 'default title';
/** Source: shopify.dev, ProductStatus (documented). */
const ACTIVE = 'active';
const COMPARE_AT = ['compare_at_price', 'compareAtPrice'];
const INACTIVE: ReadonlySet<string> = new Set(['archived', 'draft', 'unlisted']);

const VARIANT = 'variants[]';

/** Where the fields of a product and of its variants come from. */
const MAPPING: readonly MappingRow[] = [
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
	STOCK_MAPPING,
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

interface Prices {
	/** What the shopper pays. */
	current: Money;
	/** The price before a reduction, null for none; undefined where the payload does not say. */
	before: Money | null | undefined;
}

function pricesOf(variant: Payload): Prices | undefined {
	const current = amount(variant, ['price']);
	if (current === undefined) return undefined;
	const before = amount(variant, COMPARE_AT);
	return { current, before: before ?? (variant.has(...COMPARE_AT) ? null : undefined) };
}

/**
 * The full price, and the reduced one or null for none. Nothing costs 0 by a reduction; it is free,
 * or its price is not set.
 */
function priceFields(prices: Prices | undefined): Json {
	if (!prices) return {};
	const { current, before } = prices;
	if (before === undefined) return { price: toNumber(current) };
	if (before === null || before <= current || current === 0n) {
		return { price: toNumber(current), special_price: null };
	}
	return { price: toNumber(before), special_price: toNumber(current) };
}

/** Says that a reduced price cannot be told from a full one. */
function warnOfPrices(product: Payload, prices: ReadonlyArray<Prices | undefined>): void {
	const open = prices.filter((own) => own && own.before === undefined).length;
	if (open === 0) return;
	const key = keyOf(product, 'compare_at_price', 'compareAtPrice');
	product.findings.add('special_price', 'sale_not_said', { count: open, key });
}

function lowest(prices: ReadonlyArray<Prices | undefined>): Prices | undefined {
	return prices.reduce(
		(least, next) => (next && (!least || next.current < least.current) ? next : least),
		undefined,
	);
}

/** Active and published; undefined where the payload gives no status. */
function readActive(product: Payload): boolean | undefined {
	const readStatus = (value: unknown) => {
		const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
		return word === ACTIVE ? true : INACTIVE.has(word) ? false : undefined;
	};
	const active = product.read(['status'], readStatus, `one of active, ${[...INACTIVE].join(', ')}`);
	const { published_at, publishedAt } = product.json;
	return active === true && (published_at === null || publishedAt === null) ? false : active;
}

function readUrl(product: Payload, { pageUrl }: FormatSettings): string | undefined {
	const handle = product.text('handle');
	if (pageUrl !== undefined && handle !== undefined) {
		return `${pageUrl.replace(/\/$/, '')}/products/${encodeURIComponent(handle)}`;
	}
	return product.text('onlineStoreUrl');
}

function readImage(product: Payload): string | undefined {
	const media = product.object('featuredMedia');
	return (
		product.object('image').text('src') ??
		product.first('images').text('src', 'url') ??
		product.object('featuredImage').text('url') ??
		media.object('image').text('url') ??
		media.object('preview').object('image').text('url')
	);
}

/** All of them each time, as Ometria replaces them; undefined where the payload has no such field. */
function readAttributes(product: Payload): Json[] | undefined {
	if (!product.has('vendor', 'product_type', 'productType')) return undefined;
	return [
		labelled('brand', product.text('vendor')),
		labelled('category', product.text('product_type', 'productType')),
	].filter((attribute) => attribute !== undefined);
}

/** What all variants of a product have in common, read once for all of them. */
interface Shared {
	/** The types of its options, such as size and colour; undefined where the payload does not say. */
	optionTypes: ReadonlyArray<string | undefined> | undefined;
	/** What is wrong or doubtful about them. */
	found: Findings;
}

function readShared({ json, path }: Payload): Shared {
	const findings = new Findings();
	const product = new Payload(json, path, findings);
	const options = product.has('options') ? (product.rows('options') ?? []) : undefined;
	const optionTypes = options?.map((option) => {
		const name = option.text('name');
		return name === undefined ? undefined : slug(name);
	});
	return { optionTypes, found: findings };
}

const OPTION = /^option([1-9]\d{0,5})$/;

/** REST gives a variant's values as option1 to option3, for the product's options in their order. */
function valuesOf(variant: Payload, types: ReadonlyArray<string | undefined>): Json[] {
	return Object.keys(variant.json)
		.flatMap((key) => {
			const index = Number(OPTION.exec(key)?.[1]) - 1;
			const type = types[index];
			return type === undefined ? [] : [{ key, index, type }];
		})
		.sort((a, b) => a.index - b.index)
		.map(({ key, type }) => labelledAs(type, variant.text(key)))
		.filter((option) => option !== undefined);
}

/** Size, colour and the like; a product without options has one that is called Title. */
function optionsOf({ optionTypes, found }: Shared, variant: Payload): Json[] | undefined {
	const selected = variant.rows('selectedOptions');
	if (!selected) {
		variant.findings.addAll(found);
		return optionTypes && valuesOf(variant, optionTypes);
	}
	return selected
		.map((option) => labelled(option.text('name'), option.text('value')))
		.filter((option) => option !== undefined);
}

/** Shopify shortens products in webhooks: some variants are left out, or hold only their id. */
function warnOfMissing(product: Payload, variants: readonly Payload[], left: number): void {
	const all = product.rows('variant_gids')?.length ?? 0;
	if (all > variants.length) {
		product.findings.add('', 'variants_missing', { held: variants.length, all });
	}
	if (left > 0) {
		product.findings.add('', 'variants_cut', { left, all: variants.length });
	}
}

function isLean(variant: Payload): boolean {
	return !variant.has('price', 'title');
}

function isDefault(variant: Payload): boolean {
	return variant.text('title')?.toLowerCase() === DEFAULT_TITLE;
}

function toParent(product: Payload, variants: readonly Payload[], settings: FormatSettings): Json {
	const known = variants.filter((variant) => !isLean(variant));
	warnOfMissing(product, variants, variants.length - known.length);
	const isComplete =
		known.length === variants.length &&
		(product.rows('variant_gids')?.length ?? 0) <= variants.length;
	const stock = isAnyInStock(known.map(isInStock));
	const allPrices = known.map(pricesOf);
	const prices = lowest(allPrices);
	warnOfPrices(product, allPrices);
	if (!prices) product.findings.add('price', 'no_price', { isOfVariants: true });
	const id = required(product, 'id', shopifyId(product, 'id', 'legacyResourceId'), 'the ID');
	const fields = {
		id: prefixed(id, settings),
		title: product.text('title'),
		sku: variants.length === 1 ? skuOf(variants[0]) : undefined,
		...priceFields(prices),
		currency: prices && settings.productCurrency,
		is_variant: false,
		is_active: readActive(product),
		is_in_stock: stock === false && !isComplete ? undefined : stock,
		url: readUrl(product, settings),
		image_url: readImage(product),
		attributes: readAttributes(product),
	};
	return withoutUndefined({ ...fields, listings: listings(fields, settings, product.findings) });
}

function skuOf(variant: Payload): string | undefined {
	return variant.text('sku') ?? variant.object('inventoryItem').text('sku');
}

/** What a shopper chooses, as words: "Brass / EU". */
function optionWords(variant: Payload): string | undefined {
	const selected = variant.rows('selectedOptions');
	const words = selected
		? selected.map((option) => option.text('value'))
		: ['option1', 'option2', 'option3'].map((key) => variant.text(key));
	const known = words.filter((word) => word !== undefined && word.toLowerCase() !== DEFAULT_TITLE);
	return known.length === 0 ? undefined : known.join(' / ');
}

/** Ometria wants a title: of a variant without one it is made of its options, or it is its product's. */
function titleOf(variant: Payload, parent: Json): string | undefined {
	const { title } = parent;
	if (typeof title !== 'string') return undefined;
	const own = variant.text('title') ?? optionWords(variant);
	return own === undefined ? title : `${title} - ${own}`;
}

function toVariant(
	{ json, path }: Payload,
	parent: Json,
	shared: Shared,
	settings: FormatSettings,
): Formatted {
	const findings = new Findings();
	const variant = new Payload(json, path, findings);
	const id = required(variant, 'id', shopifyId(variant, 'id', 'legacyResourceId'), 'the ID');
	const prices = pricesOf(variant);
	return settle(
		findings,
		withoutUndefined({
			id: prefixed(id, settings),
			parent_id: parent.id,
			title: titleOf(variant, parent),
			sku: skuOf(variant),
			...priceFields(prices),
			currency: prices && settings.productCurrency,
			is_variant: true,
			is_active: parent.is_active,
			is_in_stock: isInStock(variant),
			attributes: optionsOf(shared, variant),
		}),
	);
}

/** The product first, then its variants; a variant without an ID is refused alone. */
function* toProducts(json: Json, path: string, settings: FormatSettings): Generator<Formatted> {
	const findings = new Findings();
	const product = new Payload(json, path, findings);
	const variants = product.rows('variants') ?? [];
	if (variants.length === 0) product.refuse('variants', 'the variants of the product');
	const parent = toParent(product, variants, settings);
	const settled = settle(findings, parent);
	const hasOnlyDefault = variants.length === 1 && isDefault(variants[0]);
	yield settled;
	if (settled.kind !== 'record' || hasOnlyDefault) return;
	const shared = readShared(product);
	for (const variant of variants) {
		if (!isLean(variant)) yield toVariant(variant, parent, shared, settings);
	}
}

const convert: Convert = (json, settings) =>
	convertEach(json, SHOPIFY, 'product', (payload, path) => toProducts(payload, path, settings));

/** Products, with their variants, by REST, webhooks and the Admin GraphQL API. */
export const product: FormatOperation = {
	convert,
	merge: true,
	settings: ['store', 'productCurrency', 'pageUrl', 'idPrefix'],
	mapping: MAPPING,
};
