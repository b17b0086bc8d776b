import { eachFairly, type Yielder } from '../n8n/yielder';
import type { RecordType } from '../records';
import { type Batch, type RecordIndex, recordIndexes } from './outcome';

/** What planning needs to know of the records of a run. */
export interface Plannable {
	/** Number of records. */
	readonly count: number;
	/** Undefined for a record that is not to be sent. */
	typeToSend(record: RecordIndex): RecordType | undefined;
	/**
	 * Contacts of different collections can have the same id. They are kept apart all the same,
	 * because Ometria's error list names a record by type and id only.
	 */
	id(record: RecordIndex): string;
	/** When its source last changed it, in ms since the epoch; undefined where it does not say. */
	changedAt(record: RecordIndex): number | undefined;
	/** Whether no two records of a type have the same id, so that planning need not look. */
	readonly hasDistinctIds: boolean;
}

/** One request to be sent. */
export interface PlannedRequest extends Batch {
	/** All requests planned before this index must have ended before this one may start. */
	barrier: number;
}

/**
 * The order in which record types are sent, as an order should find its customer and its products.
 * Source: PRODUCTS, "push products before orders that mention them" (documented for products).
 */
export const SENDING_ORDER: readonly RecordType[] = ['contact', 'product', 'order', 'custom_event'];

/** One type's records in waves: the k-th occurrence of each id is in the k-th wave. */
class Waves {
	readonly waves: RecordIndex[][] = [];
	/** The records of each id that is there more than once, without the first of them. */
	readonly repeats = new Map<string, RecordIndex[]>();
	private readonly occurrences = new Map<string, number>();

	/** @param id undefined when it is known to be the only one */
	add(record: RecordIndex, id: string | undefined): void {
		let before = 0;
		if (id !== undefined) {
			before = this.occurrences.get(id) ?? 0;
			this.occurrences.set(id, before + 1);
			if (before > 0) {
				const others = this.repeats.get(id);
				if (others) others.push(record);
				else this.repeats.set(id, [record]);
			}
		}
		(this.waves[before] ??= []).push(record);
	}
}

/** Puts the newest record of each id into its last wave, where all of that id have a time. */
async function sortByTime(
	{ waves, repeats }: Waves,
	records: Plannable,
	yielder: Yielder,
): Promise<void> {
	if (repeats.size === 0) return;
	const sorted = new Map<string, readonly RecordIndex[]>();
	await eachFairly(yielder, waves[0].length, (index) => {
		const first = waves[0][index];
		const id = records.id(first);
		const others = repeats.get(id);
		const all = others && inOrder([first, ...others], records);
		if (all) sorted.set(id, all);
	});
	if (sorted.size === 0) return;
	for (const [position, wave] of waves.entries()) {
		await eachFairly(yielder, wave.length, (index) => {
			const own = sorted.get(records.id(wave[index]));
			if (own) wave[index] = own[position];
		});
	}
}

/** Records of one id, the newest last; undefined where they are so already, or one has no time. */
function inOrder(all: readonly RecordIndex[], records: Plannable): RecordIndex[] | undefined {
	const timed: Array<{ record: RecordIndex; at: number }> = [];
	for (const record of all) {
		const at = records.changedAt(record);
		if (at === undefined) return undefined;
		timed.push({ record, at });
	}
	const isSorted = timed.every(({ at }, index) => index === 0 || timed[index - 1].at <= at);
	if (isSorted) return undefined;
	return timed.sort((one, other) => one.at - other.at).map(({ record }) => record);
}

/**
 * Cuts the records to be sent into requests.
 *
 * Each request holds one type, at most `batchSize` records and no id twice; records with the same id
 * are in requests divided by a barrier, in input order, or by the times at which their source changed
 * them where each of them has one.
 *
 * @param batchSize 1 to 100 records
 */
export async function planRequests(
	records: Plannable,
	batchSize: number,
	yielder: Yielder,
): Promise<PlannedRequest[]> {
	const byType = new Map<RecordType, Waves>();
	await eachFairly(yielder, records.count, (index) => {
		const record = index as RecordIndex;
		const type = records.typeToSend(record);
		if (type === undefined) return;
		let waves = byType.get(type);
		if (!waves) byType.set(type, (waves = new Waves()));
		waves.add(record, records.hasDistinctIds ? undefined : records.id(record));
	});
	for (const waves of byType.values()) await sortByTime(waves, records, yielder);
	const requests: PlannedRequest[] = [];
	for (const type of SENDING_ORDER) {
		for (const wave of byType.get(type)?.waves ?? []) {
			const barrier = requests.length;
			await eachFairly(yielder, Math.ceil(wave.length / batchSize), (index) => {
				const start = index * batchSize;
				const batch = recordIndexes(wave.slice(start, start + batchSize));
				requests.push({ type, records: batch, barrier });
			});
		}
	}
	return requests;
}
