import { ORDER } from '../../../../nodes/Ometria/formats/magento2/order';
import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc, FEW } from '../../../support/fastCheck';
import { lackingKeys } from '../formatTests';
import {
	cents,
	comparison,
	type Converted,
	converted,
	isSettled,
	linesOf,
	near,
	notRefused,
	refundedOf,
	SAID,
} from '../orderModels';
import { type OrderModel, orders, payloadOf, type Truth, truthOf } from './orderModel';

/** Parts of a line may be rounded in either way: goods, discount, tax and compensation. */
const ROUNDED = 4;
const convert = (json: Json) => converted(ORDER, json);

/** Amounts of a record that are there and are not what is true. */
function wrongAmounts(
	model: OrderModel,
	truth: Truth,
	result: Converted,
	gone: readonly string[] = [],
): string[] {
	const { record } = result;
	const { wrong, compare } = comparison();
	compare('grand_total', record.grand_total, truth.total);
	compare('subtotal', record.subtotal, truth.ordered.row);
	compare('tax', record.tax, truth.ordered.tax + truth.shippingTax);
	compare('shipping', record.shipping, model.shipping);
	compare('discount', record.discount, -truth.ordered.discount);
	for (const line of linesOf(result)) {
		const own = truth.lines.find(({ id }) => String(700 + id) === line.product_id);
		if (!own) throw new TypeError('a line that was never ordered');
		compare('line subtotal', line.subtotal, own.ordered.row);
		compare('line discount', line.discount, -own.ordered.discount);
		compare('line tax', line.tax, own.ordered.tax);
		compare('line total', line.total, own.total);
		// What a line does not say was cancelled is said of the whole order.
		const cancelled = gone.includes('qty_canceled') ? 0 : own.cancelled;
		compare('refunded', line.refunded, own.refunded + cancelled, ROUNDED * own.rows.length);
	}
	return wrong;
}

describe('any order of Magento', () => {
	it('has each amount to the cent, and says where its parts do not add up', () => {
		fc.assert(
			fc.property(orders, (model) => {
				const truth = truthOf(model);
				const result = notRefused(convert(payloadOf(model)));
				expect(wrongAmounts(model, truth, result)).toEqual([]);
				const lines = linesOf(result);
				expect(lines.map(({ total }) => cents(total))).toEqual(
					truth.lines.map(({ total }) => total),
				);
				expect(lines.map((line) => line.quantity_refunded ?? 0)).toEqual(
					truth.lines.map(({ line }) => line.refundedUnits + line.cancelledUnits),
				);
				const whole = truth.lines.reduce((all, { total }) => all + total, 0);
				const parts = whole + model.shipping + truth.shippingTax;
				expect(result.reasons.includes('parts_differ')).toBe(!near(parts, truth.total, 1));
			}),
			FEW,
		);
	});

	it('has a total less refunds that is what is left, or a warning says why not', () => {
		fc.assert(
			fc.property(orders, (model) => {
				const truth = truthOf(model);
				const result = notRefused(convert(payloadOf(model)));
				const { record, reasons } = result;
				const back = truth.refunded + truth.cancelled;
				const ofLines = refundedOf(result);
				const isAll = back > 0 && back >= truth.total;
				if (!near(back, truth.total, 1)) expect(record.is_valid).toBe(!isAll);
				if (record.is_valid !== true) return;
				expect(record.status).toBe(back > 0 || ofLines > 0 ? 'partial_refund' : 'complete');
				const most = ROUNDED * truth.lines.length;
				expect(isSettled(result, truth.total - back, most)).toBe(true);
				const isClean = near(back, ofLines, 1 + truth.lines.length);
				if (isClean) expect(reasons.filter((reason) => SAID.includes(reason))).toEqual([]);
			}),
			FEW,
		);
	});

	it('is refused, right or doubtful, whichever keys the payload lacks', () => {
		// Without its parent a row of a part is a line; without its type a bundle is a product.
		const kept = ['parent_item_id', 'product_type', 'item_id'];
		const cases = lackingKeys(orders, payloadOf, kept);
		fc.assert(
			fc.property(cases, ({ model, json, gone }) => {
				const result = convert(json);
				if (!result) return;
				const truth = truthOf(model);
				expect(wrongAmounts(model, truth, result, gone)).toEqual([]);
				expect(result.record.lineitems).not.toEqual([]);
				// Then nothing says that units were cancelled.
				if (['qty_canceled', 'total_canceled'].every((key) => gone.includes(key))) return;
				if (result.record.is_valid !== true) return;
				// Without it nothing says what came back beside the lines: an order without returns looks the same.
				const refunded = gone.includes('total_refunded')
					? truth.lines.reduce((all, line) => all + line.refunded, 0)
					: truth.refunded;
				const back = refunded + truth.cancelled;
				const most = ROUNDED * truth.lines.length;
				expect(isSettled(result, truth.total - back, most)).toBe(true);
			}),
			FEW,
		);
	});
});
