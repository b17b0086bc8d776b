import { checkRecord, type RecordRules } from '../../../../nodes/Ometria/records';
import { STANDARD } from '../../../support/records';

/** A birthday as it is sent, or what is said of it. */
function birthday(value: string, rules: Partial<RecordRules> = {}): unknown {
	const record = { id: '1', date_of_birth: value };
	const checked = checkRecord('contact', record, { ...STANDARD, ...rules }, { merges: true });
	return checked.ok ? checked.record.date_of_birth : checked.problems[0].message;
}

test.each([
	['25/12/1990', '1990-12-25'],
	['12/25/1990', '1990-12-25'],
	['05.05.1990', '1990-05-05'],
	['25-12-1990', '1990-12-25'],
	['25/12/1990 00:00', '1990-12-25'],
])('a date that leaves no doubt is read without a setting: %s', (text, date) => {
	expect(birthday(text)).toBe(date);
});

test('Date Order says which number is the day', () => {
	expect(birthday('03/04/1990', { dateOrder: 'dayFirst' })).toBe('1990-04-03');
	expect(birthday('03/04/1990', { dateOrder: 'monthFirst' })).toBe('1990-03-04');
	expect(birthday('3.4.1990', { dateOrder: 'dayFirst' })).toBe('1990-04-03');
});

test.each([
	['03/04/1990', undefined, 'Set Format Settings > Date Order'],
	['03.04.1990', undefined, 'Set Format Settings > Date Order'],
	['12/25/1990', 'dayFirst', 'With the day first'],
	['25/12/1990', 'monthFirst', 'With the month first'],
	['03/04/90', 'dayFirst', 'Give the year with four digits'],
	['31/02/1990', undefined, 'found "31/02/1990"'],
] as const)(
	'a date that is not certain is refused with what to do: %s %s',
	(text, dateOrder, fix) => {
		expect(birthday(text, { dateOrder })).toContain(fix);
	},
);

test('a time in numbers is on the clock of the zone of the texts', () => {
	const order = { id: '1', is_valid: true, timestamp: '25/12/2025 3:05 PM' };
	const checked = checkRecord('order', order, STANDARD, { merges: true });
	expect(checked).toMatchObject({ ok: true, record: { timestamp: '2025-12-25T15:05:00+00:00' } });
});
