import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { PAGE_SIZE } from '../transport/pagination';
import type { Row } from '../transport/rows';
import { rowsForEditor, toOption } from './editorRows';

/** The rows whose name or id contains what was typed; the endpoints cannot search. */
function matching(
	rows: readonly Row[],
	read: (row: Row) => ReturnType<typeof toOption>,
	typed = '',
) {
	const text = typed.trim().toLowerCase();
	return rows
		.flatMap((row) => read(row) ?? [])
		.filter(({ name, value }) => `${name}\n${value}`.toLowerCase().includes(text));
}

/** Source: GET /lists (documented). */
export async function searchSegments(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const rows = await rowsForEditor(this, 'segments', '/lists', { mode: 'all' });
	const results = matching(rows, ({ id, title }) => toOption(id, title), typed);
	return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
}

/** The active segments that contacts can be added to. Source: GET /lists (documented). */
export async function searchStaticSegments(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const rows = await rowsForEditor(this, 'segments', '/lists');
	const isStatic = rows.filter(({ type }) => type !== 'DYNAMIC');
	const results = matching(isStatic, ({ id, title }) => toOption(id, title), typed);
	return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
}

/** Source: GET /contacts (documented; the shape from a client). */
export async function searchCollections(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const rows = await rowsForEditor(this, 'collections', '/contacts', { limit: PAGE_SIZE });
	return { results: matching(rows, ({ collection }) => toOption(collection, collection), typed) };
}

/** The results, and what was typed where no result has that name; a push makes what is new. */
function orTyped(results: INodeListSearchItems[], typed = ''): INodeListSearchResult {
	const value = typed.trim();
	const isKnown = value === '' || results.some((result) => result.value === value);
	return { results: isKnown ? results : [...results, { name: `New: ${value}`, value }] };
}

/** The same, or the name of a collection that the push will make. */
export async function searchOrNameCollection(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const { results } = await searchCollections.call(this, typed);
	return orTyped(results, typed);
}

/** Source: GET /custom-fields (from a third party's description). */
export async function searchOrNameCustomField(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const rows = await rowsForEditor(this, 'custom fields', '/custom-fields');
	const fields = matching(
		rows,
		({ id, title, category }) => {
			const option = toOption(id, title);
			// An ID may be used for contacts and for orders.
			const of = typeof category === 'string' && category !== '' ? ` (${category})` : '';
			return option && { ...option, name: `${option.name}${of}` };
		},
		typed,
	);
	return orTyped(
		fields.sort((a, b) => a.name.localeCompare(b.name)),
		typed,
	);
}

/** Source: GET /products (documented). */
export async function searchProducts(
	this: ILoadOptionsFunctions,
	typed?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const offset = Number(token ?? 0);
	const rows = await rowsForEditor(this, 'products', '/products', {
		includeVariants: 'true',
		limit: PAGE_SIZE,
		offset,
	});
	return {
		results: matching(rows, ({ id, title }) => toOption(id, title), typed),
		...(rows.length === PAGE_SIZE && { paginationToken: String(offset + PAGE_SIZE) }),
	};
}
