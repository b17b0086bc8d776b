import type { SkipReason } from '../formats/types';
import { eachFairly, type Yielder } from '../n8n/yielder';
import { type CauseList, Causes, type ColumnsOfFields, NO_CAUSES, type RowOf } from './causes';
import type { Failed, FailureOf, ItemIndex, Outcome, RecordIndex } from './outcome';

/** A record that ends as an error item. */
export interface Failure {
	item: ItemIndex;
	outcome: Failed;
}

/** What a run came to, counted once for its messages and its Summary. */
export interface RunSummary {
	/** Records, whatever became of them. */
	records: number;
	counts: Readonly<Record<Outcome['kind'], number>>;
	/** Records that end as error items. */
	failed: number;
	/** How many records were skipped for which reason. */
	skippedReasons: ReadonlyMap<SkipReason, number>;
	/** The first failures: those with their own cause before those that follow from others. */
	firstFailures: readonly Failure[];
	/** What keeps records from being sent, and why Ometria rejected others. */
	invalid: CauseList;
	rejected: CauseList;
	/** The first failure that is not Ometria's judgement of a record. */
	firstUndelivered: Failed | undefined;
	/** Whether every record lacks an id, which has one cause. */
	noneHasId: boolean;
}

/** What is counted. */
export interface CountedRecords {
	outcomes: readonly Outcome[];
	item: (record: RecordIndex) => ItemIndex;
	columns?: ((record: RecordIndex) => ColumnsOfFields | undefined) | undefined;
	rowOf?: RowOf | undefined;
}

const MOST_FAILURES_KEPT = 5;

/** Counts the outcomes of a run; before sending, those of what was prepared for it. */
export async function summarise(
	{ outcomes, item, columns, rowOf }: CountedRecords,
	failureOf: FailureOf,
	yielder: Yielder,
): Promise<RunSummary> {
	const counts = {
		accepted: 0,
		rejected: 0,
		possiblyRejected: 0,
		invalid: 0,
		undelivered: 0,
		notSent: 0,
		skipped: 0,
	};
	let invalid: Causes | undefined;
	let rejected: Causes | undefined;
	const skippedReasons = new Map<SkipReason, number>();
	const causes: Failure[] = [];
	const undelivered: Failure[] = [];
	const notSent: Failure[] = [];
	let failed = 0;
	let withoutId = 0;
	let firstUndelivered: Failed | undefined;
	await eachFairly(yielder, outcomes.length, (index) => {
		const outcome = outcomes[index];
		counts[outcome.kind]++;
		if (outcome.kind === 'skipped') {
			skippedReasons.set(outcome.reason, (skippedReasons.get(outcome.reason) ?? 0) + 1);
		}
		const failure = failureOf(outcome);
		if (!failure) return;
		failed++;
		if (failure.reason === 'missing_id') withoutId++;
		if (failure.kind === 'undelivered') firstUndelivered ??= failure;
		const { kind } = failure;
		const at = { item: item(index as RecordIndex), record: index };
		const faults = failure.faults ?? [{ ...failure, field: failure.field ?? '' }];
		const headings = columns?.(index as RecordIndex);
		if (kind === 'invalid') (invalid ??= new Causes(rowOf)).add(at, faults, headings);
		if (kind === 'rejected' || kind === 'possiblyRejected') {
			(rejected ??= new Causes(rowOf)).add(at, faults, headings);
		}
		const list = kind === 'notSent' ? notSent : kind === 'undelivered' ? undelivered : causes;
		if (list.length < MOST_FAILURES_KEPT) {
			list.push({ item: at.item, outcome: failure });
		}
	});
	return {
		records: outcomes.length,
		counts,
		failed,
		skippedReasons,
		firstFailures: [...causes, ...undelivered, ...notSent].slice(0, MOST_FAILURES_KEPT),
		invalid: invalid?.list() ?? NO_CAUSES,
		rejected: rejected?.list() ?? NO_CAUSES,
		firstUndelivered,
		noneHasId: withoutId > 0 && withoutId === outcomes.length,
	};
}
