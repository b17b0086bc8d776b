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

/** A value as it is shown in a message. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	// JSON would call NaN and Infinity null.
	if (typeof value === 'number') return String(value);
	if (typeof value === 'bigint') return shorten(value.toString(), 60);
	try {
		return shorten(JSON.stringify(value) ?? typeof value, 60);
	} catch {
		return 'a value that cannot be written as JSON';
	}
}
