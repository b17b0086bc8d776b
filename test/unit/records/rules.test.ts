import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import { table } from '../../../nodes/Ometria/formats/table';
import type {
	FormatRecordType,
	FormatSettings,
	Formatted,
	Json,
} from '../../../nodes/Ometria/formats/types';
import type { ItemIndex } from '../../../nodes/Ometria/push/outcome';
import { prepareRecord } from '../../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords } from '../../../nodes/Ometria/push/recordSource';
import { runWarnings } from '../../../nodes/Ometria/push/warnings';
import {
	checkRecord,
	type JsonRecord,
	type RecordRules,
	type RecordType,
} from '../../../nodes/Ometria/records';
import { Findings } from '../../../nodes/Ometria/records/findings';
import { RULES } from '../../../nodes/Ometria/records/rules';
import { NETWORK_CODES } from '../../../nodes/Ometria/records/rules/networkCodes';
import { reasonsDoc, SKIPPED } from '../../../scripts/reasonsDoc';
import { madeOf } from '../../support/entries';
import { yielder } from '../../support/outcomes';
import { textOf, tracked } from '../../support/project';
import { PLAIN_SETTINGS, STANDARD, WHOLE_ORDER } from '../../support/records';
import * as magento2 from '../formats/magento2/payloads';
import * as shopify from '../formats/shopify/payloads';
import { gatheredOf } from '../formats/table/tableRows';
import * as wooCommerce from '../formats/wooCommerce/payloads';

const TABLE = Object.keys(RULES);

/** The reasons of what a check finds in a record. */
function inRecord(
	type: RecordType,
	fields: JsonRecord,
	rules: Partial<RecordRules> = {},
): string[] {
	const base = type === 'order' ? WHOLE_ORDER : {};
	const checked = checkRecord(
		type,
		{ id: 'x', ...base, ...fields },
		{ ...STANDARD, ...rules },
		{ merges: true },
	);
	return (checked.ok ? checked.warnings : checked.problems).map(({ reason }) => reason);
}

/** The reasons of what a format finds in an item. */
function inItem(
	format: string,
	type: FormatRecordType,
	json: Json,
	settings: Partial<FormatSettings> = {},
): string[] {
	const operation = INPUT_FORMATS.find(({ value }) => value === format)?.operations[type];
	if (!operation) throw new TypeError(`${format} has no ${type}`);
	const all = { ...shopify.SETTINGS, store: undefined, ...settings };
	return reasonsOf(madeOf(operation.convert(json, all)));
}

function reasonsOf(entries: readonly Formatted[]): string[] {
	return entries.flatMap((entry) => {
		if (entry.kind === 'record') return entry.warnings.map(({ reason }) => reason);
		return entry.kind === 'invalid' ? [entry.reason] : [];
	});
}

const RULES_OF_RUN = {
	type: 'contact' as const,
	settings: PLAIN_SETTINGS,
	records: STANDARD,
};

/** The reasons of the warnings about the identifiers of a run. */
async function inRun(ids: readonly string[], email = (id: string) => `${id}@a.example`) {
	const items = ids.map((id) => ({ id, email: email(id) }));
	const source = plainRecords(items.length, (item) => items[item]);
	const records = await PreparedRecords.prepare(source, RULES_OF_RUN, yielder());
	return records.idWarnings.map(({ reason }) => reason);
}

/** Why an item is not a record; of any type, so that it must name its own. */
function whyNone(json: unknown, type?: RecordType): string[] {
	const prepared = prepareRecord(json, 0 as ItemIndex, { ...RULES_OF_RUN, type });
	return prepared.ok ? [] : [prepared.problem.reason];
}

const manyFields = (count: number): Json =>
	Object.fromEntries(Array.from({ length: count }, (_entry, index) => [`column${index}`, '']));

const off = { convertTypes: false };
const bySku = { productId: 'sku' as const };
/** A row of WooCommerce's export. */
const aVariantOf = (Parent: string): Json => ({
	ID: '7',
	Type: 'variation',
	SKU: 'L',
	Published: '1',
	'In stock?': '1',
	Parent,
});
const MAGENTO_CUSTOMER = { email: 'a@shop.example', _website: 'base', created_in: '', group_id: 1 };
const ORDER_ROW = { 'Order ID': '1', Email: 'a@shop.example', 'Product ID': 'a', Quantity: 1 };
const twice = (row: Json): Json[] => [row, row];
/** The reasons of what rows of a table of orders come to. */
const inRows = (rows: readonly Json[]) => gatheredOf('order', rows).flatMap(reasonsOf);

const customer = (row: Json) => inItem('table', 'contact', { id: '1', ...row });

describe('the reason', () => {
	it.each<[keyof typeof RULES, () => string[] | Promise<string[]>]>([
		['not_a_record', () => whyNone('text')],
		['too_many_fields', () => whyNone({ id: '1', ...manyFields(10_001) }, 'contact')],
		['missing_type', () => whyNone({ id: '1' })],
		['unknown_type', () => whyNone({ '@type': 'cart', id: '1' })],
		['date_time_form', () => inRecord('order', { timestamp: '2026-01-15' }, off)],
		['date_form', () => inRecord('contact', { date_of_birth: '1990/12/10' }, off)],
		['empty_value', () => inRecord('order', { subtotal: '' }, off)],
		[
			'may_be_cut',
			() =>
				inRecord('custom_event', {
					event_type: 'x'.repeat(40),
					timestamp: '2026-01-15T10:05:00Z',
					profile_id: 'p',
				}),
		],
		['unknown_field_rejected', () => inRecord('order', { shoe: 1 }, { unknownFields: 'reject' })],
		['unknown_field_dropped', () => inRecord('order', { shoe: 1 }, { unknownFields: 'drop' })],
		['unwrapped', () => inRecord('order', { customer: [{ email: 'a@b.example' }] })],
		['text_mark_removed', () => inRecord('contact', { customer_id: "'00123" })],
		['phone_form_converted', () => inRecord('contact', { phone_number: '+44 7700 900123' })],
		['country_name_converted', () => inRecord('contact', { country_id: 'United Kingdom' })],
		['space_in_custom_field', () => inRecord('order', { properties: { 'my tier': 'a' } })],
		['placeholder_value', () => inRecord('order', { properties: { tier: '#N/A' } })],

		[
			'too_many_records',
			() => inItem('shopify', 'order', { orders: Array.from({ length: 10_001 }, () => 1) }),
		],
		[
			'records_too_large',
			() => {
				const variants = Array.from({ length: 20 }, () => shopify.restVariant());
				const title = 'x'.repeat(1_000_000);
				return inItem('shopify', 'product', shopify.restProduct({ title, variants }));
			},
		],
		[
			'list_cut_off',
			() =>
				inItem(
					'shopify',
					'order',
					shopify.graphqlOrder({ lineItems: { nodes: [], pageInfo: { hasNextPage: true } } }),
				),
		],
		[
			'order_id_too_long',
			() => inItem('shopify', 'order', shopify.restOrder(), { idPrefix: 'p'.repeat(40) }),
		],
		[
			'contradicting_consent',
			() =>
				inItem(
					'shopify',
					'contact',
					shopify.restCustomer({
						email_marketing_consent: { state: 'subscribed' },
						emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' },
					}),
				),
		],
		[
			'deleted_customer',
			() => inItem('shopify', 'contact', { id: 7, tags: '', tax_exemptions: [], phone: null }),
		],
		['text_left_out', () => inItem('shopify', 'product', shopify.restProduct({ title: {} }))],
		['no_store', () => inItem('shopify', 'order', shopify.restOrder())],
		['listings_left_out', () => inItem('shopify', 'product', shopify.restProduct())],
		[
			'no_price',
			() =>
				inItem(
					'wooCommerce',
					'product',
					shopify.without(wooCommerce.aProduct(), 'regular_price', 'price'),
				),
		],
		[
			'variants_missing',
			() =>
				inItem(
					'shopify',
					'product',
					shopify.restProduct({ variant_gids: Array.from({ length: 9 }, () => ({})) }),
				),
		],
		[
			'stock_left_out',
			() => inItem('wooCommerce', 'product', wooCommerce.aProduct({ stock_status: 'soon' })),
		],
		[
			'sale_dates_left_out',
			() =>
				inItem(
					'magento2',
					'product',
					magento2.aProduct({
						custom_attributes: [
							{ attribute_code: 'special_price', value: '9.00' },
							{ attribute_code: 'special_from_date', value: '2026-01-01 00:00:00' },
						],
					}),
				),
		],
		[
			'consent_not_said',
			() => inItem('magento2', 'contact', magento2.aCustomer({ extension_attributes: {} })),
		],
		['consent_time_unknown', () => inItem('magento2', 'contact', magento2.aCustomer())],
		[
			'date_left_out',
			() => inItem('magento2', 'contact', magento2.aCustomer({ dob: '0000-00-00' })),
		],
		[
			'phone_left_out',
			() => inItem('shopify', 'contact', shopify.restCustomer({ phone: '0770 900' })),
		],
		[
			'may_be_staff',
			() => inItem('wooCommerce', 'contact', wooCommerce.aCustomer({ role: 'editor' })),
		],
		[
			'first_coupon',
			() =>
				inItem(
					'wooCommerce',
					'order',
					wooCommerce.anOrder({ coupon_lines: [{ code: 'a' }, { code: 'b' }] }),
				),
		],
		[
			'no_line_items',
			() => inItem('wooCommerce', 'order', wooCommerce.anOrder({ line_items: null })),
		],
		[
			'lines_without_product',
			() =>
				inItem(
					'wooCommerce',
					'order',
					wooCommerce.anOrder({ line_items: [wooCommerce.aLine({ product_id: 0 })] }),
				),
		],
		[
			'refund_outside_lines',
			() =>
				inItem(
					'wooCommerce',
					'order',
					wooCommerce.anOrder({ refunds: [{ id: 1, total: '-2.00' }] }),
				),
		],
		[
			'refunds_unknown',
			() => inItem('wooCommerce', 'order', shopify.without(wooCommerce.anOrder(), 'refunds')),
		],
		[
			'cancellation_not_said',
			() => inItem('shopify', 'order', shopify.without(shopify.restOrder(), 'cancelled_at')),
		],
		[
			'variant_sku_as_product',
			() =>
				inItem(
					'magento2',
					'order',
					magento2.anOrder({ items: magento2.aConfigurablePair() }),
					bySku,
				),
		],
		[
			'bundle_variant_left_out',
			() =>
				inItem(
					'magento2',
					'order',
					magento2.anOrder({ items: [magento2.aRow({ product_type: 'bundle' })] }),
				),
		],
		[
			'base_currency_differs',
			() =>
				inItem('magento2', 'order', magento2.anOrder({ base_currency_code: 'USD' }), {
					accountCurrency: 'SEK',
				}),
		],
		[
			'subtotal_left_out',
			() => {
				const order = shopify.restOrder({ total_price: '200.00', current_total_price: '200.00' });
				return inItem('shopify', 'order', shopify.without(order, 'taxes_included'));
			},
		],
		[
			'line_total_left_out',
			() => {
				const line_items = shopify.restLines().map((line) => shopify.without(line, 'price'));
				return inItem('shopify', 'order', shopify.restOrder({ line_items }));
			},
		],
		[
			'sale_not_said',
			() =>
				inItem(
					'shopify',
					'product',
					shopify.restProduct({
						variants: [shopify.without(shopify.restVariant(), 'compare_at_price')],
					}),
				),
		],
		['table_row', () => inItem('shopify', 'contact', { Name: 'Ada', 'Last Order': '2026' })],
		['export_without_id', () => inItem('table', 'contact', MAGENTO_CUSTOMER)],
		[
			'export_refused',
			() => inItem('table', 'order', { 'Order #': '1', 'N. Revenue': '5', Status: 'completed' }),
		],
		[
			'export_lacks',
			() =>
				inItem('table', 'contact', {
					'Customer ID': '1',
					'Store Credit': '0',
					'Date Joined': '2026-01-01',
				}),
		],
		[
			'mailchimp_file_not_said',
			() => inItem('table', 'contact', { MEMBER_RATING: 2, LEID: 1, EUID: 'a', OPTIN_TIME: '' }),
		],
		['line_products_unknown', () => inRows([{ 'Order ID': '1', SKU: 'a' }])],
		['rows_without_product', () => inRows(twice({ 'Order ID': '1', Quantity: 2 }))],
		['too_many_rows', () => inRows(Array.from({ length: 5_001 }, () => ORDER_ROW))],
		['rows_contradict', () => inRows([ORDER_ROW, { ...ORDER_ROW, Email: 'b@shop.example' }])],
		[
			'amount_of_line',
			() => inRows([ORDER_ROW, { ...ORDER_ROW, Total: 9 }].map((row) => ({ Total: 5, ...row }))),
		],
		['same_rows', () => inRows(twice(ORDER_ROW))],
		[
			'row_not_read',
			() => {
				const gathering = table.operations.order?.gather?.();
				gathering?.add(ORDER_ROW, shopify.SETTINGS, 0);
				gathering?.addUnread?.(ORDER_ROW, 1);
				return reasonsOf(madeOf(gathering?.convert(ORDER_ROW, shopify.SETTINGS, 0) ?? []));
			},
		],
		[
			'rows_missing',
			() => inRows([{ ...ORDER_ROW, error: { reason: 'too_large', rows: 2 }, message: 'x' }]),
		],
		['lines_differ', () => inRows([{ ...ORDER_ROW, 'Unit Price': 5, Total: 2 }])],
		[
			'subtotal_not_clear',
			() =>
				inItem(
					'table',
					'order',
					{
						...{ Name: '#1', Id: 1, 'Financial Status': 'paid', Subtotal: '4', Total: '9' },
						...{ 'Lineitem quantity': 1, 'Lineitem price': '4', 'Lineitem sku': 'a' },
					},
					{ productId: 'sku' },
				),
		],

		['parent_not_found', () => inItem('table', 'product', aVariantOf('LAMP'))],
		[
			'parent_by_other_key',
			() => {
				const gathering = table.operations.product?.gather?.();
				gathering?.add({ ...aVariantOf(''), ID: '6', SKU: 'LAMP' }, shopify.SETTINGS, 0);
				const variant = aVariantOf('LAMP');
				return reasonsOf(madeOf(gathering?.convert(variant, shopify.SETTINGS, 1) ?? []));
			},
		],
		[
			'first_picture',
			() =>
				inItem('table', 'product', { id: '1', Images: 'https://a.example/1, https://a.example/2' }),
		],
		['too_many_columns', () => inItem('table', 'contact', manyFields(20_001))],
		['id_column_not_found', () => inItem('table', 'contact', { id: '1' }, { idColumn: 'Nr' })],
		[
			'ambiguous_id_column',
			() => inItem('table', 'contact', { 'My ID': '1', my_id: '2' }, { idColumn: 'MYID' }),
		],
		[
			'several_id_columns',
			() => inItem('table', 'contact', { 'Contact ID': '1', 'Customer ID': '2' }),
		],
		['no_id_column', () => inItem('table', 'contact', { Colour: 'red' })],
		['columns_for_one_field', () => customer({ 'First Name': 'A', Forename: 'B' })],
		['empty_id_cell', () => inItem('table', 'contact', { id: ' ' })],
		['invalid_id_cell', () => inItem('table', 'contact', { id: 1.5 })],
		['ambiguous_column', () => inItem('table', 'order', { id: '1', City: 'Leeds' })],
		['unknown_consent', () => customer({ 'Marketing Opt-In': 'perhaps' })],
		['possible_consent', () => customer({ Xyz: 'subscribed' })],
		['no_consent_said', () => customer({ 'Marketing Opt-In': 'never subscribed' })],
		['opt_out_wins', () => customer({ 'Marketing Opt-In': 'yes', Unsubscribed: 'yes' })],
		['opt_out_column', () => customer({ Unsubscribed: 'no' })],
		['opt_out_time_column', () => customer({ 'Unsubscribed At': '2026-01-01T00:00:00Z' })],
		['consent_time_not_sent', () => customer({ 'Consent Date': '2026-01-01', Newsletter: '' })],
		['not_a_structure', () => inItem('table', 'order', { id: '1', 'Line Items': 'two lamps' })],
		['line_item_columns', () => inItem('table', 'order', { id: '1', Quantity: 1 })],
		['columns_not_sent', () => customer({ Colour: 'red' })],
		[
			'opted_out_by_time',
			() =>
				inRecord('contact', {
					email: 'a@b.example',
					timestamp_subscribed: '2025-01-01T00:00:00Z',
					timestamp_unsubscribed: '2025-02-01T00:00:00Z',
				}),
		],

		[
			'execute_once',
			() => runWarnings({ count: 1, emptyColumns: [] }, true).map(({ reason }) => reason),
		],
		[
			'empty_column',
			() => runWarnings({ count: 2, emptyColumns: ['email'] }, false).map(({ reason }) => reason),
		],
		[
			'empty_parameter',
			() => {
				const emptyParameters = [{ name: 'Collection', items: 2 }];
				const facts = { count: 2, emptyColumns: [], emptyParameters };
				return runWarnings(facts, false).map(({ reason }) => reason);
			},
		],
		['shared_ids', () => inRun(['a', 'a', 'b', 'c', 'd'])],
		['most_share_an_id', () => inRun(['a', 'a', 'a'])],
		['lookalike_ids', () => inRun(['caf\u00e9', 'cafe\u0301'])],
		['most_share_an_email', () => inRun(['a', 'b', 'c'], () => 'same@a.example')],
		[
			'more_warnings',
			() => {
				const findings = new Findings();
				for (let i = 0; i < 21; i++) findings.add(`field_${i}`, 'empty_left_out');
				return findings.warnings.map(({ reason }) => reason);
			},
		],
	])('%s is given', async (reason, given) => {
		expect(await given()).toContain(reason);
	});
});

describe('the table of reasons', () => {
	const sources = tracked('nodes/**/*.ts').filter((path) => !path.includes('/records/rules'));
	const wordsIn = (paths: readonly string[]) =>
		new Set(paths.flatMap((path) => textOf(path).match(/\b[a-z][a-z_0-9]+\b/g) ?? []));

	it('is what docs/reasons.md says; if not, run "npm run docs"', () => {
		expect(textOf('docs/reasons.md')).toBe(reasonsDoc());
	});

	it('is in docs/reasons.md as a whole, and nothing else is', () => {
		const [reasons] = textOf('docs/reasons.md').split('## What is skipped');
		const rows = reasons.match(/^\| `.*$/gm) ?? [];
		const documented = rows.flatMap((row) =>
			[...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, reason]) => reason),
		);
		const known: readonly string[] = [...TABLE, ...NETWORK_CODES];
		expect(documented.filter((reason) => !/^http_\d+$/.test(reason)).sort()).toEqual(
			[...known].sort(),
		);
	});

	it('has no reason that nothing gives', () => {
		const words = wordsIn(sources);
		expect(TABLE.filter((reason) => !words.has(reason))).toEqual([]);
	});

	it('has no reason without a test', () => {
		const words = wordsIn(tracked('test/**/*.ts'));
		expect(TABLE.filter((reason) => !words.has(reason))).toEqual([]);
	});

	it('has no reason for skipping a record that no test of a format expects', () => {
		const tests = tracked('test/unit/formats/**/*.test.ts').map(textOf).join('\n');
		expect(Object.keys(SKIPPED).filter((reason) => !tests.includes(reason.split('…')[0]))).toEqual(
			[],
		);
	});

	it('words each reason so that a workflow can branch on it', () => {
		expect(TABLE.filter((reason) => !/^[a-z][a-z0-9]*(?:_[a-z]+)*$/.test(reason))).toEqual([]);
	});

	it('says of each what happened and what to do, as parts of a sentence', () => {
		for (const { happened, fix } of Object.values(RULES)) {
			expect(happened).toMatch(/^(?:[a-z_`]|Ometria|n8n).*[^.]$/s);
			expect(fix).toMatch(/^[a-z_`].*[^.]$/s);
		}
	});
});
