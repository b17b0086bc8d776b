import { parseTimeMs } from '../utils/time';
import type { PushError } from './pushError';

/**
 * When an error was found, ms since the epoch; undefined when it does not say. That a time without
 * zone is UTC is an assumption: the samples on record all have a zone.
 */
export function foundAt({ timestamp }: PushError): number | undefined {
	return parseTimeMs(timestamp, 'UTC');
}

/**
 * Newest first; the order in which Ometria lists errors is not documented. Errors without a time
 * come last, in the order of the list.
 */
export function newestFirst(errors: readonly PushError[]): PushError[] {
	return errors
		.map((error) => ({ error, at: foundAt(error) ?? -Infinity }))
		.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
		.map(({ error }) => error);
}
