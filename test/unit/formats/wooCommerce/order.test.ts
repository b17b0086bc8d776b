import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { ORDER } from '../../../../nodes/Ometria/formats/wooCommerce/order';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, recordsIn, refused, settings, without } from '../formatTests';
import { aCustomer, aLine, anOrder, aProduct, BILLING, theOrder } from './payloads';

const STORE = { store: 'woo.example' };
const LINE = (theOrder().lineitems as Json[])[0];

function convert(payload: Json, changes: Partial<FormatSettings> = STORE): readonly Formatted[] {
	const entries = essential(madeOf(ORDER.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'order', ORDER)).toEqual([]);
	return entries;
}

/** The record of the only entry, which has no warnings. */
function recordOf(payload: Json, changes: Partial<FormatSettings> = STORE): Json {
	const entries = convert(payload, changes);
	expect(entries).toEqual([{ kind: 'record', record: expect.anything() as Json, warnings: [] }]);
	return recordsIn(entries)[0];
}

function warned(field: string, message: RegExp) {
	return {
		field,
		reason: expect.any(String) as string,
		message: expect.stringMatching(message) as string,
	};
}

const refund = (total: string) => ({ id: 90, reason: '', total });
const refundedLine = (lineId: number, quantity: number, total: string, tax: string): Json => ({
	id: 700 + lineId,
	quantity,
	total,
	total_tax: tax,
	meta_data: [{ id: 3, key: '_refunded_item_id', value: String(lineId) }],
});
const fullRefund = (amount: string, lines: Json[]): Json => ({
	id: 91,
	date_created_gmt: '2026-06-09T10:00:00',
	amount,
	reason: 'too small',
	refunded_by: 1,
	line_items: lines,
});

describe('an order of WooCommerce', () => {
	it('becomes a record whose amounts add up', () => {
		const record = recordOf(anOrder());
		expect(record).toEqual(theOrder());
		expect(Number(record.subtotal) + Number(record.tax) + Number(record.shipping)).toBeCloseTo(
			92.4,
		);
	});

	it('says that the store is not known, and leaves it out', () => {
		const record = without(theOrder(), 'store');
		expect(convert(anOrder(), {})).toEqual([
			{ kind: 'record', record, warnings: [warned('store', /Fill in the setting Store/)] },
		]);
	});

	it('puts the prefix before each ID, but not before the number of the order', () => {
		expect(recordOf(anOrder(), { ...STORE, idPrefix: 'uk:' })).toEqual(
			theOrder({
				id: 'uk:3301',
				customer: { ...(theOrder().customer as Json), id: 'uk:58' },
				lineitems: [{ ...LINE, product_id: 'uk:140', variant_id: 'uk:143' }],
			}),
		);
	});

	it('is refused when its ID with the prefix is longer than Ometria takes', () => {
		const idPrefix = 'our-shop-in-the-united-kingdom-2026:';
		expect(convert(anOrder(), { ...STORE, idPrefix })).toMatchObject([
			refused('id', /40 characters .* takes 36\. Shorten ID Prefix/),
		]);
	});

	it.each(['checkout-draft', 'auto-draft', 'draft', 'new'])(
		'is skipped with the status %s, although it has no date',
		(status) => {
			expect(convert(anOrder({ status, date_created_gmt: null }))).toEqual([
				{ kind: 'skipped', reason: `order with the status "${status}"` },
			]);
		},
	);

	it.each([
		['pending', 'pending', false],
		['on-hold', 'on_hold', false],
		['processing', 'processing', true],
		['completed', 'complete', true],
		['cancelled', 'cancelled', false],
		['failed', 'failed', false],
		['refunded', 'refunded', false],
		['trash', 'cancelled', false],
		['wc-processing', 'processing', true],
	])('is sent from the status %s as %s, and counts: %s', (status, sent, isValid) => {
		expect(recordOf(anOrder({ status }))).toEqual(theOrder({ status: sent, is_valid: isValid }));
	});

	it('counts or is skipped as the setting says while it is not paid', () => {
		const order = anOrder({ status: 'on-hold' });
		expect(recordOf(order, { ...STORE, unpaidOrders: 'count' })).toEqual(
			theOrder({ status: 'on_hold', is_valid: true }),
		);
		expect(convert(order, { ...STORE, unpaidOrders: 'skip' })).toEqual([
			{ kind: 'skipped', reason: 'order with the status "on-hold"' },
		]);
	});

	it('is refused in a status of its own shop until the settings name it', () => {
		const order = anOrder({ status: 'with-courier' });
		expect(convert(order)).toMatchObject([
			refused('status', /"with-courier" is not known\. Add it to Statuses That Count/),
		]);
		expect(recordOf(order, { ...STORE, statusesCounted: ['with-courier'] })).toEqual(
			theOrder({ status: 'with-courier', is_valid: true }),
		);
		expect(recordOf(order, { ...STORE, statusesNotCounted: ['with-courier'] })).toEqual(
			theOrder({ status: 'with-courier', is_valid: false }),
		);
		expect(convert(order, { ...STORE, statusesSkipped: ['with-courier'] })).toEqual([
			{ kind: 'skipped', reason: 'order with the status "with-courier"' },
		]);
	});

	it('has no customer ID when a guest made it, so that guests do not become one person', () => {
		const guest = (email: string) =>
			recordOf(anOrder({ customer_id: 0, billing: { ...BILLING, email, phone: '' } })).customer;
		expect([guest('ana@people.example'), guest('bo@people.example')]).toEqual([
			{ email: 'ana@people.example', firstname: 'Mira', lastname: 'Okafor' },
			{ email: 'bo@people.example', firstname: 'Mira', lastname: 'Okafor' },
		]);
	});

	it('is sent without a customer when it was made by hand without a person', () => {
		const billing = Object.fromEntries(Object.keys(BILLING).map((key) => [key, '']));
		const record = without(theOrder(), 'customer', 'billing_address');
		expect(convert(anOrder({ customer_id: 0, billing }))).toEqual([
			{ kind: 'record', record, warnings: [] },
		]);
	});

	it('leaves out lines whose product was deleted, and keeps the totals', () => {
		const gone = aLine({ id: 612, product_id: 0, variation_id: 0, sku: null, total: '10.00' });
		const order = anOrder({ line_items: [aLine(), gone, { ...gone, id: 613 }], total: '112.40' });
		expect(convert(order)).toEqual([
			{
				kind: 'record',
				record: theOrder({ grand_total: 112.4, subtotal: 92 }),
				warnings: [warned('lineitems', /2 lines have no product/)],
			},
		]);
	});

	it('is partly refunded after a short refund, and says what no line has', () => {
		expect(convert(anOrder({ status: 'completed', refunds: [refund('-7.50')] }))).toEqual([
			{
				kind: 'record',
				record: theOrder({ status: 'partial_refund' }),
				warnings: [
					warned(
						'lineitems > refunded',
						/7.5 GBP came back outside the lines.*\/orders\/\{id\}\/refunds/,
					),
				],
			},
		]);
	});

	it('says by line what came back in full refunds, exactly', () => {
		const refunds = [
			fullRefund('10.10', [refundedLine(611, -1, '-8.42', '-1.68')]),
			fullRefund('20.20', [refundedLine(611, -1, '-16.83', '-3.37')]),
		];
		expect(recordOf(anOrder({ status: 'completed', refunds }))).toEqual(
			theOrder({
				status: 'partial_refund',
				lineitems: [{ ...LINE, quantity_refunded: 2, refunded: 30.3 }],
			}),
		);
	});

	it('says of a refund of shipping that Ometria has no field for it', () => {
		const refunds = [fullRefund('6.00', [])];
		expect(convert(anOrder({ refunds }))).toEqual([
			{
				kind: 'record',
				record: theOrder({ status: 'partial_refund' }),
				warnings: [
					warned('lineitems > refunded', /6 GBP came back outside the lines .*no field for it/),
				],
			},
		]);
	});

	it('is refunded when its refunds reach the total, whatever its status says', () => {
		const refunds = [refund('-42.40'), refund('-50.00')];
		expect(recordOf(anOrder({ status: 'completed', refunds }))).toEqual(
			theOrder({ status: 'refunded', is_valid: false }),
		);
	});

	it('stays cancelled when its money went back', () => {
		expect(recordOf(anOrder({ status: 'cancelled', refunds: [refund('-92.40')] }))).toEqual(
			theOrder({ status: 'cancelled', is_valid: false }),
		);
	});

	it('does not count because of a refund when it is not paid', () => {
		expect(recordOf(anOrder({ status: 'on-hold', refunds: [refund('-5.00')] }))).toEqual(
			theOrder({ status: 'on_hold', is_valid: false }),
		);
	});

	it('is sent without refunds when the key is missing, which is said', () => {
		const [entry] = convert(without(anOrder(), 'refunds'));
		expect(entry).toMatchObject({
			record: theOrder(),
			warnings: [{ reason: 'refunds_unknown', field: 'lineitems > refunded' }],
		});
	});

	it('does not take the tax of a refund alone for what came back of a line', () => {
		const line = without(refundedLine(611, -1, '-36.00', '-7.20'), 'total');
		const order = anOrder({ refunds: [fullRefund('43.20', [line])] });
		expect(convert(order)).toMatchObject([
			{ record: { lineitems: [{ quantity_refunded: 1, refunded: 43.2 }] }, warnings: [] },
		]);
		const [entry] = convert({ ...order, line_items: [without(aLine(), 'total_tax')] });
		expect(entry).toMatchObject({
			warnings: expect.arrayContaining([
				expect.objectContaining({ reason: 'refund_left_out' }),
			]) as unknown,
		});
		expect(recordsIn([entry])[0].lineitems).not.toMatchObject([
			{ refunded: expect.anything() as unknown },
		]);
	});

	it('says by how much less came back than the goods cost', () => {
		const refunds = [fullRefund('40.00', [refundedLine(611, -1, '-36.00', '-7.20')])];
		expect(convert(anOrder({ refunds }))).toMatchObject([
			{
				warnings: [
					{
						reason: 'refund_below_goods',
						message: expect.stringContaining('3.2 GBP less') as unknown,
					},
				],
			},
		]);
	});

	it('names a gift card and a fee whose amounts it does not have, where the parts do not add up', () => {
		const [entry] = madeOf(
			ORDER.convert(
				anOrder({ total: '90.00', gift_cards: [{ code: 'A' }], fee_lines: [{ name: 'Wrap' }] }),
				settings(STORE),
			),
		);
		expect(entry).toMatchObject({
			warnings: [
				{
					reason: 'parts_differ',
					message: expect.stringMatching(
						/of which Wrap \(the payload does not say.*gift cards \(the/,
					) as unknown,
				},
			],
		});
	});

	it('has unit prices before discount, not the rounded price after it', () => {
		const line = aLine({
			quantity: 3,
			subtotal: '30.00',
			total: '24.793388',
			total_tax: '5.21',
			price: 8.264462809917356,
			variation_id: 0,
		});
		const rest = without(LINE, 'variant_id', 'variant_options');
		expect(recordOf(anOrder({ line_items: [line] })).lineitems).toEqual([
			{
				...rest,
				quantity: 3,
				unit_price: 10,
				subtotal: 30,
				discount: -5.2066,
				tax: 5.21,
				total: 30.0034,
			},
		]);
	});

	it('keeps free lines, and lines whose quantity is 0 without a unit price', () => {
		const free = aLine({ subtotal: '0.00', total: '0.00', total_tax: '0.00', quantity: 1 });
		const rest = without(LINE, 'unit_price');
		const none = { ...rest, subtotal: 0, discount: 0, tax: 0, total: 0 };
		expect(recordOf(anOrder({ line_items: [free, { ...free, quantity: 0 }] })).lineitems).toEqual([
			{ ...none, quantity: 1, unit_price: 0 },
			{ ...none, quantity: 0 },
		]);
	});

	it('has no discount on a line whose price was raised by hand', () => {
		const raised = aLine({ subtotal: '70.00', total: '72.00' });
		expect(recordOf(anOrder({ line_items: [raised] })).lineitems).toEqual([
			{ ...without(LINE, 'discount'), unit_price: 35, subtotal: 70 },
		]);
	});

	it('is the same whether the shop enters its prices with tax or without', () => {
		expect(recordOf(anOrder({ prices_include_tax: true }))).toEqual(theOrder());
	});

	it('keeps a negative fee within the total only', () => {
		const fee_lines = [{ id: 9, name: 'Loyalty', total: '-3.00', total_tax: '-0.60' }];
		expect(recordOf(anOrder({ fee_lines, total: '88.80', total_tax: '14.80' }))).toEqual(
			theOrder({ grand_total: 88.8, tax: 14.8 }),
		);
	});

	it('has no shipping method and no shipping address when its goods are virtual', () => {
		const order = anOrder({
			shipping: { first_name: '', last_name: '', city: '', state: '', postcode: '', country: '' },
			shipping_total: '0.00',
		});
		expect(recordOf(without(order, 'shipping_lines'))).toEqual({
			...without(theOrder(), 'shipping_method', 'shipping_address'),
			shipping: 0,
		});
	});

	it('leaves out what the shop gives as an empty text or list', () => {
		const order = anOrder({
			number: '',
			payment_method: '',
			customer_ip_address: '',
			coupon_lines: [],
			discount_total: '',
			shipping: [],
		});
		expect(recordOf(order)).toEqual(
			without(
				theOrder(),
				'web_id',
				'payment_method',
				'ip_address',
				'coupon_code',
				'discount',
				'shipping_address',
			),
		);
	});

	it('names the first of several coupons', () => {
		const coupon_lines = [{ code: 'vip' }, { code: 'summer10' }];
		expect(convert(anOrder({ coupon_lines }))).toEqual([
			{
				kind: 'record',
				record: theOrder({ coupon_code: 'vip' }),
				warnings: [warned('coupon_code', /the first of 2, as Ometria takes one/)],
			},
		]);
	});

	it('takes options from the attributes of the variation only', () => {
		const meta_data = [
			{ key: 'pa_colour', value: 'navy', display_key: 'Colour', display_value: 'Navy &amp; white' },
			{ key: 'Engraving', value: 'M.O.', display_key: 'Engraving', display_value: 'M.O.' },
			{ key: 'bundle', value: { id: 4 }, display_key: 'Bundle', display_value: { id: 4 } },
			{ key: '_weight', value: '4', display_key: '_weight', display_value: '4' },
			{ key: 'hidden', value: 'x' },
		];
		const record = recordOf(anOrder({ line_items: [aLine({ meta_data })] }));
		expect((record.lineitems as Json[])[0].variant_options).toEqual([
			{ type: 'colour', id: 'navy-white', label: 'Navy & white' },
		]);
	});

	it('identifies products by SKU when the user says so', () => {
		const sku = { ...STORE, productId: 'sku', idPrefix: 'uk:' } as const;
		const simple = aLine({ variation_id: 0, sku: 'JACKET' });
		const rest = without(LINE, 'variant_id', 'variant_options');
		expect(recordOf(anOrder({ line_items: [simple] }), sku).lineitems).toEqual([
			{ ...rest, product_id: 'uk:JACKET', sku: 'JACKET' },
		]);
		expect(convert(anOrder({ line_items: [aLine({ sku: null })] }), sku)).toMatchObject([
			refused('line_items[0].sku', /expected a SKU, as Product ID is set to SKU/),
		]);
		expect(convert(anOrder(), sku)).toEqual([
			expect.objectContaining({
				warnings: [warned('lineitems > product_id', /is the SKU of the variation/)],
			}),
		]);
	});

	it.each([
		['id', 0, /expected the ID of the order, found 0/],
		['id', 1e21, /expected an ID/],
		['status', null, /expected a status/],
		['date_created_gmt', null, /expected a time such as .*, found null/],
		['date_created_gmt', '2026-02-31T10:00:00', /expected a time/],
		['currency', '', /expected a currency/],
		['total', '', /expected an amount/],
		['total', '92,40', /expected an amount such as 19.90, found "92,40"/],
		['total_tax', 'none', /expected an amount/],
		['refunds', [{ id: 1 }], /expected an amount/],
		['line_items', 'none', /expected a list/],
		['line_items', [aLine({ quantity: null })], /expected a number/],
		['line_items', [aLine({ product_id: { id: 3 } })], /expected an ID/],
	])('is refused when its %s cannot be read (%#)', (key, value, message) => {
		expect(convert(anOrder({ [key]: value }))).toMatchObject([
			refused(expect.stringContaining(key), message),
		]);
	});

	it('is found in the envelope of a Webhook node, and in a list', () => {
		const body = anOrder();
		expect(
			recordOf({ headers: { 'x-wc-webhook-topic': 'order.updated' }, params: {}, query: {}, body }),
		).toEqual(theOrder());
		expect(
			recordsIn(convert({ orders: [anOrder(), anOrder({ id: 3302, number: '3302' })] })),
		).toEqual([theOrder(), theOrder({ id: '3302', web_id: '3302' })]);
	});

	it('names the bad one of several orders, and converts the others', () => {
		const orders = [anOrder({ id: 1 }), anOrder({ id: 2, total: 'x' }), anOrder({ id: 3 })];
		expect(convert({ orders })).toEqual([
			expect.objectContaining({ kind: 'record' }),
			{ ...refused('orders[1].total', /expected an amount/), id: '2' },
			expect.objectContaining({ kind: 'record' }),
		]);
	});
});

describe('what is not an order of WooCommerce', () => {
	it.each<[string, Json, RegExp]>([
		['the test of a webhook', { webhook_id: '12' }, /test of a webhook/],
		['a deleted order', { id: 3301 }, /only an ID|deleted/],
		['a refund', fullRefund('4.00', []), /This is a refund .* push the order/],
		[
			'a refund with the ID of its order',
			{ id: 9, parent_id: 3301, line_items: [], date_created_gmt: '2026-06-09T10:00:00' },
			/This is a refund/,
		],
		['a product', aProduct(), /a product of WooCommerce\. Set Resource to Product/],
		['a customer', aCustomer(), /a customer of WooCommerce\. Set Resource to Contact/],
		[
			'an order of Shopify',
			{ id: 5, total_price: '9.00', line_items: [], financial_status: 'paid' },
			/Set Input Format to Shopify/,
		],
		[
			'an order of Magento',
			{ increment_id: '000000007', state: 'new', items: [] },
			/Set Input Format to Magento 2/,
		],
		['a record of Ometria', { lineitems: [], grand_total: 4 }, /Ometria Record/],
		['an empty item', {}, /does not look like an? order of WooCommerce/],
	])('is refused with what to do: %s', (_name, payload, message) => {
		expect(convert(payload)).toMatchObject([refused('', message)]);
	});
});
