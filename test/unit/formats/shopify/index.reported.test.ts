import type { Json } from '../../../../nodes/Ometria/formats/types';
import { orderRecord, restLines, restOrder, restProduct, restVariant } from './payloads';
import { convert, recordOf, recordsOf } from './results';

/** What users of Code nodes reported: what went wrong there, in payloads of our own. */
describe('payloads of Shopify that went wrong before', () => {
	it('an expired or pending payment does not count as revenue', () => {
		for (const financial_status of ['expired', 'pending']) {
			const { record } = recordOf(convert('order', restOrder({ financial_status })));
			expect(record.is_valid).toBe(false);
		}
	});

	it('a removed line is refunded and the total is the one that was ordered, not a mixture', () => {
		const [lamp, bulb] = restLines();
		const json = restOrder({
			current_total_price: '15.45',
			line_items: [{ ...lamp, current_quantity: 0 }, bulb],
			refunds: [
				{
					refund_line_items: [{ line_item_id: 14001, quantity: 2, subtotal: 81 }],
					transactions: [],
				},
			],
		});
		const { record } = recordOf(convert('order', json));
		expect(record).toMatchObject({ grand_total: 96.45, status: 'partial_refund' });
		expect((record.lineitems as Json[])[0]).toMatchObject({
			quantity: 2,
			quantity_refunded: 2,
			refunded: 81,
		});
	});

	it('a test order does not shift the ones behind it', () => {
		const entries = [restOrder({ test: true }), restOrder()].map((json) => convert('order', json));
		expect(entries[0]).toEqual([{ kind: 'skipped', reason: 'test order' }]);
		expect(recordOf(entries[1]).record).toEqual(orderRecord());
	});

	it('one contact has the consent of a topic and of GraphQL', () => {
		const items: Json[] = [
			{ id: 4410, email: 'jo@home.example', first_name: 'Jo' },
			{ customer_id: 4410, email_marketing_consent: { state: 'unsubscribed' } },
			{
				id: 'gid://shopify/Customer/4410',
				emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' },
			},
		];
		const records = items.map((json) => recordOf(convert('contact', json)).record);
		expect(records.map(({ id, marketing_optin }) => [id, marketing_optin])).toEqual([
			['4410', undefined],
			['4410', 'EXPLICITLY_OPTEDOUT'],
			['4410', 'EXPLICITLY_OPTEDOUT'],
		]);
	});

	it('stock that may not be counted is not "out of stock"', () => {
		const json = restProduct({ variants: [restVariant({ inventory_quantity: 0 })] });
		for (const { record } of recordsOf(convert('product', json))) {
			expect(record).not.toHaveProperty('is_in_stock');
		}
	});

	it('a deleted product and one without variants leave with a reason, and the good one is sent', () => {
		const items = [restProduct(), { id: 7 }, restProduct({ variants: [] })];
		const kinds = items.map((json) => convert('product', json)[0].kind);
		expect(kinds).toEqual(['record', 'invalid', 'invalid']);
	});

	it('the parts of a text that are missing are not written into it', () => {
		const products = [
			restProduct({ title: undefined }),
			restProduct({ variants: [restVariant({ title: undefined }), restVariant({ id: 9 })] }),
		];
		expect(JSON.stringify(products.map((json) => convert('product', json)))).not.toMatch(
			/undefined|null -|- null/,
		);
	});
});
