import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc } from '../../../support/fastCheck';

/**
 * Orders as Magento's documentation has them, in whole cents, and what is true of them. Nothing here is
 * taken from the code. Rows are without tax; where catalogue prices include tax, a discount takes tax away
 * too, and the compensation is that part of the price. A configurable product is a row with the money and a
 * row of the simple one; a bundle of dynamic price has its discounts, taxes and refunds on its parts. A
 * credit memo's total is what came back of rows and shipping, with its adjustment refund, less its
 * adjustment fee. Units that were cancelled were never paid.
 */
interface Line {
	type: 'simple' | 'configurable' | 'bundle';
	quantity: number;
	/** As in the catalogue: with tax where prices include it. */
	price: number;
	discountPercent: number;
	refundedUnits: number;
	cancelledUnits: number;
}

export interface OrderModel {
	taxIncluded: boolean;
	taxPercent: number;
	lines: readonly Line[];
	shipping: number;
	/** Whether shipping came back. */
	shippingBack: boolean;
	adjustmentRefund: number;
	adjustmentFee: number;
	fee: number;
	storeCredit: number;
}

const line: fc.Arbitrary<Line> = fc
	.record({
		type: fc.constantFrom(
			'simple' as const,
			'simple' as const,
			'configurable' as const,
			'bundle' as const,
		),
		quantity: fc.integer({ min: 1, max: 4 }),
		price: fc.integer({ min: 100, max: 20_000 }),
		discountPercent: fc.constantFrom(0, 0, 10, 33, 100),
		refundedUnits: fc.constantFrom(0, 0, 1, 2, 4),
		cancelledUnits: fc.constantFrom(0, 0, 0, 1, 4),
	})
	.map((given) => {
		const cancelledUnits = Math.min(given.cancelledUnits, given.quantity);
		const refundedUnits = Math.min(given.refundedUnits, given.quantity - cancelledUnits);
		return { ...given, cancelledUnits, refundedUnits };
	});

export const orders: fc.Arbitrary<OrderModel> = fc.record({
	taxIncluded: fc.boolean(),
	taxPercent: fc.constantFrom(0, 7, 20),
	lines: fc.array(line, { minLength: 1, maxLength: 4 }),
	shipping: fc.constantFrom(0, 500, 1250),
	shippingBack: fc.constantFrom(false, false, true),
	adjustmentRefund: fc.constantFrom(0, 0, 0, 250),
	adjustmentFee: fc.constantFrom(0, 0, 0, 90),
	fee: fc.constantFrom(0, 0, 399),
	storeCredit: fc.constantFrom(0, 0, 0, 700),
});

/** Amounts of a row, or of a part of it. */
interface Parts {
	row: number;
	discount: number;
	tax: number;
	compensation: number;
}

const NOTHING: Parts = { row: 0, discount: 0, tax: 0, compensation: 0 };
const totalOf = ({ row, discount, tax, compensation }: Parts) =>
	row - discount + tax + compensation;
const KEYS = ['row', 'discount', 'tax', 'compensation'] as const;

function add(one: Parts, other: Parts): Parts {
	return {
		row: one.row + other.row,
		discount: one.discount + other.discount,
		tax: one.tax + other.tax,
		compensation: one.compensation + other.compensation,
	};
}

function share(parts: Parts, units: number, all: number): Parts {
	const [row, discount, tax, compensation] = KEYS.map((key) =>
		Math.round((parts[key] * units) / all),
	);
	return { row, discount, tax, compensation };
}

function partsOf({ taxIncluded, taxPercent }: OrderModel, gross: number, percent: number): Parts {
	const discount = Math.floor((gross * percent) / 100);
	const net = (cents: number) => Math.round((cents * 100) / (100 + taxPercent));
	if (!taxIncluded) {
		return {
			row: gross,
			discount,
			tax: Math.round(((gross - discount) * taxPercent) / 100),
			compensation: 0,
		};
	}
	const row = net(gross);
	const tax = gross - discount - net(gross - discount);
	return { row, discount, tax, compensation: gross - row - tax };
}

export interface LineTruth {
	id: number;
	line: Line;
	/** The rows of a bundle's parts; the row itself for others. */
	rows: Array<{ ordered: Parts; refunded: Parts }>;
	ordered: Parts;
	total: number;
	refunded: number;
	cancelled: number;
}

export interface Truth {
	lines: LineTruth[];
	ordered: Parts;
	shippingTax: number;
	/** With shipping, a fee of an extension, and less store credit. */
	total: number;
	paid: number;
	hasCreditMemo: boolean;
	/** By credit memos. */
	refunded: number;
	cancelled: number;
}

function lineTruth(model: OrderModel, line: Line, index: number): LineTruth {
	const gross = line.price * line.quantity;
	// Two parts of a bundle.
	const ofParts =
		line.type === 'bundle' ? [Math.floor(gross / 3), gross - Math.floor(gross / 3)] : [gross];
	const rows = ofParts.map((cents) => {
		const ordered = partsOf(model, cents, line.discountPercent);
		const isAll = line.refundedUnits === line.quantity;
		return {
			ordered,
			refunded: isAll ? ordered : share(ordered, line.refundedUnits, line.quantity),
		};
	});
	const sum = (key: 'ordered' | 'refunded') => rows.map((row) => row[key]).reduce(add, NOTHING);
	const ordered = sum('ordered');
	const total = totalOf(ordered);
	return {
		id: 10 * (index + 1),
		line,
		rows,
		ordered,
		total,
		refunded: totalOf(sum('refunded')),
		cancelled: Math.round((total * line.cancelledUnits) / line.quantity),
	};
}

export function truthOf(model: OrderModel): Truth {
	const lines = model.lines.map((line, index) => lineTruth(model, line, index));
	const sum = (amount: (line: LineTruth) => number) =>
		lines.reduce((all, line) => all + amount(line), 0);
	const shippingTax = Math.round((model.shipping * model.taxPercent) / 100);
	const whole = sum(({ total }) => total) + model.shipping + shippingTax + model.fee;
	const total = whole - Math.min(whole, model.storeCredit);
	const cancelled = sum((line) => line.cancelled);
	const back =
		sum((line) => line.refunded) + (model.shippingBack ? model.shipping + shippingTax : 0);
	const hasCreditMemo =
		model.shippingBack || model.lines.some(({ refundedUnits }) => refundedUnits > 0);
	const refunded = !hasCreditMemo
		? 0
		: Math.max(back + model.adjustmentRefund - model.adjustmentFee, 0);
	return {
		lines,
		ordered: lines.map(({ ordered }) => ordered).reduce(add, NOTHING),
		shippingTax,
		total,
		paid: total - cancelled,
		hasCreditMemo,
		refunded,
		cancelled,
	};
}

const euros = (cents: number) => cents / 100;

function amountsOf(ordered: Parts, refunded: Parts): Json {
	return {
		row_total: euros(ordered.row),
		discount_amount: euros(ordered.discount),
		tax_amount: euros(ordered.tax),
		discount_tax_compensation_amount: euros(ordered.compensation),
		amount_refunded: euros(refunded.row),
		discount_refunded: euros(refunded.discount),
		tax_refunded: euros(refunded.tax),
		discount_tax_compensation_refunded: euros(refunded.compensation),
	};
}

/** The rows of a line. */
function rowsOf({ id, line, rows, ordered }: LineTruth): Json[] {
	const common = {
		qty_ordered: line.quantity,
		qty_canceled: line.cancelledUnits,
		qty_refunded: line.refundedUnits,
	};
	const row = {
		item_id: id,
		product_id: 700 + id,
		product_type: line.type,
		sku: `SKU-${id}`,
		price: euros(Math.round(ordered.row / line.quantity)),
		...common,
	};
	if (line.type === 'bundle') {
		return [
			{ ...row, ...amountsOf({ ...NOTHING, row: ordered.row }, NOTHING) },
			...rows.map((part, index) => ({
				item_id: id + 1 + index,
				parent_item_id: id,
				product_id: 800 + id + index,
				product_type: 'simple',
				...common,
				...amountsOf(part.ordered, part.refunded),
			})),
		];
	}
	const [{ refunded }] = rows;
	const whole = { ...row, ...amountsOf(ordered, refunded) };
	if (line.type === 'simple') return [whole];
	const child = {
		item_id: id + 1,
		parent_item_id: id,
		product_id: 801 + id,
		product_type: 'simple',
	};
	return [whole, { ...child, ...common, ...amountsOf(NOTHING, NOTHING) }];
}

export function payloadOf(model: OrderModel): Json {
	const truth = truthOf(model);
	const { ordered, shippingTax, total, refunded } = truth;
	return {
		entity_id: 88,
		increment_id: '000000088',
		state: 'complete',
		status: 'complete',
		store_id: 1,
		base_currency_code: 'EUR',
		order_currency_code: 'EUR',
		created_at: '2026-04-02 10:00:00',
		customer_id: 4,
		customer_is_guest: 0,
		customer_email: 'ida@home.example',
		subtotal: euros(ordered.row),
		discount_amount: -euros(ordered.discount),
		tax_amount: euros(ordered.tax + shippingTax),
		discount_tax_compensation_amount: euros(ordered.compensation),
		shipping_amount: euros(model.shipping),
		shipping_tax_amount: euros(shippingTax),
		grand_total: euros(total),
		total_paid: euros(truth.paid),
		// Magento leaves out what has no value.
		...(truth.hasCreditMemo && { total_refunded: euros(refunded) }),
		...(truth.cancelled > 0 && { total_canceled: euros(truth.cancelled) }),
		...(model.fee > 0 && { payment_fee: euros(model.fee) }),
		...(model.storeCredit > 0 && {
			customer_balance_amount: euros(
				ordered.row -
					ordered.discount +
					ordered.tax +
					ordered.compensation +
					model.shipping +
					shippingTax +
					model.fee -
					total,
			),
		}),
		items: truth.lines.flatMap(rowsOf),
		billing_address: { city: 'Bonn', country_id: 'DE' },
		payment: { method: 'checkmo' },
	};
}
