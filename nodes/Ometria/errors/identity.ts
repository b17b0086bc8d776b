import { createHash } from 'crypto';

import { isObject } from '../transport/serverText';
import type { PushError } from './pushError';

/** Base64 characters kept of a hash: 72 bits, so that two of a million differ but for 1 in 10⁹. */
const HASH_LENGTH = 12;

/** The same JSON text for equal values, in whatever order their keys come. */
function stableJson(value: unknown): string {
	return JSON.stringify(value, (_key, held: unknown) =>
		isObject(held) ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1))) : held,
	);
}

function hash(values: readonly unknown[]): string {
	return createHash('sha256').update(stableJson(values)).digest('base64url').slice(0, HASH_LENGTH);
}

/**
 * A hash that tells this error from every other; undefined when it does not say which record of which
 * request it is about. Two messages alike about the same field of the same record at the same time
 * are one error.
 */
export function identityOf(error: PushError): string | undefined {
	const { requestId, recordType, recordId, path, message, timestamp } = error;
	if (requestId === undefined || recordId === undefined) return undefined;
	return hash([requestId, recordType, recordId, path, message, timestamp]);
}

/** A hash that errors share when they look alike; fields that we do not know may change meanwhile. */
export function likenessOf(error: PushError): string {
	const { requestId, recordType, recordId, path, message, timestamp, source, record } = error;
	return hash([requestId, recordType, recordId, path, message, timestamp, source, record]);
}
