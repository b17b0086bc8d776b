import type { Entries, Json, RowFields } from '../formats/types';
import type { Yielder } from '../n8n/yielder';
import type { ValueReading } from '../records';
import type { RowOf } from './causes';
import type { ItemIndex } from './outcome';

/** What an item has in it, for a report on what becomes of it. */
export type ItemColumns =
	| ({
			kind: 'row';
			/** The row of a table. */
			cells: Json;
			/** Headings of columns that the user's own fields read. */
			readOtherwise?: readonly string[] | undefined;
	  } & RowFields)
	/**
	 * Where the fields of its records come from: expressions, or paths in a payload, of which it cannot
	 * be said which of their values became which.
	 */
	| { kind: 'fields'; names: ReadonlyMap<string, string>; hasValues: boolean };

/** Where the records of a run come from. */
export interface RecordSource {
	/** Number of input items. */
	readonly count: number;
	/** Looks at all items, where they say something about each other, before the first is read. */
	begin?: (yielder: Yielder) => Promise<void>;
	/**
	 * What an input item comes to: a record, or why there is none; nothing where it is a part of another
	 * item's record, which names it. Called once for each item, in their order.
	 */
	read(item: ItemIndex): Entries;
	/** Mapped columns whose expressions gave nothing for the items that were read. */
	emptyColumns?(): string[];
	/** What the user should know of how the input was read, in sentences. */
	notes?(): readonly string[];
	/** The input format that an item was read in, once it was read; undefined where there is none. */
	formatOf?(item: ItemIndex): string | undefined;
	/** What an item has in it, once it was read; undefined for a record with Ometria's names. */
	columnsOf?(item: ItemIndex): ItemColumns | undefined;
	/** The number of an item's row in its sheet; undefined where the item does not say. */
	rowOf?: RowOf | undefined;
	/** How values of an item are read that can be read in several ways; asked for once it was read. */
	readingOf?: (item: ItemIndex) => ValueReading;
	/** Whether the format of an item decides on `@merge`; undefined where the user does. */
	mergeOf?(item: ItemIndex): boolean | undefined;
}

/** Each item is one record. */
export function plainRecords(count: number, json: (item: ItemIndex) => unknown): RecordSource {
	return {
		count,
		// What is not an object is found where records are prepared.
		read: (item) => [{ kind: 'record', record: json(item) as Json, warnings: [] }],
	};
}
