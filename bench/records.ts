import { restOrder } from '../test/unit/formats/shopify/payloads';

/** A contact as in the workflows that are compared: the same for every contender. */
export function contact(i: number) {
	return {
		id: `c-${i}`,
		email: `person${i}@shop.example`,
		firstname: 'Ada',
		lastname: 'Byron',
		country_id: 'GB',
		properties: { loyalty_tier: 'gold', points: i },
	};
}

function line(i: number) {
	const variant_options = [{ type: 'size', id: 'm', label: 'M' }];
	const ids = { product_id: `p-${i}`, variant_id: `v-${i}`, sku: `SKU-${i}` };
	return {
		...ids,
		quantity: 2,
		unit_price: 25.5,
		subtotal: 51,
		discount: -5,
		total: 46,
		is_on_sale: false,
		variant_options,
	};
}

export function order(i: number) {
	const address = {
		city: 'London',
		state: 'Greater London',
		postcode: 'N1 9GU',
		country_code: 'GB',
	};
	return {
		id: `SO-${i}`,
		timestamp: '2026-01-15T10:05:00+00:00',
		status: 'complete',
		is_valid: true,
		currency: 'GBP',
		subtotal: 255,
		shipping: 4,
		tax: 8.33,
		grand_total: 234,
		store: 'shop.example/uk',
		customer: { id: '1001', email: 'ada@shop.example', firstname: 'Ada', lastname: 'Byron' },
		billing_address: address,
		shipping_address: address,
		lineitems: [0, 1, 2, 3, 4].map((n) => line(i + n)),
	};
}

/** As a shop or a sheet has it: numbers for ids, texts for amounts, a time without zone. */
export function orderToConvert(i: number) {
	const { lineitems, ...rest } = order(i);
	const money = { subtotal: '255.00', shipping: '4.00', tax: '8.33', grand_total: '234.00' };
	return {
		...rest,
		...money,
		id: i,
		timestamp: '2026-01-15 10:05:00',
		is_valid: 'true',
		lineitems: lineitems.map((row) => ({
			...row,
			product_id: i,
			quantity: '2',
			unit_price: '25.50',
		})),
	};
}

/** An order as Shopify's REST API gives it, with two lines. */
function shopifyOrder(i: number) {
	return restOrder({ id: i, order_number: i, name: `#${i}` });
}

/** What is pushed, and how the run ends. */
export interface Input {
	resource: 'contact' | 'order';
	make: (i: number) => object;
	parameters: Record<string, string | Record<string, string>>;
	/** Set for a run that does not end well; its failures go to the error branch. */
	ending?: { token?: string; cancelAfterMs?: number };
}

export const INPUTS = {
	contacts: { resource: 'contact', make: contact, parameters: {} },
	'typed orders': { resource: 'order', make: order, parameters: {} },
	'orders to convert': { resource: 'order', make: orderToConvert, parameters: {} },
	'Shopify orders': {
		resource: 'order',
		make: shopifyOrder,
		parameters: {
			inputFormat: 'shopify',
			formatSettings: { store: 'shop.example' },
		},
	},
	'contacts, each second one invalid': {
		resource: 'contact',
		make: (i: number) => ({ ...contact(i), ...(i % 2 === 0 && { id: null }) }),
		parameters: {},
		ending: {},
	},
	'contacts, token refused': {
		resource: 'contact',
		make: contact,
		parameters: {},
		ending: { token: 'another-token' },
	},
	'contacts, cancelled': {
		resource: 'contact',
		make: contact,
		parameters: {},
		ending: { cancelAfterMs: 1000 },
	},
} satisfies Record<string, Input>;

export type InputKind = keyof typeof INPUTS;

/** The same as the code of a Code node. */
export function contactsCode(count: number): string {
	return `const out = [];
for (let i = 0; i < ${count}; i++) out.push({ json: { id: \`c-\${i}\`, email: \`person\${i}@shop.example\`, firstname: 'Ada', lastname: 'Byron', country_id: 'GB', properties: { loyalty_tier: 'gold', points: i } } });
return out;`;
}
