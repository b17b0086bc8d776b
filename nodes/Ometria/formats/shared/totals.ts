import type { Findings } from '../../records/findings';
import { type Money, sum, toNumber } from './money';
import { absolute } from './shopRecords';

/** In ten-thousandths of the currency: differences up to 0.01 come from rounding. */
export const ROUNDING = 100n;

/** A part of an order's total for which Ometria has no field: more than 0 raises the total. */
export interface Extra {
	name: string;
	/** Undefined where the payload names it and does not say how much it is. */
	money: Money | undefined;
}

/** An amount in a sentence, without its sign. */
export function amountText(money: Money, currency: string | undefined): string {
	const parts = [toNumber(absolute(money)), currency];
	return parts.filter((part) => part !== undefined).join(' ');
}

/**
 * Says where the parts of the total that Ometria has fields for do not add up to it.
 *
 * @param excess by how much the total is more than these parts; undefined where one of them is unknown
 */
export function warnOfParts(
	findings: Findings,
	excess: Money | undefined,
	extras: readonly Extra[],
	currency: string | undefined,
): void {
	if (excess === undefined || absolute(excess) <= ROUNDING) return;
	const isKnown = extras.every(({ money }) => money !== undefined);
	const explained = isKnown ? sum(extras.map(({ money }) => money)) : undefined;
	findings.add('grand_total', 'parts_differ', {
		amount: amountText(excess, currency),
		isMore: excess > 0n,
		extras: extras.map(({ name, money }) =>
			money === undefined
				? `${name} (the payload does not say how much)`
				: `${name} ${amountText(money, currency)}`,
		),
		isExplained: explained !== undefined && absolute(explained - excess) <= ROUNDING,
	});
}

/** A total less its parts; undefined where one of them is unknown. */
export function excessOver(
	total: Money | undefined,
	parts: ReadonlyArray<Money | undefined>,
): Money | undefined {
	if (total === undefined || parts.includes(undefined)) return undefined;
	return total - (sum(parts) ?? 0n);
}
