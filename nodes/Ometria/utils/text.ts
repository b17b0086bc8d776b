const MAX_LENGTH = 300;

/** Shortens a text for display, without cutting a surrogate pair in two. */
export function shorten(text: string, maxLength = MAX_LENGTH): string {
	const clean = text.replace(/\s+/g, ' ').trim();
	if (clean.length <= maxLength) return clean;
	return `${clean.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
