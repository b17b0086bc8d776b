import type { Findings } from '../../records/findings';
import { bareName } from '../../records/synonyms';
import { isBlank } from '../shared/values';
import type { Json } from '../types';

/** What WooCommerce calls the column of a product's type, in the languages of the other names. */
const TYPE_NAMES: ReadonlySet<string> = new Set(['type', 'typ', 'tipo', 'soort']);
/** Fields that stand beside it in the file. */
const BESIDE = ['sku', 'parent_id', 'is_active', 'is_in_stock'];
const VARIATIONS: ReadonlySet<string> = new Set(['variation', 'subscription_variation']);
const TYPES: ReadonlySet<string> = new Set([
	...VARIATIONS,
	...['simple', 'variable', 'grouped', 'external', 'subscription', 'variable-subscription'],
]);
/** What the columns of WooCommerce say beside 1 and 0: a draft, and a product that can be ordered. */
const DRAFT = '-1';
const ORDERED: ReadonlySet<string> = new Set(['backorder', 'onbackorder']);

/**
 * The column with the type in a file of products that WooCommerce exports; undefined for other tables.
 * Source: WC_Product_CSV_Exporter in WooCommerce.
 *
 * @param fields those of the columns that are sent
 */
export function wooTypeColumn(
	headings: readonly string[],
	fields: { has: (field: string) => boolean },
): string | undefined {
	if (!BESIDE.every((field) => fields.has(field))) return undefined;
	return headings.find((heading) => TYPE_NAMES.has(bareName(heading.slice(0, 20))));
}

function typesIn(cell: unknown): string[] {
	return typeof cell === 'string' ? cell.split(',').map((type) => type.trim().toLowerCase()) : [];
}

/** Reads what WooCommerce's export has its own words for. */
export function readWooRow(typeColumn: string, json: Json, record: Json): void {
	const types = typesIn(json[typeColumn]);
	if (isBlank(record.is_variant) && types.some((type) => TYPES.has(type))) {
		record.is_variant = types.some((type) => VARIATIONS.has(type));
	}
	if (String(record.is_active) === DRAFT) record.is_active = false;
	if (ORDERED.has(String(record.is_in_stock).toLowerCase())) record.is_in_stock = true;
}

/** A further address of a picture, in a cell of several. */
const FURTHER = /[,;|\n] ?(?=https?:\/\/)/i;

/** Ometria has one picture of a product; the first of a cell is sent. */
export function putFirstPicture(findings: Findings, record: Json): void {
	if (typeof record.image_url !== 'string') return;
	const pictures = record.image_url.split(FURTHER);
	if (pictures.length === 1) return;
	record.image_url = pictures[0].trim();
	findings.add('image_url', 'first_picture', { count: pictures.length });
}
