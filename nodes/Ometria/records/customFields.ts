import { isObject } from '../utils/json';
import { shown } from '../utils/text';
import type { Shape } from './field';
import { type Findings, isMissing } from './findings';
import { isWrittenForNothing, NO_VALUE } from './placeholderIds';
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

/** The name that a custom field probably has: `Loyalty Tier` is `loyalty_tier`. */
function likelyName(name: string): string {
	return name.trim().toLowerCase().replace(/\s+/g, '_');
}

/** Names that are shown of those with the same fault. */
const MOST_SHOWN = 5;

function listed(names: readonly string[]): string {
	const more = names.length - MOST_SHOWN;
	return `${names.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
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
		findings.warn(
			'properties',
			'long_properties',
			`have ${length.toLocaleString('en-US')} characters of JSON: Ometria takes custom fields below 1,000 characters only`,
		);
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
	if (spaced) {
		const pairs = spaced.map((name) => `${shown(name)} (${shown(likelyName(name))}?)`);
		findings.warn(
			'properties',
			'space_in_name',
			`have names with spaces, which no custom field ID has: ${listed(pairs)}. Use the IDs as Ometria shows them`,
		);
	}
	if (empty) {
		const text = `hold ${NO_VALUE}: ${listed(empty.map(shown))}. Check the expressions that give them`;
		findings.warn('properties', 'placeholder_value', text);
	}
	if (misplaced) warnOfMisplaced(findings, type, record, misplaced);
}

const IDENTIFIERS = ['email', 'phone_number', 'customer_id'];

/** One name may be a custom field that is called so; an identifier or several are not. */
function warnOfMisplaced(
	findings: Findings,
	type: RecordType,
	record: JsonRecord,
	names: readonly string[],
): void {
	const identifies = type === 'contact' && names.some((name) => IDENTIFIERS.includes(name));
	if (names.length < 2 && !identifies) return;
	const anonymous = identifies && IDENTIFIERS.every((name) => isMissing(record[name]));
	const consequence = anonymous ? ', and the contact itself has no identifier' : '';
	findings.warn(
		'properties',
		'fields_in_properties',
		`hold ${listed(names.map(shown))}: fields of the ${type} itself, which Ometria takes for custom fields here${consequence}. Put them beside "id" with an Edit Fields node, or map each column`,
	);
}
