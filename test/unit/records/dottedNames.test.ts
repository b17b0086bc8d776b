import type { JsonRecord } from '../../../nodes/Ometria/records';
import { found, sent } from '../../support/checked';

describe('columns with dots', () => {
	it('columns with dots become objects where that is clear', () => {
		const fields = {
			customer: { id: '7' },
			'customer.email': 'a@b.example',
			'properties.tier': 'gold',
		};
		const record = sent('order', fields);
		expect(record).toMatchObject({
			customer: { id: '7', email: 'a@b.example' },
			properties: { tier: 'gold' },
		});
		expect(Object.keys(record)).not.toContain('customer.email');
		expect(found('order', fields)).toEqual([
			'customer.email dotted_name!',
			'properties.tier dotted_name!',
		]);
		expect(fields.customer).toEqual({ id: '7' });
	});

	it.each<[string, JsonRecord]>([
		['a field that is none', { 'customer.shoe': 1 }],
		[
			'what is there already',
			{ customer: { id: '1', email: 'a@b.example' }, 'customer.email': 'c@d.example' },
		],
		['several levels of custom fields', { 'properties.a.b': 1 }],
	])('columns with dots stay for %s', (_name, fields) => {
		expect(sent('order', fields)).toMatchObject(fields);
		expect(found('order', fields)).toEqual([expect.stringContaining('unknown_field')]);
	});
});
