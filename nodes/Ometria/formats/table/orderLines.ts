import type { Findings } from '../../records/findings';
import { isObject } from '../../utils/json';
import { type Money, readMoney, sum, times, toNumber } from '../shared/money';
import { absolute } from '../shared/shopRecords';
import { ROUNDING } from '../shared/totals';
import { isBlank, text } from '../shared/values';
import type { Json } from '../types';
import type { ColumnPlan } from './plan';

/** A row of an order, and the item that holds it. */
export interface OrderRow {
	plan: ColumnPlan;
	json: Json;
	item: number;
}

/** A column of the order whose cells differ between two of its rows. */
export interface Contradiction {
	heading: string;
	rows: readonly [OrderRow, OrderRow];
}

/** The rows of one order. */
export interface OrderRows {
	rows: readonly OrderRow[];
	contradictions: readonly Contradiction[];
	/** Headings of amounts that seem to be of the line, as they differ between the rows of orders. */
	amountsOfLines: readonly string[];
	/** Whether a row of it cannot be read, so that a line is missing. */
	hasUnread: boolean;
}

function isPlain(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether two cells say the same: "53.00" is 53. */
export function isSame(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	const [a, b] = [one, other].map((value) => (typeof value === 'string' ? value.trim() : value));
	if (a === b) return true;
	const amount = readMoney(a);
	if (amount !== undefined) return amount === readMoney(b);
	// A list or an object is not looked into, as it cannot be said to be the same.
	return isPlain(a) && isPlain(b) && String(a) === String(b);
}

/** How a message names a row: by its number in the sheet, where it has one. */
function placeOf({ json, item }: OrderRow): string {
	const { row_number: row } = json;
	return Number.isInteger(row) ? `row ${Number(row)}` : `item ${item}`;
}

/** A line of an order as a row has it, and what it comes to. */
interface Line {
	row: OrderRow;
	record: Json;
	/** Before its discount; undefined where the row does not say. */
	gross: Money | undefined;
	/** After its discount. */
	net: Money | undefined;
}

function lineOf({ lines }: ColumnPlan, row: OrderRow): Line | undefined {
	const record: Json = {};
	for (const { heading, field } of lines) {
		const value = row.json[heading];
		if (!isBlank(value)) record[field] = value;
	}
	if (Object.keys(record).length === 0) return undefined;
	const { unit_price, quantity, subtotal, discount, total } = record;
	const [price, count] = [readMoney(unit_price), readMoney(quantity)];
	const product = price === undefined || count === undefined ? undefined : times(price, count);
	const gross = readMoney(subtotal) ?? product;
	const less = isBlank(discount) ? 0n : readMoney(discount);
	const left = gross === undefined || less === undefined ? undefined : gross - absolute(less);
	return { row, record, gross, net: readMoney(total) ?? left };
}

/** Whether all cells of two rows are the same, beside the number of the row. */
function areSameRows({ json: one }: OrderRow, { json: other }: OrderRow): boolean {
	const names = Object.keys(one).filter((name) => name !== 'row_number');
	const others = Object.keys(other).filter((name) => name !== 'row_number');
	return (
		names.length === others.length &&
		names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
	);
}

/** The first two lines whose rows are the same in all cells. */
function repeated(lines: readonly Line[]): readonly [OrderRow, OrderRow] | undefined {
	if (lines.length < 2) return undefined;
	const known = new Map<string, Line>();
	for (const line of lines) {
		const key = JSON.stringify(Object.values(line.record).map(String));
		const first = known.get(key);
		if (first === undefined) known.set(key, line);
		else if (areSameRows(first.row, line.row)) return [first.row, line.row];
	}
	return undefined;
}

/** What the order itself says of its amounts. */
function amountsOf(record: Json) {
	const amount = (value: unknown) => (isBlank(value) ? 0n : readMoney(value));
	const discount = amount(record.discount);
	return {
		total: readMoney(record.grand_total),
		subtotal: readMoney(record.subtotal),
		discount: discount === undefined ? undefined : absolute(discount),
		shipping: amount(record.shipping),
		tax: amount(record.tax),
	};
}

const isClose = (one: Money, other: Money) => absolute(one - other) <= ROUNDING;

/**
 * Whether the lines come to what the order says, with or without discount, tax and shipping in it.
 *
 * @returns undefined where the order or a line does not say enough
 */
function doLinesAddUp(lines: readonly Line[], record: Json): boolean | undefined {
	const { total, subtotal, discount, shipping, tax } = amountsOf(record);
	const sums = [lines.map(({ gross }) => gross), lines.map(({ net }) => net)]
		.filter((amounts) => !amounts.includes(undefined))
		.map((amounts) => sum(amounts) ?? 0n);
	if (sums.length === 0 || discount === undefined) return undefined;
	if (shipping === undefined || tax === undefined) return undefined;
	const whole = [subtotal, total === undefined ? undefined : total - shipping];
	const expected = whole.flatMap((amount) =>
		amount === undefined ? [] : [amount, amount - tax, amount + tax],
	);
	if (expected.length === 0) return undefined;
	const isEqual = sums.some((given) =>
		expected.some((amount) => isClose(given, amount) || isClose(given, amount + discount)),
	);
	if (isEqual || subtotal !== undefined || !isBlank(record.shipping)) return isEqual;
	// Shipping may be in a total that stands alone.
	return sums.every((given) => given < (total ?? 0n) + discount) ? undefined : false;
}

/** Whether a total that is the same in each row is that of the line. */
function seemsOfLine(heading: string, lines: readonly Line[]): boolean {
	const given = lines.filter(({ row: { json } }) => !isBlank(json[heading]));
	return (
		given.length > 1 &&
		given.every(({ row: { json }, gross, net }) => {
			const amount = readMoney(json[heading]);
			return amount !== undefined && (amount === gross || amount === net);
		})
	);
}

/** How many rows an order had when it failed; 0 where the row did not come out of an error branch. */
function rowsBefore({ json: { error } }: OrderRow): number {
	if (!isObject(error) || typeof error.reason !== 'string') return 0;
	return typeof error.rows === 'number' ? error.rows : 0;
}

/** Says what keeps the rows from being one order. */
function checkRows(
	findings: Findings,
	plan: ColumnPlan,
	{ rows, contradictions, amountsOfLines, hasUnread }: OrderRows,
	lines: readonly Line[],
): void {
	const [first] = rows;
	if (hasUnread) findings.add('', 'row_not_read');
	const before = rows.reduce((most, row) => Math.max(most, rowsBefore(row)), 0);
	if (before > rows.length) {
		findings.add('', 'rows_missing', { rows: before, found: rows.length });
	}
	for (const { heading, field } of plan.amounts) {
		const isGiven = rows.some(({ json }) => !isBlank(json[heading]));
		const isOfLine = amountsOfLines.includes(heading) || seemsOfLine(heading, lines);
		if (isGiven && isOfLine) findings.add(heading, 'amount_of_line', { heading, field });
	}
	for (const { heading, rows: both } of contradictions) {
		if (amountsOfLines.includes(heading)) continue;
		findings.add(heading, 'rows_contradict', {
			heading,
			values: both.map((row) => row.json[heading]),
			places: both.map(placeOf),
			id: text(first.json[plan.sharedBy]) ?? '',
		});
	}
}

/** The product of each line; a line without one is left out. */
function withProducts(findings: Findings, heading: string, lines: readonly Line[]): Json[] {
	const known = lines.flatMap(({ row: { json }, record }) => {
		const product = json[heading];
		return isBlank(product) ? [] : [{ ...record, product_id: product }];
	});
	const count = lines.length - known.length;
	if (count > 0) findings.add('lineitems', 'lines_without_product', { count });
	return known;
}

/** Puts the lines of an order's rows into its record, and says what is doubtful about them. */
export function putLines(
	findings: Findings,
	plan: ColumnPlan,
	order: OrderRows,
	record: Json,
): void {
	const { rows } = order;
	const lines = rows.flatMap((row) => lineOf(plan, row) ?? []);
	if (plan.product === undefined) {
		if (rows.length > 1) findings.add('', 'rows_without_product', { rows: rows.length });
		return;
	}
	checkRows(findings, plan, order, lines);
	const known = withProducts(findings, plan.product, lines);
	if (known.length > 0) record.lineitems = known;
	if (lines.length === 0) return;
	const addUp = doLinesAddUp(lines, record);
	const same = repeated(lines);
	if (same && addUp !== true) {
		findings.add('', 'same_rows', { places: same.map(placeOf) });
		return;
	}
	const sums = lines.map(({ net }) => net);
	if (addUp === false && !sums.includes(undefined)) {
		findings.add('lineitems', 'lines_differ', { sum: toNumber(sum(sums) ?? 0n) });
	}
}
