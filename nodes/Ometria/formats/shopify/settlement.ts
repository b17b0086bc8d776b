import { type Money, sum } from '../shared/money';
import type { Payload } from '../shared/payload';
import { amountText, ROUNDING } from '../shared/totals';
import { type Amounts, type OrderAmounts, withTax } from './amounts';
import type { OrderLines } from './lines';
import { type Refunds, refundsAdvice } from './refunds';

/** The amounts of an order that are sent, all of one moment. */
export interface SentAmounts {
	amounts: Amounts;
	/** `all` is with what was added later and with what came back: no amount of Shopify's is that. */
	moment: 'ordered' | 'current' | 'all';
	/** Whether no total can be given that has what was added and what came back. */
	isMixed: boolean;
}

function plus(one: Money | undefined, other: Money | undefined): Money | undefined {
	return one === undefined || other === undefined ? undefined : one + other;
}

/** Whether lines were added after the order was placed, so that its total is without them. */
function hasGrown({ ordered, current }: OrderAmounts, { goods }: OrderLines): boolean {
	if (isMore(current.total, ordered.total ?? -1n)) return true;
	return isMore(goods, ordered.subtotal);
}

function isMore(one: Money | undefined, other: Money | undefined): boolean {
	return one !== undefined && other !== undefined && one > other + ROUNDING;
}

/**
 * Chooses the amounts as ordered, before returns. Where lines were added later, these are too low:
 * then it is what is left now, with what came back, so that the total is that of all lines sent.
 */
export function sentAmounts(order: OrderAmounts, lines: OrderLines, refunds: Refunds): SentAmounts {
	const { ordered, current } = order;
	const asOrdered: SentAmounts = { amounts: ordered, moment: 'ordered', isMixed: false };
	if (!hasGrown(order, lines)) return asOrdered;
	const isHigher = isMore(current.total, ordered.total ?? -1n);
	const asNow: SentAmounts = isHigher
		? { amounts: current, moment: 'current', isMixed: false }
		: asOrdered;
	const cameBack = lines.returned.units > 0 || refunds.besideLines > ROUNDING;
	if (!cameBack) {
		const seen = asNow.amounts.subtotal;
		return { ...asNow, isMixed: isMore(lines.goods, seen) };
	}
	const all = withReturns(order, lines, refunds);
	if (!all) return { ...asNow, isMixed: true };
	return isMore(all.total, ordered.total ?? -1n)
		? { amounts: all, moment: 'all', isMixed: false }
		: asOrdered;
}

/** What is left now with what came back; undefined where the payload does not hold all of it. */
function withReturns(
	{ ordered, current, extras, taxesIncluded }: OrderAmounts,
	{ returned, goods }: OrderLines,
	refunds: Refunds,
): Amounts | undefined {
	const left = plus(current.total, returned.money);
	if (left === undefined) return undefined;
	const subtotal = plus(current.subtotal, returned.goods);
	// The lines say that something else came back.
	if (isMore(subtotal, goods) || isMore(goods, subtotal)) return undefined;
	const tax = plus(current.tax, returned.tax);
	const amounts = {
		subtotal,
		tax,
		shipping: ordered.shipping,
		discounts: plus(current.discounts, returned.discount),
	};
	// Of what was paid back beside the lines only some is in the current total: shipping, not goodwill.
	const others = sum([ordered.shipping, ...extras.map(({ money }) => money)]);
	const ofParts = plus(withTax(subtotal, tax, taxesIncluded), others);
	const isPossible =
		ofParts !== undefined && !isMore(left, ofParts) && !isMore(ofParts, left + refunds.besideLines);
	return { ...amounts, total: isPossible ? ofParts : left + refunds.shipping };
}

/** What came back, and by how much the sources of it differ. */
export interface Settlement {
	/** What came back that no line says: of shipping, of lines that are not sent, or as goodwill. */
	outsideLines: Money;
	/** By how much what was paid back is less than the goods that came back. */
	lessThanGoods: Money;
	/** By how much what is left of the order is more than the shop's own current total says. */
	unexplained: Money;
}

export function settlementOf(
	{ ordered, current }: OrderAmounts,
	sent: SentAmounts,
	lines: OrderLines,
	refunds: Refunds,
): Settlement {
	const { total } = sent.amounts;
	const { returned } = lines;
	// Units that no refund names were paid back too.
	const byQuantity = returned.sent + returned.notSent - refunds.goods;
	const beside = refunds.besideLines - (byQuantity > 0n ? byQuantity : 0n);
	const outsideLines = (beside > 0n ? beside : 0n) + returned.notSent;
	// What was added may be paid with what came back: an exchange.
	const added = plus(total, ordered.total === undefined ? undefined : -ordered.total) ?? 0n;
	const less = refunds.lessThanGoods - (added > 0n ? added : 0n);
	const left = plus(total, -returned.sent);
	const difference = plus(left, current.total === undefined ? undefined : -current.total) ?? 0n;
	// Some of what came back outside the lines may not have lowered the current total, as goodwill.
	const isExplained = difference >= -ROUNDING && difference <= outsideLines + ROUNDING;
	return {
		outsideLines,
		lessThanGoods: less > 0n ? less : 0n,
		unexplained: isExplained ? 0n : difference,
	};
}

/** Says what came back outside the lines, and where the shop's own amounts say something else. */
export function warnOfSettlement(
	order: Payload,
	{ outsideLines, lessThanGoods, unexplained }: Settlement,
	refunds: Refunds,
	currency: string | undefined,
): void {
	const { findings } = order;
	const amount = (money: Money) => amountText(money, currency);
	if (outsideLines > ROUNDING) {
		findings.add('lineitems > refunded', 'refund_outside_lines', { amount: amount(outsideLines) });
	}
	if (lessThanGoods > ROUNDING) {
		findings.add('lineitems > refunded', 'refund_below_goods', { amount: amount(lessThanGoods) });
	}
	if (unexplained === 0n) return;
	const advice = refunds.isKnown ? 'Check the refunds of the order' : refundsAdvice(order);
	const facts = { amount: amount(unexplained), isMore: unexplained > 0n, advice };
	findings.add('grand_total', 'current_total_differs', facts);
}
