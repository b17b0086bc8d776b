import { found, reasons, sent } from '../../support/checked';

describe('phone numbers', () => {
	it.each<[string, string]>([
		['+44 7700 900123', '+447700900123'],
		['+1 (212) 555-0100', '+12125550100'],
		["'+44 7700 900123", '+447700900123'],
		['+44 (0)20 7946 0000', '+442079460000'],
		['+49 (0) 89/123-456', '+4989123456'],
		['+33 06 12 34 56 78', '+33612345678'],
		['+31( 0 )20–1234567', '+31201234567'],
		['+4407700900123', '+447700900123'],
		['+39 06 1234 5678', '+390612345678'],
		['(+44) 20 7946 0000', '+442079460000'],
		['tel:+44-20-7946-0000', '+442079460000'],
	])('%j is sent as %j', (phone_number, expected) => {
		expect(sent('contact', { phone_number }).phone_number).toBe(expected);
	});

	it.each(['+39 (0)6 1234 5678', '+44 20 7946 0000 x5', '020 7946 0000', '0044 7700 900123'])(
		'%j stays, and it is said',
		(phone_number) => {
			expect(sent('contact', { phone_number }).phone_number).toBe(phone_number);
			expect(reasons('contact', { phone_number })).toEqual(['invalid_phone']);
		},
	);

	it.each(['4.477E+11', '4,477E+11', "'+44 unknown"])('%s is not a phone number', (phone_number) =>
		expect(found('contact', { phone_number })).toEqual(['phone_number spreadsheet_phone']),
	);
});
