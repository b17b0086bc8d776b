import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { idOrNothing } from '../shared/ids';
import { type Money, readMoney, toNumber } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { amount, listings, numberOf, phpObject, prefixed, required } from '../shared/shopRecords';
import { text, wholeNumber, withoutUndefined } from '../shared/values';
import type { FormatOperation, FormatSettings, Formatted, Json, MappingRow } from '../types';

const NOT_VISIBLE = 1;
const LAST_VISIBILITY = 4;
/** Their price is that of the products in them; 0 is not a price. */
const COMPOSED: ReadonlySet<unknown> = new Set(['bundle', 'configurable', 'grouped']);
const NO_PICTURE = 'no_selection';
/** Where Magento serves the pictures of products, and how its pages end unless the shop changes it. */
const MEDIA_PATH = '/media/catalog/product';
const PAGE_SUFFIX = '.html';
const HIDDEN = 'not visible on its own, and its configurable product is not among the items';

const MAPPING: readonly MappingRow[] = [
	{ field: 'id', source: 'id', rule: 'With ID Prefix. With Product ID set to SKU: sku' },
	{ field: 'title', source: 'name', rule: '' },
	{ field: 'sku', source: 'sku', rule: '' },
	{
		field: 'price',
		source: 'price',
		rule: 'For configurable products without a price or with 0: the lowest price of their products among the items. For bundles and groups 0 is left out',
	},
	{
		field: 'special_price',
		source: 'custom_attributes: special_price',
		rule: "null where there are custom attributes, but not this one, and where the sale is over or has not begun in any time zone. Left out for bundles, whose special price is a percentage. The days of the sale are not sent: they are in the store's time zone, which the payload does not name",
	},
	{ field: 'currency', source: '', rule: 'The setting Product Currency' },
	{ field: 'is_active', source: 'status', rule: 'True for 1, false for 2' },
	{
		field: 'is_in_stock',
		source: 'extension_attributes.stock_item',
		rule: 'True where manage_stock is false, else is_in_stock',
	},
	{
		field: 'is_variant',
		source: 'visibility, extension_attributes.configurable_product_links',
		rule: 'True for a product that is not visible on its own (1) and that a configurable product among the items lists; without such a product it is skipped. False for visible products (2, 3, 4)',
	},
	{
		field: 'parent_id',
		source: 'id of the configurable product',
		rule: 'For variants. With Product ID set to SKU: its sku',
	},
	{
		field: 'url',
		source: 'custom_attributes: url_key',
		rule: 'After the setting Page URL, with .html behind it. For products, not for variants',
	},
	{
		field: 'image_url',
		source: 'custom_attributes: image, media_gallery_entries[].file',
		rule: 'After the setting Media URL and /media/catalog/product; of the gallery the entry with the type image. no_selection is none',
	},
	{
		field: 'listings',
		source: '',
		rule: 'One for products, with the values above; only with the settings Store and Product Currency',
	},
];

/** What the products of a run say about each other. */
interface Family {
	/** The record id of the configurable product, by the id of a product that it lists. */
	parentOf: Map<string, string>;
	priceOf: Map<string, Money>;
}

const newFamily = (): Family => ({ parentOf: new Map(), priceOf: new Map() });

function linksOf(product: Payload): string[] {
	const links = phpObject(product, 'extension_attributes').values('configurable_product_links');
	return links.map(idOrNothing).filter((id) => id !== undefined);
}

function recordId(json: Json, settings: FormatSettings): string | undefined {
	return prefixed(settings.productId === 'sku' ? text(json.sku) : idOrNothing(json.id), settings);
}

function addToFamily(json: Json, family: Family, settings: FormatSettings): void {
	const id = idOrNothing(json.id);
	const price = readMoney(json.price);
	if (id !== undefined && price !== undefined) family.priceOf.set(id, price);
	const parentId = recordId(json, settings);
	if (parentId === undefined) return;
	for (const link of linksOf(new Payload(json, '', new Findings()))) {
		if (!family.parentOf.has(link)) family.parentOf.set(link, parentId);
	}
}

/** The custom attributes by their codes; undefined where the payload has none. */
function customAttributes(product: Payload): Payload | undefined {
	const rows = product.rows('custom_attributes');
	if (!rows) return undefined;
	const values = rows.map(({ json }) => [text(json.attribute_code) ?? '', json.value] as const);
	return product.part(Object.fromEntries(values), 'custom_attributes');
}

function priceOf(product: Payload, links: readonly string[], family: Family): Money | undefined {
	const own = amount(product, 'price');
	if (own !== undefined && (own > 0n || !COMPOSED.has(product.json.type_id))) return own;
	let lowest: Money | undefined;
	for (const link of links) {
		const price = family.priceOf.get(link);
		if (price !== undefined && (lowest === undefined || price < lowest)) lowest = price;
	}
	if (lowest === undefined) {
		product.findings.add('price', 'no_price');
	}
	return lowest;
}

const HOUR_MS = 3_600_000;
/** Time zones are from 12 hours behind UTC to 14 hours before it. */
const LATEST_ZONE_MS = 12 * HOUR_MS;
const EARLIEST_ZONE_MS = 14 * HOUR_MS;

/** The beginning of a day in UTC, ms since the epoch; NaN for what is not a date. */
const dayMs = (date: string | undefined) =>
	date === undefined ? NaN : Date.parse(`${date.slice(0, 10)}T00:00:00Z`);

/** Whether a sale has ended, or has not begun, in every time zone, as the payload names none. */
function isOver(custom: Payload, nowMs: number): boolean {
	const from = dayMs(custom.text('special_from_date'));
	const to = dayMs(custom.text('special_to_date'));
	return nowMs < from - EARLIEST_ZONE_MS || nowMs >= to + 24 * HOUR_MS + LATEST_ZONE_MS;
}

/** null where the payload says that there is none; undefined where it does not say it. */
function specialPrice(
	product: Payload,
	custom: Payload | undefined,
	{ nowMs }: FormatSettings,
): number | null | undefined {
	if (!custom) return undefined;
	const sale = amount(custom, 'special_price');
	if (sale === undefined) return null;
	if (product.json.type_id === 'bundle') {
		product.findings.add('special_price', 'sale_is_percentage');
		return undefined;
	}
	if (isOver(custom, nowMs)) return null;
	if (custom.text('special_from_date', 'special_to_date') !== undefined) {
		custom.findings.add('special_price_dt_from', 'sale_dates_left_out');
	}
	return toNumber(sale);
}

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
	[true, true],
	[1, true],
	['1', true],
	['true', true],
	[false, false],
	[0, false],
	['0', false],
	['false', false],
]);

function booleanAt(payload: Payload, key: string): boolean | undefined {
	return payload.read([key], (value) => BOOLEANS.get(value), 'true or false');
}

function isInStock(product: Payload): boolean | undefined {
	const stock = phpObject(phpObject(product, 'extension_attributes'), 'stock_item');
	const managed = booleanAt(stock, 'manage_stock');
	const inStock = booleanAt(stock, 'is_in_stock');
	return managed === false ? true : inStock;
}

function isActive(product: Payload): boolean | undefined {
	const active: ReadonlyMap<unknown, boolean> = new Map([
		[1, true],
		[2, false],
	]);
	return product.read(
		['status'],
		(value) => active.get(wholeNumber(value)),
		'1 (enabled) or 2 (disabled)',
	);
}

function addressOf(base: string, path: string): string {
	return `${base.replace(/\/$/, '')}${path.startsWith('/') ? path : `/${path}`}`;
}

function imageUrl(
	product: Payload,
	custom: Payload | undefined,
	{ mediaUrl }: FormatSettings,
): string | undefined {
	const entry = product
		.rows('media_gallery_entries')
		?.find(({ json }) => Array.isArray(json.types) && json.types.includes('image'));
	const file = custom?.text('image') ?? entry?.text('file');
	if (mediaUrl === undefined || file === undefined || file === NO_PICTURE) return undefined;
	return addressOf(mediaUrl, `${MEDIA_PATH}${addressOf('', file)}`);
}

function url(custom: Payload | undefined, { pageUrl }: FormatSettings): string | undefined {
	const key = custom?.text('url_key');
	if (pageUrl === undefined || key === undefined) return undefined;
	return addressOf(pageUrl, `${key}${PAGE_SUFFIX}`);
}

function convertProduct(
	json: Json,
	path: string,
	family: Family,
	settings: FormatSettings,
): Formatted {
	const findings = new Findings();
	const product = new Payload(json, path, findings);
	const visibility = product.read(
		['visibility'],
		(value) => {
			const number = wholeNumber(value);
			return number !== undefined && number >= NOT_VISIBLE && number <= LAST_VISIBILITY
				? number
				: undefined;
		},
		'a number from 1 to 4',
	);
	const parentId = family.parentOf.get(idOrNothing(json.id) ?? '');
	if (visibility === NOT_VISIBLE && parentId === undefined) {
		return { kind: 'skipped', reason: HIDDEN };
	}
	const isVariant = visibility === NOT_VISIBLE;
	const custom = customAttributes(product);
	const links = linksOf(product);
	if (settings.productId === 'sku') {
		required(product, 'sku', product.text('sku'), 'a SKU, as Product ID is set to SKU');
	} else required(product, 'id', product.id('id'), 'the ID of the product');
	const record: Json = {
		id: recordId(json, settings),
		title: product.text('name'),
		sku: product.text('sku'),
		price: numberOf(priceOf(product, links, family)),
		special_price: specialPrice(product, custom, settings),
		currency: settings.productCurrency,
		is_active: isActive(product),
		is_in_stock: isInStock(product),
		is_variant: visibility === undefined ? undefined : isVariant,
		parent_id: isVariant ? parentId : undefined,
		url: isVariant ? undefined : url(custom, settings),
		image_url: imageUrl(product, custom, settings),
	};
	return settle(
		findings,
		withoutUndefined({
			...record,
			listings: isVariant ? undefined : listings(record, settings, findings),
		}),
	);
}

const isVariantEntry = (entry: Formatted) =>
	entry.kind === 'record' && entry.record.is_variant === true;

/** Notes what the products of an item say about each other; gives pauses only. */
function* gather(json: Json, family: Family, settings: FormatSettings): Generator<undefined> {
	const payloads = convertEach(json, 'Magento 2', 'product', (payload) => {
		addToFamily(payload, family, settings);
		return [];
	});
	for (const payload of payloads) if (payload === undefined) yield undefined;
}

function* convertAll(
	json: Json,
	family: Family,
	settings: FormatSettings,
): Generator<Formatted | undefined> {
	const entries = convertEach(json, 'Magento 2', 'product', (payload, path) => [
		convertProduct(payload, path, family, settings),
	]);
	// A configurable product may come after the products that it lists, but is sent before them.
	const variants: Formatted[] = [];
	for (const entry of entries) {
		if (entry === undefined || !isVariantEntry(entry)) yield entry;
		else variants.push(entry);
	}
	yield* variants;
}

/** A product of the REST API V1, or the list of a search, whose products may be variants. */
export const PRODUCT: FormatOperation = {
	convert: function* (json, settings) {
		const family = newFamily();
		yield* gather(json, family, settings);
		yield* convertAll(json, family, settings);
	},
	// n8n's Magento node gives each product as a separate item.
	gather: () => {
		const family = newFamily();
		return {
			add: (json, settings) => gather(json, family, settings),
			convert: (json, settings) => convertAll(json, family, settings),
		};
	},
	merge: true,
	settings: ['store', 'idPrefix', 'productId', 'productCurrency', 'pageUrl', 'mediaUrl'],
	mapping: MAPPING,
};
