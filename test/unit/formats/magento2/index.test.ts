import { magento2 } from '../../../../nodes/Ometria/formats/magento2';
import { CUSTOMER } from '../../../../nodes/Ometria/formats/magento2/customer';
import { ORDER } from '../../../../nodes/Ometria/formats/magento2/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/magento2/product';
import { madeOf } from '../../../support/entries';
import { mappingGaps, recordsIn, settings } from '../formatTests';
import { aConfigurablePair, aCustomer, aFamily, anOrder, aProduct, aRow } from './payloads';

const NONE = { withoutRow: [], withoutField: [], twice: [] };
const SHOP = settings({
	store: '2',
	productCurrency: 'EUR',
	accountCurrency: 'GBP',
	pageUrl: 'https://lampes.example',
	mediaUrl: 'https://lampes.example',
});

describe('the mapping of Magento', () => {
	it('has a row for every field of a contact, and no other', () => {
		const customer = aCustomer({ prefix: 'Dr', middlename: 'J.' });
		expect(mappingGaps(CUSTOMER, recordsIn(madeOf(CUSTOMER.convert(customer, SHOP))))).toEqual(
			NONE,
		);
	});

	it('has a row for every field of an order, and no other', () => {
		const order = anOrder({
			base_currency_code: 'GBP',
			total_refunded: 5,
			items: [aRow({ qty_refunded: 1, amount_refunded: 5 }), ...aConfigurablePair()],
		});
		expect(mappingGaps(ORDER, recordsIn(madeOf(ORDER.convert(order, SHOP))))).toEqual(NONE);
	});

	it('has a row for every field of a product, and no other', () => {
		const { configurable, simples } = aFamily();
		const items = [aProduct(), configurable, ...simples];
		expect(mappingGaps(PRODUCT, recordsIn(madeOf(PRODUCT.convert({ items }, SHOP))))).toEqual(NONE);
	});

	it('says of each state what an order becomes', () => {
		for (const { shop, status, group } of ORDER.statuses ?? []) {
			const state = shop === 'fraud' ? { state: 'processing', status: shop } : { state: shop };
			const order = anOrder({ status: undefined, ...state });
			expect(madeOf(ORDER.convert(order, SHOP))).toEqual([
				expect.objectContaining({
					record: expect.objectContaining({ status, is_valid: group === 'counted' }) as unknown,
				}),
			]);
		}
	});

	it('sends orders whole, and merges contacts and products', () => {
		const { contact, order, product } = magento2.operations;
		expect([contact?.merge, order?.merge, product?.merge]).toEqual([true, false, true]);
	});
});
