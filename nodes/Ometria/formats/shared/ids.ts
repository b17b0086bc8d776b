import { isNothing } from '../../records/identifiers';

/** What shops write where there is no id (0 is WooCommerce's guest), beside what programs do. */
const PLACEHOLDERS = new Set(['', '0', '-1']);
const GRAPHQL_ID = /^gid:\/\/[^/]+\/[^/]+\/([^/?]+)/;
const GRAPHQL_SCHEME = 'gid://';

export type ReadId =
	| { ok: true; id: string | undefined }
	/** Found, but no id: a number beyond 2^53, an object. */
	| { ok: false; found: string };

/**
 * Reads an id of a shop.
 *
 * @param value a number, a text, or a GraphQL id ("gid://shopify/Customer/1" is the customer 1)
 * @returns undefined as the id where there is none: missing, empty, or a placeholder such as 0
 */
export function readId(value: unknown): ReadId {
	if (value === undefined || value === null) return { ok: true, id: undefined };
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) return { ok: false, found: String(value) };
		return { ok: true, id: value > 0 ? String(value) : undefined };
	}
	if (typeof value !== 'string') return { ok: false, found: typeof value };
	const trimmed = value.trim();
	const isGraphql = trimmed.startsWith(GRAPHQL_SCHEME);
	const id = isGraphql ? (GRAPHQL_ID.exec(trimmed)?.[1] ?? trimmed).trim() : trimmed;
	if (id.startsWith(GRAPHQL_SCHEME)) return { ok: false, found: id };
	return { ok: true, id: PLACEHOLDERS.has(id) || isNothing(id) ? undefined : id };
}

/** The id where there is a usable one. */
export function idOrNothing(value: unknown): string | undefined {
	const read = readId(value);
	return read.ok ? read.id : undefined;
}
