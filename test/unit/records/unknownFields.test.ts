import { checkRecord, type RecordRules, type RecordType } from '../../../nodes/Ometria/records';
import { nearest } from '../../../nodes/Ometria/records/nearest';
import { fc } from '../../support/fastCheck';
import { STANDARD, WHOLE_ORDER } from '../../support/records';

function check(record: object, rules: Partial<RecordRules>, type: RecordType = 'contact') {
	return checkRecord(type, { id: 'x', ...record }, { ...STANDARD, ...rules }, { merges: true });
}

function message(record: object, rules: Partial<RecordRules> = {}, type?: RecordType) {
	const checked = check(record, rules, type);
	return (checked.ok ? checked.warnings : checked.problems)[0].message;
}

describe('fields that Ometria does not document', () => {
	it.each([
		['first_name', 'firstname'],
		['FirstName', 'firstname'],
		['last name', 'lastname'],
		['emial', 'email'],
		['phone', 'phone_number'],
		['marketing_opt_in', 'marketing_optin'],
	])('bring a suggestion: %s, did you mean %s?', (name, meant) =>
		expect(message({ [name]: 'a' })).toContain(`did you mean "${meant}"?`),
	);

	it.each([
		['line_items', 'lineitems'],
		['total_price', 'grand_total'],
		['created_at', 'timestamp'],
	])('bring a suggestion in an order: %s, did you mean %s?', (name, meant) => {
		expect(message({ [name]: 1 }, {}, 'order')).toContain(`did you mean "${meant}"?`);
	});

	it('nothing is suggested for what is like nothing', () => {
		expect(message({ shoe_size: 43 })).toBe(
			'"shoe_size": is not an Ometria field and is sent as it is',
		);
		expect(nearest('a'.repeat(100_000), ['email'])).toBeUndefined();
	});

	it('are dropped with a warning', () => {
		const checked = check({ shoe_size: 43, firstname: 'Ada' }, { unknownFields: 'drop' });
		expect(checked).toMatchObject({
			ok: true,
			record: { id: 'x', firstname: 'Ada' },
			warnings: [{ reason: 'unknown_field_dropped' }],
		});
		expect(checked.ok && checked.record).not.toHaveProperty('shoe_size');
	});

	it('are dropped in strict too: the user chose it', () => {
		const record = { shoe_size: 43, firstname: 'Ada' };
		expect(check(record, { unknownFields: 'drop', validation: 'strict' }).ok).toBe(true);
	});

	it('are moved to properties, where those of the record stay', () => {
		const input = { shoe_size: 43, properties: { tier: 'gold' } };
		const checked = check(input, { unknownFields: 'moveToProperties' });
		expect(checked).toEqual({
			ok: true,
			record: { id: 'x', properties: { tier: 'gold', shoe_size: 43 } },
			warnings: [],
		});
		expect(input).toEqual({ shoe_size: 43, properties: { tier: 'gold' } });
	});

	it('are not moved over a property of the same name', () => {
		const checked = check(
			{ tier: 'silver', properties: { tier: 'gold' } },
			{ unknownFields: 'moveToProperties' },
		);
		expect(checked).toMatchObject({
			ok: false,
			problems: [{ field: 'tier', reason: 'property_conflict' }],
		});
	});

	it('go to the properties of their line item; those of an address have no place and give a warning', () => {
		const record = {
			...WHOLE_ORDER,
			lineitems: [{ product_id: 'a', quantity: 1, gift: true }],
			billing_address: { street: 'A 1' },
		};
		const checked = check(record, { unknownFields: 'moveToProperties' }, 'order');
		expect(checked).toMatchObject({
			ok: true,
			record: {
				lineitems: [{ product_id: 'a', quantity: 1, properties: { gift: true } }],
				billing_address: { street: 'A 1' },
			},
			warnings: [{ field: 'billing_address > street' }],
		});
	});

	it('are a problem where they are rejected', () => {
		expect(check({ shoe_size: 43 }, { unknownFields: 'reject' })).toMatchObject({
			ok: false,
			problems: [{ field: 'shoe_size' }],
		});
	});

	it('"__proto__" is a name like others', () => {
		const own = JSON.parse(
			'{"id":"x","__proto__":{"admin":true},"constructor":1,"toString":"t"}',
		) as Record<string, unknown>;
		for (const unknownFields of ['send', 'moveToProperties', 'drop'] as const) {
			const checked = checkRecord('contact', own, { ...STANDARD, unknownFields }, { merges: true });
			expect(JSON.stringify(checked.ok && checked.record)).toBe(
				{
					send: '{"id":"x","__proto__":{"admin":true},"constructor":1,"toString":"t"}',
					moveToProperties:
						'{"id":"x","properties":{"__proto__":{"admin":true},"constructor":1,"toString":"t"}}',
					drop: '{"id":"x"}',
				}[unknownFields],
			);
		}
		expect(({} as { admin?: boolean }).admin).toBeUndefined();
	});

	it('nothing is lost but what is dropped, whatever the names', () => {
		fc.assert(
			fc.property(
				fc.dictionary(fc.string(), fc.jsonValue()),
				fc.constantFrom('send', 'moveToProperties'),
				(fields, unknownFields) => {
					const record = { ...fields, id: 'x', properties: {} };
					const before = JSON.stringify(record);
					const checked = checkRecord(
						'contact',
						record,
						{ ...STANDARD, unknownFields, validation: 'off', convertTypes: false },
						{ merges: true },
					);
					const result = checked.ok ? checked.record : {};
					const back = { ...(result.properties as object), ...result, properties: {} };
					expect(back).toEqual(record);
					expect(JSON.stringify(record)).toBe(before);
				},
			),
		);
	});
});
