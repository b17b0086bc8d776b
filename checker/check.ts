import { OMETRIA_FORMAT, readingFor } from '../nodes/Ometria/formats/auto';
import type { Json } from '../nodes/Ometria/formats/types';
import type { Clock } from '../nodes/Ometria/n8n/clock';
import { Yielder } from '../nodes/Ometria/n8n/yielder';
import { formattedRecords } from '../nodes/Ometria/operations/push/formatted';
import { recordItems } from '../nodes/Ometria/operations/push/recordItems';
import { causeSentences, type RowOf } from '../nodes/Ometria/push/causes';
import { invalidOnly, type ItemIndex, type RecordIndex } from '../nodes/Ometria/push/outcome';
import { PreparedRecords } from '../nodes/Ometria/push/preparedRecords';
import type { RecordSource } from '../nodes/Ometria/push/recordSource';
import { summarise } from '../nodes/Ometria/push/summary';
import { type WarningItem, warningItems } from '../nodes/Ometria/push/warnings';
import type { Reason, RecordType } from '../nodes/Ometria/records';
import { isObject } from '../nodes/Ometria/utils/json';
import { requestProblem } from '../sandbox/core/requestProblem';
import { findWrongPaths } from '../sandbox/core/validation';
import type { Input } from './input';
import type { CheckRules, Choices } from './settings';

/**
 * What the node does with a record: `sent` without a doubt, `doubtful` is sent with warnings, `refused` is
 * not sent, `skipped` is left out on purpose.
 */
export type Verdict = 'sent' | 'doubtful' | 'refused' | 'skipped';

/** One record, with both verdicts. */
export interface CheckedRecord {
	/** Number of its row in the sheet, or of its item (from 0), as the node's messages say it. */
	place: number;
	type: RecordType | null;
	id: string | null;
	verdict: Verdict;
	/** As it would be sent; null where it is not. */
	record: Json | null;
	/** Why the node refuses it. */
	problem: { reason: Reason; field: string | null; message: string } | null;
	/** Why the node leaves it out. */
	skipped: string | null;
	warnings: WarningItem[];
	/**
	 * What the sandbox finds wrong, in Ometria's notation; null where it has nothing to judge. Of a record that
	 * the node refuses, it judges the item as it was given, if that has Ometria's names.
	 */
	sandbox: string[] | null;
}

export interface CheckCounts {
	items: number;
	records: number;
	sent: number;
	doubtful: number;
	refused: number;
	skipped: number;
	/** Records that the node sends and the sandbox finds wrong. */
	sandboxRefuses: number;
	/** Records that the node refuses and the sandbox finds nothing wrong with. */
	sandboxTakes: number;
}

/** Nobody else waits in a process or a worker that does nothing but check. */
const NO_PAUSES: Clock = { now: () => 0, sleep: async () => undefined };

/** Items between two reports of progress. */
const STEP = 500;

/** What the sandbox finds wrong with a record, as if a push held it alone. */
function sandboxVerdict(type: RecordType, record: Json): string[] {
	const refused = requestProblem([record], true);
	return refused === undefined ? findWrongPaths(type, record, false) : [refused];
}

/** What is known of a file as a whole. */
interface About {
	input: Input;
	/** How it was read, in sentences. */
	notes: readonly string[];
	/** Why records are refused, most frequent causes first, in sentences. */
	causes: readonly string[];
	/** Whether an item has Ometria's names. */
	isRecord: (item: ItemIndex) => boolean;
}

/** The records of a file with what the node and the sandbox say of each. */
export class CheckedRecords {
	readonly counts: CheckCounts;
	private readonly verdicts: Verdict[] = [];
	/** Positions of the records of each verdict. */
	private readonly places: Readonly<Record<Verdict, number[]>>;

	constructor(
		private readonly records: PreparedRecords,
		readonly about: About,
	) {
		const places: Record<Verdict, number[]> = { sent: [], doubtful: [], refused: [], skipped: [] };
		const counts = { sandboxRefuses: 0, sandboxTakes: 0 };
		for (let index = 0; index < records.count; index++) {
			const verdict = this.verdictOf(index);
			this.verdicts.push(verdict);
			places[verdict].push(index);
			const wrong = this.sandboxOf(index);
			if (!wrong) continue;
			if (verdict === 'refused') counts.sandboxTakes += wrong.length === 0 ? 1 : 0;
			else counts.sandboxRefuses += wrong.length > 0 ? 1 : 0;
		}
		this.places = places;
		this.counts = {
			items: about.input.items.length,
			records: records.count,
			sent: places.sent.length,
			doubtful: places.doubtful.length,
			refused: places.refused.length,
			skipped: places.skipped.length,
			...counts,
		};
	}

	/** What is doubtful about the records and the file as a whole, worst first. */
	get warnings(): WarningItem[] {
		return warningItems(this.records.warnings());
	}

	/** Some of the records of a verdict, in the order of the file. */
	list(verdict: Verdict, start: number, count: number): CheckedRecord[] {
		return this.places[verdict].slice(start, start + count).map((index) => this.at(index));
	}

	/** All records, in the order of the file. */
	*all(): Generator<CheckedRecord> {
		for (let index = 0; index < this.records.count; index++) yield this.at(index);
	}

	private at(index: number): CheckedRecord {
		const { records } = this;
		const record = index as RecordIndex;
		const outcome = records.outcomes[index];
		const problem =
			outcome.kind === 'invalid'
				? { reason: outcome.reason, field: outcome.field ?? null, message: outcome.message }
				: null;
		return {
			place: this.placeOf(records.item(record)),
			type: records.type(record) ?? null,
			id: records.id(record) || null,
			verdict: this.verdicts[index],
			record: this.sentRecord(index),
			problem,
			skipped: outcome.kind === 'skipped' ? outcome.reason : null,
			warnings: warningItems(records.warningsOf([record])),
			sandbox: this.sandboxOf(index),
		};
	}

	private placeOf(item: number): number {
		return this.about.input.areRows ? item + 2 : item;
	}

	private verdictOf(index: number): Verdict {
		const { kind } = this.records.outcomes[index];
		if (kind === 'skipped') return 'skipped';
		if (kind === 'invalid') return 'refused';
		return this.records.warningsOf([index as RecordIndex]).length > 0 ? 'doubtful' : 'sent';
	}

	private sentRecord(index: number): Json | null {
		const verdict = this.verdicts[index];
		if (verdict === 'refused' || verdict === 'skipped') return null;
		return JSON.parse(this.records.text(index as RecordIndex)) as Json;
	}

	private sandboxOf(index: number): string[] | null {
		const record = index as RecordIndex;
		const type = this.records.type(record);
		if (type === undefined || this.verdicts[index] === 'skipped') return null;
		const sent = this.sentRecord(index);
		if (sent) return sandboxVerdict(type, sent);
		const { input, isRecord } = this.about;
		const item = this.records.item(record);
		const given = input.items[item];
		if (!isRecord(item) || !isObject(given)) return null;
		return sandboxVerdict(type, { '@type': type, ...given });
	}
}

/** The records of a push whose parameters are these. */
function sourceOf(
	{ items, areRows }: Input,
	{ type, format }: Choices,
	rules: CheckRules,
): RecordSource {
	const all = items.map((json) => ({ json: json as Json }));
	const { settings } = rules;
	const rowOf: RowOf | undefined = areRows ? (item) => item + 2 : undefined;
	const reading =
		type === undefined || type === 'custom_event' ? undefined : readingFor(type, format);
	const source = reading
		? formattedRecords(all, reading, () => settings)
		: { ...recordItems(all, type), readingOf: () => settings };
	return { ...source, rowOf };
}

/**
 * Checks items as a push with the same parameters would, and by the sandbox's rules beside it.
 *
 * @param onProgress called with the number of items that are done
 */
export async function check(
	input: Input,
	choices: Choices,
	rules: CheckRules,
	onProgress: (done: number) => void = () => undefined,
): Promise<CheckedRecords> {
	const source = sourceOf(input, choices, rules);
	const yielder = new Yielder(NO_PAUSES);
	const records = await PreparedRecords.prepare(
		{
			...source,
			read: (item) => {
				if (item % STEP === 0) onProgress(item);
				return source.read(item);
			},
		},
		{
			type: choices.type,
			settings: {
				collection: () => rules.collection,
				merge: (item) => source.mergeOf?.(item) ?? rules.merge,
				reading: source.readingOf,
				textTimezone: () => rules.timezone,
			},
			continueOnFail: true,
			records: rules.records,
		},
		yielder,
	);
	const { invalid } = await summarise(
		{
			outcomes: records.outcomes,
			item: (record) => records.item(record),
			columns: (record) => records.columns(record),
			rowOf: source.rowOf,
		},
		invalidOnly,
		yielder,
	);
	return new CheckedRecords(records, {
		input,
		notes: [input.note, ...(source.notes?.() ?? [])],
		causes: causeSentences(invalid),
		// What has no choice of formats has Ometria's names.
		isRecord: (item) => !source.formatOf || source.formatOf(item) === OMETRIA_FORMAT,
	});
}
