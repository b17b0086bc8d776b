import type { IDataObject } from 'n8n-workflow';

import { check, type CheckedRecord } from '../../checker/check';
import { type Choices, readRules } from '../../checker/settings';
import type { RecordType } from '../../nodes/Ometria/records';
import type { RunningSandbox } from '../../sandbox/server';
import { push, sandboxFor } from '../support/push';
import * as magento from '../unit/formats/magento2/payloads';
import * as shopify from '../unit/formats/shopify/payloads';
import * as woo from '../unit/formats/wooCommerce/payloads';

/** The checker says of each record what the node in n8n's engine says. */
let sandbox: RunningSandbox;
beforeAll(async () => (sandbox = await sandboxFor()));
afterAll(async () => await sandbox.close());

const RESOURCES: Record<RecordType, string> = {
	contact: 'contact',
	product: 'product',
	order: 'order',
	custom_event: 'customEvent',
};

interface Said {
	item: number;
	record: IDataObject | null;
	skipped: string | null;
	warnings: unknown[];
	reason: string | null;
	message: string | null;
}

/**
 * What a dry run of the node outputs, in the order of the input, and how it says that the input was read.
 *
 * @param known what the checker says of how the input is read: anything else is a warning
 */
async function nodeSays(
	type: RecordType,
	items: unknown[],
	choices: Partial<Choices>,
	known: readonly string[],
) {
	const { format = 'auto', values = {} } = choices;
	const { outputs } = await push(sandbox, items, {
		resource: RESOURCES[type],
		options: { textTimezone: 'UTC' },
		parameters: {
			dryRun: true,
			...(type !== 'custom_event' && { inputFormat: format, formatSettings: values }),
		},
		settings: { onError: 'continueRegularOutput' },
	});
	const warningsOf = ({ warnings = [] }: IDataObject) => warnings as string[];
	const isNote = (text: string) => known.includes(text);
	const notes = outputs[0].flatMap(({ json }) => warningsOf(json).filter(isNote));
	const said = outputs[0].map(({ json, pairedItem }): Said => {
		const error = json.error as IDataObject | undefined;
		return {
			item: error ? (pairedItem as { item: number }).item : (json.item as number),
			record: (json.record as IDataObject | undefined) ?? null,
			skipped: (json.skipped as string | undefined) ?? null,
			warnings: warningsOf(json).filter((warning) => !isNote(warning)),
			reason: (error?.reason as string | undefined) ?? null,
			message: error ? (json.message as string) : null,
		};
	});
	return {
		records: said.sort((a, b) => a.item - b.item),
		notes,
	};
}

async function checkerSays(type: RecordType, items: unknown[], choices: Partial<Choices>) {
	const { format = 'auto', values = {} } = choices;
	const all = { type, format, columns: [], values: { ...values, textTimezone: 'UTC' } };
	const input = { items, areRows: false, note: 'Read as JSON' };
	return await check(input, all, readRules(all, Date.now()));
}

const says = ({ place, record, skipped, warnings, problem }: CheckedRecord): Said => ({
	item: place,
	record: record as IDataObject | null,
	skipped,
	warnings: warnings.map(({ message }) => message),
	reason: problem?.reason ?? null,
	message: problem && `Record is not valid: ${problem.message}`,
});

const SHEET = [
	{ 'Customer No': 'c-1', 'E-Mail': 'ada@shop.example', Newsletter: 'yes', Born: '25/12/1990' },
	{ 'Customer No': 'c-2', 'E-Mail': 'nobody', Newsletter: 'no', Born: '' },
	{ 'Customer No': 'c-3', 'E-Mail': 'eve@shop.example', Newsletter: 'perhaps', Born: '03/04/1990' },
	{ 'Customer No': '', 'E-Mail': 'ida@shop.example', Newsletter: 'no', Born: '2026-13-01' },
];
const RECORDS = [
	{
		id: 'c-1',
		email: ' ada@shop.example ',
		fistname: 'Ada',
		timestamp_acquired: '2026-01-15 10:00',
	},
	{ id: 'c-2', email: 'bob@shop.example', gender: 'male', properties: { 'a b': 1 } },
	{ id: 2 ** 60, email: 'eve@shop.example' },
	{ id: 'c-4', note: 'ü'.repeat(31_000) },
];
const EVENT = { id: 'e-1', event_type: 'seen', timestamp: '2026-01-15T10:00:00Z', properties: {} };

const inputs: Array<[string, RecordType, unknown[], Partial<Choices>]> = [
	['a sheet', 'contact', SHEET, { format: 'table' }],
	['a sheet with a setting', 'contact', SHEET, { values: { dateOrder: 'dayFirst' } }],
	['records', 'contact', RECORDS, { format: 'ometria' }],
	['records that are recognised', 'contact', RECORDS, {}],
	['items of several kinds', 'contact', [SHEET[0], RECORDS[1], shopify.restCustomer()], {}],
	['a customer of WooCommerce', 'contact', [woo.aCustomer()], { format: 'wooCommerce' }],
	['an order of Shopify', 'order', [shopify.restOrder()], { format: 'shopify' }],
	['an order of WooCommerce', 'order', [woo.anOrder()], {}],
	['an order of Magento', 'order', [magento.anOrder(), { total: 5 }], { format: 'magento2' }],
	['an order that is skipped', 'order', [{ ...shopify.restOrder(), test: true }], {}],
	['a product and its variants', 'product', [shopify.restProduct()], { format: 'shopify' }],
	['a product of Magento', 'product', [magento.aProduct()], { values: { productCurrency: 'gbp' } }],
	['orders of the wrong resource', 'product', [woo.anOrder()], {}],
	['custom events', 'custom_event', [EVENT, { ...EVENT, id: '' }, { ...EVENT, timestamp: 1 }], {}],
];

test.each(inputs)('%s is judged as the node judges it', async (_name, type, items, choices) => {
	const checked = await checkerSays(type, items, choices);
	const records = [...checked.all()];
	const [, ...notes] = checked.about.notes;
	const node = await nodeSays(type, items, choices, notes);
	expect(records.length).toBeGreaterThan(0);
	expect(records.map(says)).toEqual(node.records);
	// Where nothing would be sent, a dry run has no item that says so.
	expect(records.every(({ problem }) => problem) ? [] : notes).toEqual(node.notes);
});
