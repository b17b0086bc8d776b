import { Findings } from '../../records/findings';
import { convertEach } from '../shared/envelope';
import { toNumber } from '../shared/money';
import { Payload } from '../shared/payload';
import { settle } from '../shared/settle';
import { checkStore, orderId, prefixed, refuseStatus, required } from '../shared/shopRecords';
import { ORDER_SETTINGS } from '../shared/statuses';
import { currency, objectOrNothing, readBoolean, text, withoutGaps } from '../shared/values';
import type { Convert, FormatOperation, FormatSettings, Formatted, Json } from '../types';
import { isRemoved, type OrderAmounts, orderAmounts, shippingLines } from './amounts';
import { type OrderLines, orderLines } from './lines';
import { ORDER_MAPPING } from './orderMapping';
import { address, emailOf, keyOf, phoneOf, SHOPIFY, shopifyId, time } from './read';
import { readRefunds, type Refunds } from './refunds';
import { STATUSES, statusOf } from './status';

/** In ten-thousandths of the currency: differences up to 0.01 come from rounding. */
const ROUNDING = 100n;
const CURRENCY = 'a currency as in GBP';
const DRAFT_STATUSES = new Set(['open', 'invoice_sent', 'completed']);

/** Why an order is not sent on purpose; undefined for a real order. */
function whySkipped(order: Payload): string | undefined {
	if (order.read(['test'], readBoolean, 'true or false') === true) return 'test order';
	const { id, admin_graphql_api_id: gid, status } = order.json;
	const isDraft = [id, gid].some(
		(value) => typeof value === 'string' && value.startsWith('gid://shopify/DraftOrder/'),
	);
	if (isDraft) return 'draft order';
	if (order.has('financial_status', 'displayFinancialStatus')) return undefined;
	if (order.has('abandoned_checkout_url', 'abandonedCheckoutUrl')) {
		return 'checkout without an order';
	}
	const isOpen = typeof status === 'string' && DRAFT_STATUSES.has(status.toLowerCase());
	return isOpen || order.has('invoice_url', 'invoiceUrl') ? 'draft order' : undefined;
}

/** Who ordered; POS orders, and those of an app without rights to such data, may not say. */
function readCustomer(order: Payload, settings: FormatSettings): Json | undefined {
	const customer = order.object('customer');
	const billing = order.object('billing_address', 'billingAddress');
	const id = shopifyId(customer, 'id');
	const found = objectOrNothing({
		id: prefixed(id, settings),
		email: emailOf(customer) ?? order.text('email', 'contact_email'),
		firstname: customer.text('first_name', 'firstName') ?? billing.text('first_name', 'firstName'),
		lastname: customer.text('last_name', 'lastName') ?? billing.text('last_name', 'lastName'),
		phone_number: phoneOf(customer),
	});
	return found;
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
	const codes: unknown[] = Array.isArray(discountCodes)
		? discountCodes
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

function readShippingMethod(order: Payload): string | undefined {
	return shippingLines(order)
		.find((line) => !isRemoved(line))
		?.text('title');
}

/** Amounts in two currencies, where the shop's is the account's and the shopper saw another one. */
function readTotals(
	order: Payload,
	shopCurrency: string | undefined,
	amounts: OrderAmounts,
	settings: FormatSettings,
): Json | undefined {
	if (shopCurrency === undefined || shopCurrency !== settings.accountCurrency) return undefined;
	const local = order.read(['presentment_currency', 'presentmentCurrencyCode'], currency, CURRENCY);
	if (local === undefined || local === shopCurrency) return undefined;
	const localFields = amounts.localFields();
	if (!localFields) return undefined;
	return {
		base: withoutGaps({ currency: shopCurrency, ...amounts.fields }),
		local: withoutGaps({ currency: local, ...localFields }),
	};
}

/** What the user should know of the order's lines and of what came back. */
function warnOfLines(
	order: Payload,
	lines: OrderLines,
	refunds: Refunds,
	shopCurrency: string | undefined,
): void {
	const { withoutProduct } = lines;
	if (withoutProduct > 0) {
		order.findings.add('lineitems', 'lines_without_product', { count: withoutProduct });
	}
	const elsewhere = refunds.paidBack - lines.refunded;
	if (elsewhere > ROUNDING) {
		const amount = [toNumber(elsewhere), shopCurrency]
			.filter((part) => part !== undefined)
			.join(' ');
		order.findings.add('lineitems > refunded', 'refund_outside_lines', { amount });
	}
}

function warnOfAmounts(order: Payload, amounts: OrderAmounts, lines: OrderLines): void {
	const { total, currentTotal } = amounts;
	const grew = total !== undefined && currentTotal !== undefined && currentTotal > total;
	if (grew && lines.unitsReturned > 0) {
		order.findings.add('grand_total', 'current_total');
	}
}

function toOrder(json: Json, path: string, settings: FormatSettings): Formatted {
	const findings = new Findings();
	const order = new Payload(json, path, findings);
	const skipped = whySkipped(order);
	if (skipped !== undefined) return { kind: 'skipped', reason: skipped };

	const shopCurrency = required(
		order,
		keyOf(order, 'currency', 'currencyCode'),
		order.read(['currency', 'currencyCode'], currency, CURRENCY),
		CURRENCY,
	);
	const timestamp = required(
		order,
		keyOf(order, 'created_at', 'createdAt'),
		time(order, 'created_at', 'createdAt'),
		'the time at which it was ordered',
	);
	const amounts = orderAmounts(order);
	const refunds = readRefunds(order, amounts.taxesIncluded, shopCurrency);
	const lines = orderLines(order, amounts, refunds, settings);

	const cameBack = lines.unitsReturned > 0 || refunds.paidBack > ROUNDING;
	const { found, word } = statusOf(order, { ...amounts, cameBack }, settings);
	if (found.kind === 'skip') return { kind: 'skipped', reason: `order with the status "${word}"` };
	if (found.kind === 'unknown') refuseUnknown(order, word);
	const { grand_total } = amounts.fields;
	// The current total is no substitute where something came back: it is without it.
	const isTotal = grand_total !== undefined && !(cameBack && amounts.total === undefined);
	if (!isTotal) {
		order.refuse(keyOf(order, 'total_price', 'totalPriceSet'), 'the amount of what was ordered');
	}
	const status = found.kind === 'send' ? found : undefined;
	if (status?.isValid === true && !order.has('cancelled_at', 'cancelledAt')) {
		const key = keyOf(order, 'cancelled_at', 'cancelledAt');
		findings.add('is_valid', 'cancellation_not_said', { key });
	}
	checkStore(settings.store, findings);
	warnOfLines(order, lines, refunds, shopCurrency);
	warnOfAmounts(order, amounts, lines);
	return settle(
		findings,
		withoutGaps({
			id: orderId(order, 'id', shopifyId(order, 'id', 'legacyResourceId'), settings),
			web_id: readWebId(order),
			timestamp,
			status: status?.status,
			is_valid: status?.isValid,
			currency: shopCurrency,
			...amounts.fields,
			store: settings.store,
			channel: readChannel(order),
			coupon_code: readCoupon(order),
			payment_method: readPaymentMethod(order),
			shipping_method: readShippingMethod(order),
			ip_address: order.text('browser_ip', 'clientIp'),
			customer: readCustomer(order, settings),
			billing_address: address(order.object('billing_address', 'billingAddress')),
			shipping_address: address(order.object('shipping_address', 'shippingAddress')),
			lineitems: lines.lineitems,
			totals: readTotals(order, shopCurrency, amounts, settings),
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
	mapping: ORDER_MAPPING,
	statuses: STATUSES,
};
