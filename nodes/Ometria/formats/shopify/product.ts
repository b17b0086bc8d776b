import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { type Money, toNumber } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { listings, prefixed, required } from '../shared/shopRecords';
import { labelled, withoutGaps } from '../shared/values';
import type { Convert, FormatOperation, FormatSettings, Formatted, Json } from '../types';
import { PRODUCT_MAPPING } from './productMapping';
import { amount, keyOf, SHOPIFY, shopifyId } from './read';
import { isAnyInStock, isInStock } from './stock';

/** The title of the variant of a product that has only one. */
const DEFAULT_TITLE = 'default title';
/** Source: shopify.dev, ProductStatus (documented). */
const ACTIVE = 'active';
const COMPARE_AT = ['compare_at_price', 'compareAtPrice'];
const INACTIVE: ReadonlySet<string> = new Set(['archived', 'draft', 'unlisted']);

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
 * The full price, and the reduced one or null for none. Nothing costs 0 by a reduction: it is free,
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

/** Size, colour and the like; a product without options has one that is called Title. */
function optionsOf(product: Payload, variant: Payload): Json[] | undefined {
	const selected = variant.rows('selectedOptions');
	if (!selected && !product.has('options')) return undefined;
	const pairs = selected
		? selected.map((option) => [option.text('name'), option.text('value')])
		: (product.rows('options') ?? []).map((option, index) => [
				option.text('name'),
				variant.text(`option${index + 1}`),
			]);
	return pairs
		.map(([name, value]) => labelled(name, value))
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
		is_variant: false,
		is_active: readActive(product),
		is_in_stock: stock === false && !isComplete ? undefined : stock,
		url: readUrl(product, settings),
		image_url: readImage(product),
		attributes: readAttributes(product),
	};
	return withoutGaps({ ...fields, listings: listings(fields, settings, product.findings) });
}

function skuOf(variant: Payload): string | undefined {
	return variant.text('sku') ?? variant.object('inventoryItem').text('sku');
}

function toVariant(
	product: Payload,
	{ json, path }: Payload,
	parent: Json,
	settings: FormatSettings,
): Formatted {
	const findings = new Findings();
	const variant = new Payload(json, path, findings);
	const id = required(variant, 'id', shopifyId(variant, 'id', 'legacyResourceId'), 'the ID');
	const title = variant.text('title');
	const isTitled = title !== undefined && parent.title !== undefined;
	return settle(
		findings,
		withoutGaps({
			id: prefixed(id, settings),
			parent_id: parent.id,
			title: isTitled ? `${String(parent.title)} - ${title}` : undefined,
			sku: skuOf(variant),
			...priceFields(pricesOf(variant)),
			is_variant: true,
			is_active: parent.is_active,
			is_in_stock: isInStock(variant),
			attributes: optionsOf(new Payload(product.json, product.path, findings), variant),
		}),
	);
}

/** The product first, then its variants; a variant without an ID is refused alone. */
function toProducts(json: Json, path: string, settings: FormatSettings): readonly Formatted[] {
	const findings = new Findings();
	const product = new Payload(json, path, findings);
	const variants = product.rows('variants') ?? [];
	if (variants.length === 0) product.refuse('variants', 'the variants of the product');
	const parent = toParent(product, variants, settings);
	const settled = settle(findings, parent);
	const hasOnlyDefault = variants.length === 1 && isDefault(variants[0]);
	if (settled.kind !== 'record' || hasOnlyDefault) return [settled];
	const whole = variants.filter((variant) => !isLean(variant));
	return [settled, ...whole.map((variant) => toVariant(product, variant, parent, settings))];
}

const convert: Convert = (json, settings) =>
	convertEach(json, SHOPIFY, 'product', (payload, path) => toProducts(payload, path, settings));

/** Products, with their variants, by REST, webhooks and the Admin GraphQL API. */
export const product: FormatOperation = {
	convert,
	merge: true,
	settings: ['store', 'productCurrency', 'pageUrl', 'idPrefix'],
	mapping: PRODUCT_MAPPING,
};
