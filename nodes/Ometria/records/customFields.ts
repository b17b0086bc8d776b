import { isObject } from '../utils/json';
import type { Shape } from './field';
import { type Findings, isMissing } from './findings';
import { isWrittenForNothing } from './identifiers';
import { IDENTIFIERS } from './rules/recordRules';
import type { JsonRecord, RecordType } from './types';

/** Characters of JSON, names included, from which on Ometria takes no custom fields (documented). */
const MAX_CHARACTERS = 1000;
/** Most characters that one takes in JSON: `\u0000`. */
const MOST_ESCAPED = 6;

/** Length as JSON; 0 where it is surely allowed, which spares writing it. */
function lengthOf(properties: JsonRecord): number {
	let characters = 2;
	for (const name in properties) {
		const value = properties[name];
		if (typeof value === 'string') characters += value.length;
		else if (typeof value === 'object' && value !== null) characters = Infinity;
		characters += name.length + 10;
		if (characters * MOST_ESCAPED >= MAX_CHARACTERS) break;
	}
	if (characters * MOST_ESCAPED < MAX_CHARACTERS) return 0;
	try {
		return JSON.stringify(properties).length;
	} catch {
		// Deeper than can be written, or a cycle: the size check says so.
		return 0;
	}
}

/**
 * What Ometria's documentation says of the custom fields of contacts, products and orders, and
 * fields of the record itself that are among them by mistake.
 *
 * @param shape the fields of the record itself
 */
export function checkCustomFields(
	findings: Findings,
	type: RecordType,
	record: JsonRecord,
	shape: Shape,
): void {
	const { properties } = record;
	if (!isObject(properties)) return;
	const length = lengthOf(properties);
	if (length >= MAX_CHARACTERS) {
		findings.add('properties', 'long_properties', { length });
	}
	let spaced: string[] | undefined;
	let misplaced: string[] | undefined;
	let empty: string[] | undefined;
	for (const name in properties) {
		if (name.includes(' ')) (spaced ??= []).push(name);
		if (isWrittenForNothing(properties[name])) (empty ??= []).push(name);
		if (name !== 'id' && Object.hasOwn(shape, name) && isMissing(record[name])) {
			(misplaced ??= []).push(name);
		}
	}
	if (spaced) findings.add('properties', 'space_in_custom_field', { names: spaced });
	if (empty) findings.add('properties', 'placeholder_value', { names: empty });
	if (misplaced) warnOfMisplaced(findings, type, record, misplaced);
}

const CONTACT_IDENTIFIERS: readonly string[] = IDENTIFIERS.contact;

/** One name may be a custom field that is called so; an identifier or several are not. */
function warnOfMisplaced(
	findings: Findings,
	type: RecordType,
	record: JsonRecord,
	names: readonly string[],
): void {
	const identifies = type === 'contact' && names.some((name) => CONTACT_IDENTIFIERS.includes(name));
	if (names.length < 2 && !identifies) return;
	const isAnonymous = identifies && CONTACT_IDENTIFIERS.every((name) => isMissing(record[name]));
	findings.add('properties', 'fields_in_properties', { type, names, isAnonymous });
}
