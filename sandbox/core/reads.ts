import type { AccountData } from './accountData';
import { reply } from './json';
import { page, type Query } from './paging';
import type { RecordStore, StoredRecord } from './recordStore';
import type { Entry } from './tables';
import type { JsonObject, SandboxReply, SandboxRequest } from './types';

/** What the endpoints read from. */
export interface Sources {
	store: RecordStore;
	data: AccountData;
}

const NOT_FOUND = reply(404, { message: 'Not found' });

/** Times without zone are UTC (documented for unsubscribes). */
function timeOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const time = Date.parse(
		/[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`,
	);
	return Number.isNaN(time) ? undefined : time;
}

/** Whether a time is within `[since, before)`; false where a bound cannot be read. */
function within(at: number, since: string | undefined, before: string | undefined): boolean {
	const from = since === undefined ? -Infinity : (timeOf(since) ?? NaN);
	const to = before === undefined ? Infinity : (timeOf(before) ?? NaN);
	return at >= from && at < to;
}

function one(rows: JsonObject[], id: string): SandboxReply {
	const found = rows.find((row) => String(row.id) === id);
	return found ? reply(200, found) : NOT_FOUND;
}

function products(query: Query, { store }: Sources): SandboxReply {
	const { active, includeVariants } = query;
	const wanted = store.all('product').filter((product) => {
		if (product.is_variant === true && includeVariants !== 'true') return false;
		return active === undefined || (product.is_active !== false) === (active === 'true');
	});
	return page(wanted, query);
}

function orders(query: Query, { store }: Sources): SandboxReply {
	const wanted = store.entries('order').filter(({ record, createdAt, updatedAt }: StoredRecord) => {
		const customer = (record.customer ?? {}) as JsonObject;
		if (query.email !== undefined && customer.email !== query.email) return false;
		if (query.customer_id !== undefined && String(customer.id) !== query.customer_id) return false;
		const placed = timeOf(String(record.timestamp)) ?? createdAt;
		return (
			within(createdAt, query.createSince, query.createBefore) &&
			within(updatedAt, query.updateSince, query.updateBefore) &&
			within(placed, query.timestampSince, query.timestampBefore)
		);
	});
	return page(
		wanted.map(({ record }) => record),
		query,
	);
}

const collectionOf = ({ '@collection': collection }: JsonObject) =>
	typeof collection === 'string' ? collection : 'default';

function contacts(
	collection: string | undefined,
	id: string | undefined,
	query: Query,
	{ store }: Sources,
) {
	const all = store.entries('contact');
	if (collection === undefined) {
		const counts = new Map<string, number>();
		for (const { record } of all) {
			counts.set(collectionOf(record), (counts.get(collectionOf(record)) ?? 0) + 1);
		}
		return page(
			[...counts].map(([name, count]) => ({ collection: name, count })),
			query,
		);
	}
	const own = all.filter(({ record }) => collectionOf(record) === collection);
	if (id !== undefined) {
		return one(
			own.map(({ record }) => record),
			id,
		);
	}
	const wanted = own.filter(({ updatedAt }) => within(updatedAt, query.updateSince, undefined));
	return page(
		wanted.map(({ record }) => record),
		query,
	);
}

function profiles(id: string | undefined, query: Query, { data }: Sources): SandboxReply {
	if (id !== undefined) return one(data.rows('profiles'), id);
	const wanted = data.entries('profiles').filter(({ row, at }: Entry) => {
		if (query.email !== undefined && row.email !== query.email) return false;
		return within(at, query.updateSince, undefined);
	});
	return page(
		wanted.map(({ row }) => row),
		query,
	);
}

function lists(id: string | undefined, part: string | undefined, query: Query, { data }: Sources) {
	const all = data.rows('lists');
	if (id === undefined) {
		const { mode = 'active' } = query;
		if (mode === 'all') return reply(200, all);
		return reply(
			200,
			all.filter(({ status }) => (status === 'ARCHIVED') === (mode === 'archived')),
		);
	}
	if (part === undefined) return one(all, id);
	if (part !== 'contacts' || !all.some((list) => list.id === id)) return NOT_FOUND;
	return page(
		data.rows('members').filter((member) => member.list_id === id),
		query,
	);
}

function unsubscribes(query: Query, { data }: Sources): SandboxReply {
	const wanted = data.entries('unsubscribes').filter(({ row, at }) => {
		if (query.type !== undefined && row.type !== query.type) return false;
		return within(at, query.since, query.before);
	});
	return page(
		wanted.map(({ row }) => row),
		query,
	);
}

/** The answers' shapes are assumptions: what was pushed. */
function customEvents(
	type: string | undefined,
	id: string | undefined,
	query: Query,
	{ store }: Sources,
): SandboxReply {
	const all = store.all('custom_event').filter((event) => {
		return type === undefined || event.event_type === type;
	});
	return id === undefined ? page(all, query) : one(all, id);
}

/** The answers' shapes are assumptions. Jobs are numbered in the order of their requests. */
function mergeJobs(id: string | undefined, query: Query, { data }: Sources): SandboxReply {
	const jobs = data
		.rows('merges')
		.map((job, index): JsonObject => ({ id: String(index + 1), status: 'done', ...job }));
	return id === undefined ? page(jobs, query) : one(jobs, id);
}

/** The reading endpoints; undefined for a path that is none of them. */
export function readEndpoint(request: SandboxRequest, sources: Sources): SandboxReply | undefined {
	if (request.method !== 'GET') return undefined;
	const [, name, ...steps] = request.path.split('/').map(decodeURIComponent);
	const [first, second, ...rest] = steps as Array<string | undefined>;
	if (rest.length > 0) return undefined;
	const { query } = request;
	const { store, data } = sources;
	if (name === 'contacts') return contacts(first, second, query, sources);
	if (name === 'lists') return lists(first, second, query, sources);
	if (name === 'custom-events') return customEvents(first, second, query, sources);
	if (second !== undefined) return undefined;
	switch (name) {
		case 'products':
			return first === undefined ? products(query, sources) : one(store.all('product'), first);
		case 'orders':
			return first === undefined ? orders(query, sources) : one(store.all('order'), first);
		case 'profiles':
			return profiles(first, query, sources);
		case 'merge-profile':
			return mergeJobs(first, query, sources);
		case 'custom-fields':
			return first === undefined ? page(data.rows('customFields'), query) : undefined;
		case 'unsubscribes':
			return first === undefined ? unsubscribes(query, sources) : undefined;
		case 'data-deletion-requests':
			return first === undefined
				? page(data.rows('deletionRequests'), query)
				: one(data.rows('deletionRequests'), first);
		default:
			return undefined;
	}
}
