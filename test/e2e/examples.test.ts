import { readExample } from '../../playground/src/examples';
import { itemsOf } from '../../playground/src/n8nApi';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { pin, postSlackTo } from '../support/exampleWorkflows';
import { arrived } from '../support/push';
import { asked } from '../support/read';
import { type RealN8n, realN8n, runToSuccess, sandboxCredential } from '../support/realN8n';
import { type Receiver, startReceiver } from '../support/receiver';
import * as magento from '../unit/formats/magento2/payloads';
import * as shopify from '../unit/formats/shopify/payloads';
import * as woo from '../unit/formats/wooCommerce/payloads';

let real: RealN8n;
let sandbox: RunningSandbox;
let receiver: Receiver;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox({
		pushLimit: { model: 'slidingWindow', perSecond: 8 },
		errorDelayMs: 0,
	});
	receiver = await startReceiver();
	real = await realN8n();
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
afterEach(() => {
	sandbox.server.reset();
	receiver.received.length = 0;
});
afterAll(async () => {
	await real?.end();
	await receiver.close();
	await sandbox.close();
});

/**
 * Runs an example as a user would set it up, but for Slack, whose messages go to the receiver.
 *
 * @param source the node that gives the items instead of asking its system
 */
async function run(example: string, source: string, items: object[]) {
	const workflow = readExample(example, credentialId, 'Ometria');
	postSlackTo(receiver, workflow);
	pin(workflow, source, items);
	const execution = await runToSuccess(real.api, await real.api.saveWorkflow(workflow));
	// The sandbox has its own reading of the documented fields: what it finds wrong, Ometria may too.
	expect(sandbox.server.visibleErrors(Date.now())).toEqual([]);
	return { execution, records: arrived(sandbox) };
}

/** The messages that were posted to Slack. */
const messages = () => (receiver.received as Array<{ text: string }>).map(({ text }) => text);

/** The id, status and whether it counts of each order. */
const orders = (records: Array<Record<string, unknown>>) =>
	records.map(({ id, status, is_valid }) => [id, status, is_valid]);

/** What the error branch gives for a payload that the format cannot read. */
const invalid = (
	payload: object,
	error: { record_type: string; field: string; reason?: string; record_id?: string },
	message: string,
) => ({
	...payload,
	error: { reason: 'invalid_payload', record_id: null, ...error },
	message: expect.stringContaining(message) as string,
});

test('orders of Shopify arrive in their states, a test order is skipped, and only unusable payloads are refused', async () => {
	const refund = (lines: object[]) => [
		{ id: 1, refund_line_items: lines, transactions: [{ kind: 'refund', status: 'success' }] },
	];
	const back = (line_item_id: number, quantity: number, subtotal: number) => ({
		line_item_id,
		quantity,
		subtotal,
		total_tax: 0,
	});
	const [lamp, bulb] = shopify.restLines();
	const unknown = shopify.restOrder({ id: 8, financial_status: 'held_for_review' });
	const noOrder = { id: 9, order_id: 6123456789012, refund_line_items: [], transactions: [] };
	const { execution, records } = await run('shopify-orders', 'Order created', [
		shopify.restOrder(),
		shopify.restOrder({ id: 2, financial_status: 'pending', fulfillment_status: null }),
		shopify.restOrder({ id: 3, test: true }),
		shopify.restOrder({
			id: 4,
			financial_status: 'partially_refunded',
			current_total_price: '55.95',
			line_items: [{ ...lamp, current_quantity: 1 }, bulb],
			refunds: refund([back(14001, 1, 40.5)]),
		}),
		shopify.restOrder({ id: 5, customer: null, email: 'guest@home.example' }),
		unknown,
		shopify.restOrder({
			id: 6,
			financial_status: 'refunded',
			current_total_price: '0.00',
			refunds: refund([back(14001, 2, 81), back(14002, 1, 9.45)]),
		}),
		noOrder,
		shopify.restOrder({ id: 7, cancelled_at: '2026-02-09T10:00:00+01:00' }),
	]);
	expect(orders(records)).toEqual([
		['6123456789012', 'complete', true],
		['2', 'open', false],
		['4', 'partial_refund', true],
		['5', 'complete', true],
		['6', 'refunded', false],
		['7', 'cancelled', false],
	]);
	expect(records[0]).toEqual({
		'@type': 'order',
		...shopify.orderRecord({ store: 'shop.example' }),
	});
	expect(records[2]).toMatchObject({
		timestamp: '2026-02-08T21:14:05+01:00',
		grand_total: 96.45,
		lineitems: [{ quantity: 2, quantity_refunded: 1, refunded: 40.5 }, { quantity: 1 }],
	});
	expect(records[3].customer).toEqual({
		email: 'guest@home.example',
		firstname: 'Noor',
		lastname: 'Haddad',
	});
	expect(itemsOf(execution, 'Push orders', 1)).toEqual([
		invalid(
			unknown,
			{ record_type: 'order', record_id: '8', field: 'financial_status', reason: 'unknown_status' },
			'"held_for_review" is not known',
		),
		{
			...noOrder,
			error: { reason: 'other_payload', record_type: 'order', record_id: null },
			message: expect.stringContaining('refund') as string,
		},
	]);
	expect(messages()).toEqual([
		expect.stringMatching(
			/^Orders not pushed to Ometria: 2\n• 8: .*"held_for_review".*\n• 9: .*refund/,
		),
	]);
});

test('customers of Shopify have consent only where Shopify has an answer, and an unknown state is refused', async () => {
	const state = (id: number, value: unknown) =>
		shopify.restCustomer({
			id,
			email: `p${id}@home.example`,
			email_marketing_consent: value === null ? null : { state: value, consent_updated_at: null },
			sms_marketing_consent: null,
		});
	const unknown = state(6, 'maybe');
	const { execution, records } = await run('shopify-customers', 'Customer created', [
		shopify.restCustomer(),
		shopify.restCustomer({
			id: 2,
			email_marketing_consent: {
				state: 'unsubscribed',
				consent_updated_at: '2026-01-03T10:00:00+00:00',
			},
		}),
		state(3, 'not_subscribed'),
		state(4, null),
		state(5, 'redacted'),
		unknown,
		state(7, 'pending'),
		// What Shopify posts of a change of consent since API 2025-01.
		{
			customer_id: 9201,
			email_address: 'noor@home.example',
			email_marketing_consent: {
				state: 'unsubscribed',
				consent_updated_at: '2026-03-04T05:06:07Z',
			},
		},
	]);
	expect(records.map(({ id, marketing_optin }) => [id, marketing_optin])).toEqual([
		['9201', 'EXPLICITLY_OPTEDIN'],
		['2', 'EXPLICITLY_OPTEDOUT'],
		['3', undefined],
		['4', undefined],
		['7', undefined],
		['9201', 'EXPLICITLY_OPTEDOUT'],
	]);
	expect(records[0]).toEqual({
		'@type': 'contact',
		'@collection': 'shopify',
		'@merge': true,
		id: '9201',
		customer_id: '9201',
		email: 'noor@home.example',
		phone_number: '+33612345678',
		firstname: 'Noor',
		lastname: 'Haddad',
		country_id: 'FR',
		timestamp_acquired: '2025-06-03T10:00:00+02:00',
		marketing_optin: 'EXPLICITLY_OPTEDIN',
		timestamp_subscribed: '2025-06-03T10:02:00+02:00',
		channels: {
			sms: { allow_marketing: false, dt_updated_marketing: '2026-01-20T08:00:00+01:00' },
		},
	});
	expect(records[1]).toMatchObject({ timestamp_unsubscribed: '2026-01-03T10:00:00+00:00' });
	for (const record of records.slice(2, 5)) {
		expect(record).not.toHaveProperty('channels');
		expect(record).not.toHaveProperty('timestamp_subscribed');
	}
	expect(itemsOf(execution, 'Push contacts', 1)).toEqual([
		invalid(
			unknown,
			{ record_type: 'contact', record_id: '6', field: 'email_marketing_consent.state' },
			'maybe',
		),
	]);
});

test('products of Shopify arrive with listing and variants, and with stock only where it is known', async () => {
	const [first, second] = shopify.restProduct().variants as object[];
	const odd = shopify.restProduct({ id: 5, status: 'on_holiday' });
	const { execution, records } = await run('shopify-products', 'Product created', [
		shopify.restProduct(),
		odd,
		shopify.restProduct({
			id: 2,
			status: 'draft',
			published_at: null,
			options: [{ name: 'Title', values: ['Default Title'] }],
			variants: [{ ...first, id: 21, title: 'Default Title', inventory_management: null }],
		}),
		shopify.restProduct({
			id: 3,
			variants: [
				{ ...second, id: 31, inventory_management: 'shopify' },
				{ ...second, id: 32 },
			],
		}),
	]);
	expect(
		records.map(({ id, parent_id, price, special_price, is_in_stock, is_active }) => [
			id,
			parent_id,
			price,
			special_price,
			is_in_stock,
			is_active,
		]),
	).toEqual([
		['7101', undefined, 52, 39.9, true, true],
		['8101', '7101', 45, null, true, true],
		['8103', '7101', 52, 39.9, undefined, true],
		['2', undefined, 45, null, true, false],
		['3', undefined, 52, 39.9, undefined, true],
		['31', '3', 52, 39.9, false, true],
		['32', '3', 52, 39.9, undefined, true],
	]);
	expect(records[0].listings).toMatchObject([
		{
			store: 'shop.example',
			currency: 'GBP',
			price: 52,
			special_price: 39.9,
			url: 'https://shop.example/products/desk-lamp',
		},
	]);
	expect(itemsOf(execution, 'Push products', 1)).toEqual([
		invalid(odd, { record_type: 'product', record_id: '5', field: 'status' }, 'on_holiday'),
	]);
});

test('orders of WooCommerce have no customer 0 for guests, drafts are skipped, and a custom status is refused', async () => {
	const shipped = woo.anOrder({ id: 9, status: 'shipped' });
	const { execution, records } = await run('woocommerce-orders', 'Order created', [
		woo.anOrder(),
		woo.anOrder({ id: 2, status: 'on-hold' }),
		woo.anOrder({ id: 3, status: 'checkout-draft', date_created_gmt: null }),
		woo.anOrder({ id: 4, status: 'completed', refunds: [{ id: 1, total: '-10.00' }] }),
		woo.anOrder({ id: 5, status: 'completed', refunds: [{ id: 1, total: '-92.40' }] }),
		shipped,
		woo.anOrder({ id: 6, customer_id: 0 }),
		woo.anOrder({ id: 7, status: 'cancelled' }),
	]);
	expect(orders(records)).toEqual([
		['3301', 'processing', true],
		['2', 'on_hold', false],
		['4', 'partial_refund', true],
		['5', 'refunded', false],
		['6', 'processing', true],
		['7', 'cancelled', false],
	]);
	expect(records[0]).toEqual({ '@type': 'order', ...woo.theOrder({ store: 'shop.example' }) });
	expect(records[4].customer).toEqual({
		email: 'mira@people.example',
		firstname: 'Mira',
		lastname: 'Okafor',
		phone_number: '+447700900456',
	});
	expect(itemsOf(execution, 'Push orders', 1)).toEqual([
		invalid(
			shipped,
			{ record_type: 'order', record_id: '9', field: 'status', reason: 'unknown_status' },
			'"shipped" is not known',
		),
	]);
	expect(messages()).toEqual([expect.stringContaining('"shipped" is not known')]);
});

test('customers of WooCommerce have no consent, whatever a plugin has stored', async () => {
	const deleted = { id: 60 };
	const { execution, records } = await run('woocommerce-customers', 'Customer created', [
		woo.aCustomer(),
		woo.aCustomer({ id: 59, first_name: '', last_name: '', billing: [] }),
		deleted,
	]);
	expect(records).toEqual([
		{
			'@type': 'contact',
			'@collection': 'woocommerce',
			'@merge': true,
			id: '58',
			customer_id: '58',
			email: 'mira@people.example',
			firstname: 'Mira',
			lastname: 'Okafor',
			phone_number: '+447700900456',
			country_id: 'GB',
			timestamp_acquired: '2025-02-01T08:00:00Z',
		},
		{
			'@type': 'contact',
			'@collection': 'woocommerce',
			'@merge': true,
			id: '59',
			customer_id: '59',
			email: 'mira@people.example',
			timestamp_acquired: '2025-02-01T08:00:00Z',
		},
	]);
	expect(itemsOf(execution, 'Push contacts', 1)).toMatchObject([
		{ ...deleted, error: { reason: 'only_an_id', record_type: 'contact' } },
	]);
});

test('products of WooCommerce have sale prices, drafts, and variations, which need their parent', async () => {
	const orphan = woo.aVariation({ id: 144, parent_id: 0 });
	const { execution, records } = await run('woocommerce-products', 'Product created', [
		woo.aProduct(),
		woo.aProduct({ id: 141, status: 'draft', on_sale: false, stock_status: 'onbackorder' }),
		woo.aVariation(),
		orphan,
	]);
	expect(
		records.map(({ id, parent_id, price, special_price, is_in_stock, is_active }) => [
			id,
			parent_id,
			price,
			special_price,
			is_in_stock,
			is_active,
		]),
	).toEqual([
		['140', undefined, 48, 40, true, true],
		['141', undefined, 48, null, true, false],
		['143', '140', 48, null, false, true],
	]);
	expect(records[0].listings).toMatchObject([
		{ store: 'shop.example', currency: 'GBP', price: 48, special_price: 40 },
	]);
	expect(itemsOf(execution, 'Push products', 1)).toMatchObject([
		{ id: 144, error: { reason: 'invalid_payload', record_type: 'product', field: 'parent_id' } },
	]);
});

test('orders of Magento 2 follow their state, are in UTC, and have one line for a configurable product', async () => {
	const stateless = magento.anOrder({ increment_id: '000000050', state: undefined });
	const { execution, records } = await run('magento-orders', 'Get changed orders', [
		magento.anOrder(),
		magento.anOrder({
			increment_id: '000000047',
			state: 'complete',
			status: 'complete',
			customer_is_guest: 1,
			customer_id: undefined,
			items: magento.aConfigurablePair(),
		}),
		stateless,
		magento.anOrder({ increment_id: '000000048', state: 'holded', status: 'holded' }),
		magento.anOrder({ increment_id: '000000049', total_refunded: 10 }),
		magento.anOrder({ increment_id: '000000051', state: 'closed', total_refunded: 61.2 }),
	]);
	expect(orders(records)).toEqual([
		['000000046', 'processing', true],
		['000000047', 'complete', true],
		['000000048', 'on_hold', false],
		['000000049', 'partial_refund', true],
		['000000051', 'refunded', false],
	]);
	expect(records[0]).toEqual({ '@type': 'order', ...magento.theOrder() });
	expect(records[1].customer).not.toHaveProperty('id');
	expect(records[1].lineitems).toMatchObject([
		{ product_id: '400', variant_id: '403', quantity: 2, unit_price: 25 },
	]);
	expect(itemsOf(execution, 'Push orders', 1)).toMatchObject([
		{ increment_id: '000000050', error: { reason: 'invalid_payload', field: 'state' } },
	]);
});

test('a spreadsheet of contacts has fields named by its headings, and consent only for words that are known', async () => {
	const row = (row_number: number, more: object) => ({
		row_number,
		'Customer No': String(row_number),
		'E-Mail': `p${row_number}@home.example`,
		'First Name': 'Zoë',
		Surname: "O'Neill",
		Birthday: '',
		Country: '',
		Consent: '',
		'Consent Date': '',
		'SMS Consent': '',
		Points: '',
		Shelf: 'A1',
		...more,
	});
	const unsure = row(6, { Consent: 'probably' });
	const ambiguous = row(7, { Birthday: '03/04/1990' });
	const nobody = row(8, { 'Customer No': '' });
	const { execution, records } = await run('spreadsheet-contacts', 'Rows of the sheet', [
		row(2, {
			'Customer No': '00123',
			Birthday: '1990-12-10',
			Country: 'gb',
			Consent: 'Yes',
			'Consent Date': '2026-01-15T10:05:00Z',
			'SMS Consent': true,
			Points: 320,
		}),
		row(3, {
			Consent: 'unsubscribed',
			'Consent Date': '2026-01-16T09:00:00Z',
			'SMS Consent': 'no',
			Points: 0,
		}),
		row(4, {}),
		unsure,
		ambiguous,
		nobody,
	]);
	const known = { '@type': 'contact', '@collection': 'newsletter sheet', '@merge': true };
	expect(records).toEqual([
		{
			...known,
			id: '00123',
			customer_id: '00123',
			email: 'p2@home.example',
			firstname: 'Zoë',
			lastname: "O'Neill",
			date_of_birth: '1990-12-10',
			country_id: 'GB',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_subscribed: '2026-01-15T10:05:00Z',
			channels: { sms: { allow_marketing: true } },
			properties: { points: 320 },
		},
		{
			...known,
			id: '3',
			customer_id: '3',
			email: 'p3@home.example',
			firstname: 'Zoë',
			lastname: "O'Neill",
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_unsubscribed: '2026-01-16T09:00:00Z',
			channels: { sms: { allow_marketing: false } },
			properties: { points: 0 },
		},
		{
			...known,
			id: '4',
			customer_id: '4',
			email: 'p4@home.example',
			firstname: 'Zoë',
			lastname: "O'Neill",
		},
	]);
	expect(itemsOf(execution, 'Push contacts', 1)).toMatchObject([
		{ ...unsure, message: expect.stringContaining('probably') as string },
		{ ...ambiguous, error: { field: 'date_of_birth', reason: 'ambiguous_date' } },
		nobody,
	]);
	expect(messages()).toEqual([
		expect.stringMatching(/^Rows not pushed to Ometria: 3\n• 6: .*\n• 7: .*\n• row 8: /),
	]);
});

test('people are looked up before pushing, each address once, and only those not found are new', async () => {
	const { execution, records } = await run('look-up-before-push', 'Sign-ups', [
		{ card: 'T-2041', email: 'ada@shop.example', visit: 'London' },
		{ card: 'T-2042', email: 'new.person@shop.example', visit: 'Leeds' },
		{ card: 'T-2041', email: 'ada@shop.example', visit: 'Leeds' },
		{ card: 'T-2043', email: 'no address', visit: 'Leeds' },
	]);
	expect(itemsOf(execution, 'Known')).toEqual(
		['London', 'Leeds'].map((visit) => ({ profile: '2695-a00001-000001', visit, orders: 1 })),
	);
	expect(records).toEqual([
		{
			'@type': 'contact',
			'@collection': 'till',
			'@merge': true,
			id: 'T-2042',
			email: 'new.person@shop.example',
			properties: { first_visit: 'Leeds' },
		},
	]);
	expect(itemsOf(execution, 'Look up again')).toMatchObject([
		{ card: 'T-2043', error: { reason: 'wrong_parameter' } },
	]);
	expect(asked(sandbox)).toHaveLength(2);
});

test('order confirmations are one email for each order that can have one, and none is empty', async () => {
	const { execution } = await run('order-confirmation-email', 'Order paid', [
		shopify.restOrder(),
		shopify.restOrder({ id: 2, name: '#2', email: '' }),
		shopify.restOrder({ id: 3, name: '#3', email: null }),
		shopify.restOrder({ id: 4, name: '#4', line_items: [] }),
		shopify.restOrder({ id: 5, name: '#5', line_items: undefined }),
		shopify.restOrder({ id: 6, name: '#6', line_items: [null] }),
		shopify.restOrder({ id: 7, name: '#7', test: true }),
		shopify.restOrder({ id: 8, name: '#8', customer: null, email: 'guest@home.example' }),
	]);
	expect(itemsOf(execution, 'Sent')).toHaveLength(2);
	// The two are under way together, so that either may arrive first.
	const address = ({ to }: Record<string, unknown>) => (to as { email: string }).email;
	const emails = [...sandbox.server.data.rows('emails')].sort((a, b) =>
		address(a) < address(b) ? -1 : 1,
	);
	const items = [
		{ title: 'Desk lamp', quantity: 2, price: '45.00' },
		{ title: 'Bulb', quantity: 1, price: '10.50' },
	];
	const details = { orderID: '#L-3407', total: '96.45', currency: 'EUR', items };
	expect(emails).toMatchObject([
		{
			sandbox: true,
			template_id: 1567,
			to: { email: 'guest@home.example' },
			data: { contact: { firstname: '' }, details: { ...details, orderID: '#8' } },
		},
		{
			to: { email: 'noor@home.example' },
			data: { contact: { firstname: 'Noor' }, details },
		},
	]);
	expect(itemsOf(execution, 'Send confirmation', 1)).toMatchObject([
		{ name: '#6', error: { reason: 'wrong_parameter' } },
	]);
	expect(messages().sort()).toEqual([
		expect.stringMatching(/^Orders without a confirmation: 1\n• #6: /),
		expect.stringMatching(
			/^Orders without a confirmation: 5\n• #2: .*\n• #3: .*\n• #4: .*\n• #5: .*\n• #7: /,
		),
	]);
});
