import type { RecordStore } from './recordStore';
import type { JsonObject, SandboxReply, SandboxRequest } from './types';

/** Paging of every list endpoint (documented). */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 250;

function reply(status: number, body: unknown): SandboxReply {
	return {
		delivery: 'answer',
		status,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		latencyMs: 0,
	};
}

function page(records: JsonObject[], query: Record<string, string>): SandboxReply {
	const limit = Math.min(Number(query.limit ?? DEFAULT_LIMIT), MAX_LIMIT);
	const offset = Number(query.offset ?? 0);
	if (!Number.isInteger(limit) || limit < 0 || !Number.isInteger(offset) || offset < 0) {
		return reply(400, { message: 'limit and offset must be whole numbers' });
	}
	return reply(200, records.slice(offset, offset + limit));
}

function products({ query }: SandboxRequest, store: RecordStore): SandboxReply {
	const { active, includeVariants } = query;
	const wanted = store.all('product').filter((product) => {
		if (product.is_variant === true && includeVariants !== 'true') return false;
		return active === undefined || (product.is_active !== false) === (active === 'true');
	});
	return page(wanted, query);
}

/** Segments of the account; a dynamic one is there because nothing can be added to it. */
const LISTS: JsonObject[] = [
	['635', 'VIP event guests', 'STATIC', 'READY', 12],
	['636', 'Newsletter: spring', 'STATIC', 'READY', 340],
	['700', 'Lapsed customers', 'DYNAMIC', 'READY', 5],
	['701', 'Old competition', 'STATIC', 'ARCHIVED', 77],
].map(([id, title, type, status, size]) => ({
	'@type': 'list',
	id,
	title,
	type,
	status,
	size,
	description: '',
	timestamp_created: '2025-11-03T11:48:10+00:00',
}));

function lists({ mode = 'active' }: Record<string, string>): SandboxReply {
	const archived = (list: JsonObject) => list.status === 'ARCHIVED';
	if (mode === 'all') return reply(200, LISTS);
	return reply(
		200,
		LISTS.filter((list) => archived(list) === (mode === 'archived')),
	);
}

/** The documented reads over what was pushed; undefined for a path that is none of them. */
export function readEndpoint(request: SandboxRequest, store: RecordStore): SandboxReply | undefined {
	if (request.method !== 'GET') return undefined;
	const [, name, id, ...rest] = request.path.split('/');
	if (rest.length > 0) return undefined;
	if (id !== undefined && (name === 'products' || name === 'orders')) {
		const type = name === 'products' ? 'product' : 'order';
		const found = store.all(type).find((record) => String(record.id) === decodeURIComponent(id));
		return found ? reply(200, found) : reply(404, { message: 'Not found' });
	}
	if (name === 'lists' && id === undefined) return lists(request.query);
	if (name === 'products' && id === undefined) return products(request, store);
	if (name === 'orders' && id === undefined) return page(store.all('order'), request.query);
	return undefined;
}
