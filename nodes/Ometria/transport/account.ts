import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { canonicalHost, checkBaseUrl } from './baseUrl';

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
