const MONTHS = [
	...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september'],
	...['october', 'november', 'december'],
];
/** The month is a word, so that its place leaves no doubt: `May 2, 2026 10:20:00 AM`, `2 May 2026`. */
const WORDED =
	/^(?:([a-z]{3,9})\.? (\d{1,2})|(\d{1,2}) ([a-z]{3,9})\.?),? (\d{4})(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])\.?m\.?)?)?$/i;

function monthOf(word: string): number | undefined {
	const name = word.toLowerCase();
	const month = MONTHS.findIndex(
		(full) => full === name || (name.length === 3 && full.startsWith(name)),
	);
	return month < 0 ? undefined : month + 1;
}

export const two = (digits: number) => String(digits).padStart(2, '0');

/** 12 AM is midnight. */
export function hour24(hour: number, half: string | undefined): number | undefined {
	if (half === undefined) return hour < 24 ? hour : undefined;
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/**
 * Reads an English date, as Magento's grids and many reports write them.
 *
 * @returns the day, and the time where there is one, both on the clock of the writer; undefined for
 * anything else. Whether the month has such a day is not looked at.
 */
export function readWordedDate(text: string): { date: string; time?: string } | undefined {
	const match = WORDED.exec(text);
	if (!match) return undefined;
	const month = monthOf(match[1] ?? match[4] ?? '');
	const day = Number(match[2] ?? match[3]);
	if (month === undefined || day < 1 || day > 31) return undefined;
	const date = `${match[5]}-${two(month)}-${two(day)}`;
	if (match[6] === undefined) return { date };
	const hour = hour24(Number(match[6]), match[9]);
	return hour === undefined
		? undefined
		: { date, time: `${two(hour)}:${match[7]}:${match[8] ?? '00'}` };
}
