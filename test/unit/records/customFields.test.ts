import { found, messageOf } from '../../support/checked';

describe('custom fields', () => {
	it.each(['Invalid DateTime', 'Invalid Date', '[object Object]', 'undefined', '#N/A'])(
		'are warned of where they say %p',
		(value) => {
			expect(messageOf('contact', { properties: { seen: value, ok: 1 } })).toContain(
				'"properties": hold what an expression or a spreadsheet writes where there is no value: "seen"',
			);
		},
	);

	it.each(['', 'null', 'none', 'Undefined behaviour', '[]', 'NAN'])('may say %p', (value) =>
		expect(found('contact', { properties: { seen: value } })).toEqual([]),
	);

	const filled = (length: number) => ({ properties: { a: 'x'.repeat(length - 8) } });

	it('are below 1,000 characters together, names included', () => {
		expect(JSON.stringify(filled(999).properties)).toHaveLength(999);
		expect(found('contact', filled(999))).toEqual([]);
		expect(found('contact', filled(1000))).toEqual(['properties long_properties']);
		expect(found('product', { properties: { a: { b: 'x'.repeat(1000) } } })).toEqual([
			'properties long_properties',
		]);
		const event = {
			event_type: 'e',
			timestamp: '2026-01-15T10:05:00Z',
			identity_email: 'a@b.example',
		};
		expect(found('custom_event', { ...event, ...filled(5000) })).toEqual([]);
	});

	it('have no spaces in their names', () => {
		expect(messageOf('contact', { properties: { 'Loyalty Tier': 1, ok: 2 } })).toContain(
			'"Loyalty Tier" ("loyalty_tier"?)',
		);
	});

	it('are not the fields of the record', () => {
		const people = { email: undefined, properties: { email: 'a@b.example', lastname: 'B' } };
		expect(found('contact', people)).toEqual(['properties fields_in_properties']);
		expect(messageOf('contact', people)).toContain('has no identifier');
		expect(found('contact', { properties: { email: 'c@d.example' } })).toEqual([]);
		expect(found('product', { properties: { price: 4 } })).toEqual([]);
		expect(found('product', { properties: { price: 4, url: 'https://a.example' } })).toEqual([
			'properties fields_in_properties',
		]);
	});
});
