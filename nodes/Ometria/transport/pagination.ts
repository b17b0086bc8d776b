import type { RateLimiter } from './rateLimiter';
import { type CallFailure, makeCall, type RequestPolicy } from './request';
import { readAnyRows, readRows, type Row } from './rows';
import type { Session } from './session';

/** Rows that a page holds at most (documented). */
export const PAGE_SIZE = 250;

/** A list endpoint and what is wanted of it. */
export interface ListQuery {
	path: string;
	query: Readonly<Record<string, string | number | boolean>>;
	/** Most rows wanted. */
	limit: number;
	/** Whether it takes `limit` and `offset`; without, it answers with all rows at once. */
	paged: boolean;
	/** Whether an object is taken for one row, as the answer's shape is not documented. */
	anyShape: boolean;
	limiter?: RateLimiter;
}

export interface RowList {
	ok: true;
	rows: Row[];
	/** Set when the server gave the same rows again, so that there may be more than could be read. */
	repeated?: true;
}

/** Tells whether a row was seen before: by its id where it has one. */
class SeenRows {
	private readonly keys = new Set<string>();

	isNew(row: Row): boolean {
		const { id, event_type: type, collection, '@collection': ofContact } = row;
		const hasId = typeof id === 'string' || typeof id === 'number';
		// The same ID may occur once for each type of custom event and each collection of contacts.
		const key = hasId
			? JSON.stringify([type, ofContact ?? collection, String(id)])
			: JSON.stringify(row);
		if (this.keys.has(key)) return false;
		this.keys.add(key);
		return true;
	}
}

/**
 * Reads a list page by page until a page is not full (documented: "until fewer than limit, or zero,
 * rows return"). A row that comes again is left out: rows move to later pages when others are added
 * before them. Where every row comes again, the endpoint knows no pages, and reading ends.
 */
export async function readPages(
	session: Session,
	{ path, query, limit, paged, anyShape, limiter }: ListQuery,
	policy: Partial<RequestPolicy>,
): Promise<RowList | CallFailure> {
	const seen = new SeenRows();
	const rows: Row[] = [];
	const read = anyShape ? readAnyRows : readRows;
	for (let offset = 0; ;) {
		const size = Math.min(PAGE_SIZE, limit - rows.length);
		const page = await makeCall(
			session,
			{ path, query: paged ? { ...query, limit: size, offset } : query, read, limiter },
			policy,
		);
		if (!page.ok) return page;
		const before = rows.length;
		for (const row of page.value) if (seen.isNew(row) && rows.length < limit) rows.push(row);
		const isLast = !paged || page.value.length !== size || rows.length >= limit;
		if (isLast) return { ok: true, rows };
		if (rows.length === before) return { ok: true, rows, repeated: true };
		offset += page.value.length;
	}
}
