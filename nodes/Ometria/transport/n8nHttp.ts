import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { HttpOutcome, Http } from './httpOutcome';
import { isObject } from '../utils/json';

export const CREDENTIAL = 'ometriaApi';

/** The part of n8n's node contexts that a call needs: execute, poll and load-options all have it. */
export type HttpContext = Pick<IAllExecuteFunctions, 'helpers'>;

/** Error codes by which n8n's HTTP helper says that the execution was cancelled. */
const CANCEL_CODES = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/** Network error codes are upper-case words; anything else in `code` is not shown to users. */
function codeOf(error: unknown): string | undefined {
	if (!isObject(error)) return undefined;
	const code = error.code ?? codeOf(error.cause);
	return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : undefined;
}

/**
 * Turns what the helper threw into a network error. Nothing of the error itself is kept: its cause holds
 * the request's headers, and with them the access token.
 */
function networkErrorOf(
	error: unknown,
	signal: AbortSignal | undefined,
	secret: string,
): HttpOutcome {
	const code = codeOf(error);
	if (signal?.aborted || (code && CANCEL_CODES.has(code))) return { kind: 'cancelled' };
	const message = isObject(error) && typeof error.message === 'string' ? error.message : '';
	return {
		kind: 'networkError',
		code: code ?? 'UNKNOWN',
		message: secret ? message.replaceAll(secret, '[access token]') : message,
	};
}

function lowerCaseHeaders(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
			name.toLowerCase(),
			String(value),
		]),
	);
}

/**
 * The only place that knows n8n's HTTP helper. Statuses are left to the caller
 * (`ignoreHttpStatusErrors` also keeps n8n from sending a 401 twice), redirects are not followed
 * (n8n would turn the POST into a GET without body and report success), and bodies are bytes out,
 * text in: n8n drops an empty array, and axios parses a JSON text once more before it sends it.
 *
 * @param signal the execution's cancel signal
 */
export function n8nHttp(
	context: HttpContext,
	account: { baseUrl: string; accessToken: string },
	signal: AbortSignal | undefined,
): Http {
	return async ({ method, path, query, body, timeoutMs }) => {
		const options: IHttpRequestOptions = {
			method,
			url: `${account.baseUrl}${path}`,
			qs: query && { ...query },
			headers: { Accept: 'application/json' },
			encoding: 'text',
			timeout: timeoutMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		if (body !== undefined) {
			options.body = body;
			options.headers = { ...options.headers, 'Content-Type': 'application/json' };
		}
		try {
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context as IAllExecuteFunctions,
				CREDENTIAL,
				options,
			);
			if (!isObject(response))
				return { kind: 'networkError', code: 'UNKNOWN', message: 'no response' };
			return {
				kind: 'answer',
				status: Number(response.statusCode),
				headers: lowerCaseHeaders(response.headers),
				text:
					typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
			};
		} catch (error) {
			return networkErrorOf(error, signal, account.accessToken);
		}
	};
}
