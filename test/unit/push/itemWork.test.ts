import { INPUT_FORMATS } from '../../../nodes/Ometria/formats';
import { MOST_CHARACTERS, MOST_RECORDS } from '../../../nodes/Ometria/formats/bounds';
import type { FormatOperation, Json } from '../../../nodes/Ometria/formats/types';
import { pushOptions } from '../../../nodes/Ometria/operations/push/properties';
import type { RecordIndex } from '../../../nodes/Ometria/push/outcome';
import { NO_LIST_CHANGES } from '../../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import type { RecordRules, RecordType } from '../../../nodes/Ometria/records';
import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { tooSlow } from '../../support/doubling';
import { growthsOf } from '../../support/growingItems';
import { yielder } from '../../support/outcomes';
import { OFFICIAL, STANDARD } from '../../support/records';
import { settings } from '../formats/formatTests';
import * as magento2 from '../formats/magento2/payloads';
import * as shopify from '../formats/shopify/payloads';
import * as wooCommerce from '../formats/wooCommerce/payloads';

const LONGEST_MESSAGE = 2200;

/** A payload of each format and type; a further format has to add its own. */
const SAMPLES: Readonly<Record<string, Partial<Record<RecordType, Json[]>>>> = {
	table: {
		contact: [{ ID: '1', Email: 'a@b.example', 'First Name': 'A', Newsletter: 'yes', Shoe: '9' }],
		product: [{ ID: '1', Title: 'A', Price: '1.50', attributes: '[]', Shoe: '9' }],
		order: [{ 'Order ID': '1', Total: '1.50', 'customer.email': 'a@b.example', lineitems: '[]' }],
	},
	shopify: {
		contact: [shopify.restCustomer()],
		product: [
			shopify.restProduct({ variants: [shopify.restVariant()] }),
			shopify.graphqlProduct({ variants: { nodes: [shopify.graphqlVariant()] } }),
		],
		order: [shopify.restOrder(), shopify.graphqlOrder()],
	},
	wooCommerce: {
		contact: [wooCommerce.aCustomer()],
		product: [wooCommerce.aProduct({ variations: [wooCommerce.aVariation()] })],
		order: [wooCommerce.anOrder()],
	},
	magento2: {
		contact: [magento2.aCustomer()],
		product: [magento2.aFamily().configurable, { items: magento2.aFamily().simples }],
		order: [magento2.anOrder()],
	},
};

type Work = (json: unknown) => Promise<PreparedRecords>;

/** All that is done with one item until its records are sent. */
function workOf(
	type: RecordType | undefined,
	operation: FormatOperation | undefined,
	rules: Partial<RecordRules> = {},
): Work {
	return async (json) => {
		const entries = operation
			? operation.convert(json as Json, settings())
			: [{ kind: 'record' as const, record: json as Json, warnings: [] }];
		const notes = operation?.describe?.(json as Json, settings()) ?? [];
		const source = { count: 1, read: () => entries, emptyColumns: () => [], notes: () => notes };
		const records = await PreparedRecords.prepare(
			source,
			{
				type,
				settings: { collection: () => 'n8n', merge: () => true, lists: () => NO_LIST_CHANGES },
				records: { ...STANDARD, ...rules },
			},
			yielder(),
		);
		checkSizes(records, notes);
		return records;
	};
}

/** What an item grows to, and what is said of it, is bounded. */
function checkSizes(records: PreparedRecords, notes: readonly string[]): void {
	let characters = 0;
	let longest = 0;
	const measure = (text: string) => (longest = Math.max(longest, text.length));
	for (let index = 0; index < records.count; index++) {
		const record = index as RecordIndex;
		const outcome = records.outcomes[record];
		if (records.typeToSend(record)) characters += records.text(record).length;
		else if ('message' in outcome) measure(outcome.message);
	}
	for (const { message } of records.warnings()) measure(message);
	notes.forEach(measure);
	expect(records.count).toBeLessThanOrEqual(MOST_RECORDS);
	// Escapes and names of fields come on top of the values.
	expect(characters).toBeLessThanOrEqual(MOST_CHARACTERS * 2);
	expect(longest).toBeLessThanOrEqual(LONGEST_MESSAGE);
}

const conversions = INPUT_FORMATS.flatMap(({ value, operations }) =>
	Object.entries(operations).map(
		([type, operation]) => [value, type as RecordType, operation] as const,
	),
);

test.each(conversions)(
	'twice the item takes at most three times the work: format %s, %s',
	async (format, type, operation) => {
		const samples = SAMPLES[format][type] ?? [];
		expect(samples).not.toEqual([]);
		for (const sample of samples) {
			expect(await tooSlow(workOf(type, operation), growthsOf(sample))).toEqual([]);
		}
	},
	120_000,
);

const sampleOf = (type: RecordType): Json => {
	const found = OFFICIAL.find(([, of]) => of === type);
	return found?.[2] as Json;
};

test.each(Object.keys(SHAPES) as RecordType[])(
	'twice the item takes at most three times the work: an Ometria record, %s',
	async (type) => {
		expect(await tooSlow(workOf(type, undefined), growthsOf(sampleOf(type)))).toEqual([]);
	},
	120_000,
);

test('twice the item takes at most three times the work: an Ometria record of any type', async () => {
	const sample = { '@type': 'order', ...sampleOf('order') };
	expect(await tooSlow(workOf(undefined, undefined), growthsOf(sample))).toEqual([]);
}, 120_000);

/** Each choice of an option that decides how a record is checked. */
const choices = (pushOptions('contact').options ?? []).flatMap((option) => {
	if (!('type' in option) || !(option.name in STANDARD)) return [];
	const values =
		option.type === 'boolean'
			? [true, false]
			: (option.options ?? []).flatMap((choice) => ('value' in choice ? [choice.value] : []));
	return values.map((value) => [option.name, value] as const);
});

test('the options that decide how a record is checked are all there', () => {
	const names = new Set(choices.map(([name]) => name));
	expect([...names].sort()).toEqual([
		'convertTypes',
		'emptyValues',
		'excelDates',
		'unknownFields',
		'validation',
	]);
});

test.each(choices)(
	'twice the item takes at most three times the work: %s %s',
	async (name, value) => {
		const work = workOf('order', undefined, { [name]: value });
		const growths = growthsOf(sampleOf('order')).filter(({ name: what }) =>
			/ in (?:the item|properties)$| as lineitems$/.test(what),
		);
		expect(growths.length).toBeGreaterThan(10);
		expect(await tooSlow(work, growths)).toEqual([]);
	},
	120_000,
);
