import { isObject } from '../utils/json';
import { shown } from '../utils/text';
import { jsonIn } from './jsonText';
import { bareItemName, bareName, SYNONYMS } from './synonyms';
import type { JsonRecord, RecordType } from './types';

/** What ids are called elsewhere, in letters and digits only; the most likely first. */
const ID_NAMES: Readonly<Record<RecordType, readonly string[]>> = {
	contact: [
		'contactid',
		'customerid',
		'entityid',
		'personid',
		'userid',
		'memberid',
		'subscriberid',
		'profileid',
		'accountid',
		'customerno',
		'customernumber',
	],
	product: ['productid', 'entityid', 'itemid', 'productno', 'productnumber', 'sku', 'articleno'],
	order: [
		'orderid',
		'entityid',
		'incrementid',
		'orderno',
		'ordernumber',
		'transactionid',
		'saleid',
		'invoiceid',
	],
	custom_event: ['eventid', 'messageid', 'entityid'],
};
const ANY_TYPE = ['recordid', 'externalid', 'objectid', 'hsobjectid', 'vid', 'uid', 'uuid', 'guid'];

/** Names and levels that are looked at: an item may hold anything. */
const MOST_NAMES = 200;
const MOST_LEVELS = 3;

function holdsId(value: unknown): boolean {
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

/** How likely each name is to be that of the id; the least number is the most likely. */
function ranksOf(type: RecordType): ReadonlyMap<string, number> {
	const { id = [], customer_id: customerId = [] } = SYNONYMS[type];
	const inTables = [...id, ...customerId].map(bareName);
	const names = new Set(['id', ...ID_NAMES[type], ...inTables, ...ANY_TYPE]);
	return new Map(Array.from(names, (name, rank) => [name, rank]));
}

const RANKS: Readonly<Record<RecordType, ReadonlyMap<string, number>>> = {
	contact: ranksOf('contact'),
	product: ranksOf('product'),
	order: ranksOf('order'),
	custom_event: ranksOf('custom_event'),
};

/** The field of an object that probably holds its id. */
function idField(json: JsonRecord, type: RecordType): string | undefined {
	let best: string | undefined;
	let bestRank = Infinity;
	for (const name of Object.keys(json).slice(0, MOST_NAMES)) {
		const rank = RANKS[type].get(bareItemName(name)) ?? Infinity;
		if (rank < bestRank && holdsId(json[name])) [best, bestRank] = [name, rank];
	}
	return best;
}

/** The same of an entry of a list, which may hold its record in a field, as GraphQL's `edges` do. */
function idFieldOfEntry(entry: JsonRecord, type: RecordType): string | undefined {
	const own = idField(entry, type);
	if (own !== undefined) return own;
	for (const name of Object.keys(entry).slice(0, MOST_NAMES)) {
		const inner = entry[name];
		const idName = isObject(inner) ? idField(inner, type) : undefined;
		if (idName !== undefined) return `${name}.${idName}`;
	}
	return undefined;
}

interface Envelope {
	/** Field that holds the record or a list of records: `body`, `body.data`. */
	path: string;
	/** `node.id` where an entry of the list holds its record in a field. */
	idName: string;
	isList: boolean;
}

/** Where inside an item a record seems to be; the outermost place. */
function envelopeOf(json: JsonRecord, type: RecordType): Envelope | undefined {
	let level: Array<{ path: string; object: JsonRecord }> = [{ path: '', object: json }];
	for (let depth = 0; depth < MOST_LEVELS; depth++) {
		const below: typeof level = [];
		for (const { path, object } of level) {
			for (const name of Object.keys(object).slice(0, MOST_NAMES)) {
				const value = jsonIn(object[name]);
				const isList = Array.isArray(value);
				const inner: unknown = isList ? value[0] : value;
				if (!isObject(inner)) continue;
				const at = path === '' ? name : `${path}.${name}`;
				const idName = isList ? idFieldOfEntry(inner, type) : idField(inner, type);
				if (idName !== undefined) return { path: at, idName, isList };
				if (!isList && below.length < MOST_NAMES) below.push({ path: at, object: inner });
			}
		}
		level = below;
	}
	return undefined;
}

function envelopeText({ path, idName, isList }: Envelope): string {
	return isList
		? `The item has ${shown(`${path}[0].${idName}`)}: ${shown(path)} seems to be a list of records. Put a Split Out node before this one`
		: `The item has ${shown(`${path}.${idName}`)}: the record seems to be inside ${shown(path)}. Map each column, or take the record out with an Edit Fields node before this one`;
}

/** Where the id of an item may be that has none: in one of its fields, or where no field of it helps. */
export type IdPlace =
	| { kind: 'field'; name: string }
	/** What is wrong with the whole item and what to do, as a sentence without full stop. */
	| { kind: 'elsewhere'; text: string };

const elsewhere = (text: string): IdPlace => ({ kind: 'elsewhere', text });

/**
 * Looks for the id of an item that has none.
 *
 * @param json the item
 * @param file name of a file that the item has; undefined when it has none
 * @returns undefined when nothing can be said
 */
export function findId(
	json: JsonRecord,
	type: RecordType,
	file: string | undefined,
): IdPlace | undefined {
	const names = Object.keys(json);
	if (names.length === 0) {
		return elsewhere(
			file === undefined
				? 'The item is empty'
				: `The item has a file (${shown(file).slice(1, -1)}) and no fields: read it with an Extract From File node first`,
		);
	}
	// Files of spreadsheets begin with one; nobody can see it.
	if (names.some((name) => name.startsWith('\uFEFF'))) {
		return elsewhere(
			'A field name begins with an invisible byte order mark: turn on "Exclude Byte Order Mark (BOM)" where the file is read',
		);
	}
	const name = idField(json, type);
	if (name !== undefined) return { kind: 'field', name };
	const envelope = envelopeOf(json, type);
	return envelope && elsewhere(envelopeText(envelope));
}
