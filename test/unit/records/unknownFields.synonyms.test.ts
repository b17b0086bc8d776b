import type { RecordType } from '../../../nodes/Ometria/records';
import { messageOf } from '../../support/checked';

describe('names of fields elsewhere', () => {
	it('are suggested at the end, behind what is done with them', () => {
		expect(messageOf('contact', { e_mail: 'a' })).toBe(
			'"e_mail": is not an Ometria field and is sent as it is; did you mean "email"?',
		);
		expect(messageOf('contact', { e_mail: 'a' }, { unknownFields: 'reject' })).toBe(
			'"e_mail": is not an Ometria field; did you mean "email"? Correct the name, or put it into "properties"',
		);
	});

	it.each<[RecordType, string, string]>([
		['contact', 'Email Address', 'email'],
		['contact', 'given_name', 'firstname'],
		['contact', 'familyName', 'lastname'],
		['order', 'total_tax', 'tax'],
		['order', 'currency_code', 'currency'],
		['order', 'customer_email', 'customer > email'],
		['order', 'customerId', 'customer > id'],
		['order', 'subtotal_price', 'subtotal'],
	])('%s: %s is %s', (type, name, meant) => {
		expect(messageOf(type, { [name]: 'a' })).toContain(`did you mean "${meant}"?`);
	});

	it('are suggested inside an address or a line item, too', () => {
		const billing_address = { zip: '1', province: 'x' };
		const text = messageOf('order', { billing_address });
		expect(text).toContain('"billing_address > zip" (did you mean "postcode"?)');
		expect(text).toContain('"billing_address > province" (did you mean "state"?)');
		const lineitems = [{ product_id: 'a', qty: 1, quantity: 1 }];
		expect(messageOf('order', { lineitems })).toContain('did you mean "quantity"?');
	});
});
