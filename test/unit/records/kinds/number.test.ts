import type { JsonRecord } from '../../../../nodes/Ometria/records';
import { found, isRefused, messageOf, reasons, sent } from '../../../support/checked';
import { WHOLE_ORDER } from '../../../support/records';

describe('numbers that are none', () => {
	it('are named as what they are', () => {
		for (const value of [NaN, -Infinity]) {
			const text = messageOf('contact', { lastname: value });
			expect(text).toBe(`"lastname": expected text, found ${value}`);
			expect(messageOf('order', { tax: value })).toContain(`a number, found ${value}`);
		}
	});
});

describe('amounts with the digits of binary numbers', () => {
	it.each<[number | string, string, number]>([
		[0.1 + 0.2, 'GBP', 0.3],
		[8.149999999999999, 'eur', 8.15],
		[1100.0000000001, 'JPY', 1100],
		[2.3409999999999997, 'KWD', 2.341],
		['8.149999999999999', 'GBP', 8.15],
	])('%d %s is rounded to %d, and it is said', (amount, currency, expected) => {
		const fields = { subtotal: amount, currency };
		expect(sent('order', fields).subtotal).toBe(expected);
		expect(found('order', fields)).toEqual(['subtotal rounded!']);
		expect(
			found('order', { ...fields, subtotal: Number(amount) }, { convertTypes: false })[0],
		).toMatch(/^(subtotal binary_digits|currency unknown_code)$/);
	});

	it.each([
		[0.125, 'GBP'],
		[1100.5, 'JPY'],
		[2.341, 'KWD'],
		[19.99, 'GBP'],
		[1e-7, 'GBP'],
	])('%d %s is sent as it is', (subtotal, currency) => {
		expect(sent('order', { subtotal, currency }).subtotal).toBe(subtotal);
		expect(found('order', { subtotal, currency })).toEqual([]);
	});

	it('are in the currency of the order where they are of a line, and of totals in their own', () => {
		const lineitems = [{ product_id: 'a', quantity: 1, unit_price: 1.2340000000000002 }];
		expect(sent('order', { lineitems, currency: 'BHD' }).lineitems).toMatchObject([
			{ unit_price: 1.234 },
		]);
		const totals = { base: { currency: 'JPY', tax: 8.0000000001 } };
		expect(sent('order', { totals }).totals).toMatchObject({ base: { tax: 8 } });
	});

	it('are refused as objects, with what to give instead', () => {
		expect(messageOf('order', { subtotal: { value: 2850, currency: 'USD' } })).toContain(
			'in major units, as 28.50',
		);
		expect(messageOf('order', { subtotal: { a: 1 } })).not.toContain('major units');
	});
});

describe('amounts as texts', () => {
	const order = (fields: JsonRecord) => ({ ...WHOLE_ORDER, ...fields });

	it.each<[string, string]>([
		['1.299', 'EUR'],
		['139.980', 'CLP'],
		['12.999', 'GBP'],
		['1.000', 'JPY'],
	])('%s %s can be read in two ways and is refused', (grand_total, currency) => {
		expect(reasons('order', order({ grand_total, currency }))).toEqual(['ambiguous_number']);
	});

	it.each<[unknown, string, number]>([
		[1.299, 'EUR', 1.299],
		['1.299', 'KWD', 1.299],
		['0.299', 'EUR', 0.299],
		['12.50', 'EUR', 12.5],
		['12.5000', 'EUR', 12.5],
		['£12.50', 'GBP', 12.5],
		['12.50 GBP', 'GBP', 12.5],
		['€ 12.50', 'EUR', 12.5],
		['$12', 'CAD', 12],
	])('%j %s is %d', (grand_total, currency, expected) => {
		expect(sent('order', order({ grand_total, currency })).grand_total).toBe(expected);
	});

	it.each<[string, string]>([
		['12.50 GBP', 'EUR'],
		['$12', 'EUR'],
		['£1,234.50', 'GBP'],
		['£1.299', 'GBP'],
	])('%s in an order in %s is refused', (grand_total, currency) => {
		expect(isRefused('order', order({ grand_total, currency }))).toBe(true);
	});

	it.each(['(12.50)', '12.50-', '\u221212.50', '(\u20ac3)', '\u201312,50 EUR'])(
		'%s may be below zero, so that nobody removes its sign',
		(tax) => {
			const text = messageOf('order', { tax });
			expect(text).not.toContain('Remove');
			expect(text).toContain('If it is below zero, give it as -1234.50');
		},
	);
});
