import type { FormatRecordType, Json } from '../../../../nodes/Ometria/formats/types';
import { columnsOf } from '../../../../nodes/Ometria/records/columns';
import {
	AMBIGUOUS_NAMES,
	OPT_OUT_NAMES,
	SYNONYMS,
} from '../../../../nodes/Ometria/records/synonyms';
import { shown } from '../../../../nodes/Ometria/utils/text';
import { madeOf } from '../../../support/entries';
import { fc } from '../../../support/fastCheck';
import { convertRow, DEFAULTS, description, recordOf, tableOf, warningsOf } from './tableRows';

const TYPES: readonly FormatRecordType[] = ['contact', 'product', 'order'];
const CONSENT = ['marketing_optin', 'channels.sms.allow_marketing', 'channels.sms.marketing_optin'];

const headingOf = (type: FormatRecordType) =>
	fc.oneof(
		fc.constantFrom(
			...columnsOf(type).flatMap(({ id, displayName }) => [id, displayName]),
			...Object.values(SYNONYMS[type]).flat(),
			...Object.keys(AMBIGUOUS_NAMES[type]),
			...Object.values(OPT_OUT_NAMES).flat(),
			'Consent Date',
			'properties.points',
			'@type',
			'__proto__',
		),
		fc.string({ unit: 'binary' }),
	);

const cell = fc.oneof(
	fc.constantFrom<unknown>('', ' ', null, undefined, 'yes', 'no', 'unsubscribed', 'subscribed'),
	fc.constantFrom<unknown>(true, false, 0, 1, -1, NaN, '[]', '{}', [], {}),
	fc.string({ unit: 'binary' }),
	fc.jsonValue(),
);

const rowOf = (type: FormatRecordType) =>
	fc
		.tuple(
			fc.uniqueArray(fc.tuple(headingOf(type), cell), {
				maxLength: 8,
				selector: ([heading]) => heading,
			}),
			fc.option(fc.oneof(fc.string({ minLength: 1 }), fc.integer()), { nil: undefined }),
		)
		.map(([columns, id]): Json => {
			const row: Json = {};
			for (const [heading, value] of columns) {
				Object.defineProperty(row, heading, {
					value,
					enumerable: true,
					configurable: true,
					writable: true,
				});
			}
			return id === undefined ? row : { ...row, id };
		});

const settings = fc.record({
	idColumn: fc.option(fc.constantFrom('id', 'Email', 'nothing'), { nil: undefined }),
	noConsent: fc.constantFrom<'leaveOut' | 'optOut'>('leaveOut', 'optOut'),
});

const isEmpty = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** The values of a record that are no objects made by the format, with their fields. */
function leavesOf(
	value: unknown,
	given: ReadonlySet<unknown>,
	path = '',
): Array<[string, unknown]> {
	if (given.has(value) || typeof value !== 'object' || value === null) return [[path, value]];
	return Object.entries(value).flatMap(([name, inner]) =>
		leavesOf(inner, given, path === '' ? name : `${path}.${name}`),
	);
}

describe.each(TYPES)('a table of %ss', (type) => {
	test('never throws, and gives one entry, whatever the item', () => {
		fc.assert(
			fc.property(fc.anything(), settings, (item, chosen) => {
				const table = tableOf(type);
				expect(madeOf(table.convert(item as Json, { ...DEFAULTS, ...chosen }))).toHaveLength(1);
				table.describe?.(item as Json, { ...DEFAULTS, ...chosen });
			}),
		);
	});

	test('sends nothing but what the row holds, and consent only where the row has a word of it', () => {
		fc.assert(
			fc.property(rowOf(type), settings, (row, chosen) => {
				const formatted = convertRow(type, row, chosen);
				if (formatted.kind !== 'record') {
					return formatted.kind === 'invalid' && formatted.message !== '';
				}
				const values = Object.values(row);
				const given = new Set(values);
				return leavesOf(formatted.record, given).every(([field, value]) => {
					if (given.has(value)) return true;
					if (type !== 'contact' || !CONSENT.includes(field)) return false;
					const optIn = value === 'EXPLICITLY_OPTEDIN' || value === true;
					// The time of an opt-out and the reason for one are opt-outs too.
					if (!optIn) return values.some((word) => !isEmpty(word));
					return values.some((word) =>
						/^\s*(?:y|yes|t|true|1|on|j|ja|wahr|oui|vrai|subscribed|opt.*in)\s*$/i.test(
							String(word),
						),
					);
				});
			}),
		);
	});

	test('names every column of a row that is sent, as sent or as not sent', () => {
		fc.assert(
			fc.property(rowOf(type), settings, (row, chosen) => {
				if (convertRow(type, row, chosen).kind !== 'record') return true;
				const said = `${description(type, row, chosen)} ${warningsOf(type, row, chosen)}`;
				return Object.keys(row).every((heading) => said.includes(shown(heading)));
			}),
		);
	});

	test('leaves no column out without a word', () => {
		fc.assert(
			fc.property(rowOf(type), settings, (row, chosen) => {
				const formatted = convertRow(type, row, chosen);
				if (formatted.kind !== 'record') return true;
				const values = new Set(Object.values(row));
				const sent = new Set(leavesOf(formatted.record, values).map(([, value]) => value));
				const said = formatted.warnings.map(({ message }) => message).join(' ');
				const columns = description(type, row, chosen);
				return Object.entries(row).every(
					([heading, value]) =>
						isEmpty(value) ||
						sent.has(value) ||
						said.includes(shown(heading)) ||
						CONSENT.some((field) => columns.includes(`${shown(heading)} as "${field}"`)),
				);
			}),
		);
	});

	test('gives the same for the same row, whatever came before it', () => {
		fc.assert(
			fc.property(fc.array(rowOf(type), { maxLength: 5 }), rowOf(type), (rows, row) => {
				const first = convertRow(type, row);
				for (const other of rows) convertRow(type, other);
				expect(convertRow(type, row)).toEqual(first);
			}),
		);
	});
});

test('rows that have ever other headings are converted all the same', () => {
	for (let row = 1; row <= 1000; row++) {
		expect(recordOf('contact', { id: row, [`column ${row}`]: 1 })).toEqual({ id: row });
	}
	expect(recordOf('contact', { id: 1, 'column 1': 1 })).toEqual({ id: 1 });
});
