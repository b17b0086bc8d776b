import type { DateOrder } from '../types';
import { hour24, two } from './wordedDate';

const NUMERIC =
	/^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?[ T](\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])\.?m\.?)?)?$/i;
const LAST_MONTH = 12;

/** Whether the day comes first; undefined where both numbers may be a month. */
function isDayFirst(first: number, second: number): boolean | undefined {
	if (first > LAST_MONTH || first === second) return true;
	return second > LAST_MONTH ? false : undefined;
}

/**
 * Reads a date in numbers, such as `25/12/1990` or `03.04.1990 10:05`.
 *
 * @param order what comes first; undefined where only a date that leaves no doubt is to be read
 * @returns the day, and the time where there is one, both on the clock of the writer; undefined for
 * anything else. Whether the month has such a day is not looked at.
 */
export function readNumericDate(
	text: string,
	order: DateOrder | undefined,
): { date: string; time?: string } | undefined {
	const match = NUMERIC.exec(text);
	if (!match) return undefined;
	const [first, second] = [Number(match[1]), Number(match[3])];
	const dayFirst = order === undefined ? isDayFirst(first, second) : order === 'dayFirst';
	if (dayFirst === undefined) return undefined;
	const [day, month] = dayFirst ? [first, second] : [second, first];
	if (month < 1 || month > LAST_MONTH || day < 1) return undefined;
	const date = `${match[4]}-${two(month)}-${two(day)}`;
	if (match[5] === undefined) return { date };
	const hour = hour24(Number(match[5]), match[8]);
	return hour === undefined
		? undefined
		: { date, time: `${two(hour)}:${match[6]}:${match[7] ?? '00'}` };
}
