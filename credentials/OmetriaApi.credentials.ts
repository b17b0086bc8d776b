import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import {
	DEFAULT_PUSH_REQUESTS_PER_SECOND,
	OMETRIA_BASE_URL,
	readAccount,
} from '../nodes/Ometria/transport/account';

const REJECTED =
	'Ometria rejected the access token (API key), or the key has no permission to read data';
const WRONG_ADDRESS =
	'Ometria was not found at this base URL. It ends with the version and has nothing after it: https://api.ometria.com/v2';

/** An address with scheme and host; neither a user name nor a further slash stands before the host. */
const ABSOLUTE = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
/** A path below a base: neither a scheme nor a host (`//host`) stands at its beginning. */
const RELATIVE = /^(?!\/\/)[^:/?#]*(?:[/?#]|$)/;

/**
 * Whether an address leads to an origin for every HTTP client. Clients differ in what they make of
 * backslashes, control characters and missing slashes: `https:host/x` is a path to one and a host to
 * another, such as axios below 1.18. So only what all read alike is judged further.
 *
 * @param base whether the request carries a base URL, to which a relative address is appended
 */
function leadsTo(origin: string, given: unknown, base: boolean): boolean {
	if (typeof given !== 'string' && !(given instanceof URL)) return false;
	const address = String(given);
	if (/[\u0000-\u001f\u007f\\]/.test(address) || address.trim() !== address) return false;
	if (!ABSOLUTE.test(address)) return base && RELATIVE.test(address);
	return URL.canParse(address) && new URL(address).origin === origin;
}

/**
 * Refuses a request that would carry the token anywhere but to the base URL's host: by its address
 * (`url` of n8n's helper, `uri` of the older one that the HTTP Request node uses), by a proxy, or by
 * a connection that nobody verifies.
 *
 * @throws UserError that says what is not allowed
 */
function refuseOtherTargets(request: IHttpRequestOptions, baseUrl: string): void {
	const { uri, rejectUnauthorized, agent } = request as IHttpRequestOptions & {
		uri?: unknown;
		rejectUnauthorized?: unknown;
		agent?: unknown;
	};
	const { origin } = new URL(baseUrl);
	const { url, baseURL } = request as { url?: unknown; baseURL?: unknown };
	const addresses = [url, uri].filter((address) => address !== undefined);
	// n8n's helpers take an empty base URL for none.
	const hasBase = baseURL !== undefined && baseURL !== '';
	const isOwn =
		(!hasBase || leadsTo(origin, baseURL, false)) &&
		addresses.length > 0 &&
		addresses.every((address) => leadsTo(origin, address, hasBase));
	if (!isOwn) throw new UserError(`This credential may only be used with ${origin}`);
	if (request.proxy) throw new UserError('This credential may not be used through a proxy');
	if (request.agentOptions || agent) {
		throw new UserError('This credential may not be used with your own SSL certificates');
	}
	if (rejectUnauthorized === false || request.skipSslCertificateValidation) {
		throw new UserError('This credential may not be used with SSL issues ignored');
	}
}

/**
 * Keeps plain http on this machine. n8n's helpers use the proxy of HTTP_PROXY and ALL_PROXY whatever
 * a request says (`proxy: false` too), and would give a proxy elsewhere the token in plain text. A
 * connection that starts at a loopback address cannot leave the machine.
 *
 * @returns options of the connection; none for https, where a proxy sees encrypted bytes only
 */
function connectionOf(baseUrl: string): Pick<IHttpRequestOptions, 'agentOptions'> {
	const { protocol, hostname } = new URL(baseUrl);
	if (protocol === 'https:') return {};
	return {
		agentOptions:
			hostname === '[::1]'
				? { localAddress: '::1', family: 6 }
				: { localAddress: '127.0.0.1', family: 4 },
	};
}

/** Access to one Ometria account: an API key made in Ometria under Settings > API keys. */
export class OmetriaApi implements ICredentialType {
	name = 'ometriaApi';

	displayName = 'Ometria API';

	icon: Icon = { light: 'file:../icons/ometria.svg', dark: 'file:../icons/ometria.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-ometria/n8n-nodes-ometria#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'An API key of the Ometria account. In Ometria, go to Settings > API keys > Add new API key (administrators only).',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: OMETRIA_BASE_URL,
			description:
				"Address of Ometria's Data API. The access token is sent to this host only. It must begin with https; plain http is allowed for localhost, where the sandbox runs. ENOTFOUND in the test means that no host has this name, or that n8n cannot look names up.",
		},
		{
			// Without a condition, as n8n would evaluate it each time that it reads the credential, which is for
			// each request, and a regular expression on a busy n8n can run out of the time that it has.
			displayName:
				"The access token is sent to the host above. Ometria's address is https://api.ometria.com. With any other, use a token of the sandbox, or a host that you trust with your account.",
			name: 'hostNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Push Requests per Second',
			name: 'pushRequestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: DEFAULT_PUSH_REQUESTS_PER_SECOND,
			description:
				'How many push requests the account may make per second: 8 by default, 4 for older accounts. All programs that use the account share this limit.',
		},
	];

	/**
	 * Adds the token as `X-Ometria-Auth` (documented). A function instead of a template, so that the
	 * token is never sent where the base URL rules forbid it, nor to another host than the
	 * credential's own, whichever node uses the credential.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const check = readAccount(credentials);
		if (!check.ok) throw new UserError(`${check.field} must be ${check.expected}`);
		const { baseUrl, accessToken } = check.account;
		refuseOtherTargets(request, baseUrl);
		const headers = Object.entries(request.headers ?? {}).filter(
			([name]) => !/^(?:host|x-ometria-auth)$/i.test(name),
		);
		return {
			...request,
			// A redirect would carry the token to wherever it points. Each of n8n's two helpers reads
			// other names; the HTTP Request node uses the older one.
			disableFollowRedirect: true,
			...{ followRedirect: false, followAllRedirects: false, maxRedirects: 0 },
			...connectionOf(baseUrl),
			headers: { ...Object.fromEntries(headers), 'X-Ometria-Auth': accessToken },
		};
	};

	/** The smallest documented read without personal data. Source: PRODUCTS (documented). */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/products',
			qs: { limit: 1 },
			headers: { Accept: 'application/json' },
			timeout: 15_000,
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: REJECTED } },
			{ type: 'responseCode', properties: { value: 403, message: REJECTED } },
			{ type: 'responseCode', properties: { value: 301, message: WRONG_ADDRESS } },
			{ type: 'responseCode', properties: { value: 302, message: WRONG_ADDRESS } },
			{ type: 'responseCode', properties: { value: 404, message: WRONG_ADDRESS } },
			{ type: 'responseCode', properties: { value: 405, message: WRONG_ADDRESS } },
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message: 'Ometria is rate limiting this account; test again in a moment',
				},
			},
		],
	};
}
