import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { type Money, readMoney, sum } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import {
	absolute,
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
import { LINE_MAPPING, type Lines, linesOf } from './lines';

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

/** What was paid back. Magento leaves keys without a value out, so the lines say it where the order does not. */
const paidBack = (order: Payload, lines: Lines): Money =>
	amount(order, 'total_refunded') ?? lines.refundedOfAll;

/** What was cancelled before it was paid, of an order that is not cancelled as a whole. */
function cancelledOf(order: Payload, lines: Lines): Money {
	const ofOrder = amount(order, 'total_canceled') ?? 0n;
	return ofOrder > lines.cancelled ? ofOrder : lines.cancelled;
}

/** What the refunds make of a status. Source: "Processing returns and refunds" (documented). */
function withRefunds(order: Payload, lines: Lines, status: string, isValid: boolean): Json {
	// What was cancelled was never paid, so what was paid is not all of the order.
	const cancelled = cancelledOf(order, lines);
	const paid = cancelled > 0n ? 0n : amount(order, 'total_paid');
	const whole = paid || amount(order, 'grand_total') || 0n;
	const back = paidBack(order, lines) + cancelled;
	if (ENDED.has(status) || (back <= 0n && lines.refunded <= 0n)) {
		return { status, is_valid: isValid };
	}
	return back >= whole
		? { status: REFUNDED, is_valid: false }
		: { status: PARTIAL_REFUND, is_valid: isValid };
}

/** Where what was paid back is not what the lines say, which have no other field for it. */
function checkRefunds(order: Payload, lines: Lines, shown: (money: Money) => string): void {
	const { findings } = order;
	const uncancelled = cancelledOf(order, lines) - lines.cancelled;
	const other = paidBack(order, lines) - lines.refunded + uncancelled;
	// Parts of lines are rounded one by one.
	const slack = ROUNDING * BigInt(1 + (lines.records?.length ?? 0));
	if (other > slack) {
		findings.add('lineitems > refunded', 'refund_outside_lines', { amount: shown(other) });
	} else if (other < -slack) {
		findings.add('lineitems > refunded', 'refund_below_goods', { amount: shown(other) });
	}
	if (lines.cancelled > 0n) {
		findings.add('lineitems > refunded', 'cancelled_units', { amount: shown(lines.cancelled) });
	}
}

/** Amounts that lower the total after it was made up: paid by other means than money. */
const PAID_OTHERWISE: ReadonlyArray<readonly [key: string, name: string]> = [
	['customer_balance_amount', 'store credit'],
	['gift_cards_amount', 'gift cards'],
	['reward_currency_amount', 'reward points'],
];
/** Names that extensions give to what they add to a total. */
const FEE = /(?:^|_)(?:fee|surcharge)(?:_amount)?$/;
const LONGEST_NAME = 40;

/** Parts of the total for which Ometria has no field. */
function extrasOf(order: Payload): Extra[] {
	const places = [order, phpObject(order, 'extension_attributes')];
	const extras = PAID_OTHERWISE.flatMap(([key, name]): Extra[] => {
		const place = places.find((payload) => payload.has(key));
		const money = place && amount(place, key);
		return money === undefined || money === 0n ? [] : [{ name, money: -absolute(money) }];
	});
	const weee = sum(
		(order.rows('items') ?? []).map((row) => amount(row, 'weee_tax_applied_row_amount')),
	);
	if (weee) extras.push({ name: 'fixed product taxes', money: weee });
	for (const [key, value] of places.flatMap(({ json }) => Object.entries(json))) {
		const money = key.length <= LONGEST_NAME && FEE.test(key) ? readMoney(value) : undefined;
		if (money) extras.push({ name: key.replaceAll('_', ' '), money });
	}
	return extras;
}

/** The part of shipping with taxes that is neither its amount nor its tax: a discount took it away. */
function shippingCompensation(order: Payload): Money {
	const said = amount(order, 'shipping_discount_tax_compensation_amount');
	const [whole, net, tax] = ['shipping_incl_tax', 'shipping_amount', 'shipping_tax_amount'].map(
		(key) => amount(order, key),
	);
	if (said !== undefined || whole === undefined || net === undefined || tax === undefined) {
		return said ?? 0n;
	}
	const hasDiscount = (amount(order, 'shipping_discount_amount') ?? 0n) !== 0n;
	return hasDiscount ? whole - net - tax : 0n;
}

/** How Magento writes yes, such as that an order has no account. */
const YES: ReadonlySet<unknown> = new Set([1, true, '1', 'true']);

/** By how much the total is more than the parts that Ometria has fields for. */
function excess(order: Payload): Money | undefined {
	const discount = amount(order, 'discount_amount');
	return excessOver(amount(order, 'grand_total'), [
		amount(order, 'subtotal'),
		amount(order, 'tax_amount'),
		amount(order, 'shipping_amount') ?? (YES.has(order.json.is_virtual) ? 0n : undefined),
		-absolute(discount ?? 0n),
		// Where prices include taxes, this part of them is in no other amount.
		amount(order, 'discount_tax_compensation_amount') ?? 0n,
		shippingCompensation(order),
	]);
}

/** Whether what nothing explains in the total may be the part of a tax that a discount took away. */
function mayLackCompensation(
	order: Payload,
	rest: Money | undefined,
	extras: readonly Extra[],
): boolean {
	if (rest === undefined) return true;
	const open = rest - (sum(extras.map(({ money }) => money)) ?? 0n);
	return open > ROUNDING && open <= absolute(amount(order, 'discount_amount') ?? open);
}

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
		id: YES.has(order.json.customer_is_guest)
			? undefined
			: prefixed(order.id('customer_id'), settings),
		email: order.text('customer_email') ?? billing.text('email'),
		firstname: order.text('customer_firstname') ?? billing.text('firstname'),
		lastname: order.text('customer_lastname') ?? billing.text('lastname'),
		phone_number: phoneNumber(billing.json.telephone),
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
	return withoutUndefined(amounts);
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

/** Where each field of an order comes from, for the mapping page. */
const MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: 'increment_id',
		rule: 'With ID Prefix and its zeros; at most 36 characters',
	},
	{ field: 'web_id', source: 'increment_id', rule: '' },
	{ field: 'timestamp', source: 'created_at', rule: 'Is UTC. Refunds do not change it' },
	{
		field: 'status',
		source: 'status, state, total_refunded, total_canceled, total_paid, items[].amount_refunded',
		rule: "The order's own status in the states new, pending_payment, payment_review and processing; else by the table of states. refunded when the refunds reach what was paid; partial_refund when they do not. Where total_refunded is missing, the items say what came back. Cancelled orders keep their status",
	},
	{
		field: 'is_valid',
		source: 'state, status, total_refunded, total_paid',
		rule: 'By the table of states; the lists in the settings may name states and statuses. The status fraud has a row for the state processing. False when the refunds reach what was paid',
	},
	{ field: 'currency', source: 'order_currency_code', rule: '' },
	{
		field: 'grand_total',
		source: 'grand_total',
		rule: 'As ordered: not reduced by refunds',
	},
	{ field: 'subtotal', source: 'subtotal', rule: 'Before discount, without tax and shipping' },
	{ field: 'discount', source: 'discount_amount', rule: 'Sent as 0 or less' },
	{ field: 'shipping', source: 'shipping_amount', rule: 'Without tax' },
	{ field: 'tax', source: 'tax_amount', rule: '' },
	{
		field: 'totals > base',
		source: 'base_currency_code, base_grand_total, base_subtotal, …',
		rule: 'Only when the two currencies differ and the setting Account Currency is the base currency',
	},
	{
		field: 'totals > local',
		source: 'order_currency_code, grand_total, subtotal, …',
		rule: 'With totals > base',
	},
	{
		field: 'store',
		source: 'store_id',
		rule: 'Where the setting Store is filled in, that',
	},
	{ field: 'payment_method', source: 'payment.method', rule: '' },
	{
		field: 'shipping_method',
		source: 'extension_attributes.shipping_assignments[0].shipping.method, shipping_description',
		rule: '',
	},
	{ field: 'coupon_code', source: 'coupon_code', rule: '' },
	{ field: 'ip_address', source: 'remote_ip', rule: '' },
	{
		field: 'customer > id',
		source: 'customer_id',
		rule: 'With ID Prefix. Left out for guests (customer_is_guest, or 0)',
	},
	{ field: 'customer > email', source: 'customer_email, billing_address.email', rule: '' },
	{
		field: 'customer > firstname',
		source: 'customer_firstname, billing_address.firstname',
		rule: '',
	},
	{ field: 'customer > lastname', source: 'customer_lastname, billing_address.lastname', rule: '' },
	{
		field: 'customer > phone_number',
		source: 'billing_address.telephone',
		rule: 'Only if it begins with + and a country code',
	},
	...[
		['billing_address', 'billing_address'],
		['shipping_address', 'extension_attributes.shipping_assignments[0].shipping.address'],
	].flatMap(([field, source]) => [
		{ field: `${field} > city`, source: `${source}.city`, rule: '' },
		{ field: `${field} > state`, source: `${source}.region`, rule: '' },
		{ field: `${field} > postcode`, source: `${source}.postcode`, rule: '' },
		{ field: `${field} > country_code`, source: `${source}.country_id`, rule: '' },
	]),
	...LINE_MAPPING,
];

function convertOrder(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const order = new Payload(json, path, findings);
	const state = text(json.state)?.toLowerCase();
	const known = state === undefined ? undefined : statusOf(order, state, settings);
	if (state !== undefined && known?.kind === 'skip') {
		const status = text(json.status) ?? state;
		return { kind: 'skipped', reason: `order with the status "${status}"` };
	}
	if (state === undefined) order.refuse('state', 'a state such as "processing"');
	else if (known?.kind === 'unknown') refuseStatus(order, 'state', state);

	const extension = phpObject(order, 'extension_attributes');
	const assignment = extension.rows('shipping_assignments')?.[0];
	const shipping = assignment && phpObject(assignment, 'shipping');
	const shippingAddress = shipping && phpObject(shipping, 'address');
	const billing = phpObject(order, 'billing_address');
	const rest = excess(order);
	const extras = extrasOf(order);
	const lines = linesOf(order, settings, {
		isCancelled: state === 'canceled',
		mayLackCompensation: mayLackCompensation(order, rest, extras),
	});
	const customer = customerOf(order, billing, settings);
	const store = settings.store ?? order.id('store_id');
	const sent =
		known?.kind === 'send' ? withRefunds(order, lines, known.status, known.isValid) : undefined;
	const money = currency(json.order_currency_code);

	checkStore(store, findings);
	warnOfParts(findings, rest, extras, money);
	if (sent?.status === PARTIAL_REFUND) {
		checkRefunds(order, lines, (back) => amountText(back, money));
	} else if (sent?.is_valid === true && !order.has('total_refunded') && !lines.saysRefunds) {
		const key = 'total_refunded, and amount_refunded of the items';
		findings.add('lineitems > refunded', 'refunds_unknown', { key });
	}
	const incrementId = order.id('increment_id');
	required(order, 'grand_total', amount(order, 'grand_total'), AMOUNT);
	return settle(
		findings,
		withoutUndefined({
			id: orderId(order, 'increment_id', incrementId, settings),
			web_id: incrementId,
			timestamp: required(order, 'created_at', shopTime(order, 'created_at'), UTC_TIME),
			...sent,
			currency: required(order, 'order_currency_code', money, 'a currency such as GBP'),
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
	mapping: MAPPING,
	statuses: STATUSES,
};
