import { Yielder } from '../../nodes/Ometria/n8n/yielder';
import {
	type Failed,
	failuresWhen,
	type ItemIndex,
	NOT_YET_SENT,
	type OnRejected,
	type Outcome,
	type RecordIndex,
} from '../../nodes/Ometria/push/outcome';
import { type Plannable, type PlannedRequest, planRequests } from '../../nodes/Ometria/push/plan';
import type { RecordType } from '../../nodes/Ometria/records';
import { VirtualClock } from './virtualClock';

/** A record's outcome that is a failure, with the record it belongs to. */
export type FailedRecord = Failed & { item: number; record: number; recordId: string };

/** Records that are ready to be sent, each from an item of its own. */
export interface ReadyRecords extends Plannable {
	outcomes: Outcome[];
	item(record: RecordIndex): ItemIndex;
	items(record: RecordIndex): readonly ItemIndex[];
	type(record: RecordIndex): RecordType;
	inputFormat(record: RecordIndex): string | undefined;
}

/** A yielder for loops in a test: virtual time does not pass within them. */
export function yielder(): Yielder {
	return new Yielder(new VirtualClock());
}

export function readyRecords(
	all: ReadonlyArray<{ type: RecordType; id: string; changedAt?: number }>,
): ReadyRecords {
	return {
		count: all.length,
		hasDistinctIds: false,
		outcomes: all.map(() => NOT_YET_SENT),
		typeToSend: (record) => all[record].type,
		item: (record) => record as number as ItemIndex,
		items: (record) => [record as number as ItemIndex],
		type: (record) => all[record].type,
		inputFormat: () => undefined,
		id: (record) => all[record].id,
		changedAt: (record) => all[record].changedAt,
	};
}

export function contactsNamed(count: number, id: (record: number) => string): ReadyRecords {
	return readyRecords(Array.from({ length: count }, (_, i) => ({ type: 'contact', id: id(i) })));
}

export async function planOf(records: Plannable, batchSize: number): Promise<PlannedRequest[]> {
	return await planRequests(records, batchSize, yielder());
}

/** The failures of a run in the order of its records. */
export function failuresIn(
	records: {
		readonly outcomes: readonly Outcome[];
		item(record: RecordIndex): ItemIndex;
		id(record: RecordIndex): string;
	},
	onRejected: OnRejected = 'fail',
): FailedRecord[] {
	const failureOf = failuresWhen(onRejected);
	return records.outcomes.flatMap((outcome, index) => {
		const record = index as RecordIndex;
		const failure = failureOf(outcome);
		return failure
			? [{ ...failure, record: index, item: records.item(record), recordId: records.id(record) }]
			: [];
	});
}

/** Texts of records that are made when they are asked for, and never dropped. */
export function textsOf(text: (item: number) => string) {
	return {
		text,
		body: (items: Iterable<number>) => Buffer.from(`[${[...items].map(text).join(',')}]`),
		dropText: () => undefined,
	};
}
