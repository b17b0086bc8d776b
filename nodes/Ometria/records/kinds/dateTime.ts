import { parseTimeMs } from '../../utils/time';
import { dayExists, ISO_DATE, ISO_DATE_TIME } from '../field';
import { isBlank, leaveOut, type Findings } from '../findings';

const DATE_TIME = 'a time as in 2026-01-15T10:05:00+00:00';
const DATE = 'a date as in 1990-12-10';
const AS_ISO = 'Give it as in 2026-01-15T10:05:00Z, for example with a Date & Time node';

const LOCAL = /^(\d{4}([-/])\d\d\2\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/i;
const SPACED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)$/i;
const EPOCH = /^(?:\d{10}|\d{13})$/;
/** HTTP and mail dates: the month is a word, the zone is given. */
const WORDED =
	/^(?:[a-z]{3},? )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})$/i;
/** Day first or month first, which depends on the country. */
const NUMERIC = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/;
/** In seconds: March 1973. Smaller numbers are rather days since 1900, as spreadsheets count. */
const EARLIEST_EPOCH = 1e8;

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

/** A wall-clock time with the zone's offset behind it; the digits stay as they were. */
function zoned(date: string, time: string, timezone: string): string | undefined {
	const local = `${date}T${time}`;
	const ms = parseTimeMs(local, timezone);
	const wall = parseTimeMs(`${local}Z`, timezone);
	if (ms === undefined || wall === undefined) return undefined;
	const minutes = Math.round((wall - ms) / 60_000);
	const size = Math.abs(minutes);
	return `${local}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** @returns ISO 8601 with zone, or undefined when there is no one way to read the value */
function read(value: unknown, timezone: string): string | undefined {
	if (typeof value === 'number') {
		const ms = Math.abs(value) >= EARLIEST_EPOCH ? parseTimeMs(value, timezone) : undefined;
		return ms === undefined ? undefined : iso(ms);
	}
	if (typeof value !== 'string') {
		const ms = parseTimeMs(value, timezone);
		return ms === undefined ? undefined : iso(ms);
	}
	const text = value.trim();
	if (EPOCH.test(text)) return read(Number(text), timezone);
	const local = LOCAL.exec(text);
	if (local) return zoned(local[1].replaceAll('/', '-'), local[3] ?? '00:00:00', timezone);
	const spaced = SPACED.exec(text);
	if (spaced) {
		const joined = `${spaced[1]}T${spaced[2]}${spaced[3].toUpperCase()}`;
		return ISO_DATE_TIME.test(joined) && dayExists(joined) ? joined : undefined;
	}
	if (!WORDED.test(text)) return undefined;
	return iso(Date.parse(text));
}

/** Why a value is no time. */
function whyNot(value: unknown): [code: string, fix: string] {
	if (typeof value === 'number')
		return [
			'not_a_time',
			`If it is a spreadsheet's day number, format the column as a date. ${AS_ISO}`,
		];
	if (typeof value === 'string' && NUMERIC.test(value.trim())) {
		return ['ambiguous_date', `Day and month cannot be told apart for certain. ${AS_ISO}`];
	}
	return ['not_a_time', AS_ISO];
}

/** Points in time. */
export function checkDateTime(findings: Findings, name: string, value: unknown): unknown {
	if (typeof value === 'string' && ISO_DATE_TIME.test(value) && dayExists(value)) return value;
	if (isBlank(value)) return leaveOut(findings, name, DATE_TIME, value);
	const converted = read(value, findings.rules.timezone);
	if (converted === undefined) {
		const [code, fix] = whyNot(value);
		findings.mismatch(name, code, DATE_TIME, value, fix);
		return value;
	}
	if (findings.rules.convertTypes) return converted;
	findings.warnMismatch(name, 'time_form', DATE_TIME, value, 'Turn on Convert Types');
	return value;
}

const MIDNIGHT =
	/^(\d{4}([-/])\d\d\2\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** A date is a day, not an instant: only what is midnight where it was written is one. */
function readDate(value: unknown, timezone: string): string | undefined {
	if (typeof value === 'number') return undefined;
	const own = value as { isLuxonDateTime?: unknown; toISO?: () => string | null };
	const text =
		typeof value === 'string'
			? value.trim()
			: own.isLuxonDateTime === true && typeof own.toISO === 'function'
				? own.toISO()
				: read(value, timezone);
	const match = MIDNIGHT.exec(text ?? '')?.[1].replaceAll('/', '-');
	return match !== undefined && ISO_DATE.test(match) && dayExists(match) ? match : undefined;
}

/** Dates without a time. */
export function checkDate(findings: Findings, name: string, value: unknown): unknown {
	if (typeof value === 'string' && ISO_DATE.test(value) && dayExists(value)) return value;
	if (isBlank(value)) return leaveOut(findings, name, DATE, value);
	const converted = readDate(value, findings.rules.timezone);
	if (converted === undefined) {
		const ambiguous = typeof value === 'string' && NUMERIC.test(value.trim());
		findings.mismatch(
			name,
			ambiguous ? 'ambiguous_date' : 'not_a_date',
			DATE,
			value,
			'Give it as year-month-day',
		);
		return value;
	}
	if (findings.rules.convertTypes) return converted;
	findings.warnMismatch(name, 'date_form', DATE, value, 'Turn on Convert Types');
	return value;
}
