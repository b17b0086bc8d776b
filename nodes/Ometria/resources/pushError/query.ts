import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Yielder } from '../../n8n/yielder';
import { itemParameters, type Parameters, RunParameters } from '../../operations/parameters';
import { timeout } from '../../operations/readProperties';
import { hasExpression } from '../../operations/savedParameters';
import type { ErrorFilter } from '../../pushErrors/filter';
import type { ItemOptions } from '../../pushErrors/toItem';
import { attempt } from '../../utils/attempt';
import { filters, includeRecord, limit, onlyInputRequests, options } from './properties';
import { readFilter } from './readFilter';

/** What one input item asks for. */
export interface Question {
	item: number;
	filter: ErrorFilter;
	/** Errors that it gets at most. */
	limit: number;
}

/** The parameters of Get Many, checked. */
export interface Query extends ItemOptions {
	questions: readonly Question[];
	/** Errors for all questions together at most. */
	limit: number;
	timeoutMs: number;
	/** Items whose parameters cannot be used, and why. */
	failed: ReadonlyArray<{ item: number; thrown: unknown }>;
}

/** The requests that an item of a push names: one, or those of a Summary. */
function requestsOf({ json }: INodeExecutionData): string[] {
	const { request_id: one, request_ids: several } = json;
	const named: unknown[] = Array.isArray(several) ? several : [];
	return [one, ...named].flatMap((id) =>
		typeof id === 'string' || typeof id === 'number' ? String(id) : [],
	);
}

/** Lays the requests of an item over its filter; undefined where it asks for none. */
function withRequests(
	filter: ErrorFilter,
	own: readonly string[],
	hasOwnFilter: boolean,
): ErrorFilter | undefined {
	// Requests that are typed in are asked for once, by the first item.
	const typed = hasOwnFilter ? (filter.requestIds ?? []) : [];
	const requestIds = new Set([...typed, ...own]);
	return requestIds.size > 0 ? { ...filter, requestIds } : undefined;
}

function checkRequests(parameters: Parameters, items: readonly INodeExecutionData[]): void {
	if (items.some((item) => requestsOf(item).length > 0)) return;
	const found = Object.keys(items[0].json).slice(0, 20);
	const expected = 'off, or input items must have a "request_id", as the output of Push has';
	throw parameters.wrong(onlyInputRequests, expected, found);
}

/**
 * Reads the parameters, with the defaults that n8n does not save. Filters and limit are those of each
 * item where they hold an expression; the other parameters are those of the run.
 *
 * @throws WrongParameter for a parameter of the run
 */
export async function readQuery(context: IExecuteFunctions, yielder: Yielder): Promise<Query> {
	const run = new RunParameters(context, yielder);
	const items = context.getInputData();
	const { name: group } = options;
	const parametersOf = itemParameters(context);
	parametersOf(0).checkGroup(options);
	const onlyInput = await run.read(onlyInputRequests, (of) => of.boolean(onlyInputRequests));
	const timeoutMs = await run.read(timeout, (of) => of.wholeNumber(timeout, group), group);
	const withRecord = await run.read(includeRecord, (of) => of.boolean(includeRecord, group), group);
	const { parameters: saved } = context.getNode();
	const isPerItem = [filters, limit].some(({ name }) => hasExpression(saved[name]));
	const read = (item: number) => {
		const parameters = parametersOf(item);
		return { filter: readFilter(parameters), limit: parameters.wholeNumber(limit) };
	};
	const shared = isPerItem ? undefined : read(0);
	if (onlyInput) checkRequests(parametersOf(0), items);

	const questions: Question[] = [];
	const failed: Array<{ item: number; thrown: unknown }> = [];
	const asking = isPerItem || onlyInput ? items.length : 1;
	for (let item = 0; item < asking; item++) {
		if (yielder.isDue()) await yielder.rest();
		const own = shared ? { value: shared } : attempt(() => read(item));
		if ('thrown' in own) {
			failed.push({ item, thrown: own.thrown });
			continue;
		}
		const { value } = own;
		const filter = onlyInput
			? withRequests(value.filter, requestsOf(items[item]), isPerItem || item === 0)
			: value.filter;
		if (filter) questions.push({ item, filter, limit: value.limit });
	}
	const all = shared?.limit ?? Infinity;
	return { includeRecord: withRecord, questions, limit: all, timeoutMs, failed };
}
