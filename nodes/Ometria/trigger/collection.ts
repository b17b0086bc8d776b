import type { Row } from '../transport/rows';

/** Where rows may say which collection they are in: as pushed records do, and as rows of lists might. */
export const COLLECTION_FIELDS = ['@collection', 'collection'] as const;

/** The collection of a row; undefined where it says none. */
export function collectionOf(row: Row): string | undefined {
	const name = COLLECTION_FIELDS.map((field) => row[field]).find((value) => value !== undefined);
	return typeof name === 'string' ? name : undefined;
}
