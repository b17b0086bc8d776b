import { ORDER } from '../../../../nodes/Ometria/formats/magento2/order';
import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, recordsIn, refused, settings, without } from '../formatTests';
import {
	aConfigurablePair,
	aCustomer,
	ADDRESS,
	anOrder,
	aProduct,
	aRow,
	theLine,
	theOrder,
} from './payloads';

const TEE = theLine({ product_id: '400', variant_id: '403', sku: 'TEE-RED-L' });

function convert(payload: Json, changes: Partial<FormatSettings> = {}): readonly Formatted[] {
	const entries = essential(madeOf(ORDER.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'order', ORDER)).toEqual([]);
	return entries;
}

/** The record of the only entry, which has no warnings. */
function recordOf(payload: Json, changes: Partial<FormatSettings> = {}): Json {
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

describe('an order of Magento', () => {
	it('becomes a record whose amounts add up', () => {
		const record = recordOf(anOrder());
		expect(record).toEqual(theOrder());
		const parts = [record.subtotal, record.discount, record.tax, record.shipping].map(Number);
		expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(61.2);
	});

	it('takes the store of the settings before that of the payload', () => {
		expect(recordOf(anOrder(), { store: 'lampes.example/fr' })).toEqual(
			theOrder({ store: 'lampes.example/fr' }),
		);
		expect(convert(anOrder({ store_id: null }))).toEqual([
			{
				kind: 'record',
				record: without(theOrder(), 'store'),
				warnings: [warned('store', /Fill in the setting Store/)],
			},
		]);
	});

	it('puts the prefix before each ID, but not before the number of the order', () => {
		expect(recordOf(anOrder({ items: aConfigurablePair() }), { idPrefix: 'fr:' })).toEqual(
			theOrder({
				id: 'fr:000000046',
				customer: { ...(theOrder().customer as Json), id: 'fr:77' },
				lineitems: [{ ...TEE, product_id: 'fr:400', variant_id: 'fr:403' }],
			}),
		);
	});

	it.each([
		['new', 'pending', 'pending', false],
		['pending_payment', 'pending_payment', 'pending_payment', false],
		['payment_review', 'payment_review', 'payment_review', false],
		['payment_review', 'fraud', 'fraud', false],
		['holded', 'holded', 'on_hold', false],
		['processing', 'packed', 'packed', true],
		['processing', 'fraud', 'fraud', false],
		['complete', 'complete', 'complete', true],
		['closed', 'closed', 'refunded', false],
		['canceled', 'canceled', 'cancelled', false],
		['new', undefined, 'pending', false],
		['Processing', 'processing', 'processing', true],
	])(
		'is sent from the state %s and the status %s as %s, and counts: %s',
		(state, own, sent, valid) => {
			expect(recordOf(anOrder({ state, status: own }))).toEqual(
				theOrder({ status: sent, is_valid: valid }),
			);
		},
	);

	it('counts or is skipped as the setting says while it is not paid', () => {
		const order = anOrder({ state: 'new', status: 'pending' });
		expect(recordOf(order, { unpaidOrders: 'count' })).toEqual(
			theOrder({ status: 'pending', is_valid: true }),
		);
		expect(convert(order, { unpaidOrders: 'skip' })).toEqual([
			{ kind: 'skipped', reason: 'order with the status "pending"' },
		]);
	});

	it('follows the settings for a status or a state, before the state', () => {
		const order = anOrder({ state: 'processing', status: 'awaiting_stock' });
		expect(recordOf(order, { statusesNotCounted: ['awaiting_stock'] })).toEqual(
			theOrder({ status: 'awaiting_stock', is_valid: false }),
		);
		expect(convert(order, { statusesSkipped: ['awaiting_stock'] })).toEqual([
			{ kind: 'skipped', reason: 'order with the status "awaiting_stock"' },
		]);
		const canceled = anOrder({ state: 'canceled', status: 'canceled' });
		expect(recordOf(canceled, { statusesNotCounted: ['canceled'] })).toEqual(
			theOrder({ status: 'cancelled', is_valid: false }),
		);
		expect(
			recordOf(anOrder({ state: 'new', status: 'cheque' }), { statusesCounted: ['new'] }),
		).toEqual(theOrder({ status: 'cheque', is_valid: true }));
	});

	it.each([
		['missing', undefined, /expected a state/],
		['unknown', 'shipped', /"shipped" is not known. Add it to Statuses That Count/],
	])('is refused when its state is %s, as none is guessed', (_name, state, message) => {
		expect(convert(anOrder({ state }))).toMatchObject([refused('state', message)]);
	});

	it('is partly refunded by line when part of its money came back', () => {
		const row = aRow({
			qty_refunded: 1,
			amount_refunded: 25,
			tax_refunded: 4.5,
			discount_refunded: 2.5,
		});
		expect(recordOf(anOrder({ total_refunded: 27, items: [row] }))).toEqual(
			theOrder({
				status: 'partial_refund',
				lineitems: [theLine({ quantity_refunded: 1, refunded: 27 })],
			}),
		);
	});

	it('says of a refund of shipping that no line has it', () => {
		expect(convert(anOrder({ state: 'complete', status: 'complete', total_refunded: 6 }))).toEqual([
			{
				kind: 'record',
				record: theOrder({ status: 'partial_refund' }),
				warnings: [
					warned('lineitems > refunded', /6 EUR came back outside the lines .*no field for it/),
				],
			},
		]);
	});

	it('is not made to count by a refund when it does not count', () => {
		const row = aRow({ qty_refunded: 1, amount_refunded: 5 });
		const order = anOrder({ state: 'holded', status: 'holded', total_refunded: 5, items: [row] });
		expect(recordOf(order)).toMatchObject({ status: 'partial_refund', is_valid: false });
	});

	it.each(['processing', 'complete', 'pending_payment'])(
		'is refunded in the state %s when all that was paid went back',
		(state) => {
			const order = anOrder({ state, status: state, total_refunded: '61.2000' });
			expect(recordOf(order)).toEqual(theOrder({ status: 'refunded', is_valid: false }));
		},
	);

	it.each([0, 25])('has one line for a configurable product whose child costs %d', (childPrice) => {
		expect(recordOf(anOrder({ items: aConfigurablePair(childPrice) })).lineitems).toEqual([TEE]);
		const childFirst = [...aConfigurablePair(childPrice)].reverse();
		expect(recordOf(anOrder({ items: childFirst })).lineitems).toEqual([TEE]);
	});

	it('finds the parent that is inside of its child only', () => {
		const [parent, child] = aConfigurablePair(25);
		expect(recordOf(anOrder({ items: [{ ...child, parent_item: parent }] })).lineitems).toEqual([
			TEE,
		]);
	});

	it('leaves out a row whose parent is nowhere, with a warning', () => {
		const [, child] = aConfigurablePair();
		expect(convert(anOrder({ items: [aRow(), child] }))).toEqual([
			{
				kind: 'record',
				record: theOrder(),
				warnings: [warned('lineitems', /1 line has no product/)],
			},
		]);
	});

	it('has one line without a variant for a bundle, with a warning', () => {
		const part = (item_id: number) =>
			aRow({ item_id, parent_item_id: 221, product_id: item_id + 300, sku: `PART-${item_id}` });
		const bundle = aRow({ item_id: 221, product_id: 500, product_type: 'bundle', sku: 'SET' });
		expect(convert(anOrder({ items: [bundle, part(222), part(223), part(224)] }))).toEqual([
			{
				kind: 'record',
				record: theOrder({ lineitems: [theLine({ product_id: '500', sku: 'SET' })] }),
				warnings: [warned('lineitems > variant_id', /bundles/)],
			},
		]);
	});

	it('has discounts of 0 or less, whatever sign they come with', () => {
		const order = anOrder({ discount_amount: 5, items: [aRow({ discount_amount: '5.0000' })] });
		expect(recordOf(order)).toEqual(theOrder());
		expect(recordOf(anOrder({ discount_amount: 0 }))).toEqual(theOrder({ discount: 0 }));
	});

	it('adds the compensation of tax and other taxes to the total of a line', () => {
		const row = aRow({ discount_tax_compensation_amount: 0.83, weee_tax_applied_row_amount: 0.1 });
		expect(recordOf(anOrder({ items: [row] })).lineitems).toEqual([theLine({ total: 54.93 })]);
	});

	it('reads the noise of binary floats as 0', () => {
		expect(recordOf(anOrder({ discount_amount: -7.105427357601e-15 }))).toEqual(
			theOrder({ discount: 0 }),
		);
	});

	it.each<[string, Json]>([
		['by the flag', { customer_is_guest: 1 }],
		['by the flag as text', { customer_is_guest: '1' }],
		['by the flag as a boolean', { customer_is_guest: true }],
		['without an ID', { customer_id: undefined }],
		['with the ID 0', { customer_id: 0 }],
	])('has no customer ID when a guest made it: %s', (_name, changes) => {
		expect(recordOf(anOrder(changes)).customer).toEqual(without(theOrder().customer as Json, 'id'));
	});

	it('takes missing names and the email address of the person from the bill', () => {
		const order = anOrder({
			customer_email: null,
			customer_firstname: undefined,
			customer_lastname: '',
			billing_address: {
				...ADDRESS,
				email: 'autre@people.example',
				firstname: 'Léa',
				telephone: '',
			},
		});
		expect(recordOf(order).customer).toEqual({
			id: '77',
			email: 'autre@people.example',
			firstname: 'Léa',
			lastname: 'Martin',
		});
	});

	it('is sent with a warning when it has no identifier', () => {
		const order = anOrder({
			customer_id: null,
			customer_email: '',
			billing_address: { ...ADDRESS, email: '' },
		});
		expect(convert(order)).toEqual([
			expect.objectContaining({
				kind: 'record',
				warnings: [],
			}),
		]);
	});

	it('has no shipping address when its goods are virtual', () => {
		const order = anOrder({
			is_virtual: 1,
			extension_attributes: [],
			shipping_description: undefined,
			shipping_amount: 0,
		});
		expect(recordOf(order)).toEqual({
			...without(theOrder(), 'shipping_address', 'shipping_method'),
			shipping: 0,
		});
	});

	it('has the time in UTC, also where a clock in Europe skips it', () => {
		expect(recordOf(anOrder({ created_at: '2026-03-29 02:15:00' })).timestamp).toBe(
			'2026-03-29T02:15:00Z',
		);
	});

	it('has both currencies only where the base is the currency of the account', () => {
		const order = anOrder({
			base_currency_code: 'GBP',
			base_grand_total: 52.02,
			base_subtotal: 42.5,
			base_discount_amount: -4.25,
			base_shipping_amount: 5.1,
			base_tax_amount: 8.67,
		});
		expect(recordOf(order)).toEqual(theOrder());
		expect(recordOf(order, { accountCurrency: 'GBP' })).toEqual(
			theOrder({
				totals: {
					base: {
						currency: 'GBP',
						shipping: 5.1,
						tax: 8.67,
						discount: -4.25,
						subtotal: 42.5,
						grand_total: 52.02,
					},
					local: {
						currency: 'EUR',
						shipping: 6,
						tax: 10.2,
						discount: -5,
						subtotal: 50,
						grand_total: 61.2,
					},
				},
			}),
		);
		expect(convert(order, { accountCurrency: 'USD' })).toEqual([
			{ kind: 'record', record: theOrder(), warnings: [warned('totals', /GBP is not .* USD/)] },
		]);
		expect(recordOf(anOrder(), { accountCurrency: 'EUR' })).toEqual(theOrder());
	});

	it('identifies products by SKU when the user says so', () => {
		expect(recordOf(anOrder(), { productId: 'sku', idPrefix: 'fr:' }).lineitems).toEqual([
			theLine({ product_id: 'fr:LAMP-OAK' }),
		]);
		expect(convert(anOrder({ items: aConfigurablePair() }), { productId: 'sku' })).toEqual([
			{
				kind: 'record',
				record: theOrder({
					lineitems: [{ ...TEE, product_id: 'TEE-RED-L', variant_id: 'TEE-RED-L' }],
				}),
				warnings: [warned('lineitems > product_id', /is the SKU of the variant/)],
			},
		]);
	});

	it.each([
		['increment_id', undefined, /expected the ID of the order, found nothing/],
		['increment_id', { id: 1 }, /expected an ID/],
		['created_at', '0000-00-00 00:00:00', /expected a time/],
		['created_at', 'yesterday', /expected a time/],
		['order_currency_code', 'EURO', /expected a currency/],
		['grand_total', undefined, /expected an amount/],
		['grand_total', {}, /expected an amount/],
		['tax_amount', 'none', /expected an amount/],
		['items', [aRow({ qty_ordered: 'some' })], /expected an amount/],
		['items', [aRow({ qty_ordered: null })], /expected a number/],
		['items', [aRow({ row_total: 'x' })], /expected an amount/],
		['items', [null], /expected an object/],
	])('is refused when its %s cannot be read (%#)', (key, value, message) => {
		expect(convert(anOrder({ [key]: value }))).toMatchObject([
			refused(expect.stringContaining(key), message),
		]);
	});

	it('takes quantities as whole numbers, also where they are texts with zeros', () => {
		expect(recordOf(anOrder({ items: [aRow({ qty_ordered: '2.0000' })] }))).toEqual(theOrder());
	});

	it('is found in the list of a search, beside its edited copy, and in a webhook', () => {
		const edited = anOrder({ increment_id: '000000046-1', relation_parent_real_id: '000000046' });
		const old = anOrder({ state: 'canceled', status: 'canceled' });
		const list = { items: [old, edited], search_criteria: { filter_groups: [] }, total_count: 2 };
		const expected = [
			theOrder({ status: 'cancelled', is_valid: false }),
			theOrder({ id: '000000046-1', web_id: '000000046-1' }),
		];
		expect(recordsIn(convert(list))).toEqual(expected);
		expect(recordsIn(convert({ headers: {}, params: {}, query: {}, body: list }))).toEqual(
			expected,
		);
		expect(convert({ items: [], search_criteria: {}, total_count: 0 })).toEqual([
			{ kind: 'skipped', reason: 'empty list' },
		]);
	});

	it('is sent without what came back when it does not say so, which is said', () => {
		const items = [without(aRow(), 'amount_refunded', 'qty_refunded')];
		const silent = { reason: 'refunds_unknown', field: 'lineitems > refunded' };
		expect(convert(anOrder({ items }))).toMatchObject([{ warnings: [silent] }]);
		expect(convert(without(anOrder(), 'items'))[0]).toMatchObject({
			warnings: expect.arrayContaining([expect.objectContaining(silent)]) as unknown,
		});
		expect(convert(anOrder({ items, total_refunded: 0 }))).toMatchObject([{ warnings: [] }]);
	});

	it('is refunded in part when its lines say what came back, also without a total of it', () => {
		const items = [
			aRow({ qty_refunded: 1, amount_refunded: 25, discount_refunded: 2.5, tax_refunded: 4.5 }),
		];
		const order = anOrder({ items });
		expect(convert(order)).toMatchObject([
			{
				record: { status: 'partial_refund', lineitems: [{ quantity_refunded: 1, refunded: 27 }] },
				warnings: [],
			},
		]);
		// Units alone: their part of the line.
		const units = [without(aRow({ qty_refunded: 1 }), 'amount_refunded')];
		expect(convert(anOrder({ items: units }))).toMatchObject([
			{ record: { status: 'partial_refund', lineitems: [{ refunded: 27 }] } },
		]);
	});

	it.each<Json>([
		{ grand_total: 66.53, cod_fee: 5.33 },
		{ grand_total: 0, customer_balance_amount: 61.2 },
		{ grand_total: 55, is_virtual: 1, shipping_amount: null, tax_amount: 10 },
	])('has line totals where only %j explains its total', (changes) => {
		const items = [without(aRow(), 'discount_tax_compensation_amount')];
		const order = without(anOrder({ ...changes, items }), 'discount_tax_compensation_amount');
		expect(convert(order)).toMatchObject([
			{ record: { lineitems: [{ total: 54 }] }, warnings: [] },
		]);
	});

	it('names a fixed product tax, as no part of the total has it', () => {
		const items = [aRow({ weee_tax_applied_row_amount: 1.5 })];
		const [entry] = madeOf(
			ORDER.convert(anOrder({ items, grand_total: 62.7, total_paid: 62.7 }), settings()),
		);
		expect(entry).toMatchObject({
			record: { lineitems: [{ total: 55.5 }] },
			warnings: [
				{
					reason: 'parts_differ',
					message: expect.stringContaining('fixed product taxes 1.5 EUR') as unknown,
				},
			],
		});
	});

	it('adds up when a discount paid its shipping, whatever tax is in its price', () => {
		const order = anOrder({
			shipping_amount: 5,
			shipping_incl_tax: 6,
			shipping_tax_amount: 0,
			shipping_discount_amount: 6,
			discount_amount: -11,
			tax_amount: 9,
			grand_total: 54,
			total_paid: 54,
		});
		const [entry] = madeOf(ORDER.convert(order, settings()));
		expect(entry).toMatchObject({ warnings: [] });
	});

	it('is sent without lines when it has no items, with a warning', () => {
		expect(convert(without(anOrder({ total_refunded: 0 }), 'items'))).toEqual([
			{
				kind: 'record',
				record: without(theOrder(), 'lineitems'),
				warnings: [warned('lineitems', /has no "items"/)],
			},
		]);
	});
});

describe('what is not an order of Magento', () => {
	it.each<[string, Json, RegExp]>([
		[
			'a credit memo',
			{ increment_id: '7', order_id: 46, items: [], grand_total: 6 },
			/credit memo .* push it/,
		],
		['a product', aProduct(), /Set Resource to Product/],
		['a customer', aCustomer(), /Set Resource to Contact/],
		[
			'an order of WooCommerce',
			{ id: 5, status: 'processing', line_items: [], billing: {} },
			/Set Input Format to WooCommerce/,
		],
		['only an ID', { id: 46 }, /only an ID/],
		['an empty item', {}, /does not look like an? order of Magento/],
	])('is refused with what to do: %s', (_name, payload, message) => {
		expect(convert(payload)).toMatchObject([refused('', message)]);
	});
});
