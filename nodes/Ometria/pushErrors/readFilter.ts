import { RECORD_TYPE_LABELS } from '../records/index';
import { isObject } from '../utils/json';
import type { ErrorFilter } from './filter';
import { parseTimeMs } from '../utils/time';
import type { WrongParameter } from '../utils/wrongParameter';

export type FilterReading = { ok: true; filter: ErrorFilter } | WrongParameter;

/** The texts of a list: comma or line separated text, one number, or an array of either. */
function listOf(value: unknown): string[] | undefined {
	if (value === undefined || value === null) return [];
	if (typeof value === 'number') return [String(value)];
	const parts: unknown[] | undefined =
		typeof value === 'string' ? value.split(/[,\n]/) : Array.isArray(value) ? value : undefined;
	const texts = parts?.map((part) => (typeof part === 'number' ? String(part) : part));
	if (!texts?.every((text) => typeof text === 'string')) return undefined;
	return texts.map((text) => text.trim()).filter((text) => text !== '');
}

const LIST_EXPECTED = 'texts separated by commas, or a list of texts';

/**
 * Reads the Filters collection.
 *
 * @param given its resolved value
 * @param timezone IANA name; for a time without zone
 * @returns the filter, or the parameter that cannot be used
 */
export function readFilter(given: unknown, timezone: string): FilterReading {
	if (!isObject(given))
		return { ok: false, parameter: 'Filters', expected: 'a collection of filters', found: given };

	const filter: ErrorFilter = {};
	for (const [name, parameter] of [
		['recordIds', 'Record IDs'],
		['recordTypes', 'Record Types'],
		['requestIds', 'Request IDs'],
	] as const) {
		const list = listOf(given[name]);
		if (!list) return { ok: false, parameter, expected: LIST_EXPECTED, found: given[name] };
		if (list.length > 0) filter[name] = new Set(list);
	}
	const known = Object.keys(RECORD_TYPE_LABELS);
	const unknownType = [...(filter.recordTypes ?? [])].find((type) => !known.includes(type));
	if (unknownType !== undefined) {
		const expected = `any of ${known.join(', ')}`;
		return { ok: false, parameter: 'Record Types', expected, found: unknownType };
	}
	const { since } = given;
	if (since === undefined || since === null || since === '') return { ok: true, filter };
	const sinceMs = parseTimeMs(since, timezone);
	if (sinceMs === undefined) {
		return {
			ok: false,
			parameter: 'Since',
			expected: 'a date and time such as 2026-01-15T09:30:00Z',
			found: since,
		};
	}
	return { ok: true, filter: { ...filter, sinceMs } };
}
