import type { IDataObject } from 'n8n-workflow';

import type { Reason } from '../records';
import { folded, isMissing } from '../records/findings';
import type { Expectation } from '../records/rules/rule';
import { counted, formatNumber, listed, nameInOutput, shorten, shown } from '../utils/text';
import type { ItemIndex } from './outcome';

/** Why a record is not sent, or was rejected. */
export interface Fault {
	reason: Reason;
	/** '' for the record as a whole. */
	field: string;
	message: string;
	expectation?: Expectation;
}

/** The heading of the column that each field of a record comes from. */
export type ColumnsOfFields = ReadonlyMap<string, string>;

/** The number of an item's row in its source; undefined where the item does not say. */
export type RowOf = (item: ItemIndex) => number | undefined;

/** One cause that keeps records from Ometria. */
export interface Cause {
	reason: Reason;
	/** In Ometria's notation, positions in lists as `*`; '' for the record as a whole. */
	field: string;
	/** Heading of the column; undefined where there is none. */
	column: string | undefined;
	/** How many records it concerns. */
	records: number;
	/** One of the values, as messages show it; undefined where nothing was found. */
	sample: string | undefined;
	/** What to do, or what is wrong where that says it. */
	advice: string;
	/** Numbers of the first rows or items. */
	places: number[];
	/** Whether they are rows of a sheet, by the numbers that it has for them. */
	areRows: boolean;
}

/** Causes that are counted; a record with others has them in the message of its error item only. */
const MOST_KINDS = 200;
/** Causes that a message lists. */
const MOST_LISTED = 10;
const MOST_PLACES = 3;
/** Characters of what is wrong; the last sentence, which says what to do, stays whole. */
const LONGEST_TEXT = 400;

/** A long text without a part of its middle, so that what to do, which stands last, is not cut off. */
function withEnding(text: string): string {
	if (text.length <= LONGEST_TEXT) return text;
	const ending = text.slice(text.lastIndexOf('. ') + 2);
	if (ending.length > LONGEST_TEXT / 2) return shorten(text, LONGEST_TEXT);
	return `${shorten(text, LONGEST_TEXT - ending.length)} ${ending}`;
}

/** What is wrong and what to do, without the name of the field, which stands before it. */
function adviceOf({ message, field, expectation }: Fault): string {
	if (expectation) {
		const { expected, fix } = expectation;
		return fix === '' ? `Expected ${expected}` : fix;
	}
	const label = `"${field}": `;
	return withEnding(message.startsWith(label) ? message.slice(label.length) : message);
}

/** What distinguishes two causes of the same reason and field. */
function distinction({ field, message, expectation }: Fault): string {
	if (expectation) return expectation.fix;
	return field === '' ? message : '';
}

export interface CauseList {
	causes: readonly Cause[];
	/** How many more there are. */
	more: number;
}

export const NO_CAUSES: CauseList = { causes: [], more: 0 };

interface Counted extends Cause {
	lastRecord: number;
}

/** Counts the causes of a run. Its memory does not grow with the records. */
export class Causes {
	private readonly causes = new Map<string, Counted>();

	constructor(private readonly rowOf: RowOf = () => undefined) {}

	/**
	 * Notes why a record fails.
	 *
	 * @param record distinguishes the records of an item
	 */
	add(
		{ item, record }: { item: ItemIndex; record: number },
		faults: readonly Fault[],
		columns?: ColumnsOfFields,
	): void {
		for (const fault of faults) {
			const field = folded(fault.field);
			const key = `${fault.reason}\n${field}\n${distinction(fault)}`;
			let cause = this.causes.get(key);
			if (!cause) {
				if (this.causes.size >= MOST_KINDS) continue;
				this.causes.set(key, (cause = this.newCause(item, fault, field, columns)));
			}
			if (cause.lastRecord === record) continue;
			cause.lastRecord = record;
			cause.records++;
			const place = cause.areRows ? this.rowOf(item) : item;
			const isNew = place !== undefined && cause.places.at(-1) !== place;
			if (isNew && cause.places.length < MOST_PLACES) cause.places.push(place);
		}
	}

	/** The causes that concern most records first, at most ten. */
	list(): CauseList {
		const all = [...this.causes.values()].sort((a, b) => b.records - a.records);
		return { causes: all.slice(0, MOST_LISTED), more: Math.max(0, all.length - MOST_LISTED) };
	}

	private newCause(
		item: ItemIndex,
		fault: Fault,
		field: string,
		columns: ColumnsOfFields | undefined,
	): Counted {
		const { expectation, reason } = fault;
		const value = expectation?.value;
		return {
			reason,
			field,
			column: columns?.get(field),
			records: 0,
			sample: isMissing(value) ? undefined : shown(value),
			advice: adviceOf(fault),
			places: [],
			areRows: this.rowOf(item) !== undefined,
			lastRecord: -1,
		};
	}
}

/** A sentence for each cause, and one that says how many more there are. */
export function causeSentences({ causes, more }: CauseList): string[] {
	const texts = causes.map((cause) => `${causeText(cause)}.`);
	return more === 0 ? texts : [...texts, `And ${counted(more, 'more cause')}.`];
}

/** `"Birthday": 334 rows such as "03/04/1990" (rows 2, 5 and 8). Set Format Settings > Date Order`. */
function causeText({
	field,
	column = field,
	records,
	sample,
	advice,
	places,
	areRows,
}: Cause): string {
	const label = column === '' ? '' : `${shown(column)}: `;
	const many = counted(records, areRows ? 'row' : 'record');
	const such = sample === undefined ? '' : ` such as ${sample}`;
	const numbers = listed(places, formatNumber, { last: ' and ' });
	const one = areRows ? 'row' : 'item';
	const where = places.length === 0 ? '' : ` (${one}${places.length === 1 ? '' : 's'} ${numbers})`;
	return `${label}${many}${such}${where}${label === '' ? ':' : '.'} ${advice}`;
}

/** Causes as they are in the output. */
export function causeItems({ causes }: CauseList): IDataObject[] {
	return causes.map(({ reason, field, column = null, records, sample = null, advice, ...at }) => ({
		reason,
		field: field === '' ? null : nameInOutput(field),
		column: column === null ? null : nameInOutput(column),
		records,
		sample,
		[at.areRows ? 'rows' : 'items']: [...at.places],
		advice,
	}));
}
