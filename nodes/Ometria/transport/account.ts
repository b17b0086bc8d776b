import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

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

/** Push requests/s per account that Ometria publishes as default (documented; older accounts: 4). */
export const DEFAULT_PUSH_REQUESTS_PER_SECOND = 8;

/** Requests/s of all other data endpoints together, per account (documented). */
export const DATA_REQUESTS_PER_SECOND = 4;

/**
 * Endpoints with their own limits, per account (documented): transactional email 10/s in an
 * older and 30/s in the newest introduction, data deletion 6 and merging of profiles 1 a minute.
 */
export const GROUP_LIMITS = {
	email: { requests: 10, windowMs: 1000 },
	dataDeletion: { requests: 6, windowMs: 60_000 },
	merge: { requests: 1, windowMs: 60_000 },
} as const;

export type EndpointGroup = keyof typeof GROUP_LIMITS;

/** The account that a credential opens. */
export interface Account {
	baseUrl: string;
	accessToken: string;
	pushRequestsPerSecond: number;
	/** Tells accounts apart without revealing the token: a hash of host and token. */
	key: string;
}

export type AccountCheck =
	{ ok: true; account: Account } | { ok: false; field: string; expected: string };

/**
 * Reads the decrypted `ometriaApi` credential.
 *
 * @returns the account, or the credential field that is wrong and what it should be
 */
export function readAccount(credentials: ICredentialDataDecryptedObject): AccountCheck {
	const base = checkBaseUrl(credentials.baseUrl);
	if (!base.ok) return { ok: false, field: 'Base URL', expected: base.expected };

	const accessToken = typeof credentials.accessToken === 'string' ? credentials.accessToken : '';
	// A token with a line break or other control character cannot be sent as a header.
	if (!/^[\x21-\x7e]+$/.test(accessToken)) {
		return {
			ok: false,
			field: 'Access Token',
			expected: 'the API key as Ometria shows it, without spaces or line breaks',
		};
	}
	const { pushRequestsPerSecond = DEFAULT_PUSH_REQUESTS_PER_SECOND } = credentials;
	const rate = Number(pushRequestsPerSecond);
	if (!Number.isInteger(rate) || rate < 1) {
		return { ok: false, field: 'Push Requests per Second', expected: 'a whole number from 1' };
	}
	const key = createHash('sha256')
		.update(`${canonicalHost(base.url)}\n${accessToken}`)
		.digest('hex');
	return {
		ok: true,
		account: { baseUrl: base.url, accessToken, pushRequestsPerSecond: rate, key },
	};
}
