import { type Finding, finding } from '../records/findings';
import { SHAPES } from '../records/schemas';
import { isNested, isObject, tooManyFields } from '../utils/json';
import { counted } from '../utils/text';
import { INPUT_FORMATS } from './index';
import { firstPayload, isEnvelope } from './shared/envelope';
import { possiblePayload, shopFormat } from './shared/payloadKinds';
import { type Names, namesOf } from './table/names';
import type { FormatRecordType, FormatSettings, ItemReading, Json, ReadAs } from './types';

/** The value of Input Format where each item is recognised by what only its kind has. */
export const AUTO_FORMAT = 'auto';

/** The value of Input Format for items that are Ometria records already, or mapped by hand. */
export const OMETRIA_FORMAT = 'ometria';

const AS_RECORD: ReadAs = { format: OMETRIA_FORMAT };

/** What an item is taken for: the name of an input format, or why none is certain. */
export type Detected = { format: string } | { problem: Finding };

/** The names of the formats that are not a shop's. */
export const TABLE = 'Table';
export const OMETRIA = 'Ometria Record';

const RECORD: Detected = { format: OMETRIA };
const ROW: Detected = { format: TABLE };

/** Items of a run have few shapes; beyond that all are looked at again. */
const MOST_SHAPES = 100;
/** Names of all shapes together, so that their memory does not grow with the width of the items. */
const MOST_NAMES = 100_000;

/** The names of an item, and which of them hold a list or an object: all that is looked at. */
interface Shape {
	names: readonly string[];
	nested: readonly boolean[];
	isFlat: boolean;
	/** Names that only a record has. */
	ofRecord: readonly string[];
	/** What it is taken for, if it is not a shop's payload. */
	detected: Detected;
	/** What its names say of a shop; undefined until it was looked for. */
	shop?: { found: Detected | undefined };
}

const ONES: Readonly<Record<FormatRecordType, string>> = {
	contact: 'a contact',
	order: 'an order',
	product: 'a product',
};

/** An ID that only Shopify gives, also where a query asked for plain fields alone. */
function hasShopifyId({ id }: Json): boolean {
	return typeof id === 'string' && id.startsWith('gid://shopify/');
}

function hasShape(json: Json, { names, nested }: Shape): boolean {
	let position = 0;
	for (const name in json) {
		if (names[position] !== name || nested[position] !== isNested(json[name])) return false;
		position++;
	}
	return position === names.length;
}

/** How the names of an item can be read. */
interface NameReading {
	/** Names of Ometria that no table has: a list or an object is in them, or they begin with "@". */
	ofRecord: string[];
	/** Names that mean something as the heading of a column only. */
	ofTable: string[];
	/** The others. */
	unknown: string[];
}

function reader(type: FormatRecordType) {
	const shape = SHAPES[type];
	let headings: Names | undefined;
	return (names: readonly string[], nested: readonly boolean[]): NameReading => {
		const reading: NameReading = { ofRecord: [], ofTable: [], unknown: [] };
		for (const [position, name] of names.entries()) {
			// What headings mean is looked up only where a name is not simply Ometria's.
			const meaning = Object.hasOwn(shape, name)
				? undefined
				: (headings ??= namesOf(type)).meaningOf(name);
			const isOwn =
				!meaning ||
				(meaning.kind === 'field' && meaning.distance === 0) ||
				(meaning.kind === 'consent' && meaning.consent.isOwn && meaning.consent.field === name);
			if (isOwn) {
				if (nested[position] || name.startsWith('@')) reading.ofRecord.push(name);
			} else if (meaning.kind === 'unknown') reading.unknown.push(name);
			else reading.ofTable.push(name);
		}
		return reading;
	};
}

/** What a shop's payload is: by keys that only it has, or by keys that others have too. */
function ofShop(payload: Json) {
	if (hasShopifyId(payload)) return { what: '', format: 'Shopify', isCertain: true };
	const format = shopFormat(payload);
	if (format !== undefined) return { what: '', format, isCertain: true };
	const found = possiblePayload(payload);
	return found && 'format' in found ? { ...found, isCertain: false } : found;
}

/**
 * Recognises items of a run by what only their kind has: a shop's payload, in whatever envelope, a row
 * of a table, or a record with Ometria's names. It looks at names, once for each shape of item, and at
 * values only to see whether they are lists or objects.
 *
 * @returns a function of an item, and of whether the user set how its columns are read, which only
 * rows of a table have
 */
export function detector(type: FormatRecordType): (json: Json, hasColumns: boolean) => Detected {
	const read = reader(type);
	const ofOmetria = `${ONES[type]} with Ometria's names`;
	const shapes = new Map<string, Shape>();
	let last: Shape | undefined;
	let remembered = 0;

	/** Where both readings bring all that the item has, it is a row, as a table takes Ometria's names too. */
	const recordOrRow = ({ ofRecord, ofTable, unknown }: NameReading): Detected => {
		if (ofTable.length === 0 || ofRecord.some((name) => name.startsWith('@'))) return RECORD;
		if (ofRecord.length === 0 || unknown.length === 0) return ROW;
		return {
			problem: finding('', 'unclear_format', {
				one: { what: 'a row of a table', format: TABLE, names: ofTable },
				other: { what: ofOmetria, format: OMETRIA, names: ofRecord },
			}),
		};
	};

	const shapeOf = (names: string[], nested: boolean[]): Shape => {
		const key = JSON.stringify([names, nested]);
		const known = shapes.get(key);
		if (known) return known;
		const reading = read(names, nested);
		const isFlat = !nested.includes(true);
		const shape: Shape = {
			names,
			nested,
			isFlat,
			ofRecord: reading.ofRecord,
			detected: recordOrRow(reading),
		};
		remembered += names.length;
		if (shapes.size >= MOST_SHAPES || remembered > MOST_NAMES) {
			shapes.clear();
			remembered = names.length;
		}
		shapes.set(key, shape);
		return shape;
	};

	/** What a shop sends has lists and objects in it; a row of the same names has none. */
	const shopIn = (json: Json, { ofRecord }: Shape): Detected | undefined => {
		const first = firstPayload(json, ofShop);
		if (!first) return undefined;
		const { said, path } = first;
		if ('advice' in said) return { problem: finding(path, 'other_payload', said) };
		// A record has no lists and objects but Ometria's.
		if (said.isCertain || path !== '' || ofRecord.length === 0) return { format: said.format };
		return {
			problem: finding('', 'unclear_format', {
				one: { ...said, names: [] },
				other: { what: ofOmetria, format: OMETRIA, names: ofRecord },
			}),
		};
	};

	/** The names of a payload say whose it is, but where an ID says it, too, or more lies in it. */
	const shopOf = (json: Json, shape: Shape): Detected | undefined => {
		if (isEnvelope(json) || Object.hasOwn(json, 'admin_graphql_api_id')) return shopIn(json, shape);
		shape.shop ??= { found: shopIn(json, shape) };
		return shape.shop.found;
	};

	return (json, hasColumns) => {
		if (hasShopifyId(json)) return { format: 'Shopify' };
		if (!last || !hasShape(json, last)) {
			const names = Object.keys(json);
			const nested = names.map((name) => isNested(json[name]));
			last = shapeOf(names, nested);
		}
		const { isFlat, names, detected } = last;
		const shop = isFlat ? undefined : shopOf(json, last);
		return shop ?? (hasColumns && names.length > 0 ? ROW : detected);
	};
}

/** How the items of a format are called in the note on what was detected. */
const ITEMS: Readonly<Record<string, readonly [one: string, several: string]>> = {
	[OMETRIA]: ["record with Ometria's names", "records with Ometria's names"],
	[TABLE]: ['row of a table', 'rows of a table'],
};

/** "Input Format was detected: 996 rows of a table and 4 payloads of Shopify". */
function takenText(counts: ReadonlyMap<string, number>): string {
	const texts = [...counts].map(([value, count]) => {
		const { name = OMETRIA } = INPUT_FORMATS.find((format) => format.value === value) ?? {};
		const [one, several] = ITEMS[name] ?? [`payload of ${name}`, `payloads of ${name}`];
		return counted(count, one, several);
	});
	return `Input Format was detected: ${texts.join(' and ')}`;
}

/** Whether the user set how columns are read, which only rows of a table have. */
function hasColumnSettings({ idColumn, columns }: FormatSettings): boolean {
	return idColumn !== undefined || columns !== undefined;
}

/** Reads each item by what it is recognised as. */
export function detectedReading(type: FormatRecordType): ItemReading {
	const formats = formatsOf(type);
	const readings = new Map<string, ReadAs>(
		formats.map(({ name, value, operation }) => [
			name,
			// Rows and records of the same names come to the same.
			{ format: value, operation, merge: name === TABLE ? undefined : operation.merge },
		]),
	);
	return {
		settings: [...new Set(formats.flatMap(({ operation }) => operation.settings))],
		gathers: formats.some(({ operation }) => operation.gather !== undefined),
		begin: () => {
			const detect = detector(type);
			return (json, settings) => {
				// What is not an object is found where records are prepared.
				if (!isObject(json)) return AS_RECORD;
				// And so is one that is refused for its number of fields, before they are looked at.
				if (tooManyFields(json) !== undefined) return AS_RECORD;
				const detected = detect(json, hasColumnSettings(settings));
				return 'problem' in detected ? detected : (readings.get(detected.format) ?? AS_RECORD);
			};
		},
		takenText,
	};
}

/** The formats that a type of record has. */
export function formatsOf(type: FormatRecordType) {
	return INPUT_FORMATS.flatMap((format) => {
		const operation = format.operations[type];
		return operation ? [{ ...format, operation }] : [];
	});
}

/**
 * How items are read by a value of Input Format.
 *
 * @returns undefined where they are records of Ometria already
 */
export function readingFor(type: FormatRecordType, format: string): ItemReading | undefined {
	if (format === AUTO_FORMAT) return detectedReading(type);
	const operation = formatsOf(type).find(({ value }) => value === format)?.operation;
	if (!operation) return undefined;
	const { merge, settings, gather } = operation;
	const as = { format, operation, merge };
	return { settings, gathers: gather !== undefined, begin: () => () => as };
}

/** The values of Input Format that a type of record has. */
export function formatValues(type: FormatRecordType): string[] {
	return [AUTO_FORMAT, OMETRIA_FORMAT, ...formatsOf(type).map(({ value }) => value)];
}
