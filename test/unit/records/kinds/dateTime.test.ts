import { check, found, isRefused, messageOf, reasons, sent } from '../../../support/checked';
import { WHOLE_ORDER } from '../../../support/records';

describe('times', () => {
	it('name the zone that they were taken to be in where they have none', () => {
		const fields = { timestamp: '2026-02-03 04:05:06' };
		expect(messageOf('order', fields, { timezone: 'America/New_York' })).toContain(
			"America/New_York, the workflow's time zone",
		);
		const chosen = { timezone: 'Asia/Tokyo', timezoneChosen: true };
		expect(found('order', fields, chosen)).toEqual([]);
		expect(sent('order', fields, chosen).timestamp).toBe('2026-02-03T04:05:06+09:00');
	});

	it.each([
		['2026-10-25 02:10:00', 'Europe/Berlin', true],
		['2026-10-25 01:59:59', 'Europe/Berlin', false],
		['2026-10-25 03:00:00', 'Europe/Berlin', false],
		['2026-11-01 01:30:00', 'America/New_York', true],
		['2026-11-01 02:30:00', 'America/New_York', false],
		['2026-04-05 01:45:00', 'Australia/Lord_Howe', true],
	])('%s in %s comes twice: %p', (timestamp, timezone, twice) => {
		const codes = found('order', { timestamp }, { timezone });
		expect(codes).toEqual([twice ? 'timestamp repeated_hour' : 'timestamp assumed_zone']);
	});

	it('an hour that comes twice is sent with the offset that is named', () => {
		const fields = { timestamp: '2026-10-25 02:10:00' };
		const rules = { timezone: 'Europe/Berlin' };
		const { timestamp } = sent('order', fields, rules);
		expect(messageOf('order', fields, rules)).toContain(String(timestamp).slice(-6));
	});

	it('lose the quotes around them, and it is said', () => {
		const fields = { timestamp: '"2026-01-15T10:05:00Z"' };
		expect(sent('order', fields).timestamp).toBe('2026-01-15T10:05:00Z');
		expect(found('order', fields)).toEqual(['timestamp quotes_removed!']);
		expect(sent('contact', { date_of_birth: "'1990-12-10'" }).date_of_birth).toBe('1990-12-10');
		expect(found('order', { timestamp: '"2026-01-15T10:05:00Z' })).toEqual([
			'timestamp not_a_date_time',
		]);
	});

	it('a day at midnight in the zone is that day', () => {
		const rules = { timezone: 'Europe/Paris' };
		for (const value of ['1987-06-04T22:00:00.000Z', new Date('1987-06-04T22:00:00Z')]) {
			expect(sent('contact', { date_of_birth: value }, rules).date_of_birth).toBe('1987-06-05');
			expect(found('contact', { date_of_birth: value }, rules)).toEqual([
				'date_of_birth midnight_as_date!',
			]);
		}
		const later = { date_of_birth: '1987-06-04T21:00:00Z' };
		expect(found('contact', later, rules)).toEqual(['date_of_birth not_a_date']);
	});

	it.each<[unknown, string]>([
		[33_217, '1990-12-10'],
		['33217', '1990-12-10'],
		[61, '1900-03-01'],
	])("a spreadsheet's day number %p is %s where the user chose it", (value, date) => {
		const rules = { excelDates: 'convert' } as const;
		expect(sent('contact', { date_of_birth: value }, rules).date_of_birth).toBe(date);
		expect(found('contact', { date_of_birth: value }, rules)).toEqual([
			'date_of_birth spreadsheet_date!',
		]);
		expect(messageOf('contact', { date_of_birth: value })).toContain('Excel Dates');
	});

	it("a spreadsheet's time is to the second, in the zone of texts", () => {
		const rules = { excelDates: 'convert', timezone: 'UTC', timezoneChosen: true } as const;
		const fields = { timestamp: 46110.104166666664 };
		expect(sent('order', fields, rules).timestamp).toBe('2026-03-29T02:30:00+00:00');
		expect(messageOf('order', fields)).toContain('Excel Dates');
	});

	it.each([5, 60, 33_217.5, 3_000_000])('%d is not a day, whatever the user chose', (value) => {
		const rules = { excelDates: 'convert' } as const;
		expect(found('contact', { date_of_birth: value }, rules)).toEqual(['date_of_birth not_a_date']);
	});

	it.each([
		['2026-03-01 10:00:00 UTC', '2026-03-01T10:00:00Z'],
		['2026-03-01 10:00:00.123456 UTC', '2026-03-01T10:00:00.123456Z'],
		['2026-03-01T10:00:00 gmt', '2026-03-01T10:00:00Z'],
	])('the time %s is sent as %s', (timestamp, expected) => {
		expect(sent('order', { timestamp }).timestamp).toBe(expected);
	});
});

describe('days that no calendar has', () => {
	it.each(['1990-13-40', '1990-02-30', '1990-00-10'])('%s is said to be one', (date_of_birth) =>
		expect(messageOf('contact', { date_of_birth })).toContain('The calendar has no such day'),
	);

	it('are told from days in another form', () => {
		expect(messageOf('contact', { date_of_birth: '10.12.90' })).toContain('four digits');
	});
});

describe('birthdays', () => {
	it.each(['0001-01-01', '1900-01-01', '1899-12-30', '2062-05-01'])(
		'%s is said, and refused in strict',
		(date_of_birth) => {
			expect(reasons('contact', { date_of_birth })).toEqual([
				date_of_birth > '2026' ? 'future_birthday' : 'placeholder_birthday',
			]);
			expect(check('contact', { date_of_birth }, { validation: 'strict' }).ok).toBe(false);
		},
	);

	it.each(['1900-01-02', '1970-01-01', '2026-01-19'])('%s is one', (date_of_birth) => {
		expect(reasons('contact', { date_of_birth })).toEqual([]);
	});

	it.each(['04/12', '4.12.', '--04-12', '12-04'])(
		'%s has no year and is left out',
		(date_of_birth) => {
			expect(sent('contact', { date_of_birth, lastname: 'Lee' })).not.toHaveProperty(
				'date_of_birth',
			);
			expect(reasons('contact', { date_of_birth, lastname: 'Lee' })).toEqual([
				'birthday_without_year',
			]);
		},
	);
});

describe('times and days of BigQuery', () => {
	it.each<[unknown, string]>([
		['1.7723592E9', '2026-03-01T10:00:00Z'],
		['1.772359200123456E9', '2026-03-01T10:00:00.123456Z'],
		[{ value: '2026-03-01T10:00:00Z' }, '2026-03-01T10:00:00Z'],
	])('%j is %s', (timestamp, expected) => {
		expect(sent('order', { ...WHOLE_ORDER, timestamp }).timestamp).toBe(expected);
	});

	it('a day and a number in an object are read', () => {
		expect(sent('contact', { date_of_birth: { value: '1990-12-10' } }).date_of_birth).toBe(
			'1990-12-10',
		);
		expect(isRefused('order', { ...WHOLE_ORDER, grand_total: { value: 5, currency: 'EUR' } })).toBe(
			true,
		);
	});
});
