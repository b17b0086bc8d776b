import { type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { count } from '../shared/values';
import { amount, shopifyId } from './read';

/** What came back of one line. */
export interface Returned {
	units: number;
	/** With taxes; undefined where no refund says it. */
	money: Money | undefined;
}

export interface Refunds {
	/** By the line's number. */
	byLine: ReadonlyMap<string, Returned>;
	/** What was paid back, for lines and for anything else. */
	paidBack: Money;
}

const REFUND_AMOUNT = ['amount_set', 'amountSet'];

/** Whether a refund took place: it is not one when all of its payments failed. */
function tookPlace(transactions: readonly Payload[]): boolean {
	return (
		transactions.length === 0 ||
		transactions.some((transaction) => ['success', 'pending'].includes(wordOf(transaction)))
	);
}

function wordOf(transaction: Payload): string {
	return transaction.text('status')?.toLowerCase() ?? '';
}

/** What a refund's payments gave back, in the shop's currency; undefined where none says it. */
function paidBackBy(
	refund: Payload,
	transactions: readonly Payload[],
	currency: string | undefined,
): Money | undefined {
	if (!refund.has('transactions')) {
		const total = amount(refund, ['total_refunded_set', 'totalRefundedSet']);
		// What was given back beside the lines is negative there, and may cancel itself out.
		const adjustments = refund.rows('order_adjustments', 'orderAdjustments') ?? [];
		const adjusted = sum(
			adjustments.map((row) => amount(row, ['amount', 'amount_set', 'amountSet'])),
		);
		return total ?? (adjusted === undefined ? undefined : -adjusted);
	}
	return sum(
		transactions
			.filter((transaction) => wordOf(transaction) === 'success')
			.filter((transaction) => transaction.text('kind')?.toLowerCase() === 'refund')
			.map((transaction) => {
				const paidIn = transaction.text('currency');
				const inShopCurrency =
					paidIn === undefined || currency === undefined || paidIn === currency;
				return (
					amount(transaction, REFUND_AMOUNT) ??
					(inShopCurrency ? amount(transaction, ['amount']) : undefined)
				);
			}),
	);
}

/**
 * Reads the refunds of an order, of any number. Lines that an edit removed are refunds without a
 * payment.
 *
 * @param currency the shop's; payments in another one are not counted
 */
export function readRefunds(
	order: Payload,
	taxesIncluded: boolean,
	currency: string | undefined,
): Refunds {
	const byLine = new Map<string, Returned>();
	let paidBack = 0n;
	for (const refund of order.rows('refunds') ?? []) {
		const transactions = refund.rows('transactions') ?? [];
		if (!tookPlace(transactions)) continue;
		paidBack += paidBackBy(refund, transactions, currency) ?? 0n;
		for (const row of refund.rows('refund_line_items', 'refundLineItems') ?? []) {
			const line = shopifyId(row, 'line_item_id') ?? shopifyId(row.object('lineItem'), 'id');
			const units = row.read(['quantity'], count, 'a whole number of 0 or more');
			if (line === undefined || units === undefined) continue;
			const subtotal = amount(row, ['subtotal', 'subtotal_set', 'subtotalSet']);
			const tax = amount(row, ['total_tax', 'total_tax_set', 'totalTaxSet']);
			const before = byLine.get(line);
			byLine.set(line, {
				units: (before?.units ?? 0) + units,
				money: sum([before?.money, subtotal, taxesIncluded ? undefined : tax]),
			});
		}
	}
	return { byLine, paidBack };
}
