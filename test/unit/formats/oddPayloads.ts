import type {
	FormatOperation,
	FormatRecordType,
	FormatSettings,
	Json,
} from '../../../nodes/Ometria/formats/types';
import { madeOf } from '../../support/entries';
import { fc } from '../../support/fastCheck';
import { problemsOf, settings } from './formatTests';

type Path = ReadonlyArray<string | number>;

/** Each path in a value, the value itself left out. */
function pathsIn(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const here = [...path, Array.isArray(value) ? Number(key) : key];
		return [here, ...pathsIn(inner, here)];
	});
}

const DELETED = Symbol('deleted');

function changeAt(payload: Json, path: Path, value: unknown): void {
	let parent: unknown = payload;
	for (const step of path.slice(0, -1)) {
		if (typeof parent !== 'object' || parent === null) return;
		parent = (parent as Record<string | number, unknown>)[step];
	}
	const last = path.at(-1);
	if (typeof parent !== 'object' || parent === null || last === undefined) return;
	if (value === DELETED) Reflect.deleteProperty(parent, last);
	else (parent as Record<string | number, unknown>)[last] = value;
}

/** Values that shops and workflows write where nothing good is. */
const ODD: readonly unknown[] = [
	null,
	'',
	' ',
	0,
	'0',
	-1,
	1,
	'1',
	true,
	false,
	'yes',
	'undefined',
	'[object Object]',
	'0000-00-00 00:00:00',
	'2026-02-31T10:00:00',
	'1e400',
	1e300,
	7.1e-15,
	9007199254740993,
	'12.345678',
	'1,50',
	[],
	{},
	[null],
	[[]],
	{ toString: 1, valueOf: 1 },
];

/** A valid payload with one to four of its values gone or replaced by any JSON value. */
export function oddPayloads(payload: Json): fc.Arbitrary<Json> {
	const paths = pathsIn(payload);
	const value = fc.oneof(fc.constant(DELETED), fc.constantFrom(...ODD), fc.jsonValue());
	const change = fc.tuple(fc.constantFrom(...paths), value);
	return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
		const copy = structuredClone(payload);
		for (const [path, replacement] of changes) {
			const own = replacement === DELETED ? DELETED : structuredClone(replacement);
			changeAt(copy, path, own);
		}
		return copy;
	});
}

/** What each shop's format must do with any payload: give valid records, or say what is wrong. */
export function testOddPayloads(
	cases: ReadonlyArray<[string, FormatRecordType, FormatOperation, Json]>,
	someSettings: fc.Arbitrary<FormatSettings>,
): void {
	it.each(cases)(
		'gives valid records or says what is wrong: %s',
		(_name, type, operation, payload) => {
			fc.assert(
				fc.property(oddPayloads(payload), someSettings, (odd, given) => {
					const before = JSON.stringify(odd);
					const entries = madeOf(operation.convert(odd, given));
					expect(entries.length).toBeGreaterThan(0);
					expect(problemsOf(entries, type, operation)).toEqual([]);
					expect(JSON.stringify(odd)).toBe(before);
				}),
			);
		},
	);

	it('is refused or skipped when it is nothing of the shop', () => {
		const operations = fc.constantFrom(...cases.map(([, , operation]) => operation));
		fc.assert(
			fc.property(fc.jsonValue(), operations, (body, operation) => {
				const entries = madeOf(operation.convert({ headers: {}, body }, settings()));
				expect(entries).not.toEqual([]);
				for (const { kind } of entries) expect(kind).not.toBe('record');
			}),
		);
	});
}
