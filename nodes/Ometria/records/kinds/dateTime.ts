import { DAY_MS, parseTimeMs, zoneOffsetMs } from '../../utils/time';
import { dayExists, ISO_DATE, ISO_DATE_TIME } from '../field';
import { isBlankText, leaveOut, LEFT_OUT, type RecordFindings } from '../findings';
import {
	DATE,
	DATE_TIME,
	type DateAmbiguity,
	type DateFault,
	type DateTimeFault,
} from '../rules/valueRules';
import type { RecordRules } from '../types';
import { readNumericDate } from './numericDate';
import { readWordedDate } from './wordedDate';

const LOCAL = /^(\d{4}([-/])\d\d\2\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/i;
const SPACED =
	/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$/i;
const EPOCH = /^(?:\d{10}|\d{13})$/;
/** HTTP and mail dates: the month is a word, the zone is given. */
const WORDED =
	/^(?:[a-z]{3},? )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})$/i;
/** Day first or month first, which depends on the country. */
const NUMERIC = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/;
/** In seconds: March 1973. Smaller numbers are rather days since 1900, as spreadsheets count. */
const EARLIEST_EPOCH = 1e8;

/** Days that spreadsheets count up to 1970-01-01, and the numbers of 1900-03-01 and 9999-12-31. */
const EXCEL_EPOCH = 25_569;
/** Spreadsheets count a 29th of February 1900, so smaller numbers can mean two days. */
const FIRST_EXCEL_DAY = 61;
const LAST_EXCEL_DAY = 2_958_465;
const EXCEL_TEXT = /^\d{5}(?:\.\d+)?$/;
const HOUR_MS = 3_600_000;

/** Years 1 to 9999: what ISO 8601 writes with four digits. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** ISO 8601 without parts that say nothing; undefined where it would need more than four digits. */
function iso(ms: number): string | undefined {
	if (!(ms >= FIRST_MS && ms <= LAST_MS)) return undefined;
	return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function pad(minutes: number): string {
	return String(minutes).padStart(2, '0');
}

/** A value as a time, and what the user should know of how it was read. */
interface ReadTime {
	text: string;
	/** The zone that was taken for a value without one. */
	assumedZone?: string;
	/** That it comes twice on its day, in that zone. */
	repeated?: { time: string; date: string; zone: string; offset: string };
	/** The spreadsheet's day number that it was. */
	days?: number;
	/** That it was midnight in this zone. */
	midnightIn?: string;
}

function zoneName({ timezone, timezoneChosen }: RecordRules): string {
	return timezoneChosen ? timezone : `${timezone}, the workflow's time zone`;
}

/**
 * Days, with their zone, and the offset of all their times, ms; undefined when the clocks change around
 * them. Working it out costs some 5 µs, as much as checking ten other fields.
 */
const offsetsOfDays = new Map<string, number | undefined>();
const MOST_DAYS = 2000;

/** @param wallMs a time on the day, as if it were UTC, ms */
function offsetOfDay(wallMs: number, timezone: string): number | undefined {
	const midnight = Math.floor(wallMs / DAY_MS) * DAY_MS;
	const key = `${midnight} ${timezone}`;
	const known = offsetsOfDays.get(key);
	if (known !== undefined || offsetsOfDays.has(key)) return known;
	// In UTC, a zone's day may begin on the day before and end on the day after.
	const before = zoneOffsetMs(midnight - DAY_MS, timezone);
	const after = zoneOffsetMs(midnight + 2 * DAY_MS, timezone);
	const offset = before === after ? before : undefined;
	if (offsetsOfDays.size >= MOST_DAYS) offsetsOfDays.clear();
	offsetsOfDays.set(key, offset);
	return offset;
}

/** Whether a wall-clock time comes twice, as the clocks are put back after it. */
function comesTwice(wallMs: number, ms: number, timezone: string): boolean {
	const before = zoneOffsetMs(ms - 3 * HOUR_MS, timezone);
	const after = zoneOffsetMs(ms + 3 * HOUR_MS, timezone);
	return (
		before !== after &&
		zoneOffsetMs(wallMs - before, timezone) === before &&
		zoneOffsetMs(wallMs - after, timezone) === after
	);
}

/** A wall-clock time with the zone's offset behind it; the digits stay as they were. */
function zoned(date: string, time: string, rules: RecordRules): ReadTime | undefined {
	const { timezone, timezoneChosen } = rules;
	const local = `${date}T${time}`;
	const wall = parseTimeMs(`${local}Z`, timezone);
	if (wall === undefined) return undefined;
	const offsetMs = offsetOfDay(wall, timezone);
	const ms = offsetMs === undefined ? parseTimeMs(local, timezone) : wall - offsetMs;
	if (ms === undefined) return undefined;
	const minutes = Math.round((wall - ms) / 60_000);
	const size = Math.abs(minutes);
	const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
	const text = `${local}${offset}`;
	if (offsetMs === undefined && comesTwice(wall, ms, timezone)) {
		return { text, repeated: { time, date, zone: zoneName(rules), offset } };
	}
	return timezoneChosen ? { text } : { text, assumedZone: zoneName(rules) };
}

function excelNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && EXCEL_TEXT.test(value.trim()) ? Number(value) : value;
	const fits =
		typeof number === 'number' && number >= FIRST_EXCEL_DAY && number < LAST_EXCEL_DAY + 1;
	return fits ? number : undefined;
}

/** The wall-clock time of a spreadsheet's day number, to the second: `2026-03-29T02:30:00`. */
function excelTime(days: number): string {
	return new Date(Math.round((days - EXCEL_EPOCH) * 86_400) * 1000).toISOString().slice(0, 19);
}

function plain(text: string | undefined): ReadTime | undefined {
	return text === undefined ? undefined : { text };
}

/**
 * Seconds since the epoch as n8n's BigQuery node gives a TIMESTAMP: `1.7723592E9`. All digits stay, also
 * those of microseconds.
 */
function secondsWithExponent(text: string): string | undefined {
	const match = /^(\d)(?:\.(\d{1,15}))?E9$/i.exec(text);
	if (!match) return undefined;
	const digits = `${match[1]}${match[2] ?? ''}`.padEnd(10, '0');
	const time = iso(Number(digits.slice(0, 10)) * 1000);
	const fraction = digits.slice(10).replace(/0{1,15}$/, '');
	return fraction === '' ? time : time?.replace('Z', `.${fraction}Z`);
}

/** @returns ISO 8601 with zone, or undefined when there is no one way to read the value */
function read(value: unknown, rules: RecordRules): ReadTime | undefined {
	const { timezone } = rules;
	if (rules.excelDates === 'convert') {
		const days = excelNumber(value);
		if (days !== undefined) {
			const [date, time] = excelTime(days).split('T');
			const reading = zoned(date, time, rules);
			return reading && { ...reading, days };
		}
	}
	if (typeof value === 'number' && Math.abs(value) < EARLIEST_EPOCH) return undefined;
	if (typeof value !== 'string') {
		const ms = parseTimeMs(value, timezone);
		return ms === undefined ? undefined : plain(iso(ms));
	}
	if (EPOCH.test(value)) return read(Number(value), rules);
	const seconds = secondsWithExponent(value);
	if (seconds !== undefined) return plain(seconds);
	const worded = readWordedDate(value);
	const dated = worded ?? readNumericDate(value, rules.dateOrder);
	if (dated) return zoned(dated.date, dated.time ?? '00:00:00', rules);
	const local = LOCAL.exec(value);
	if (local) return zoned(local[1].replaceAll('/', '-'), local[3] ?? '00:00:00', rules);
	if (ISO_DATE_TIME.test(value)) return dayExists(value) ? { text: value } : undefined;
	const spaced = SPACED.exec(value);
	if (spaced) {
		// BigQuery's console writes the name.
		const zone = spaced[3].toUpperCase().replace(/^(?:UTC|GMT)$/, 'Z');
		const joined = `${spaced[1]}T${spaced[2]}${zone}`;
		return ISO_DATE_TIME.test(joined) && dayExists(joined) ? { text: joined } : undefined;
	}
	if (!WORDED.test(value)) return undefined;
	return plain(iso(Date.parse(value)));
}

/** Whether a text is a date or a time in the documented form, of a day that no month or year has. */
function isOfNoDay(value: unknown): boolean {
	if (typeof value !== 'string') return false;
	const date = value.trim().slice(0, 10);
	return /^\d{4}-\d\d-\d\d$/.test(date) && !(ISO_DATE.test(date) && dayExists(date));
}

/** Whether a text is a date with the day first or the month first, which depends on the country. */
function isAmbiguous(value: unknown): boolean {
	return typeof value === 'string' && NUMERIC.test(value.trim());
}

/** Why a date in numbers cannot be read. */
function ambiguityOf(value: unknown, { dateOrder }: RecordRules): DateAmbiguity {
	if (!/\d{4}/.test(String(value))) return 'shortYear';
	return dateOrder ?? 'noOrder';
}

/** Why a value is not a time. */
function dateTimeFault(value: unknown): DateTimeFault {
	if (isOfNoDay(value)) return 'noSuchDay';
	return excelNumber(value) === undefined ? 'form' : 'dayNumber';
}

/** A text without spaces and the quotes that a date written as JSON has around it. */
function unquoted(value: string): string {
	const text = value.trim();
	return /^(["'])(.*)\1$/.exec(text)?.[2].trim() ?? text;
}

/** Says how a value was read, and gives it in the form it is sent. */
function applyReading(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ text, assumedZone, repeated, days, midnightIn }: ReadTime,
): string {
	if (typeof value === 'string' && /^\s*["']/.test(value)) findings.add(name, 'quotes_removed');
	if (days !== undefined) findings.add(name, 'spreadsheet_date', { days, text });
	if (midnightIn !== undefined) {
		findings.add(name, 'midnight_as_date', { value, zone: midnightIn, date: text });
	}
	if (repeated) findings.add(name, 'repeated_hour', repeated);
	if (assumedZone !== undefined) findings.add(name, 'assumed_zone', { zone: assumedZone });
	return text;
}

/** Points in time. */
export function checkDateTime(findings: RecordFindings, name: string, value: unknown): unknown {
	if (typeof value === 'string' && ISO_DATE_TIME.test(value) && dayExists(value)) return value;
	if (isBlankText(value)) return leaveOut(findings, name, DATE_TIME, value);
	const reading = read(typeof value === 'string' ? unquoted(value) : value, findings.rules);
	if (reading === undefined) {
		const fault = dateTimeFault(value);
		if (fault === 'form' && isAmbiguous(value)) {
			const fault = ambiguityOf(value, findings.rules);
			findings.add(name, 'ambiguous_date', { value, isDay: false, fault });
		} else findings.add(name, 'not_a_date_time', { value, fault });
		return value;
	}
	if (findings.rules.convertTypes) return applyReading(findings, name, value, reading);
	findings.add(name, 'date_time_form', { value });
	return value;
}

const MIDNIGHT =
	/^(\d{4}([-/])\d\d\2\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** The day that begins at an instant in the zone of the texts, as a database driver gives a DATE. */
function localMidnight(value: unknown, text: string, rules: RecordRules): ReadTime | undefined {
	const hasZone = typeof value !== 'string' || SPACED.test(text) || ISO_DATE_TIME.test(text);
	const ms = hasZone ? parseTimeMs(text, rules.timezone) : undefined;
	if (ms === undefined) return undefined;
	const wall = ms + zoneOffsetMs(ms, rules.timezone);
	if (wall % DAY_MS !== 0) return undefined;
	const date = new Date(wall).toISOString().slice(0, 10);
	return { text: date, midnightIn: zoneName(rules) };
}

/** A date is a day, not an instant: only what is midnight where it was written is one. */
function readDate(value: unknown, rules: RecordRules): ReadTime | undefined {
	const days = excelNumber(value);
	if (days !== undefined && rules.excelDates === 'convert') {
		if (!Number.isInteger(days)) return undefined;
		const date = excelTime(days).slice(0, 10);
		return { text: date, days };
	}
	if (typeof value === 'number') return undefined;
	const own = value as { isLuxonDateTime?: unknown; toISO?: () => string | null };
	const text =
		typeof value === 'string'
			? value
			: own.isLuxonDateTime === true && typeof own.toISO === 'function'
				? own.toISO()
				: read(value, rules)?.text;
	if (typeof text !== 'string') return undefined;
	const worded = readWordedDate(text);
	const numeric = readNumericDate(text, rules.dateOrder);
	const dated = worded ?? numeric;
	const match =
		dated && (dated.time === undefined || (numeric && dated.time === '00:00:00'))
			? dated.date
			: MIDNIGHT.exec(text)?.[1].replaceAll('/', '-');
	if (match === undefined) return localMidnight(value, text, rules);
	return ISO_DATE.test(match) && dayExists(match) ? { text: match } : undefined;
}

/** Why a value is not a date. */
function dateFault(value: unknown): DateFault {
	if (isOfNoDay(value)) return 'noSuchDay';
	const days = excelNumber(value);
	if (days === undefined) return 'form';
	// Converted, it would be a time.
	return Number.isInteger(days) ? 'dayNumber' : 'dayNumberWithTime';
}

/** A day and a month alone: `04/12`, `--04-12`. */
const WITHOUT_YEAR = /^(?:\d{1,2}[./-]\d{1,2}\.?|--\d\d-?\d\d)$/;

/** Warns of a date that cannot be a date of birth: databases and spreadsheets begin to count in 1900. */
function checkBirthday(findings: RecordFindings, name: string, date: string): void {
	if (Date.parse(date) > findings.rules.nowMs) {
		findings.add(name, 'future_birthday', { value: date });
	} else if (date < '1900-01-02') findings.add(name, 'placeholder_birthday', { value: date });
}

/** Dates without a time; all that Ometria has are days of birth. */
export function checkDate(findings: RecordFindings, name: string, value: unknown): unknown {
	const checked = readAsDate(findings, name, value);
	if (typeof checked === 'string' && ISO_DATE.test(checked)) checkBirthday(findings, name, checked);
	return checked;
}

function readAsDate(findings: RecordFindings, name: string, value: unknown): unknown {
	if (typeof value === 'string' && ISO_DATE.test(value) && dayExists(value)) return value;
	if (isBlankText(value)) return leaveOut(findings, name, DATE, value);
	const reading = readDate(typeof value === 'string' ? unquoted(value) : value, findings.rules);
	if (findings.rules.convertTypes && typeof value === 'string' && WITHOUT_YEAR.test(value.trim())) {
		findings.add(name, 'birthday_without_year', { value });
		return LEFT_OUT;
	}
	if (reading === undefined) {
		if (isAmbiguous(value)) {
			const fault = ambiguityOf(value, findings.rules);
			findings.add(name, 'ambiguous_date', { value, isDay: true, fault });
		} else findings.add(name, 'not_a_date', { value, fault: dateFault(value) });
		return value;
	}
	if (findings.rules.convertTypes) return applyReading(findings, name, value, reading);
	findings.add(name, 'date_form', { value });
	return value;
}
