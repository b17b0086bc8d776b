import { hasPhonePlan, withCountryCode } from '../../../nodes/Ometria/records/nationalPhone';

test.each([
	['GB', '07700 900123', '+447700900123'],
	['GB', '(020) 7946 0958', '+442079460958'],
	['GB', '0049 30 901820', '+4930901820'],
	['DE', '030/901820', '+4930901820'],
	['IT', '06 698 1234', '+39066981234'],
	['IT', '312 345 6789', '+393123456789'],
	['ES', '612 34 56 78', '+34612345678'],
	['HU', '06 20 123 4567', '+36201234567'],
	['US', '(415) 555-0132', '+14155550132'],
	['RU', '8 912 345-67-89', '+79123456789'],
])('a number of %s gets its country code: %s', (country, text, phone) => {
	expect(withCountryCode(text, country)).toBe(phone);
});

test.each([
	['GB', '7700900123', 'lost its zero, or has the country code without its plus'],
	['GB', '447700900123', 'has the country code without its plus'],
	['GB', '0770', 'is too short'],
	['ES', '34612345678', 'has other digits than a number at home'],
	['US', '011 44 7700 900123', 'goes abroad'],
	['US', '0044 7700 900123', 'does not go abroad with 00'],
	['GB', '07700 900123 ext. 4', 'has a word'],
	['GB', '+44 7700 900123', 'has a country code'],
	['AQ', '07700 900123', 'is of a country without a plan'],
])('a number of %s is left as it is: %s %s', (country, text) => {
	expect(withCountryCode(text, country)).toBeUndefined();
});

test('the countries with a plan are known by their codes', () => {
	expect(hasPhonePlan('GB')).toBe(true);
	expect(hasPhonePlan('UK')).toBe(false);
});
