import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc } from '../../../support/fastCheck';
import { lackingKeys } from '../formatTests';
import { cents } from '../orderModels';
import {
	type DiscountShape,
	graphqlOf,
	type OrderModel,
	orders,
	restOf,
	truthOf,
} from './orderModel';
import { convert } from './results';

const SHAPES: DiscountShape[] = ['allocations', 'allocatedAmount', 'totals', 'own', 'none'];
/** Reasons that say what is not told, or that the sources differ. */
const SAID = [
	'current_total_differs',
	'refund_below_goods',
	'refund_left_out',
	'refund_outside_lines',
	'refunds_not_said',
	'uncertain_total',
];

/** Dividing a line by its units may move a cent for each of them. */
const CENTS = (model: OrderModel) => 1 + 2 * model.lines.length;

interface Converted {
	record: Json;
	reasons: string[];
	messages: string[];
}

/** The record; undefined where the order is refused, which needs a message with a place. */
function converted(json: Json): Converted | undefined {
	const [entry] = convert('order', json);
	if (entry.kind === 'record') {
		return {
			record: entry.record,
			reasons: entry.warnings.map(({ reason }) => reason),
			messages: entry.warnings.map(({ message }) => message),
		};
	}
	expect(entry.kind).toBe('invalid');
	return undefined;
}

const linesOf = (record: Json) => (record.lineitems ?? []) as Json[];
const refundedOf = (record: Json) =>
	linesOf(record).reduce((total, { refunded }) => total + cents(refunded ?? 0), 0);

/** Amounts of a record that are there and are not what is true; each is by its name. */
function wrongAmounts(model: OrderModel, { record, reasons }: Converted): string[] {
	const { all, ordered, current, lines } = truthOf(model);
	// What is left now is sent too where the payload does not hold what came back.
	const isDoubtful = reasons.some((reason) => SAID.includes(reason));
	const moments = isDoubtful ? [all, ordered, current] : [all, ordered];
	const wrong: string[] = [];
	const compare = (name: string, value: unknown, ...truths: number[]) => {
		if (value === undefined) return;
		// The part of some units may be rounded in either way, in each of the lines.
		const most = name.startsWith('order ') ? CENTS(model) : 1;
		const near = truths.some((truth) => Math.abs(cents(value) - truth) <= most);
		if (!near) wrong.push(`${name} of ${cents(value)} is none of ${truths.join(', ')}`);
	};
	const net = (amounts: typeof all) =>
		model.taxesIncluded ? amounts.subtotal - amounts.tax : amounts.subtotal;
	compare('order subtotal', record.subtotal, ...moments.map(net));
	compare('order tax', record.tax, ...moments.map(({ tax }) => tax));
	compare('order discount', record.discount, ...moments.map(({ discounts }) => -discounts));
	compare('shipping', record.shipping, model.shipping);
	for (const line of linesOf(record)) {
		const truth = lines.find(({ id }) => String(80 + id) === line.product_id);
		if (!truth) throw new TypeError('a line that was never ordered');
		compare('unit_price', line.unit_price, truth.line.price);
		compare('line subtotal', line.subtotal, truth.gross);
		compare('line discount', line.discount, -(truth.own + truth.code));
		compare('line tax', line.tax, truth.tax);
		compare('line total', line.total, truth.total);
	}
	return wrong;
}

/** Whether what is left by the record is what the shop says, or a warning says why not. */
function isSettled(model: OrderModel, { record, reasons }: Converted): boolean {
	const { current } = truthOf(model);
	if (record.is_valid === false && current.total === 0) return true;
	const left = cents(record.grand_total) - refundedOf(record);
	return (
		Math.abs(left - current.total) <= CENTS(model) ||
		reasons.some((reason) => SAID.includes(reason))
	);
}

const anyShape = fc.constantFrom(...SHAPES, 'rest' as const);
const payloadOf = (model: OrderModel, shape: DiscountShape | 'rest') =>
	shape === 'rest' ? restOf(model) : graphqlOf(model, shape);

describe('any order of Shopify', () => {
	it('has a total less refunds that is what the shop says is left, or a warning says why not', () => {
		fc.assert(
			fc.property(orders, anyShape, (model, shape) => {
				const result = converted(payloadOf(model, shape));
				if (!result) throw new TypeError('refused');
				expect(wrongAmounts(model, result)).toEqual([]);
				expect(isSettled(model, result)).toBe(true);
			}),
		);
	});

	it('has each amount to the cent where the payload is whole', () => {
		const whole = fc.constantFrom(
			'rest' as const,
			'allocations' as const,
			'allocatedAmount' as const,
		);
		fc.assert(
			fc.property(orders, whole, (model, shape) => {
				const result = converted(payloadOf(model, shape));
				if (!result) throw new TypeError('refused');
				const { record, reasons } = result;
				const truth = truthOf(model);
				const sent = truth.lines.filter(({ line }) => line.hasProduct);
				expect(cents(record.grand_total)).toBe(truth.all.total);
				expect(linesOf(record).map(({ total }) => cents(total))).toEqual(
					sent.map(({ total }) => total),
				);
				expect(linesOf(record).map(({ refunded }) => cents(refunded ?? 0))).toEqual(
					sent.map(({ moneyBack }) => moneyBack),
				);
				expect(reasons).not.toContain('current_total_differs');
				expect(reasons).not.toContain('uncertain_total');
				const extras = model.tip + model.duties;
				expect(reasons.includes('parts_differ')).toBe(extras > 1);
			}),
		);
	});

	it('is refused, right or doubtful, whichever keys a query does not ask for', () => {
		const cases = lackingKeys(
			fc.tuple(orders, anyShape),
			([model, shape]) => payloadOf(model, shape),
			['id', 'nodes'],
		);
		fc.assert(
			fc.property(cases, ({ model: [model], json, gone }) => {
				const result = converted(json);
				if (!result) return;
				// Without the state of its payments, a refund that failed is one that came back.
				const mayHaveFailed = model.lines.some(({ back }) =>
					back.some(({ how }) => how === 'failed'),
				);
				const isUnseen = gone.some((key) => key === 'status' || key === 'transactions');
				const wrong = wrongAmounts(model, result);
				if (mayHaveFailed && isUnseen && wrong.length > 0) {
					expect(result.reasons.some((reason) => SAID.includes(reason))).toBe(true);
				} else expect(wrong).toEqual([]);
				const hasCurrent = ['current_total_price', 'currentTotalPriceSet', 'shopMoney', 'amount'];
				if (!gone.some((key) => hasCurrent.includes(key))) {
					expect(isSettled(model, result)).toBe(true);
				}
				expect(result.record.lineitems).not.toEqual([]);
			}),
		);
	});
});
