import type { RecordIndex } from '../../../nodes/Ometria/push/outcome';
import { type PrepareRules } from '../../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords } from '../../../nodes/Ometria/push/recordSource';
import {
	runWarnings,
	WarningCollector,
	warningHint,
	warningItems,
} from '../../../nodes/Ometria/push/warnings';
import { type Finding, Findings } from '../../../nodes/Ometria/records/findings';
import type { FindingReason } from '../../../nodes/Ometria/records/rules';
import { yielder } from '../../support/outcomes';
import { PLAIN_SETTINGS, STANDARD, WHOLE_ORDER } from '../../support/records';

function collect(...records: Finding[][]) {
	const collector = new WarningCollector();
	records.forEach((findings, item) => collector.add(item, `r${item}`, findings));
	return collector.list();
}

const finding = (field: string, reason: FindingReason = 'too_long'): Finding => ({
	field,
	reason,
	message: `"${field}": is odd`,
});

const messages = (...records: Finding[][]) =>
	collect(...records).map((warning) => warningHint(warning).message);

async function prepared(items: object[], type: 'contact' | 'order' = 'order') {
	const rules: PrepareRules = {
		type,
		settings: PLAIN_SETTINGS,
		records: STANDARD,
	};
	const source = plainRecords(items.length, (item) => items[item]);
	return await PreparedRecords.prepare(source, rules, yielder());
}

describe('warnings of a run', () => {
	it('count records, not findings', () => {
		const three = [0, 1, 2].map((line) => finding(`lineitems > ${line} > sku`));
		expect(messages(three)).toEqual(['"lineitems > 0 > sku": is odd (item 0, in 3 places)']);
		expect(messages(three, three)).toEqual([
			'"lineitems > 0 > sku": is odd (item 0 and 1 other record)',
		]);
		expect(collect(three, [], three, three, three)).toMatchObject([
			{ records: 4, recordIds: ['r0', 'r2', 'r3'], item: 0 },
		]);
	});

	it('keep names apart that differ in a digit, and fold positions in lists', () => {
		expect(collect([finding('street1'), finding('street2')])).toHaveLength(2);
		expect(collect([finding('rows > 1 > x2'), finding('rows > 7 > x2')])).toHaveLength(1);
		expect(collect([finding('rows > 1 > x2'), finding('rows > 1 > x3')])).toHaveLength(2);
	});

	it('include unknown names, which are not pushed out by what was done as documented', () => {
		const done = Array.from({ length: 25 }, (_, i) => finding(`column${i}`, 'empty_left_out'));
		const unknown = { fields: [{ path: 'shoe' }], more: 0 };
		const [first] = messages([...done, { ...finding('shoe', 'unknown_field'), unknown }]);
		expect(first).toContain('"shoe": is not an Ometria field');
	});

	it('come with what concerns money, consent and identity first, and what was done as documented later', () => {
		const list = collect([
			finding('firstname', 'empty_left_out'),
			finding('gender', 'unusual_word'),
			finding('marketing_optin', 'consent_as_boolean'),
			finding('lineitems > 0 > price', 'not_whole'),
		]);
		expect(list.map(({ field }) => field)).toEqual([
			'marketing_optin',
			'lineitems > 0 > price',
			'gender',
			'firstname',
		]);
		expect(list.map((warning) => warningHint(warning).type)).toEqual([
			'warning',
			'warning',
			'warning',
			'info',
		]);
	});

	it('are at most 20 kinds and a count of the others', () => {
		const kinds = (count: number) => Array.from({ length: count }, (_, i) => finding(`field_${i}`));
		expect(collect(kinds(20))).toHaveLength(20);
		expect(messages(kinds(21))).toHaveLength(21);
		expect(messages(kinds(21)).at(-1)).toBe('And 1 more kind of warnings');
		expect(messages(kinds(5000)).at(-1)).toBe('And 4,980 more kinds of warnings');
	});

	it('do not hide one another where one kind has many places', async () => {
		const lineitems = Array.from({ length: 25 }, (_, i) => ({
			product_id: ` p${i} `,
			quantity: 1,
			...(i === 24 && { quantity: 1.5 }),
		}));
		const customer = { email: 'not-an-address' };
		const records = await prepared([{ id: 'o1', ...WHOLE_ORDER, customer, lineitems }]);
		expect(records.warnings().map(({ reason, places }) => [reason, places])).toEqual([
			['invalid_email', 1],
			['not_whole', 1],
			['spaces_removed', 25],
		]);
		expect(records.warnings().map(warningHint).at(-1)?.message).toContain('(item 0, in 25 places)');
	});

	it('are counted where a record has more than are kept, and what was done as documented goes first', () => {
		const findings = new Findings();
		for (let i = 0; i < 25; i++) findings.add(`field_${i}`, 'empty_left_out');
		findings.add('is_valid', 'counts_revenue', { status: 'refunded' });
		// The same again, and again.
		for (let i = 20; i < 25; i++) findings.add(`field_${i}`, 'empty_left_out');
		expect(findings.warnings).toHaveLength(21);
		expect(findings.warnings.map(({ reason }) => reason)).toContain('counts_revenue');
		const [first, ...others] = collect([...findings.warnings]);
		expect(first.reason).toBe('counts_revenue');
		expect(others.at(-1)?.message).toBe('And 6 more kinds of warnings');
	});

	it('lose what matters least where a run has more than are remembered', () => {
		const collector = new WarningCollector();
		for (let item = 0; item < 300; item++) {
			collector.add(item, `r${item}`, [finding(`column_${item}`, 'empty_left_out')]);
		}
		for (const item of [300, 301]) {
			collector.add(item, `r${item}`, [finding('marketing_optin', 'consent_as_boolean')]);
		}
		const list = collector.list();
		expect(list[0]).toMatchObject({ reason: 'consent_as_boolean', records: 2 });
		expect(list.at(-1)?.message).toBe('And 281 more kinds of warnings');
	});

	it('name all unknown fields in one sentence, after what matters', async () => {
		const names = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`col_${i}x`, 1]));
		const records = await prepared([
			{ id: 'o1', ...WHOLE_ORDER, status: 'refunded', ...names },
			{ id: 'o2', ...WHOLE_ORDER, extra: 1, grandtotl: 2 },
		]);
		const hints = records.warnings().map((warning) => warningHint(warning).message);
		expect(hints).toHaveLength(2);
		expect(hints[0]).toContain('"is_valid"');
		expect(hints[1]).toMatch(
			/^32 fields are not Ometria fields and are sent as they are: "grandtotl" \(did you mean "grand_total"\?\), "col_0x", .* and 27 more \(item 0 and 1 other record\)$/,
		);
	});

	it('name a field in each line of an order once', async () => {
		const lineitems = [1, 2, 3].map((product_id) => ({ product_id, quantity: 1, shade: 'a' }));
		const [warning] = (await prepared([{ id: 'o', ...WHOLE_ORDER, lineitems }])).warnings();
		const hint = warningHint(warning);
		expect(hint.message).toBe(
			'"lineitems > 0 > shade": is not an Ometria field and is sent as it is (item 0)',
		);
	});

	it('are items of message, reason, field, records and record_ids', () => {
		expect(warningItems(collect([finding('email')], [finding('email')]))).toEqual([
			{
				message: '"email": is odd',
				reason: 'too_long',
				field: 'email',
				records: 2,
				record_ids: ['r0', 'r1'],
			},
		]);
		expect(
			warningItems(collect([{ field: '', reason: 'close_to_limit', message: 'odd' }])),
		).toEqual([
			{ message: 'odd', reason: 'close_to_limit', field: null, records: 1, record_ids: ['r0'] },
		]);
	});

	it('are for each record those that it was given, however many kinds the run has', async () => {
		const count = 1200;
		const phone = (i: number) => `0770 090${i % 1100}`;
		const records = await prepared(
			Array.from({ length: count }, (_, i) => ({
				id: `c${i}`,
				email: 'ada@shop.example',
				phone_number: phone(i),
			})),
			'contact',
		);
		for (let i = 0; i < count; i++) {
			const [warning, ...others] = records.warningTextsOf([i as RecordIndex]);
			expect(warning).toContain(`found "${phone(i)}"`);
			expect(others).toEqual([]);
		}
	});

	it('name the unknown fields of a record where a sentence does not name them all', async () => {
		const names = ['aaa', 'bbb', 'ccc', 'ddd', 'eee'].map((name) => [`${name}_x`, 1] as const);
		const records = await prepared([
			{ id: 'o1', ...WHOLE_ORDER, ...Object.fromEntries(names), fff_x: 1 },
			{ id: 'o2', ...WHOLE_ORDER, ...Object.fromEntries(names), ggg_x: 1 },
		]);
		const [text] = records.warningTextsOf([0, 1] as RecordIndex[]);
		expect(text).toMatch(/^7 fields are not Ometria fields/);
	});

	it('remember a bounded number of unknown names', async () => {
		const collector = new WarningCollector();
		for (let item = 0; item < 5000; item++) {
			const fields = [{ path: `name${item}` }];
			collector.add(item, `r${item}`, [
				{ ...finding('', 'unknown_field'), unknown: { fields, more: 0 } },
			]);
		}
		expect(collector.list()).toHaveLength(1);
		expect(collector.list()[0]).toMatchObject({ records: 5000 });
		expect(collector.list()[0].message).toMatch(/^1,001 fields/);
	});
});

describe('what is doubtful about a run as a whole', () => {
	it('is first that n8n gave the node its first item only', () => {
		const [warning, ...more] = runWarnings({ count: 1, emptyColumns: ['email'] }, true);
		expect(warning).toMatchObject({ field: '', records: 1, recordIds: [] });
		expect(warning.message).toContain('Execute Once');
		expect(more).toEqual([]);
	});

	it('is a mapped column that gave no value for any of several items', () => {
		expect(runWarnings({ count: 2, emptyColumns: ['customer.email'] }, false)).toMatchObject([
			{
				field: 'customer > email',
				records: 2,
				recordIds: [],
				message: expect.stringMatching(/^"customer > email": .*any of the 2 items/) as string,
			},
		]);
		expect(runWarnings({ count: 2, emptyColumns: [] }, false)).toEqual([]);
	});
});

describe('records that share an ID', () => {
	const hintsOf = async (ids: string[], collections: string[] = []) =>
		(
			await prepared(
				ids.map((id, i) => ({
					id,
					email: `p${i}@shop.example`,
					...(collections[i] && { '@collection': collections[i] }),
				})),
				'contact',
			)
		)
			.warnings()
			.map((warning) => warningHint(warning).message);

	it('are said first where they are most of a run', async () => {
		const ids = [...Array.from({ length: 30 }, () => 'c-'), 'c-1'];
		expect((await hintsOf(ids))[0]).toBe(
			'30 of 31 records share the ID "c-" (items 0, 1, 2 …): each is sent over the one before. Check what gives the ID',
		);
	});

	it('are named with three IDs at most, and their items', async () => {
		const ids = ['a', 'b', 'a', 'c', 'b', 'c', 'd', 'd', ...Array.from('efghijklm')];
		expect(await hintsOf(ids)).toEqual([
			'8 of 17 records share 4 IDs ("a" in items 0, 2; "b" in items 1, 4; "c" in items 3, 5; …): each is sent over the one before',
		]);
	});

	it('are counted once for each record, wherever the first of them is', async () => {
		expect((await hintsOf(['x', 'a', 'a', 'a']))[0]).toContain(
			'3 of 4 records share the ID "a" (items 1, 2, 3): ',
		);
	});

	it('are all named where they are few, and not called most when they are half', async () => {
		expect(await hintsOf(['a', 'a', 'b', 'b', 'c', 'd', 'e', 'f'])).toEqual([
			'4 of 8 records share 2 IDs ("a" in items 0, 1; "b" in items 2, 3): each is sent over the one before',
		]);
	});

	it('are none when each ID is there once, or in another collection', async () => {
		expect(await hintsOf(['a', 'b', 'A'])).toEqual([]);
		expect(await hintsOf(['a', 'a'], ['uk', 'fr'])).toEqual([]);
		expect(await hintsOf(['a', 'a'], ['uk', 'uk'])).toHaveLength(1);
	});

	it('are told apart from IDs that only look the same', async () => {
		const composed = 'caf\u00e9';
		const decomposed = 'cafe\u0301';
		expect(await hintsOf([composed, decomposed])).toEqual([
			expect.stringMatching(/^The IDs of items 0 and 1 look the same \("café"\)/),
		]);
		const records = await prepared(
			[composed, decomposed, decomposed].map((id) => ({ id, firstname: 'Ada' })),
			'contact',
		);
		expect(records.warnings()).toMatchObject([{ records: 3, recordIds: [composed, decomposed] }]);
		expect(await hintsOf([composed, composed])).toEqual([expect.stringContaining('share the ID')]);
		expect(await hintsOf([composed, 'cafe'])).toEqual([]);
		for (const ids of [
			['a b', 'a\u00a0b'],
			['a\u00a0b', 'a b'],
		]) {
			expect(await hintsOf(ids)).toEqual([expect.stringContaining('look the same')]);
		}
	});
});
