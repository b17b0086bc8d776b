/** Codes by which Node.js says why a connection failed, and our own for an answer that is too large. */
export const NETWORK_CODES = [
	'ANSWER_TOO_LARGE',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'EAI_AGAIN',
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'EPROTO',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'ETIMEDOUT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
] as const;

export type NetworkCode = (typeof NETWORK_CODES)[number];

/** A known code as it is; `network_error` for any other. */
export function networkReason(code: string): NetworkCode | 'network_error' {
	return NETWORK_CODES.find((known) => known === code) ?? 'network_error';
}
