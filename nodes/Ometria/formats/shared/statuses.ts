import type { FormatSettingName, FormatSettings, StatusRow } from '../types';

/** Ometria's statuses of orders of which something, or everything, came back. */
export const PARTIAL_REFUND = 'partial_refund';
export const REFUNDED = 'refunded';

/** The settings that orders of every shop read. */
export const ORDER_SETTINGS: readonly FormatSettingName[] = [
	'store',
	'idPrefix',
	'unpaidOrders',
	'statusesCounted',
	'statusesNotCounted',
	'statusesSkipped',
];

/** What an order's status in the shop means for Ometria. */
export type OrderStatus =
	{ kind: 'send'; status: string; isValid: boolean } | { kind: 'skip' } | { kind: 'unknown' };

/**
 * Looks a status up: first in the user's own lists, then in the format's table. An unknown status
 * is never guessed, as it decides what counts as revenue.
 *
 * @param shopStatus the shop's word, in any case
 * @param widerStatuses words that apply to the order as well, lower case, the closest first: a
 * "fulfilled" order is "paid" too. They count only where the user lists them.
 */
export function orderStatus(
	shopStatus: string,
	table: readonly StatusRow[],
	settings: FormatSettings,
	widerStatuses: readonly string[] = [],
): OrderStatus {
	const own = shopStatus.toLowerCase();
	const row = table.find(({ shop }) => shop === own);
	const status = row?.status ?? own;
	const word = [own, ...widerStatuses].find((candidate) => isListed(candidate, settings)) ?? own;
	if (settings.statusesSkipped.includes(word)) return { kind: 'skip' };
	if (settings.statusesCounted.includes(word)) return { kind: 'send', status, isValid: true };
	if (settings.statusesNotCounted.includes(word)) return { kind: 'send', status, isValid: false };
	if (!row) return { kind: 'unknown' };
	if (row.group === 'skipped') return { kind: 'skip' };
	if (row.group === 'unpaid') {
		if (settings.unpaidOrders === 'skip') return { kind: 'skip' };
		return { kind: 'send', status, isValid: settings.unpaidOrders === 'count' };
	}
	return { kind: 'send', status, isValid: row.group === 'counted' };
}

function isListed(word: string, settings: FormatSettings): boolean {
	return (
		settings.statusesSkipped.includes(word) ||
		settings.statusesCounted.includes(word) ||
		settings.statusesNotCounted.includes(word)
	);
}
