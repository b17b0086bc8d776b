const MAX_LENGTH = 300;

/** Shortens a text for display, without cutting a surrogate pair in two. */
export function shorten(text: string, maxLength = MAX_LENGTH): string {
	const clean = text.replace(/\s+/g, ' ').trim();
	if (clean.length <= maxLength) return clean;
	return `${clean.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`;
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
		return shorten(JSON.stringify(value) ?? typeof value, 60);
	} catch {
		return 'a value that cannot be written as JSON';
	}
}
