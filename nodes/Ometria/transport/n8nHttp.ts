import { randomUUID } from 'crypto';
import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { type Clock, endWait } from '../n8n/clock';
import { isObject } from '../utils/json';
import { ANSWER_TOO_LARGE, type Http, type HttpOutcome } from './httpOutcome';
import { tokenMask } from './maskToken';

export const CREDENTIAL = 'ometriaApi';

/** The part of n8n's node contexts that a call needs: execute, poll and load-options all have it. */
export type HttpContext = Pick<IAllExecuteFunctions, 'helpers'> & {
	getExecutionCancelSignal?: () => AbortSignal | undefined;
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
};

/** Error codes by which n8n's HTTP helper says that the execution was cancelled. */
const CANCEL_CODES = new Set(['ERR_CANCELED', 'ABORT_ERR']);

/**
 * Names a request in Ometria's logs. Source: Ometria's open-source kit for its services takes the client's
 * header as the ID that it logs (`v2/api/observe.go` of ometria.kit); that `/v2` does so is likely, not certain.
 */
const REQUEST_ID_HEADER = 'X-Request-ID';

/** Network error codes are upper-case words; anything else in `code` is not shown to users. */
function codeOf(error: unknown): string | undefined {
	if (!isObject(error)) return undefined;
	const code = error.code ?? codeOf(error.cause);
	return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : undefined;
}

/**
 * Longest answer that is read, bytes after decompression: far beyond 1,000 rows of the lists, and
 * little enough to be parsed without holding n8n up.
 */
const MAX_ANSWER_BYTES = 10_000_000;

/** The helper's own time-out comes after the deadline, which says what happened, also on a busy machine. */
const LATER_MS = 5000;

const TOO_LARGE: HttpOutcome = {
	kind: 'networkError',
	code: ANSWER_TOO_LARGE,
	message: 'the answer is larger than 10 MB',
};

const CANCELLED: HttpOutcome = { kind: 'cancelled' };

type Mask = (text: string) => string;

/**
 * n8n's message without its advice to try again, which may be wrong here: the request may have been
 * received. Without a final full stop, as it stands within a sentence.
 */
function withoutAdvice(message: string): string {
	const [text] = message.split(' You can retry ', 1);
	return text.endsWith('.') ? text.slice(0, -1) : text;
}

export function messageOf(error: unknown): string {
	return isObject(error) && typeof error.message === 'string' ? error.message : '';
}

/**
 * Turns what the helper threw into a network error. Nothing of the error itself is kept: its cause holds
 * the request's headers, and with them the access token.
 */
function networkErrorOf(error: unknown, mask: Mask): HttpOutcome {
	const code = codeOf(error);
	if (code && CANCEL_CODES.has(code)) return CANCELLED;
	const message = messageOf(error);
	return { kind: 'networkError', code: code ?? 'UNKNOWN', message: mask(withoutAdvice(message)) };
}

function lowerCaseHeaders(headers: unknown, mask: Mask): Record<string, string> {
	return Object.fromEntries(
		Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
			mask(name.toLowerCase()),
			mask(String(value)),
		]),
	);
}

/** A body that arrives while it is read. */
interface Stream extends AsyncIterable<Uint8Array> {
	on(event: 'error', listener: () => void): unknown;
	destroy(): unknown;
}

function isStream(body: unknown): body is Stream {
	return isObject(body) && Symbol.asyncIterator in body && typeof body.destroy === 'function';
}

/**
 * Reads a body, and closes its connection when it is longer than {@link MAX_ANSWER_BYTES} or when
 * the signal aborts.
 *
 * @returns its text; undefined when it is too long
 * @throws what the stream threw; the signal's abort also makes it throw
 */
async function read(body: unknown, ended: AbortSignal): Promise<string | undefined> {
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		return text.length > MAX_ANSWER_BYTES ? undefined : text;
	}
	// An error that nobody listens to would end n8n.
	body.on('error', () => undefined);
	ended.addEventListener('abort', () => body.destroy(), { once: true });
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > MAX_ANSWER_BYTES) return undefined;
		chunks.push(chunk);
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}

/** What the helper gave, with nothing of the access token in it: all others read this. */
async function answerOf(response: unknown, ended: AbortSignal, mask: Mask): Promise<HttpOutcome> {
	if (!isObject(response)) return { kind: 'networkError', code: 'UNKNOWN', message: 'no response' };
	const text = await read(response.body, ended);
	if (text === undefined) return TOO_LARGE;
	return {
		kind: 'answer',
		status: Number(response.statusCode),
		headers: lowerCaseHeaders(response.headers, mask),
		text: mask(text),
	};
}

/** What a request's own context changes of n8n's. */
interface OwnContext {
	/** Replaces the cancel signal, where the context has one (execute contexts do). */
	signal: AbortSignal;
	/** Called when n8n cannot read the credential. */
	onUnread: (error: unknown) => void;
}

/**
 * The same context for one request. n8n's helper reads the credential by it, from its database, each
 * time: what fails there is n8n's failure, and nothing was sent.
 */
function ownContext(context: HttpContext, { signal, onUnread }: OwnContext): HttpContext {
	const own = Object.create(context) as HttpContext;
	if (context.getExecutionCancelSignal) own.getExecutionCancelSignal = () => signal;
	own.getCredentials = async (type) => {
		const read = context.getCredentials(type);
		read.catch(onUnread);
		return await read;
	};
	return own;
}

/**
 * The only place that knows n8n's HTTP helper. Statuses are left to the caller
 * (`ignoreHttpStatusErrors` also keeps n8n from sending a 401 twice), redirects are not followed
 * (n8n would turn the POST into a GET without body and report success), and bodies are bytes out
 * and a stream in: n8n drops an empty array, axios parses a JSON text once more before it sends it,
 * and n8n would collect a body without end.
 *
 * The helper's time-out covers silence only: an answer that arrives byte by byte, or switches the
 * protocol, never ends. So the whole call has a deadline here, which closes the connection. As n8n
 * replaces `abortSignal` by its context's `getExecutionCancelSignal()`, it gets a context that gives
 * the request's own signal, which also ends with the execution.
 *
 * @param signal the execution's cancel signal
 */
export function n8nHttp(
	context: HttpContext,
	account: { baseUrl: string; accessToken: string },
	signal: AbortSignal | undefined,
	clock: Clock,
): Http {
	const mask = tokenMask(account.accessToken);
	return async ({ method, path, query, body, timeoutMs }) => {
		const ended = new AbortController();
		const end = () => endWait(ended);
		signal?.addEventListener('abort', end, { once: true });
		if (signal?.aborted) end();
		const sentId = randomUUID();
		const withSentId = (outcome: HttpOutcome): HttpOutcome =>
			outcome.kind === 'networkError' && outcome !== TOO_LARGE ? { ...outcome, sentId } : outcome;
		const options: IHttpRequestOptions = {
			method,
			url: `${account.baseUrl}${path}`,
			...(query && { qs: { ...query } }),
			headers: { Accept: 'application/json', [REQUEST_ID_HEADER]: sentId },
			encoding: 'stream',
			timeout: timeoutMs + LATER_MS,
			abortSignal: ended.signal,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		if (body !== undefined) {
			options.body = body;
			options.headers = { ...options.headers, 'Content-Type': 'application/json' };
		}
		const overdue = clock.sleep(timeoutMs, ended.signal).then((): HttpOutcome => {
			if (signal?.aborted) return CANCELLED;
			const message = `no complete answer within ${Math.round(timeoutMs)} ms`;
			return { kind: 'networkError', code: 'ETIMEDOUT', message };
		});
		let unread: HttpOutcome | undefined;
		const own = ownContext(context, {
			signal: ended.signal,
			onUnread: (error) => (unread = { kind: 'n8nError', message: mask(messageOf(error)) }),
		});
		const answered = context.helpers.httpRequestWithAuthentication
			.call(own as IAllExecuteFunctions, CREDENTIAL, options)
			.then(async (response: unknown) => await answerOf(response, ended.signal, mask))
			.catch((error: unknown) =>
				signal?.aborted ? CANCELLED : (unread ?? networkErrorOf(error, mask)),
			);
		const outcome = await Promise.race([answered, overdue]).finally(() => {
			signal?.removeEventListener('abort', end);
			end();
		});
		return withSentId(outcome);
	};
}
