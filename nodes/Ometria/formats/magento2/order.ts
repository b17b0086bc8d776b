import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { toNumber } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import {
	AMOUNT,
	amount,
	amountNumber,
	asDiscount,
	checkStore,
	orderId,
	phpObject,
	prefixed,
	refuseStatus,
	required,
	shopTime,
	UTC_TIME,
} from '../shared/shopRecords';
import {
	ORDER_SETTINGS,
	type OrderStatus,
	orderStatus,
	PARTIAL_REFUND,
	REFUNDED,
} from '../shared/statuses';
import {
	country,
	currency,
	internationalPhone,
	objectOrNothing,
	text,
	withoutGaps,
} from '../shared/values';
import type { FormatOperation, FormatSettings, Formatted, Json, StatusRow } from '../types';
import { type Lines, linesOf } from './lines';
import { ORDER_MAPPING } from './orderMapping';

/** Ends of an order that a refund does not change. */
const ENDED: ReadonlySet<string> = new Set(['cancelled', REFUNDED]);
const FRAUD = 'fraud';

/**
 * Source of the states: constants of Magento's core (documented). A status of the shop's own belongs
 * to one of them, so it needs no row; the user's lists may name it all the same.
 */
const STATUSES: readonly StatusRow[] = [
	{ shop: 'new', status: 'pending', group: 'unpaid' },
	{ shop: 'pending_payment', status: 'pending_payment', group: 'unpaid' },
	{ shop: 'payment_review', status: 'payment_review', group: 'unpaid' },
	{ shop: 'holded', status: 'on_hold', group: 'unpaid' },
	{ shop: 'processing', status: 'processing', group: 'counted' },
	{ shop: FRAUD, status: FRAUD, group: 'notCounted' },
	{ shop: 'complete', status: 'complete', group: 'counted' },
	{ shop: 'closed', status: REFUNDED, group: 'notCounted' },
	{ shop: 'canceled', status: 'cancelled', group: 'notCounted' },
];
/** States whose orders keep the shop's own word as their status. */
const KEEPS_STATUS: ReadonlySet<string> = new Set([
	'new',
	'pending_payment',
	'payment_review',
	'processing',
]);

/** An order's amounts; with `base_` before them they are in the shop's own currency. */
const AMOUNTS = {
	shipping: 'shipping_amount',
	tax: 'tax_amount',
	discount: 'discount_amount',
	subtotal: 'subtotal',
	grand_total: 'grand_total',
} as const;

/** The state decides; what the user's lists say of the shop's own status comes first. */
function statusOf(order: Payload, state: string, settings: FormatSettings): OrderStatus {
	const own = text(order.json.status);
	if (own !== undefined && orderStatus(own, [], settings).kind !== 'unknown') {
		return orderStatus(own, STATUSES, settings);
	}
	const isFraud = state === 'processing' && own?.toLowerCase() === FRAUD;
	const found = orderStatus(isFraud ? FRAUD : state, STATUSES, settings);
	return found.kind === 'send' && own !== undefined && KEEPS_STATUS.has(state)
		? { ...found, status: own }
		: found;
}

/** What the refunds make of a status. Source: "Processing returns and refunds" (documented). */
function withRefunds(order: Payload, status: string, isValid: boolean): Json {
	const refunded = amount(order, 'total_refunded') ?? 0n;
	const paid = amount(order, 'total_paid') || amount(order, 'grand_total') || 0n;
	if (refunded > 0n && !ENDED.has(status)) {
		return refunded >= paid
			? { status: REFUNDED, is_valid: false }
			: { status: PARTIAL_REFUND, is_valid: isValid };
	}
	return { status, is_valid: isValid };
}

function checkOtherRefunds(order: Payload, lines: Lines): void {
	const other = (amount(order, 'total_refunded') ?? 0n) - lines.refunded;
	if (other <= 0n) return;
	const amountBack = String(toNumber(other));
	order.findings.add('lineitems > refunded', 'refund_outside_lines', { amount: amountBack });
}

/** How Magento writes that an order has no account. */
const GUEST: ReadonlySet<unknown> = new Set([1, true, '1', 'true']);

function address(payload: Payload): Json | undefined {
	return objectOrNothing({
		city: payload.text('city'),
		state: payload.text('region'),
		postcode: payload.text('postcode'),
		country_code: country(payload.json.country_id),
	});
}

function customerOf(order: Payload, billing: Payload, settings: FormatSettings): Json | undefined {
	return objectOrNothing({
		id: GUEST.has(order.json.customer_is_guest)
			? undefined
			: prefixed(order.id('customer_id'), settings),
		email: order.text('customer_email') ?? billing.text('email'),
		firstname: order.text('customer_firstname') ?? billing.text('firstname'),
		lastname: order.text('customer_lastname') ?? billing.text('lastname'),
		phone_number: internationalPhone(billing.json.telephone),
	});
}

/** @param prefix before the shop's names: '' for the order's currency, `base_` for the shop's */
function amountsOf(order: Payload, prefix: '' | 'base_'): Json {
	const amounts: Json = {};
	for (const [field, name] of Object.entries(AMOUNTS)) {
		const key = `${prefix}${name}`;
		amounts[field] =
			field === 'discount' ? asDiscount(amount(order, key)) : amountNumber(order, key);
	}
	return withoutGaps(amounts);
}

/** Both currencies, where Ometria's base is the shop's. Source: ORDERS (documented). */
function totals(order: Payload, settings: FormatSettings): Json | undefined {
	const base = currency(order.json.base_currency_code);
	const local = currency(order.json.order_currency_code);
	const account = settings.accountCurrency;
	if (account === undefined || base === undefined || local === undefined || base === local) {
		return undefined;
	}
	if (base !== account) {
		order.findings.add('totals', 'base_currency_differs', { base, account });
		return undefined;
	}
	return {
		base: { currency: base, ...amountsOf(order, 'base_') },
		local: { currency: local, ...amountsOf(order, '') },
	};
}

function convertOrder(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const order = new Payload(json, path, findings);
	const state = text(json.state)?.toLowerCase();
	const known = state === undefined ? undefined : statusOf(order, state, settings);
	if (known?.kind === 'skip') {
		return { kind: 'skipped', reason: `status ${text(json.status) ?? state}` };
	}
	if (state === undefined) order.refuse('state', 'a state such as "processing"');
	else if (known?.kind === 'unknown') refuseStatus(order, 'state', state);

	const extension = phpObject(order, 'extension_attributes');
	const assignment = extension.rows('shipping_assignments')?.[0];
	const shipping = assignment && phpObject(assignment, 'shipping');
	const shippingAddress = shipping && phpObject(shipping, 'address');
	const billing = phpObject(order, 'billing_address');
	const lines = linesOf(order, settings);
	const customer = customerOf(order, billing, settings);
	const store = settings.store ?? order.id('store_id');
	const sent = known?.kind === 'send' ? withRefunds(order, known.status, known.isValid) : undefined;

	checkStore(store, findings);
	if (sent?.status === PARTIAL_REFUND) checkOtherRefunds(order, lines);
	const incrementId = order.id('increment_id');
	required(order, 'grand_total', amount(order, 'grand_total'), AMOUNT);
	return settle(
		findings,
		withoutGaps({
			id: orderId(order, 'increment_id', incrementId, settings),
			web_id: incrementId,
			timestamp: required(order, 'created_at', shopTime(order, 'created_at'), UTC_TIME),
			...sent,
			currency: required(
				order,
				'order_currency_code',
				currency(json.order_currency_code),
				'a currency such as GBP',
			),
			...amountsOf(order, ''),
			totals: totals(order, settings),
			store,
			payment_method: phpObject(order, 'payment').text('method'),
			shipping_method: shipping?.text('method') ?? order.text('shipping_description'),
			coupon_code: order.text('coupon_code'),
			ip_address: order.text('remote_ip'),
			customer,
			billing_address: address(billing),
			shipping_address: shippingAddress && address(shippingAddress),
			lineitems: lines.records,
		}),
	);
}

/** An order of the REST API V1, alone or in the list of a search. */
export const ORDER: FormatOperation = {
	convert: (json, settings) =>
		convertEach(json, 'Magento 2', 'order', (payload, path) => [
			convertOrder(payload, path, settings),
		]),
	merge: false,
	settings: [...ORDER_SETTINGS, 'productId', 'accountCurrency'],
	mapping: ORDER_MAPPING,
	statuses: STATUSES,
};
