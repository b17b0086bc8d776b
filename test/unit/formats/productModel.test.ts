import { PRODUCT as MAGENTO } from '../../../nodes/Ometria/formats/magento2/product';
import { product as SHOPIFY } from '../../../nodes/Ometria/formats/shopify/product';
import type { FormatOperation, Json } from '../../../nodes/Ometria/formats/types';
import { PRODUCT as WOO } from '../../../nodes/Ometria/formats/wooCommerce/product';
import { madeOf } from '../../support/entries';
import { fc, FEW } from '../../support/fastCheck';
import { lackingKeys, settings } from './formatTests';

/**
 * Products as the documentation of the shops has them, and what is true of them. Nothing here is taken
 * from the code. Shopify has what is paid now in `price` and what it was in `compare_at_price`;
 * WooCommerce has both and says with `on_sale` whether the sale is on; Magento has days of a sale, and a
 * percentage for bundles.
 */
interface Model {
	/** Cents. */
	full: number;
	/** What it costs now; as much as `full` or more where a shop wrote nonsense. */
	sale: number | undefined;
	/** Whether the sale is on now, over or to come. */
	days: 'none' | 'now' | 'over' | 'later';
	isActive: boolean;
	/** undefined where stock is not counted. */
	stock: number | undefined;
	isBundle: boolean;
}

const models: fc.Arbitrary<Model> = fc.record({
	full: fc.integer({ min: 100, max: 20_000 }),
	sale: fc.option(fc.integer({ min: 50, max: 20_000 }), { nil: undefined }),
	days: fc.constantFrom('none' as const, 'now' as const, 'over' as const, 'later' as const),
	isActive: fc.boolean(),
	stock: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
	isBundle: fc.constantFrom(false, false, true),
});

const money = (cents: number) => (cents / 100).toFixed(2);
const isLower = ({ sale, full }: Model) => sale !== undefined && sale < full;
const isOn = (model: Model) => isLower(model) && (model.days === 'none' || model.days === 'now');

const FROM = { none: undefined, now: '2026-06-01', over: '2025-01-01', later: '2027-01-01' };
const TO = { none: undefined, now: '2026-07-01', over: '2025-02-01', later: '2027-02-01' };

interface Shop {
	operation: FormatOperation;
	payload: (model: Model) => Json;
	/** The sale price that is true now, in cents. */
	sale: (model: Model) => number | undefined;
	/** Prices that may be sent as the full one. */
	full: (model: Model) => number[];
	inStock: (model: Model) => boolean;
}

const SHOPS: Readonly<Record<string, Shop>> = {
	Shopify: {
		operation: SHOPIFY,
		payload: ({ full, sale, isActive, stock }) => ({
			id: 71,
			title: 'Lamp',
			handle: 'lamp',
			status: isActive ? 'active' : 'draft',
			published_at: '2026-01-01T00:00:00Z',
			options: [{ name: 'Title', values: ['Default Title'] }],
			variants: [
				{
					id: 81,
					title: 'Default Title',
					price: money(sale ?? full),
					compare_at_price: sale === undefined ? null : money(full),
					sku: 'L',
					inventory_management: stock === undefined ? null : 'shopify',
					inventory_policy: 'deny',
					inventory_quantity: stock ?? 0,
				},
			],
		}),
		sale: (model) => (isLower(model) ? model.sale : undefined),
		// Without the price before it, what is paid now is all that is known.
		full: ({ full, sale }) => [full, sale ?? full],
		inStock: ({ stock }) => stock !== 0,
	},
	'Shopify by GraphQL': {
		operation: SHOPIFY,
		payload: ({ full, sale, isActive, stock }) => ({
			id: 'gid://shopify/Product/71',
			title: 'Lamp',
			status: isActive ? 'ACTIVE' : 'DRAFT',
			publishedAt: '2026-01-01T00:00:00Z',
			variants: {
				nodes: [
					{
						id: 'gid://shopify/ProductVariant/81',
						title: 'Default Title',
						price: money(sale ?? full),
						compareAtPrice: sale === undefined ? null : money(full),
						sku: 'L',
						availableForSale: stock !== 0,
						inventoryPolicy: 'DENY',
						inventoryQuantity: stock ?? 0,
						inventoryItem: { tracked: stock !== undefined },
						selectedOptions: [{ name: 'Title', value: 'Default Title' }],
					},
				],
			},
		}),
		sale: (model) => (isLower(model) ? model.sale : undefined),
		full: ({ full, sale }) => [full, sale ?? full],
		inStock: ({ stock }) => stock !== 0,
	},
	WooCommerce: {
		operation: WOO,
		payload: (model) => ({
			id: 71,
			name: 'Lamp',
			type: 'simple',
			status: model.isActive ? 'publish' : 'draft',
			sku: 'L',
			price: money(isOn(model) ? (model.sale ?? 0) : model.full),
			regular_price: money(model.full),
			sale_price: isLower(model) ? money(model.sale ?? 0) : '',
			on_sale: isOn(model),
			date_on_sale_from_gmt: FROM[model.days] ? `${FROM[model.days]}T00:00:00` : null,
			date_on_sale_to_gmt: TO[model.days] ? `${TO[model.days]}T00:00:00` : null,
			stock_status: model.stock === 0 ? 'outofstock' : 'instock',
			images: [],
			categories: [],
			attributes: [],
			variations: [],
		}),
		sale: (model) => (isOn(model) ? model.sale : undefined),
		full: (model) => [model.full, ...(isOn(model) ? [model.sale ?? 0] : [])],
		inStock: ({ stock }) => stock !== 0,
	},
	Magento: {
		operation: MAGENTO,
		payload: (model) => ({
			id: 71,
			sku: 'L',
			name: 'Lamp',
			price: model.full / 100,
			status: model.isActive ? 1 : 2,
			visibility: 4,
			type_id: model.isBundle ? 'bundle' : 'simple',
			extension_attributes: {
				stock_item: {
					manage_stock: model.stock !== undefined,
					is_in_stock: model.stock !== 0,
				},
			},
			custom_attributes: [
				{ attribute_code: 'url_key', value: 'lamp' },
				...(model.sale === undefined
					? []
					: [{ attribute_code: 'special_price', value: money(model.sale) }]),
				...(FROM[model.days] === undefined
					? []
					: [
							{ attribute_code: 'special_from_date', value: `${FROM[model.days]} 00:00:00` },
							{ attribute_code: 'special_to_date', value: `${TO[model.days]} 00:00:00` },
						]),
			],
		}),
		sale: (model) => (!model.isBundle && isOn(model) ? model.sale : undefined),
		full: ({ full }) => [full],
		inStock: ({ stock }) => stock !== 0,
	},
};

const cents = (amount: unknown) => Math.round(Number(amount) * 100);

function recordOf(operation: FormatOperation, json: Json): Json | undefined {
	const [entry] = madeOf(operation.convert(json, settings({ productCurrency: 'EUR' })));
	return entry.kind === 'record' ? entry.record : undefined;
}

describe.each(Object.entries(SHOPS))('any product of %s', (name, shop) => {
	it('has its prices, its sale only while it is on, its state and its stock', () => {
		fc.assert(
			fc.property(models, (model) => {
				const record = recordOf(shop.operation, shop.payload(model));
				if (!record) throw new TypeError('refused');
				const sale = shop.sale(model);
				if (sale !== undefined) {
					expect([cents(record.price), cents(record.special_price)]).toEqual([model.full, sale]);
				} else if (name.startsWith('Shopify')) {
					expect(cents(record.price)).toBe(model.sale ?? model.full);
					expect(record.special_price).toBeNull();
				} else {
					expect(cents(record.price)).toBe(model.full);
					// What is not lower than the price is no sale wherever the record comes from.
					const given = record.special_price;
					expect((given ?? undefined) === undefined || cents(given) >= model.full).toBe(true);
				}
				expect([record.is_active, record.is_in_stock]).toEqual([
					model.isActive,
					shop.inStock(model),
				]);
				expect(record.currency).toBe('EUR');
			}),
			FEW,
		);
	});

	it('is refused or says nothing that is not true, whichever keys the payload lacks', () => {
		fc.assert(
			fc.property(lackingKeys(models, shop.payload), ({ model, json, gone }) => {
				const record = recordOf(shop.operation, json);
				if (!record) return;
				const { price, special_price, is_active, is_in_stock } = record;
				if (price !== undefined) expect(shop.full(model)).toContain(cents(price));
				const sale = shop.sale(model);
				// Without its type a bundle is a product, and without its days a sale has none.
				const isOpen = ['type_id', 'value', 'attribute_code'].some((key) => gone.includes(key));
				if (special_price === null && !isOpen) expect(sale).toBeUndefined();
				if (typeof special_price === 'number' && !isOpen) {
					expect(cents(special_price) >= model.full || cents(special_price) === sale).toBe(true);
				}
				if (is_active !== undefined) expect(is_active).toBe(model.isActive);
				if (is_in_stock !== undefined) expect(is_in_stock).toBe(shop.inStock(model));
			}),
			FEW,
		);
	});
});
