import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Clock, systemClock } from '../n8n/clock';
import { shorten } from '../utils/text';
import {
	type Account,
	DATA_REQUESTS_PER_SECOND,
	type EndpointGroup,
	GROUP_LIMITS,
	readAccount,
} from './account';
import { Backlog } from './backlog';
import type { Http } from './httpOutcome';
import { CREDENTIAL, type HttpContext, messageOf, n8nHttp } from './n8nHttp';
import type { Probes } from './outage';
import { RateLimiter, type RateLimiterOptions } from './rateLimiter';

/** Everything an operation needs to talk to one Ometria account. */
export interface Session {
	http: Http;
	account: Account;
	clock: Clock;
	/** Numbers from 0 to 1, for jitter. */
	random: () => number;
	/** Rate limiter of `POST /push`. */
	pushLimiter: RateLimiter;
	/** Rate limiter of all other endpoints together, except those of groups. */
	dataLimiter: RateLimiter;
	/** Rate limiter of endpoints that have their own limit. */
	groupLimiter: (group: EndpointGroup) => RateLimiter;
	/** Aborts when the execution is cancelled. */
	signal: AbortSignal | undefined;
}

/** Rate limiters of the accounts used in this process, least recently used first. */
const limiters = new Map<string, RateLimiter>();

/** Beyond this many, idle limiters are dropped. */
const MAX_REMEMBERED = 500;

/** When accounts were last tried in an outage, least recently used first. */
const probes = new Map<string, Probes>();

function probesOf(key: string): Probes {
	const known = probes.get(key) ?? { lastAt: -Infinity };
	probes.delete(key);
	probes.set(key, known);
	if (probes.size > MAX_REMEMBERED) probes.delete(probes.keys().next().value ?? '');
	return known;
}

/**
 * The rate limiter of an account in this process.
 *
 * @param key tells accounts and endpoint groups apart
 * @param limit requests per window
 */
export function limiterFor(
	key: string,
	limit: number,
	clock: Clock,
	options?: RateLimiterOptions,
): RateLimiter {
	const limiter = limiters.get(key) ?? new RateLimiter(clock, limit, options);
	limiter.setLimit(limit);
	limiters.delete(key);
	limiters.set(key, limiter);
	if (limiters.size > MAX_REMEMBERED) {
		for (const [other, candidate] of limiters) if (candidate.isIdle()) limiters.delete(other);
	}
	return limiter;
}

type SessionContext = HttpContext & {
	getNode(): INode;
};

/** @throws NodeOperationError that says so when n8n fails to read the credential */
async function readCredential(context: SessionContext): Promise<ICredentialDataDecryptedObject> {
	const [read] = await Promise.allSettled([context.getCredentials(CREDENTIAL)]);
	if (read.status === 'fulfilled') return read.value;
	// n8n says itself when none is chosen, or the node may not use it.
	if (read.reason instanceof NodeOperationError) throw read.reason;
	throw new NodeOperationError(context.getNode(), 'n8n could not read the Ometria credential', {
		description: `${shorten(messageOf(read.reason), 300)}. This is a failure of n8n, as while its database is not reachable. Nothing was sent.`,
	});
}

/**
 * Opens a session with the account of the node's credential.
 *
 * @throws NodeOperationError when the credential cannot work, naming its field
 */
export async function openSession(
	context: IAllExecuteFunctions | IPollFunctions | ILoadOptionsFunctions,
): Promise<Session> {
	const own = context as SessionContext;
	const check = readAccount(await readCredential(own));
	if (!check.ok) {
		throw new NodeOperationError(
			own.getNode(),
			`The Ometria credential's ${check.field} is not usable`,
			{
				description: `It must be ${check.expected}. Open the credential and correct it.`,
			},
		);
	}
	const { account } = check;
	const signal = own.getExecutionCancelSignal?.();
	const shared = { probes: probesOf(account.key) };
	return {
		http: n8nHttp(own, account, signal, systemClock),
		account,
		clock: systemClock,
		random: Math.random,
		pushLimiter: limiterFor(`push ${account.key}`, account.pushRequestsPerSecond, systemClock, {
			...shared,
			backlog: new Backlog(systemClock),
		}),
		dataLimiter: limiterFor(`data ${account.key}`, DATA_REQUESTS_PER_SECOND, systemClock, shared),
		groupLimiter: (group) => {
			const { requests, windowMs } = GROUP_LIMITS[group];
			return limiterFor(`${group} ${account.key}`, requests, systemClock, { ...shared, windowMs });
		},
		signal,
	};
}
