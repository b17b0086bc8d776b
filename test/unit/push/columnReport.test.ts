import { ColumnReport } from '../../../nodes/Ometria/push/columnReport';
import { type PrepareRules } from '../../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords, type RecordSource } from '../../../nodes/Ometria/push/recordSource';
import type { RecordType } from '../../../nodes/Ometria/records';
import { yielder } from '../../support/outcomes';
import { PLAIN_SETTINGS, STANDARD } from '../../support/records';

const COUNTS = { records: 0, notSent: 0, invalid: 0, skipped: 0 };

/** The items of a report on records that are prepared from JSON. */
async function reportOn(
	count: number,
	json: (item: number) => object,
	{ type = 'contact', ...more }: Partial<RecordSource> & { type?: RecordType } = {},
) {
	const rules: PrepareRules = {
		type,
		settings: PLAIN_SETTINGS,
		records: STANDARD,
	};
	const source = { ...plainRecords(count, json), ...more };
	const report = new ColumnReport(type, source);
	await PreparedRecords.prepare(source, rules, yielder(), report);
	return report.items(COUNTS).map(({ json: item }) => item);
}

test('an item for a field is the same for any number of records', async () => {
	const items = await reportOn(20_000, (item) => ({ id: item, email: `p${item}@shop.example` }));
	expect(items).toHaveLength(3);
	expect(items[0]).toMatchObject({ field: 'id', values: 20_000, converted: 20_000 });
});

test('the columns that are counted are bounded, and it is said that there are more', async () => {
	const items = await reportOn(1500, (item) => ({ id: String(item), [`name_${item}`]: 1 }));
	expect(items).toHaveLength(1001);
	expect(items.at(-1)?.not_counted).toContain('more than 1,000 columns');
	const wide = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`column ${i}`, 'x']));
	const fields = new Map([['column 0', 'id']]);
	const row = { kind: 'row' as const, cells: wide, fields, deciding: [] };
	expect(await reportOn(1, () => ({ id: 'x' }), { columnsOf: () => row })).toHaveLength(1001);
});

test('a value of many levels, or that is too long, is shown in short', async () => {
	let deep: object = { end: 1 };
	for (let level = 0; level < 3000; level++) deep = { a: deep };
	const items = await reportOn(1, () => ({
		id: '1',
		firstname: 'x'.repeat(5000),
		properties: deep,
	}));
	for (const item of items) {
		for (const text of [item.before ?? null, item.field]) {
			expect(JSON.stringify(text).length).toBeLessThanOrEqual(203);
		}
	}
});

test('a record that is refused for its size is counted, and none of its fields', async () => {
	const items = await reportOn(1, () => ({ id: '1', firstname: 'x'.repeat(100_000) }));
	expect(items).toHaveLength(1);
	expect(items[0].fields_without_values).toContain('firstname');
});
