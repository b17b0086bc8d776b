import { found, messageOf, sent } from '../../support/checked';

describe('names of currencies', () => {
	it.each([
		['RMB', 'CNY'],
		['ukp', 'GBP'],
		['€', 'EUR'],
		['Euro', 'EUR'],
		['NIS', 'ILS'],
	])('%s is not a currency, and %s is suggested', (currency, meant) => {
		expect(messageOf('order', { currency })).toContain(`ISO 4217 has ${meant}`);
		expect(found('order', { currency: meant })).toEqual([]);
		expect(found('order', { currency }, { validation: 'strict' })).toEqual([
			'currency unknown_code',
		]);
	});

	it.each(['XYZ', 'DEM', 'NAN', 'abc', 'Usx'])('%s is not in use, and is sent as it is', (code) => {
		expect(sent('product', { currency: code }).currency).toBe(code);
		expect(messageOf('product', { currency: code })).toContain('no such currency in use');
	});

	it.each(['SEK', ' chf', 'Clp', 'KWD', 'XOF', 'BGN', 'HRK'])(
		'%s is, or was not long ago',
		(code) => {
			expect(found('order', { currency: code })).toEqual([]);
		},
	);

	it.each(['$', 'dollars'])('%s may be several, so none is suggested', (currency) => {
		expect(found('order', { currency })).toEqual(['currency unknown_code']);
		expect(messageOf('order', { currency })).not.toContain('ISO 4217 has');
	});
});
