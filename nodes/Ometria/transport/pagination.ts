import { counted } from '../utils/text';
import { PageWalk, START } from './pageWalk';
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
	read: (body: unknown, httpStatus: number) => Row[] | undefined;
	limiter?: RateLimiter | undefined;
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
	limiter?: RateLimiter | undefined;
}

export interface RowList {
	ok: true;
	rows: Row[];
	/** Set when the server gave the same rows again, so that there may be more than could be read. */
	repeated?: true;
	/** Set when the list changed so fast that rows may have been left out. */
	moved?: true;
}

/** By what a row is known: by its ID where it has one. */
function keyOf(row: Row): string {
	const { id, event_type: type, collection, '@collection': ofContact } = row;
	const hasId = typeof id === 'string' || typeof id === 'number';
	// The same ID may occur once for each type of custom event and each collection of contacts.
	return hasId ? JSON.stringify([type, ofContact ?? collection, String(id)]) : JSON.stringify(row);
}

/** Rows of a list, each once. */
class DifferentRows {
	readonly rows: Row[] = [];
	private readonly keys = new Set<string>();

	constructor(private readonly most: number) {}

	get missing(): number {
		return this.most - this.rows.length;
	}

	add(rows: readonly Row[], keys: readonly string[]): void {
		for (const [index, row] of rows.entries()) {
			if (this.missing <= 0) return;
			if (!this.keys.has(keys[index])) this.rows.push(row);
			this.keys.add(keys[index]);
		}
	}
}

/** A page that is not found behind others says nothing against the list: so it says how far reading came. */
function afterRows(failure: CallFailure, count: number): CallFailure {
	if (failure.kind !== 'not_found') return failure;
	return { ...failure, message: `${failure.message} after ${counted(count, 'row')}` };
}

/**
 * Reads a list page by page until a page is not full (documented: "until fewer than limit, or zero,
 * rows return"). No row that stays in the list is left out, though others come and leave meanwhile: see
 * {@link PageWalk}. A row that comes again is given once.
 */
export async function readPages(
	session: Session,
	{ path, query, limit, paged, anyShape, limiter }: ListQuery,
	policy: Partial<RequestPolicy>,
): Promise<RowList | CallFailure> {
	const found = new DifferentRows(limit);
	const read = anyShape ? readAnyRows : readRows;
	if (!paged) {
		const answer = await makeCall(session, { path, query, read, limiter }, policy);
		if (!answer.ok) return answer;
		found.add(answer.value, answer.value.map(keyOf));
		return { ok: true, rows: found.rows };
	}
	const walk = new PageWalk(START);
	let size = PAGE_SIZE;
	for (;;) {
		const wanted = Math.min(size, found.missing + walk.repeats);
		const pageQuery = { path, query, limit: wanted, offset: walk.offset, read, limiter };
		const page = await readPage(session, pageQuery, policy);
		if (!page.ok) return found.rows.length > 0 ? afterRows(page, found.rows.length) : page;
		// Where a page was too large, the next ones would be, too.
		if (page.limit < wanted) size = page.limit;
		const keys = page.value.map(keyOf);
		const step = walk.take(keys, page.limit);
		if (step === 'moved') continue;
		found.add(page.value, keys);
		const { rows } = found;
		if (step === 'noPages') return { ok: true, rows, repeated: true };
		if (step === 'last' || found.missing <= 0) {
			return { ok: true, rows, ...(walk.isDoubtful && { moved: true }) };
		}
	}
}
