import type { Clock } from '../../nodes/Ometria/n8n/clock';
import type { Account } from '../../nodes/Ometria/transport/account';
import { Backlog } from '../../nodes/Ometria/transport/backlog';
import type { HttpOutcome, HttpRequest } from '../../nodes/Ometria/transport/httpOutcome';
import { RateLimiter } from '../../nodes/Ometria/transport/rateLimiter';
import type { Session } from '../../nodes/Ometria/transport/session';

export interface Call extends HttpRequest {
	/** ms on the session's clock. */
	at: number;
	records: Array<Record<string, unknown>>;
}

export function account(pushRequestsPerSecond: number): Account {
	return {
		baseUrl: 'https://api.ometria.com/v2',
		accessToken: 'sandbox-token',
		pushRequestsPerSecond,
		key: 'account',
	};
}

/** An answer of Ometria to a push of that many records. */
export function received(accepted: number, more: Record<string, unknown> = {}): HttpOutcome {
	return answered(202, {
		status: 'OK',
		request_id: `r-${accepted}`,
		accepted,
		rejected: 0,
		...more,
	});
}

export function answered(
	status: number,
	body: unknown = '',
	headers: Record<string, string> = {},
): HttpOutcome {
	return {
		kind: 'answer',
		status,
		headers,
		text: typeof body === 'string' ? body : JSON.stringify(body),
	};
}

/** A session in virtual time whose server is a function. */
export function virtualSession(
	clock: Clock,
	serve: (call: Call) => HttpOutcome | Promise<HttpOutcome>,
	{
		rate = 8,
		latencyMs = 20,
		signal,
		random = 0.5,
	}: { rate?: number; latencyMs?: number; signal?: AbortSignal; random?: number } = {},
): { session: Session; calls: Call[] } {
	const calls: Call[] = [];
	const session: Session = {
		account: account(rate),
		clock,
		random: () => random,
		signal,
		pushLimiter: new RateLimiter(clock, rate, { random: () => 0.5, backlog: new Backlog(clock) }),
		dataLimiter: new RateLimiter(clock, 4, { random: () => 0.5 }),
		groupLimiter: () => new RateLimiter(clock, 10, { random: () => 0.5 }),
		http: async (request) => {
			const parsed: unknown = request.body === undefined ? [] : JSON.parse(request.body.toString());
			const call = { ...request, at: clock.now(), records: parsed as Call['records'] };
			calls.push(call);
			const outcome = await serve(call);
			await clock.sleep(latencyMs, signal);
			return signal?.aborted ? { kind: 'cancelled' } : outcome;
		},
	};
	return { session, calls };
}
