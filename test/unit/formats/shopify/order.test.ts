import type { Json } from '../../../../nodes/Ometria/formats/types';
import {
	graphqlOrder,
	lineRecords,
	money,
	orderRecord,
	restLines,
	restOrder,
	SETTINGS,
	without,
} from './payloads';
import { convert, recordOf, recordsOf, refusalOf } from './results';

const order = (json: Json, settings: Partial<typeof SETTINGS> = {}) =>
	recordOf(convert('order', json, settings));
const refused = (json: Json) => refusalOf(convert('order', json));
const envelope = (body: unknown) => ({ headers: {}, params: {}, query: {}, body });

/** A refund of units of a line, and what was paid back. */
function refund(
	lines: Array<[line: number, quantity: number, subtotal: number, tax: number]>,
	paid?: string,
	more: Json = {},
): Json {
	return {
		id: 77,
		order_id: 6123456789012,
		created_at: '2026-02-20T10:00:00+01:00',
		order_adjustments: [],
		refund_line_items: lines.map(([line_item_id, quantity, subtotal, total_tax]) => ({
			id: line_item_id + 1,
			line_item_id,
			quantity,
			subtotal,
			total_tax,
		})),
		transactions:
			paid === undefined
				? []
				: [{ kind: 'refund', status: 'success', amount: paid, currency: 'EUR' }],
		...more,
	};
}

const linesWith = (first: Json, second: Json = {}) => {
	const [lamp, bulb] = restLines();
	return [
		{ ...lamp, ...first },
		{ ...bulb, ...second },
	];
};

describe('an order of Shopify', () => {
	it('becomes an order of Ometria, by REST and webhook', () => {
		expect(order(restOrder())).toEqual({ record: orderRecord(), warnings: [] });
	});

	it('becomes the same order by GraphQL, with the options of its variants', () => {
		const { record, warnings } = order({ data: { order: graphqlOrder() } });
		expect(warnings).toEqual([]);
		expect(record).toEqual(
			orderRecord({
				timestamp: '2026-02-08T20:14:05Z',
				lineitems: lineRecords({
					variant_options: [{ type: 'finish', id: 'brass', label: 'Brass' }],
				}),
			}),
		);
	});

	it('is recognised by its shape in API 2024-10 as in API 2025-01', () => {
		const older = restOrder({
			checkout_id: 5,
			customer: { ...(restOrder().customer as Json), email_marketing_consent: null, tags: 'vip' },
		});
		const newer = restOrder({ returns: [], duties_included: false, company: null });
		expect(order(older).record).toEqual(orderRecord());
		expect(order(newer).record).toEqual(orderRecord());
	});

	it.each([
		['a Webhook node', envelope(restOrder())],
		['GET /orders/1', { order: restOrder() }],
		['a Webhook node with a list', envelope({ orders: [restOrder()] })],
		['GraphQL edges', { data: { orders: { edges: [{ cursor: 'x', node: restOrder() }] } } }],
		['GraphQL nodes', { data: { orders: { nodes: [restOrder()], pageInfo: {} } } }],
		[
			'a GraphQL answer with more',
			{ data: { orders: { nodes: [restOrder()] }, shop: { name: 'x' } } },
		],
		['a GraphQL alias', { data: { latest: { nodes: [restOrder()] } }, extensions: {} }],
	])('is found in %s', (_from, json) => expect(order(json).record).toEqual(orderRecord()));

	it('is one record for each order of a list, in its order', () => {
		const orders = [3, 1, 2].map((id) => restOrder({ id, admin_graphql_api_id: undefined }));
		const records = recordsOf(convert('order', { orders }));
		expect(records.map(({ record }) => record.id)).toEqual(['3', '1', '2']);
	});

	it('adds taxes to lines where prices do not include them', () => {
		const { record } = order(
			restOrder({
				taxes_included: false,
				subtotal_price: '90.45',
				total_price: '111.52',
				current_total_price: '111.52',
			}),
		);
		expect(record).toEqual(
			orderRecord({
				grand_total: 111.52,
				subtotal: 90.45,
				lineitems: lineRecords({ total: 94.5 }, { total: 11.02 }),
			}),
		);
	});

	it.each([
		['included', '96.45', 75.38],
		['not included', '111.52', 90.45],
	])('knows by the sums whether taxes are %s if the payload does not', (_are, total, subtotal) => {
		const json = without(restOrder({ total_price: total }), 'taxes_included');
		expect(order({ ...json, current_total_price: total }).record.subtotal).toBe(subtotal);
	});

	it('takes the total as ordered, before returns, and the current one where lines were added', () => {
		const grown = restOrder({
			current_total_price: '141.45',
			current_subtotal_price: '135.45',
			current_total_tax: '22.57',
		});
		expect(order(grown).record).toMatchObject({
			grand_total: 141.45,
			subtotal: 112.88,
			tax: 22.57,
			shipping: 6,
			discount: -10.05,
		});
		const shrunk = restOrder({ current_total_price: '51.45' });
		expect(order(shrunk).record.grand_total).toBe(96.45);
	});

	it('takes the current total where there is no other, unless something came back', () => {
		const json = restOrder({ total_price: null, total_price_set: null });
		expect(order(json).record.grand_total).toBe(96.45);
		const returned = { ...json, refunds: [refund([[14002, 1, 9.45, 1.57]], '9.45')] };
		expect(refused(returned).field).toBe('total_price');
	});

	it('takes what is left with what came back where a line was exchanged for another one', () => {
		const stand = {
			id: 14003,
			product_id: 7103,
			quantity: 1,
			current_quantity: 1,
			price: '33.00',
			discount_allocations: [],
			tax_lines: [{ price: '5.50' }],
		};
		const json = restOrder({
			financial_status: 'partially_refunded',
			current_total_price: '48.45',
			current_subtotal_price: '42.45',
			current_total_tax: '7.07',
			current_total_discounts: '1.05',
			line_items: [...linesWith({ current_quantity: 0 }), stand],
			refunds: [refund([[14001, 2, 81, 13.5]], '48.00')],
		});
		const { record, warnings } = order(json);
		expect(warnings).toEqual([]);
		expect(record).toMatchObject({
			grand_total: 129.45,
			subtotal: 102.88,
			tax: 20.57,
			shipping: 6,
			discount: -10.05,
			status: 'partial_refund',
			is_valid: true,
			lineitems: [{ quantity_refunded: 2, refunded: 81 }, { total: 9.45 }, { total: 33 }],
		});
	});

	it('takes what is left with what came back where the other one is dearer', () => {
		const json = restOrder({
			current_total_price: '107.45',
			current_subtotal_price: '101.45',
			current_total_tax: '17.07',
			line_items: [
				...linesWith({}, { current_quantity: 0 }),
				{ id: 14003, product_id: 7103, quantity: 1, price: '20.45', discount_allocations: [] },
			],
			refunds: [refund([[14002, 1, 9.45, 1.57]])],
		});
		const { record, warnings } = order(json);
		expect(warnings).toEqual([]);
		expect(record).toMatchObject({ grand_total: 116.9, subtotal: 92.26, tax: 18.64 });
	});

	it('says that the total is not certain where lines were added and others came back unpriced', () => {
		const [lamp, bulb] = linesWith({}, { current_quantity: 0, price: null, price_set: null });
		const json = restOrder({ current_total_price: '120.00', line_items: [lamp, bulb] });
		expect(order(json).warnings).toContainEqual(
			expect.stringMatching(/^"grand_total": is not certain, as lines were added or came back/),
		);
		expect(order(restOrder({ current_total_price: '120.00' })).warnings).toEqual([
			'"grand_total": is 23.55 EUR more than subtotal, tax and shipping together',
		]);
	});

	it('has the shipping of its lines where no field has the total', () => {
		const whole = restOrder({
			shipping_lines: [
				{ title: 'Old', price: '4.00', discounted_price: '4.00', is_removed: true },
				{ title: 'Express', price: '12.00', discounted_price: '9.10' },
				{ title: 'Insurance', price: '1.20', discounted_price: '1.20' },
			],
		});
		const json = without(whole, 'total_shipping_price_set');
		expect(order(json).record).toMatchObject({ shipping: 10.3, shipping_method: 'Express' });
	});

	it('has shipping after a discount on it, so that the amounts add up', () => {
		const json = restOrder({
			total_price: '90.45',
			current_total_price: '90.45',
			shipping_lines: [{ title: 'Colissimo', price: '6.00', discounted_price: '0.00' }],
		});
		expect(order(json).record).toEqual(orderRecord({ grand_total: 90.45, shipping: 0 }));
		const graphql = graphqlOrder({
			shippingLine: { title: 'Colissimo', discountedPriceSet: money.graphqlBag('0.0') },
		});
		expect(order(graphql).record).toMatchObject({ shipping: 0, shipping_method: 'Colissimo' });
	});

	it('keeps the shipping as ordered where a line of it was removed later', () => {
		const removed = {
			title: 'Colissimo',
			price: '4.00',
			discounted_price: '4.00',
			is_removed: true,
		};
		const kept = { title: 'Box', price: '2.00', discounted_price: '2.00' };
		expect(order(restOrder({ shipping_lines: [removed, kept] })).record).toMatchObject({
			shipping: 6,
			shipping_method: 'Box',
		});
	});

	it('adds up: grand total = subtotal + tax + shipping', () => {
		for (const json of [
			restOrder(),
			graphqlOrder(),
			restOrder({ taxes_included: false, total_price: '111.52' }),
		]) {
			const { grand_total, subtotal, tax, shipping } = order(json).record;
			const parts = [subtotal, tax, shipping].map((part) => Math.round(Number(part) * 100));
			expect(parts.reduce((total, part) => total + part)).toBe(
				Math.round(Number(grand_total) * 100),
			);
		}
	});

	it('has exact sums of money', () => {
		const lines = linesWith({
			quantity: 3,
			price: '0.10',
			discount_allocations: [{ amount: '0.1' }, { amount: '0.2' }],
			tax_lines: [],
		});
		expect((order(restOrder({ line_items: lines })).record.lineitems as Json[])[0]).toMatchObject({
			subtotal: 0.3,
			discount: -0.3,
			total: 0,
			tax: 0,
		});
	});

	it('has no binary noise and no -0', () => {
		const { record } = order(restOrder({ total_discounts: '0.00', discount_codes: [] }));
		expect(Object.is(record.discount, 0)).toBe(true);
		expect(record).not.toHaveProperty('coupon_code');
	});

	it('puts the prefix before the IDs of the order, customer, product and variant', () => {
		const { record } = order(restOrder(), { idPrefix: 'fr:' });
		expect(record).toMatchObject({
			id: 'fr:6123456789012',
			customer: { id: 'fr:9201' },
			lineitems: [{ product_id: 'fr:7101', variant_id: 'fr:8101' }, {}],
		});
		const entries = convert('order', restOrder(), { idPrefix: 'a-very-long-prefix-of-ids:' });
		expect(refusalOf(entries).message).toContain('Shorten ID Prefix');
	});

	it('says that the store is missing', () => {
		const { record, warnings } = order(restOrder(), { store: undefined });
		expect(record).not.toHaveProperty('store');
		expect(warnings).toEqual([expect.stringMatching(/^"store": is left out.*Store$/)]);
	});

	it('says that only the first of several codes is sent', () => {
		const codes = [{ code: 'UN' }, { code: 'DEUX' }];
		const { record, warnings } = order(restOrder({ discount_codes: codes }));
		expect(record.coupon_code).toBe('UN');
		expect(warnings).toEqual(['"coupon_code": is the first of 2, as Ometria takes one']);
	});
});

describe('the status of an order of Shopify', () => {
	it.each([
		['paid', 'fulfilled', 'complete', true],
		['paid', null, 'paid', true],
		['paid', 'partial', 'paid', true],
		['partially_refunded', 'fulfilled', 'partial_refund', true],
		['authorized', null, 'authorized', false],
		['pending', 'fulfilled', 'open', false],
		['partially_paid', null, 'partially_paid', false],
		['expired', 'fulfilled', 'expired', false],
		['voided', null, 'voided', false],
		['refunded', 'fulfilled', 'refunded', false],
		['PAID', 'FULFILLED', 'complete', true],
	])(
		'is taken from %s and %s as %s, and it counts: %s',
		(financial, fulfillment, status, isValid) => {
			const json = restOrder({ financial_status: financial, fulfillment_status: fulfillment });
			expect(order(json).record).toMatchObject({ status, is_valid: isValid });
		},
	);

	it('is cancelled once it was cancelled, whatever was paid or refunded', () => {
		for (const financial_status of ['paid', 'refunded', 'voided', 'partially_refunded']) {
			const json = restOrder({ financial_status, cancelled_at: '2026-02-09T08:00:00+01:00' });
			expect(order(json).record).toMatchObject({ status: 'cancelled', is_valid: false });
		}
	});

	it('is refunded where nothing is left of the order', () => {
		const json = restOrder({ current_total_price: '0.00' });
		expect(order(json).record).toMatchObject({ status: 'refunded', is_valid: false });
	});

	it.each(['voided', 'expired'])(
		'stays %s where nothing is left of the order',
		(financial_status) => {
			const json = restOrder({ financial_status, current_total_price: '0.00' });
			expect(order(json).record).toMatchObject({ status: financial_status, is_valid: false });
		},
	);

	it('is not refunded where the order was free', () => {
		const json = restOrder({ total_price: '0.00', current_total_price: '0.00' });
		expect(order(json).record).toMatchObject({ status: 'complete', is_valid: true });
	});

	it('is partial_refund for a paid order of which money alone came back', () => {
		const { record } = order(restOrder({ refunds: [refund([], '5.00')] }));
		expect(record).toMatchObject({ status: 'partial_refund', is_valid: true });
	});

	it('follows Unpaid Orders', () => {
		const json = restOrder({ financial_status: 'authorized' });
		expect(order(json, { unpaidOrders: 'count' }).record.is_valid).toBe(true);
		expect(convert('order', json, { unpaidOrders: 'skip' })).toEqual([
			{ kind: 'skipped', reason: 'order with the status "authorized"' },
		]);
	});

	it('follows the lists of the user, of which the closest word counts', () => {
		const shipped = restOrder();
		const open = restOrder({ fulfillment_status: null });
		const shippedOnly = { statusesNotCounted: ['paid'], statusesCounted: ['fulfilled'] };
		expect(order(shipped, shippedOnly).record).toMatchObject({
			status: 'complete',
			is_valid: true,
		});
		expect(order(open, shippedOnly).record).toMatchObject({ status: 'paid', is_valid: false });
		const none = { statusesNotCounted: ['paid'] };
		expect(order(shipped, none).record).toMatchObject({ status: 'complete', is_valid: false });
		const known = { statusesCounted: ['on_account'] };
		expect(order(restOrder({ financial_status: 'on_account' }), known).record).toMatchObject({
			status: 'on_account',
			is_valid: true,
		});
	});

	it.each([null, undefined, '', 'on_account', 7, {}])(
		'is refused where it is not known: %j',
		(financial_status) => {
			const { field } = refused(restOrder({ financial_status }));
			expect(field).toBe('financial_status');
		},
	);

	it('names the settings that take an unknown one', () => {
		expect(refused(restOrder({ financial_status: 'on_account' })).message).toBe(
			'"financial_status": the status "on_account" is not known. Add it to Statuses That Count, Statuses That Do Not Count or Statuses to Skip',
		);
	});

	it('is doubtful where the payload does not say whether it was cancelled', () => {
		const json = without(graphqlOrder(), 'cancelledAt');
		const { record, warnings } = order(json);
		expect(record.is_valid).toBe(true);
		expect(warnings).toEqual([expect.stringMatching(/^"is_valid": .*cancelledAt/)]);
	});
});

describe('an order of Shopify that is not a sale', () => {
	it.each([
		['test order', restOrder({ test: true })],
		["Shopify's test notification", { ...restOrder({ test: true }), id: 820982911946154508 }],
		['test order by GraphQL', graphqlOrder({ test: true })],
	])('is skipped: %s', (_what, json) =>
		expect(convert('order', json)).toEqual([{ kind: 'skipped', reason: 'test order' }]),
	);

	it.each([
		['by GraphQL', { ...graphqlOrder(), id: 'gid://shopify/DraftOrder/12' }],
		[
			'by REST',
			{
				id: 12,
				admin_graphql_api_id: 'gid://shopify/DraftOrder/12',
				invoice_url: 'https://lamps.example/invoices/12',
				status: 'open',
				line_items: restLines(),
				total_price: '96.45',
			},
		],
		['by status', { id: 12, status: 'invoice_sent', line_items: [], total_price: '1.00' }],
	])('is skipped: a draft %s', (_by, json) =>
		expect(convert('order', json)).toEqual([{ kind: 'skipped', reason: 'draft order' }]),
	);

	it('is skipped: a checkout that was left', () => {
		const json = without(
			restOrder({ abandoned_checkout_url: 'https://lamps.example/checkouts/1' }),
			'financial_status',
		);
		expect(convert('order', json)).toEqual([
			{ kind: 'skipped', reason: 'checkout without an order' },
		]);
	});

	it('leaves the orders beside it in their places', () => {
		const orders = [restOrder(), restOrder({ test: true }), restOrder({ id: 9 })];
		expect(convert('order', { orders }).map(({ kind }) => kind)).toEqual([
			'record',
			'skipped',
			'record',
		]);
	});
});

describe('what came back of an order of Shopify', () => {
	const partly = { financial_status: 'partially_refunded', status: 'partial_refund' };

	it('is on its line', () => {
		const json = restOrder({
			financial_status: partly.financial_status,
			current_total_price: '55.95',
			refunds: [refund([[14001, 1, 40.5, 6.75]], '40.50')],
		});
		expect(order(json)).toEqual({
			record: orderRecord({
				status: partly.status,
				lineitems: lineRecords({ quantity_refunded: 1, refunded: 40.5 }),
			}),
			warnings: [],
		});
	});

	it('has its taxes where prices do not include them', () => {
		const json = restOrder({
			taxes_included: false,
			financial_status: partly.financial_status,
			refunds: [refund([[14001, 1, 40.5, 6.75]], '47.25')],
		});
		expect((order(json).record.lineitems as Json[])[0]).toMatchObject({ refunded: 47.25 });
	});

	it('is the exact sum of several refunds', () => {
		const json = restOrder({
			financial_status: partly.financial_status,
			current_total_price: '56.70',
			refunds: [
				refund([[14001, 1, 10.1, 0]], '10.10'),
				refund(
					[
						[14001, 1, 20.2, 0],
						[14002, 1, 9.45, 0],
					],
					'29.65',
				),
			],
		});
		expect(order(json)).toEqual({
			record: orderRecord({
				status: partly.status,
				lineitems: lineRecords(
					{ quantity_refunded: 2, refunded: 30.3 },
					{ quantity_refunded: 1, refunded: 9.45 },
				),
			}),
			warnings: [],
		});
	});

	it('is a line that an edit removed, by a refund without a payment', () => {
		const json = restOrder({
			current_total_price: '87.00',
			line_items: linesWith({}, { current_quantity: 0 }),
			refunds: [refund([[14002, 1, 9.45, 1.57]])],
		});
		expect(order(json)).toEqual({
			record: orderRecord({
				status: partly.status,
				lineitems: lineRecords({}, { quantity_refunded: 1, refunded: 9.45 }),
			}),
			warnings: [],
		});
	});

	it('is a line that an edit removed, by its current quantity alone', () => {
		const json = restOrder({ line_items: linesWith({ current_quantity: 1 }) });
		expect(order(json).record).toEqual(
			orderRecord({
				status: partly.status,
				lineitems: lineRecords({ quantity_refunded: 1, refunded: 40.5 }),
			}),
		);
	});

	it('is a warning where it is outside the lines', () => {
		const json = restOrder({
			financial_status: partly.financial_status,
			refunds: [
				refund([], '7.25', {
					order_adjustments: [{ amount: '-7.25', kind: 'refund_discrepancy' }],
				}),
			],
		});
		const { record, warnings } = order(json);
		expect(record).toEqual(orderRecord({ status: partly.status }));
		expect(warnings).toEqual([expect.stringContaining('7.25 EUR came back outside the lines')]);
	});

	it('is no more than was ordered', () => {
		const twice = refund([[14002, 1, 9.45, 1.57]], '9.45');
		const { record } = order(restOrder({ refunds: [twice, twice] }));
		expect((record.lineitems as Json[])[1]).toMatchObject({ quantity: 1, quantity_refunded: 1 });
	});

	it('may differ from what was paid back by rounding', () => {
		const json = restOrder({
			current_total_price: '55.95',
			refunds: [refund([[14001, 1, 40.5, 6.75]], '40.51')],
		});
		expect(order(json).warnings).toEqual([]);
	});

	it('counts no payment that is not a refund', () => {
		const transactions = [
			{ kind: 'sale', status: 'success', amount: '96.45', currency: 'EUR' },
			{ kind: 'refund', status: 'success', amount: '40.50', currency: 'EUR' },
		];
		const json = restOrder({
			current_total_price: '55.95',
			refunds: [refund([[14001, 1, 40.5, 6.75]], undefined, { transactions })],
		});
		expect(order(json).warnings).toEqual([]);
	});

	it('is known by adjustments where the payload has no payments', () => {
		const paid = refund([], undefined, {
			order_adjustments: [{ amount: '-7.25' }, { amount: '2.00' }],
		});
		const unpaid = without(paid, 'transactions');
		const json = restOrder({ financial_status: partly.financial_status, refunds: [unpaid] });
		expect(order(json).warnings).toEqual([expect.stringContaining('5.25 EUR came back')]);
	});

	it('is nothing where adjustments cancel out and the payment is pending', () => {
		const json = restOrder({
			refunds: [
				refund([], undefined, {
					order_adjustments: [{ amount: '-9.00' }, { amount: '9.00' }],
					transactions: [{ kind: 'refund', status: 'pending', amount: '9.00' }],
				}),
			],
		});
		expect(order(json)).toEqual({ record: orderRecord(), warnings: [] });
	});

	it('is nothing where all payments of the refund failed', () => {
		const json = restOrder({
			refunds: [
				refund([[14001, 1, 40.5, 6.75]], undefined, {
					transactions: [
						{ kind: 'refund', status: 'failure', amount: '40.50' },
						{ kind: 'refund', status: 'error', amount: '40.50' },
					],
				}),
			],
		});
		expect(order(json)).toEqual({ record: orderRecord(), warnings: [] });
	});

	it('is the same by GraphQL', () => {
		const json = graphqlOrder({
			displayFinancialStatus: 'PARTIALLY_REFUNDED',
			currentTotalPriceSet: money.graphqlBag('52.95'),
			refunds: [
				{
					totalRefundedSet: money.graphqlBag('43.5'),
					refundLineItems: {
						nodes: [
							{
								quantity: 1,
								subtotalSet: money.graphqlBag('40.5'),
								totalTaxSet: money.graphqlBag('6.75'),
								lineItem: { id: 'gid://shopify/LineItem/14001' },
							},
						],
					},
				},
			],
		});
		const { record, warnings } = order(json);
		expect(record.status).toBe(partly.status);
		expect((record.lineitems as Json[])[0]).toMatchObject({ quantity_refunded: 1, refunded: 40.5 });
		expect(warnings).toEqual([expect.stringContaining('3 EUR came back')]);
	});

	it('is everything: each line is returned and the order does not count', () => {
		const json = restOrder({
			financial_status: 'refunded',
			current_total_price: '0.00',
			line_items: linesWith({ current_quantity: 0 }, { current_quantity: 0 }),
			refunds: [
				refund(
					[
						[14001, 2, 81, 13.5],
						[14002, 1, 9.45, 1.57],
					],
					'96.45',
				),
			],
		});
		const { record, warnings } = order(json);
		expect(record).toEqual(
			orderRecord({
				status: 'refunded',
				is_valid: false,
				lineitems: lineRecords(
					{ quantity_refunded: 2, refunded: 81 },
					{ quantity_refunded: 1, refunded: 9.45 },
				),
			}),
		);
		expect(warnings).toEqual([expect.stringContaining('6 EUR came back outside the lines')]);
	});
});

describe('the customer of an order of Shopify', () => {
	it('is nobody at a till, and the order is offline', () => {
		const json = restOrder({
			source_name: 'pos',
			customer: null,
			email: '',
			contact_email: null,
			billing_address: null,
			shipping_address: null,
			shipping_lines: [],
			total_shipping_price_set: money.bag('0.00'),
			total_price: '90.45',
			current_total_price: '90.45',
		});
		const { record, warnings } = order(json);
		const rest = without(
			orderRecord(),
			'customer',
			'billing_address',
			'shipping_address',
			'shipping_method',
		);
		expect(record).toEqual({ ...rest, channel: 'offline', shipping: 0, grand_total: 90.45 });
		// That the order belongs to nobody is said by the check of the record.
		expect(warnings).toEqual([]);
	});

	it('is a guest with the address of the order and the names of the bill', () => {
		const { record, warnings } = order(restOrder({ customer: null }));
		expect(record.customer).toEqual({
			email: 'noor@home.example',
			firstname: 'Noor',
			lastname: 'Haddad',
		});
		expect(warnings).toEqual([]);
	});

	it('is known by its ID only where an app may not see personal data', () => {
		const json = without(restOrder(), 'email', 'contact_email', 'billing_address');
		const { record, warnings } = order({ ...json, customer: { id: 9201 } });
		expect(record.customer).toEqual({ id: '9201' });
		expect(warnings).toEqual([]);
	});

	it('has no phone number without a country code', () => {
		const customer = { ...(restOrder().customer as Json), phone: '06 12 34 56 78' };
		const { record, warnings } = order(restOrder({ customer }));
		expect(record.customer).not.toHaveProperty('phone_number');
		expect(warnings).toEqual(['"phone_number": has no country code and is left out']);
	});
});

describe('the lines of an order of Shopify', () => {
	it('leave out deleted products, tips and custom sales; the totals stay', () => {
		const json = restOrder({
			line_items: [
				...restLines(),
				{ id: 14003, title: 'Tip', product_id: null, variant_id: null, price: '3.00' },
				{ id: 14004, product_id: null, product_exists: false, price: '8.00', quantity: 1 },
			],
			subtotal_price: '98.45',
			total_tip_received: '3.00',
			total_price: '107.45',
			current_total_price: '107.45',
		});
		const { record, warnings } = order(json);
		expect(record).toEqual(orderRecord({ grand_total: 107.45, subtotal: 83.38 }));
		expect(warnings).toEqual([
			expect.stringMatching(/^"lineitems": 2 lines have no product/),
			'"grand_total": is 3 EUR more than subtotal, tax and shipping together (tip 3 EUR)',
		]);
	});

	it('may be a gift card, and may be paid with one', () => {
		const json = restOrder({
			line_items: linesWith({ gift_card: true }),
			payment_gateway_names: ['gift_card'],
		});
		expect(order(json).record).toEqual(orderRecord({ payment_method: 'gift_card' }));
	});

	it('take the discount of the line where the payload has no allocations', () => {
		const [first, bulb] = restLines();
		const lamp = without(first, 'discount_allocations');
		const json = restOrder({ line_items: [{ ...lamp, total_discount: '9.00' }, bulb] });
		expect(order(json).record).toEqual(orderRecord());
	});

	it('have no total where the order has a discount of which it does not say its part', () => {
		const [first, bulb] = restLines();
		const lamp = without(first, 'discount_allocations', 'total_discount', 'total_discount_set');
		const { record } = order(restOrder({ line_items: [lamp, bulb] }));
		const [line] = record.lineitems as Json[];
		expect(line).not.toHaveProperty('total');
		expect(line).not.toHaveProperty('discount');
		expect(line.subtotal).toBe(90);
	});
});

describe('an order of Shopify in two currencies', () => {
	const json = () =>
		restOrder({
			presentment_currency: 'USD',
			total_price_set: money.bag('96.45', '104.17', 'USD'),
			subtotal_price_set: money.bag('90.45', '97.69', 'USD'),
			total_tax_set: money.bag('15.07', '16.28', 'USD'),
			total_discounts_set: money.bag('10.05', '10.85', 'USD'),
			total_shipping_price_set: money.bag('6.00', '6.48', 'USD'),
		});
	const base = {
		currency: 'EUR',
		grand_total: 96.45,
		subtotal: 75.38,
		tax: 15.07,
		shipping: 6,
		discount: -10.05,
	};

	it("has both amounts where the shop's currency is the account's", () => {
		expect(order(json(), { accountCurrency: 'EUR' }).record).toEqual(
			orderRecord({
				totals: {
					base,
					local: {
						currency: 'USD',
						grand_total: 104.17,
						subtotal: 81.41,
						tax: 16.28,
						shipping: 6.48,
						discount: -10.85,
					},
				},
			}),
		);
	});

	it("has the shop's amounts only otherwise", () => {
		expect(order(json()).record).toEqual(orderRecord());
		expect(order(json(), { accountCurrency: 'GBP' }).record).toEqual(orderRecord());
		expect(order(restOrder(), { accountCurrency: 'EUR' }).record).toEqual(orderRecord());
	});

	it('does not take a payment in the other currency for money of the shop', () => {
		const transactions = [{ kind: 'refund', status: 'success', amount: '99.00', currency: 'USD' }];
		const refunds = [refund([[14001, 1, 40.5, 6.75]], undefined, { transactions })];
		const left = { current_total_price: '55.95' };
		expect(order({ ...json(), ...left, refunds }).warnings).toEqual([]);
	});
});

describe('what is not an order of Shopify', () => {
	it.each<[string, Json, RegExp]>([
		['an edit', { order_edit: { order_id: 5, id: 1 } }, /order_edit\.order_id/],
		['a refund', { id: 1, order_id: 5, refund_line_items: [] }, /fetch the order/],
		['only an ID', { id: 8 }, /only an ID.*deleted/],
		['a product', { id: 7, title: 'x', variants: [] }, /Set Resource to Product/],
		['a customer', { id: 7, email: 'a@b.example', orders_count: 1 }, /Set Resource to Contact/],
		[
			'an order of WooCommerce',
			{ id: 7, billing: {}, line_items: [], total: '1' },
			/Set Input Format to WooCommerce$/,
		],
		['an order of Magento', { increment_id: '1', items: [] }, /Input Format to Magento 2$/],
		['a product of Magento', { id: 1, sku: 'x', attribute_set_id: 4 }, /Magento 2 and Resource to/],
		['a notification of BigCommerce', { scope: 'x', producer: 'y', data: {} }, /holds an ID only/],
		[
			'a record of Ometria',
			{ id: '1', lineitems: [], grand_total: 1 },
			/Input Format to Ometria Record$/,
		],
		['an answer with errors', { errors: [{ message: 'throttled' }] }, /its "errors" say why/],
		['a failed query', { data: null, errors: [{}] }, /its "errors" say why/],
		['something else', { hello: 'world' }, /does not look like an order of Shopify/],
		['nothing', {}, /does not look like an order of Shopify/],
	])('is refused with what to do: %s', (_what, json, message) => {
		expect(refused(json)).toEqual({ field: '', message: expect.stringMatching(message) as string });
		expect(refused(envelope(json))).toEqual({
			field: 'body',
			message: expect.stringMatching(message) as string,
		});
	});

	it('is refused by its path in a list', () => {
		const entries = convert('order', { body: [restOrder(), null, { id: 3 }], headers: {} });
		expect(entries.map((entry) => (entry.kind === 'invalid' ? entry.field : entry.kind))).toEqual([
			'record',
			'body[1]',
			'body[2]',
		]);
	});

	it('is an empty list: nothing to send', () => {
		for (const json of [{ orders: [] }, { data: { orders: { nodes: [] } } }]) {
			expect(convert('order', json)).toEqual([{ kind: 'skipped', reason: 'empty list' }]);
		}
	});
});

describe('an order of Shopify that cannot be read', () => {
	it.each<[string, Json, string]>([
		['an ID with too many digits', restOrder({ id: 820982911946154508 }), 'id'],
		['a hash as ID', restOrder({ id: 'a1b2' }), 'id'],
		['no ID', restOrder({ id: 0 }), 'id'],
		[
			'no total',
			restOrder({ total_price: null, current_total_price: null, total_price_set: null }),
			'total_price',
		],
		['an unreadable total', restOrder({ total_price: '96,45' }), 'total_price'],
		[
			'an unreadable price',
			restOrder({ line_items: linesWith({ price: '1.234,50' }) }),
			'line_items[0].price',
		],
		['no time', restOrder({ created_at: null }), 'created_at'],
		['a time without zone', restOrder({ created_at: '2026-02-08T21:14:05' }), 'created_at'],
		['a day that does not exist', restOrder({ created_at: '2026-02-30T21:14:05Z' }), 'created_at'],
		['no currency', restOrder({ currency: null, total_price_set: null }), 'currency'],
		['two currencies for one', restOrder({ currency: 'GBP' }), 'currency'],
		['no lines', restOrder({ line_items: null }), 'line_items'],
		[
			'half a unit',
			restOrder({ line_items: linesWith({ quantity: 0.5 }) }),
			'line_items[0].quantity',
		],
		['a word as test', restOrder({ test: 'maybe' }), 'test'],
		['a list as cancellation', restOrder({ cancelled_at: [] }), 'cancelled_at'],
		['a word as cancellation', restOrder({ cancelled_at: 'NULL' }), 'cancelled_at'],
		['texts as refunds', restOrder({ refunds: 'none' }), 'refunds'],
		['no time by GraphQL', without(graphqlOrder(), 'createdAt'), 'createdAt'],
		[
			'no total by GraphQL',
			without(graphqlOrder(), 'totalPriceSet', 'currentTotalPriceSet'),
			'totalPriceSet',
		],
		[
			'no currency by GraphQL',
			{
				...without(graphqlOrder(), 'currencyCode', 'currentTotalPriceSet'),
				totalPriceSet: { shopMoney: { amount: '96.45' } },
			},
			'currencyCode',
		],
		['no lines by GraphQL', without(graphqlOrder(), 'lineItems'), 'lineItems'],
		[
			'no status by GraphQL',
			without(graphqlOrder(), 'displayFinancialStatus'),
			'displayFinancialStatus',
		],
		[
			'lines that are cut off',
			graphqlOrder({ lineItems: { nodes: [], pageInfo: { hasNextPage: true } } }),
			'lineItems',
		],
	])('is refused with the path: %s', (_what, json, field) => {
		const refusal = refused(json);
		expect(refusal.field).toBe(field);
		expect(refusal.message.startsWith(`"${field}": `)).toBe(true);
	});
});
