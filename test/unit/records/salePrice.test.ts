import { reasons, sent } from '../../support/checked';

describe('sale prices', () => {
	it.each([
		{ price: 20, special_price: '0.00' },
		{ price: 20, special_price: 0 },
		{ price: '20.00', special_price: '25.00' },
		{ price: 20, special_price: 20 },
		{ special_price: 0 },
	])('%j is not a sale: null is sent, and it is said', (fields) => {
		expect(sent('product', { title: 'Mug', ...fields }).special_price).toBeNull();
		expect(reasons('product', { title: 'Mug', ...fields })).toEqual([
			Number(fields.special_price) === 0 ? 'zero_sale_price' : 'sale_price_not_lower',
		]);
	});

	it('are looked at in stores as well', () => {
		const listing = { store: 's', currency: 'GBP', title: 'Mug', price: 20 };
		const listings = [
			{ ...listing, special_price: 19 },
			{ ...listing, special_price: 21 },
		];
		expect(sent('product', { listings }).listings).toEqual([
			{ ...listing, special_price: 19 },
			{ ...listing, special_price: null },
		]);
	});

	it('below the price stay', () => {
		expect(reasons('product', { title: 'Mug', price: 20, special_price: 19.99 })).toEqual([]);
	});
});
