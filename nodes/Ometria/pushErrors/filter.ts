import { foundAt } from './order';
import type { PushError } from './pushError';

/** Which errors are wanted; what is undefined does not restrict. */
export interface ErrorFilter {
	requestIds?: ReadonlySet<string>;
	recordTypes?: ReadonlySet<string>;
	recordIds?: ReadonlySet<string>;
	/** ms since the epoch. */
	sinceMs?: number;
}

/** The error's values that the filter restricts, beside what is allowed. */
function restrictions(error: PushError, { requestIds, recordTypes, recordIds }: ErrorFilter) {
	return [
		{ value: error.requestId, allowed: requestIds },
		{ value: error.recordType, allowed: recordTypes },
		{ value: error.recordId, allowed: recordIds },
	].flatMap(({ value, allowed }) => (allowed ? [{ value, allowed }] : []));
}

/** An error that does not say when it was found is never too old. */
function isTooOld(error: PushError, { sinceMs }: ErrorFilter): boolean {
	const at = foundAt(error);
	return sinceMs !== undefined && at !== undefined && at < sinceMs;
}

/** Whether an error is wanted. One that does not say what the filter asks for is not. */
export function matches(error: PushError, filter: ErrorFilter): boolean {
	if (isTooOld(error, filter)) return false;
	return restrictions(error, filter).every(
		({ value, allowed }) => value !== undefined && allowed.has(value),
	);
}

/** Whether an error is left out only because it does not say what the filter asks for. */
export function cannotTell(error: PushError, filter: ErrorFilter): boolean {
	if (isTooOld(error, filter) || matches(error, filter)) return false;
	return restrictions(error, filter).every(
		({ value, allowed }) => value === undefined || allowed.has(value),
	);
}

function union<T>(sets: ReadonlyArray<ReadonlySet<T> | undefined>): ReadonlySet<T> | undefined {
	const all = new Set(sets.flatMap((set) => [...(set ?? [])]));
	return all.size > 0 ? all : undefined;
}

/** One filter for several input items: the values of all of them, and the earliest time. */
export function mergeFilters(filters: readonly ErrorFilter[]): ErrorFilter {
	const times = filters.flatMap(({ sinceMs }) => sinceMs ?? []);
	return {
		requestIds: union(filters.map(({ requestIds }) => requestIds)),
		recordTypes: union(filters.map(({ recordTypes }) => recordTypes)),
		recordIds: union(filters.map(({ recordIds }) => recordIds)),
		sinceMs: times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : undefined,
	};
}
