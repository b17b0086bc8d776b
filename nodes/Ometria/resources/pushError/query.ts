import type { IExecuteFunctions } from 'n8n-workflow';

import { hasExpression, itemParameters } from '../../operations/parameters';
import { timeout } from '../../operations/readProperties';
import { type ErrorFilter, mergeFilters } from '../../pushErrors/filter';
import type { ItemOptions } from '../../pushErrors/toItem';
import { filters, includeRecord, limit, onlyInputRequests, options } from './properties';
import { readFilter } from './readFilter';

/** The parameters of Get Many, checked. */
export interface Query extends ItemOptions {
	filter: ErrorFilter;
	/** Input items that name a request, by its id. */
	itemsByRequest: ReadonlyMap<string, readonly number[]>;
	limit: number;
	timeoutMs: number;
}

/** The input items that name each request id. */
class ItemsByRequest {
	readonly map = new Map<string, number[]>();

	add(requestId: string, item: number): void {
		const items = this.map.get(requestId);
		if (!items) this.map.set(requestId, [item]);
		else if (items.at(-1) !== item) items.push(item);
	}
}

/** The filters of all input items together: one call serves them all. */
function readFilters(context: IExecuteFunctions, itemsByRequest: ItemsByRequest): ErrorFilter {
	const perItem = hasExpression(context.getNode().parameters[filters.name]);
	const itemCount = perItem ? context.getInputData().length : 1;
	const all: ErrorFilter[] = [];
	for (let item = 0; item < itemCount; item++) {
		const filter = readFilter(itemParameters(context, item));
		all.push(filter);
		if (perItem) for (const id of filter.requestIds ?? []) itemsByRequest.add(id, item);
	}
	return mergeFilters(all);
}

/**
 * Reads the parameters, with the defaults that n8n does not save.
 *
 * @throws NodeOperationError that names the parameter, what is expected and what was found
 */
export function readQuery(context: IExecuteFunctions): Query {
	const parameters = itemParameters(context, 0);
	const onlyInput = parameters.boolean(onlyInputRequests);
	const items = context.getInputData();
	const itemsByRequest = new ItemsByRequest();
	const query: Query = {
		limit: parameters.wholeNumber(limit),
		includeRecord: parameters.boolean(includeRecord, options.name),
		timeoutMs: parameters.wholeNumber(timeout, options.name),
		filter: readFilters(context, itemsByRequest),
		itemsByRequest: itemsByRequest.map,
	};
	if (!onlyInput) return query;

	for (const [item, { json }] of items.entries()) {
		const { request_id: requestId } = json;
		if (typeof requestId === 'string' || typeof requestId === 'number') {
			itemsByRequest.add(String(requestId), item);
		}
	}
	if (itemsByRequest.map.size === 0) {
		const found = Object.keys(items[0].json).slice(0, 20);
		const expected = 'off, or input items must have a "request_id", as the output of Push has';
		throw parameters.wrong(onlyInputRequests, expected, found);
	}
	// Requests that are typed in are added to those of the items.
	const requestIds = new Set([...(query.filter.requestIds ?? []), ...itemsByRequest.map.keys()]);
	return { ...query, filter: { ...query.filter, requestIds } };
}
