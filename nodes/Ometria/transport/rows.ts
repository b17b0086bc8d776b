import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../utils/json';

/** One thing that Ometria holds: a profile, an order … */
export type Row = Record<string, unknown>;

const NO_CONTENT = 204;

/**
 * Lists come as bare arrays (documented); an element that is not an object is kept as `value`. By HTTP, an
 * answer without content (204) has none.
 */
export function readRows(body: unknown, httpStatus?: number): Row[] | undefined {
	if (body === null && httpStatus === NO_CONTENT) return [];
	return Array.isArray(body)
		? body.map((row: unknown) => (isObject(row) ? row : { value: row }))
		: undefined;
}

/** The same for lists whose shape is not documented: an object is one row. */
export function readAnyRows(body: unknown, httpStatus?: number): Row[] | undefined {
	return isObject(body) ? [body] : readRows(body, httpStatus);
}

/** One thing, or none. */
export interface OneRow {
	row: Row | undefined;
	/** How many rows were given instead of it. */
	others: number;
}

/**
 * Reads one thing. The page on profiles says that a look-up by email gives an object, public clients
 * receive an array and take the first: both are read, and an empty array or object is none.
 *
 * @param isOwn recognises it among others, where a server that ignores a query gives several rows
 */
export function oneRow(
	isOwn: (row: Row) => boolean = () => true,
): (body: unknown) => OneRow | undefined {
	return (body) => {
		if (isObject(body)) return { row: Object.keys(body).length > 0 ? body : undefined, others: 0 };
		if (!Array.isArray(body) || (body.length > 0 && !isObject(body[0]))) return undefined;
		if (body.length < 2) return { row: body[0] as Row | undefined, others: 0 };
		const row = body.filter(isObject).find(isOwn);
		return { row, others: row ? body.length - 1 : body.length };
	};
}

export const readRow = oneRow();

/**
 * The row as it is put out: its most used fields, in the order given. The whole row when no fields are
 * given, or when it has none of them, as not every answer's shape is documented.
 */
export function simplify(row: Row, fields: readonly string[] | undefined): IDataObject {
	if (!fields) return { ...row } as IDataObject;
	const simple = fields.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]);
	return (simple.length > 0 ? Object.fromEntries(simple) : row) as IDataObject;
}
