import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { PRODUCT } from '../../../../nodes/Ometria/formats/wooCommerce/product';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, recordsIn, refused, settings, without } from '../formatTests';
import { anOrder, aProduct, aVariation, theProduct } from './payloads';

const SHOP = { store: 'woo.example', productCurrency: 'GBP' };
const LISTING: Json = {
	store: 'woo.example',
	currency: 'GBP',
	title: 'Rain jacket – light',
	price: 48,
	special_price: 40,
	is_active: true,
	url: 'https://woo.example/product/rain-jacket/',
	image_url: 'https://woo.example/jacket.jpg',
};
const VARIANT: Json = {
	id: '143',
	title: 'Rain jacket - M',
	sku: 'JACKET-M',
	price: 48,
	special_price: null,
	is_active: true,
	is_in_stock: false,
	is_variant: true,
	parent_id: '140',
	image_url: 'https://woo.example/jacket-m.jpg',
	attributes: [{ type: 'size', id: 'm', label: 'M' }],
};

function convert(payload: Json, changes: Partial<FormatSettings> = {}): readonly Formatted[] {
	const entries = essential(madeOf(PRODUCT.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'product', PRODUCT)).toEqual([]);
	return entries;
}

function records(payload: Json, changes: Partial<FormatSettings> = {}): Json[] {
	return recordsIn(convert(payload, changes));
}

function warnings(payload: Json, changes: Partial<FormatSettings> = {}): string[] {
	return convert(payload, changes).flatMap((entry) =>
		entry.kind === 'record' ? entry.warnings.map(({ field }) => field) : [],
	);
}

describe('a product of WooCommerce', () => {
	it.each<[string, Json, Json]>([
		['a simple product on sale', {}, {}],
		[
			'a product that is not on sale',
			{ on_sale: false, sale_price: '', date_on_sale_from_gmt: null, date_on_sale_to_gmt: null },
			{ special_price: null, special_price_dt_from: undefined, special_price_dt_to: undefined },
		],
		['a product whose sale comes later', { on_sale: false }, { special_price: null }],
		[
			'a payload that does not say whether it is on sale',
			{ on_sale: undefined },
			{ special_price: undefined },
		],
		['an external product', { type: 'external', stock_status: 'instock' }, {}],
		['a draft', { status: 'draft' }, { is_active: false }],
		['a private product', { status: 'private' }, { is_active: false }],
		['a product in the trash', { status: 'trash' }, { is_active: false }],
		['a product on back order', { stock_status: 'onbackorder' }, { is_in_stock: true }],
		['a product that is sold out', { stock_status: 'outofstock' }, { is_in_stock: false }],
		['a payload without stock', { stock_status: undefined }, { is_in_stock: undefined }],
		['a product without pictures', { images: [] }, { image_url: undefined }],
		['a product without SKU', { sku: '' }, { sku: undefined }],
		['a product whose parent is 0', { parent_id: 0 }, {}],
		[
			'a product with no categories and attributes',
			{ categories: [], attributes: [] },
			{ attributes: undefined },
		],
		[
			'a product that costs nothing',
			{ regular_price: '0', on_sale: false },
			{ price: 0, special_price: null },
		],
		[
			'a name with tags and numbers of characters',
			{ name: 'Tee <em>n&#176;&#x35;</em> &lt;3 &unknown;' },
			{ title: 'Tee n°5 <3 &unknown;' },
		],
	])('becomes a record: %s', (_name, changes, expected) => {
		const record = Object.fromEntries(
			Object.entries(theProduct(expected)).filter(([, value]) => value !== undefined),
		);
		expect(records(aProduct(changes))).toEqual([record]);
	});

	it('has a listing where the user gives the store and the currency', () => {
		expect(convert(aProduct(), SHOP)).toEqual([
			{
				kind: 'record',
				record: { ...theProduct(), currency: 'GBP', listings: [LISTING] },
				warnings: [],
			},
		]);
		expect(warnings(aProduct(), { store: 'woo.example' })).toEqual(['listings']);
	});

	it('takes the lowest price of its variations, and says that only their IDs are there', () => {
		const product = aProduct({
			type: 'variable',
			regular_price: '',
			sale_price: '',
			price: '19.50',
			on_sale: false,
			date_on_sale_from_gmt: null,
			date_on_sale_to_gmt: null,
			variations: [143, 144],
		});
		expect(convert(product, SHOP)).toEqual([
			{
				kind: 'record',
				record: {
					...without(theProduct(), 'special_price_dt_from', 'special_price_dt_to'),
					price: 19.5,
					special_price: null,
					currency: 'GBP',
					listings: [{ ...LISTING, price: 19.5, special_price: null }],
				},
				warnings: [
					{
						reason: 'variations_by_id',
						field: '',
						message: expect.stringContaining('/products/{id}/variations') as string,
					},
				],
			},
		]);
	});

	it('gives the product, then each variation, where it holds whole variations', () => {
		const row = without(aVariation(), 'parent_id');
		const variations = [row, { ...row, id: 144, sku: 'JACKET-L', name: 'Rain jacket - L' }];
		expect(records(aProduct({ type: 'variable', variations }))).toEqual([
			theProduct(),
			VARIANT,
			{ ...VARIANT, id: '144', sku: 'JACKET-L', title: 'Rain jacket - L' },
		]);
		expect(
			records(aProduct({ type: 'variable', variations }), {
				productId: 'sku',
				idPrefix: 'uk:',
			}).map(({ id, parent_id }) => [id, parent_id]),
		).toEqual([
			['uk:JACKET', undefined],
			['uk:JACKET-M', 'uk:JACKET'],
			['uk:JACKET-L', 'uk:JACKET'],
		]);
	});

	it('takes its variations with it when it cannot be read, as they would have no product', () => {
		const product = aProduct({ status: 'secret', variations: [aVariation()] });
		expect(convert(product).map(({ kind }) => kind)).toEqual(['invalid']);
	});

	it('converts the rest when one of its variations cannot be read', () => {
		const variations = [aVariation({ regular_price: 'low' }), aVariation()];
		expect(convert(aProduct({ variations }))).toEqual([
			expect.objectContaining({ kind: 'record', record: theProduct() }),
			{
				kind: 'invalid',
				id: '143',
				reason: expect.any(String) as string,
				field: 'variations[0].regular_price',
				message: expect.stringMatching(/expected an amount/) as string,
			},
			expect.objectContaining({ kind: 'record', record: VARIANT }),
		]);
	});

	it('is sent without a price when it has none, with a warning', () => {
		const grouped = aProduct({ type: 'grouped', price: '', regular_price: '', on_sale: false });
		expect(records(grouped)).toEqual([{ ...without(theProduct(), 'price'), special_price: null }]);
		expect(warnings(grouped, SHOP)).toEqual(['price']);
	});

	it('is sent without stock when a plugin made up its stock status, with a warning', () => {
		expect(records(aProduct({ stock_status: 'preorder' }))).toEqual([
			without(theProduct(), 'is_in_stock'),
		]);
		expect(warnings(aProduct({ stock_status: 'preorder' }), SHOP)).toEqual(['is_in_stock']);
	});

	it('becomes a variant when it is a row of its variations', () => {
		expect(convert(aVariation())).toEqual([{ kind: 'record', record: VARIANT, warnings: [] }]);
		expect(records(without(aVariation(), 'type', 'name'))).toEqual([without(VARIANT, 'title')]);
	});

	it('has the prefix before the IDs of product and variant', () => {
		expect(records(aVariation(), { idPrefix: 'uk:' })).toEqual([
			{ ...VARIANT, id: 'uk:143', parent_id: 'uk:140' },
		]);
	});

	it.each<[string, Json, Partial<FormatSettings>, string, RegExp]>([
		[
			'a variation without its product',
			aVariation({ parent_id: 0 }),
			{},
			'parent_id',
			/Add it with an Edit Fields node/,
		],
		['a variation by SKU', aVariation(), { productId: 'sku' }, 'parent_id', /Set Product ID to ID/],
		[
			'a product without SKU by SKU',
			aProduct({ sku: '' }),
			{ productId: 'sku' },
			'sku',
			/expected a SKU/,
		],
		[
			'a status that WordPress does not have',
			aProduct({ status: 'secret' }),
			{},
			'status',
			/"publish" or "draft", found "secret"/,
		],
		[
			'a price with a comma',
			aProduct({ regular_price: '48,00' }),
			{},
			'regular_price',
			/expected an amount/,
		],
		['the ID 0', aProduct({ id: 0 }), {}, 'id', /expected the ID of the product/],
		[
			'a sale that ends on no day',
			aProduct({ date_on_sale_to_gmt: 'soon' }),
			{},
			'date_on_sale_to_gmt',
			/a time/,
		],
		['a deleted product', { id: 140 }, {}, '', /only an ID|deleted/],
		['an order', anOrder(), {}, '', /Set Resource to Order/],
		[
			'a product of Magento',
			{ sku: 'A', attribute_set_id: 4, custom_attributes: [] },
			{},
			'',
			/Set Input Format to Magento 2/,
		],
		[
			'a product of Shopify',
			{ id: 1, title: 'A', handle: 'a', variants: [] },
			{},
			'',
			/Set Input Format to Shopify/,
		],
	])('is refused: %s', (...[, payload, changes, field, message]) => {
		expect(convert(payload, changes)).toMatchObject([refused(field, message)]);
	});
});
