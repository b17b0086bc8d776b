import type { Formatted } from '../formats/types';
import type { ItemIndex } from './outcome';

/** Where the records of a run come from. */
export interface RecordSource {
	/** Number of input items. */
	readonly count: number;
	/**
	 * What an input item comes to, at least one entry: a record, or why there is none. The same each
	 * time, as records are made anew for sending.
	 */
	entries(item: ItemIndex): readonly Formatted[];
}

/** Each item is a record as it is. */
export function plainRecords(count: number, json: (item: ItemIndex) => unknown): RecordSource {
	return {
		count,
		entries: (item) => [{ kind: 'record', record: json(item) as PlainJson, warnings: [] }],
	};
}

type PlainJson = Extract<Formatted, { kind: 'record' }>['record'];
