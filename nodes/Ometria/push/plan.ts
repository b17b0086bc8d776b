import type { RecordType } from '../records';
import type { Batch } from './outcome';

/** Most records that one push may hold. Source: Push endpoint (documented). */
export const MAX_RECORDS_PER_REQUEST = 100;

/** What planning needs to know of a valid record. */
export interface Plannable {
	/** Input item index. */
	item: number;
	type: RecordType;
	/**
	 * Contacts of different collections can have the same id. They are kept apart all the same,
	 * because Ometria's error list names a record by type and id only.
	 */
	id: string;
}

/** One request to be sent. */
export interface PlannedRequest extends Batch {
	/** All requests planned before this index must have ended before this one may start. */
	barrier: number;
}

/**
 * The order in which record types are sent: an order should find its customer and its products.
 * Source: PRODUCTS, "push products before orders that mention them" (documented for products).
 */
export const SENDING_ORDER: readonly RecordType[] = ['contact', 'product', 'order', 'custom_event'];

/** Splits one type's records into waves: the k-th occurrence of each id is in the k-th wave. */
function wavesOf(records: Iterable<Plannable>): number[][] {
	const occurrences = new Map<string, number>();
	const waves: number[][] = [];
	for (const { id, item } of records) {
		const before = occurrences.get(id) ?? 0;
		occurrences.set(id, before + 1);
		(waves[before] ??= []).push(item);
	}
	return waves;
}

/**
 * Cuts valid records into requests.
 *
 * Each request holds one type, at most `batchSize` records and no id twice; records with the same id
 * are in requests divided by a barrier, in input order.
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
