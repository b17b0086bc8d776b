import type { PushError } from '../pushErrors/pushError';
import { fingerprint } from '../utils/fingerprint';

/**
 * A hash that tells this error from every other; undefined when it does not say which record of which
 * request it is about. Two messages alike about the same field of the same record at the same time
 * are one error.
 */
export function identityOf(error: PushError): string | undefined {
	const { requestId, recordType, recordId, path, message, timestamp } = error;
	if (requestId === undefined || recordId === undefined) return undefined;
	return fingerprint([requestId, recordType, recordId, path, message, timestamp]);
}

/** A hash that errors share when they look alike; fields that we do not know may change meanwhile. */
export function contentHash(error: PushError): string {
	const { requestId, recordType, recordId, path, message, timestamp, source, record } = error;
	return fingerprint([requestId, recordType, recordId, path, message, timestamp, source, record]);
}
