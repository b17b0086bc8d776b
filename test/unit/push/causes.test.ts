import { causeItems, Causes, causeSentences, type Fault } from '../../../nodes/Ometria/push/causes';
import type { ItemIndex } from '../../../nodes/Ometria/push/outcome';
import { finding } from '../../../nodes/Ometria/records/findings';

const COLUMNS = new Map([['date_of_birth', 'Birthday']]);
const birthday = (value: string): Fault =>
	finding('date_of_birth', 'ambiguous_date', { value, isDay: true, fault: 'shortYear' });
const empty: Fault = finding('Customer No', 'empty_id_cell', { heading: 'Customer No' });

/** Notes faults of items whose rows begin at 2, as a sheet's do; one record each. */
function noted(faults: ReadonlyArray<readonly [item: number, ...faults: Fault[]]>, isSheet = true) {
	const causes = new Causes((item) => (isSheet ? item + 2 : undefined));
	for (const [item, ...own] of faults) {
		causes.add({ item: item as ItemIndex, record: item }, own, COLUMNS);
	}
	return causes.list();
}

test('a cause is said with its column, count, a sample, the first rows and what to do', () => {
	const list = noted([0, 3, 6, 1200].map((item) => [item, birthday('03/04/1990')] as const));
	expect(causeSentences(list)).toEqual([
		'"Birthday": 4 rows such as "03/04/1990" (rows 2, 5 and 8). Give the year with four digits.',
	]);
	expect(causeItems(list)).toEqual([
		{
			reason: 'ambiguous_date',
			field: 'date_of_birth',
			column: 'Birthday',
			records: 4,
			sample: '"03/04/1990"',
			rows: [2, 5, 8],
			advice: 'Give the year with four digits',
		},
	]);
});

test('the cause of most records stands first, and a record counts for each of its causes', () => {
	const list = noted(
		[
			[0, empty],
			[1, birthday('1/2/1990'), empty],
			[2, birthday('1/2/1990')],
			[3, birthday('1/2/1990')],
		],
		false,
	);
	expect(causeSentences(list).map((text) => text.slice(0, 40))).toEqual([
		'"Birthday": 3 records such as "1/2/1990"',
		'"Customer No": 2 records (items 0 and 1)',
	]);
});

test('one record gets the same help as many', () => {
	expect(causeSentences(noted([[7, birthday('03/04/1990')]], false))).toEqual([
		'"Birthday": 1 record such as "03/04/1990" (item 7). Give the year with four digits.',
	]);
});

test('what was not found is not a sample', () => {
	const missing = finding('id', 'missing_id', { value: undefined, place: undefined });
	expect(causeSentences(noted([[0, missing]], false))).toEqual([
		'"id": 1 record (item 0). Expected text that identifies the record.',
	]);
});

test('a record that has a fault in several lines counts once', () => {
	const line = (position: number) => finding(`lineitems > ${position} > quantity`, 'missing_field');
	expect(causeItems(noted([[0, line(0), line(5)]]))).toMatchObject([
		{ field: 'lineitems > * > quantity', records: 1 },
	]);
});

test('ten causes are listed, and the others are counted', () => {
	const faults = Array.from({ length: 12 }, (_, i) => finding(`f${i}`, 'missing_field'));
	const texts = causeSentences(noted([[0, ...faults]]));
	expect(texts).toHaveLength(11);
	expect(texts[10]).toBe('And 2 more causes.');
});

test('what to do is not cut off, however long the rest is', () => {
	const message = `${'This is a long story, '.repeat(100)}which ends. Set Format Settings > ID Column`;
	const [text] = causeSentences(noted([[0, { reason: 'no_id_column', field: '', message }]]));
	expect(text.length).toBeLessThan(500);
	expect(text).toMatch(/… Set Format Settings > ID Column\.$/);
});
