/** One HTTP call to Ometria, as plain values. */
export interface HttpRequest {
	method: 'GET' | 'POST';
	/** Path below the base URL, starting with a slash: `/push`. */
	path: string;
	query?: Readonly<Record<string, string | number | boolean>> | undefined;
	/** JSON in UTF-8, sent byte for byte. */
	body?: Buffer | undefined;
	timeoutMs: number;
}

/** The code of the network error for an answer that is longer than is read. */
export const ANSWER_TOO_LARGE = 'ANSWER_TOO_LARGE';

/**
 * What came of a call: an answer of whatever status, a network error (time-out, reset, DNS …),
 * or the cancellation of the execution. Values instead of exceptions, so that deciding what a
 * call meant stays a pure function.
 */
export type HttpOutcome =
	| {
			kind: 'answer';
			status: number;
			/** Header names in lower case. */
			headers: Readonly<Record<string, string>>;
			/** The body as received, undecoded. */
			text: string;
	  }
	| {
			kind: 'networkError';
			code: string;
			message: string;
			/** The `X-Request-ID` that was sent, where no answer came by which Ometria names the request. */
			sentId?: string;
	  }
	/** n8n could not read the credential, so nothing was sent. */
	| { kind: 'n8nError'; message: string }
	| { kind: 'cancelled' };

/** Performs one call and never rejects for what the other side or the network did. */
export type Http = (request: HttpRequest) => Promise<HttpOutcome>;
