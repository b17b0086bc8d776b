import { wooCommerce } from '../../../../nodes/Ometria/formats/wooCommerce';
import { CUSTOMER } from '../../../../nodes/Ometria/formats/wooCommerce/customer';
import { ORDER } from '../../../../nodes/Ometria/formats/wooCommerce/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/wooCommerce/product';
import { madeOf } from '../../../support/entries';
import { mappingGaps, recordsIn, settings } from '../formatTests';
import { aCustomer, anOrder, aProduct, aVariation } from './payloads';

const NONE = { withoutRow: [], withoutField: [], twice: [] };
const SHOP = settings({ store: 'woo.example', productCurrency: 'GBP' });
const REFUND = {
	amount: '4.00',
	line_items: [
		{
			quantity: -1,
			total: '-4.00',
			meta_data: [{ key: '_refunded_item_id', value: '611' }],
		},
	],
};

describe('the mapping of WooCommerce', () => {
	it('has a row for every field of a contact, and says that consent is not sent', () => {
		expect(mappingGaps(CUSTOMER, recordsIn(madeOf(CUSTOMER.convert(aCustomer(), SHOP))))).toEqual({
			...NONE,
			withoutField: ['marketing_optin'],
		});
	});

	it('has a row for every field of an order, and no other', () => {
		const order = anOrder({ refunds: [REFUND] });
		expect(mappingGaps(ORDER, recordsIn(madeOf(ORDER.convert(order, SHOP))))).toEqual(NONE);
	});

	it('has a row for every field of a product, and no other', () => {
		const product = aProduct({ variations: [aVariation()] });
		expect(mappingGaps(PRODUCT, recordsIn(madeOf(PRODUCT.convert(product, SHOP))))).toEqual(NONE);
	});

	it('says of each status what an order becomes', () => {
		for (const { shop, status, group } of ORDER.statuses ?? []) {
			const [entry] = madeOf(ORDER.convert(anOrder({ status: shop }), SHOP));
			if (group === 'skipped') expect(entry.kind).toBe('skipped');
			else expect(entry).toMatchObject({ record: { status, is_valid: group === 'counted' } });
		}
	});

	it('sends orders whole, and merges contacts and products', () => {
		const { contact, order, product } = wooCommerce.operations;
		expect([contact?.merge, order?.merge, product?.merge]).toEqual([true, false, true]);
	});
});
