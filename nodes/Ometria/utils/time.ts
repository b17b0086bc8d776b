export const DAY_MS = 86_400_000;

const ISO = new RegExp(
	'^(\\d{4})-(\\d\\d)-(\\d\\d)' + // date
		'(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?' + // time
		'\\s?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?$', // zone
	'i',
);

/** Numbers below this are seconds since the epoch, others ms: as ms it is the year 1973. */
const SMALLEST_MS = 1e11;

/** Making one costs some 50 µs, using it one or two. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
	let format = formats.get(timezone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: timezone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timezone, format);
	}
	return format;
}

/** Whether a text names a time zone (IANA). */
export function isTimezone(name: string): boolean {
	try {
		formatOf(name);
		return true;
	} catch {
		return false;
	}
}

/** How far a time zone is ahead of UTC at an instant, ms. */
export function zoneOffsetMs(instant: number, timezone: string): number {
	const parts = formatOf(timezone).formatToParts(instant);
	const part = (type: Intl.DateTimeFormatPartTypes) =>
		Number(parts.find((p) => p.type === type)?.value);
	const wall = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return wall - Math.floor(instant / 1000) * 1000;
}

function offsetMs(zone: string): number {
	if (zone.length === 1) return 0;
	const digits = zone.replace(/\D/g, '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function readIso(text: string, timezone: string): number | undefined {
	const match = ISO.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction, zone] = match;
	// Read for each time of each record: a list of them all would cost as much again.
	const ms = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
	const wall = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second, ms);
	// Date.UTC turns the 31st of February into a day of March.
	const date = new Date(wall);
	const exists = date.getUTCMonth() === +month - 1 && date.getUTCDate() === +day;
	if (!exists || +hour > 23 || +minute > 59 || +second > 59) return undefined;
	if (zone) return wall - offsetMs(zone);
	// The offset depends on the instant that it leads to; the second round settles it near a change.
	const near = wall - zoneOffsetMs(wall, timezone);
	return wall - zoneOffsetMs(near, timezone);
}

/**
 * Of a Date or a Luxon DateTime. Nothing else is asked for its ms: an object from a shop may have a
 * field of any name, `valueOf` too.
 */
function ownMs(value: unknown): number | undefined {
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	const own = value as { isLuxonDateTime?: unknown; toMillis?: () => number } | null | undefined;
	return own?.isLuxonDateTime === true && typeof own.toMillis === 'function'
		? own.toMillis()
		: undefined;
}

/**
 * Reads a point in time.
 *
 * @param value ISO 8601 text, seconds or ms since the epoch, a Date, or a Luxon DateTime (which n8n's
 * expressions give)
 * @param timezone IANA name; where a text without zone was written
 * @returns ms since the epoch, or undefined when it is not a point in time
 */
export function parseTimeMs(value: unknown, timezone: string): number | undefined {
	if (typeof value === 'number') {
		const ms = Math.abs(value) < SMALLEST_MS ? value * 1000 : value;
		return Number.isFinite(ms) ? ms : undefined;
	}
	if (typeof value === 'string') {
		const text = value.trim();
		return /^\d{9,13}(\.\d+)?$/.test(text)
			? parseTimeMs(Number(text), timezone)
			: readIso(text, timezone);
	}
	const ms = ownMs(value);
	return ms !== undefined && Number.isFinite(ms) ? ms : undefined;
}

/** A point in time (ms since the epoch) as `YYYY-MM-DDTHH:MM:SS` in UTC, the form documented for unsubscribes. */
export function formatUtc(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19);
}
