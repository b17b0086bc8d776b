import type { Formatted, Json } from '../../../nodes/Ometria/formats/types';
import {
	type Failed,
	invalidOnly,
	type ItemIndex,
	NOT_YET_SENT,
	type RecordIndex,
} from '../../../nodes/Ometria/push/outcome';
import { NO_LIST_CHANGES, type PrepareRules } from '../../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords, type RecordSource } from '../../../nodes/Ometria/push/recordSource';
import type { Finding } from '../../../nodes/Ometria/records';
import { yielder } from '../../support/outcomes';
import { PLAIN_SETTINGS, STANDARD, WHOLE_ORDER } from '../../support/records';

const RULES: PrepareRules = {
	type: 'order',
	settings: PLAIN_SETTINGS,
	records: STANDARD,
};

const record = (json: object, ...warnings: Finding[]): Formatted => ({
	kind: 'record',
	record: json as Json,
	warnings,
});

const order = (id: string, more: object = {}) => ({ id, ...WHOLE_ORDER, ...more });

/** Prepares items that come to the entries given. */
async function prepare(items: Formatted[][], rules: Partial<PrepareRules> = {}) {
	const plain = plainRecords(items.length, () => ({}));
	const source: RecordSource = { ...plain, read: (item) => items[item] };
	return await PreparedRecords.prepare(source, { ...RULES, ...rules }, yielder());
}

const at = (index: number) => index as RecordIndex;
const all = (records: PreparedRecords) => Array.from(records.outcomes.keys(), at);

describe('the entries of an item', () => {
	it('become records, or the reasons why there is none', async () => {
		const records = await prepare([
			[record(order('o-1')), { kind: 'skipped', reason: 'draft order' }],
			[
				{ kind: 'invalid', reason: 'invalid_payload', field: 'id', message: 'no id' },
				{ kind: 'invalid', reason: 'invalid_payload', field: '', message: 'no order' },
			],
			[record(order('o-2', { timestamp: 'never' }))],
		]);
		expect(records.outcomes).toEqual([
			{ kind: 'notSent', reason: 'not_sent', message: 'Not sent' },
			{ kind: 'skipped', reason: 'draft order' },
			{ kind: 'invalid', reason: 'invalid_payload', message: 'no id', field: 'id' },
			{ kind: 'invalid', reason: 'invalid_payload', message: 'no order' },
			expect.objectContaining({ kind: 'invalid' }) as Failed,
		]);
		expect(all(records).map((index) => records.item(index))).toEqual([0, 0, 1, 1, 2]);
		expect(all(records).map((index) => records.id(index))).toEqual(['o-1', '', '', '', 'o-2']);
		expect(all(records).map((index) => records.typeToSend(index))).toEqual([
			'order',
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		expect(records.count).toBe(5);
		expect(records.outcomes.map((outcome) => invalidOnly(outcome)?.message)).toEqual([
			undefined,
			undefined,
			'no id',
			'no order',
			expect.any(String) as string,
		]);
	});

	it('are asked for once for each item, in order', async () => {
		const asked: number[] = [];
		const source: RecordSource = {
			...plainRecords(3, () => ({})),
			read: (item) => {
				asked.push(item);
				return [record(order(`o-${item}`, { status: 'refunded', grand_total: '49.50' }))];
			},
		};
		const records = await PreparedRecords.prepare(source, RULES, yielder());
		for (const index of all(records)) {
			records.text(index);
			records.warningsOf([index]);
		}
		expect(asked).toEqual([0, 1, 2]);
	});

	it('may be many more than there are items', async () => {
		const ids = Array.from({ length: 300 }, (_, index) => `o-${index}`);
		const records = await prepare([ids.map((id) => record(order(id))), []]);
		expect(all(records).map((index) => records.id(index))).toEqual(ids);
		expect(new Set(all(records).map((index) => records.typeToSend(index)))).toEqual(
			new Set(['order']),
		);
		expect(records.text(at(299))).toContain('"id":"o-299"');
	});
});

describe('a parameter that cannot be used for an item', () => {
	const rules = {
		type: 'contact' as const,
		settings: {
			...RULES.settings,
			lists: (item: ItemIndex) => {
				if (item === 1) throw new Error('no such segment');
				return NO_LIST_CHANGES;
			},
		},
	};
	const contacts = ['a', 'b', 'c'].map((id) => [record({ id, email: `${id}@shop.example` })]);

	it("is that item's failure alone where the user wants to go on", async () => {
		const records = await prepare(contacts, { ...rules, continueOnFail: true });
		expect(records.outcomes).toEqual([
			NOT_YET_SENT,
			{ kind: 'invalid', reason: 'wrong_parameter', message: 'no such segment' },
			NOT_YET_SENT,
		]);
	});

	it('ends the run otherwise', async () => {
		await expect(prepare(contacts, rules)).rejects.toThrow('no such segment');
	});

	it('may be one that the entries of the item depend on', async () => {
		const source: RecordSource = {
			...plainRecords(2, () => ({})),
			read: (item) => {
				if (item === 0) throw new Error('no such column');
				return contacts[item];
			},
		};
		const records = await PreparedRecords.prepare(
			source,
			{ ...RULES, type: 'contact', continueOnFail: true },
			yielder(),
		);
		expect(records.outcomes).toEqual([
			{ kind: 'invalid', reason: 'wrong_parameter', message: 'no such column' },
			NOT_YET_SENT,
		]);
		expect(records.type(at(0))).toBe('contact');
	});
});

describe('the text of a record', () => {
	it('is the converted record, or the record as it was given', async () => {
		const records = await prepare([
			[record(order('o-1'))],
			[record(order('o-2', { grand_total: '49.50' }))],
		]);
		expect(JSON.parse(records.text(at(0)))).toEqual({
			'@type': 'order',
			'@merge': true,
			...order('o-1'),
		});
		expect(JSON.parse(records.text(at(1)))).toEqual({
			'@type': 'order',
			'@merge': true,
			...order('o-2', { grand_total: 49.5 }),
		});
	});

	it('is written once, whatever becomes of the item afterwards', async () => {
		const json = order('o-1');
		const records = await prepare([[record(json)]]);
		json.id = 'o-2';
		expect(records.text(at(0))).toContain('"id":"o-1"');
	});

	it('is kept until it is dropped, and there is none of what is not sent', async () => {
		const records = await prepare([
			[record(order('o-1'))],
			[record(order('o-2'))],
			[{ kind: 'skipped', reason: 'draft order' }],
		]);
		records.dropText(at(0));
		expect(all(records).map((index) => records.text(index))).toEqual([
			'',
			expect.stringContaining('"o-2"'),
			'',
		]);
	});
});

describe('what is doubtful', () => {
	const items = [
		[
			record(order('o-1'), {
				reason: 'parts_differ',
				field: 'total',
				message: '"total": sums to 12',
			}),
			record(order('o-2', { status: 'refunded' })),
			record(order('o-3')),
		],
		[
			record(order('o-4'), {
				reason: 'parts_differ',
				field: 'total',
				message: '"total": sums to 345.5',
			}),
		],
		[record(order('o-5'), { reason: 'variants_cut', field: '', message: 'was edited' })],
		[record(order('o-6'), { reason: 'rounded', field: 'total', message: '"total": was rounded' })],
	];

	it('is said of each record', async () => {
		const records = await prepare(items);
		const about = (...indexes: number[]) => records.warningTextsOf(indexes.map(at));
		expect(about(0)).toEqual(['"total": sums to 12']);
		expect(about(1)).toEqual([expect.stringContaining('is_valid')]);
		expect(about(2)).toEqual([]);
		expect(about(4)).toEqual(['was edited']);
		// Of several records, it says which.
		expect(about(0, 3)).toEqual(['"total": sums to 12 (o-1, o-4)']);
	});

	it('is gathered for the run, one kind for each reason and field, whatever figures it names', async () => {
		const records = await prepare(items);
		const warnings = records.warnings().map(({ message, records: count }) => [message, count]);
		expect(warnings).toContainEqual(['"total": sums to 12', 2]);
		expect(warnings).toContainEqual(['was edited', 1]);
		expect(warnings).toContainEqual(['"total": was rounded', 1]);
		expect(warnings).toHaveLength(4);
	});
});

describe('ids that occur more than once', () => {
	const distinct = async (ids: string[], collections: string[] = []) => {
		const contacts = ids.map((id, index) => [
			record({
				id,
				email: 'a@shop.example',
				...(collections[index] && { '@collection': collections[index] }),
			}),
		]);
		return (await prepare(contacts, { type: 'contact' })).hasDistinctIds;
	};

	it.each<[string[], string[], boolean]>([
		[['a', 'b'], [], true],
		[['a', 'a'], [], false],
		[['caf\u00e9', 'cafe\u0301'], [], false],
		[['a', 'b'], ['uk', 'fr'], false],
		[['a', 'b'], ['uk', 'uk'], true],
	])('are known for planning: %j in %j', async (ids, collections, expected) => {
		expect(await distinct(ids, collections)).toBe(expected);
	});

	it('are not warned of when records are not checked', async () => {
		const twice = [[record(order('o-1'))], [record(order('o-1'))]];
		const off = await prepare(twice, { records: { ...STANDARD, validation: 'off' } });
		expect(off.warnings()).toEqual([]);
		expect((await prepare(twice)).warnings()).toMatchObject([
			{ field: 'id', records: 2, recordIds: ['o-1'] },
		]);
	});
});

describe('an email that contacts share', () => {
	const person = (id: string, email?: unknown) => [record({ id, firstname: 'Ada', email })];
	const emailWarnings = async (items: Formatted[][]) =>
		(await prepare(items, { type: 'contact' })).warnings().filter(({ field }) => field === 'email');

	it('is said once when most of the run has the one of its first contact', async () => {
		const shared = ['a', 'b', 'c'].map((id) => person(id, 'info@shop.example'));
		expect(await emailWarnings([...shared, person('d', 'd@shop.example')])).toEqual([
			expect.objectContaining({
				message:
					'3 of 4 contacts have the same email under different IDs: Ometria keeps an email for one contact only. Check what gives the email',
				records: 3,
				recordIds: ['a', 'b', 'c'],
			}),
		]);
	});

	it.each<[string, Formatted[][]]>([
		['two contacts', ['a', 'b'].map((id) => person(id, 'x@shop.example'))],
		['one contact again and again', ['a', 'a', 'a'].map((id) => person(id, 'x@shop.example'))],
		[
			'a few of many',
			['a', 'b', 'c', 'd', 'e', 'f'].map((id, at) =>
				person(id, at < 3 ? 'x@shop.example' : `${id}@shop.example`),
			),
		],
		['contacts without one', ['a', 'b', 'c'].map((id) => person(id))],
	])('is nothing to say of %s', async (_name, items) =>
		expect(await emailWarnings(items)).toEqual([]),
	);
});
