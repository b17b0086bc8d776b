import { found, messageOf, reasons, sent } from '../../support/checked';

describe('countries', () => {
	it.each<[string, string]>([
		['United Kingdom', 'GB'],
		['UK', 'GB'],
		['germany', 'DE'],
		[' Ireland ', 'IE'],
		['USA', 'US'],
		['Côte d’Ivoire', 'CI'],
	])('%j is %s', (country_id, code) => {
		expect(sent('contact', { country_id }).country_id).toBe(code);
	});

	it.each(['Atlantis', 'England', 'EN'])('%j is not guessed', (country_id) => {
		expect(reasons('contact', { country_id })).toEqual(['unknown_code']);
	});

	it.each([
		['Holland', 'NL'],
		['U.S.', 'US'],
	])('%s is %s', (country_id, expected) => {
		expect(sent('contact', { country_id }).country_id).toBe(expected);
	});

	it.each([
		['EN', 'GB'],
		['SP', 'ES'],
	])('%s is not a country, and %s is suggested', (country_id, meant) => {
		expect(messageOf('contact', { country_id })).toContain(`ISO 3166 has ${meant}`);
		expect(found('contact', { country_id: meant })).toEqual([]);
	});
});
