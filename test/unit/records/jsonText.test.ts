import { found, isRefused, messageOf, sent } from '../../support/checked';
import { WHOLE_ORDER } from '../../support/records';

describe('texts of JSON', () => {
	it('become lists and objects where no digit is lost', () => {
		const fields = {
			customer: '{"id": 12}',
			lineitems: ' [{"product_id":"a","quantity":2,"unit_price":1.50}]',
			properties:
				'{"sum":0.30000000000000004,"big":9007199254740991,"far":1.5E3,"text":"99999999999999999"}',
		};
		expect(sent('order', fields)).toMatchObject({
			customer: { id: '12' },
			lineitems: [{ unit_price: 1.5 }],
			properties: { big: 9007199254740991, far: 1500, text: '99999999999999999' },
		});
	});

	it.each([
		['{"erp":9007199254740993}', '9007199254740993'],
		['{"a":{"b":[1,-12345678901234567890]}}', '-12345678901234567890'],
		['{"rate":0.12345678901234567891}', '0.12345678901234567891'],
		['{"far":1e999}', '1e999'],
	])('%s is refused, as %s would lose digits', (properties, number) => {
		const type = 'contact';
		expect(found(type, { properties })).toEqual(['properties not_an_object']);
		expect(messageOf(type, { properties })).toContain(`The number ${number} in it has more digits`);
		// Where nothing is refused, nothing is altered either.
		expect(sent(type, { properties }, { validation: 'off' })).toMatchObject({ properties });
	});

	it('say what to do where they are broken or a list of one', () => {
		expect(messageOf('order', { lineitems: "[{'product_id': 'a'}]" })).toContain(
			'The text is not valid JSON',
		);
		expect(messageOf('order', { lineitems: { product_id: 'a', quantity: 1 } })).toContain(
			'A list of one is written as [ … ] too',
		);
		expect(messageOf('contact', { store_ids: 'uk,fr' })).toContain('.split(",")');
	});
});

describe('lists and objects as texts', () => {
	const asGiven = { convertTypes: false };

	it('need Convert Types where they are JSON', () => {
		for (const fields of [
			{ lineitems: '[{"product_id":"a","quantity":1}]' },
			{ properties: '{"a":1}' },
			{ store_ids: '["uk"]' },
		]) {
			const type = 'lineitems' in fields ? 'order' : 'contact';
			expect(messageOf(type, fields, asGiven)).toMatch(/Turn on Convert Types$/);
			expect(found(type, fields)).toEqual([]);
		}
	});

	it('are split where they are words and a list of texts is wanted, not where objects are', () => {
		expect(messageOf('contact', { store_ids: 'uk, fr' })).toContain('.split(",")');
		expect(messageOf('contact', { store_ids: 'uk, fr' }, asGiven)).toContain('.split(",")');
		expect(messageOf('order', { lineitems: 'a, b' })).not.toContain('split');
		expect(messageOf('order', { lineitems: '[{"a":' })).toContain('not valid JSON');
		expect(messageOf('order', { lineitems: {} })).toContain(
			'A list of one is written as [ … ] too',
		);
	});
});

describe('a list where a record is wanted', () => {
	it('a record of one in a list is read', () => {
		expect(sent('order', { ...WHOLE_ORDER, customer: [{ id: '5' }] }).customer).toEqual({
			id: '5',
		});
		expect(isRefused('order', { ...WHOLE_ORDER, customer: [{ id: '5' }, { id: '6' }] })).toBe(true);
	});
});
