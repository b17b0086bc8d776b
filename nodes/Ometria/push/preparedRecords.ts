import type { JsonRecord } from '../records';
import { errorText } from '../utils/errorItem';
import type { Failure } from './outcome';
import { SENDING_ORDER, type Plannable } from './plan';
import { convertItem, failed, prepareItem, type Preparation, type PrepareRules } from './prepare';
import { writeRecord } from './serialise';
import { hasSeveralForms, SharedIds } from './sharedIds';
import { WarningCollector, type Warning } from './warnings';

/**
 * What is known of all records before the first is sent: per item an id and a type, no record.
 * The text of a record is made anew when its request is sent, so that memory does not hold all.
 */
export class PreparedRecords {
	readonly failures: Failure[] = [];
	private readonly types: Uint8Array;
	private readonly ids: string[] = [];
	private readonly collector = new WarningCollector();
	private hasOddIds = false;
	/** Converts a record again for sending, without checking it a second time. */
	private readonly rulesForResend: PrepareRules;

	/**
	 * @param count number of input items
	 * @param source the JSON of an input item; the same each time it is read
	 */
	constructor(
		private readonly count: number,
		private readonly source: (item: number) => unknown,
		private readonly rules: PrepareRules,
	) {
		this.rulesForResend = { ...rules, records: { ...rules.records, validation: 'off' } };
		this.types = new Uint8Array(count);
		for (let item = 0; item < count; item++) this.add(item);
	}

	/** The valid records, in input order. */
	*valid(): Iterable<Plannable> {
		for (let item = 0; item < this.count; item++) {
			if (this.types[item] === 0) continue;
			yield {
				item,
				type: SENDING_ORDER[this.types[item] - 1],
				id: this.ids[item],
			};
		}
	}

	/**
	 * What is doubtful about the records, worst first.
	 *
	 * @param ofRun warnings about the run as a whole
	 * @param repeatsIds whether several records may have the same ID, which costs a look at all
	 */
	warnings(ofRun: readonly Warning[] = [], repeatsIds = true): Warning[] {
		const isOff = this.rules.records.validation === 'off';
		if (isOff || !(repeatsIds || this.hasOddIds)) return this.collector.list(ofRun);
		return this.collector.list([...ofRun, ...this.sharedIds().warnings()]);
	}

	private sharedIds(): SharedIds {
		const shared = new SharedIds((item) => this.ids[item]);
		for (const { item, type, id } of this.valid()) {
			const own = (this.source(item) as JsonRecord)['@collection'];
			const collection = typeof own === 'string' ? own : this.rules.collection(item);
			shared.add(item, type, id, type === 'contact' ? collection : undefined);
		}
		return shared;
	}

	id(item: number): string {
		return this.ids[item];
	}

	/** The JSON text of a valid record. */
	text(item: number): string {
		const preparation = convertItem(this.source(item), item, this.rulesForResend);
		const text =
			preparation.ok && writeRecord(preparation.prepared.head, preparation.prepared.record);
		if (typeof text !== 'string')
			throw new TypeError(`Item ${item} changed while it was being pushed`);
		return text;
	}

	/** A parameter that cannot be used for this item is its failure alone; its neighbours are sent. */
	private prepare(item: number): Preparation {
		if (!this.rules.continueOnFail) return prepareItem(this.source(item), item, this.rules);
		try {
			return prepareItem(this.source(item), item, this.rules);
		} catch (error) {
			const problem = { reason: 'wrong_parameter', message: errorText(error) };
			return failed(item, problem, this.rules.type, undefined);
		}
	}

	private add(item: number): void {
		const preparation = this.prepare(item);
		if (!preparation.ok) {
			this.ids.push('');
			this.failures.push(preparation.failure);
			return;
		}
		const { type, id, warnings } = preparation.prepared;
		this.types[item] = SENDING_ORDER.indexOf(type) + 1;
		this.ids.push(id);
		if (!this.hasOddIds) this.hasOddIds = hasSeveralForms(id);
		this.collector.add(item, id, warnings);
	}
}
