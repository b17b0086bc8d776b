import { PRODUCT } from '../../../../nodes/Ometria/formats/magento2/product';
import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { madeOf } from '../../../support/entries';
import { essential, problemsOf, recordsIn, refused, settings, without } from '../formatTests';
import { aFamily, anOrder, aProduct, theProduct } from './payloads';

const SHOP = {
	store: '2',
	productCurrency: 'EUR',
	pageUrl: 'https://lampes.example/',
	mediaUrl: 'https://media.lampes.example',
};
const TEE = theProduct({
	id: '400',
	title: 'Tee',
	sku: 'TEE',
	price: 17.25,
	special_price: null,
	is_in_stock: true,
});
const variant = (id: string, sku: string, price: number) =>
	theProduct({
		id,
		title: sku,
		sku,
		price,
		special_price: null,
		is_variant: true,
		parent_id: '400',
	});
const LARGE = variant('403', 'TEE-RED-L', 18.5);
const SMALL = variant('404', 'TEE-RED-S', 17.25);

function convert(payload: Json, changes: Partial<FormatSettings> = {}): readonly Formatted[] {
	const entries = essential(madeOf(PRODUCT.convert(payload, settings(changes))));
	expect(problemsOf(entries, 'product', PRODUCT)).toEqual([]);
	return entries;
}

function records(payload: Json, changes: Partial<FormatSettings> = {}): Json[] {
	return recordsIn(convert(payload, changes));
}

function list(...items: Json[]): Json {
	return { items, search_criteria: { page_size: 50 }, total_count: items.length };
}

function warnings(payload: Json, changes: Partial<FormatSettings> = SHOP): string[] {
	return convert(payload, changes).flatMap((entry) =>
		entry.kind === 'record' ? entry.warnings.map(({ field }) => field) : [],
	);
}

function stock(stock_item: unknown): Json {
	return { extension_attributes: { stock_item } };
}

describe('a product of Magento', () => {
	it.each<[string, Json, Json]>([
		['a visible simple product', {}, {}],
		['a product that is found by search only', { visibility: 3 }, {}],
		['a disabled product', { status: 2 }, { is_active: false }],
		['a disabled product whose status is a text', { status: '2' }, { is_active: false }],
		['a payload without status', { status: undefined }, { is_active: undefined }],
		['a payload without visibility', { visibility: undefined }, { is_variant: undefined }],
		[
			'stock that is there',
			stock({ is_in_stock: true, manage_stock: true, qty: 4 }),
			{ is_in_stock: true },
		],
		[
			'stock that nobody counts',
			stock({ is_in_stock: false, manage_stock: false }),
			{ is_in_stock: true },
		],
		['a payload without stock', { extension_attributes: [] }, { is_in_stock: undefined }],
		['a stock item that says nothing', stock({ item_id: 1 }), { is_in_stock: undefined }],
		['a product without special price', { custom_attributes: [] }, { special_price: null }],
		[
			'a payload without custom attributes',
			{ custom_attributes: undefined },
			{ special_price: undefined },
		],
		['a price as text', { price: '25.0000' }, {}],
		['a product that costs nothing', { price: 0 }, { price: 0 }],
	])('becomes a record: %s', (_name, changes, expected) => {
		const record = Object.fromEntries(
			Object.entries(theProduct(expected)).filter(([, value]) => value !== undefined),
		);
		expect(records(aProduct(changes))).toEqual([record]);
	});

	it('has its page, its picture and a listing where the user gives the addresses and the store', () => {
		const url = 'https://lampes.example/oak-lamp.html';
		const image_url = 'https://media.lampes.example/media/catalog/product/l/a/lamp.jpg';
		expect(convert(aProduct(), SHOP)).toEqual([
			{
				kind: 'record',
				record: {
					...theProduct(),
					currency: 'EUR',
					url,
					image_url,
					listings: [
						{
							store: '2',
							currency: 'EUR',
							title: 'Oak lamp',
							price: 25,
							special_price: 19.9,
							is_active: true,
							url,
							image_url,
						},
					],
				},
				warnings: [],
			},
		]);
	});

	it('takes the picture of the gallery where no attribute names one', () => {
		const [record] = records(aProduct({}, { url_key: 'oak-lamp' }), SHOP);
		expect(record.image_url).toBe(
			'https://media.lampes.example/media/catalog/product/l/a/front.jpg',
		);
	});

	it('has no picture where the payload has none', () => {
		const product = aProduct({ media_gallery_entries: [] }, { image: 'no_selection' });
		expect(records(product, SHOP)[0]).not.toHaveProperty('image_url');
	});

	it('is sent without the days of its sale, as their time zone is not known', () => {
		const custom = { special_price: '19.9', special_from_date: '2026-06-01 00:00:00' };
		expect(records(aProduct({}, custom))).toEqual([theProduct()]);
		expect(warnings(aProduct({}, custom))).toEqual(['special_price_dt_from']);
	});

	it.each([
		['before', (configurable: Json, simples: Json[]) => list(configurable, ...simples)],
		['after', (configurable: Json, simples: Json[]) => list(...simples, configurable)],
	])(
		'is the parent of its products when it is configurable and comes %s them in a list',
		(_name, order) => {
			const { configurable, simples } = aFamily();
			expect(records(order(configurable, simples))).toEqual([TEE, LARGE, SMALL]);
		},
	);

	it('is not a variant when it is visible, although a configurable product lists it', () => {
		const { configurable, simples } = aFamily();
		const [large, small] = simples;
		expect(records(list(configurable, { ...large, visibility: 4 }, small))).toEqual([
			TEE,
			{ ...without(LARGE, 'parent_id'), is_variant: false },
			SMALL,
		]);
	});

	it('belongs to the first of two configurable products that list it', () => {
		const { configurable, simples } = aFamily();
		const other = { ...configurable, id: 401, sku: 'TEE-2' };
		expect(
			records(list(configurable, other, ...simples)).map(({ parent_id }) => parent_id),
		).toEqual([undefined, undefined, '400', '400']);
	});

	it('names its parent by SKU when the user says so', () => {
		const { configurable, simples } = aFamily();
		expect(
			records(list(configurable, ...simples), { productId: 'sku', idPrefix: 'fr:' }).map(
				({ id, parent_id }) => [id, parent_id],
			),
		).toEqual([
			['fr:TEE', undefined],
			['fr:TEE-RED-L', 'fr:TEE'],
			['fr:TEE-RED-S', 'fr:TEE'],
		]);
	});

	it('is skipped when it is not visible and its parent is not known', () => {
		const [simple] = aFamily().simples;
		expect(convert(simple)).toEqual([
			{
				kind: 'skipped',
				reason: 'not visible on its own, and its configurable product is not among the items',
			},
		]);
	});

	it.each(['configurable', 'grouped'])(
		'has no price when it is of the type %s and comes alone with the price 0, with a warning',
		(type_id) => {
			const product = aProduct({ price: 0, type_id });
			expect(records(product)).toEqual([without(theProduct(), 'price')]);
			expect(warnings(product)).toEqual(['price']);
		},
	);

	it('says what a listing needs when addresses, store and currency are missing', () => {
		expect(warnings(aProduct(), {})).toEqual(['listings']);
	});

	it('does not stop the others of a list when it cannot be read', () => {
		expect(convert(list(aProduct({ price: 'free' }), aProduct()))).toMatchObject([
			refused('items[0].price', /expected an amount/),
			expect.objectContaining({ kind: 'record', record: theProduct() }),
		]);
	});

	it.each<[string, Json, Partial<FormatSettings>, string, RegExp]>([
		['the status 3', aProduct({ status: 3 }), {}, 'status', /expected 1 \(enabled\) or 2/],
		['the visibility 9', aProduct({ visibility: 9 }), {}, 'visibility', /from 1 to 4/],
		['the ID 0', aProduct({ id: 0 }), {}, 'id', /expected the ID of the product/],
		['no SKU by SKU', aProduct({ sku: '' }), { productId: 'sku' }, 'sku', /expected a SKU/],
		[
			'a special price that is not an amount',
			aProduct({}, { special_price: 'low' }),
			{},
			'custom_attributes.special_price',
			/expected an amount/,
		],
		[
			'stock that is no flag',
			aProduct(stock({ is_in_stock: 'some' })),
			{},
			'extension_attributes.stock_item.is_in_stock',
			/expected true or false/,
		],
		['an order', anOrder(), {}, '', /Set Resource to Order/],
		['only an ID', { id: 320 }, {}, '', /only an ID/],
		[
			'a product of WooCommerce',
			{ id: 1, name: 'A', regular_price: '4.00', sku: 'A' },
			{},
			'',
			/Set Input Format to WooCommerce/,
		],
	])('is refused: %s', (...[, payload, changes, field, message]) => {
		expect(convert(payload, changes)).toMatchObject([refused(field, message)]);
	});
});
