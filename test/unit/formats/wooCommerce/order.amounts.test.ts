import type { Json } from '../../../../nodes/Ometria/formats/types';
import { ORDER } from '../../../../nodes/Ometria/formats/wooCommerce/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/wooCommerce/product';
import { madeOf } from '../../../support/entries';
import { settings, without } from '../formatTests';
import { aLine, anOrder, aProduct } from './payloads';

/** What a payload does not say, totals that are checked, and what is no order. */
const convert = (changes: Json) => madeOf(ORDER.convert(anOrder(changes), settings()))[0];

function sent(changes: Json) {
	const entry = convert(changes);
	if (entry.kind !== 'record') throw new Error(JSON.stringify(entry));
	const warnings = entry.warnings.filter(({ reason }) => reason !== 'no_store');
	return { record: entry.record, lines: entry.record.lineitems as Json[], warnings };
}

describe('totals of WooCommerce', () => {
	it('are not doubted where they add up', () => {
		expect(sent({}).warnings).toEqual([]);
	});

	it.each<[string, Json]>([
		['gift cards', { total: '72.40', gift_cards: [{ id: 2, code: 'A', amount: 20 }] }],
		['Gift wrap', { total: '95.40', fee_lines: [{ id: 3, name: 'Gift wrap', total: '3.00' }] }],
	])('say by how much they differ by %s', (name, changes) => {
		const { record, warnings } = sent(changes);
		expect(record.grand_total).toBe(Number(changes.total));
		expect(warnings).toMatchObject([{ reason: 'parts_differ' }]);
		expect(warnings[0].message).toContain(name);
	});
});

describe('a line of WooCommerce', () => {
	it('is refused without the key product_id', () => {
		const line_items = [without(aLine(), 'product_id')];
		expect(convert({ line_items })).toMatchObject({
			kind: 'invalid',
			field: 'line_items[0].product_id',
		});
	});

	it('has no total without its tax, and says which key is missing', () => {
		const { lines, warnings } = sent({ line_items: [without(aLine(), 'total_tax')] });
		expect(lines[0]).not.toHaveProperty('total');
		expect(warnings).toMatchObject([{ reason: 'line_total_left_out' }]);
		expect(warnings[0].message).toContain('total_tax');
	});

	it('is not removed from the stored order where its product was deleted', () => {
		expect(sent({ line_items: [aLine({ product_id: 0 })] }).record).not.toHaveProperty('lineitems');
	});

	it('takes attributes of its variation for options, and no text of the shopper', () => {
		const meta_data = [
			{ key: 'pa_metal', value: 'gold', display_key: 'Metal', display_value: 'Gold' },
			{ key: 'ring-size', value: '52', display_key: 'Ring Size', display_value: '52' },
			{ key: 'size', value: 'M', display_key: 'size', display_value: 'M' },
			{ key: 'Engraving', value: 'For Anna', display_key: 'Engraving', display_value: 'For Anna' },
			{ key: 'note', value: 'Call me', display_key: 'note', display_value: 'Call me' },
		];
		const { lines } = sent({ line_items: [aLine({ name: 'Ring - Gold, M', meta_data })] });
		const types = (lines[0].variant_options as Json[]).map(({ type }) => type);
		expect(types).toEqual(['metal', 'ring-size', 'size']);
	});
});

test.each([
	{ status: 'active', billing_period: 'month', billing_interval: '1' },
	{ status: 'on-hold', billing_period: 'year', next_payment_date_gmt: '2026-08-01T00:00:00' },
])('a subscription of WooCommerce is not an order, whatever its status: %j', (changes) => {
	const counted = { ...settings(), statusesCounted: ['active'] };
	expect(madeOf(ORDER.convert(anOrder(changes), counted))).toEqual([
		{ kind: 'skipped', reason: 'subscription' },
	]);
});

test('a product of WooCommerce on sale whose payload has no sale_price leaves the sale out', () => {
	const [entry] = madeOf(
		PRODUCT.convert(without(aProduct({ on_sale: true }), 'sale_price'), settings()),
	);
	expect(entry.kind === 'record' && 'special_price' in entry.record).toBe(false);
});
