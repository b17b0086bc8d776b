import { type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { count } from '../shared/values';
import { type OrderAmounts, withTax } from './amounts';
import { amount, amountOfAll, keyOf, shopifyId } from './read';

/** What the refunds of an order say of one line. */
export interface LineRefund {
	units: number;
	/** Those of the units of which the amounts are known; the others count by their part of the line. */
	pricedUnits: number;
	/** Of these: with taxes where prices include them. */
	goods: Money;
	/** Undefined where the payload does not say it. */
	tax: Money | undefined;
	/** What came back for them, with taxes. */
	money: Money;
}

export interface Refunds {
	/** Whether the payload has the refunds, even if there are none. */
	isKnown: boolean;
	/** By the line's number. */
	byLine: ReadonlyMap<string, LineRefund>;
	/** What was paid back, for lines and for anything else. */
	paidBack: Money;
	/** What was paid back for shipping, as far as the refunds name it. */
	shipping: Money;
	/** What was paid back beside the lines that the refunds name, with that for shipping. */
	besideLines: Money;
	/** What the lines are worth that the refunds name, as far as they say it. */
	goods: Money;
	/** By how much the payments of refunds were less than the goods that came back with them. */
	lessThanGoods: Money;
}

const PAID_AMOUNT = ['amount_set', 'amountSet'];
const NO_REFUND: LineRefund = { units: 0, pricedUnits: 0, goods: 0n, tax: 0n, money: 0n };

/** The word at a key, lower case; undefined where the payload does not hold it. */
function word(payload: Payload, key: string): string | undefined {
	return payload.text(key)?.toLowerCase();
}

/** Whether a refund took place. It is not one when all of its payments failed. */
function tookPlace(transactions: readonly Payload[]): boolean {
	return (
		transactions.length === 0 ||
		transactions.some((transaction) =>
			['success', 'pending', undefined].includes(word(transaction, 'status')),
		)
	);
}

/** The payments of a refund that went through; those of GraphQL may not say that they are refunds. */
function paymentsOf(transactions: readonly Payload[]): Payload[] {
	return transactions.filter(
		(transaction) =>
			['success', undefined].includes(word(transaction, 'status')) &&
			['refund', undefined].includes(word(transaction, 'kind')),
	);
}

/** What a refund's payments gave back, in the shop's currency; undefined where none says it. */
function paidBackBy(
	refund: Payload,
	transactions: readonly Payload[],
	goods: Money,
	currency: string | undefined,
): Money | undefined {
	const payments = paymentsOf(transactions).map((transaction) => {
		const paidIn = transaction.text('currency');
		const inShopCurrency = paidIn === undefined || currency === undefined || paidIn === currency;
		return (
			amount(transaction, PAID_AMOUNT) ??
			(inShopCurrency ? amount(transaction, ['amount']) : undefined)
		);
	});
	const isWhole = payments.length > 0 && payments.every((payment) => payment !== undefined);
	const total = isWhole
		? sum(payments)
		: (amount(refund, ['total_refunded_set', 'totalRefundedSet']) ?? sum(payments));
	if (total !== undefined || refund.has('transactions')) return total;
	// What was given back beside the lines is negative there, and may cancel itself out.
	const adjustments = refund.rows('order_adjustments', 'orderAdjustments');
	const adjusted = amountOfAll(adjustments, ['amount', 'amount_set', 'amountSet']);
	return adjusted === undefined ? undefined : goods - adjusted;
}

/** What a refund gave back for shipping: its own lines, or an adjustment in older versions. */
function shippingOf(refund: Payload, taxesIncluded: boolean | undefined): Money {
	const lines = refund.rows('refund_shipping_lines', 'refundShippingLines') ?? [];
	const own = lines.map((row) =>
		withTax(
			amount(row, ['subtotal_amount_set', 'subtotalAmountSet']),
			amount(row, ['tax_amount_set', 'taxAmountSet']),
			taxesIncluded,
		),
	);
	if (lines.length > 0) return sum(own) ?? 0n;
	const adjustments = (refund.rows('order_adjustments') ?? []).filter(
		(row) => row.text('kind') === 'shipping_refund',
	);
	const given = adjustments.flatMap((row) => [
		amount(row, ['amount', 'amount_set']),
		amount(row, ['tax_amount', 'tax_amount_set']),
	]);
	return -(sum(given) ?? 0n);
}

/** The line that a row of a refund is about; refused where the query did not ask for it. */
function lineOf(row: Payload): string | undefined {
	const line = shopifyId(row, 'line_item_id') ?? shopifyId(row.object('lineItem'), 'id');
	if (line === undefined && !row.has('line_item_id')) {
		row.refuse('lineItem', 'the line that came back', 'Ask for lineItem { id }');
	}
	return line;
}

function addedTo(before: LineRefund, row: Payload, { taxesIncluded, ordered }: OrderAmounts) {
	const units = row.read(['quantity'], count, 'a whole number of 0 or more') ?? 0;
	const goods = amount(row, ['subtotal', 'subtotal_set', 'subtotalSet']);
	const tax =
		amount(row, ['total_tax', 'total_tax_set', 'totalTaxSet']) ??
		(ordered.tax === 0n ? 0n : undefined);
	const money = withTax(goods, tax, taxesIncluded);
	const after = { ...before, units: before.units + units };
	if (goods === undefined || money === undefined) return after;
	return {
		units: after.units,
		pricedUnits: before.pricedUnits + units,
		goods: before.goods + goods,
		tax: tax === undefined || before.tax === undefined ? undefined : before.tax + tax,
		money: before.money + money,
	};
}

/**
 * Reads the refunds of an order, of any number. Lines that an edit removed are refunds without a
 * payment.
 *
 * @param currency the shop's; payments in another one are not counted
 */
export function readRefunds(
	order: Payload,
	amounts: OrderAmounts,
	currency: string | undefined,
): Refunds {
	const byLine = new Map<string, LineRefund>();
	let paidBack = 0n;
	let shipping = 0n;
	let besideLines = 0n;
	let allGoods = 0n;
	let lessThanGoods = 0n;
	for (const refund of order.rows('refunds') ?? []) {
		const transactions = refund.rows('transactions') ?? [];
		if (!tookPlace(transactions)) continue;
		let goods = 0n;
		for (const row of refund.rows('refund_line_items', 'refundLineItems') ?? []) {
			if (!row.has('quantity')) row.refuse('quantity', 'how many units came back');
			const line = lineOf(row);
			if (line === undefined) continue;
			const before = byLine.get(line) ?? NO_REFUND;
			const after = addedTo(before, row, amounts);
			byLine.set(line, after);
			goods += after.money - before.money;
		}
		const paid = paidBackBy(refund, transactions, goods, currency) ?? 0n;
		const ofShipping = shippingOf(refund, amounts.taxesIncluded);
		const isPending = transactions.some((payment) => word(payment, 'status') === 'pending');
		if (paid > 0n && !isPending && goods > paid) lessThanGoods += goods - paid;
		besideLines += paid - goods > ofShipping ? paid - goods : ofShipping;
		allGoods += goods;
		paidBack += paid;
		shipping += ofShipping;
	}
	return {
		isKnown: order.has('refunds'),
		byLine,
		paidBack,
		shipping,
		besideLines,
		goods: allGoods,
		lessThanGoods,
	};
}

/** The key under which a payload of this kind has its refunds. */
export function refundsAdvice(order: Payload): string {
	const lines = keyOf(order, 'refund_line_items', 'refundLineItems');
	return `Ask for refunds with their ${lines} and what they paid back`;
}
