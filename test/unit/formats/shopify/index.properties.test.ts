import type { FormatRecordType, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { checkRecord } from '../../../../nodes/Ometria/records';
import { fc } from '../../../support/fastCheck';
import { RULES } from '../formatTests';
import {
	graphqlOrder,
	graphqlProduct,
	money,
	restCustomer,
	restOrder,
	restProduct,
	restVariant,
} from './payloads';
import { convert } from './results';

/** All that make a format read more. */
const SETTINGS = {
	accountCurrency: 'EUR',
	pageUrl: 'https://lamps.example',
	productCurrency: 'EUR',
};
const refund = {
	refund_line_items: [{ line_item_id: 14001, quantity: 1, subtotal: 40.5, total_tax: 6.75 }],
	order_adjustments: [{ amount: '-2.00' }],
	transactions: [{ kind: 'refund', status: 'success', amount: '42.50', currency: 'EUR' }],
};
const PAYLOADS: ReadonlyArray<[FormatRecordType, Json]> = [
	['order', restOrder({ refunds: [refund] })],
	['order', restOrder({ financial_status: 'pending', fulfillment_status: null })],
	['order', restOrder({ cancelled_at: '2026-02-09T08:00:00+01:00' })],
	['order', restOrder({ test: true })],
	[
		'order',
		restOrder({
			presentment_currency: 'USD',
			total_price_set: money.bag('96.45', '104.17', 'USD'),
			current_total_price: '120.00',
		}),
	],
	['order', { data: { order: graphqlOrder() } }],
	['contact', restCustomer()],
	['contact', restCustomer({ email_marketing_consent: { state: 'unsubscribed' } })],
	['contact', restCustomer({ email_marketing_consent: null, accepts_marketing: false })],
	['contact', { customer_id: 9201, email_marketing_consent: { state: 'not_subscribed' } }],
	['contact', { headers: {}, body: { id: 9201, sms_marketing_consent: { state: 'pending' } } }],
	['product', restProduct()],
	['product', restProduct({ variants: [restVariant({ inventory_management: null })] })],
	['product', { data: { products: { edges: [{ node: graphqlProduct() }] } } }],
];

type Path = Array<string | number>;

function pathsOf(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const deeper = Object.entries(value).flatMap(([key, inner]) =>
		pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return path.length === 0 ? deeper : [path, ...deeper];
}

/** A copy in which the value at a path is replaced, or left out. */
function changed(value: unknown, [step, ...rest]: Path, replacement: unknown): unknown {
	if (step === undefined) return replacement;
	const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) };
	const inner: unknown = Reflect.get(copy as object, step);
	const put = rest.length === 0 ? replacement : changed(inner, rest, replacement);
	if (put === LEFT_OUT) Reflect.deleteProperty(copy as object, step);
	else Reflect.set(copy as object, step, put);
	return copy;
}

const LEFT_OUT = Symbol('left out');
const oddities = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<unknown>(LEFT_OUT) },
	{ weight: 2, arbitrary: fc.constant<unknown>(null) },
	{
		weight: 3,
		arbitrary: fc.constantFrom<unknown>(
			'',
			' ',
			'0',
			0,
			-1,
			1.5,
			true,
			false,
			[],
			{},
			[[]],
			'٣',
			'x',
		),
	},
	{ weight: 2, arbitrary: fc.jsonValue() },
);
const payloads = fc.constantFrom(...PAYLOADS).chain(([type, json]) =>
	fc
		.array(fc.tuple(fc.constantFrom(...pathsOf(json)), oddities), { minLength: 1, maxLength: 4 })
		.map((changes) => ({
			type,
			// A path may be gone by an earlier change.
			json: changes.reduce<unknown>(
				(payload, [path, value]) => (has(payload, path) ? changed(payload, path, value) : payload),
				json,
			) as Json,
		})),
);

function has(value: unknown, path: Path): boolean {
	let at: unknown = value;
	for (const step of path) {
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
		at = Reflect.get(at, step);
	}
	return true;
}

/** All texts and numbers of a payload, as texts. */
function leaves(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [String(value)];
	return Object.values(value).flatMap(leaves);
}

function clean(word: string): string {
	return word.trim().toLowerCase();
}

/** The values of a key, wherever it is. */
function valuesOf(value: unknown, key: string): unknown[] {
	if (typeof value !== 'object' || value === null) return [];
	const own: unknown[] = Object.hasOwn(value, key) ? [Reflect.get(value, key)] : [];
	return [...own, ...Object.values(value).flatMap((inner) => valuesOf(inner, key))];
}

function forAny(
	check: (entries: readonly Formatted[], json: Json, type: FormatRecordType) => void,
) {
	fc.assert(
		fc.property(payloads, ({ type, json }) => {
			check(convert(type, json, SETTINGS), json, type);
		}),
	);
}

function forAnyRecord(check: (record: Json, json: Json, type: FormatRecordType) => void) {
	forAny((entries, json, type) => {
		for (const entry of entries) if (entry.kind === 'record') check(entry.record, json, type);
	});
}

describe('any payload of Shopify with missing and odd fields', () => {
	it('gives at least one entry, never throws and is not changed', () => {
		fc.assert(
			fc.property(payloads, ({ type, json }) => {
				const before = JSON.stringify(json);
				expect(convert(type, json).length).toBeGreaterThan(0);
				expect(JSON.stringify(json)).toBe(before);
			}),
		);
	});

	it('gives records that Ometria takes, or says what is wrong and where', () => {
		forAny((entries, _json, type) => {
			for (const entry of entries) {
				if (entry.kind === 'record') {
					const checked = checkRecord(type, entry.record, RULES, { merges: type !== 'order' });
					expect(checked).toMatchObject({ ok: true });
					expect(checked.ok && checked.record).toBe(entry.record);
				} else if (entry.kind === 'invalid') {
					expect(entry.message).toContain(entry.field);
					expect(entry.message.length).toBeGreaterThan(10);
				} else expect(entry.reason).not.toBe('');
			}
		});
	});

	it('gives no consent that the payload does not state in a known word', () => {
		const word = (in_: boolean) => (in_ ? 'subscribed' : 'unsubscribed');
		forAnyRecord((record, json) => {
			const sms = ((record.channels as Json | undefined)?.sms as Json | undefined)?.allow_marketing;
			if (sms !== undefined) {
				expect(valuesOf(json, 'sms_marketing_consent').flatMap(leaves).map(clean)).toContain(
					word(sms === true),
				);
			}
			if (record.marketing_optin === undefined) return;
			const email = valuesOf(json, 'email_marketing_consent').flatMap(leaves).map(clean);
			const accepts = valuesOf(json, 'accepts_marketing').map((value) => clean(String(value)));
			const isIn = record.marketing_optin === 'EXPLICITLY_OPTEDIN';
			expect(email.includes(word(isIn)) || (isIn && accepts.includes('true'))).toBe(true);
		});
	});

	it('gives no revenue that the payload does not state', () => {
		forAnyRecord((record, json, type) => {
			if (type !== 'order') return;
			const said = leaves(json);
			expect(said.map(Number)).toContain(record.grand_total);
			expect(typeof record.is_valid).toBe('boolean');
			if (record.is_valid === true) {
				const words = said.map((leaf) => leaf.toLowerCase());
				expect(words.some((word) => ['paid', 'partially_refunded'].includes(word))).toBe(true);
				const cancelled = ['cancelled_at', 'cancelledAt'].flatMap((key) => valuesOf(json, key));
				for (const at of cancelled) {
					expect([null, undefined, '']).toContain(typeof at === 'string' ? clean(at) : at);
				}
				expect(record.status).toMatch(/^(?:complete|paid|partial_refund)$/);
			}
			for (const line of record.lineitems as Json[]) {
				expect(line.quantity).toBeGreaterThanOrEqual(Number(line.quantity_refunded ?? 0));
			}
		});
	});

	it('gives no stock that the payload does not state', () => {
		forAnyRecord((record, json, type) => {
			if (type !== 'product' || record.is_in_stock !== false) return;
			// Only GraphQL says here that a variant cannot be bought.
			expect(JSON.stringify(json)).toMatch(
				/"availableForSale":false|"tracked":true|"inventory_management":"/,
			);
		});
	});

	it('gives IDs of its own only', () => {
		forAnyRecord((record, json) => {
			const said = leaves(json).join(' ');
			expect(record.id).toMatch(/^\d+$/);
			expect(said).toContain(record.id);
		});
	});
});

it('any JSON at all gives an entry', () => {
	fc.assert(
		fc.property(
			fc.constantFrom<FormatRecordType>('contact', 'order', 'product'),
			fc.dictionary(
				fc.constantFrom(
					'id',
					'body',
					'data',
					'headers',
					'orders',
					'variants',
					'line_items',
					'email',
				),
				fc.jsonValue(),
			),
			(type, json) => expect(convert(type, json).length).toBeGreaterThan(0),
		),
	);
});
