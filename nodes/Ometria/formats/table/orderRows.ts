import { finding } from '../../records/findings';
import { cleanIdentifier } from '../../records/identifiers';
import { IdMap } from '../../utils/idMap';
import { isObject } from '../../utils/json';
import { isBlank } from '../shared/values';
import type { Entries, FormatSettings, Formatted, Gathering, Json } from '../types';
import { convertRow } from './convert';
import { type Contradiction, isSame, type OrderRow, type OrderRows } from './orderLines';
import type { ColumnPlan, Undecided } from './plan';

/** A record of 60 KB has room for fewer lines. */
const MOST_ROWS = 5_000;
/** Rows of an order that are looked at between two pauses. */
const ROWS_AT_ONCE = 100;

/** How often the cells of a column are the same in the rows of one order, and how often they differ. */
interface Agreement {
	same: number;
	different: number;
}

/** The text of an ID; undefined for none. */
function keyOf(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const key = cleanIdentifier(String(value));
	return key === '' ? undefined : key;
}

/** Whether a row without an ID says nothing but a line of the order above it. */
function isContinuation({ lines, shared }: ColumnPlan, json: Json): boolean {
	return (
		lines.some(({ heading }) => !isBlank(json[heading])) &&
		[...shared].every((heading) => isBlank(json[heading]))
	);
}

/** What distinguishes an order from the others of a run; undefined for a row without its ID. */
function nameOf({ sharedBy }: ColumnPlan, json: Json): string | undefined {
	const key = keyOf(json[sharedBy]);
	return key === undefined ? undefined : `${sharedBy}\n${key}`;
}

type PlanOf = (json: Json, settings: FormatSettings) => ColumnPlan | Undecided;

/**
 * Gathers the rows of each order of a run. Beside the rows themselves, which n8n holds, it keeps some
 * numbers and references for each.
 */
export class RowsByOrder implements Gathering {
	/** The first row of each order, by the text of its ID. */
	private readonly firsts = new IdMap();
	// By item, in plain lists: an object for each row would double what is kept.
	private readonly plans: ColumnPlan[] = [];
	private readonly jsons: Json[] = [];
	/** The first row of the same order. */
	private readonly firstOf: number[] = [];
	/** The next row of the same order. */
	private readonly nextOf: number[] = [];
	/** The last row of an order, by its first. */
	private readonly lastOf: number[] = [];
	/** Whether any row of an order speaks of lines, by its first; otherwise each is a separate record. */
	private readonly byLine: boolean[] = [];
	private readonly agreements = new Map<string, Agreement>();
	/** Rows that cannot be read; which orders they are of is found out once all are known. */
	private readonly unread: Array<{ json: Json; item: number }> = [];
	/** Orders of which a row cannot be read. */
	private incomplete: Set<string> | undefined;
	/** The last row whose columns were decided on. */
	private last: OrderRow | undefined;

	constructor(private readonly planOf: PlanOf) {}

	add(json: Json, settings: FormatSettings, item: number): Iterable<undefined> {
		const row = this.rowOf(json, settings, item);
		if (row === undefined) {
			this.addUnread(json, item);
			return [];
		}
		this.last = row;
		const first = this.findFirst(row);
		if (first !== undefined) this.keep(first, row);
		return [];
	}

	addUnread(json: Json, item: number): void {
		this.unread.push({ json, item });
	}

	convert(json: Json, settings: FormatSettings, item: number): Entries {
		const first = this.firstOf[item];
		const isByLine = first !== undefined && this.byLine[first];
		if (isByLine && first !== item) return [];
		if (isByLine && this.nextOf[item] !== undefined) return this.convertGroup(item, settings);
		const known = this.keptRow(item);
		const plan = known?.plan ?? this.planOf(json, settings);
		if (plan.kind === 'undecided') return [{ kind: 'invalid', ...plan.problem }];
		const row = known ?? { plan, json, item };
		return [this.convertRows({ rows: [row] }, plan, row.json, settings)];
	}

	private keptRow(item: number): OrderRow | undefined {
		const plan = this.plans[item] as ColumnPlan | undefined;
		return plan && { plan, json: this.jsons[item], item };
	}

	/** The items of the rows of an order. */
	private itemsOf(first: number): number[] {
		const items: number[] = [];
		for (let item: number | undefined = first; item !== undefined; item = this.nextOf[item]) {
			items.push(item);
		}
		return items;
	}

	/**
	 * A row whose columns are decided on. Where empty cells are left out, as of an Excel file, it has the
	 * columns of the row before.
	 */
	private rowOf(json: Json, settings: FormatSettings, item: number): OrderRow | undefined {
		const plan = this.planOf(json, settings);
		if (plan.kind === 'plan') return { plan, json, item };
		if (!this.last || !isObject(json)) return undefined;
		const empty = Object.keys(this.last.json).map((heading): [string, unknown] => [heading, '']);
		const whole = { ...Object.fromEntries(empty), ...json };
		const wider = this.planOf(whole, settings);
		return wider.kind === 'plan' ? { plan: wider, json: whole, item } : undefined;
	}

	/** The first row of the order that a row is of, maybe itself; undefined where it does not say. */
	private findFirst({ plan, json, item }: OrderRow): number | undefined {
		const name = nameOf(plan, json);
		// It belongs to the row right above it.
		if (name === undefined) return isContinuation(plan, json) ? this.firstAbove(item) : undefined;
		const known = this.firsts.get(name);
		if (known !== undefined) return known;
		this.firsts.set(name, item);
		return item;
	}

	/** The first row of the order of the item above; undefined where that is not a row of one. */
	private firstAbove(item: number): number | undefined {
		return this.firstOf[item - 1];
	}

	/** Whether a row of an order cannot be read. */
	private isIncomplete({ plan, json }: OrderRow): boolean {
		this.incomplete ??= new Set(
			this.unread.flatMap((unread) => {
				if (!this.last) return [];
				const above = this.firstAbove(unread.item);
				const row = above === undefined ? undefined : this.keptRow(above);
				return nameOf(this.last.plan, unread.json) ?? (row && nameOf(row.plan, row.json)) ?? [];
			}),
		);
		if (this.incomplete.size === 0) return false;
		const name = nameOf(plan, json);
		return name !== undefined && this.incomplete.has(name);
	}

	private keep(first: number, { plan, json, item }: OrderRow): void {
		this.plans[item] = plan;
		this.jsons[item] = json;
		this.firstOf[item] = first;
		this.byLine[first] ||= plan.isByLine;
		if (first !== item) {
			this.nextOf[this.lastOf[first]] = item;
			this.compare(plan, this.jsons[first], json);
		}
		this.lastOf[first] = item;
	}

	/** Counts which amounts two rows of one order agree on. */
	private compare({ amounts }: ColumnPlan, one: Json, other: Json): void {
		for (const { heading } of amounts) {
			if (isBlank(one[heading]) || isBlank(other[heading])) continue;
			const agreement = this.agreements.get(heading) ?? { same: 0, different: 0 };
			agreement[isSame(one[heading], other[heading]) ? 'same' : 'different']++;
			this.agreements.set(heading, agreement);
		}
	}

	/** Columns of amounts that are of the line, as they mostly differ between the rows of an order. */
	private amountsOfLines({ amounts }: ColumnPlan): string[] {
		return amounts
			.map(({ heading }) => heading)
			.filter((heading) => {
				const { same, different } = this.agreements.get(heading) ?? { same: 0, different: 0 };
				return different > same;
			});
	}

	private *convertGroup(first: number, settings: FormatSettings): Generator<Formatted | undefined> {
		const items = this.itemsOf(first);
		if (items.length > MOST_ROWS) {
			const facts = { rows: items.length, most: MOST_ROWS };
			yield { kind: 'invalid', items, ...finding('', 'too_many_rows', facts) };
			return;
		}
		const rows = items.flatMap((item) => this.keptRow(item) ?? []);
		const merged: Merged = { cells: new Map(), from: new Map(), contradictions: new Map() };
		for (const [position, row] of rows.entries()) {
			if (position % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield undefined;
			mergeRow(row, merged);
		}
		const json = Object.fromEntries(merged.cells);
		const [{ plan: own }] = rows;
		const plan = rows.every((row) => row.plan === own) ? own : this.planOf(json, settings);
		if (plan.kind === 'undecided') yield { kind: 'invalid', items, ...plan.problem };
		else {
			const contradictions = [...merged.contradictions.values()];
			yield { ...this.convertRows({ rows, contradictions }, plan, json, settings), items };
		}
	}

	private convertRows(
		{ rows, contradictions = [] }: SameOrder,
		plan: ColumnPlan,
		json: Json,
		settings: FormatSettings,
	): Formatted {
		const order: OrderRows = {
			rows,
			contradictions,
			amountsOfLines: this.amountsOfLines(plan),
			hasUnread: this.isIncomplete(rows[0]),
		};
		return convertRow(plan, json, settings, { order });
	}
}

/** The rows of an order, and what they say that is not the same. */
interface SameOrder {
	rows: readonly OrderRow[];
	contradictions?: readonly Contradiction[];
}

/** What the rows of an order say together. */
interface Merged {
	cells: Map<string, unknown>;
	/** The row that a cell which is not empty comes from. */
	from: Map<string, OrderRow>;
	/** By heading. */
	contradictions: Map<string, Contradiction>;
}

/** Lays a row over what the rows before it say: the first cell that is not empty stays. */
function mergeRow(row: OrderRow, { cells, from, contradictions }: Merged): void {
	const { json, plan } = row;
	for (const heading of Object.keys(json)) {
		const value = json[heading];
		const first = from.get(heading);
		if (first === undefined) {
			if (!isBlank(value)) from.set(heading, row);
			// A column that is empty in all rows is a column all the same.
			cells.set(heading, value);
			continue;
		}
		if (isBlank(value) || !plan.shared.has(heading) || contradictions.has(heading)) continue;
		if (isSame(first.json[heading], value)) continue;
		contradictions.set(heading, { heading, rows: [first, row] });
	}
}
