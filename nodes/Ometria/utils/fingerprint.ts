import { createHash } from 'crypto';

import { isObject } from './json';

/** Base64 characters kept of a hash: 72 bits, so that two of a million differ but for 1 in 10⁹. */
const HASH_LENGTH = 12;

/** The same JSON text for equal values, in whatever order their keys come. */
function stableJson(value: unknown): string {
	return JSON.stringify(value, (_key, held: unknown) =>
		isObject(held)
			? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
			: held,
	);
}

/** A short text that equal values share, and different ones do not. */
export function fingerprint(values: readonly unknown[]): string {
	return createHash('sha256').update(stableJson(values)).digest('base64url').slice(0, HASH_LENGTH);
}
