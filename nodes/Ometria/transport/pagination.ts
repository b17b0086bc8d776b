import type { RateLimiter } from './rateLimiter';
import { type CallFailure, makeCall, type RequestPolicy, type RequestSuccess } from './request';
import { readAnyRows, readRows, type Row } from './rows';
import type { Session } from './session';

/** Rows that a page holds at most (documented). */
export const PAGE_SIZE = 250;

/** A page of a list. */
export interface PageQuery {
	path: string;
	query: Readonly<Record<string, string | number | boolean>>;
	/** Rows asked for at most. */
	limit: number;
	offset: number;
	/** Takes the body of the answer; undefined when it is not a list. */
	read: (body: unknown) => Row[] | undefined;
	limiter?: RateLimiter;
}

export interface Page extends RequestSuccess<Row[]> {
	/** Rows asked for at last: fewer than were wanted where so many make too large an answer. */
	limit: number;
}

/** Reads one page of a list, and a smaller one where the answer is too large to be read. */
export async function readPage(
	session: Session,
	{ path, query, limit, offset, read, limiter }: PageQuery,
	policy: Partial<RequestPolicy>,
): Promise<Page | CallFailure> {
	const call = { path, query: { ...query, limit, offset }, read, limiter };
	const answer = await makeCall(session, call, policy);
	if (answer.ok) return { ...answer, limit };
	if (answer.kind !== 'answer_too_large' || limit <= 1) return answer;
	const half = Math.floor(limit / 2);
	return await readPage(session, { path, query, limit: half, offset, read, limiter }, policy);
}

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
	const take = (page: readonly Row[]) => {
		for (const row of page) if (seen.isNew(row) && rows.length < limit) rows.push(row);
	};
	if (!paged) {
		const answer = await makeCall(session, { path, query, read, limiter }, policy);
		if (!answer.ok) return answer;
		take(answer.value);
		return { ok: true, rows };
	}
	let size = PAGE_SIZE;
	for (let offset = 0; ;) {
		const wanted = Math.min(size, limit - rows.length);
		const pageQuery = { path, query, limit: wanted, offset, read, limiter };
		const page = await readPage(session, pageQuery, policy);
		if (!page.ok) return page;
		// Where a page was too large, the next ones would be, too.
		if (page.limit < wanted) size = page.limit;
		const before = rows.length;
		take(page.value);
		const isLast = page.value.length !== page.limit || rows.length >= limit;
		if (isLast) return { ok: true, rows };
		if (rows.length === before) return { ok: true, rows, repeated: true };
		offset += page.value.length;
	}
}
