import { check, reasons, sent } from '../../support/checked';
import { WHOLE_ORDER } from '../../support/records';

describe('texts that are none', () => {
	it.each(['undefined', 'NULL', 'null', '[object Object]', '#REF!', '{{ $json.first }}'])(
		'%j is left out and said, and refused in strict',
		(firstname) => {
			expect(sent('contact', { firstname, lastname: 'Lee' })).not.toHaveProperty('firstname');
			expect(reasons('contact', { firstname, lastname: 'Lee' })).toEqual(['text_of_nothing']);
			expect(check('contact', { firstname }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	it.each(['Null', 'Nan', 'Ünal', 'SÃO PAULO'.normalize(), 'São', 'Âme', 'Çağrı'])(
		'%j is a name',
		(lastname) => {
			expect(reasons('contact', { lastname })).toEqual([]);
			expect(sent('contact', { lastname }).lastname).toBe(lastname);
		},
	);

	it.each(['J\uFFFDrg', 'JÃ¶rg', 'Oâ€™Neill', 'RenÃ©e'])(
		'%j has broken letters, which is said',
		(firstname) => {
			expect(reasons('contact', { firstname })).toEqual(['broken_letters']);
			expect(check('contact', { firstname }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	it('an address with broken letters is said too', () => {
		expect(reasons('contact', { email: 'j\uFFFDrg@shop.example' })).toContain('broken_letters');
	});

	it("a spreadsheet's mark before digits is removed", () => {
		const billing_address = { postcode: "'01531" };
		expect(sent('order', { ...WHOLE_ORDER, billing_address })).toMatchObject({
			billing_address: { postcode: '01531' },
		});
	});

	it.each(['N/A', 'n/a'])('%s is not a name', (firstname) => {
		expect(sent('contact', { firstname })).not.toHaveProperty('firstname');
	});
});
