import { parseTimeMs } from '../../utils/time';
import type { Money } from '../shared/money';
import type { Payload } from '../shared/payload';
import { type OrderStatus, orderStatus, PARTIAL_REFUND, REFUNDED } from '../shared/statuses';
import { text } from '../shared/values';
import type { FormatSettings, MappingRow, StatusRow } from '../types';

/**
 * Shopify's words and what they become. `paid`, `pending` (open) and the names of the others are
 * those of Ometria's own importer (documented); which count is ours: what is paid, and nothing that
 * was undone. `fulfilled` is an order that is paid and fulfilled.
 */
export const STATUSES: readonly StatusRow[] = [
	{ shop: 'cancelled', status: 'cancelled', group: 'notCounted' },
	{ shop: 'voided', status: 'voided', group: 'notCounted' },
	{ shop: 'expired', status: 'expired', group: 'notCounted' },
	{ shop: 'refunded', status: REFUNDED, group: 'notCounted' },
	{ shop: 'partially_refunded', status: PARTIAL_REFUND, group: 'counted' },
	{ shop: 'fulfilled', status: 'complete', group: 'counted' },
	{ shop: 'paid', status: 'paid', group: 'counted' },
	{ shop: 'authorized', status: 'authorized', group: 'unpaid' },
	{ shop: 'pending', status: 'open', group: 'unpaid' },
	{ shop: 'partially_paid', status: 'partially_paid', group: 'unpaid' },
];

export const STATUS_MAPPING: readonly MappingRow[] = [
	{
		field: 'status',
		source:
			'cancelled_at, financial_status, fulfillment_status; cancelledAt, displayFinancialStatus, displayFulfillmentStatus',
		rule: 'The table of statuses; a status in no list is an error. An order with cancelled_at is cancelled. One of which nothing is left (current_total_price is 0) is refunded. A paid one of which something came back is partially_refunded; a paid one that is fulfilled is fulfilled',
	},
	{
		field: 'is_valid',
		source: 'as status',
		rule: 'Whether the status counts as revenue: the table of statuses, and the settings for it',
	},
];

/** What decides about an order beside its own words. */
export interface Evidence {
	total: Money | undefined;
	currentTotal: Money | undefined;
	/** Whether units or money came back. */
	cameBack: boolean;
}

/** A word such as "NULL", as spreadsheets and databases write it, is not a cancellation. */
function pointInTime(value: unknown): number | undefined {
	return parseTimeMs(text(value), 'UTC');
}

/** The order's words, the closest first; empty where it has no financial status. */
function wordsOf(order: Payload, { total, currentTotal, cameBack }: Evidence): readonly string[] {
	if (order.read(['cancelled_at', 'cancelledAt'], pointInTime, 'a time') !== undefined) {
		return ['cancelled'];
	}
	const financial = order.text('financial_status', 'displayFinancialStatus')?.toLowerCase();
	if (financial === undefined) return [];
	if (financial === 'voided' || financial === 'expired') return [financial];
	if (currentTotal === 0n && total !== undefined && total > 0n) return ['refunded'];
	if (financial !== 'paid') return [financial];
	const fulfillment = order.text('fulfillment_status', 'displayFulfillmentStatus');
	const isFulfilled = fulfillment?.toLowerCase() === 'fulfilled';
	return [
		...(cameBack ? ['partially_refunded'] : []),
		...(isFulfilled ? ['fulfilled'] : []),
		'paid',
	];
}

/** What Ometria gets for the order's status, and the word that decided. */
export function statusOf(
	order: Payload,
	evidence: Evidence,
	settings: FormatSettings,
): { found: OrderStatus; word: string } {
	const [word = '', ...wider] = wordsOf(order, evidence);
	const found: OrderStatus =
		word === '' ? { kind: 'unknown' } : orderStatus(word, STATUSES, settings, wider);
	return { found, word };
}
