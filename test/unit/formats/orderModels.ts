import type { FormatOperation, FormatSettings, Json } from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { settings } from './formatTests';

/** Reasons that say what came back and is not on a line, or is not known. */
export const SAID: readonly string[] = [
	...['refund_outside_lines', 'refund_below_goods', 'refund_left_out', 'refunds_unknown'],
];

export const cents = (amount: unknown) => Math.round(Number(amount) * 100);

/** Whether two amounts differ by no more cents than that. */
export const near = (one: number, other: number, most: number) => Math.abs(one - other) <= most;

/** What a payload of an order became. */
export interface Converted {
	record: Json;
	reasons: string[];
}

/** The record of an order with the reasons of its warnings; undefined where it is refused. */
export function converted(
	order: FormatOperation,
	json: Json,
	changes: Partial<FormatSettings> = {},
): Converted | undefined {
	const [entry] = madeOf(order.convert(json, settings(changes)));
	if (entry.kind !== 'record') return undefined;
	return { record: entry.record, reasons: entry.warnings.map(({ reason }) => reason) };
}

export const linesOf = ({ record }: Converted) => (record.lineitems ?? []) as Json[];

/** What the lines say came back, in cents. */
export const refundedOf = (result: Converted) =>
	linesOf(result).reduce((total, { refunded }) => total + cents(refunded ?? 0), 0);

/** Whether what is left by the record is what is true, or a warning says why not. */
export function isSettled(result: Converted, left: number, most: number): boolean {
	const ofRecord = cents(result.record.grand_total) - refundedOf(result);
	return near(ofRecord, left, most) || result.reasons.some((reason) => SAID.includes(reason));
}

/** The record of a whole payload, which is not refused. */
export function notRefused<Result>(result: Result | undefined): Result {
	if (!result) throw new TypeError('refused');
	return result;
}

/** Gathers amounts that are there and are not what is true. */
export function comparison() {
	const wrong: string[] = [];
	const compare = (name: string, value: unknown, expected: number, most = 0) => {
		if (value === undefined || near(cents(value), expected, most)) return;
		wrong.push(`${name} ${cents(value)} is not ${expected}`);
	};
	return { wrong, compare };
}
