import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import { bounded, MOST_CHARACTERS, MOST_RECORDS } from '../../../nodes/Ometria/formats/bounds';
import type {
	FormatOperation,
	FormatRecordType,
	Formatted,
	Json,
} from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { settings } from './formatTests';
import { aProduct as magentoProduct } from './magento2/payloads';
import { restOrder, restProduct, restVariant } from './shopify/payloads';
import { aProduct } from './wooCommerce/payloads';

const entry = (record: Json): Formatted => ({ kind: 'record', record, warnings: [] });

function* endless(record: Json): Generator<Formatted> {
	for (;;) yield entry(record);
}

function operationOf(format: string, type: FormatRecordType): FormatOperation {
	const operation = INPUT_FORMATS.find(({ value }) => value === format)?.operations[type];
	if (operation) return operation;
	throw new Error(`${format} has no ${type}`);
}

const convert = (format: string, type: FormatRecordType, json: Json) =>
	madeOf(operationOf(format, type).convert(json, settings()));

const tooMany = [
	{
		kind: 'invalid',
		reason: 'too_many_records',
		field: '',
		message:
			'The item holds too many records: expected at most 10,000. Divide it with a Split Out node',
	},
];
const tooLarge = (most: string) => [
	{
		kind: 'invalid',
		reason: 'records_too_large',
		field: '',
		message: `The records of the item are too large: expected at most ${most} characters together. Divide it with a Split Out node`,
	},
];

describe('the records of one item', () => {
	it('are given as they are up to the limit of their number', () => {
		const entries = Array.from({ length: MOST_RECORDS }, () => entry({ id: '1' }));
		expect(madeOf(bounded({}, entries))).toEqual(entries);
		expect(madeOf(bounded({}, [...entries, entry({ id: '1' })]))).toEqual(tooMany);
	});

	it('are not made beyond the limit', () => {
		expect(madeOf(bounded({}, endless({ id: '1' })))).toEqual(tooMany);
		const long = { id: 'x'.repeat(100_000) };
		expect(madeOf(bounded({}, endless(long)))).toEqual(tooLarge('1,000,000'));
		const larger = { note: 'x'.repeat(10_000_000) };
		expect(madeOf(bounded(larger, endless(long)))).toEqual(tooLarge('16,000,000'));
	});

	it('may be ten times as large as the item, however large each of them is', () => {
		const entries = Array.from({ length: 50 }, () => entry({ id: 'x'.repeat(50_000) }));
		expect(madeOf(bounded({ note: 'x'.repeat(250_000) }, entries))).toEqual(entries);
		expect(madeOf(bounded({ note: 'x'.repeat(150_000) }, entries))).toMatchObject([
			{ reason: 'records_too_large' },
		]);
	});

	it('may have one record of any size, as a record has its own limit', () => {
		const only = [entry({ id: 'x'.repeat(MOST_CHARACTERS + 1) })];
		expect(madeOf(bounded({}, only))).toEqual(only);
	});

	it.each(['shopify', 'wooCommerce', 'magento2'])(
		'are bounded in an envelope of any number of payloads: %s',
		(format) => {
			const numbers = Array.from({ length: MOST_RECORDS + 1 }, () => 1);
			expect(convert(format, 'order', { orders: numbers })).toEqual(tooMany);
			expect(convert(format, 'product', { body: { products: numbers }, headers: {} })).toEqual(
				tooMany,
			);
		},
	);

	it('do not multiply the text of a product', () => {
		const variants = Array.from({ length: 1500 }, (_entry, id) => restVariant({ id: id + 1 }));
		const title = 'x'.repeat(1_000_000);
		const product = restProduct({ title, variants });
		expect(convert('shopify', 'product', product)).toMatchObject([{ reason: 'records_too_large' }]);
		const options = [{ name: title }];
		expect(convert('shopify', 'product', restProduct({ options, variants }))).toMatchObject([
			{ reason: 'records_too_large' },
		]);
	});

	it('do not multiply the variants of a product either', () => {
		const rows = Array.from({ length: MOST_RECORDS }, (_entry, id) => ({ id: id + 1, price: '1' }));
		expect(convert('shopify', 'product', restProduct({ variants: rows }))).toEqual(tooMany);
		expect(convert('wooCommerce', 'product', aProduct({ variations: rows }))).toEqual(tooMany);
	});
});

test("what is wrong with a product's options is said of each variant, and of it alone", () => {
	const variants = [restVariant({ id: 1 }), restVariant({ id: 2 })];
	const entries = convert('shopify', 'product', restProduct({ options: 'none', variants }));
	expect(entries.map(({ kind }) => kind)).toEqual(['record', 'invalid', 'invalid']);
	expect(entries[1]).toMatchObject({ field: 'options' });
});

test('a row with more columns than any sheet has is refused before they are looked at', () => {
	const wide = Object.fromEntries(Array.from({ length: 150_000 }, (_, i) => [`c${i}`, 1]));
	const { describe: describeRow } = operationOf('table', 'contact');
	expect(convert('table', 'contact', wide)).toEqual([
		{
			kind: 'invalid',
			reason: 'too_many_columns',
			field: '',
			message:
				'The item has 150,000 columns: expected at most 5,000, as the row of a sheet or database has',
		},
	]);
	expect(describeRow?.(wide, settings())).toEqual([]);
});

test('pauses go between the entries of an item, and none where there is one', () => {
	const entries = [{ id: '1' }, { id: '2' }, { id: '3' }].map(entry);
	const made = [...bounded({}, entries)];
	expect(made.filter((step) => step !== undefined)).toEqual(entries);
	expect(made.filter((step) => step === undefined)).toHaveLength(2);
	expect([...bounded({}, [entry({ id: '1' })])]).toEqual([entry({ id: '1' })]);
});

test.each([
	['shopify', 'product', (list: Json[]) => restProduct({ options: list })],
	['shopify', 'order', (list: Json[]) => restOrder({ refunds: list })],
	[
		'wooCommerce',
		'product',
		(list: Json[]) => aProduct({ attributes: [{ name: 'a', options: list }] }),
	],
	[
		'magento2',
		'product',
		(list: Json[]) =>
			magentoProduct({ extension_attributes: { configurable_product_links: list } }),
	],
] as const)(
	'lists that are longer than those of any shop are not read: %s, %s',
	(format, type, make) => {
		const list = Array.from({ length: 20_001 }, (_entry, id) => ({ id, name: `n${id}` }));
		const found = convert(format, type, make(list)).find(({ kind }) => kind === 'invalid');
		expect(found).toMatchObject({
			reason: 'too_many_entries_read',
			message: expect.stringContaining('expected at most 20,000 entries together') as string,
		});
	},
);

test.each(['shopify', 'wooCommerce', 'magento2'])(
	'a payload of more than 10,000 fields is refused before they are looked at: %s',
	(format) => {
		const wide = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`c${i}`, 1]));
		for (const json of [wide, { body: { orders: [wide] }, headers: {} }]) {
			expect(convert(format, 'order', json)).toMatchObject([{ reason: 'too_many_fields' }]);
		}
	},
);
