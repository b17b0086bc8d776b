import { isObject, sizeOf } from './json';
import { type JsonObject, RECORD_TYPES } from './types';

const MAX_RECORDS = 100;
/** "60 KB" (documented); read as 1,024 bytes each (assumption). */
export const MAX_RECORD_BYTES = 61_440;

/** The ID of a record as a text; '' when it has none. */
export function idText(record: JsonObject): string {
	const { id } = record;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

/**
 * Why a push is refused as a whole. The statuses and texts are assumptions but the one quoted.
 *
 * @param mayBeLarge whether a record can be over the limit, so that each is measured
 */
export function requestProblem(records: unknown, mayBeLarge: boolean): string | undefined {
	if (!Array.isArray(records)) return 'Payload invalid: an array of records is expected.';
	if (records.length === 0) return 'Payload invalid: no records.';
	if (records.length > MAX_RECORDS) return `Payload invalid: at most ${MAX_RECORDS} records.`;
	const types = new Set<unknown>();
	for (const record of records) {
		if (!isObject(record)) return 'Payload invalid: a record is not an object.';
		types.add(record['@type']);
		if (idText(record) === '') return 'Payload invalid: a record has no id.';
		// Documented: "Payload invalid: Record is too large."
		if (mayBeLarge && sizeOf(record) > MAX_RECORD_BYTES) {
			return 'Payload invalid: Record is too large.';
		}
	}
	if (types.size > 1) return 'Payload invalid: records of several types.';
	const [type] = types;
	return RECORD_TYPES.some((known) => known === type)
		? undefined
		: 'Payload invalid: unknown @type.';
}
