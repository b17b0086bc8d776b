/** Ometria's only documented host and version. Source: Data API introduction (documented). */
export const OMETRIA_BASE_URL = 'https://api.ometria.com/v2';

export type BaseUrlCheck = { ok: true; url: string } | { ok: false; expected: string };

/** IPv4 127.0.0.0/8, `localhost` and IPv6 ::1, as `URL.hostname` spells them. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The host that a checked base URL leads to, however it is spelt: a final dot and the loopback
 * address's names make no other account.
 */
export function canonicalHost(baseUrl: string): string {
	const { hostname, port } = new URL(baseUrl);
	return `${isLoopback(hostname) ? 'localhost' : hostname.replace(/\.$/, '')}:${port}`;
}

/**
 * Checks a base URL from the credential and removes trailing slashes.
 *
 * The access token travels with every request, so plain http is refused for every host but this
 * machine's own (for the sandbox), and so are user names, queries and fragments, which would send
 * it somewhere else than the address shows.
 */
export function checkBaseUrl(value: unknown): BaseUrlCheck {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!URL.canParse(text)) {
		return { ok: false, expected: `an address like ${OMETRIA_BASE_URL}` };
	}
	const url = new URL(text);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		return {
			ok: false,
			expected: 'an https address (plain http is allowed for localhost only)',
		};
	}
	if (url.username || url.password || url.search || url.hash) {
		return { ok: false, expected: 'an address without user name, query and fragment' };
	}
	let { pathname } = url;
	while (pathname.endsWith('/')) pathname = pathname.slice(0, -1);
	return { ok: true, url: `${url.origin}${pathname}` };
}
