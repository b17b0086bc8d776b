import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc } from '../../../support/fastCheck';

/**
 * Orders as Shopify's documentation has them, in whole cents, and what is true of them. Nothing here
 * is taken from the code: totals as ordered are before returns, current ones are after edits and
 * returns, taxes are in the prices or come on top, and a refund lists its lines and its payments.
 */

interface Line {
	quantity: number;
	price: number;
	/** Discounts of the line, and its part of codes for the order, in hundredths of its price. */
	ownPercent: number;
	codePercent: number;
	hasProduct: boolean;
	/** Units that came back, one refund or edit each. */
	back: ReadonlyArray<{ units: number; how: 'paid' | 'edit' | 'fee' | 'failed' }>;
	isAdded: boolean;
}

export interface OrderModel {
	taxesIncluded: boolean;
	taxPercent: number;
	lines: readonly Line[];
	shipping: number;
	/** Cents of shipping that were paid back. */
	shippingBack: number;
	tip: number;
	duties: number;
	goodwill: number;
	fee: number;
}

const back = fc.array(
	fc.record({
		units: fc.integer({ min: 1, max: 2 }),
		how: fc.constantFrom(
			'paid' as const,
			'paid' as const,
			'edit' as const,
			'failed' as const,
			'fee' as const,
		),
	}),
	{ maxLength: 2 },
);

const line = (isAdded: boolean): fc.Arbitrary<Line> =>
	fc.record({
		quantity: fc.integer({ min: 1, max: 4 }),
		price: fc.integer({ min: 100, max: 20_000 }),
		ownPercent: fc.constantFrom(0, 0, 10, 25),
		codePercent: fc.constantFrom(0, 0, 5, 15),
		hasProduct: fc.constantFrom(true, true, true, false),
		back,
		isAdded: fc.constant(isAdded),
	});

export const orders: fc.Arbitrary<OrderModel> = fc
	.record({
		taxesIncluded: fc.boolean(),
		taxPercent: fc.constantFrom(0, 6, 20),
		first: fc.array(line(false), { minLength: 1, maxLength: 3 }),
		added: fc.oneof(
			{ weight: 2, arbitrary: fc.constant<Line[]>([]) },
			{ weight: 1, arbitrary: fc.array(line(true), { minLength: 1, maxLength: 2 }) },
		),
		shipping: fc.constantFrom(0, 490, 1250),
		shippingBack: fc.constantFrom(0, 0, 490),
		tip: fc.constantFrom(0, 0, 300),
		duties: fc.constantFrom(0, 0, 875),
		goodwill: fc.constantFrom(0, 0, 0, 250),
		fee: fc.constantFrom(150, 333),
	})
	.map(({ first, added, shipping, shippingBack, ...rest }) => ({
		...rest,
		shipping,
		shippingBack: Math.min(shipping, shippingBack),
		lines: [...first, ...added],
	}));

export interface LineTruth {
	id: number;
	line: Line;
	gross: number;
	own: number;
	code: number;
	/** After discounts. */
	goods: number;
	tax: number;
	/** As in the order's total. */
	total: number;
	refunds: Array<{ units: number; goods: number; tax: number; paid: number; how: string }>;
	unitsBack: number;
	/** Money of what came back, as in the order's total. */
	moneyBack: number;
}

/** What is true of an order, in cents. */
export interface Truth {
	lines: LineTruth[];
	/** As ordered, and what is left now. */
	ordered: { total: number; subtotal: number; tax: number; discounts: number };
	current: { total: number; subtotal: number; tax: number; discounts: number };
	/** All lines that were ever ordered: what Ometria should have. */
	all: { total: number; subtotal: number; tax: number; discounts: number };
}

function lineTruth(model: OrderModel, line: Line, index: number): LineTruth {
	const { taxesIncluded, taxPercent } = model;
	const gross = line.price * line.quantity;
	const own = Math.floor((gross * line.ownPercent) / 100);
	const code = Math.floor(((gross - own) * line.codePercent) / 100);
	const goods = gross - own - code;
	const tax = taxesIncluded
		? goods - Math.round((goods * 100) / (100 + taxPercent))
		: Math.round((goods * taxPercent) / 100);
	const refunds: LineTruth['refunds'] = [];
	let units = 0;
	let done = { goods: 0, tax: 0 };
	for (const { units: wanted, how } of line.back) {
		const more = Math.min(wanted, line.quantity - units);
		if (more === 0) continue;
		const upTo = units + more;
		const part = {
			goods: Math.floor((goods * upTo) / line.quantity) - done.goods,
			tax: Math.floor((tax * upTo) / line.quantity) - done.tax,
		};
		const worth = part.goods + (taxesIncluded ? 0 : part.tax);
		const paid = how === 'edit' ? 0 : how === 'fee' ? Math.max(1, worth - model.fee) : worth;
		refunds.push({ units: more, ...part, paid, how });
		if (how === 'failed') continue;
		units = upTo;
		done = { goods: done.goods + part.goods, tax: done.tax + part.tax };
	}
	const addTax = (goodsPart: number, taxPart: number) => goodsPart + (taxesIncluded ? 0 : taxPart);
	return {
		id: 500 + index,
		line,
		gross,
		own,
		code,
		goods,
		tax,
		total: addTax(goods, tax),
		refunds,
		unitsBack: units,
		moneyBack: addTax(done.goods, done.tax),
	};
}

export function truthOf(model: OrderModel): Truth {
	const lines = model.lines.map((line, index) => lineTruth(model, line, index));
	const sum = (some: LineTruth[], of: (line: LineTruth) => number) =>
		some.reduce((total, line) => total + of(line), 0);
	const first = lines.filter(({ line }) => !line.isAdded);
	const others = model.shipping + model.tip + model.duties;
	const amounts = (some: LineTruth[]) => ({
		total: sum(some, ({ total }) => total) + others,
		subtotal: sum(some, ({ goods }) => goods),
		tax: sum(some, ({ tax }) => tax),
		discounts: sum(some, ({ own, code }) => own + code),
	});
	const all = amounts(lines);
	const backOf = (of: (refund: LineTruth['refunds'][number]) => number) =>
		sum(lines, ({ refunds }) =>
			refunds.reduce((total, row) => total + (row.how === 'failed' ? 0 : of(row)), 0),
		);
	const discountsBack = sum(lines, ({ own, code, unitsBack, line }) =>
		Math.round(((own + code) * unitsBack) / line.quantity),
	);
	return {
		lines,
		all,
		ordered: amounts(first),
		current: {
			total: all.total - sum(lines, ({ moneyBack }) => moneyBack) - model.shippingBack,
			subtotal: all.subtotal - backOf(({ goods }) => goods),
			tax: all.tax - backOf(({ tax }) => tax),
			discounts: all.discounts - discountsBack,
		},
	};
}

const money = (cents: number) =>
	`${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
const restBag = (cents: number): Json => ({
	shop_money: { amount: money(cents), currency_code: 'EUR' },
	presentment_money: { amount: money(cents), currency_code: 'EUR' },
});
const bag = (cents: number): Json => ({ shopMoney: { amount: money(cents), currencyCode: 'EUR' } });

/** How a query asks for the discounts of lines. */
export type DiscountShape = 'allocations' | 'allocatedAmount' | 'totals' | 'own' | 'none';

function statusOf(model: OrderModel, truth: Truth): string {
	const isBack =
		truth.lines.some(({ refunds }) => refunds.some(({ how }) => how === 'paid' || how === 'fee')) ||
		model.shippingBack > 0 ||
		model.goodwill > 0;
	return isBack ? 'partially_refunded' : 'paid';
}

/** The order as REST and webhooks give it. */
export function restOf(model: OrderModel): Json {
	const { lines, ordered, current } = truthOf(model);
	const refunds = lines.flatMap(({ id, refunds: rows }) =>
		rows.map(({ units, goods, tax, paid, how }) => ({
			refund_line_items: [
				{ line_item_id: id, quantity: units, subtotal: goods / 100, total_tax: tax / 100 },
			],
			order_adjustments: [],
			transactions:
				how === 'edit'
					? []
					: [
							{
								kind: 'refund',
								status: how === 'failed' ? 'failure' : 'success',
								amount: money(paid),
								currency: 'EUR',
							},
						],
		})),
	);
	const others = [
		...(model.shippingBack > 0
			? [
					{
						refund_line_items: [],
						order_adjustments: [
							{ kind: 'shipping_refund', amount: money(-model.shippingBack), tax_amount: '0.00' },
						],
						transactions: [
							{
								kind: 'refund',
								status: 'success',
								amount: money(model.shippingBack),
								currency: 'EUR',
							},
						],
					},
				]
			: []),
		...(model.goodwill > 0
			? [
					{
						refund_line_items: [],
						order_adjustments: [{ kind: 'refund_discrepancy', amount: money(-model.goodwill) }],
						transactions: [
							{ kind: 'refund', status: 'success', amount: money(model.goodwill), currency: 'EUR' },
						],
					},
				]
			: []),
	];
	return {
		id: 700100,
		created_at: '2026-04-02T10:00:00Z',
		cancelled_at: null,
		currency: 'EUR',
		financial_status: statusOf(model, truthOf(model)),
		fulfillment_status: null,
		test: false,
		taxes_included: model.taxesIncluded,
		total_price: money(ordered.total),
		subtotal_price: money(ordered.subtotal),
		total_tax: money(ordered.tax),
		total_discounts: money(ordered.discounts),
		total_shipping_price_set: restBag(model.shipping),
		total_tip_received: money(model.tip),
		original_total_duties_set: restBag(model.duties),
		current_total_price: money(current.total),
		current_subtotal_price: money(current.subtotal),
		current_total_tax: money(current.tax),
		current_total_discounts: money(current.discounts),
		customer: { id: 4, email: 'ida@home.example' },
		line_items: lines.map((truth) => ({
			id: truth.id,
			product_id: truth.line.hasProduct ? 80 + truth.id : null,
			quantity: truth.line.quantity,
			current_quantity: truth.line.quantity - truth.unitsBack,
			price: money(truth.line.price),
			total_discount: '0.00',
			discount_allocations: [truth.own, truth.code]
				.filter((amount) => amount > 0)
				.map((amount) => ({ amount: money(amount), amount_set: restBag(amount) })),
			tax_lines: truth.tax > 0 ? [{ price: money(truth.tax) }] : [],
		})),
		refunds: [...refunds, ...others],
	};
}

function discountFields({ own, code, gross }: LineTruth, shape: DiscountShape): Json {
	const amounts = [own, code].filter((amount) => amount > 0);
	if (shape === 'allocations') {
		return { discountAllocations: amounts.map((amount) => ({ allocatedAmountSet: bag(amount) })) };
	}
	if (shape === 'allocatedAmount') {
		return {
			discountAllocations: amounts.map((amount) => ({
				allocatedAmount: { amount: money(amount), currencyCode: 'EUR' },
			})),
		};
	}
	if (shape === 'totals') return { discountedTotalSet: bag(gross - own) };
	return shape === 'own' ? { totalDiscountSet: bag(own) } : {};
}

/** The order as a query of the Admin GraphQL API gives it. */
export function graphqlOf(model: OrderModel, discounts: DiscountShape): Json {
	const truth = truthOf(model);
	const { lines, ordered, current } = truth;
	const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
	return {
		id: gid('Order', 700100),
		createdAt: '2026-04-02T10:00:00Z',
		cancelledAt: null,
		currencyCode: 'EUR',
		displayFinancialStatus: statusOf(model, truth).toUpperCase(),
		displayFulfillmentStatus: 'UNFULFILLED',
		taxesIncluded: model.taxesIncluded,
		totalPriceSet: bag(ordered.total),
		subtotalPriceSet: bag(ordered.subtotal),
		totalTaxSet: bag(ordered.tax),
		totalDiscountsSet: bag(ordered.discounts),
		totalShippingPriceSet: bag(model.shipping),
		totalTipReceivedSet: bag(model.tip),
		originalTotalDutiesSet: bag(model.duties),
		currentTotalPriceSet: bag(current.total),
		currentSubtotalPriceSet: bag(current.subtotal),
		currentTotalTaxSet: bag(current.tax),
		currentTotalDiscountsSet: bag(current.discounts),
		customer: { id: gid('Customer', 4), email: 'ida@home.example' },
		lineItems: {
			nodes: lines.map((own) => ({
				id: gid('LineItem', own.id),
				quantity: own.line.quantity,
				currentQuantity: own.line.quantity - own.unitsBack,
				originalUnitPriceSet: bag(own.line.price),
				taxLines: own.tax > 0 ? [{ priceSet: bag(own.tax) }] : [],
				product: own.line.hasProduct ? { id: gid('Product', 80 + own.id) } : null,
				...discountFields(own, discounts),
			})),
		},
		refunds: [
			...lines.flatMap(({ id, refunds }) =>
				refunds
					.filter(({ how }) => how !== 'failed')
					.map(({ units, goods, tax, paid }) => ({
						totalRefundedSet: bag(paid),
						refundLineItems: {
							nodes: [
								{
									quantity: units,
									subtotalSet: bag(goods),
									totalTaxSet: bag(tax),
									lineItem: { id: gid('LineItem', id) },
								},
							],
						},
					})),
			),
			...[model.shippingBack, model.goodwill]
				.filter((amount) => amount > 0)
				.map((amount) => ({ totalRefundedSet: bag(amount), refundLineItems: { nodes: [] } })),
		],
	};
}
