import { text } from '../../../../nodes/Ometria/formats/shared/values';
import type { FormatOperation, Json } from '../../../../nodes/Ometria/formats/types';
import { CUSTOMER } from '../../../../nodes/Ometria/formats/wooCommerce/customer';
import { ORDER } from '../../../../nodes/Ometria/formats/wooCommerce/order';
import { PRODUCT } from '../../../../nodes/Ometria/formats/wooCommerce/product';
import { madeOf } from '../../../support/entries';
import { fc } from '../../../support/fastCheck';
import { recordsIn, settings } from '../formatTests';
import { oddPayloads, testOddPayloads } from '../oddPayloads';
import { aCustomer, aLine, anOrder, aProduct, aVariation } from './payloads';

const REFUND = {
	id: 91,
	amount: '14.00',
	line_items: [
		{
			id: 92,
			quantity: -1,
			total: '-10.00',
			total_tax: '-2.00',
			meta_data: [{ key: '_refunded_item_id', value: '611' }],
		},
	],
};
const CASES: ReadonlyArray<[string, 'contact' | 'order' | 'product', FormatOperation, Json]> = [
	['an order', 'order', ORDER, anOrder({ line_items: [aLine(), aLine({ id: 612 })] })],
	['an order with refunds', 'order', ORDER, anOrder({ status: 'completed', refunds: [REFUND] })],
	['a list of orders', 'order', ORDER, { orders: [anOrder(), anOrder({ id: 4 })] }],
	['a customer', 'contact', CUSTOMER, aCustomer()],
	['a product', 'product', PRODUCT, aProduct({ type: 'variable', variations: [aVariation()] })],
	['a variation', 'product', PRODUCT, aVariation()],
];
const someSettings = fc.constantFrom(
	settings(),
	settings({ store: 'woo.example', productCurrency: 'GBP', idPrefix: 'uk:' }),
	settings({ productId: 'sku', noConsent: 'optOut', unpaidOrders: 'count' }),
);

describe('a payload of WooCommerce with anything missing or odd', () => {
	testOddPayloads(CASES, someSettings);

	it('never counts revenue that the shop does not state', () => {
		fc.assert(
			fc.property(oddPayloads(anOrder({ status: 'completed', refunds: [REFUND] })), (odd) => {
				for (const record of recordsIn(madeOf(ORDER.convert(odd, settings())))) {
					expect(record.grand_total).toBeCloseTo(Number(text(odd.total)), 3);
					if (record.is_valid === true) {
						expect(text(odd.status)?.toLowerCase()).toMatch(/^(wc-)?(completed|processing)$/);
					}
				}
			}),
		);
	});

	it('never has consent', () => {
		fc.assert(
			fc.property(oddPayloads(aCustomer()), someSettings, (odd, given) => {
				for (const record of recordsIn(madeOf(CUSTOMER.convert(odd, given)))) {
					expect(record).not.toHaveProperty('marketing_optin');
					expect(record).not.toHaveProperty('channels');
				}
			}),
		);
	});

	it('never states stock or a price that the shop does not state', () => {
		fc.assert(
			fc.property(oddPayloads(aProduct()), (odd) => {
				for (const record of recordsIn(madeOf(PRODUCT.convert(odd, settings())))) {
					const stated = ['instock', 'onbackorder'].includes(text(odd.stock_status) ?? '');
					expect(record.is_in_stock === true).toBe(stated);
					if (record.price !== undefined) {
						expect([Number(text(odd.regular_price)), Number(text(odd.price))]).toContainEqual(
							expect.closeTo(Number(record.price), 3),
						);
					}
				}
			}),
		);
	});

	it('is converted with 2,000 lines and refunds as a small one is', () => {
		const lines = Array.from({ length: 2_000 }, (_, index) => aLine({ id: index + 1 }));
		const refunds = lines.map(({ id }) => ({
			...REFUND,
			line_items: [
				{ ...REFUND.line_items[0], meta_data: [{ key: '_refunded_item_id', value: id }] },
			],
		}));
		const [record] = recordsIn(
			madeOf(
				ORDER.convert(anOrder({ line_items: lines, refunds, total: '9999999.00' }), settings()),
			),
		);
		expect((record.lineitems as Json[]).every(({ refunded }) => refunded === 12)).toBe(true);
	});
});
