import type { JsonRecord } from './types';
import { nearest } from './nearest';
import { shown, type Findings } from './findings';

/** What a field is called elsewhere. */
const SYNONYMS: Readonly<Record<string, string>> = {
	line_items: 'lineitems',
	items: 'lineitems',
	first_name: 'firstname',
	last_name: 'lastname',
	phone: 'phone_number',
	mobile: 'phone_number',
	country: 'country_id',
	birthday: 'date_of_birth',
	total: 'grand_total',
	total_price: 'grand_total',
	created_at: 'timestamp',
	date: 'timestamp',
	name: 'title',
	event: 'event_type',
};

function suggestion(name: string, known: readonly string[]): string | undefined {
	const synonym = Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined;
	return synonym !== undefined && known.includes(synonym) ? synonym : nearest(name, known);
}

/** Suggestions by list of known names; the unknown names of a push are the same in each record. */
const suggestions = new WeakMap<readonly string[], Map<string, string | undefined>>();
const MAX_REMEMBERED = 500;

function remembered(name: string, known: readonly string[]): string | undefined {
	let memory = suggestions.get(known);
	if (!memory) {
		memory = new Map<string, string | undefined>();
		suggestions.set(known, memory);
	}
	if (memory.has(name)) return memory.get(name);
	const found = suggestion(name, known);
	if (memory.size < MAX_REMEMBERED) memory.set(name, found);
	return found;
}

function describe(name: string, known: readonly string[]): string {
	const near = remembered(name, known);
	return near === undefined
		? 'is not an Ometria field'
		: `is not an Ometria field; did you mean "${near}"?`;
}

/**
 * Does with fields that Ometria does not document what the user chose.
 *
 * @param object an object of the record, maybe already a copy
 * @param copied whether it is a copy that may be changed
 * @returns the object to send
 */
export function handleUnknownFields(
	findings: Findings,
	object: JsonRecord,
	copied: boolean,
	unknown: readonly string[],
	known: readonly string[],
): JsonRecord {
	const { unknownFields } = findings.rules;
	if (unknownFields === 'reject' || unknownFields === 'send') {
		for (const name of unknown) {
			const text = describe(name, known);
			if (unknownFields === 'send')
				findings.warn(name, 'unknown_field', `${text} and is sent as it is`);
			else
				findings.error(
					name,
					'unknown_field',
					`${text}. Correct the name, or put it into "properties"`,
				);
		}
		return object;
	}
	const result = copied ? object : { ...object };
	if (unknownFields === 'drop') {
		for (const name of unknown) {
			findings.info(name, 'unknown_field', `${describe(name, known)} and was dropped`);
			Reflect.deleteProperty(result, name);
		}
		return result;
	}
	if (!known.includes('properties')) {
		for (const name of unknown) {
			findings.warn(
				name,
				'unknown_field',
				`${describe(name, known)}; there are no properties here, it is sent as it is`,
			);
		}
		return object;
	}
	return moveToProperties(findings, result, unknown);
}

function moveToProperties(
	findings: Findings,
	result: JsonRecord,
	unknown: readonly string[],
): JsonRecord {
	const given = result.properties ?? {};
	if (typeof given !== 'object' || Array.isArray(given)) return result;
	const properties = { ...given };
	for (const name of unknown) {
		if (Object.hasOwn(properties, name)) {
			const other = shown((given as JsonRecord)[name]);
			findings.error(
				name,
				'property_conflict',
				`cannot be moved to "properties", which has ${other} under this name. Rename one of them`,
			);
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
