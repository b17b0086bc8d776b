const MAX_LENGTH = 300;
/** White space other than single spaces between words. */
const IN_NEED = /[^\S ]|\s\s|^\s|\s$/;

/** Shortens a text for display, without cutting a surrogate pair in two. */
export function shorten(text: string, maxLength = MAX_LENGTH): string {
	// Most texts are in order, and looking costs less than writing them anew.
	const clean = IN_NEED.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
	if (clean.length <= maxLength) return clean;
	return `${clean.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`;
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

/** A number and what it counts: `1 request`, `1,000 requests`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}

/** A value as it is shown in a message. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	// JSON would call NaN and Infinity null.
	if (typeof value === 'number') return String(value);
	if (typeof value === 'bigint') return shorten(value.toString(), 60);
	try {
		const text = JSON.stringify(value) ?? typeof value;
		// What a Date and a DateTime that do not exist are as JSON.
		return text === 'null' && value !== null ? 'an invalid date' : shorten(text, 60);
	} catch {
		return 'a value that cannot be written as JSON';
	}
}
