import type { FormatSettings, Json } from '../../../../nodes/Ometria/formats/types';
import { graphqlProduct, graphqlVariant, restProduct, restVariant, without } from './payloads';
import { convert, recordOf, recordsOf, refusalOf } from './results';

const NO_LISTING = '"listings": are left out. Fill in the settings Store and Product Currency';
const products = (json: Json, settings: Partial<FormatSettings> = {}) =>
	recordsOf(convert('product', json, settings));
const parentOf = (json: Json, settings: Partial<FormatSettings> = {}) =>
	products(json, settings)[0];

const PARENT = {
	id: '7101',
	title: 'Desk lamp',
	price: 52,
	special_price: 39.9,
	is_variant: false,
	is_active: true,
	is_in_stock: true,
	image_url: 'https://cdn.lamps.example/desk.jpg',
	attributes: [
		{ type: 'brand', id: 'atelier-vif', label: 'Atelier Vif' },
		{ type: 'category', id: 'lamps-lights', label: 'Lamps & lights' },
	],
};
const BRASS = {
	id: '8101',
	parent_id: '7101',
	title: 'Desk lamp - Brass / EU',
	sku: 'LAMP-BR',
	price: 45,
	special_price: null,
	is_variant: true,
	is_active: true,
	is_in_stock: true,
	attributes: [
		{ type: 'finish', id: 'brass', label: 'Brass' },
		{ type: 'plug', id: 'eu', label: 'EU' },
	],
};
const BLACK = {
	id: '8103',
	parent_id: '7101',
	title: 'Desk lamp - Matt black / EU',
	price: 52,
	special_price: 39.9,
	is_variant: true,
	is_active: true,
	attributes: [
		{ type: 'finish', id: 'matt-black', label: 'Matt black' },
		{ type: 'plug', id: 'eu', label: 'EU' },
	],
};

describe('a product of Shopify', () => {
	it('becomes a product and its variants, the product first', () => {
		expect(products(restProduct())).toEqual([
			{ record: PARENT, warnings: [NO_LISTING] },
			{ record: BRASS, warnings: [] },
			{ record: BLACK, warnings: [] },
		]);
	});

	it('becomes the same by GraphQL, which says whether stock is counted', () => {
		const records = products({ data: { product: graphqlProduct() } }).map(({ record }) => record);
		const finish = (id: string, label: string) => [{ type: 'finish', id, label }];
		expect(records).toEqual([
			{
				...PARENT,
				url: 'https://lamps.example/products/desk-lamp',
				attributes: [PARENT.attributes[0]],
			},
			{ ...BRASS, title: 'Desk lamp - Brass', attributes: finish('brass', 'Brass') },
			{
				...BLACK,
				title: 'Desk lamp - Matt black',
				sku: 'LAMP-BR',
				is_in_stock: false,
				attributes: finish('matt-black', 'Matt black'),
			},
		]);
	});

	it.each([
		['a Webhook node', { headers: {}, params: {}, query: {}, body: restProduct() }],
		['GET /products/1', { product: restProduct() }],
		['GET /products', { products: [restProduct()] }],
		['GraphQL', { data: { products: { nodes: [restProduct()] } } }],
	])('is found in %s', (_from, json) =>
		expect(products(json).map(({ record }) => record)).toEqual([PARENT, BRASS, BLACK]),
	);

	it('has a listing where the store and the currency are known', () => {
		const settings = { productCurrency: 'EUR', pageUrl: 'https://lamps.example/' };
		const { record, warnings } = parentOf(restProduct(), settings);
		const url = 'https://lamps.example/products/desk-lamp';
		expect(warnings).toEqual([]);
		expect(record).toEqual({
			...PARENT,
			currency: 'EUR',
			url,
			listings: [
				{
					store: 'lamps.example/fr',
					currency: 'EUR',
					title: 'Desk lamp',
					price: 52,
					special_price: 39.9,
					is_active: true,
					url,
					image_url: 'https://cdn.lamps.example/desk.jpg',
				},
			],
		});
	});

	it('has the prefix before the IDs of products, parents and variants', () => {
		const records = products(restProduct(), { idPrefix: 'fr:' }).map(({ record }) => record);
		expect(records.map(({ id, parent_id }) => [id, parent_id])).toEqual([
			['fr:7101', undefined],
			['fr:8101', 'fr:7101'],
			['fr:8103', 'fr:7101'],
		]);
	});

	it('is one record with its SKU where its only variant is the default one', () => {
		const variant = restVariant({
			title: 'Default Title',
			option1: 'Default Title',
			option2: null,
		});
		const options = [{ name: 'Title', values: ['Default Title'] }];
		const json = restProduct({ variants: [variant], variant_gids: undefined, options });
		expect(recordOf(convert('product', json)).record).toEqual({
			...PARENT,
			sku: 'LAMP-BR',
			price: 45,
			special_price: null,
		});
	});

	it('has its SKU and its variant where it has one that is not a default', () => {
		const json = restProduct({ variants: [restVariant()], variant_gids: undefined });
		expect(products(json).map(({ record }) => [record.id, record.sku])).toEqual([
			['7101', 'LAMP-BR'],
			['8101', 'LAMP-BR'],
		]);
	});

	it.each([
		['active', '2025-01-01T00:00:00Z', true],
		['ACTIVE', '2025-01-01T00:00:00Z', true],
		['active', null, false],
		['draft', null, false],
		['archived', '2025-01-01T00:00:00Z', false],
		['unlisted', '2025-01-01T00:00:00Z', false],
		[undefined, '2025-01-01T00:00:00Z', undefined],
	])('is active or not by the status %s, published at %s: %s', (status, published_at, active) => {
		for (const { record } of products(restProduct({ status, published_at }))) {
			expect(record.is_active).toBe(active);
		}
	});

	it('is refused with a status that is not known', () => {
		expect(refusalOf(convert('product', restProduct({ status: 'live' }))).message).toBe(
			'"status": expected one of active, archived, draft, unlisted, found "live"',
		);
	});

	it('has exact prices, the lowest one that is paid', () => {
		const price = (now: string, before: string | null) =>
			restVariant({ price: now, compare_at_price: before });
		const json = restProduct({
			variants: [price('20.10', '19.00'), price('19.99', '19.99'), price('30', null)],
		});
		expect(parentOf(json).record).toMatchObject({ price: 19.99, special_price: null });
	});

	it('has no sale where its price before a reduction was not asked for, and says so', () => {
		const variants = [without(restVariant({ price: '31.00' }), 'compare_at_price'), restVariant()];
		const settings = { productCurrency: 'EUR' };
		const [parent, variant] = products(restProduct({ variants }), settings);
		expect(parent.record).toMatchObject({ price: 31, listings: [{ price: 31 }] });
		expect(JSON.stringify([parent.record, variant.record])).not.toContain('special_price');
		expect(parent.warnings).toEqual([
			'"special_price": is left out for 1 variant, as the payload does not hold the price before a reduction. Ask for compare_at_price',
		]);
	});

	it.each([
		['0.00', '24.00', 0],
		['24.00', '24.00', 24],
		['24.00', '19.00', 24],
		['24.00', '0.00', 24],
		['24.00', '', 24],
	])('has no sale at a price of %s before which it cost %j', (now, before, price) => {
		const variants = [restVariant({ price: now, compare_at_price: before })];
		expect(parentOf(restProduct({ variants })).record).toMatchObject({
			price,
			special_price: null,
		});
	});

	it('has no empty brand and category, and no attributes that were not asked for', () => {
		const empty = restProduct({ vendor: '', product_type: null });
		expect(parentOf(empty).record.attributes).toEqual([]);
		const json = without(restProduct(), 'vendor', 'product_type', 'options');
		for (const { record } of products(json)) expect(record).not.toHaveProperty('attributes');
	});

	it('has no title that is made of missing parts', () => {
		const json = without(restProduct(), 'title');
		for (const { record } of products(json)) expect(record).not.toHaveProperty('title');
	});

	it('names a variant without a title by its options, or as its product', () => {
		const variants = [
			restVariant({ title: null, option1: 'Brass', option2: 'UK' }),
			restVariant({ id: 8104, title: '', option1: null, option2: null }),
			restVariant({ id: 8105, title: 'Own' }),
		];
		const titles = products(restProduct({ variants, options: [] })).map(
			({ record }) => record.title,
		);
		expect(titles).toEqual(['Desk lamp', 'Desk lamp - Brass / UK', 'Desk lamp', 'Desk lamp - Own']);
		const selectedOptions = [
			{ name: 'Finish', value: 'Steel' },
			{ name: 'Plug', value: 'US' },
		];
		const [, own] = products({
			...restProduct(),
			variants: { nodes: [{ id: 'gid://shopify/ProductVariant/5', price: '8', selectedOptions }] },
		});
		expect(own.record.title).toBe('Desk lamp - Steel / US');
	});
});

describe('the stock of a variant of Shopify', () => {
	const rest = (more: Json) => {
		const variants = [restVariant({ inventory_quantity: 0, ...more })];
		return parentOf(restProduct({ variants, variant_gids: undefined })).record;
	};
	const graphql = (more: Json) =>
		parentOf(graphqlProduct({ variants: { nodes: [graphqlVariant(more)] } })).record;

	it.each<[string, Json, boolean | undefined]>([
		['is counted and there is none', { inventory_management: 'shopify' }, false],
		[
			'is counted and there is less than none',
			{ inventory_management: 'x', inventory_quantity: -3 },
			false,
		],
		[
			'is counted and there is some',
			{ inventory_management: 'shopify', inventory_quantity: 2 },
			true,
		],
		[
			'is counted and sold without',
			{ inventory_management: 'x', inventory_policy: 'continue' },
			true,
		],
		['is not counted', { inventory_management: null }, true],
		['may be counted or not', {}, undefined],
		['may be counted or not, and there is some', { inventory_quantity: 1 }, true],
		['may be sold without', { inventory_management: 'shopify', inventory_policy: null }, undefined],
		['has no number', { inventory_management: 'shopify', inventory_quantity: null }, undefined],
	])('is sent as far as it is known where it %s: %j', (_what, more, inStock) =>
		expect(rest(more).is_in_stock).toBe(inStock),
	);

	it.each<[string, Json, boolean | undefined]>([
		['is not counted', { inventoryItem: { tracked: false }, availableForSale: false }, true],
		['is for sale', { inventoryQuantity: 0, availableForSale: true }, true],
		['is not for sale', { inventoryQuantity: 0, availableForSale: false }, false],
		['is counted', { inventoryQuantity: 0, availableForSale: undefined }, false],
		[
			'may be counted',
			{ inventoryQuantity: 0, availableForSale: undefined, inventoryItem: undefined },
			undefined,
		],
	])('is sent as far as it is known by GraphQL where it %s', (_what, more, inStock) =>
		expect(graphql(more).is_in_stock).toBe(inStock),
	);

	it('is that of the product if one has some, or all are known to have none', () => {
		const none = restVariant({ inventory_management: 'shopify', inventory_quantity: 0 });
		const unknown = restVariant({ inventory_quantity: 0 });
		const stock = (...variants: Json[]) =>
			parentOf(restProduct({ variants, variant_gids: undefined })).record.is_in_stock;
		expect(stock(none, restVariant())).toBe(true);
		expect(stock(none, none)).toBe(false);
		expect(stock(none, unknown)).toBeUndefined();
	});

	it('is unknown where the payload leaves variants out', () => {
		const none = restVariant({ inventory_management: 'shopify', inventory_quantity: 0 });
		expect(parentOf(restProduct({ variants: [none] })).record).not.toHaveProperty('is_in_stock');
	});
});

describe('a product of Shopify that is not whole', () => {
	it('says that variants are missing', () => {
		const variant_gids = Array.from({ length: 120 }, (_, index) => ({
			admin_graphql_api_id: `gid://shopify/ProductVariant/${index + 1}`,
		}));
		expect(parentOf(restProduct({ variant_gids })).warnings).toContain(
			'The payload holds 2 of 120 variants; the others are left out. Fetch the whole product',
		);
	});

	it('leaves variants out that hold only their ID', () => {
		const lean = { id: 71, admin_graphql_api_id: 'gid://x', updated_at: '2026-01-01T00:00:00Z' };
		const json = restProduct({ variants: [restVariant(), lean] });
		const records = products(json);
		expect(records.map(({ record }) => record.id)).toEqual(['7101', '8101']);
		expect(records[0].warnings).toContain(
			'1 of 2 variants hold no title and no price, and are left out. Fetch the whole product',
		);
		const [only] = products(restProduct({ variants: [lean] }));
		expect(only.record).not.toHaveProperty('price');
		expect(only.warnings).toContain('"price": is left out, as no variant in the payload has one');
	});

	it.each<[string, Json, string]>([
		['without variants', restProduct({ variants: [] }), 'variants'],
		['without a list of variants', restProduct({ variants: undefined }), 'variants'],
		[
			'cut off',
			graphqlProduct({ variants: { nodes: [graphqlVariant()], pageInfo: { hasNextPage: true } } }),
			'variants',
		],
		[
			'with an unreadable price',
			restProduct({ variants: [restVariant({ price: 'free' })] }),
			'variants[0].price',
		],
		['without an ID', restProduct({ id: null }), 'id'],
	])('is refused with the path: %s', (_what, json, field) =>
		expect(refusalOf(convert('product', json)).field).toBe(field),
	);

	it('is sent where one of its variants is refused', () => {
		const json = restProduct({ variants: [restVariant({ id: null }), restVariant()] });
		const entries = convert('product', json);
		expect(entries.map(({ kind }) => kind)).toEqual(['record', 'invalid', 'record']);
		expect(entries[1]).toMatchObject({ field: 'variants[0].id' });
	});

	it('is sent where its pictures are cut off', () => {
		const cutOff = graphqlProduct({
			images: {
				nodes: [{ url: 'https://cdn.lamps.example/1.jpg' }],
				pageInfo: { hasNextPage: true },
			},
		});
		const json = without(cutOff, 'featuredImage');
		expect(parentOf(json).record.image_url).toBe('https://cdn.lamps.example/1.jpg');
	});
});

describe('what is not a product of Shopify', () => {
	it.each<[string, Json, RegExp]>([
		['a deletion', { id: 7101 }, /only an ID.*deleted/],
		['a variant', restVariant(), /Fetch its product/],
		['a variant by GraphQL', graphqlVariant(), /Fetch its product/],
		['an order', { id: 1, financial_status: 'paid', line_items: [] }, /Resource to Order$/],
		[
			'a product of WooCommerce',
			{ id: 1, name: 'x', regular_price: '1' },
			/Input Format to WooCommerce$/,
		],
		[
			'a product of BigCommerce',
			{ id: 1, inventory_tracking: 'none', variants: [] },
			/BigCommerce/,
		],
		['a product of Ometria', { id: '1', title: 'x', is_variant: false }, /Ometria Record$/],
	])('is refused with what to do: %s', (_what, json, message) =>
		expect(refusalOf(convert('product', json)).message).toMatch(message),
	);
});
