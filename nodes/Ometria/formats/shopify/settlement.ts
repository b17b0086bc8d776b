import { type Money, sum, toNumber } from '../shared/money';
import type { Payload } from '../shared/payload';
import { absolute } from '../shared/shopRecords';
import { type Amounts, excessOf, type OrderAmounts, ROUNDING } from './amounts';
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
	if (current.total === undefined) return false;
	if (ordered.total === undefined || current.total > ordered.total) return true;
	return (
		goods !== undefined && ordered.subtotal !== undefined && goods > ordered.subtotal + ROUNDING
	);
}

/**
 * Chooses the amounts as ordered, before returns. Where lines were added later, these are too low:
 * then it is what is left now, with what came back, so that the total is that of all lines sent.
 */
export function sentAmounts(
	{ ordered, current, ...order }: OrderAmounts,
	lines: OrderLines,
	refunds: Refunds,
): SentAmounts {
	const asOrdered: SentAmounts = { amounts: ordered, moment: 'ordered', isMixed: false };
	if (!hasGrown({ ordered, current, ...order }, lines)) return asOrdered;
	const isHigher =
		current.total !== undefined && (ordered.total === undefined || current.total > ordered.total);
	const cameBack = lines.unitsReturned > 0 || refunds.shipping > 0n;
	if (!cameBack)
		return isHigher ? { ...asOrdered, amounts: current, moment: 'current' } : asOrdered;
	const { returned } = lines;
	const total = plus(current.total, plus(returned.money, refunds.shipping));
	if (total === undefined) {
		return isHigher
			? { amounts: current, moment: 'current', isMixed: true }
			: { ...asOrdered, isMixed: true };
	}
	if (ordered.total !== undefined && total <= ordered.total + ROUNDING) return asOrdered;
	return {
		amounts: {
			total,
			subtotal: plus(current.subtotal, returned.goods),
			tax: plus(current.tax, returned.tax),
			shipping: ordered.shipping,
			discounts: plus(current.discounts, returned.discount),
		},
		moment: 'all',
		isMixed: false,
	};
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
	const paidOutside = refunds.paidBack - returned.sent;
	const namedOutside = refunds.shipping + returned.notSent;
	const outsideLines = [paidOutside, namedOutside].reduce(
		(most, next) => (next > most ? next : most),
		0n,
	);
	// What was added may be paid with what came back: an exchange.
	const added = plus(total, ordered.total === undefined ? undefined : -ordered.total) ?? 0n;
	const less = refunds.lessThanGoods - (added > 0n ? added : 0n);
	const left = plus(total, -returned.sent);
	const difference = plus(left, current.total === undefined ? undefined : -current.total) ?? 0n;
	const isExplained =
		absolute(difference) <= ROUNDING || absolute(difference - outsideLines) <= ROUNDING;
	return {
		outsideLines,
		lessThanGoods: less > 0n ? less : 0n,
		unexplained: isExplained ? 0n : difference,
	};
}

/** An amount in a sentence. */
function shown(money: Money, currency: string | undefined): string {
	const parts = [toNumber(absolute(money)), currency];
	return parts.filter((part) => part !== undefined).join(' ');
}

/** Says what came back outside the lines, and where the shop's own amounts say something else. */
export function warnOfSettlement(
	order: Payload,
	{ outsideLines, lessThanGoods, unexplained }: Settlement,
	refunds: Refunds,
	currency: string | undefined,
): void {
	const { findings } = order;
	const amount = (money: Money) => shown(money, currency);
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

/** Says where the parts of the total that Ometria has fields for do not add up to it. */
export function warnOfParts(
	order: Payload,
	{ amounts }: SentAmounts,
	{ extras, taxesIncluded }: OrderAmounts,
	currency: string | undefined,
): void {
	const excess = excessOf(amounts, taxesIncluded);
	if (absolute(excess) <= ROUNDING) return;
	const explained = sum(extras.map(({ money }) => money));
	order.findings.add('grand_total', 'parts_differ', {
		amount: shown(excess, currency),
		isMore: excess > 0n,
		extras: extras.map(({ name, money }) => `${name} ${shown(money, currency)}`),
		isExplained: explained !== undefined && absolute(explained - excess) <= ROUNDING,
	});
}
