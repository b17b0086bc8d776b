import type { JsonRecord } from '../../../nodes/Ometria/records';
import { check, found, messageOf } from '../../support/checked';

describe('a contact that says nothing', () => {
	it.each<[string, JsonRecord, string[]]>([
		['nothing but an ID', { email: undefined }, [' only_id']],
		['an invalid_email', {}, []],
		['custom fields only', { email: undefined, properties: { points: 1 } }, []],
	])('a contact with %s, %j, gives the findings %j', (_name, fields, expected) =>
		expect(found('contact', fields)).toEqual(expected),
	);

	it('a contact whose fields are all empty is not said to have none', () => {
		const fields = { email: '', lastname: ' ' };
		expect(messageOf('contact', fields)).toContain('all fields of the item that Ometria knows are');
	});

	it('a contact in an envelope is told from one that says nothing', () => {
		const fields = { email: undefined, person: { 'E-mail': 'a@b.example', Firstname: 'Ada' } };
		expect(messageOf('contact', fields)).toContain('"person" holds "E-mail", "Firstname"');
	});
});

describe('an order that is not whole', () => {
	it.each<[string, JsonRecord, string[]]>([
		['all that counts', {}, []],
		['no time', { timestamp: undefined }, [' incomplete_order']],
		['no total and no lines', { grand_total: null, lineitems: [] }, [' incomplete_order']],
		['nobody', { customer: { firstname: 'Ada' } }, ['customer no_customer']],
		['guest 0', { customer: { id: 0 } }, ['customer > id placeholder_id', 'customer no_customer']],
		[
			'an empty email of its customer',
			{ customer: { email: '' } },
			['customer > email empty_left_out!', 'customer no_customer'],
		],
		[
			'a status that takes it back',
			{ status: 'cancelled', is_valid: false, timestamp: undefined, customer: undefined },
			[],
		],
	])('an order with %s, %j, gives the findings %j', (_name, fields, expected) =>
		expect(found('order', fields)).toEqual(expected),
	);
});

describe('an order that does not say whether it counts', () => {
	const words = [
		'Storniert',
		'voided',
		'wc-failed',
		'chargeback',
		'Bezahlt',
		'complete',
		'',
		undefined,
	];
	it.each(words)('is warned of and refused in strict, whatever its status: %s', (status) => {
		for (const is_valid of [undefined, null]) {
			const fields = { status, is_valid };
			expect(found('order', fields)).toContain('is_valid is_valid_not_given');
			expect(check('order', fields, { validation: 'strict' }).ok).toBe(false);
		}
		for (const is_valid of [true, false]) {
			expect(found('order', { status, is_valid }).join()).not.toContain('is_valid');
		}
	});
});

describe('refunds', () => {
	it('stay valid as orders of their own with negative amounts', () => {
		expect(found('order', { status: 'refunded', grand_total: '-12.50' })).toEqual([]);
		expect(found('order', { status: 'refunded', grand_total: 12.5 })).toEqual([
			'is_valid counts_revenue',
		]);
	});
});
