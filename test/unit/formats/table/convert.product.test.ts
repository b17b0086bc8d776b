import type { Formatted } from '../../../../nodes/Ometria/formats/types';
import { convertRow, description, gatheredOf, problemOf, recordOf, warningsOf } from './tableRows';

type Row = Record<string, unknown>;

const shapes: Array<[name: string, row: Row, record: Row, idColumn?: string]> = [
	[
		'a plain price list',
		{ SKU: 'TEE-01', 'Product Name': 'Organic cotton tee', Price: '25.00', Currency: 'gbp' },
		{ id: 'TEE-01', sku: 'TEE-01', title: 'Organic cotton tee', price: '25.00', currency: 'gbp' },
	],
	[
		'a list with a product ID and a SKU',
		{ 'Product ID': '00017', SKU: 'MUG', Title: 'Mug', Price: 12, 'In Stock': 'yes' },
		{ id: '00017', sku: 'MUG', title: 'Mug', price: 12, is_in_stock: 'yes' },
	],
	[
		'a WooCommerce export',
		{
			ID: '44',
			Type: 'simple',
			SKU: 'woo-cap',
			Name: 'Cap',
			Published: '1',
			'Is featured?': '0',
			'In stock?': '1',
			Stock: '12',
			'Sale price': '16',
			'Regular price': '18',
			Categories: 'Hats',
			Images: 'https://shop.example/cap.jpg',
			Parent: '',
		},
		{
			id: '44',
			sku: 'woo-cap',
			title: 'Cap',
			is_active: '1',
			is_in_stock: '1',
			special_price: '16',
			price: '18',
			image_url: 'https://shop.example/cap.jpg',
			is_variant: false,
		},
	],
	[
		'a Google Merchant feed',
		{
			id: 'g-1',
			title: 'Scarf',
			description: 'Warm',
			link: 'https://shop.example/p/scarf',
			'image link': 'https://shop.example/i/scarf.jpg',
			price: '30.00',
			'sale price': '',
			availability: 'in_stock',
			gtin: '4006381333931',
		},
		{
			id: 'g-1',
			title: 'Scarf',
			url: 'https://shop.example/p/scarf',
			image_url: 'https://shop.example/i/scarf.jpg',
			price: '30.00',
		},
	],
	[
		'a Shopify product export, with the handle as ID',
		{
			Handle: 'linen-shirt',
			Title: 'Linen shirt',
			'Body (HTML)': '<p>Cool</p>',
			Vendor: 'Acme',
			Published: 'TRUE',
			'Variant SKU': 'LS-1',
			'Variant Price': '49.00',
			'Image Src': 'https://shop.example/i/ls.jpg',
		},
		{
			id: 'linen-shirt',
			title: 'Linen shirt',
			is_active: 'TRUE',
			sku: 'LS-1',
			price: '49.00',
			image_url: 'https://shop.example/i/ls.jpg',
		},
		'Handle',
	],
	[
		'a German price list',
		{ Artikelnummer: '0815', Produktname: 'Becher', Preis: '9,90', Währung: 'EUR', Aktiv: 'ja' },
		{ id: '0815', title: 'Becher', price: '9,90', currency: 'EUR', is_active: 'ja' },
	],
	[
		'a database with snake_case, numbers and nulls',
		{
			product_id: 31,
			product_name: 'Lamp',
			unit_price: 80.5,
			sale_price: null,
			is_active: true,
			parent_id: 30,
			is_variant: true,
			image_url: null,
		},
		{
			id: 31,
			title: 'Lamp',
			price: 80.5,
			is_active: true,
			parent_id: 30,
			is_variant: true,
		},
	],
	[
		'camelCase',
		{ itemNumber: 'A-1', itemName: 'Bag', regularPrice: '70', salePrice: '60', productUrl: '' },
		{ id: 'A-1', title: 'Bag', price: '70', special_price: '60' },
	],
	[
		'a sale with its dates',
		{
			'Item No.': '5',
			'Special Price': '8',
			'Sale start date': '2026-01-01',
			'Sale end date': '2026-02-01',
		},
		{
			id: '5',
			special_price: '8',
			special_price_dt_from: '2026-01-01',
			special_price_dt_to: '2026-02-01',
		},
	],
	[
		"a sale with its dates under Magento's headings",
		{
			sku: '5',
			special_price: '8',
			special_price_from_date: '2026-01-01',
			special_price_to_date: '2026-02-01',
		},
		{
			id: '5',
			sku: '5',
			special_price: '8',
			special_price_dt_from: '2026-01-01',
			special_price_dt_to: '2026-02-01',
		},
	],
	[
		"a sale with its dates under WooCommerce's names",
		{ sku: '5', sale_price: '8', date_on_sale_to_gmt: '2026-02-01T00:00:00Z' },
		{
			id: '5',
			sku: '5',
			special_price: '8',
			special_price_dt_to: '2026-02-01T00:00:00Z',
		},
	],
	[
		'lists as JSON texts',
		{
			id: 'p-1',
			Attributes: '[{"type":"brand","id":"acme","label":"Acme"}]',
			Listings: [{ store: 'shop.example/uk' }],
		},
		{
			id: 'p-1',
			attributes: '[{"type":"brand","id":"acme","label":"Acme"}]',
			listings: [{ store: 'shop.example/uk' }],
		},
	],
	[
		"Ometria's own names and custom fields",
		{ id: 'p-2', title: ' Cap ', price: 5, special_price: '', 'properties.season': 'SS26' },
		{ id: 'p-2', title: ' Cap ', price: 5, properties: { season: 'SS26' } },
	],
	[
		'a byte order mark before the ID',
		{ '\uFEFFSKU': 'B-1', NAME: 'Belt', 'PRICE ': '15' },
		{ id: 'B-1', sku: 'B-1', title: 'Belt', price: '15' },
	],
	['nothing but an ID', { Code: 'z', 'Product Code': '9' }, { id: '9' }],
];

describe.each(shapes)('%s', (...[, row, record, idColumn]) => {
	test('becomes a product', () => {
		expect(recordOf('product', row, { idColumn })).toEqual(record);
	});
});

test('the SKU identifies a product only where nothing else can', () => {
	expect(description('product', { SKU: 'a', Name: 'b' })).toMatch(/^"SKU" is the ID/);
	expect(description('product', { SKU: 'a', 'Item No': 'b' })).toMatch(/^"Item No" is the ID/);
	expect(problemOf('product', { SKU: 'a', 'Item SKU': 'b' })).toMatch(
		/^"SKU" and "Item SKU" may each identify the product/,
	);
});

test('a product and an item number are asked about', () => {
	expect(problemOf('product', { 'Product ID': '1', 'Item No': '2', Name: 'x' })).toBe(
		'"Product ID" and "Item No" may each identify the product. Set Format Settings > ID Column to the one that does',
	);
});

test('two prices are asked about', () => {
	expect(problemOf('product', { id: '1', 'Regular Price': '2', Preis: '1' })).toMatch(
		/^"Regular Price" and "Preis" are columns for one field, "price"/,
	);
});

test('a percentage is not an amount', () => {
	expect(recordOf('product', { id: '1', 'Sale Price %': '10' })).toEqual({ id: '1' });
	expect(warningsOf('product', { id: '1', 'Sale Price %': '10' })).toContain('"Sale Price %"');
});

test('a text under the name of a list is not sent, and said', () => {
	const row = { id: '1', Attributes: 'red, blue' };
	expect(recordOf('product', row)).toEqual({ id: '1' });
	expect(warningsOf('product', row)).toBe(
		'"Attributes" is not sent as "attributes", as it is not a list or an object',
	);
});

test('a word of consent means nothing in a product', () => {
	expect(recordOf('product', { id: '1', Status: 'unsubscribed' })).toEqual({ id: '1' });
});

describe("a Shopify product export's", () => {
	const row = { Handle: 'lamp', Title: 'Lamp', 'Variant SKU': 'L-1', 'Variant Price': '69.99' };

	test.each([
		['85.00', { price: '85.00', special_price: '69.99' }],
		['69.99', { price: '69.99' }],
		['', { price: '69.99' }],
	])(
		'price before a sale, %p, makes the price a sale price where it is higher',
		(before, prices) => {
			expect(recordOf('product', { ...row, 'Variant Compare At Price': before })).toEqual({
				id: 'L-1',
				title: 'Lamp',
				sku: 'L-1',
				...prices,
			});
		},
	);

	test('row of a further picture is skipped', () => {
		const picture = {
			...row,
			Title: '',
			'Variant SKU': '',
			'Variant Price': '',
			'Option1 Value': '',
			'Image Src': 'https://x.example/2.jpg',
		};
		expect(convertRow('product', picture, { idColumn: 'Handle' })).toEqual({
			kind: 'skipped',
			reason: 'row of a further picture of a product',
		});
	});
});

describe('the file of products that WooCommerce exports', () => {
	const LAMP = { ID: '70', Type: 'variable', SKU: 'LAMP', Name: 'Lamp', Published: '1' };
	const row = (changes: Row): Row => ({ ...LAMP, 'In stock?': '1', Parent: '', ...changes });
	const VARIANT = row({ ID: '71', Type: 'variation, virtual', SKU: 'LAMP-B', Parent: 'LAMP' });
	const SHADE = row({ ID: '72', SKU: '', Type: 'variation', Parent: 'id:70' });

	function run(rows: readonly Row[], idColumn?: string) {
		return gatheredOf('product', rows, { idColumn }).flat();
	}
	const parents = (entries: readonly Formatted[]) =>
		entries.map((entry) => (entry.kind === 'record' ? entry.record.parent_id : entry.kind));

	test.each([
		['its product first', [row({}), VARIANT, SHADE], [undefined, '70', '70']],
		['its product last', [SHADE, VARIANT, row({})], ['70', '70', undefined]],
		[
			'a SKU that is the number of another',
			[row({ ID: '5', SKU: '71' }), VARIANT, row({ ID: '73', SKU: 'LAMP', Parent: '71' }), row({})],
			[undefined, '70', '5', undefined],
		],
		['no product of it', [VARIANT, SHADE], ['invalid', 'invalid']],
		[
			'two products of one SKU',
			[row({}), row({ ID: '9' }), VARIANT],
			[undefined, undefined, 'invalid'],
		],
	])('links a variant to the ID of its product, with %s', (_case, rows, expected) => {
		expect(parents(run(rows))).toEqual(expected);
	});

	test('links variants by SKU where that is the ID', () => {
		expect(parents(run([VARIANT], 'SKU'))).toEqual(['LAMP']);
		const bare = { ...SHADE, SKU: 'LAMP-S' };
		expect(parents(run([row({}), bare], 'SKU'))).toEqual([undefined, 'LAMP']);
		expect(parents(run([bare], 'SKU'))).toEqual(['invalid']);
	});

	test('says what a variant is, and reads what the file has words of its own for', () => {
		const read = (changes: Row) => recordOf('product', row(changes));
		expect(read({}).is_variant).toBe(false);
		expect(run([row({}), VARIANT])[1]).toMatchObject({ record: { is_variant: true } });
		expect(read({ Type: 'dress' })).not.toHaveProperty('is_variant');
		expect(read({ Published: '-1', 'In stock?': 'backorder' })).toMatchObject({
			is_active: false,
			is_in_stock: true,
		});
		const pictures = { Images: 'https://a.example/1.jpg, https://a.example/2,3.jpg' };
		expect(read(pictures).image_url).toBe('https://a.example/1.jpg');
		expect(warningsOf('product', row(pictures))).toContain('is the first of 2 pictures');
		expect(read({ Images: 'https://a.example/2,3.jpg' }).image_url).toBe(
			'https://a.example/2,3.jpg',
		);
	});

	test('is known under German and Spanish headings', () => {
		const german = {
			ID: '1',
			Typ: 'variation',
			SKU: 'a',
			Name: 'A',
			Veröffentlicht: '-1',
			'Vorrätig?': 'backorder',
			'Übergeordnetes Produkt': 'id:1',
		};
		expect(
			run([
				{ ...german, 'Übergeordnetes Produkt': '' },
				{ ...german, ID: '2' },
			]),
		).toMatchObject([
			{},
			{ record: { is_variant: true, is_active: false, is_in_stock: true, parent_id: '1' } },
		]);
		const spanish = {
			ID: '1',
			Tipo: 'simple',
			SKU: 'a',
			Nombre: 'A',
			Publicado: '1',
			'En existencias': '1',
			Parent: '',
		};
		expect(run([spanish])).toMatchObject([{ record: { title: 'A', is_variant: false } }]);
	});
});

test('a variant of another sheet is linked by the SKU of its product too, or as the row says', () => {
	const products = [
		{ 'Product ID': 'p1', SKU: 'MUG', Title: 'Mug' },
		{ 'Product ID': 'p2', SKU: 'MUG-R', Title: 'Red', 'Parent SKU': 'MUG' },
		{ 'Product ID': 'p3', SKU: 'MUG-G', Title: 'Green', 'Parent SKU': 'p1' },
		{ 'Product ID': 'p4', SKU: 'CUP-R', Title: 'Red', 'Parent SKU': 'CUP' },
	].map((product) => ({ 'Parent SKU': '', ...product }));
	const linked = gatheredOf('product', products).flat();
	expect(linked.map((entry) => entry.kind === 'record' && entry.record.parent_id)).toEqual([
		undefined,
		'p1',
		'p1',
		'CUP',
	]);
	expect(linked[1]).toMatchObject({
		warnings: [expect.objectContaining({ reason: 'parent_by_other_key' })],
	});
});
