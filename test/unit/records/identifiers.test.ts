import type { JsonRecord, RecordType } from '../../../nodes/Ometria/records';
import { check, found, isRefused, reasons, sent } from '../../support/checked';
import { WHOLE_ORDER } from '../../support/records';

describe('IDs', () => {
	it.each<[RecordType, JsonRecord]>([
		['contact', { id: '7.77E+12' }],
		['contact', { id: '7,7e+11' }],
		['contact', { customer_id: '1001.0' }],
		['contact', { id: '{{ $json.id }}' }],
		['contact', { id: "'AB-1" }],
		['order', { id: 'Total' }],
		['order', { id: 'Gesamtsumme' }],
		['order', { ...WHOLE_ORDER, customer: { id: '8.1E+12' } }],
		['order', { ...WHOLE_ORDER, lineitems: [{ product_id: '{{ $json.sku }}', quantity: 1 }] }],
		['product', { parent_id: '4.5E+9' }],
	])('are refused when damaged: %s %j', (type, fields) => {
		expect(reasons(type, fields)).toEqual(['damaged_id']);
		expect(isRefused(type, fields)).toBe(true);
	});

	it.each<[string, string]>([
		["'8509270720001", '8509270720001'],
		['’00123', '00123'],
		['a\u200bb', 'ab'],
		['\uFEFF7', '7'],
	])('%j is sent as %j', (id, expected) => {
		expect(sent('contact', { id, email: 'kim@shop.example' }).id).toBe(expected);
	});

	it.each(['1E5', '5.0-B', '12.50', 'TOTAL-1', 's-Hertogenbosch'])('%j stays', (id) => {
		expect(reasons('contact', { id, email: 'kim@shop.example' })).toEqual([]);
	});
});

describe('IDs of exports', () => {
	it.each(['8.50927E12', '8,50927E+12', '8.5e+12', '1E+15'])('an ID %s lost its digits', (id) => {
		const checked = check('contact', { id });
		expect(checked.ok ? [] : checked.problems.map(({ reason }) => reason)).toEqual(['damaged_id']);
	});

	it.each(['E12', '12E5', '3.5E', 'A8.5E12', '1.2.3E4'])('an ID %s did not', (id) => {
		expect(check('contact', { id }).ok).toBe(true);
	});
});

describe('characters around IDs, emails and phone numbers', () => {
	it('characters that nobody sees are removed around IDs, emails and phone numbers only', () => {
		const fields = {
			customer_id: '\u20607\u200b',
			email: '\u202aa@b.example\u202c',
			phone_number: '\u200e+447700900123\ufeff',
			firstname: '\u200eAda',
		};
		expect(sent('contact', fields)).toMatchObject({
			customer_id: '7',
			email: 'a@b.example',
			phone_number: '+447700900123',
			firstname: '\u200eAda',
		});
		expect(found('contact', fields)).toEqual([
			'email spaces_removed!',
			'customer_id spaces_removed!',
			'phone_number spaces_removed!',
		]);
		expect(sent('contact', { phone_number: '\u200b' })).not.toHaveProperty('phone_number');
		expect(found('contact', { phone_number: '\u200b' })).toContain('phone_number empty_left_out!');
	});

	it('spaces around IDs, emails and phone numbers are removed, and it is said', () => {
		const fields = {
			customer_id: ' 7 ',
			email: 'a@b.example\u00a0',
			phone_number: ' +447700900123',
		};
		expect(sent('contact', fields)).toMatchObject({
			customer_id: '7',
			email: 'a@b.example',
			phone_number: '+447700900123',
		});
		expect(found('contact', fields)).toEqual([
			'email spaces_removed!',
			'customer_id spaces_removed!',
			'phone_number spaces_removed!',
		]);
		expect(sent('contact', { firstname: ' Ada' }).firstname).toBe(' Ada');
		expect(found('contact', { email: ' a@b.example' }, { convertTypes: false })).toContain(
			'email surrounding_spaces',
		);
	});
});
