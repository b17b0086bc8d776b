import { ORDER } from '../../../../nodes/Ometria/formats/magento2/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/magento2/product';
import type { Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { settings, without } from '../formatTests';
import { aFamily, anOrder, aProduct, aRow } from './payloads';

/** Amounts of one moment, totals that are checked, and values that hold under a condition. */
function only(entries: readonly Formatted[]) {
	const [entry] = entries;
	if (entry.kind !== 'record') throw new Error(JSON.stringify(entry));
	const { record, warnings } = entry;
	return { record, lines: record.lineitems as Json[], warnings };
}
const order = (changes: Json) => only(madeOf(ORDER.convert(anOrder(changes), settings())));
const reasons = ({ warnings }: ReturnType<typeof only>) => warnings.map(({ reason }) => reason);

const PLAIN = {
	discount_amount: 0,
	tax_amount: 0,
	discount_tax_compensation_amount: 0,
	shipping_amount: 0,
};
const line = (changes: Json) => aRow({ discount_amount: 0, tax_amount: 0, ...changes });

describe('totals of Magento', () => {
	it.each([
		['store credit', { extension_attributes: { customer_balance_amount: 66 } }, 0],
		['gift cards', { gift_cards_amount: -20 }, 46],
		['cod fee', { extension_attributes: { cod_fee: 5.5 } }, 71.5],
	])('say by how much they differ by %s', (name, extra, grand_total) => {
		const converted = order({
			...PLAIN,
			subtotal: 66,
			grand_total,
			items: [line({ row_total: 66, price: 33 })],
			...extra,
		});
		expect(converted.record.grand_total).toBe(grand_total);
		const [warning] = converted.warnings.filter(({ reason }) => reason === 'parts_differ');
		expect(warning.message).toContain(name);
	});

	it('are not doubted where they add up with the tax compensation of a discount', () => {
		const row = {
			row_total: 83.33,
			price: 83.33,
			qty_ordered: 1,
			discount_amount: 10,
			tax_amount: 15,
			discount_tax_compensation_amount: 1.67,
		};
		const converted = order({
			subtotal: 83.33,
			discount_amount: -10,
			tax_amount: 15,
			shipping_amount: 0,
			discount_tax_compensation_amount: 1.67,
			grand_total: 90,
			items: [aRow(row)],
		});
		expect(reasons(converted)).toEqual([]);
	});

	it('say by line what came back where all did, with the compensation', () => {
		const row = {
			row_total: 83.33,
			price: 83.33,
			qty_ordered: 1,
			qty_refunded: 1,
			discount_amount: 10,
			tax_amount: 15,
			discount_tax_compensation_amount: 1.67,
			amount_refunded: 83.33,
			tax_refunded: 15,
			discount_refunded: 10,
			discount_tax_compensation_refunded: 1.67,
		};
		const converted = order({
			state: 'complete',
			subtotal: 83.33,
			discount_amount: -10,
			tax_amount: 15,
			shipping_amount: 10,
			discount_tax_compensation_amount: 1.67,
			grand_total: 100,
			total_paid: 100,
			total_refunded: 90,
			items: [aRow(row)],
		});
		expect(converted.lines[0].refunded).toBe(90);
		expect(reasons(converted)).toEqual([]);
	});
});

describe('what came back of an order of Magento', () => {
	it('is less than the goods after an adjustment fee, and a warning says so', () => {
		const converted = order({
			...PLAIN,
			state: 'complete',
			subtotal: 100,
			grand_total: 100,
			total_paid: 100,
			total_refunded: 40,
			items: [line({ row_total: 100, price: 50, qty_refunded: 1, amount_refunded: 50 })],
		});
		expect(reasons(converted)).toEqual(['refund_below_goods']);
	});

	it('includes units that were cancelled before they were paid', () => {
		const converted = order({
			...PLAIN,
			state: 'complete',
			subtotal: 90,
			grand_total: 90,
			total_paid: 60,
			total_canceled: 30,
			items: [line({ qty_ordered: 3, qty_canceled: 1, price: 30, row_total: 90 })],
		});
		expect(converted.record).toMatchObject({ status: 'partial_refund', is_valid: true });
		expect(converted.lines).toMatchObject([{ quantity: 3, quantity_refunded: 1, refunded: 30 }]);
		expect(reasons(converted)).toEqual(['cancelled_units']);
	});

	it('is nothing where the order is cancelled as a whole', () => {
		const converted = order({
			...PLAIN,
			state: 'canceled',
			status: 'canceled',
			subtotal: 30,
			grand_total: 30,
			items: [line({ qty_ordered: 1, qty_canceled: 1, price: 30, row_total: 30 })],
		});
		expect(converted.record).toMatchObject({ status: 'cancelled', is_valid: false });
		expect(converted.lines[0]).not.toHaveProperty('refunded');
	});
});

describe('a dynamic bundle of Magento', () => {
	const child = (changes: Json) =>
		line({ parent_item_id: 1, product_type: 'simple', qty_ordered: 1, ...changes });
	const bundle = (changes: Json = {}) =>
		line({
			item_id: 1,
			product_type: 'bundle',
			qty_ordered: 1,
			price: 60,
			row_total: 60,
			...changes,
		});

	it('has the discounts of its parts', () => {
		const { lines } = order({
			...PLAIN,
			subtotal: 60,
			discount_amount: -6,
			grand_total: 54,
			items: [
				bundle(),
				child({ item_id: 2, row_total: 40, discount_amount: 4 }),
				child({ item_id: 3, row_total: 20, discount_amount: 2 }),
			],
		});
		expect(lines).toMatchObject([{ subtotal: 60, discount: -6, total: 54 }]);
	});

	it('has the refunds of its parts', () => {
		const { lines } = order({
			...PLAIN,
			state: 'complete',
			subtotal: 60,
			grand_total: 60,
			total_paid: 60,
			total_refunded: 40,
			items: [
				bundle(),
				child({ item_id: 2, row_total: 40, amount_refunded: 40, qty_refunded: 1 }),
				child({ item_id: 3, row_total: 20 }),
			],
		});
		expect(lines).toMatchObject([{ refunded: 40 }]);
	});
});

describe('lines of Magento', () => {
	it('are refused without the key product_id', () => {
		const [entry] = madeOf(
			ORDER.convert(anOrder({ items: [without(aRow(), 'product_id')] }), settings()),
		);
		expect(entry).toMatchObject({ kind: 'invalid', field: 'items[0].product_id' });
	});

	it('leave the stored lines as they are where all lost their product', () => {
		const { record } = order({ items: [aRow({ product_id: null })] });
		expect(record).not.toHaveProperty('lineitems');
	});
});

describe('a special price of Magento', () => {
	const special = (
		attributes: Record<string, string>,
		changes: Json = {},
		now = '2026-06-15T12:00Z',
	) =>
		only(
			madeOf(
				PRODUCT.convert(aProduct({ price: 20, ...changes }, attributes), {
					...settings(),
					nowMs: Date.parse(now),
				}),
			),
		);
	const sale = (from: string, to: string) => ({
		special_price: '12.0000',
		special_from_date: `${from} 00:00:00`,
		special_to_date: `${to} 00:00:00`,
	});

	it.each([
		['is over', '2024-11-25', '2024-12-02', null],
		['has not begun', '2026-07-01', '2026-07-09', null],
		['is in effect', '2026-06-01', '2026-06-30', 12],
		['may still be in effect in some time zone', '2026-06-01', '2026-06-15', 12],
	])('is sent only while it may be in effect: it %s', (_what, from, to, expected) => {
		expect(special(sale(from, to)).record.special_price).toBe(expected);
	});

	it('is a percentage of a bundle, and is left out', () => {
		const converted = special({ special_price: '80' }, { type_id: 'bundle' });
		expect(converted.record).not.toHaveProperty('special_price');
		expect(reasons(converted)).toContain('sale_is_percentage');
	});
});

describe('products of Magento that are items of their own', () => {
	it('are variants of the configurable product that lists them, wherever it is', () => {
		const { configurable, simples } = aFamily();
		const gathering = PRODUCT.gather?.();
		const items = [...simples, configurable];
		const looks = items.flatMap((item, index) => [
			...(gathering?.add(item, settings(), index) ?? []),
		]);
		expect(looks.filter((look) => look !== undefined)).toEqual([]);
		const records = items.map(
			(item, index) => gathering && only(madeOf(gathering.convert(item, settings(), index))).record,
		);
		expect(records).toMatchObject([
			{ id: '403', is_variant: true, parent_id: '400' },
			{ id: '404', is_variant: true, parent_id: '400' },
			{ id: '400', is_variant: false, price: 17.25 },
		]);
	});
});
