import { shopify } from '../../../../nodes/Ometria/formats/shopify';
import type { FormatRecordType, Json } from '../../../../nodes/Ometria/formats/types';
import { graphqlOrder, money, restCustomer, restOrder, restProduct } from './payloads';
import { convert, recordsOf } from './results';

/** Payloads that together give every field that the format knows. */
const PAYLOADS: Record<FormatRecordType, Json[]> = {
	contact: [
		restCustomer(),
		restCustomer({
			email_marketing_consent: {
				state: 'unsubscribed',
				consent_updated_at: '2026-01-01T00:00:00Z',
			},
		}),
	],
	order: [
		graphqlOrder(),
		restOrder({
			presentment_currency: 'USD',
			total_price_set: money.bag('96.45', '104.17', 'USD'),
			billing_address: { city: 'Lyon', province: 'Rhône', zip: '69003', country_code: 'FR' },
			refunds: [
				{ refund_line_items: [{ line_item_id: 14001, quantity: 1, subtotal: 40.5, total_tax: 0 }] },
			],
		}),
	],
	product: [restProduct()],
};
const SETTINGS = {
	accountCurrency: 'EUR',
	pageUrl: 'https://lamps.example',
	productCurrency: 'EUR',
};
/** Fields that have one row for all their parts. */
const WHOLE = [
	'attributes',
	'listings',
	'totals > base',
	'totals > local',
	'lineitems > variant_options',
];

function fieldsOf(value: unknown, path: string): string[] {
	if (WHOLE.includes(path) || typeof value !== 'object' || value === null) return [path];
	const entries = Array.isArray(value)
		? value.map((entry: unknown) => [path, entry] as const)
		: Object.entries(value).map(
				([key, inner]) => [path === '' ? key : `${path} > ${key}`, inner] as const,
			);
	return entries.flatMap(([at, inner]) => fieldsOf(inner, at));
}

describe('the mapping of Shopify', () => {
	it.each(['contact', 'order', 'product'] as const)(
		'has a row for every field that a %s gets, and no other',
		(type) => {
			const records = PAYLOADS[type].flatMap((json) => recordsOf(convert(type, json, SETTINGS)));
			const fields = new Set(records.flatMap(({ record }) => fieldsOf(record, '')));
			const rows = (shopify.operations[type]?.mapping ?? []).map(({ field }) => field);
			expect(new Set(rows)).toEqual(fields);
			expect(new Set(rows).size).toBe(rows.length);
		},
	);

	it.each(['contact', 'order', 'product'] as const)(
		'says of each field of a %s where it comes from',
		(type) => {
			for (const { source, rule } of shopify.operations[type]?.mapping ?? []) {
				expect(source + rule).not.toBe('');
			}
		},
	);

	it('has each status once, and what the table says is what an order becomes', () => {
		const statuses = shopify.operations.order?.statuses ?? [];
		expect(new Set(statuses.map(({ shop }) => shop)).size).toBe(statuses.length);
		for (const { shop, status, group } of statuses) {
			const more: Json =
				shop === 'cancelled'
					? { cancelled_at: '2026-02-09T08:00:00Z' }
					: shop === 'fulfilled'
						? { financial_status: 'paid', fulfillment_status: 'fulfilled' }
						: { financial_status: shop, fulfillment_status: null };
			const [{ record }] = recordsOf(convert('order', restOrder(more)));
			expect(record).toMatchObject({ status, is_valid: group === 'counted' });
		}
	});

	it('sends orders whole, and merges contacts and products', () => {
		const { contact, order, product } = shopify.operations;
		expect([contact?.merge, order?.merge, product?.merge]).toEqual([true, false, true]);
	});
});
