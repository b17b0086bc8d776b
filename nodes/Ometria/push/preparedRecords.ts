import type { Formatted } from '../formats/types';
import { errorText } from '../n8n/errorItem';
import { eachFairly, goThrough, type Yielder } from '../n8n/yielder';
import type { Finding, RecordType } from '../records';
import { ruleOf } from '../records/rules';
import type { ColumnsOfFields } from './causes';
import type { ColumnReport } from './columnReport';
import {
	type Failed,
	type ItemIndex,
	NOT_YET_SENT,
	type Outcome,
	type Outcomes,
	type RecordIndex,
	type RecordIndexes,
} from './outcome';
import type { Plannable } from './plan';
import { type PreparedRecord, prepareRecord, type PrepareRules } from './prepare';
import type { RecordSource } from './recordSource';
import type { Problem } from './recordText';
import { RecordTexts } from './recordTexts';
import { SharedIds } from './sharedIds';
import { FindingLists, type Warning, WarningCollector, warningTexts } from './warnings';

type FormattedRecord = Extract<Formatted, { kind: 'record' }>;
type ReadyRecord = Extract<PreparedRecord, { ok: true }>;

const isList = <T>(entries: Iterable<T>): entries is readonly T[] => Array.isArray(entries);

/**
 * What is known of all records before the first is sent: of each an id, a type, an outcome and what
 * is doubtful about it, and the JSON text until that is dropped.
 */
export class PreparedRecords implements Plannable {
	/** The outcome of each record; a valid one begins as {@link NOT_YET_SENT}. */
	readonly outcomes: Outcomes = [];
	hasDistinctIds = false;
	/** Whether a record of them is not valid. */
	hasInvalid = false;
	/** What is doubtful about the identifiers of the run. */
	idWarnings: readonly Warning[] = [];
	private readonly firstItems: ItemIndex[] = [];
	/** Of records that are made of several items. */
	private readonly itemsByRecord = new Map<RecordIndex, readonly ItemIndex[]>();
	private readonly types: Array<RecordType | undefined> = [];
	private readonly ids: string[] = [];
	private readonly texts = new RecordTexts();
	// Only where a record has some: each time a list with all of a million records grows, it holds the event loop.
	private readonly times: Array<number | undefined> = [];
	private readonly findings: Array<readonly Finding[] | undefined> = [];
	/** Records of a table mostly share one map. */
	private readonly columnsByRecord: Array<ColumnsOfFields | undefined> = [];
	/** From the first doubt on. */
	private findingLists: FindingLists | undefined;
	private collector: WarningCollector | undefined;

	private constructor(
		private readonly rules: PrepareRules,
		private readonly formatOf: RecordSource['formatOf'],
		private readonly report: ColumnReport | undefined,
	) {}

	/**
	 * Reads each input item once, and checks and writes its records.
	 *
	 * @param report of a dry run, which counts what becomes of the columns
	 */
	static async prepare(
		source: RecordSource,
		rules: PrepareRules,
		yielder: Yielder,
		report?: ColumnReport,
	): Promise<PreparedRecords> {
		const records = new PreparedRecords(rules, (item) => source.formatOf?.(item), report);
		const shared = new SharedIds(records);
		await source.begin?.(yielder);
		await eachFairly(yielder, source.count, (index) => {
			const item = index as ItemIndex;
			const entries = records.attempt(() => source.read(item));
			if ('kind' in entries) {
				records.add(item, entries, rules.type);
				return;
			}
			report?.addItem(item);
			const add = (entry: Formatted | undefined) => {
				if (entry) records.addEntry(item, entry, shared);
			};
			// Mostly there is one, for which a loop that may wait would cost a tenth of a record.
			return isList(entries) && entries.length === 1
				? add(entries[0])
				: goThrough(yielder, entries, add);
		});
		if (rules.records.validation !== 'off') records.idWarnings = shared.warnings();
		records.hasDistinctIds = shared.areDistinct;
		return records;
	}

	/** Number of records. */
	get count(): number {
		return this.outcomes.length;
	}

	/** The first input item that a record comes from. */
	item(record: RecordIndex): ItemIndex {
		return this.firstItems[record];
	}

	/** All input items that it comes from, the first of them first. */
	items(record: RecordIndex): readonly ItemIndex[] {
		return this.itemsByRecord.get(record) ?? [this.firstItems[record]];
	}

	/** The columns that its fields come from; undefined where it comes from none. */
	columns(record: RecordIndex): ColumnsOfFields | undefined {
		return this.columnsByRecord[record];
	}

	/** The record's id; '' when it has no usable one. */
	id(record: RecordIndex): string {
		return this.ids[record];
	}

	/** The record's type; undefined when it does not say which. */
	type(record: RecordIndex): RecordType | undefined {
		return this.types[record];
	}

	/** The input format that a record was read in; undefined where there is no choice. */
	inputFormat(record: RecordIndex): string | undefined {
		return this.formatOf?.(this.item(record));
	}

	changedAt(record: RecordIndex): number | undefined {
		return this.times[record];
	}

	typeToSend(record: RecordIndex): RecordType | undefined {
		return this.outcomes[record] === NOT_YET_SENT ? this.type(record) : undefined;
	}

	/**
	 * What is doubtful about the records, worst first.
	 *
	 * @param ofRun warnings about the run as a whole
	 */
	warnings(ofRun: readonly Warning[] = this.idWarnings): Warning[] {
		if (!this.collector && ofRun.length === 0) return [];
		return (this.collector ?? new WarningCollector()).list(ofRun);
	}

	/** The same in texts, of several records with their IDs. */
	warningTextsOf(records: readonly RecordIndex[]): string[] {
		const warnings = this.warningsOf(records);
		return warnings.length === 0 ? [] : warningTexts(warnings, records.length > 1);
	}

	/** What is doubtful about some of the records, worst first. */
	warningsOf(records: readonly RecordIndex[]): Warning[] {
		let collector: WarningCollector | undefined;
		for (const record of records) {
			const findings = this.findings[record];
			if (!findings) continue;
			collector ??= new WarningCollector();
			collector.add(this.item(record), this.id(record), findings, record);
		}
		return collector?.list() ?? [];
	}

	/** The JSON text of a valid record; '' once it is dropped. */
	text(record: RecordIndex): string {
		return this.texts.text(record);
	}

	/** Frees the text of a record that is not sent again. */
	dropText(record: RecordIndex): void {
		this.texts.drop(record);
	}

	/** The body of a request, as {@link RecordTexts.body} gives it. */
	body(records: RecordIndexes, isFirst: boolean): Buffer {
		return this.texts.body(records, isFirst);
	}

	/** A parameter that cannot be used for an item is that item's failure alone; the others are sent. */
	private attempt<T>(read: () => T): T | Failed {
		if (!this.rules.continueOnFail) return read();
		try {
			return read();
		} catch (error) {
			return { kind: 'invalid', reason: 'wrong_parameter', message: errorText(error) };
		}
	}

	private addEntry(item: ItemIndex, entry: Formatted, shared: SharedIds): void {
		if (entry.kind !== 'record') this.report?.addRecord(item, entry, undefined);
		if (entry.items) {
			this.itemsByRecord.set(this.count as RecordIndex, entry.items as readonly ItemIndex[]);
		}
		if (entry.kind === 'skipped') {
			this.add(item, entry, this.rules.type);
			return;
		}
		if (entry.kind === 'invalid') {
			this.add(item, invalid(entry), this.rules.type, entry.id);
			return;
		}
		const { record: json, columns } = entry;
		const prepared = this.attempt(() => prepareRecord(json, item, this.rules, columns));
		if ('kind' in prepared) {
			this.add(item, prepared, this.rules.type);
			return;
		}
		this.report?.addRecord(item, entry, prepared);
		if (!prepared.ok) {
			const { problem, type, id } = prepared;
			this.columnsByRecord[this.count] = entry.columns;
			this.add(item, invalid(problem), type, id);
			return;
		}
		const { type, id, text } = prepared;
		const doubt = this.strictDoubt(entry);
		if (doubt) {
			this.add(item, invalid(doubt), type, id);
			return;
		}
		const record = this.count as RecordIndex;
		this.add(item, NOT_YET_SENT, type, id);
		this.texts.set(record, type, text);
		if (entry.columns) this.columnsByRecord[record] = entry.columns;
		if (entry.changedAt !== undefined) this.times[record] = entry.changedAt;
		shared.add(record, prepared, entry.changedAt);
		const findings = findingsOf(entry, prepared);
		if (findings.length === 0) return;
		this.findings[record] = (this.findingLists ??= new FindingLists()).shared(findings);
		(this.collector ??= new WarningCollector()).add(item, id, findings, record);
	}

	/** What the format found that Strict does not let through; a record's own doubts are errors there. */
	private strictDoubt({ warnings }: FormattedRecord): Finding | undefined {
		if (this.rules.records.validation !== 'strict') return undefined;
		return warnings.find(({ reason }) => ruleOf(reason).level === 'warning');
	}

	private add(item: ItemIndex, outcome: Outcome, type: RecordType | undefined, id = ''): void {
		if (outcome.kind === 'invalid') this.hasInvalid = true;
		this.firstItems.push(item);
		this.types.push(type);
		this.ids.push(id);
		this.outcomes.push(outcome);
	}
}

function invalid(problem: Problem): Failed {
	const { reason, message, field, expectation, faults } = problem;
	const all = faults ?? (expectation && [problem]);
	return {
		kind: 'invalid',
		reason,
		message,
		...(field !== '' && { field }),
		...(all && { faults: all }),
	};
}

/** What the format and the check found in a record. */
function findingsOf(entry: FormattedRecord, { findings }: ReadyRecord): readonly Finding[] {
	return entry.warnings.length === 0 ? findings : [...entry.warnings, ...findings];
}
