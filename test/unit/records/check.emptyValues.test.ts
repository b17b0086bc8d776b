import { found, sent } from '../../support/checked';

describe('empty values', () => {
	const blank = {
		firstname: '',
		phone_number: ' ',
		country_id: '',
		date_of_birth: '',
		lastname: 'B',
	};

	it('are left out as texts by default, and it is said', () => {
		expect(sent('contact', blank)).toEqual({ id: 'x', email: 'a@b.example', lastname: 'B' });
		expect(found('contact', blank)).toEqual([
			'firstname empty_left_out!',
			'phone_number empty_left_out!',
			'country_id empty_left_out!',
			'date_of_birth empty_left_out!',
		]);
	});

	it('are sent as texts where the user chose it', () => {
		expect(sent('contact', blank, { emptyValues: 'sendAll' })).toMatchObject({
			firstname: '',
			phone_number: ' ',
			country_id: '',
		});
	});

	it('null is sent by default, with a warning where it may delete who the contact is', () => {
		const nulls = { email: null, marketing_optin: null, lastname: null };
		expect(sent('contact', nulls)).toMatchObject(nulls);
		expect(found('contact', nulls)).toEqual(['email null_deletes', 'marketing_optin null_deletes']);
		const product = { special_price: null };
		expect(sent('product', product)).toMatchObject(product);
		expect(found('product', product)).toEqual([]);
	});

	it('null is left out where the user chose it, and it is said', () => {
		const rules = { emptyValues: 'leaveOutEmptyTextsAndNulls' } as const;
		const record = { email: null, lastname: '', properties: { tier: null } };
		expect(sent('contact', record, rules)).toEqual({ id: 'x', properties: { tier: null } });
		expect(found('contact', record, rules)).toEqual([
			'email null_left_out!',
			'lastname empty_left_out!',
		]);
	});

	it('are always sent in custom fields', () => {
		const properties = { tier: '', note: null };
		expect(sent('contact', { properties })).toMatchObject({ properties });
	});
});
