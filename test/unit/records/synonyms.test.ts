import { RECORD_TYPE_LABELS, type RecordType } from '../../../nodes/Ometria/records';
import { columnsOf } from '../../../nodes/Ometria/records/columns';
import {
	AMBIGUOUS_LINE_NAMES,
	AMBIGUOUS_NAMES,
	bareName,
	CONSENT_TIME_NAMES,
	LINE_NAMES,
	LINE_TEXT_NAMES,
	OPT_OUT_NAMES,
	PRICE_BEFORE_NAMES,
	SYNONYMS,
} from '../../../nodes/Ometria/records/synonyms';

const TYPES = Object.keys(RECORD_TYPE_LABELS) as RecordType[];

/** Every name of a record type with what it stands for. */
function namesOf(type: RecordType): Array<readonly [name: string, meaning: string]> {
	const entries = (table: Readonly<Record<string, readonly string[]>>, note: string) =>
		Object.entries(table).flatMap(([field, names]) =>
			names.map((name) => [name, field + note] as const),
		);
	return [
		...columnsOf(type).flatMap(({ id, displayName }) => [
			[id, id] as const,
			[displayName, id] as const,
		]),
		...entries(SYNONYMS[type], ''),
		...Object.keys(AMBIGUOUS_NAMES[type]).map((name) => [name, 'ambiguous'] as const),
		...(type === 'order'
			? [
					...entries(LINE_NAMES, ' of a line'),
					...Object.keys(AMBIGUOUS_LINE_NAMES).map((name) => [name, 'ambiguous'] as const),
					...LINE_TEXT_NAMES.map((name) => [name, 'text of a line'] as const),
				]
			: []),
		...(type === 'product'
			? PRICE_BEFORE_NAMES.map((name) => [name, 'price before'] as const)
			: []),
		...(type === 'contact' ? entries(OPT_OUT_NAMES, ' as opt-out') : []),
		...(type === 'contact'
			? CONSENT_TIME_NAMES.map((name) => [name, 'time of consent'] as const)
			: []),
	];
}

test.each(TYPES)('a name stands for one field of a %s', (type) => {
	const meanings = new Map<string, Set<string>>();
	for (const [name, meaning] of namesOf(type)) {
		const bare = bareName(name);
		meanings.set(bare, (meanings.get(bare) ?? new Set()).add(meaning));
	}
	expect([...meanings].filter(([bare, found]) => bare === '' || found.size > 1)).toEqual([]);
});

test.each(TYPES)('no synonym of a %s is listed twice in another spelling', (type) => {
	for (const [field, names] of Object.entries(SYNONYMS[type])) {
		const bare = names.map(bareName);
		expect([field, bare.filter((name, index) => bare.indexOf(name) !== index)]).toEqual([
			field,
			[],
		]);
	}
});

test.each(TYPES)('synonyms of a %s stand for fields that exist', (type) => {
	const fields = columnsOf(type).map(({ id }) => id);
	const named = [
		...Object.keys(SYNONYMS[type]),
		...Object.values(AMBIGUOUS_NAMES[type]).flat(),
		...(type === 'contact' ? Object.keys(OPT_OUT_NAMES) : []),
	];
	expect(named.filter((field) => !fields.includes(field))).toEqual([]);
});

test.each([
	['E-Mail', 'email'],
	['  Prénom_1 ', 'prenom1'],
	['Customer #', 'customerno'],
	['Discount %', 'discountpercent'],
	['!subscribed', 'notsubscribed'],
	['\uFEFFid', 'id'],
	['名前', '名前'],
	['***', ''],
])('the bare name of %p is %p', (name, bare) => {
	expect(bareName(name)).toBe(bare);
});
