import type { RecordType } from '../records';
import type { Batch } from './outcome';

/** What planning needs to know of a valid record. */
export interface Plannable {
	/** Input item index. */
	item: number;
	type: RecordType;
	/** Contacts live in collections; undefined for the others. */
	collection: string | undefined;
	id: string;
}

/** One request to be sent. */
export interface PlannedRequest extends Batch {
	/** All requests planned before this index must have settled before this one may start. */
	barrier: number;
}

/**
 * The order in which record types are sent: an order should find its customer and its products.
 * Source: PRODUCTS, "push products before orders that mention them" (documented for products).
 */
export const SENDING_ORDER: readonly RecordType[] = ['contact', 'product', 'order', 'custom_event'];

/** Counts how often a key (type, collection, id) was seen. Strings are kept by reference, not built. */
class Occurrences {
	private readonly counts = new Map<string | undefined, Map<string, number>>();

	/** @returns how often the key was seen before */
	next(collection: string | undefined, id: string): number {
		const ids = this.counts.get(collection) ?? new Map<string, number>();
		this.counts.set(collection, ids);
		const before = ids.get(id) ?? 0;
		ids.set(id, before + 1);
		return before;
	}
}

/** Splits one type's records into waves: the k-th occurrence of each key is in the k-th wave. */
function wavesOf(records: Iterable<Plannable>): number[][] {
	const seen = new Occurrences();
	const waves: number[][] = [];
	for (const { collection, id, item } of records) {
		(waves[seen.next(collection, id)] ??= []).push(item);
	}
	return waves;
}

/**
 * Cuts valid records into requests.
 *
 * Each request holds one type, at most `batchSize` records and no key twice; records with the same
 * key are in requests divided by a barrier, in input order.
 *
 * @param records yields the valid records in input order; read once for each type
 * @param batchSize 1 to 100 records
 */
export function planRequests(
	records: () => Iterable<Plannable>,
	batchSize: number,
): PlannedRequest[] {
	const requests: PlannedRequest[] = [];
	for (const type of SENDING_ORDER) {
		for (const wave of wavesOf(ofType(records(), type))) {
			const barrier = requests.length;
			for (let start = 0; start < wave.length; start += batchSize) {
				const items = Uint32Array.from(wave.slice(start, start + batchSize));
				requests.push({ type, items, barrier });
			}
		}
	}
	return requests;
}

function* ofType(records: Iterable<Plannable>, type: RecordType): Iterable<Plannable> {
	for (const record of records) if (record.type === type) yield record;
}
