import { type Finding, finding } from '../records/findings';
import { SHAPES } from '../records/schemas';
import { isNested, tooManyFields } from '../utils/json';
import { shopPayloadIn } from './shared/envelope';
import { isBlank } from './shared/values';
import { namesOf } from './table/names';
import type { FormatRecordType, Json } from './types';

/** Headings that make a row: one alone may be a field that the user made up. */
const FEWEST_HEADINGS = 2;

const names = {
	contact: namesOf('contact'),
	order: namesOf('order'),
	product: namesOf('product'),
};

/**
 * Whether an object is a row of a table under headings such as "First Name": none of its keys is a
 * field of Ometria but the ID, and some would be one by their meaning.
 */
function isTableRow(json: Json, type: FormatRecordType): boolean {
	// What to do without an ID is said once for all items.
	if (isBlank(json.id)) return false;
	const shape = SHAPES[type];
	let headings = 0;
	for (const key in json) {
		if (key === 'id' || key === 'customer_id') continue;
		if (Object.hasOwn(shape, key) || isNested(json[key])) return false;
		headings++;
	}
	if (headings < FEWEST_HEADINGS) return false;
	const { meaningOf } = names[type];
	const read = Object.keys(json).filter((key) => {
		const meaning = meaningOf(key);
		return meaning.kind === 'field' && meaning.distance === 2;
	});
	return read.length >= FEWEST_HEADINGS;
}

/**
 * Why an item is not a record of Ometria: it is a payload of a shop, in whatever envelope, or a row of a
 * table.
 *
 * @returns what it is and which Input Format to set; undefined for anything else
 */
export function whyNoRecord(json: Json, type: FormatRecordType): Finding | undefined {
	// Refused for that, whatever it is.
	if (tooManyFields(json) !== undefined) return undefined;
	return (
		shopPayloadIn(json, type) ??
		(isTableRow(json, type)
			? finding('', 'table_row', { one: 'a record', format: 'Ometria' })
			: undefined)
	);
}
