const MAX_LENGTH = 300;
/** White space other than single spaces between words. */
const UNTIDY = /[^\S ]|\s\s|^\s|\s$/;

/** How much of a text is looked at, as a multiple of what may be shown: white space is folded. */
const LOOKED_AT = 10;

/**
 * Shortens a text for display, without cutting a surrogate pair in two. The work does not grow with
 * the text.
 */
export function shorten(text: string, maxLength = MAX_LENGTH): string {
	const start = text.length > maxLength * LOOKED_AT ? text.slice(0, maxLength * LOOKED_AT) : text;
	// Most texts are in order, and looking costs less than writing them again.
	const clean = UNTIDY.test(start) ? start.replace(/\s+/g, ' ').trim() : start;
	if (clean.length <= maxLength && start === text) return clean;
	return `${clean.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Longer than any name or ID that is meant. */
const LONGEST_NAME = 200;

/** A name or an ID in the output: as it is, unless it is far longer than any is. */
export function nameInOutput(text: string): string {
	return text.length > LONGEST_NAME ? shorten(text, LONGEST_NAME) : text;
}

/** Most entries and characters of a list in a message. */
export const MOST_LISTED = 20;
const LONGEST_LIST = 1000;
/** Room for `and 1,000,000 more`. */
const ENDING = 25;

/**
 * A list as messages have it: `a, b and 5 more`, at most 20 entries and 1,000 characters.
 *
 * @param text what is shown of an entry; called for those that are shown only
 * @param last goes before the last entry of a list that is shown whole
 * @param between goes between the others
 */
export function listed<T>(
	entries: readonly T[],
	text: (entry: T) => string,
	{
		most = MOST_LISTED,
		between = ', ',
		last,
	}: { most?: number; between?: string; last?: string } = {},
): string {
	let list = '';
	let count = 0;
	for (const entry of entries.slice(0, most)) {
		const next = shorten(text(entry), LONGEST_LIST - ENDING);
		const separator = count === 0 ? '' : count === entries.length - 1 ? (last ?? between) : between;
		if (list.length + separator.length + next.length > LONGEST_LIST - ENDING) break;
		list += `${separator}${next}`;
		count++;
	}
	const more = entries.length - count;
	return more > 0 ? `${list} and ${formatNumber(more)} more` : list;
}

/** Spaces, and characters without width that come with a text that was copied. */
const INVISIBLE = /[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069]/;

const ALL_INVISIBLE = new RegExp(INVISIBLE, 'g');

/** A text without spaces and invisible characters around it. */
export function trimInvisible(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && INVISIBLE.test(text[start])) start++;
	while (end > start && INVISIBLE.test(text[end - 1])) end--;
	return text.slice(start, end);
}

/** A text without any space or invisible character. */
export function withoutInvisible(text: string): string {
	return text.replace(ALL_INVISIBLE, '');
}

/** A number as people read it: `1,000`, whichever language the machine is set to. */
export function formatNumber(value: number): string {
	return value.toLocaleString('en-US');
}

/** A number and what it counts: `1 request`, `1,000 requests`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** Characters of a value that a message shows. */
const SHOWN = 60;

/**
 * A value's JSON, cut off behind about so many characters, so that the work does not grow with the
 * value.
 *
 * @returns undefined for what JSON has no text for
 * @throws for what JSON cannot hold
 */
function beginningOf(value: unknown, room: number): string | undefined {
	if (typeof value === 'string') return JSON.stringify(cut(value, room));
	if (typeof value !== 'object' || value === null || 'toJSON' in value) {
		return JSON.stringify(value);
	}
	if (room <= 0) return '…';
	let text = '';
	if (Array.isArray(value)) {
		for (let index = 0; index < value.length && text.length <= room; index++) {
			const entry = beginningOf(value[index], room - text.length - 1) ?? 'null';
			text += index === 0 ? entry : `,${entry}`;
		}
		return `[${text}]`;
	}
	for (const name in value) {
		if (text.length > room) break;
		if (!Object.hasOwn(value, name)) continue;
		const entry = beginningOf((value as Record<string, unknown>)[name], room - text.length - 1);
		if (entry === undefined) continue;
		text += `${text === '' ? '' : ','}${JSON.stringify(cut(name, room))}:${entry}`;
	}
	return `{${text}}`;
}

function cut(text: string, length: number): string {
	return text.length > length ? `${text.slice(0, Math.max(length, 0))}…` : text;
}

/** A value as it is shown in a message, with at most 60 characters: the one way of a foreign text into it. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	// JSON would call NaN and Infinity null.
	if (typeof value === 'number') return String(value);
	if (typeof value === 'bigint') return shorten(value.toString(), SHOWN);
	try {
		const text = beginningOf(value, SHOWN * LOOKED_AT) ?? typeof value;
		// What a Date and a DateTime that do not exist are as JSON.
		return text === 'null' && value !== null ? 'an invalid date' : shorten(text, SHOWN);
	} catch {
		return 'a value that cannot be written as JSON';
	}
}
