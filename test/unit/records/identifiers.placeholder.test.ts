import type { JsonRecord, RecordType } from '../../../nodes/Ometria/records';
import { check, found } from '../../support/checked';

describe('IDs that are none', () => {
	it.each<[RecordType, JsonRecord, string]>([
		['contact', { id: 'NULL' }, 'id'],
		['contact', { id: 'Undefined' }, 'id'],
		['contact', { id: '#REF!' }, 'id'],
		['contact', { id: 'uk-undefined' }, 'id'],
		['contact', { id: 'Invalid DateTime' }, 'id'],
		['contact', { id: '[]' }, 'id'],
		['order', { customer: { id: 'Guest', email: 'a@b.example' } }, 'customer > id'],
		['order', { lineitems: [{ product_id: '--', quantity: 1 }] }, 'lineitems > 0 > product_id'],
		['contact', { customer_id: 0 }, 'customer_id'],
		['product', { parent_id: '0' }, 'parent_id'],
		['order', { customer: { id: '[object Object]', email: 'a@b.example' } }, 'customer > id'],
		['order', { lineitems: [{ product_id: 0, quantity: 1 }] }, 'lineitems > 0 > product_id'],
		[
			'order',
			{ lineitems: [{ product_id: 'a', variant_id: 'None', quantity: 1 }] },
			'lineitems > 0 > variant_id',
		],
	])('%s %j is warned of, and refused in strict', (type, fields, path) => {
		expect(found(type, fields)).toEqual([`${path} placeholder_id`]);
		expect(check(type, fields, { validation: 'strict' }).ok).toBe(false);
		expect(found(type, fields, { validation: 'off' })).toEqual([]);
	});

	it.each<[RecordType, JsonRecord]>([
		['contact', { id: 'nullable' }],
		['contact', { id: 'undefined2' }],
		['contact', { id: 'nan-khao' }],
		['contact', { id: '00' }],
		['contact', { id: 'guest-7' }],
		['contact', { id: 'a-' }],
		['contact', { id: "o'brien" }],
		['contact', { id: '{7}' }],
		['contact', { id: '\u{1F469}\u200d\u{1F680}' }],
		['product', { id: 'tv-32"' }],
		['product', { attributes: [{ type: 'colour', id: 'unknown', label: 'None' }] }],
		['product', { attributes: [{ type: 'colour', id: '0', label: 'Black' }] }],
		['product', { attributes: [{ type: 'size', id: 'none', label: 'None' }] }],
	])('%s %j is no reason for a warning', (type, fields) => expect(found(type, fields)).toEqual([]));

	it('are refused with half a character', () => {
		expect(found('order', { customer: { id: 'a\udc00' } })).toEqual([
			'customer > id broken_character',
		]);
		expect(found('order', { customer: { id: 'a😀' } })).toEqual([]);
	});
});
