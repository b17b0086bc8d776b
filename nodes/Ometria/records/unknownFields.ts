import type { RecordFindings } from './findings';
import { nearest } from './nearest';
import { bareItemName, bareName, SYNONYMS } from './synonyms';
import type { JsonRecord, RecordType } from './types';

/** Names inside customers, addresses, line items and listings elsewhere. */
const NESTED_NAMES = new Map([
	['zip', 'postcode'],
	['zipcode', 'postcode'],
	['postalcode', 'postcode'],
	['country', 'country_code'],
	['countryid', 'country_code'],
	['province', 'state'],
	['region', 'state'],
	['town', 'city'],
	['price', 'unit_price'],
	['qty', 'quantity'],
	['quantityordered', 'quantity'],
	['product', 'product_id'],
	['variationid', 'variant_id'],
	['customerid', 'id'],
	['accountid', 'id'],
	['totaltax', 'tax'],
	['name', 'label'],
	['value', 'label'],
]);

/** Names of whole records elsewhere that tables do not have. */
const TOP_LEVEL_NAMES = new Map([
	['country', 'country_id'],
	['countrycode', 'country_id'],
	['billing', 'billing_address'],
	['shipping', 'shipping_address'],
	['name', 'title'],
	['customfields', 'properties'],
	['note', 'properties'],
]);

/** Other names of a type's fields, without case and punctuation, and the path of the field. */
const indexes = new Map<RecordType, ReadonlyMap<string, string>>();

function indexOf(type: RecordType): ReadonlyMap<string, string> {
	let index = indexes.get(type);
	if (!index) {
		const entries = Object.entries(SYNONYMS[type]).flatMap(([path, names]) =>
			[path, ...names].map((name): [string, string] => [bareName(name), path]),
		);
		index = new Map(entries);
		indexes.set(type, index);
	}
	return index;
}

/** The field, in Ometria's notation, that a name probably means. */
function suggestion(name: string, type: RecordType, known: readonly string[]): string | undefined {
	const bare = bareItemName(name);
	const path = indexOf(type).get(bare)?.split('.');
	if (known.includes('@type')) {
		if (path && known.includes(path[0])) return path.join(' > ');
		const meant = TOP_LEVEL_NAMES.get(bare);
		return meant !== undefined && known.includes(meant) ? meant : nearest(name, known);
	}
	const last = path?.[path.length - 1];
	const meant = [NESTED_NAMES.get(bare), last].find(
		(candidate) => candidate !== undefined && known.includes(candidate),
	);
	return meant ?? nearest(name, known);
}

/** Suggestions by list of known names; the unknown names of a push are the same in each record. */
const suggestions = new WeakMap<readonly string[], Map<string, string | undefined>>();
const MAX_CACHED = 500;

function cachedSuggestion(
	name: string,
	type: RecordType,
	known: readonly string[],
): string | undefined {
	let cache = suggestions.get(known);
	if (!cache) {
		cache = new Map<string, string | undefined>();
		suggestions.set(known, cache);
	}
	if (cache.has(name)) return cache.get(name);
	const found = suggestion(name, type, known);
	if (cache.size < MAX_CACHED) cache.set(name, found);
	return found;
}

/**
 * Does with fields that Ometria does not document what the user chose.
 *
 * @param object an object of the record
 * @param isCopy whether it is a copy that may be changed
 * @returns the object to send
 */
export function handleUnknownFields(
	findings: RecordFindings,
	{ object, isCopy }: { object: JsonRecord; isCopy: boolean },
	unknown: readonly string[],
	known: readonly string[],
): JsonRecord {
	const { unknownFields } = findings.rules;
	const meant = (name: string) => cachedSuggestion(name, findings.type, known);
	if (unknownFields === 'moveToProperties' && known.includes('properties')) {
		return moveToProperties(findings, isCopy ? object : { ...object }, unknown);
	}
	if (unknownFields === 'reject') {
		for (const name of unknown) {
			const probably = findings.isFull ? undefined : meant(name);
			findings.add(name, 'unknown_field_rejected', { meant: probably });
		}
		return object;
	}
	for (const name of unknown) findings.noteUnknownName(name, meant);
	if (unknownFields !== 'drop') return object;
	const kept = known.filter((name) => Object.hasOwn(object, name));
	return Object.fromEntries(kept.map((name) => [name, object[name]]));
}

function moveToProperties(
	findings: RecordFindings,
	result: JsonRecord,
	unknown: readonly string[],
): JsonRecord {
	const given = result.properties ?? {};
	if (typeof given !== 'object' || Array.isArray(given)) return result;
	const properties = { ...given };
	for (const name of unknown) {
		if (Object.hasOwn(properties, name)) {
			findings.add(name, 'property_conflict', { other: (given as JsonRecord)[name] });
			continue;
		}
		// Not an assignment: the name may be "__proto__".
		Object.defineProperty(properties, name, {
			value: result[name],
			enumerable: true,
			configurable: true,
			writable: true,
		});
		Reflect.deleteProperty(result, name);
	}
	result.properties = properties;
	return result;
}
