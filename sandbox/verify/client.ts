import { randomUUID } from 'node:crypto';

/** What came back; the body is never shown, only what it is like. */
export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** Undefined where the body is not JSON. */
	json: unknown;
}

export interface Asking {
	method?: 'GET' | 'POST';
	query?: Readonly<Record<string, string | number>>;
	body?: string;
	/** Instead of the account's own. */
	token?: string;
}

/** Why nothing can be found out; the message holds nothing of the token or of an answer. */
export class NoAnswer extends Error {}

const TIMEOUT_MS = 60_000;
/** Waits after a 429, ms: other programs of the account may use up its rate. */
const WAITS_MS = [1000, 2000, 4000, 8000];

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Asks the API, one request after the other, well within its rate limits. */
export class Client {
	private readonly known = new Map<string, Answer>();
	private lastAt = -Infinity;
	/** Requests that were made. */
	requests = 0;

	/** @param pause ms between the starts of two requests */
	constructor(
		private readonly baseUrl: string,
		private readonly token: string,
		private readonly pause: number,
	) {}

	/** The same question is asked once. @throws NoAnswer */
	async read(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<Answer> {
		const key = JSON.stringify([path, query]);
		const known = this.known.get(key) ?? (await this.ask(path, { query }));
		this.known.set(key, known);
		return known;
	}

	/** @throws NoAnswer where none comes */
	async ask(path: string, asking: Asking = {}): Promise<Answer> {
		for (const wait of WAITS_MS) {
			const answer = await this.askOnce(path, asking);
			if (answer.status !== 429) return answer;
			await this.wait(this.pause === 0 ? 0 : wait);
		}
		return await this.askOnce(path, asking);
	}

	/** Waits before the next request. */
	async wait(ms: number): Promise<void> {
		await new Promise((resolve) => setTimeout(resolve, ms));
	}

	private async askOnce(
		path: string,
		{ method = 'GET', query = {}, body, token = this.token }: Asking,
	): Promise<Answer> {
		const url = new URL(`${this.baseUrl}${path}`);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
		await this.wait(Math.max(0, this.lastAt + this.pause - Date.now()));
		this.lastAt = Date.now();
		this.requests++;
		try {
			const response = await fetch(url, {
				method,
				...(body !== undefined && { body }),
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
				headers: {
					accept: 'application/json',
					'x-ometria-auth': token,
					'x-request-id': randomUUID(),
					...(body !== undefined && { 'content-type': 'application/json' }),
				},
			});
			const text = await response.text();
			return { status: response.status, headers: response.headers, text, json: parsed(text) };
		} catch (error) {
			const { code } = (error as { cause?: { code?: unknown } }).cause ?? {};
			const why = typeof code === 'string' && /^[A-Z_]+$/.test(code) ? ` (${code})` : '';
			throw new NoAnswer(`${method} ${path} got no answer${why}`);
		}
	}
}
