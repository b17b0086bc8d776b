import type { Formatted } from '../formats/types';
import type { Finding, RecordType } from '../records';
import { errorText } from '../utils/errorItem';
import type { Yielder } from '../utils/yielder';
import {
	NOT_YET_SENT,
	type Failed,
	type ItemIndex,
	type Outcome,
	type Outcomes,
	type RecordIndex,
} from './outcome';
import { SENDING_ORDER, type Plannable } from './plan';
import { convertItem, prepareItem, type PrepareRules } from './prepare';
import type { RecordSource } from './recordSource';
import { writeRecord } from './serialise';

/** Warnings about records, grouped by kind. */
export interface Warning {
	message: string;
	/** How many records it concerns. */
	count: number;
	/** The first input item concerned. */
	item: number;
}

/** Different kinds of warnings that are kept; beyond that they are only counted. */
const MAX_WARNING_KINDS = 20;

/**
 * What is known of all records before the first is sent: for each an id, a type and an outcome, no
 * content. The text of a record is made anew when its request is sent, so that memory does not hold
 * all.
 */
export class PreparedRecords implements Plannable {
	/** One for each record; of the valid ones, that they are not sent yet. */
	readonly outcomes: Outcomes = [];
	readonly warnings = new Map<string, Warning>();
	readonly hasDistinctIds = false;
	private readonly ids: string[] = [];
	/** Positions in SENDING_ORDER, from 1; 0 where the record does not say its type. */
	private types = new Uint8Array(0);
	private readonly items: ItemIndex[] = [];
	/** The first record of each item. */
	private readonly firstRecords: RecordIndex[] = [];
	/** Converts a record again for sending, without checking it a second time. */
	private readonly rulesForResend: PrepareRules;
	/** The entries of the item that was read last: an item may hold many records. */
	private last: { item: ItemIndex; entries: readonly Formatted[] } | undefined;

	private constructor(
		private readonly source: RecordSource,
		private readonly rules: PrepareRules,
	) {
		this.rulesForResend = { ...rules, records: { ...rules.records, validation: 'off' } };
		this.types = new Uint8Array(source.count);
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
		records.last = undefined;
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
		return SENDING_ORDER[this.types[record] - 1];
	}

	typeToSend(record: RecordIndex): RecordType | undefined {
		return this.outcomes[record] === NOT_YET_SENT ? this.type(record) : undefined;
	}

	/** The JSON text of a valid record. */
	text(record: RecordIndex): string {
		const item = this.item(record);
		const entry = this.entries(item)[record - this.firstRecords[item]];
		const preparation =
			entry?.kind === 'record' ? convertItem(entry.record, item, this.rulesForResend) : undefined;
		const text =
			preparation?.ok && writeRecord(preparation.prepared.head, preparation.prepared.record);
		if (typeof text !== 'string')
			throw new TypeError(`Item ${item} changed while it was being pushed`);
		return text;
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
			const { kind, message, field } = entry;
			const outcome = { kind, reason: 'invalid_payload', message, ...(field !== '' && { field }) };
			this.add(item, outcome, this.rules.type);
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
		const { type, id, warnings } = preparation.prepared;
		this.add(item, NOT_YET_SENT, type, id);
		for (const warning of warnings) this.warn(warning, item);
	}

	private add(item: ItemIndex, outcome: Outcome, type: RecordType | undefined, id = ''): void {
		const record = this.count;
		if (record >= this.types.length) {
			const grown = new Uint8Array(record * 2 + 1);
			grown.set(this.types);
			this.types = grown;
		}
		this.types[record] = type === undefined ? 0 : SENDING_ORDER.indexOf(type) + 1;
		this.items.push(item);
		this.ids.push(id);
		this.outcomes.push(outcome);
	}

	private warn({ code, path, message }: Finding, item: number): void {
		const kind = `${code} ${path.replace(/\d+/g, 'n')}`;
		const known = this.warnings.get(kind);
		if (known) known.count++;
		else if (this.warnings.size < MAX_WARNING_KINDS)
			this.warnings.set(kind, { message, count: 1, item });
	}
}
