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
	const at = sinceMs === undefined ? undefined : foundAt(error);
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
