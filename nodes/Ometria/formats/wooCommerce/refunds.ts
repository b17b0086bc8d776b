import { readId } from '../shared/ids';
import type { Money } from '../shared/money';
import type { Payload } from '../shared/payload';
import { absolute, AMOUNT, amount, required } from '../shared/shopRecords';

/** What came back of one line of the order. */
export interface RefundedLine {
	quantity: Money;
	/** With tax; undefined where a refund does not say it. */
	money: Money | undefined;
}

export interface Refunds {
	/** All refunds together, with tax and shipping. */
	money: Money;
	byLine: ReadonlyMap<string, RefundedLine>;
	/** Whether a refund comes without its lines, as orders have them. */
	withoutLines: boolean;
	/** Whether the payload says what came back, if it is nothing. */
	isKnown: boolean;
}

/**
 * Reads the refunds of an order: the short ones that an order has (`{ id, reason, total }`), or the
 * full ones of `/orders/{id}/refunds` under the same key, which name lines and quantities.
 */
export function readRefunds(order: Payload): Refunds {
	const byLine = new Map<string, RefundedLine>();
	let money = 0n;
	let withoutLines = false;
	for (const refund of order.rows('refunds') ?? []) {
		const given = required(refund, 'total', amount(refund, 'amount', 'total'), AMOUNT);
		money += absolute(given ?? 0n);
		withoutLines ||= !refund.has('line_items');
		for (const line of refund.rows('line_items') ?? []) addLine(line, byLine);
	}
	return { money, byLine, withoutLines, isKnown: Array.isArray(order.json.refunds) };
}

const NOTHING_BACK: RefundedLine = { quantity: 0n, money: 0n };

function addLine(line: Payload, byLine: Map<string, RefundedLine>): void {
	const id = refundedLineId(line);
	const quantity = absolute(amount(line, 'quantity') ?? 0n);
	const [total, tax] = [amount(line, 'total'), amount(line, 'total_tax')];
	if (id === undefined) return;
	const before = byLine.get(id) ?? NOTHING_BACK;
	const money = total === undefined || tax === undefined ? undefined : absolute(total + tax);
	byLine.set(id, {
		quantity: quantity + before.quantity,
		money: money === undefined || before.money === undefined ? undefined : before.money + money,
	});
}

/** The line of the order that a line of a refund is about; seen in public clients. */
function refundedLineId(line: Payload): string | undefined {
	const row = line.rows('meta_data')?.find(({ json }) => json.key === '_refunded_item_id');
	const read = readId(row?.json.value);
	return read.ok ? read.id : undefined;
}
