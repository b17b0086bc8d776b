import type { Parameters } from '../../operations/parameters';
import { comparableEmail, type ErrorFilter } from '../../pushErrors/filter';
import { RECORD_TYPE_LABELS } from '../../records/labels';
import { emails, filters, recordIds, recordTypes, requestIds, since } from './properties';

/**
 * Reads the Filters collection.
 *
 * @throws NodeOperationError that names the filter, what is expected and what was found
 */
export function readFilter(parameters: Parameters): ErrorFilter {
	parameters.checkGroup(filters);
	const filter: ErrorFilter = {};
	for (const property of [recordIds, recordTypes, requestIds] as const) {
		const list = parameters.list(property, filters.name);
		if (list.length > 0) filter[property.name] = new Set(list);
	}
	const known = Object.keys(RECORD_TYPE_LABELS);
	const unknownType = [...(filter.recordTypes ?? [])].find((type) => !known.includes(type));
	if (unknownType !== undefined) {
		throw parameters.wrong(recordTypes, `any of ${known.join(', ')}`, unknownType);
	}
	const addresses = parameters.list(emails, filters.name);
	if (addresses.length > 0) {
		const each = addresses.map((text) => comparableEmail(parameters.address(emails, text)));
		filter.emails = new Set(each);
	}
	const sinceMs = parameters.timeMs(since, filters.name);
	return sinceMs === undefined ? filter : { ...filter, sinceMs };
}
