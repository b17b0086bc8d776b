import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../utils/json';

/** One thing that Ometria holds: a profile, an order … */
export type Row = Record<string, unknown>;

/** Lists come as bare arrays (documented); an element that is no object is kept as `value`. */
export function readRows(body: unknown): Row[] | undefined {
	return Array.isArray(body)
		? body.map((row: unknown) => (isObject(row) ? row : { value: row }))
		: undefined;
}

/** The same for lists whose shape is not documented: an object is one row. */
export function readAnyRows(body: unknown): Row[] | undefined {
	return isObject(body) ? [body] : readRows(body);
}

/**
 * One thing, or none. The page on profiles says that a look-up by email gives an object, public
 * clients receive an array and take the first: both are read, and an empty array or object is none.
 */
export function readRow(body: unknown): { row: Row | undefined } | undefined {
	if (isObject(body)) return { row: Object.keys(body).length > 0 ? body : undefined };
	return Array.isArray(body) && (body.length === 0 || isObject(body[0]))
		? { row: body[0] as Row | undefined }
		: undefined;
}

/**
 * The row as it is put out: its most used fields, in the order given. The whole row when no fields are
 * given, or when it has none of them, as not every answer's shape is documented.
 */
export function simplify(row: Row, fields: readonly string[] | undefined): IDataObject {
	if (!fields) return { ...row } as IDataObject;
	const simple = fields.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]]);
	return (simple.length > 0 ? Object.fromEntries(simple) : row) as IDataObject;
}
