import { isObject } from '../utils/json';
import { trimInvisible } from '../utils/text';
import { foundAt } from './order';
import type { PushError } from './pushError';

/** Which errors are wanted; what is undefined does not restrict. */
export interface ErrorFilter {
	requestIds?: ReadonlySet<string>;
	recordTypes?: ReadonlySet<string>;
	recordIds?: ReadonlySet<string>;
	/** As {@link comparableEmail} gives them. */
	emails?: ReadonlySet<string>;
	/** ms since the epoch. */
	sinceMs?: number;
}

/** An email address as it is compared with others: their case says nothing. */
export function comparableEmail(text: string): string {
	return trimInvisible(text).toLowerCase();
}

export const isSameEmail = (one: string, other: string): boolean =>
	comparableEmail(one) === comparableEmail(other);

/**
 * Emails of the record that an error is about: a contact's, an order's customer's, a custom event's.
 *
 * @returns none for a record without any; undefined where the list does not hold the record
 */
function emailsOf({ record }: PushError): string[] | undefined {
	if (!isObject(record)) return undefined;
	const customer = isObject(record.customer) ? record.customer : {};
	return [record.email, customer.email, record.identity_email].flatMap((email) =>
		typeof email === 'string' ? comparableEmail(email) : [],
	);
}

const listOf = (value: string | undefined) => (value === undefined ? undefined : [value]);

/** The error's values that the filter restricts, beside what is allowed; undefined where it has none. */
function restrictions(error: PushError, filter: ErrorFilter) {
	const { requestIds, recordTypes, recordIds, emails } = filter;
	return [
		{ values: listOf(error.requestId), allowed: requestIds },
		{ values: listOf(error.recordType), allowed: recordTypes },
		{ values: listOf(error.recordId), allowed: recordIds },
		{ values: emails && emailsOf(error), allowed: emails },
	].flatMap(({ values, allowed }) =>
		allowed ? [{ isKnown: values !== undefined, isAllowed: hasOneOf(allowed, values) }] : [],
	);
}

function hasOneOf(allowed: ReadonlySet<string>, values: readonly string[] = []): boolean {
	return values.some((value) => allowed.has(value));
}

/** An error that does not say when it was found is never too old. */
function isTooOld(error: PushError, { sinceMs }: ErrorFilter): boolean {
	const at = sinceMs === undefined ? undefined : foundAt(error);
	return sinceMs !== undefined && at !== undefined && at < sinceMs;
}

/** Whether an error is wanted. One that does not say what the filter asks for is not. */
export function matches(error: PushError, filter: ErrorFilter): boolean {
	if (isTooOld(error, filter)) return false;
	return restrictions(error, filter).every(({ isAllowed }) => isAllowed);
}

/** Whether an error is left out only because it does not say what the filter asks for. */
export function cannotTell(error: PushError, filter: ErrorFilter): boolean {
	if (isTooOld(error, filter) || matches(error, filter)) return false;
	return restrictions(error, filter).every(({ isKnown, isAllowed }) => isAllowed || !isKnown);
}
