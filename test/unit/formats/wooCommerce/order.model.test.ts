import type { Json } from '../../../../nodes/Ometria/formats/types';
import { ORDER } from '../../../../nodes/Ometria/formats/wooCommerce/order';
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
	SAID,
} from '../orderModels';
import { type OrderModel, orders, payloadOf, type Truth, truthOf } from './orderModel';

const convert = (json: Json) => converted(ORDER, json, { store: 'shop' });

/** Amounts of a record that are there and are not what is true. */
function wrongAmounts(model: OrderModel, truth: Truth, result: Converted, most = 0): string[] {
	const { record } = result;
	const { wrong, compare } = comparison();
	compare('grand_total', record.grand_total, truth.total);
	compare('subtotal', record.subtotal, truth.net);
	compare('tax', record.tax, truth.tax);
	compare('shipping', record.shipping, model.shipping);
	compare('discount', record.discount, -truth.discount);
	for (const line of linesOf(result)) {
		const own = truth.lines.find(({ id }) => String(400 + id) === line.product_id);
		if (!own) throw new TypeError('a line that was never ordered');
		compare('line subtotal', line.subtotal, own.subtotal);
		compare('unit_price', line.unit_price, own.line.price);
		compare('line discount', line.discount, own.net - own.subtotal);
		compare('line tax', line.tax, own.tax);
		compare('line total', line.total, own.net + own.tax);
		// Where it is the part of the units, goods and tax of each refund may be rounded in either way.
		compare('refunded', line.refunded, own.moneyBack, most * own.refunds.length);
	}
	return wrong;
}

describe('any order of WooCommerce', () => {
	it('has each amount to the cent, and says where its parts do not add up', () => {
		fc.assert(
			fc.property(orders, (model) => {
				const truth = truthOf(model);
				const result = notRefused(convert(payloadOf(model)));
				const { record, reasons } = result;
				expect(wrongAmounts(model, truth, result)).toEqual([]);
				const sent = truth.lines.filter(({ line }) => line.hasProduct);
				expect(linesOf(result).map(({ total }) => cents(total))).toEqual(
					sent.map(({ net, tax }) => net + tax),
				);
				const isByLine = model.form === 'full';
				expect(linesOf(result).map((line) => cents(line.quantity_refunded ?? 0) / 100)).toEqual(
					sent.map(({ unitsBack }) => (isByLine ? unitsBack : 0)),
				);
				const paid = sent.reduce((all, { net, tax }) => all + net + tax, 0);
				expect(record.lineitems === undefined || paid >= 0).toBe(true);
				const whole = truth.net + truth.tax + model.shipping;
				expect(reasons.includes('parts_differ')).toBe(!near(whole, truth.total, 1));
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
				const isPaid = model.status === 'processing' || model.status === 'completed';
				const isAll = truth.back > 0 && truth.total > 0 && truth.back >= truth.total;
				expect(record.is_valid).toBe(isPaid && !isAll);
				if (isPaid && truth.back > 0 && !isAll) expect(record.status).toBe('partial_refund');
				if (isAll && isPaid) expect(record.status).toBe('refunded');
				if (record.is_valid !== true) return;
				// Dividing a line by its units may move a cent for each of them.
				const most = 1 + model.lines.length;
				expect(isSettled(result, truth.total - truth.back, most)).toBe(true);
				// Nothing is said of an order of which nothing came back beside its lines.
				if (model.form === 'full' && truth.outside <= 1 && truth.less <= 1) {
					expect(reasons.filter((reason) => SAID.includes(reason))).toEqual([]);
				}
			}),
			FEW,
		);
	});

	it('has no amount of units whose refunds do not say one but their part of the line', () => {
		fc.assert(
			fc.property(orders, (given) => {
				const model = { ...given, form: 'fullWithoutAmounts' as const };
				const result = notRefused(convert(payloadOf(model)));
				expect(wrongAmounts(model, truthOf(model), result, 2)).toEqual([]);
			}),
			FEW,
		);
	});

	it('is refused, right or doubtful, whichever keys the payload lacks', () => {
		fc.assert(
			fc.property(lackingKeys(orders, payloadOf), ({ model, json }) => {
				const result = convert(json);
				if (!result) return;
				const truth = truthOf(model);
				expect(wrongAmounts(model, truth, result, 2)).toEqual([]);
				expect(result.record.lineitems).not.toEqual([]);
				if (result.record.is_valid !== true) return;
				const most = 1 + model.lines.length;
				expect(isSettled(result, truth.total - truth.back, most)).toBe(true);
			}),
			FEW,
		);
	});
});
