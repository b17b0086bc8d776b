/** What stands in the place of the access token wherever it is shown. */
const MASK = '[access token]';

/** Base64 of a token of fewer characters than this may be an ordinary word. */
const SHORTEST_BASE64 = 12;

function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** How base64 holds the token behind 0, 1 or 2 other bytes, without the characters they share. */
function base64Forms(token: string): string[] {
	return [0, 1, 2]
		.map((offset) => {
			const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(token)]).toString('base64');
			const own = text.replaceAll('=', '').slice(offset === 0 ? 0 : offset + 1);
			// The last character also holds bits of what follows.
			return (offset + token.length) % 3 === 0 ? own : own.slice(0, -1);
		})
		.filter((form) => form.length >= SHORTEST_BASE64);
}

function formsOf(token: string): Set<string> {
	const json = JSON.stringify(token).slice(1, -1);
	const html = token
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
	const base64 = base64Forms(token);
	return new Set([
		token,
		json,
		json.replaceAll('/', '\\/'),
		encodeURIComponent(token),
		html,
		Buffer.from(token).toString('hex'),
		...base64,
		...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
	]);
}

/** An escape of JSON; printable ASCII as JSON may escape it is in the group. */
const JSON_ESCAPE = /\\(?:u00([2-7][0-9a-f])|[^])/gi;

function unescapeAscii(text: string): string {
	if (!text.includes('\\u00')) return text;
	return text.replace(JSON_ESCAPE, (escape, hex: string | undefined) => {
		if (hex === undefined) return escape;
		// Quotes and backslashes stay escaped, as JSON needs it.
		const character = String.fromCharCode(parseInt(hex, 16));
		return character === '"' || character === '\\' || character === '\x7f' ? escape : character;
	});
}

/**
 * Makes a function that takes the access token out of a text, in whichever form a server may echo
 * it: as it is, in any case, escaped for JSON, HTML or a URL, as base64 or hexadecimal digits. JSON
 * stays JSON of the same meaning, but for the token.
 */
export function tokenMask(token: string): (text: string) => string {
	if (token === '') return (text) => text;
	const forms = [...formsOf(token)].sort((a, b) => b.length - a.length);
	const pattern = new RegExp(forms.map(literal).join('|'), 'gi');
	return (text) => unescapeAscii(text).replace(pattern, MASK);
}
