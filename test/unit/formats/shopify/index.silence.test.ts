import type { Json } from '../../../../nodes/Ometria/formats/types';
import {
	graphqlOrder,
	money,
	orderRecord,
	restLines,
	restOrder,
	SETTINGS,
	without,
} from './payloads';
import { convert, recordOf, refusalOf } from './results';

const order = (json: Json, settings: Partial<typeof SETTINGS> = {}) =>
	recordOf(convert('order', json, settings));
const refused = (json: Json) => refusalOf(convert('order', json));

/** The order by GraphQL with its lines changed. */
function withLines(change: (line: Json, index: number) => Json, more: Json = {}): Json {
	const { edges } = graphqlOrder().lineItems as { edges: Array<{ node: Json }> };
	const nodes = edges.map(({ node }, index) => change(node, index));
	return graphqlOrder({ lineItems: { nodes }, ...more });
}

const linesOf = (json: Json) => order(json).record.lineitems as Json[];
const refundOf = (rows: Json[], more: Json = {}): Json => ({
	id: 'gid://shopify/Refund/3',
	refundLineItems: { nodes: rows },
	...more,
});

describe('what a query of Shopify did not ask for is not "none"', () => {
	it('is a product that stands in the variant', () => {
		const json = withLines((line) => ({
			...without(line, 'product'),
			variant: { ...(line.variant as Json), product: line.product },
		}));
		expect(linesOf(json).map(({ product_id }) => product_id)).toEqual(['7101', '7102']);
	});

	it.each<[string, (line: Json) => Json]>([
		['not asked for', (line) => without(line, 'product')],
		['asked for without its ID', (line) => ({ ...line, product: { title: 'Lamp' } })],
		[
			'not asked for beside a deleted variant',
			(line) => ({ ...without(line, 'product'), variant: null }),
		],
		[
			'asked for without its ID in the variant',
			(line) => ({ ...without(line, 'product'), variant: { product: { title: 'Lamp' } } }),
		],
	])('is a product that was %s: the order is refused', (_how, change) => {
		expect(refused(withLines(change)).message).toBe(
			`"lineItems.nodes[0].product": expected the product of the line, found ${
				'product' in change({ product: 1 }) ? 'a value of type object' : 'nothing'
			}. Ask for product { id }`,
		);
	});

	it('is none where the product is null, or the variant of which others have their product', () => {
		const deleted = withLines((line, index) => (index === 0 ? { ...line, product: null } : line));
		expect(linesOf(deleted)).toHaveLength(1);
		const custom = withLines((line, index) => ({
			...without(line, 'product'),
			variant: index === 0 ? null : { product: line.product },
		}));
		expect(linesOf(custom)).toHaveLength(1);
	});

	it('has no empty list of lines where none of them has a product', () => {
		const lines = restLines().map((line) => ({ ...line, product_id: null }));
		expect(order(restOrder({ line_items: lines })).record).not.toHaveProperty('lineitems');
		expect(order(restOrder({ line_items: [] })).record.lineitems).toEqual([]);
	});

	it.each<[string, (line: Json) => Json]>([
		[
			'amounts in one currency',
			(line) => ({
				...line,
				discountAllocations: (line.discountAllocations as Json[]).map((row) => ({
					allocatedAmount: (row.allocatedAmountSet as { shopMoney: Json }).shopMoney,
				})),
			}),
		],
		[
			'totals of the lines that add up to the subtotal',
			(line) => ({
				...without(line, 'discountAllocations'),
				discountedTotalSet: money.graphqlBag(line.quantity === 2 ? '81.0' : '9.45'),
			}),
		],
		[
			'discounts of the lines that add up to those of the order',
			(line) => ({
				...without(line, 'discountAllocations'),
				totalDiscountSet: money.graphqlBag(line.quantity === 2 ? '9.0' : '1.05'),
			}),
		],
	])('is not a discount that the payload has otherwise, as %s', (_as, change) => {
		const { record, warnings } = order(withLines(change));
		expect(warnings).toEqual([]);
		expect(record.lineitems).toMatchObject([
			{ discount: -9, total: 81 },
			{ discount: -1.05, total: 9.45 },
		]);
	});

	it.each<[string, (line: Json) => Json]>([
		['were not asked for', (line) => without(line, 'discountAllocations')],
		['have no amount', (line) => ({ ...line, discountAllocations: [{ index: 0 }] })],
		[
			'have only a currency',
			(line) => ({
				...line,
				discountAllocations: [{ allocatedAmountSet: { shopMoney: { currencyCode: 'EUR' } } }],
			}),
		],
		[
			'leave the codes for the order out',
			(line) => ({
				...without(line, 'discountAllocations'),
				discountedTotalSet: money.graphqlBag(line.quantity === 2 ? '90.0' : '10.5'),
			}),
		],
	])('is a discount: no line has a total where they %s', (_why, change) => {
		const { record, warnings } = order(withLines(change));
		for (const line of record.lineitems as Json[]) {
			expect(line).not.toHaveProperty('total');
			expect(line).not.toHaveProperty('discount');
		}
		expect(record.grand_total).toBe(96.45);
		expect(warnings).toEqual([
			expect.stringMatching(/^"lineitems > total": is left out for 2 lines.*allocatedAmountSet/),
		]);
	});

	it('is a tax of lines whose prices do not include it', () => {
		const onTop = {
			taxesIncluded: false,
			totalPriceSet: money.graphqlBag('111.52'),
			currentTotalPriceSet: money.graphqlBag('111.52'),
		};
		for (const taxLines of [undefined, [{ rate: 0.2 }], [{ priceSet: { shopMoney: {} } }]]) {
			const json = withLines(
				(line) => ({ ...without(line, 'taxLines'), ...(taxLines && { taxLines }) }),
				onTop,
			);
			const { record, warnings } = order(json);
			for (const line of record.lineitems as Json[]) expect(line).not.toHaveProperty('total');
			expect(warnings).toEqual([expect.stringContaining('Ask for taxLines { priceSet }')]);
		}
	});

	it('is not a tax where the whole order has none', () => {
		const json = withLines((line) => without(line, 'taxLines'), {
			taxesIncluded: false,
			totalTaxSet: money.graphqlBag('0.0'),
		});
		expect(linesOf(json)).toMatchObject([{ total: 81 }, { total: 9.45 }]);
	});

	it.each<[string, Json]>([
		['the taxes', without(graphqlOrder(), 'taxesIncluded', 'totalTaxSet')],
		['the subtotal', without(graphqlOrder(), 'taxesIncluded', 'subtotalPriceSet')],
		[
			'shipping that is more than the taxes',
			{
				...without(graphqlOrder(), 'taxesIncluded', 'totalShippingPriceSet'),
				totalPriceSet: money.graphqlBag('120.45'),
				currentTotalPriceSet: money.graphqlBag('120.45'),
			},
		],
	])('is whether taxes are included, where the sums without %s leave it open', (_what, json) => {
		const { record, warnings } = order(json);
		expect(record).not.toHaveProperty('subtotal');
		for (const line of record.lineitems as Json[]) expect(line).not.toHaveProperty('total');
		expect(warnings.join()).toContain('Ask for taxesIncluded');
	});

	it('is the currency that each amount names', () => {
		const json = without(graphqlOrder(), 'currencyCode', 'presentmentCurrencyCode');
		expect(order(json)).toEqual({
			record: expect.objectContaining({ currency: 'EUR' }) as Json,
			warnings: [],
		});
		const rest = without(restOrder(), 'currency');
		expect(order(rest).record).toEqual(orderRecord());
	});

	it('is the amount that the shopper saw: there are no totals in two currencies', () => {
		const json = graphqlOrder({
			currentTotalPriceSet: undefined,
			presentmentCurrencyCode: 'NOK',
			totalPriceSet: { shopMoney: { amount: '96.45', currencyCode: 'EUR' } },
			subtotalPriceSet: { shopMoney: { amount: '90.45', currencyCode: 'EUR' } },
		});
		const { record } = order(json, { accountCurrency: 'EUR' });
		expect(record.grand_total).toBe(96.45);
		expect(record).not.toHaveProperty('totals');
	});
});

describe('what the order itself says came back', () => {
	const left = (amount: string): Json => ({ currentTotalPriceSet: money.graphqlBag(amount) });

	it.each<[string, Json, RegExp]>([
		[
			'refunds were not asked for',
			without(graphqlOrder(left('71.45')), 'refunds'),
			/25 EUR more.*Ask for refunds/,
		],
		['refunds are empty', graphqlOrder(left('71.45')), /25 EUR more.*Check the refunds/],
		[
			'a refund has lines without amounts of another line',
			withLines((line) => without(line, 'currentQuantity', 'discountAllocations'), {
				...left('71.45'),
				refunds: [refundOf([{ quantity: 1, lineItem: { id: 'gid://shopify/LineItem/14002' } }])],
			}),
			/25 EUR more/,
		],
	])('is a warning with the difference where %s', (_why, json, warning) => {
		const { record, warnings } = order(json);
		expect(warnings).toContainEqual(expect.stringMatching(warning));
		expect(record).toMatchObject({ grand_total: 96.45, status: 'partial_refund' });
	});

	it('is a warning where it is partially refunded, and no amount says so', () => {
		const json = without(
			graphqlOrder({ displayFinancialStatus: 'PARTIALLY_REFUNDED' }),
			'refunds',
			'currentTotalPriceSet',
		);
		expect(order(json).warnings).toEqual([
			expect.stringMatching(/^"grand_total": .*partially refunded.*Ask for refunds/),
		]);
	});

	it('is not warned of where nothing is left of an order that does not count', () => {
		const json = without(graphqlOrder(left('0.0')), 'refunds');
		const cancelled = order({ ...json, cancelledAt: '2026-03-01T10:00:00Z' });
		expect(cancelled.record.is_valid).toBe(false);
		expect(cancelled.warnings).toEqual([]);
	});

	it('is the part of the units where the amount of their refund was not asked for', () => {
		const back = {
			quantity: 1,
			totalTaxSet: money.graphqlBag('6.75'),
			lineItem: { id: 'gid://shopify/LineItem/14001' },
		};
		const json = graphqlOrder({ ...left('55.95'), refunds: [refundOf([back])] });
		const { record, warnings } = order(json);
		expect((record.lineitems as Json[])[0]).toMatchObject({ quantity_refunded: 1, refunded: 40.5 });
		expect(warnings).toEqual([]);
	});

	it('is left out and said where neither the refund nor the line has an amount', () => {
		const back = { quantity: 1, lineItem: { id: 'gid://shopify/LineItem/14001' } };
		const json = withLines((line) => without(line, 'discountAllocations'), {
			refunds: [refundOf([back])],
		});
		const { record, warnings } = order(json);
		const [line] = record.lineitems as Json[];
		expect(line.quantity_refunded).toBe(1);
		expect(line).not.toHaveProperty('refunded');
		expect(warnings).toContainEqual(
			expect.stringMatching(/^"lineitems > refunded": is left out for 1 line/),
		);
	});

	it.each<[string, Json, string]>([
		['line', { quantity: 1, subtotalSet: money.graphqlBag('9') }, 'lineItem { id }'],
		['number of units', { lineItem: { id: 'gid://shopify/LineItem/14001' } }, 'how many units'],
	])('is refused where the refund does not say its %s', (_what, row, message) => {
		const json = graphqlOrder({ refunds: [refundOf([row])] });
		expect(refused(json).message).toContain(message);
	});

	it('is a refund where the query did not ask for the state of its payments', () => {
		const back = {
			quantity: 1,
			subtotalSet: money.graphqlBag('40.5'),
			totalTaxSet: money.graphqlBag('6.75'),
			lineItem: { id: 'gid://shopify/LineItem/14001' },
		};
		const paid = { transactions: { nodes: [{ amountSet: money.graphqlBag('40.5') }] } };
		const json = graphqlOrder({ ...left('55.95'), refunds: [refundOf([back], paid)] });
		expect(order(json).warnings).toEqual([]);
		expect(linesOf(json)[0]).toMatchObject({ quantity_refunded: 1, refunded: 40.5 });
	});

	it('is less than the goods where a fee was kept', () => {
		const json = restOrder({
			financial_status: 'partially_refunded',
			current_total_price: '55.95',
			refunds: [
				{
					refund_line_items: [
						{ line_item_id: 14001, quantity: 1, subtotal: 40.5, total_tax: 6.75 },
					],
					transactions: [{ kind: 'refund', status: 'success', amount: '34.50', currency: 'EUR' }],
				},
			],
		});
		const { record, warnings } = order(json);
		expect((record.lineitems as Json[])[0].refunded).toBe(40.5);
		expect(warnings).toEqual([
			expect.stringMatching(/^"lineitems > refunded": is what the goods cost, but 6 EUR less/),
		]);
	});

	it('is of a line that is not sent', () => {
		const [lamp, bulb] = restLines();
		const json = restOrder({
			financial_status: 'partially_refunded',
			current_total_price: '87.00',
			line_items: [lamp, { ...bulb, product_id: null }],
			refunds: [
				{
					refund_line_items: [
						{ line_item_id: 14002, quantity: 1, subtotal: 9.45, total_tax: 1.57 },
					],
					transactions: [],
				},
			],
		});
		expect(order(json).warnings).toContainEqual(
			expect.stringMatching(/^"lineitems > refunded": 9.45 EUR came back outside the lines/),
		);
	});
});

describe('the parts of the total of an order', () => {
	it.each<[string, Json, RegExp | undefined]>([
		['add up', {}, undefined],
		[
			'lack duties and a tip',
			{
				total_price: '107.95',
				original_total_duties_set: money.bag('9.50'),
				total_tip_received: '2.00',
			},
			/is 11.5 EUR more .*\(tip 2 EUR, duties 9.5 EUR\)$/,
		],
		[
			'lack more than is known',
			{ total_price: '107.95', original_total_duties_set: money.bag('9.50') },
			/is 11.5 EUR more .*, of which duties 9.5 EUR$/,
		],
		['are too much', { total_price: '90.00' }, /is 6.45 EUR less than .* together$/],
		[
			'are not all known',
			{ total_price: '99.00', subtotal_price: null, subtotal_price_set: null },
			undefined,
		],
	])('%s', (_what, more, warning) => {
		const { total_price = '96.45' } = more;
		const { warnings } = order(restOrder({ current_total_price: total_price, ...more }));
		const about = warnings.filter((text) => text.includes('subtotal, tax and shipping'));
		expect(about).toEqual(warning ? [expect.stringMatching(warning)] : []);
	});
});
