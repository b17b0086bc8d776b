import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { checkStore, orderId, prefixed, refuseStatus, required } from '../shared/shopRecords';
import { ORDER_SETTINGS } from '../shared/statuses';
import { ROUNDING, warnOfParts } from '../shared/totals';
import { currency, objectOrNothing, readBoolean, text, withoutUndefined } from '../shared/values';
import type {
	Convert,
	FormatOperation,
	FormatSettings,
	Formatted,
	Json,
	MappingRow,
	SkipReason,
} from '../types';
import {
	AMOUNT_MAPPING,
	currencyOfTotal,
	excessOf,
	type OrderAmounts,
	readOrderAmounts,
	toFields,
} from './amounts';
import { LINE_MAPPING, type OrderLines, orderLines } from './lines';
import {
	address,
	addressMapping,
	emailOf,
	keyOf,
	phoneOf,
	SHOPIFY,
	shopifyId,
	type Side,
	time,
} from './read';
import { readRefunds, type Refunds, refundsAdvice } from './refunds';
import {
	type SentAmounts,
	sentAmounts,
	type Settlement,
	settlementOf,
	warnOfSettlement,
} from './settlement';
import { STATUS_MAPPING, STATUSES, statusOf } from './status';

const CURRENCY = 'a currency as in GBP';
const DRAFT_STATUSES = new Set(['open', 'invoice_sent', 'completed']);

function isDraftId(id: unknown): boolean {
	return typeof id === 'string' && id.startsWith('gid://shopify/DraftOrder/');
}

/** Why an order is not sent on purpose; undefined for a real order. */
function whySkipped(order: Payload): SkipReason | undefined {
	if (order.read(['test'], readBoolean, 'true or false') === true) return 'test order';
	const { id, admin_graphql_api_id: gid, status } = order.json;
	if (isDraftId(id) || isDraftId(gid)) return 'draft order';
	if (order.has('financial_status', 'displayFinancialStatus')) return undefined;
	if (order.has('abandoned_checkout_url', 'abandonedCheckoutUrl')) {
		return 'checkout without an order';
	}
	const isOpen = typeof status === 'string' && DRAFT_STATUSES.has(status.toLowerCase());
	return isOpen || order.has('invoice_url', 'invoiceUrl') ? 'draft order' : undefined;
}

/** Who ordered; POS orders, and those of an app without rights to such data, may not say. */
function readCustomer(
	order: Payload,
	billing: Payload,
	settings: FormatSettings,
): Json | undefined {
	const customer = order.object('customer');
	const id = shopifyId(customer, 'id');
	return objectOrNothing({
		id: prefixed(id, settings),
		email: emailOf(customer) ?? order.text('email', 'contact_email'),
		firstname: customer.text('first_name', 'firstName') ?? billing.text('first_name', 'firstName'),
		lastname: customer.text('last_name', 'lastName') ?? billing.text('last_name', 'lastName'),
		phone_number: phoneOf(customer),
	});
}

/** The order number that the shopper sees. */
function readWebId(order: Payload): string | undefined {
	return order.text('order_number', 'number') ?? order.text('name')?.replace(/^#/, '');
}

function readChannel(order: Payload): string | undefined {
	const source = order.text('source_name', 'sourceName')?.toLowerCase();
	return source === undefined ? undefined : source === 'pos' ? 'offline' : 'online';
}

/** The first code; REST gives objects and GraphQL texts. */
function readCoupon(order: Payload): string | undefined {
	const { discountCodes } = order.json;
	const codes = Array.isArray(discountCodes)
		? order.values('discountCodes')
		: (order.rows('discount_codes') ?? []).map((row) => row.text('code'));
	const given = codes.map(text).filter((code) => code !== undefined);
	if (given.length > 1) {
		order.findings.add('coupon_code', 'first_coupon', { count: given.length });
	}
	return given.at(0);
}

function readPaymentMethod(order: Payload): string | undefined {
	const names = order.json.payment_gateway_names ?? order.json.paymentGatewayNames;
	const first: unknown = Array.isArray(names) ? names[0] : undefined;
	return text(first);
}

/** The currency of an order, by its own word or that of its total; two words refuse the order. */
function readCurrency(order: Payload, keys: readonly string[], side: Side): string | undefined {
	const own = order.read(keys, currency, CURRENCY);
	const ofTotal = currencyOfTotal(order, side);
	if (own !== undefined && ofTotal !== undefined && own !== ofTotal) {
		const key = keys.find((name) => order.has(name)) ?? keys[0];
		order.refuse(key, `${ofTotal}, the currency of the total`);
	}
	return own ?? ofTotal;
}

/** Amounts in two currencies, where the shopper saw another one than the shop's. */
function readTotals(
	order: Payload,
	shopCurrency: string,
	{ local, taxesIncluded }: OrderAmounts,
	{ amounts, moment }: SentAmounts,
): Json | undefined {
	const keys = ['presentment_currency', 'presentmentCurrencyCode'];
	const localCurrency = readCurrency(order, keys, 'presentment');
	if (localCurrency === undefined || localCurrency === shopCurrency) return undefined;
	const seen = moment === 'all' ? undefined : local(moment);
	if (!seen) return undefined;
	return {
		base: withoutUndefined({ currency: shopCurrency, ...toFields(amounts, taxesIncluded) }),
		local: withoutUndefined({ currency: localCurrency, ...toFields(seen, taxesIncluded) }),
	};
}

function warnOfLines(order: Payload, { withoutProduct }: OrderLines): void {
	if (withoutProduct === 0) return;
	order.findings.add('lineitems', 'lines_without_product', { count: withoutProduct });
}

function warnOfAmounts(
	order: Payload,
	sent: SentAmounts,
	fields: Json,
	{ taxesIncluded }: OrderAmounts,
): void {
	if (sent.isMixed) {
		const key = keyOf(order, 'current_total_price', 'currentTotalPriceSet');
		const advice = `${refundsAdvice(order)}, and for ${key}`;
		order.findings.add('grand_total', 'uncertain_total', { advice });
	}
	if (sent.amounts.subtotal !== undefined && fields.subtotal === undefined) {
		const isOpen = taxesIncluded === undefined;
		const key = isOpen
			? keyOf(order, 'taxes_included', 'taxesIncluded')
			: keyOf(order, 'total_tax', 'totalTaxSet');
		order.findings.add('subtotal', 'subtotal_left_out', { isOpen, key });
	}
}

interface OrderFacts {
	cameBack: boolean;
	/** Whether it does not count, and nothing is left of it. */
	isSettled: boolean;
	shopCurrency: string | undefined;
}

/** Says what came back, unless the order does not count and nothing is left of it. */
function warnOfReturns(
	order: Payload,
	settlement: Settlement,
	refunds: Refunds,
	{ cameBack, isSettled, shopCurrency }: OrderFacts,
): void {
	const { unexplained } = settlement;
	const seen = isSettled ? { ...settlement, unexplained: 0n } : settlement;
	warnOfSettlement(order, seen, refunds, shopCurrency);
	const word = order.text('financial_status', 'displayFinancialStatus')?.toLowerCase();
	if (word !== 'partially_refunded' || cameBack || unexplained !== 0n) return;
	const advice = refunds.isKnown ? 'Check the refunds of the order' : refundsAdvice(order);
	order.findings.add('grand_total', 'refunds_not_said', { advice });
}

/** Where the fields of an order come from; names of REST first, then of GraphQL. */
const MAPPING: readonly MappingRow[] = [
	{
		field: 'id',
		source: 'id, legacyResourceId',
		rule: "The number: of GraphQL's gid://shopify/Order/5551 it is 5551. ID Prefix goes before it. Test orders (test is true), draft orders and checkouts are skipped",
	},
	{ field: 'web_id', source: 'order_number, number, name', rule: 'Without #' },
	{ field: 'timestamp', source: 'created_at, createdAt', rule: '' },
	...STATUS_MAPPING,
	{
		field: 'currency',
		source:
			'currency, currencyCode; currency_code of total_price_set, currencyCode of totalPriceSet',
		rule: "The shop's; where the order and its total name two, it is an error",
	},
	...AMOUNT_MAPPING,
	{ field: 'store', source: '', rule: 'The setting Store' },
	{ field: 'channel', source: 'source_name, sourceName', rule: 'pos gives offline, else online' },
	{
		field: 'coupon_code',
		source: 'discount_codes[0].code, discountCodes[0]',
		rule: 'The first one',
	},
	{
		field: 'payment_method',
		source: 'payment_gateway_names[0], paymentGatewayNames[0]',
		rule: 'The first one',
	},
	{
		field: 'shipping_method',
		source: 'shipping_lines[].title, shippingLines[].title, shippingLine.title',
		rule: 'The first one that was not removed',
	},
	{ field: 'ip_address', source: 'browser_ip, clientIp', rule: '' },
	{
		field: 'customer > id',
		source: 'customer.id',
		rule: 'The number, with ID Prefix; the same as the customer_id of the contact',
	},
	{
		field: 'customer > email',
		source:
			'customer.email, customer.email_address, customer.defaultEmailAddress.emailAddress, email, contact_email',
		rule: '',
	},
	{
		field: 'customer > firstname',
		source:
			'customer.first_name, customer.firstName, billing_address.first_name, billingAddress.firstName',
		rule: '',
	},
	{
		field: 'customer > lastname',
		source:
			'customer.last_name, customer.lastName, billing_address.last_name, billingAddress.lastName',
		rule: '',
	},
	{
		field: 'customer > phone_number',
		source: 'customer.phone, customer.defaultPhoneNumber.phoneNumber',
		rule: 'Only with a country code',
	},
	...addressMapping('billing'),
	...addressMapping('shipping'),
	...LINE_MAPPING,
	{
		field: 'totals > base',
		source: 'the amounts above',
		rule: "Only if Account Currency is the shop's currency and the order was made in another one",
	},
	{
		field: 'totals > local',
		source:
			'presentment_currency, presentmentCurrencyCode; presentment_money of total_price_set and the others',
		rule: 'As totals > base',
	},
];

function toOrder(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const order = new Payload(json, path, findings);
	const skipped = whySkipped(order);
	if (skipped !== undefined) return { kind: 'skipped', reason: skipped };

	const shopCurrency = required(
		order,
		keyOf(order, 'currency', 'currencyCode'),
		readCurrency(order, ['currency', 'currencyCode'], 'shop'),
		CURRENCY,
	);
	const timestamp = required(
		order,
		keyOf(order, 'created_at', 'createdAt'),
		time(order, 'created_at', 'createdAt'),
		'the time at which it was ordered',
	);
	const amounts = readOrderAmounts(order);
	const refunds = readRefunds(order, amounts, shopCurrency);
	const lines = orderLines(order, amounts, refunds, settings);
	const sent = sentAmounts(amounts, lines, refunds);
	const settlement = settlementOf(amounts, sent, lines, refunds);
	const fields = toFields(sent.amounts, amounts.taxesIncluded);

	const total = amounts.ordered.total;
	const currentTotal = amounts.current.total;
	const cameBack = lines.returned.units > 0 || refunds.paidBack > ROUNDING;
	const evidence = { total, currentTotal, cameBack: cameBack || settlement.unexplained > 0n };
	const { found, word } = statusOf(order, evidence, settings);
	if (found.kind === 'skip') return { kind: 'skipped', reason: `order with the status "${word}"` };
	if (found.kind === 'unknown') refuseUnknown(order, word);
	// The current total does not replace it where something came back, as it is without it.
	const isTotal = fields.grand_total !== undefined && !(cameBack && total === undefined);
	if (!isTotal) {
		order.refuse(keyOf(order, 'total_price', 'totalPriceSet'), 'the amount of what was ordered');
	}
	const status = found.kind === 'send' ? found : undefined;
	if (status?.isValid === true && !order.has('cancelled_at', 'cancelledAt')) {
		const key = keyOf(order, 'cancelled_at', 'cancelledAt');
		findings.add('is_valid', 'cancellation_not_said', { key });
	}
	checkStore(settings.store, findings);
	warnOfLines(order, lines);
	warnOfAmounts(order, sent, fields, amounts);
	const excess = excessOf(sent.amounts, amounts.taxesIncluded);
	warnOfParts(order.findings, excess, amounts.extras, shopCurrency);
	const isSettled = status?.isValid === false && currentTotal === 0n;
	warnOfReturns(order, settlement, refunds, { cameBack, isSettled, shopCurrency });
	const billing = order.object('billing_address', 'billingAddress');
	const isOfAccount = shopCurrency !== undefined && shopCurrency === settings.accountCurrency;
	return settle(
		findings,
		withoutUndefined({
			id: orderId(order, 'id', shopifyId(order, 'id', 'legacyResourceId'), settings),
			web_id: readWebId(order),
			timestamp,
			status: status?.status,
			is_valid: status?.isValid,
			currency: shopCurrency,
			...fields,
			store: settings.store,
			channel: readChannel(order),
			coupon_code: readCoupon(order),
			payment_method: readPaymentMethod(order),
			shipping_method: amounts.shippingLine?.text('title'),
			ip_address: order.text('browser_ip', 'clientIp'),
			customer: readCustomer(order, billing, settings),
			billing_address: address(billing),
			shipping_address: address(order.object('shipping_address', 'shippingAddress')),
			lineitems: lines.lineitems,
			totals: isOfAccount ? readTotals(order, shopCurrency, amounts, sent) : undefined,
		}),
	);
}

function refuseUnknown(order: Payload, word: string): void {
	const key = keyOf(order, 'financial_status', 'displayFinancialStatus');
	if (word === '') order.refuse(key, 'a status, which decides whether the order counts as revenue');
	else refuseStatus(order, key, word);
}

const convert: Convert = (json, settings) =>
	convertEach(json, SHOPIFY, 'order', (payload, path) => [toOrder(payload, path, settings)]);

/** Orders by REST, webhooks and the Admin GraphQL API. */
export const order: FormatOperation = {
	convert,
	merge: false,
	settings: [...ORDER_SETTINGS, 'accountCurrency'],
	mapping: MAPPING,
	statuses: STATUSES,
};
