import type { Formatted } from '../formats/types';
import type { Finding, JsonRecord, RecordType } from '../records';
import { errorText } from './errorItem';
import type { Yielder } from '../utils/yielder';
import { FindingLists } from './findingLists';
import {
	type Failed,
	type ItemIndex,
	NOT_YET_SENT,
	type Outcome,
	type Outcomes,
	type RecordIndex,
} from './outcome';
import { type Plannable, SENDING_ORDER } from './plan';
import {
	convertItem,
	type Prepared,
	prepareItem,
	type PrepareRules,
	writeUnchanged,
} from './prepare';
import type { RecordSource } from './recordSource';
import { writeRecord } from './serialise';
import { SharedEmail } from './sharedEmail';
import { SharedIds } from './sharedIds';
import { type Warning, WarningCollector, type WarningItem, warningItems } from './warnings';

type FormattedRecord = Extract<Formatted, { kind: 'record' }>;

/** Bits of a record's flags; those above are the number of its list of findings, 0 for none. */
const TYPE_BITS = 0b0111;
/** Sent as it was given: nothing was converted or left out. */
const UNCHANGED = 0b1000;
const FINDINGS_SHIFT = 4;
/** A list that was not kept, so that its findings have to be made anew. */
const NOT_KEPT = 0xffff >> FINDINGS_SHIFT;
/** Lists of findings that are kept. Most runs have a few; one that names values has any number. */
const MOST_LISTS = 1000;

/**
 * What is known of all records before the first is sent: for each an id, a type and an outcome, no
 * content. The text of a record is made anew when its request is sent, so that memory does not hold
 * all.
 */
export class PreparedRecords implements Plannable {
	/** One for each record; of the valid ones, that they are not sent yet. */
	readonly outcomes: Outcomes = [];
	hasDistinctIds = false;
	private readonly ids: string[] = [];
	/** For each record the position of its type in SENDING_ORDER, from 1 (0 is no type), and bits. */
	private flags: Uint16Array;
	private readonly findingLists = new FindingLists(MOST_LISTS);
	private readonly items: ItemIndex[] = [];
	/** The first record of each item. */
	private readonly firstRecords: RecordIndex[] = [];
	private readonly collector = new WarningCollector();
	private sharedIds: SharedIds | undefined = new SharedIds(this);
	private readonly sharedEmail = new SharedEmail();
	/** What is doubtful about the identifiers of the run. */
	idWarnings: readonly Warning[] = [];
	/** Converts a record again for sending, without checking it a second time. */
	private readonly rulesForResend: PrepareRules;
	/** The entries of the item that was read last: an item may hold many records. */
	private last: { item: ItemIndex; entries: readonly Formatted[] } | undefined;

	private constructor(
		private readonly source: RecordSource,
		private readonly rules: PrepareRules,
	) {
		this.rulesForResend = { ...rules, records: { ...rules.records, validation: 'off' } };
		this.flags = new Uint16Array(source.count);
	}

	/** Checks the records of all input items. */
	static async prepare(
		source: RecordSource,
		rules: PrepareRules,
		yielder: Yielder,
	): Promise<PreparedRecords> {
		const records = new PreparedRecords(source, rules);
		for (let index = 0; index < source.count; index++) {
			const item = index as ItemIndex;
			for (const entry of records.begin(item)) {
				if (yielder.isDue()) await yielder.rest();
				records.addEntry(item, entry);
			}
		}
		records.end();
		return records;
	}

	/** Number of records. */
	get count(): number {
		return this.outcomes.length;
	}

	/** Number of input items. */
	get itemCount(): number {
		return this.source.count;
	}

	/** The input item that a record comes from. */
	item(record: RecordIndex): ItemIndex {
		return this.items[record];
	}

	/** The record's id; '' when it has no usable one. */
	id(record: RecordIndex): string {
		return this.ids[record];
	}

	/** The record's type; undefined when it does not say which. */
	type(record: RecordIndex): RecordType | undefined {
		return SENDING_ORDER[(this.flags[record] & TYPE_BITS) - 1];
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
		return this.collector.list(ofRun);
	}

	/** What is doubtful about some of the records, worst first. */
	warningsOf(records: Iterable<RecordIndex>): WarningItem[] {
		let collector: WarningCollector | undefined;
		for (const record of records) {
			const list = this.flags[record] >> FINDINGS_SHIFT;
			if (list === 0) continue;
			const findings = list === NOT_KEPT ? this.findingsAnew(record) : this.findingLists.get(list);
			collector ??= new WarningCollector();
			collector.add(this.item(record), this.id(record), findings, record);
		}
		return collector ? warningItems(collector.list()) : [];
	}

	private findingsAnew(record: RecordIndex): readonly Finding[] {
		const entry = this.entryOf(record);
		const preparation = entry && prepareItem(entry.record, this.item(record), this.rules);
		return entry && preparation?.ok ? findingsOf(entry, preparation.prepared) : [];
	}

	/** The JSON text of a valid record. */
	text(record: RecordIndex): string {
		const entry = this.entryOf(record);
		const text = entry && this.write(record, entry.record);
		if (typeof text === 'string') return text;
		throw new TypeError(`Item ${this.item(record)} changed while it was being pushed`);
	}

	private write(record: RecordIndex, json: JsonRecord): string | undefined {
		const item = this.item(record);
		const type = this.type(record);
		if ((this.flags[record] & UNCHANGED) !== 0 && type !== undefined) {
			return writeUnchanged(json, type, item, this.rules);
		}
		const preparation = convertItem(json, item, this.rulesForResend);
		return preparation.ok
			? writeRecord(preparation.prepared.head, preparation.prepared.record)
			: undefined;
	}

	private entryOf(record: RecordIndex): FormattedRecord | undefined {
		const item = this.item(record);
		const entry = this.entries(item)[record - this.firstRecords[item]];
		return entry?.kind === 'record' ? entry : undefined;
	}

	/** What only preparing needs goes. */
	private end(): void {
		this.last = undefined;
		if (this.rules.records.validation !== 'off') {
			this.idWarnings = [...(this.sharedIds?.warnings() ?? []), ...this.sharedEmail.warnings()];
		}
		this.hasDistinctIds = this.sharedIds?.areDistinct ?? false;
		this.sharedIds = undefined;
	}

	private entries(item: ItemIndex): readonly Formatted[] {
		if (this.last?.item !== item) this.last = { item, entries: this.source.entries(item) };
		return this.last.entries;
	}

	/** A parameter that cannot be used for an item is that item's failure alone: its neighbours are sent. */
	private attempt<T>(read: () => T): T | Failed {
		if (!this.rules.continueOnFail) return read();
		try {
			return read();
		} catch (error) {
			return { kind: 'invalid', reason: 'wrong_parameter', message: errorText(error) };
		}
	}

	/** The entries of an item; none when it failed as a whole, which is then entered. */
	private begin(item: ItemIndex): readonly Formatted[] {
		this.firstRecords.push(this.count as RecordIndex);
		const entries = this.attempt(() => this.entries(item));
		if (!('kind' in entries)) return entries;
		this.add(item, entries, this.rules.type);
		return [];
	}

	private addEntry(item: ItemIndex, entry: Formatted): void {
		if (entry.kind === 'skipped') {
			this.add(item, entry, this.rules.type);
			return;
		}
		if (entry.kind === 'invalid') {
			const { kind, reason, message, field } = entry;
			this.add(item, { kind, reason, message, ...(field !== '' && { field }) }, this.rules.type);
			return;
		}
		const preparation = this.attempt(() => prepareItem(entry.record, item, this.rules));
		if ('kind' in preparation) {
			this.add(item, preparation, this.rules.type);
			return;
		}
		if (!preparation.ok) {
			const { problem, type, id } = preparation;
			this.add(item, { kind: 'invalid', ...problem }, type, id);
			return;
		}
		const { type, id, collection, record: converted } = preparation.prepared;
		const findings = findingsOf(entry, preparation.prepared);
		const record = this.count as RecordIndex;
		this.add(item, NOT_YET_SENT, type, id);
		if (converted === entry.record) this.flags[record] |= UNCHANGED;
		this.sharedIds?.add(record, type, id, collection);
		if (type === 'contact') this.sharedEmail.add(id, converted.email);
		if (findings.length === 0) return;
		this.flags[record] |= (this.findingLists.add(findings) || NOT_KEPT) << FINDINGS_SHIFT;
		this.collector.add(item, id, findings, record);
	}

	private add(item: ItemIndex, outcome: Outcome, type: RecordType | undefined, id = ''): void {
		const record = this.count;
		if (record >= this.flags.length) {
			const grown = new Uint16Array(record * 2 + 1);
			grown.set(this.flags);
			this.flags = grown;
		}
		this.flags[record] = type === undefined ? 0 : SENDING_ORDER.indexOf(type) + 1;
		this.items.push(item);
		this.ids.push(id);
		this.outcomes.push(outcome);
	}
}

/** What the format and the check found in a record. */
function findingsOf(entry: FormattedRecord, { warnings }: Prepared): readonly Finding[] {
	return entry.warnings.length === 0 ? warnings : [...entry.warnings, ...warnings];
}
