import { reply } from './json';
import type { JsonObject, SandboxReply } from './types';

/** Paging of every list endpoint (documented). */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 250;

export type Query = Readonly<Record<string, string | undefined>>;

/** One page of rows, by the query's limit and offset. */
export function page(rows: JsonObject[], query: Query): SandboxReply {
	const limit = Math.min(Number(query.limit ?? DEFAULT_LIMIT), MAX_LIMIT);
	const offset = Number(query.offset ?? 0);
	if (!Number.isInteger(limit) || limit < 0 || !Number.isInteger(offset) || offset < 0) {
		return reply(400, { message: 'limit and offset must be whole numbers' });
	}
	return reply(200, rows.slice(offset, offset + limit));
}
