import { parseTimeMs } from '../../../nodes/Ometria/utils/time';

const at = (iso: string) => Date.parse(iso);

describe('reading a point in time', () => {
	it.each([
		['2026-01-15T09:30:00Z', '2026-01-15T09:30:00Z'],
		['2026-01-15T09:30:00+00:00', '2026-01-15T09:30:00Z'],
		['2026-01-15T09:30:00+0530', '2026-01-15T04:00:00Z'],
		['2026-01-15 09:30:00.123456-05', '2026-01-15T14:30:00.123Z'],
		['2026-01-15t09:30z', '2026-01-15T09:30:00Z'],
		['1768469400', '2026-01-15T09:30:00Z'],
		[1768469400000, '2026-01-15T09:30:00Z'],
		[new Date('2026-01-15T09:30:00Z'), '2026-01-15T09:30:00Z'],
		[{ isLuxonDateTime: true, toMillis: () => Date.UTC(2026, 0, 15) }, '2026-01-15T00:00:00Z'],
	])('reads %p', (value, expected) => {
		expect(parseTimeMs(value, 'America/New_York')).toBe(at(expected));
	});

	it.each([
		['2026-01-15T09:30:00', 'Europe/London', '2026-01-15T09:30:00Z'],
		['2026-07-15T09:30:00', 'Europe/London', '2026-07-15T08:30:00Z'],
		['2026-01-15', 'America/New_York', '2026-01-15T05:00:00Z'],
		['2026-03-08 03:30', 'America/New_York', '2026-03-08T07:30:00Z'],
		['2026-10-25T03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00Z'],
		['2026-01-15T00:15:00', 'Asia/Kolkata', '2026-01-14T18:45:00Z'],
	])('takes %s to be local time in %s', (text, timezone, expected) => {
		expect(parseTimeMs(text, timezone)).toBe(at(expected));
	});

	it.each([
		'yesterday',
		'',
		'2026-02-30',
		'2026-13-01',
		'2026-01-15T24:30:00Z',
		'12',
		NaN,
		null,
		{},
		[1],
		new Date(NaN),
	])('refuses %p', (value) => {
		expect(parseTimeMs(value, 'UTC')).toBeUndefined();
	});
});
