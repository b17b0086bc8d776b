import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc } from '../../../support/fastCheck';

/**
 * Orders as the documentation of WooCommerce's REST API v3 has them, in whole cents, and what is true of
 * them. Nothing here is taken from the code: lines, shipping and fees are without tax, `subtotal` is before
 * and `total` after coupons, the order's total is all of them with tax less what gift cards paid, and the
 * rows of a refund are negative and name their line in `_refunded_item_id`.
 */
interface Line {
	quantity: number;
	price: number;
	discountPercent: number;
	isVariation: boolean;
	/** 0 where the product is deleted. */
	hasProduct: boolean;
	/** Units of each refund of it. */
	back: readonly number[];
}

export type RefundForm = 'full' | 'short' | 'fullWithoutAmounts';

export interface OrderModel {
	status: 'processing' | 'completed' | 'on-hold' | 'cancelled';
	taxPercent: number;
	lines: readonly Line[];
	shipping: number;
	/** Net; below 0 is a reduction. */
	fee: number;
	giftCard: number;
	/** Paid back beside the lines. */
	shippingBack: number;
	goodwill: number;
	/** Kept of what the lines cost that came back. */
	restocking: number;
	form: RefundForm;
}

const line: fc.Arbitrary<Line> = fc.record({
	quantity: fc.integer({ min: 1, max: 4 }),
	price: fc.integer({ min: 100, max: 20_000 }),
	discountPercent: fc.constantFrom(0, 0, 10, 33, 100),
	isVariation: fc.boolean(),
	hasProduct: fc.constantFrom(true, true, true, false),
	back: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
});

export const orders: fc.Arbitrary<OrderModel> = fc.record({
	status: fc.constantFrom(
		'processing' as const,
		'completed' as const,
		'completed' as const,
		'on-hold' as const,
		'cancelled' as const,
	),
	taxPercent: fc.constantFrom(0, 7, 19),
	lines: fc.array(line, { minLength: 1, maxLength: 4 }),
	shipping: fc.constantFrom(0, 490, 1250),
	fee: fc.constantFrom(0, 0, 350, -200),
	giftCard: fc.constantFrom(0, 0, 0, 1500),
	shippingBack: fc.constantFrom(0, 0, 490),
	goodwill: fc.constantFrom(0, 0, 0, 250),
	restocking: fc.constantFrom(0, 0, 0, 60),
	form: fc.constantFrom('full' as const, 'full' as const, 'short' as const),
});

export interface LineTruth {
	line: Line;
	id: number;
	subtotal: number;
	net: number;
	tax: number;
	refunds: Array<{ units: number; net: number; tax: number }>;
	unitsBack: number;
	moneyBack: number;
}

export interface Truth {
	lines: LineTruth[];
	total: number;
	tax: number;
	/** All lines, after coupons, without tax. */
	net: number;
	discount: number;
	/** All that was paid back. */
	back: number;
	/** What of it came back outside the lines that have a product. */
	outside: number;
	/** By how much less was paid back than the goods cost that came back. */
	less: number;
}

const taxOf = (net: number, percent: number) => Math.round((net * percent) / 100);
const sumOf = <T>(list: readonly T[], amount: (entry: T) => number) =>
	list.reduce((total, entry) => total + amount(entry), 0);

function lineTruth(line: Line, index: number, percent: number): LineTruth {
	const subtotal = line.price * line.quantity;
	const net = subtotal - Math.floor((subtotal * line.discountPercent) / 100);
	const tax = taxOf(net, percent);
	let left = line.quantity;
	const refunds: LineTruth['refunds'] = [];
	for (const wanted of line.back) {
		const units = Math.min(left, wanted);
		if (units === 0) continue;
		left -= units;
		// The last units bring what is left of the cents.
		const part = (whole: number, done: number) =>
			left === 0 ? whole - done : Math.round((whole * units) / line.quantity);
		refunds.push({
			units,
			net: part(
				net,
				sumOf(refunds, (refund) => refund.net),
			),
			tax: part(
				tax,
				sumOf(refunds, (refund) => refund.tax),
			),
		});
	}
	return {
		line,
		id: 31 + index,
		subtotal,
		net,
		tax,
		refunds,
		unitsBack: line.quantity - left,
		moneyBack: sumOf(refunds, (refund) => refund.net + refund.tax),
	};
}

export function truthOf(model: OrderModel): Truth {
	const lines = model.lines.map((line, index) => lineTruth(line, index, model.taxPercent));
	const net = sumOf(lines, (line) => line.net);
	const onTop = model.shipping + model.fee;
	const tax = sumOf(lines, (line) => line.tax) + taxOf(onTop, model.taxPercent);
	const whole = net + onTop + tax;
	const total = whole - Math.min(model.giftCard, Math.max(whole, 0));
	const ofLines = sumOf(lines, (line) => line.moneyBack);
	const beside = shippingBackOf(model) + model.goodwill;
	const back = Math.max(ofLines + beside - restockingOf(model, ofLines), 0);
	const sent = sumOf(lines, (line) => (line.line.hasProduct ? line.moneyBack : 0));
	return {
		lines,
		total,
		tax,
		net,
		discount: sumOf(lines, (line) => line.subtotal - line.net),
		back,
		outside: Math.max(back - sent, 0),
		less: Math.max(sent - back, 0),
	};
}

const restockingOf = ({ restocking }: OrderModel, ofLines: number) =>
	ofLines > restocking ? restocking : 0;
const shippingBackOf = (model: OrderModel) => Math.min(model.shipping, model.shippingBack);

const money = (cents: number) => (cents / 100).toFixed(2);

/** The rows of `/orders/{id}/refunds`, or the short ones that an order has. */
function refundsOf(model: OrderModel, { lines }: Truth): Json[] {
	const rows = lines.flatMap(({ id, refunds }) =>
		refunds.map(({ units, net, tax }) => ({
			paid: net + tax,
			line_items: [
				{
					id: 900 + id,
					quantity: -units,
					...(model.form !== 'fullWithoutAmounts' && {
						total: money(-net),
						total_tax: money(-tax),
					}),
					meta_data: [{ id: 1, key: '_refunded_item_id', value: String(id) }],
				},
			],
		})),
	);
	const others = [shippingBackOf(model), model.goodwill]
		.filter((paid) => paid > 0)
		.map((paid) => ({ paid, line_items: [] as Json[] }));
	const kept = restockingOf(
		model,
		sumOf(rows, ({ paid }) => paid),
	);
	let open = kept;
	return [...rows, ...others].map(({ paid, line_items }, index) => {
		const cut = Math.min(open, paid);
		open -= cut;
		const id = 70 + index;
		return model.form === 'short'
			? { id, reason: '', total: money(cut - paid) }
			: {
					id,
					amount: money(paid - cut),
					reason: '',
					line_items,
					shipping_lines: [],
					fee_lines: [],
				};
	});
}

export function payloadOf(model: OrderModel): Json {
	const truth = truthOf(model);
	const { taxPercent, shipping, fee, giftCard } = model;
	return {
		id: 5100,
		parent_id: 0,
		number: '5100',
		order_key: 'wc_order_a',
		status: model.status,
		currency: 'EUR',
		prices_include_tax: false,
		date_created_gmt: '2026-04-02T10:00:00',
		date_modified_gmt: '2026-04-02T10:05:00',
		discount_total: money(truth.discount),
		shipping_total: money(shipping),
		shipping_tax: money(taxOf(shipping, taxPercent)),
		total: money(truth.total),
		total_tax: money(truth.tax),
		customer_id: 9,
		billing: { first_name: 'Ida', last_name: 'Berg', email: 'ida@home.example', country: 'DE' },
		shipping: { city: 'Bonn', country: 'DE' },
		payment_method: 'stripe',
		line_items: truth.lines.map(({ line, id, subtotal, net, tax }) => ({
			id,
			name: 'Cup',
			product_id: line.hasProduct ? 400 + id : 0,
			variation_id: line.isVariation ? 500 + id : 0,
			quantity: line.quantity,
			subtotal: money(subtotal),
			subtotal_tax: money(taxOf(subtotal, taxPercent)),
			total: money(net),
			total_tax: money(tax),
			sku: `SKU-${id}`,
			meta_data: [],
		})),
		shipping_lines: shipping > 0 ? [{ id: 1, method_title: 'DHL', total: money(shipping) }] : [],
		fee_lines: fee === 0 ? [] : [{ id: 2, name: 'Fee', total: money(fee) }],
		coupon_lines: [],
		...(giftCard > 0 && {
			gift_cards: [{ code: 'AB', amount: money(Math.min(giftCard, truth.total + giftCard)) }],
		}),
		refunds: refundsOf(model, truth),
	};
}
