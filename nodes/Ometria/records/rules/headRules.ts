import { counted, formatNumber, shown } from '../../utils/text';
import type { IdPlace } from '../missingId';
import { expectation, type Rule } from './rule';

const AN_ID = 'text that identifies the record';

const ID_FAULTS = {
	none: '',
	halfCharacter: 'It holds half of a Unicode character',
	inexact: 'The number is not exact: give it as text where it comes from',
};

function oneOf(words: readonly string[]): string {
	return `one of ${words.map((word) => `"${word}"`).join(', ')}`;
}

/** Where the ID of a record that has none may be. */
function idAdvice(place: IdPlace | undefined): string {
	if (place === undefined) return '';
	if (place.kind === 'elsewhere') return place.text;
	return `Did you mean ${shown(place.name)}? Map it to the ID, or rename it to "id"`;
}

/** The field that makes a record large; without a size where that is not measured. */
export interface LargestField {
	path: string;
	entries: number | undefined;
	bytes: number | undefined;
}

interface Size {
	bytes: number;
	/** Whether it is more than that. */
	isMore?: boolean;
	most: number;
	/** Undefined where no field stands out. */
	largest: LargestField | undefined;
}

function largestText({ path, entries, bytes }: LargestField): string {
	if (bytes === undefined) return `; the field ${path} alone is larger than that`;
	const list = entries === undefined ? '' : `${formatNumber(entries)} entries, `;
	return `; the largest field is ${path} (${list}${counted(bytes, 'byte')})`;
}

/** About what makes an item a record of a type that can be sent, whatever its fields hold. */
export const HEAD_RULES = {
	not_a_record: {
		level: 'refusal',
		isSentence: true,
		text: ({ value }: { value: unknown }) => `Expected an object, found ${shown(value)}`,
		happened: 'the item is not an object',
		fix: 'give one object per record',
	},
	missing_id: {
		level: 'refusal',
		text: ({ value, place }: { value: unknown; place: IdPlace | undefined }) =>
			expectation(AN_ID, value, idAdvice(place)),
		happened: 'the record has no `id`',
		fix: 'map or rename the field that identifies it, as the message says',
	},
	invalid_id: {
		level: 'refusal',
		text: ({ value, fault }: { value: unknown; fault: keyof typeof ID_FAULTS }) =>
			expectation(AN_ID, value, ID_FAULTS[fault]),
		happened: '`id` is not text and not an exact whole number',
		fix: 'give it as text where it comes from',
	},
	missing_type: {
		level: 'refusal',
		text: ({ types }: { types: readonly string[] }) => expectation(oneOf(types), undefined),
		happened: "the item has no `@type`, and the operation takes each item's own",
		fix: 'add `@type`, or use the operation of one type',
	},
	unknown_type: {
		level: 'refusal',
		text: ({ types, value }: { types: readonly string[]; value: unknown }) =>
			expectation(oneOf(types), value),
		happened: '`@type` is not a type of record',
		fix: 'give `contact`, `product`, `order` or `custom_event`',
	},
	contradicting_type: {
		level: 'refusal',
		text: ({ type, value }: { type: string; value: unknown }) =>
			expectation(`"${type}" or nothing`, value),
		happened: "the item's `@type` is not that of the operation",
		fix: 'choose the resource that belongs to it',
	},
	invalid_collection: {
		level: 'refusal',
		text: ({ value }: { value: unknown }) => expectation('text', value),
		happened: '`@collection` is not text',
		fix: 'give text, or leave it out',
	},
	unknown_contact: {
		level: 'refusal',
		isSentence: true,
		text: ({ id, collection }: { id: string; collection: string }) =>
			`Contact ${shown(id)} is not in the collection ${shown(collection)}, so nothing was sent: Ometria would create a contact there, and leave the one that you mean as it is. Check the ID and the collection, or turn off Contact Must Exist`,
		happened: 'the contact is not in the collection, where Ometria would create it',
		fix: 'check the ID and the collection, or turn off _Contact Must Exist_',
	},
	contact_not_checked: {
		level: 'refusal',
		isSentence: true,
		text: ({ id, why }: { id: string; why: string }) =>
			`Contact ${shown(id)} could not be looked up, so nothing was sent: ${why}. Run the node again`,
		happened: 'the contact could not be looked up, so nothing was sent',
		fix: 'run the node again',
	},
	too_large: {
		level: 'refusal',
		isSentence: true,
		text: ({ bytes, isMore = false, most, largest }: Size) =>
			`The record is too large: expected at most ${counted(most, 'byte')} (60 KB) of JSON, found ${isMore ? 'more than ' : ''}${counted(bytes, 'byte')}${largest ? largestText(largest) : ''}`,
		happened: 'the record has more than 60 KB of JSON',
		fix: 'shorten or remove the field that the message names',
	},
	too_many_fields: {
		level: 'refusal',
		isSentence: true,
		text: ({ fields, most }: { fields: number; most: number }) =>
			`The item has too many fields: expected at most ${formatNumber(most)}, found ${formatNumber(fields)}`,
		happened: 'the item has more than 10,000 fields',
		fix: 'leave out those that are not of the record with an Edit Fields node',
	},
	not_json: {
		level: 'refusal',
		text: ({ name }: { name: string | undefined }) =>
			name === undefined
				? 'The record cannot be written as JSON'
				: `JSON has no ${name}, so it would not arrive as it is. Leave the field out, or give text or null`,
		happened:
			'the record holds a value that JSON does not have, such as NaN, or is nested too deep',
		fix: 'leave the field out, or give text or null',
	},
} satisfies Record<string, Rule>;
