import type { ZodTypeAny } from 'zod';

import { checkRecord, type RecordType } from '../../../nodes/Ometria/records';
import { fc } from '../../support/fastCheck';
import { OFFICIAL, STANDARD } from '../../support/records';

const TYPES: readonly RecordType[] = ['contact', 'product', 'order', 'custom_event'];

const scalar = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		true,
		false,
		0,
		1.5,
		-3,
		'',
		'x',
		'GB',
		'gbp',
		'12.50',
		'true',
		'yes',
		'm',
		'EXPLICITLY_OPTEDIN',
	),
	fc.constantFrom(
		'2026-01-15',
		'2026-02-30',
		'2026-01-15T10:05:00Z',
		'2026-01-15 10:05:00',
		'2026-02-30T10:05:00Z',
		'12/10/2026',
	),
	fc.string(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.constant({}),
	fc.constant([]),
);

/** Objects that have fields of the schema, with right and wrong values. */
export function recordOf(shape: Readonly<Record<string, unknown>>) {
	const value = fc.oneof(
		scalar,
		fc.array(
			fc.oneof(
				scalar,
				fc.dictionary(
					fc.constantFrom('product_id', 'quantity', 'type', 'id', 'label', 'price'),
					scalar,
				),
			),
			{ maxLength: 3 },
		),
		fc.dictionary(fc.constantFrom('id', 'email', 'city', 'country_code', 'sms', 'base'), scalar),
	);
	return fc.dictionary(fc.constantFrom(...Object.keys(shape)), value, { maxKeys: 6 });
}

/** What the quick check says and what zod says of the same record. */
export function describeAgreement(
	schemas: Readonly<Record<RecordType, ZodTypeAny>>,
	shapes: Readonly<Record<RecordType, object>>,
): void {
	it.each(OFFICIAL)("accepts Ometria's example: %s", (_name, type, record) => {
		expect(schemas[type].safeParse(record).success).toBe(true);
	});

	it.each(TYPES)(
		'whatever zod takes for a %s, the check lets pass unaltered but for empty values',
		(type) => {
			fc.assert(
				fc.property(recordOf(shapes[type] as Record<string, unknown>), (fields) => {
					const record: Record<string, unknown> = {
						id: 'x',
						event_type: 'e',
						timestamp: '2026-01-15T10:05:00Z',
						...fields,
					};
					fc.pre(
						schemas[type].safeParse(record).success &&
							record.id !== null &&
							record.event_type !== null &&
							record.timestamp !== null &&
							record.id !== '' &&
							record.event_type !== '',
					);
					const checked = checkRecord(
						type,
						record,
						{ ...STANDARD, convertTypes: false, emptyValues: 'sendAll' },
						{ merges: true },
					);
					expect(checked).toMatchObject({ ok: true, record });
				}),
			);
		},
	);

	it.each(TYPES)('whatever the check converts a %s to, zod takes', (type) => {
		fc.assert(
			fc.property(recordOf(shapes[type] as Record<string, unknown>), (fields) => {
				const record = { id: 'x', event_type: 'e', timestamp: '2026-01-15T10:05:00Z', ...fields };
				const checked = checkRecord(type, record, STANDARD, { merges: true });
				fc.pre(checked.ok);
				const parsed = schemas[type].safeParse(checked.ok && checked.record);
				expect(parsed.error?.issues ?? []).toEqual([]);
			}),
		);
	});
}
