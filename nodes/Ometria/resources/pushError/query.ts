import type { IExecuteFunctions } from 'n8n-workflow';

import { mergeFilters, type ErrorFilter } from '../../pushErrors/filter';
import type { ItemOptions } from '../../pushErrors/toItem';
import { readFilter } from '../../pushErrors/readFilter';
import type { WrongParameter } from '../../utils/wrongParameter';
import { ERRORS_WINDOW } from '../../pushErrors/pushError';

/** The parameters of Get Many, checked. */
export interface Query extends ItemOptions {
	ok: true;
	filter: ErrorFilter;
	/** Input items that name a request, by its id. */
	itemsByRequest: ReadonlyMap<string, readonly number[]>;
	limit: number;
	timeoutMs: number;
}

const MAX_TIMEOUT_MS = 3_600_000;

function wholeNumber(parameter: string, value: unknown, max: number): number | WrongParameter {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= max)
		return number;
	return { ok: false, parameter, expected: `a whole number from 1 to ${max}`, found: value };
}

function boolean(parameter: string, value: unknown): boolean | WrongParameter {
	return typeof value === 'boolean'
		? value
		: { ok: false, parameter, expected: 'true or false', found: value };
}

/** Whether a stored parameter holds an expression, which each item may answer differently. */
function hasExpression(raw: unknown): boolean {
	return (JSON.stringify(raw) ?? '').includes('"=');
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
function readFilters(
	context: IExecuteFunctions,
	itemCount: number,
	itemsByRequest: ItemsByRequest,
): ErrorFilter | WrongParameter {
	const timezone = context.getTimezone();
	const perItem = hasExpression(context.getNode().parameters.filters);
	const filters: ErrorFilter[] = [];
	for (let item = 0; item < (perItem ? itemCount : 1); item++) {
		const reading = readFilter(context.getNodeParameter('filters', item, {}), timezone);
		if (!reading.ok) return reading;
		filters.push(reading.filter);
		if (perItem) for (const id of reading.filter.requestIds ?? []) itemsByRequest.add(id, item);
	}
	return mergeFilters(filters);
}

/**
 * Reads the parameters, with the defaults that n8n does not save.
 *
 * @returns the query, or the parameter that cannot be used
 */
export function readQuery(context: IExecuteFunctions): Query | WrongParameter {
	const limit = wholeNumber('Limit', context.getNodeParameter('limit', 0, 50), ERRORS_WINDOW);
	if (typeof limit !== 'number') return limit;
	const options = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	const includeRecord = boolean('Include Record', options.includeRecord ?? false);
	if (typeof includeRecord !== 'boolean') return includeRecord;
	const timeoutMs = wholeNumber('Timeout (Ms)', options.timeout ?? 60_000, MAX_TIMEOUT_MS);
	if (typeof timeoutMs !== 'number') return timeoutMs;
	const onlyInput = boolean(
		'Only Requests of Input Items',
		context.getNodeParameter('onlyInputRequests', 0, false),
	);
	if (typeof onlyInput !== 'boolean') return onlyInput;

	const items = context.getInputData();
	const itemsByRequest = new ItemsByRequest();
	const filter = readFilters(context, items.length, itemsByRequest);
	if ('ok' in filter) return filter;
	const common = {
		ok: true as const,
		itemsByRequest: itemsByRequest.map,
		limit,
		includeRecord,
		timeoutMs,
	};
	if (!onlyInput) return { ...common, filter };

	for (const [item, { json }] of items.entries()) {
		const { request_id: requestId } = json;
		if (typeof requestId === 'string' || typeof requestId === 'number')
			itemsByRequest.add(String(requestId), item);
	}
	if (itemsByRequest.map.size === 0) {
		const found = Object.keys(items[0].json).slice(0, 20);
		const expected = 'off, or input items must have a "request_id", as the output of Push has';
		return { ok: false, parameter: 'Only Requests of Input Items', expected, found };
	}
	// Requests that are typed in are added to those of the items.
	const requestIds = new Set([...(filter.requestIds ?? []), ...itemsByRequest.map.keys()]);
	return { ...common, filter: { ...filter, requestIds } };
}
