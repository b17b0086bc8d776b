import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { type Money, sum } from '../shared/money';
import { Payload } from '../shared/payload';
import { PUSH_WITH_REFUNDS } from '../shared/payloadKinds';
import { settle } from '../shared/settle';
import {
	AMOUNT,
	amount,
	amountNumber,
	asDiscount,
	checkStore,
	numberOf,
	orderId,
	phpObject,
	prefixed,
	refuseStatus,
	required,
	shopTime,
	UTC_TIME,
} from '../shared/shopRecords';
import { ORDER_SETTINGS, orderStatus, PARTIAL_REFUND, REFUNDED } from '../shared/statuses';
import { amountText, excessOver, type Extra, ROUNDING, warnOfParts } from '../shared/totals';
import {
	country,
	currency,
	objectOrNothing,
	phoneNumber,
	text,
	withoutUndefined,
} from '../shared/values';
import type {
	FormatOperation,
	FormatSettings,
	Formatted,
	Json,
	MappingRow,
	StatusRow,
} from '../types';
import { decodeHtml } from './html';
import { LINE_MAPPING, type Lines, linesOf } from './lines';
import { readRefunds, type Refunds } from './refunds';

/** Ends of an order that a refund does not change. */
const ENDED: ReadonlySet<string> = new Set(['cancelled', 'failed', REFUNDED]);

/**
 * Source of the shop's words: `Enums\OrderStatus` of WooCommerce (documented). Which of them count
 * follows "Valid orders in Ometria": payment received, nothing refunded.
 */
export const STATUSES: readonly StatusRow[] = [
	{ shop: 'auto-draft', status: undefined, group: 'skipped' },
	{ shop: 'checkout-draft', status: undefined, group: 'skipped' },
	{ shop: 'draft', status: undefined, group: 'skipped' },
	{ shop: 'new', status: undefined, group: 'skipped' },
	{ shop: 'pending', status: 'pending', group: 'unpaid' },
	{ shop: 'on-hold', status: 'on_hold', group: 'unpaid' },
	{ shop: 'processing', status: 'processing', group: 'counted' },
	{ shop: 'completed', status: 'complete', group: 'counted' },
	{ shop: 'cancelled', status: 'cancelled', group: 'notCounted' },
	{ shop: 'failed', status: 'failed', group: 'notCounted' },
	{ shop: 'refunded', status: REFUNDED, group: 'notCounted' },
	{ shop: 'trash', status: 'cancelled', group: 'notCounted' },
];

function address(payload: Payload): Json | undefined {
	return objectOrNothing({
		city: payload.text('city'),
		state: payload.text('state'),
		postcode: payload.text('postcode'),
		country_code: country(payload.json.country),
	});
}

function customerOf(order: Payload, billing: Payload, settings: FormatSettings): Json | undefined {
	return objectOrNothing({
		id: prefixed(order.id('customer_id'), settings),
		email: billing.text('email'),
		firstname: billing.text('first_name'),
		lastname: billing.text('last_name'),
		phone_number: phoneNumber(billing.json.phone),
	});
}

/** Says what came back that no line says, and where the payload does not say what came back. */
function checkRefunds(
	refunds: Refunds,
	lines: Lines,
	findings: Findings,
	shown: (money: Money) => string,
): void {
	if (!refunds.isKnown) findings.add('lineitems > refunded', 'refunds_unknown', { key: 'refunds' });
	const other = refunds.money - lines.refunded;
	if (other > ROUNDING) {
		findings.add('lineitems > refunded', 'refund_outside_lines', {
			amount: shown(other),
			canBeByLine: refunds.withoutLines,
		});
	} else if (other < -ROUNDING) {
		findings.add('lineitems > refunded', 'refund_below_goods', { amount: shown(other) });
	}
}

/** Parts of the total for which Ometria has no field. Gift cards come with WooCommerce's extension of that name. */
function extrasOf(order: Payload): Extra[] {
	const fees = (order.rows('fee_lines') ?? []).map((fee) => ({
		name: decodeHtml(fee.text('name')) ?? 'fee',
		money: amount(fee, 'total'),
	}));
	const cards = (order.rows('gift_cards') ?? []).map((card) => amount(card, 'amount'));
	if (cards.length === 0) return fees;
	const paid = cards.includes(undefined) ? undefined : sum(cards);
	return [...fees, { name: 'gift cards', money: paid === undefined ? undefined : -paid }];
}

/** Whether this is a subscription of WooCommerce's extension: it renews orders, and is not one itself. */
const isSubscription = (order: Payload) =>
	order.has('billing_period') && order.has('billing_interval', 'next_payment_date_gmt');

/** Where each field of an order comes from, for the mapping page. */
const MAPPING: readonly MappingRow[] = [
	{ field: 'id', source: 'id', rule: 'With ID Prefix; at most 36 characters' },
	{ field: 'web_id', source: 'number', rule: '' },
	{
		field: 'timestamp',
		source: 'date_created_gmt',
		rule: 'Is UTC. Refunds do not change it',
	},
	{
		field: 'status',
		source: 'status, refunds',
		rule: 'By the table of statuses. refunded when the refunds reach the total; partial_refund when they do not and the status counts. Cancelled and failed orders keep their status',
	},
	{
		field: 'is_valid',
		source: 'status, refunds',
		rule: 'By the table of statuses; false when the refunds reach the total',
	},
	{ field: 'currency', source: 'currency', rule: '' },
	{
		field: 'grand_total',
		source: 'total',
		rule: 'As ordered: with tax, shipping and fees, not reduced by refunds',
	},
	{
		field: 'subtotal',
		source: 'line_items[].total',
		rule: 'The sum: after discounts, without tax and shipping. Left out when a line has no total',
	},
	{ field: 'discount', source: 'discount_total', rule: 'Sent as 0 or less, without tax' },
	{ field: 'shipping', source: 'shipping_total', rule: 'Without tax' },
	{ field: 'tax', source: 'total_tax', rule: '' },
	{ field: 'store', source: '', rule: 'The setting Store; left out without it' },
	{ field: 'payment_method', source: 'payment_method', rule: '' },
	{ field: 'shipping_method', source: 'shipping_lines[0].method_title', rule: '' },
	{ field: 'coupon_code', source: 'coupon_lines[0].code', rule: 'The first of several' },
	{ field: 'ip_address', source: 'customer_ip_address', rule: '' },
	{
		field: 'customer > id',
		source: 'customer_id',
		rule: 'With ID Prefix. 0 is a guest and is left out',
	},
	{ field: 'customer > email', source: 'billing.email', rule: '' },
	{ field: 'customer > firstname', source: 'billing.first_name', rule: '' },
	{ field: 'customer > lastname', source: 'billing.last_name', rule: '' },
	{
		field: 'customer > phone_number',
		source: 'billing.phone',
		rule: 'Only if it begins with + and a country code',
	},
	...['billing', 'shipping'].flatMap((kind) => [
		{ field: `${kind}_address > city`, source: `${kind}.city`, rule: '' },
		{
			field: `${kind}_address > state`,
			source: `${kind}.state`,
			rule: 'As it is: a code or a name',
		},
		{ field: `${kind}_address > postcode`, source: `${kind}.postcode`, rule: '' },
		{ field: `${kind}_address > country_code`, source: `${kind}.country`, rule: '' },
	]),
	...LINE_MAPPING,
];

function convertOrder(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const order = new Payload(json, path, findings);
	if (isSubscription(order)) return { kind: 'skipped', reason: 'subscription' };
	if (order.id('parent_id') !== undefined && !order.has('billing')) {
		findings.add(path, 'other_payload', {
			what: 'a refund of WooCommerce',
			advice: PUSH_WITH_REFUNDS,
		});
		return settle(findings, {});
	}
	const shopStatus = text(json.status)?.replace(/^wc-/, '');
	const known = shopStatus === undefined ? undefined : orderStatus(shopStatus, STATUSES, settings);
	if (shopStatus !== undefined && known?.kind === 'skip') {
		return { kind: 'skipped', reason: `order with the status "${shopStatus}"` };
	}
	if (shopStatus === undefined) order.refuse('status', 'a status such as "processing"');
	else if (known?.kind === 'unknown') refuseStatus(order, 'status', shopStatus);

	const total = required(order, 'total', amount(order, 'total'), AMOUNT);
	const refunds = readRefunds(order);
	const lines = linesOf(order, refunds, settings);
	const billing = phpObject(order, 'billing');
	const customer = customerOf(order, billing, settings);
	const coupons = order.rows('coupon_lines') ?? [];
	const code = currency(json.currency);
	const sent =
		known?.kind === 'send'
			? withRefunds(known.status, known.isValid, refunds.money, total ?? 0n)
			: undefined;

	checkStore(settings.store, findings);
	const parts = [lines.subtotal, amount(order, 'shipping_total'), amount(order, 'total_tax')];
	warnOfParts(findings, excessOver(total, parts), extrasOf(order), code);
	if (sent?.is_valid === true) {
		checkRefunds(refunds, lines, findings, (money) => amountText(money, code));
	}
	if (coupons.length > 1) {
		findings.add('coupon_code', 'first_coupon', { count: coupons.length });
	}
	return settle(
		findings,
		withoutUndefined({
			id: orderId(order, 'id', order.id('id'), settings),
			web_id: order.text('number'),
			timestamp: required(order, 'date_created_gmt', shopTime(order, 'date_created_gmt'), UTC_TIME),
			...sent,
			currency: required(order, 'currency', code, 'a currency such as GBP'),
			grand_total: numberOf(total),
			subtotal: numberOf(lines.subtotal),
			discount: asDiscount(amount(order, 'discount_total')),
			shipping: amountNumber(order, 'shipping_total'),
			tax: amountNumber(order, 'total_tax'),
			store: settings.store,
			payment_method: order.text('payment_method'),
			shipping_method: decodeHtml(order.rows('shipping_lines')?.[0]?.text('method_title')),
			coupon_code: coupons[0]?.text('code'),
			ip_address: order.text('customer_ip_address'),
			customer,
			billing_address: address(billing),
			shipping_address: address(phpObject(order, 'shipping')),
			lineitems: lines.records,
		}),
	);
}

/** What the refunds make of a status. Source: "Processing returns and refunds" (documented). */
function withRefunds(status: string, isValid: boolean, refunded: Money, total: Money): Json {
	if (refunded > 0n && !ENDED.has(status)) {
		if (total > 0n && refunded >= total) return { status: REFUNDED, is_valid: false };
		if (isValid) return { status: PARTIAL_REFUND, is_valid: true };
	}
	return { status, is_valid: isValid };
}

/** An order of the REST API v3 or of a webhook, with its refunds in short or in full. */
export const ORDER: FormatOperation = {
	convert: (json, settings) =>
		convertEach(json, 'WooCommerce', 'order', (payload, path) => [
			convertOrder(payload, path, settings),
		]),
	merge: false,
	settings: [...ORDER_SETTINGS, 'productId'],
	mapping: MAPPING,
	statuses: STATUSES,
};
