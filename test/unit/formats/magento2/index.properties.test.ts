import { CUSTOMER } from '../../../../nodes/Ometria/formats/magento2/customer';
import { ORDER } from '../../../../nodes/Ometria/formats/magento2/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/magento2/product';
import { text } from '../../../../nodes/Ometria/formats/shared/values';
import type { FormatOperation, Json } from '../../../../nodes/Ometria/formats/types';
import { isObject } from '../../../../nodes/Ometria/utils/json';
import { madeOf } from '../../../support/entries';
import { fc } from '../../../support/fastCheck';
import { recordsIn, settings } from '../formatTests';
import { oddPayloads, testOddPayloads } from '../oddPayloads';
import { aConfigurablePair, aCustomer, aFamily, anOrder, aProduct, aRow } from './payloads';

const { configurable, simples } = aFamily();
const REFUNDED = anOrder({
	total_refunded: 27,
	items: [
		aRow({ qty_refunded: 1, amount_refunded: 25, tax_refunded: 4.5, discount_refunded: 2.5 }),
		...aConfigurablePair(),
	],
});
const CASES: ReadonlyArray<[string, 'contact' | 'order' | 'product', FormatOperation, Json]> = [
	['an order', 'order', ORDER, anOrder({ base_currency_code: 'GBP' })],
	['an order with refunds', 'order', ORDER, REFUNDED],
	['a list of orders', 'order', ORDER, { items: [anOrder(), REFUNDED], total_count: 2 }],
	['a customer', 'contact', CUSTOMER, aCustomer()],
	['a product', 'product', PRODUCT, aProduct()],
	['a list of products', 'product', PRODUCT, { items: [configurable, ...simples] }],
];
const someSettings = fc.constantFrom(
	settings(),
	settings({ store: '2', productCurrency: 'EUR', idPrefix: 'fr:', accountCurrency: 'GBP' }),
	settings({ productId: 'sku', noConsent: 'optOut', unpaidOrders: 'count' }),
	settings({ pageUrl: 'https://lampes.example', mediaUrl: 'https://lampes.example/' }),
);

describe('a payload of Magento with anything missing or odd', () => {
	testOddPayloads(CASES, someSettings);

	it('never counts revenue that the shop does not state', () => {
		fc.assert(
			fc.property(oddPayloads(REFUNDED), (odd) => {
				for (const record of recordsIn(madeOf(ORDER.convert(odd, settings())))) {
					expect(record.grand_total).toBeCloseTo(Number(text(odd.grand_total)), 3);
					if (record.is_valid === true) {
						expect(text(odd.state)?.toLowerCase()).toMatch(/^(processing|complete)$/);
					}
				}
			}),
		);
	});

	it('never has consent that the shop does not state', () => {
		fc.assert(
			fc.property(oddPayloads(aCustomer()), someSettings, (odd, given) => {
				const { extension_attributes: extension } = odd;
				const flag = isObject(extension) ? extension.is_subscribed : undefined;
				for (const record of recordsIn(madeOf(CUSTOMER.convert(odd, given)))) {
					if (record.marketing_optin === 'EXPLICITLY_OPTEDIN') expect(flag).toBe(true);
					else if (record.marketing_optin === 'EXPLICITLY_OPTEDOUT') {
						expect([flag, given.noConsent]).toEqual([false, 'optOut']);
					} else expect(record).not.toHaveProperty('marketing_optin');
				}
			}),
		);
	});

	it('never states a price that the shop does not state', () => {
		fc.assert(
			fc.property(oddPayloads(aProduct()), (odd) => {
				for (const record of recordsIn(madeOf(PRODUCT.convert(odd, settings())))) {
					if (record.price !== undefined) {
						expect(record.price).toBeCloseTo(Number(text(odd.price)), 3);
					}
				}
			}),
		);
	});

	it('never states stock without a stock item', () => {
		const product = aProduct({ extension_attributes: { website_ids: [1] } });
		fc.assert(
			fc.property(oddPayloads(product), (odd) => {
				const { extension_attributes: extension } = odd;
				for (const record of recordsIn(madeOf(PRODUCT.convert(odd, settings())))) {
					if (!isObject(extension) || !isObject(extension.stock_item)) {
						expect(record).not.toHaveProperty('is_in_stock');
					}
				}
			}),
		);
	});

	it('is converted with 2,000 rows as a small one is', () => {
		const items = Array.from({ length: 1_000 }, (_, index) =>
			aConfigurablePair().map((row) => ({
				...row,
				item_id: Number(row.item_id) + index * 1000,
				parent_item_id: row.parent_item_id && Number(row.parent_item_id) + index * 1000,
			})),
		).flat();
		const [record] = recordsIn(madeOf(ORDER.convert(anOrder({ items }), settings())));
		expect((record.lineitems as Json[]).map(({ variant_id }) => variant_id)).toEqual(
			Array<string>(1_000).fill('403'),
		);
	});
});
