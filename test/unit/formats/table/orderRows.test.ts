import type { Json } from '../../../../nodes/Ometria/formats/types';
import { fc } from '../../../support/fastCheck';
import { orderProblem, orderRecords, ordersOf, orderWarnings } from './orderRowsSupport';
import { description } from './tableRows';

const order = (more: Json = {}): Json => ({
	'Order ID': 'B-7',
	'Order Date': '2026-02-03 10:00',
	Email: 'nora@home.example',
	Total: '46.50',
	Shipping: '4.50',
	Currency: 'EUR',
	...more,
});
const line = (product: string, quantity: string, price: string): Json => ({
	'Product ID': product,
	Quantity: quantity,
	'Unit Price': price,
});
const sent = {
	id: 'B-7',
	timestamp: '2026-02-03 10:00',
	customer: { email: 'nora@home.example' },
	grand_total: '46.50',
	shipping: '4.50',
	currency: 'EUR',
};
const LINES = [
	{ product_id: 'P-1', quantity: '2', unit_price: '16.00' },
	{ product_id: 'P-2', quantity: '1', unit_price: '10.00' },
];
const blank = Object.fromEntries(Object.keys(order()).map((heading) => [heading, '']));

describe('rows of one order', () => {
	test.each([
		['repeat what the order says', order()],
		['say it once, with the ID in each', { ...blank, 'Order ID': 'B-7' }],
		['say it once, without the ID in the next row', blank],
		['say it once, without the columns in the next row', {}],
	])('%s, and are one record with a line for each', (_name, again) => {
		const rows = [
			{ ...order(), ...line('P-1', '2', '16.00') },
			{ ...again, ...line('P-2', '1', '10.00') },
		];
		expect(ordersOf(rows)).toEqual([
			expect.objectContaining({
				kind: 'record',
				record: { ...sent, lineitems: LINES },
				items: [0, 1],
			}),
		]);
	});

	test('are one record where others stand between them', () => {
		const other = { ...order({ 'Order ID': 'B-8', Total: '4.50' }), ...line('P-9', '0', '1') };
		const rows = [
			{ ...order(), ...line('P-1', '2', '16.00') },
			other,
			{ ...order(), ...line('P-2', '1', '10.00') },
		];
		const entries = ordersOf(rows);
		expect(entries.map(({ items }) => items)).toEqual([[0, 2], [1]]);
		expect(entries[0]).toMatchObject({ record: { lineitems: LINES } });
	});

	test('say what the order says in the first row that has it', () => {
		const rows = [
			{ ...order({ Email: '', Currency: '' }), ...line('P-1', '2', '16.00') },
			{ ...order({ Total: '' }), ...line('P-2', '1', '10.00') },
		];
		expect(orderRecords(rows)).toEqual([{ ...sent, lineitems: LINES }]);
	});

	test('may have one without a line, such as that of the order itself', () => {
		const rows = [
			{ ...order(), ...line('', '', '') },
			{ 'Order ID': 'B-7', ...line('P-1', '2', '16.00') },
			{ 'Order ID': 'B-7', ...line('P-2', '1', '10.00') },
		];
		expect(orderRecords(rows)).toEqual([{ ...sent, lineitems: LINES }]);
	});

	test('have all fields of a line', () => {
		const row = {
			'Order ID': '1',
			'Product ID': 'P',
			'Variant ID': 'V',
			SKU: 'S',
			Qty: 1,
			'Item Price': 5,
			'Line Subtotal': 5,
			'Line Discount': 1,
			'Line Tax': 0.5,
			'Line Total': 4.5,
		};
		expect(orderRecords([row])).toEqual([
			{
				id: '1',
				lineitems: [
					{
						product_id: 'P',
						variant_id: 'V',
						sku: 'S',
						quantity: 1,
						unit_price: 5,
						subtotal: 5,
						discount: 1,
						tax: 0.5,
						total: 4.5,
					},
				],
			},
		]);
	});

	test('leave a line without a product out, and say so', () => {
		const rows = [
			{ ...order(), ...line('P-1', '2', '16.00') },
			{ ...blank, ...line('', '1', '10.00') },
		];
		expect(orderRecords(rows)).toEqual([{ ...sent, lineitems: [LINES[0]] }]);
		expect(orderWarnings(rows)).toContain('lines_without_product');
	});
});

test('a row of an order alone is an order with one line', () => {
	expect(orderRecords([{ ...order({ Total: '36.50' }), ...line('P-1', '2', '16.00') }])).toEqual([
		{ ...sent, grand_total: '36.50', lineitems: [LINES[0]] },
	]);
});

test('rows of a table without lines are records of their own, also with one ID', () => {
	const rows = [order(), order({ Total: '40.00' })];
	expect(orderRecords(rows)).toEqual([sent, { ...sent, grand_total: '40.00' }]);
});

test('how rows become orders stands in the hint', () => {
	const row = { ...order(), ...line('P-1', '2', '16.00') };
	expect(description('order', row)).toContain(
		'Rows with the same "Order ID" are one order, and each is a line of it',
	);
	expect(description('order', row)).toContain('"Product ID" as "lineitems.product_id"');
});

test('a file without its empty cells, such as one of Excel, is read by the columns of the row before', () => {
	const rows = [
		{ ...order(), ...line('P-1', '2', '16.00'), SKU: 'a' },
		{ 'Product ID': 'P-2', Quantity: '1', 'Unit Price': '10.00', 'Line Discount': '1' },
		// A line without a product has no cell for it.
		{ 'Order ID': 'B-7', SKU: 'gift', Quantity: '1' },
		{ 'Order ID': 'B-7', Quantity: '3' },
	];
	expect(orderRecords(rows)).toEqual([
		{
			...sent,
			lineitems: [
				{ ...LINES[0], sku: 'a' },
				{ ...LINES[1], discount: '1' },
			],
		},
	]);
	expect(orderWarnings(rows)).toContain('lines_without_product');
});

test('an order of which a row cannot be read is refused, and the others are sent', () => {
	const rows = [
		{ ...order(), ...line('P-1', '2', '16.00') },
		{ ...order({ 'Order ID': 'B-8' }), ...line('P-2', '1', '42.00') },
		{ ...order({ 'Order ID': 'B-8' }), ...line('P-3', '1', '1'), 'Order Total': '42.00' },
	];
	const entries = ordersOf(rows);
	expect(entries.map((entry) => (entry.kind === 'invalid' ? entry.reason : 'sent'))).toEqual([
		'sent',
		'row_not_read',
		'columns_for_one_field',
	]);
});

describe('what is not certain of the rows of an order', () => {
	const rows = (one: Json, other: Json): Json[] => [
		{ ...order(one), ...line('P-1', '2', '16.00') },
		{ ...order(other), ...line('P-2', '1', '10.00') },
	];

	test('two rows that contradict each other are refused, with both values and what to do', () => {
		expect(orderProblem(rows({ row_number: 2 }, { Email: 'o@home.example' }))).toEqual({
			reason: 'rows_contradict',
			message:
				'"Email" is "nora@home.example" in row 2 and "o@home.example" in item 1, which are rows of one order, "B-7". Correct one of them. If the column is of the line, send it as a field of the line, or not, with Format Settings > Columns',
		});
	});

	test('a total that differs between the rows of orders is refused, as it may be of the line', () => {
		expect(orderProblem(rows({ Total: '32.00' }, { Total: '10.00' }))).toEqual({
			reason: 'amount_of_line',
			message:
				'"Total" may be of the order or of the line, as it goes with the lines of an order. If it is of the line, set Format Settings > Columns: "Total" is a field of "Line Item". If it is of the order, give the same amount in each of its rows',
		});
	});

	test('the same total is refused in other orders of that table, where it is mostly of the line', () => {
		const single = { ...order({ 'Order ID': 'B-8', Total: '5' }), ...line('P-3', '1', '5') };
		const entries = ordersOf([...rows({ Total: '32.00' }, { Total: '10.00' }), single]);
		expect(entries.map((entry) => entry.kind === 'invalid' && entry.reason)).toEqual([
			'amount_of_line',
			'amount_of_line',
		]);
	});

	test('one order whose total differs by mistake is refused, and the others are not', () => {
		const good = ['B-1', 'B-2'].flatMap((id) => [...rows({ 'Order ID': id }, { 'Order ID': id })]);
		const entries = ordersOf([...good, ...rows({}, { Total: '46.60' })]);
		expect(entries.map((entry) => (entry.kind === 'invalid' ? entry.reason : 'sent'))).toEqual([
			'sent',
			'sent',
			'rows_contradict',
		]);
	});

	test('a total that is the same in two rows, and what each line comes to, is refused', () => {
		const same = [
			{ ...order({ Total: '32.00', Shipping: '' }), ...line('P-1', '2', '16.00') },
			{ ...order({ Total: '32.00', Shipping: '' }), ...line('P-2', '4', '8.00') },
		];
		expect(orderProblem(same).reason).toBe('amount_of_line');
	});

	test('two rows that are the same are refused, unless the amounts say that they are two lines', () => {
		const twice = (total: string): Json[] =>
			[1, 2].map((row) => ({
				row_number: row,
				...order({ Total: total, Shipping: '0' }),
				...line('P-1', '1', '16.00'),
			}));
		expect(orderProblem(twice('16.50'))).toEqual({
			reason: 'same_rows',
			message:
				'row 1 and row 2 are the same in all columns: one row twice, or two lines of one product. The amounts of the order do not say which. Remove one, or put the quantity of both into one row',
		});
		expect(orderRecords(twice('32.00'))).toMatchObject([
			{ lineitems: [{ quantity: '1' }, { quantity: '1' }] },
		]);
	});

	test('a line whose product is named by its SKU alone is refused, unless the user says that this is the ID', () => {
		const row = { ...order(), SKU: 'S-1', Quantity: 1 };
		expect(orderProblem([row])).toEqual({
			reason: 'line_products_unknown',
			message:
				'Each row is a line of an order, and no column holds the IDs of products, only "SKU". If the products in Ometria have their SKUs as IDs, set Format Settings > Product ID to SKU. Otherwise add a column with the product IDs',
		});
		expect(orderRecords([row], { productId: 'sku' })).toEqual([
			{ ...sent, lineitems: [{ product_id: 'S-1', sku: 'S-1', quantity: 1 }] },
		]);
		const byId = { ...order(), ...line('P-1', '1', '1') };
		expect(orderProblem([byId], { productId: 'sku' }).message).toContain(
			'Product ID is set to SKU, and no column holds SKUs: there is "Product ID"',
		);
	});

	test('several rows of an order whose lines name no product are refused', () => {
		const row = { 'Order ID': 'B-7', 'Product Name': 'Lamp', Quantity: 1 };
		expect(orderProblem([row, { ...row, 'Product Name': 'Bulb' }]).reason).toBe(
			'rows_without_product',
		);
		expect(orderWarnings([row])).toContain('line_item_columns');
	});

	test('a price that may be of one or of all units is refused', () => {
		const row = { ...order(), 'Product ID': 'P-1', Quantity: 2, Price: '16.00' };
		expect(orderProblem([row])).toEqual({
			reason: 'ambiguous_column',
			message:
				'"Price" may be "Line Item: Unit Price" or "Line Item: Total". Choose the one that is meant in Format Settings > Columns',
		});
		const fields = new Map([['Price', 'lineitems.unit_price']]);
		expect(orderRecords([row], { columns: { fields, key: '1' } })).toMatchObject([
			{ lineitems: [{ unit_price: '16.00' }] },
		]);
	});

	test('a row without an ID that says something of an order is refused, with the rows that follow it', () => {
		const entries = ordersOf([
			{ ...order(), ...line('P-1', '2', '16.00') },
			{ ...order({ 'Order ID': '' }), ...line('P-2', '1', '10.00') },
			{ ...blank, ...line('P-3', '1', '1.00') },
		]);
		expect(entries.map((entry) => (entry.kind === 'invalid' ? entry.reason : 'sent'))).toEqual([
			'sent',
			'empty_id_cell',
			'empty_id_cell',
		]);
	});

	test('a row without an ID at the beginning is refused', () => {
		expect(orderProblem([{ ...blank, ...line('P-1', '2', '16.00') }]).reason).toBe('empty_id_cell');
	});

	test('an order of which the error branch gave the first row alone is refused', () => {
		const error = { reason: 'invalid_email', record_type: 'order', record_id: 'B-7', rows: 2 };
		const [first, second] = rows({}, {});
		expect(orderProblem([{ ...first, error, message: 'Not valid' }])).toEqual({
			reason: 'rows_missing',
			message:
				'This order has 2 rows, and only one of them is here, as an error item holds the first row of its order. Push all rows of the order again',
		});
		expect(orderRecords([{ ...first, error, message: 'Not valid' }, second])).toHaveLength(1);
	});

	test('more rows than a record has room for are refused', () => {
		const many = Array.from({ length: 5_001 }, (_, n) => ({
			...order(),
			...line(`P-${n}`, '1', '1'),
		}));
		expect(orderProblem(many).reason).toBe('too_many_rows');
	});
});

test('lines that do not come to what the order says are doubtful, as rows may be missing', () => {
	const row = { ...order({ Subtotal: '42.00' }), ...line('P-1', '2', '16.00') };
	expect(orderWarnings([row])).toContain('lines_differ');
	expect(orderWarnings([{ ...row, Subtotal: '32.00' }])).not.toContain('lines_differ');
	// Shipping may be in the total of a table that does not say it.
	expect(orderWarnings([{ ...row, Subtotal: '', Shipping: '' }])).not.toContain('lines_differ');
	expect(orderWarnings([{ ...row, Subtotal: '', Shipping: '', Total: '9' }])).toContain(
		'lines_differ',
	);
});

test("the user's lists of statuses decide on the orders of a table", () => {
	const row = order({ Status: 'Packed' });
	const lists = { statusesCounted: ['packed'], statusesSkipped: ['draft'] };
	expect(orderRecords([row], lists)).toEqual([{ ...sent, status: 'Packed', is_valid: true }]);
	expect(ordersOf([order({ Status: 'Draft' })], lists)).toMatchObject([
		{ kind: 'skipped', reason: 'order with the status "draft"' },
	]);
	expect(orderRecords([order({ Status: 'new' })], lists)).toEqual([{ ...sent, status: 'new' }]);
});

describe('any rows of orders', () => {
	const word = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
	const aLine = fc.record({ product: word, quantity: fc.integer({ min: 1, max: 9 }) });
	const anOrder = fc.record({
		email: fc.constantFrom('a@home.example', 'b@home.example'),
		currency: fc.constantFrom('EUR', 'GBP'),
		lines: fc.uniqueArray(aLine, {
			minLength: 1,
			maxLength: 6,
			selector: ({ product }) => product,
		}),
	});
	const orders = fc.array(anOrder, { minLength: 1, maxLength: 5 });
	const cut = fc.infiniteStream(fc.record({ repeats: fc.boolean(), next: fc.nat(4) }));

	/** Rows of orders, mixed with each other: each but the first of an order may leave out what it says. */
	const mixed = fc.tuple(orders, cut).map(([made, stream]) => {
		const open = made.map(({ email, currency, lines }, index) => ({
			id: `O-${index}`,
			lines: lines.map((own, position) => ({ ...own, position })),
			said: { Email: email, Currency: currency },
		}));
		const rows: Json[] = [];
		while (open.some(({ lines }) => lines.length > 0)) {
			const { repeats, next } = stream.next().value as { repeats: boolean; next: number };
			const waiting = open.filter(({ lines }) => lines.length > 0);
			const { id, lines, said } = waiting[next % waiting.length];
			const taken = lines.shift();
			if (!taken) break;
			const says = repeats || taken.position === 0 ? said : { Email: '', Currency: ' ' };
			const { product, quantity } = taken;
			rows.push({ 'Order ID': id, ...says, 'Product ID': product, Quantity: quantity });
		}
		return { made, rows };
	});

	test('any order of the rows gives the same orders, and each row is in one of them', () => {
		fc.assert(
			fc.property(mixed, ({ made, rows }) => {
				const entries = ordersOf(rows);
				const records = entries.map((entry) => {
					if (entry.kind !== 'record') throw new TypeError(JSON.stringify(entry));
					return entry.record;
				});
				const expected = made.map(({ email, currency, lines }, index) => ({
					id: `O-${index}`,
					customer: { email },
					currency,
					lineitems: lines.map(({ product, quantity }) => ({ product_id: product, quantity })),
				}));
				const byId = (one: Json, other: Json) => String(one.id).localeCompare(String(other.id));
				expect(records.sort(byId)).toEqual(expected);
				const items = entries.flatMap((entry) => entry.items).sort((a, b) => a - b);
				expect(items).toEqual(rows.map((_, item) => item));
			}),
		);
	});

	test('each row is in exactly one entry, and nothing is thrown', () => {
		const cell = fc.constantFrom<unknown>('', ' ', 'x', '5', 5, null, 'Total', {}, []);
		const row = fc.record(
			{
				'Order ID': fc.constantFrom<unknown>('1', 1, '2', '', ' ', null, '0', {}),
				Email: cell,
				Total: cell,
				'Product ID': cell,
				SKU: cell,
				Quantity: cell,
				'Unit Price': cell,
				Price: cell,
				items: cell,
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
				const items = ordersOf(rows).flatMap((entry) => entry.items);
				expect(items.sort((a, b) => a - b)).toEqual(rows.map((_, item) => item));
			}),
		);
	});
});
